"""Plans of visits that are made in the chat."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_plan",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("occasion", _words("occasion", "ticket", "purchase", "request"), nullable=False),
        sa.Column("way", _words("way", "bot", "staff"), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["staff_member.id"], name=op.f("fk_visit_plan_made_by_staff_member")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_visit_plan")),
    )


def downgrade() -> None:
    op.drop_table("visit_plan")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)
