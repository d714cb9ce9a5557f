"""Canned replies, with a text for each language."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canned_reply",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("afterwards", sa.Enum("close", name="afterwards", native_enum=False, create_constraint=True, length=24), nullable=True),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_reply")),
        sa.UniqueConstraint("key", name=op.f("uq_canned_reply_key")),
    )
    op.create_table(
        "canned_reply_text",
        sa.Column("reply_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Enum("en", "zh", name="language", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["canned_reply.id"], name=op.f("fk_canned_reply_text_reply_id_canned_reply")),
        sa.PrimaryKeyConstraint("reply_id", "language", name=op.f("pk_canned_reply_text")),
    )


def downgrade() -> None:
    op.drop_table("canned_reply_text")
    op.drop_table("canned_reply")
