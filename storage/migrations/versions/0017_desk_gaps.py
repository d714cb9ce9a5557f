"""Photos and files with replies at hand; what the bot may do in a group; deletions of topics that were refused."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_WAS_REFUSED = sa.text("refusals > 0")
_FILES = "file_kind IN ('photo', 'document')"


def upgrade() -> None:
    with op.batch_alter_table("canned_reply") as batch:
        batch.add_column(sa.Column("file_kind", sa.String(length=24), nullable=True))
        batch.add_column(sa.Column("file_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.add_column(sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.create_check_constraint(op.f("ck_canned_reply_file_kind"), sa.text(_FILES))
    op.add_column("group_chat", sa.Column("is_administrator", sa.Boolean(), nullable=True))
    op.add_column("former_topic", sa.Column("refusals", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_former_topic_refused", "former_topic", ["chat_id"], sqlite_where=_WAS_REFUSED, postgresql_where=_WAS_REFUSED)


def downgrade() -> None:
    op.drop_index("ix_former_topic_refused", "former_topic")
    op.drop_column("former_topic", "refusals")
    op.drop_column("group_chat", "is_administrator")
    with op.batch_alter_table("canned_reply") as batch:
        batch.drop_constraint(op.f("ck_canned_reply_file_kind"), type_="check")
        batch.drop_column("file_name")
        batch.drop_column("file_id")
        batch.drop_column("file_kind")
