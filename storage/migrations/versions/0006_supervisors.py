"""Who is here and who has what: presence, shifts and languages of staff, assignment of tickets, handovers, reviews."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STAFF_MOMENTS = ("here_at", "away_at", "away_until", "given_at")
_STAFF_TEXTS = (("away_reason", 120), ("shift", 200), ("languages", 40))
_TICKET_MOMENTS = ("assigned_at", "silence_due_at", "reminded_at")
# name, columns, and the rows that it holds
_TICKET_INDEXES = (
    ("ix_ticket_assignee", ["assignee_id", "id"], "status <> 'closed'"),
    ("ix_ticket_silence", ["silence_due_at", "id"], "silence_due_at IS NOT NULL"),
)


def upgrade() -> None:
    for name in _STAFF_MOMENTS:
        op.add_column("staff_member", sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    for name, length in _STAFF_TEXTS:
        op.add_column("staff_member", sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=True))
    for name in _TICKET_MOMENTS:
        op.add_column("ticket", sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    for name, columns, held in _TICKET_INDEXES:
        op.create_index(name, "ticket", columns, sqlite_where=sa.text(held), postgresql_where=sa.text(held))
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("moved_count", sa.Integer(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff_member.id"], name=op.f(f"fk_handover_{column}_staff_member"))
            for column in ("from_id", "to_id", "by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    under_way = sa.text("ended_at IS NULL")
    op.create_index("ix_handover_under_way", "handover", ["id"], sqlite_where=under_way, postgresql_where=under_way)
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("remark", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("mark BETWEEN 1 AND 5", name=op.f("ck_review_mark")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_review_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["agent_id"], ["staff_member.id"], name=op.f("fk_review_agent_id_staff_member")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["staff_member.id"], name=op.f("fk_review_reviewer_id_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_review_ticket_id")),
    )
    op.create_index("ix_review_agent_id_at", "review", ["agent_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_review_agent_id_at", "review")
    op.drop_table("review")
    op.drop_index("ix_handover_under_way", "handover")
    op.drop_table("handover")
    for name, _, _ in _TICKET_INDEXES:
        op.drop_index(name, "ticket")
    for name in _TICKET_MOMENTS:
        op.drop_column("ticket", name)
    for name in (*_STAFF_MOMENTS, *(name for name, _ in _STAFF_TEXTS)):
        op.drop_column("staff_member", name)
