"""Several staff groups: teams, where a ticket was before, and since when it is where it is."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# name, table, columns, and the rows that it holds
_INDEXES = (
    ("ix_ticket_old_topic", "ticket", ["closed_at", "id"], "status = 'closed' AND topic_id IS NOT NULL"),
    ("ix_ticket_open_topic", "ticket", ["topic_chat_id"], "status <> 'closed'"),
    ("ix_former_topic_stands", "former_topic", ["ticket_id"], "deletion_at IS NULL"),
)


def upgrade() -> None:
    op.add_column("group_chat", sa.Column("team", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True))
    op.add_column("group_chat", sa.Column("may_delete_messages", sa.Boolean(), nullable=True))
    op.add_column("staff_member", sa.Column("teams", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True))
    op.add_column("ticket", sa.Column("team", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True))
    op.add_column("ticket", sa.Column("topic_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_table(
        "former_topic",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deletion_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_former_topic_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("chat_id", "topic_id", name=op.f("pk_former_topic")),
    )
    for name, table, columns, held in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(held), postgresql_where=sa.text(held))


def downgrade() -> None:
    for name, table, _, _ in _INDEXES:
        op.drop_index(name, table)
    op.drop_table("former_topic")
    op.drop_column("ticket", "topic_since")
    op.drop_column("ticket", "team")
    op.drop_column("staff_member", "teams")
    op.drop_column("group_chat", "may_delete_messages")
    op.drop_column("group_chat", "team")
