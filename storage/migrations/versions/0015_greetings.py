"""Greetings: who shall not be greeted, and when customers came, for their anniversaries."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("ungreeted_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_index("ix_customer_created_at", "customer", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_customer_created_at", "customer")
    op.drop_column("customer", "ungreeted_since")
