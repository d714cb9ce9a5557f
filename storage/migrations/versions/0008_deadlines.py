"""Deadlines: every promise on a ticket is a row of its own."""

from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
# name, columns, whether they are there once only, and the rows that it holds where these are not all
_INDEXES = (
    ("ix_deadline_ticket_id", ["ticket_id"], False, None),
    ("ix_deadline_look_at", ["look_at", "id"], False, "look_at IS NOT NULL"),
    ("ix_deadline_running", ["due_at", "ticket_id"], False, "met_at IS NULL AND paused_at IS NULL"),
    ("ix_deadline_unmet", ["ticket_id", "kind"], True, "met_at IS NULL"),
)


def upgrade() -> None:
    op.create_table(
        "deadline",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("first_response", "next_response", "resolution", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("target", sa.Interval(), nullable=False),
        sa.Column("started_at", _MOMENT(), nullable=False),
        sa.Column("due_at", _MOMENT(), nullable=False),
        sa.Column("look_at", _MOMENT(), nullable=True),
        sa.Column("warned_at", _MOMENT(), nullable=True),
        sa.Column("breached_at", _MOMENT(), nullable=True),
        sa.Column("met_at", _MOMENT(), nullable=True),
        sa.Column("paused_at", _MOMENT(), nullable=True),
        sa.Column("time_left", sa.Interval(), nullable=True),
        sa.CheckConstraint("(paused_at IS NULL) = (time_left IS NULL)", name="paused_whole"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_deadline_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    for name, columns, is_unique, held in _INDEXES:
        where = None if held is None else sa.text(held)
        op.create_index(name, "deadline", columns, unique=is_unique, sqlite_where=where, postgresql_where=where)
    op.add_column("ticket", sa.Column("customer_waits_since", _MOMENT(), nullable=True))
    op.add_column("ticket", sa.Column("next_response_target", sa.Interval(), nullable=True))
    _take_over_promises(datetime.now(UTC))


def downgrade() -> None:
    op.drop_column("ticket", "next_response_target")
    op.drop_column("ticket", "customer_waits_since")
    for name, _, _, _ in reversed(_INDEXES):
        op.drop_index(name, "deadline")
    op.drop_table("deadline")


def _take_over_promises(at: datetime) -> None:
    # The first answers that are owed go on being owed. How they were counted is not known any more: the time until they are due
    # stands for it, and what was late before is not told now.
    ticket = sa.table("ticket", *[sa.column(name) for name in ("id", "status", "first_response_at")], *_moments("opened_at", "due_at"))
    deadline = sa.table(
        "deadline", sa.column("id"), sa.column("ticket_id"), sa.column("kind"), sa.column("target", sa.Interval()),
        *_moments("started_at", "due_at", "look_at", "breached_at"),
    )  # fmt: skip
    connection = op.get_bind()
    owed = sa.select(ticket.c.id, ticket.c.opened_at, ticket.c.due_at).where(
        ticket.c.status.not_in(["solved", "closed"]), ticket.c.first_response_at.is_(None)
    )
    rows = [
        {
            "id": number, "ticket_id": number, "kind": "first_response", "target": due_at - opened_at, "started_at": opened_at, "due_at": due_at,
            "look_at": None if due_at <= at else due_at, "breached_at": due_at if due_at <= at else None,
        }
        for number, opened_at, due_at in connection.execute(owed)
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(deadline), rows)
    op.execute("UPDATE ticket SET customer_waits_since = opened_at WHERE status NOT IN ('solved', 'closed') AND first_response_at IS NULL")


def _moments(*names: str) -> list[sa.ColumnClause[datetime]]:
    return [sa.column(name, _MOMENT()) for name in names]
