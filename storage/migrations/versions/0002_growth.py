"""Indexes for a desk with a million customers: what is due, open or counted is found without looking at all the rest."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# name, table, columns, and the rows that it holds where these are not all
_NEW = (
    ("ix_ticket_open", "ticket", ["status", "id"], "status <> 'closed'"),
    ("ix_ticket_opened_at_kind", "ticket", ["opened_at", "kind"], None),
    ("ix_ticket_first_response", "ticket", ["first_response_at", "opened_at"], "first_response_at IS NOT NULL"),
    ("ix_ticket_resolution", "ticket", ["closed_at", "opened_at"], "closed_at IS NOT NULL"),
    ("ix_outbox_message_unsettled", "outbox_message", ["state", "lane", "created_at"], "state NOT IN ('sent', 'dropped')"),
    ("ix_outbox_message_created_at", "outbox_message", ["created_at"], "coalesce(dedupe_key, '') = ''"),
    ("ix_visit_unattended", "visit", ["answered_at"], "outcome IN ('question', 'unhappy') AND ticket_id IS NULL"),
    ("ix_purchase_at_customer_id", "purchase", ["at", "customer_id"], None),
    ("ix_purchase_imported_at_customer_id", "purchase", ["imported_at", "customer_id"], None),
    ("ix_interaction_heard", "interaction", ["at", "customer_id"], "direction = 'in'"),
    ("ix_contact_username_key", "contact", ["username_key"], None),
)
_OLD = (
    ("ix_ticket_opened_at", "ticket", ["opened_at"]),
    ("ix_ticket_closed_at", "ticket", ["closed_at"]),
    ("ix_outbox_message_state_created_at", "outbox_message", ["state", "created_at"]),
    ("ix_contact_username", "contact", ["username"]),
)


def upgrade() -> None:
    op.add_column("contact", sa.Column("username_key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True))
    op.execute("UPDATE contact SET username_key = lower(username) WHERE username IS NOT NULL")
    for name, table, _ in _OLD:
        op.drop_index(name, table)
    for name, table, columns, held in _NEW:
        where = None if held is None else sa.text(held)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, table, _, _ in _NEW:
        op.drop_index(name, table)
    for name, table, columns in _OLD:
        op.create_index(name, table, columns)
    op.drop_column("contact", "username_key")
