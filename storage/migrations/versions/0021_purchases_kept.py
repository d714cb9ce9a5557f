"""An index from which alone it is read what everybody bought."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_IS_KEPT = sa.text("reversed_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_purchase_kept", "purchase", ["customer_id", "at", "amount_minor", "currency"], sqlite_where=_IS_KEPT, postgresql_where=_IS_KEPT
    )


def downgrade() -> None:
    op.drop_index("ix_purchase_kept", "purchase")
