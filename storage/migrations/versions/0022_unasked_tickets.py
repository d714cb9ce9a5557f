"""Tickets on which the customer has written nothing yet, and since when they do wait; visits that are handed over."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_ANSWERED = sa.text("first_response_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("ticket", sa.Column("is_unasked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("ticket", sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.execute("UPDATE ticket SET is_unasked = is_quiet WHERE is_quiet")
    _index(["first_response_at", "opened_at", "asked_at"])
    op.add_column("handover", sa.Column("visit_count", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("handover", "visit_count")
    _index(["first_response_at", "opened_at"])
    op.drop_column("ticket", "asked_at")
    op.drop_column("ticket", "is_unasked")


def _index(columns: list[str]) -> None:
    op.drop_index("ix_ticket_first_response", "ticket")
    op.create_index("ix_ticket_first_response", "ticket", columns, sqlite_where=_ANSWERED, postgresql_where=_ANSWERED)
