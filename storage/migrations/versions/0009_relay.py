"""The relay: when a message was taken back, and under which names staff speak."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interaction", sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column("staff_member", sa.Column("alias", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True))
    op.add_column("contact", sa.Column("speaker", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("contact", "speaker")
    op.drop_column("staff_member", "alias")
    op.drop_column("interaction", "withdrawn_at")
