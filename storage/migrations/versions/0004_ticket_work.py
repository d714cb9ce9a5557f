"""Work on a ticket: waiting states, priority, snoozing, tags, merging and links; requests for jobs take the name of any job."""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PRIORITIES = "priority IN ('low', 'normal', 'high', 'urgent')"
_STATUSES = "status IN ('new', 'open', 'pending', 'on_hold', 'solved', 'closed')"
_OLD_STATUSES = "status IN ('new', 'open', 'closed')"
_OLD_JOBS = "job IN ('surveys', 'visits', 'birthday_greetings', 'reminders', 'points_expiry', 'housekeeping', 'failed_updates')"
Index = tuple[str, list[str], str]
# name, columns, and the rows that it holds: a table that is made anew would lose these conditions
_OLD_PARTIAL: tuple[Index, ...] = (
    ("ix_ticket_open", ["status", "id"], "status <> 'closed'"),
    ("ix_ticket_first_response", ["first_response_at", "opened_at"], "first_response_at IS NOT NULL"),
    ("ix_ticket_resolution", ["closed_at", "opened_at"], "closed_at IS NOT NULL"),
)
_NEW_PARTIAL: tuple[Index, ...] = (
    ("ix_ticket_waiting", ["waiting_since", "id"], "status = 'pending'"),
    ("ix_ticket_snoozed", ["snoozed_until", "id"], "snoozed_until IS NOT NULL"),
    ("ix_ticket_solved", ["closed_at", "id"], "status = 'solved'"),
)
_MOMENTS = ("waiting_since", "nudged_at", "snoozed_at", "snoozed_until")


def upgrade() -> None:
    _drop_partial(_OLD_PARTIAL)
    with op.batch_alter_table("ticket") as batch:
        batch.drop_constraint(op.f("ck_ticket_status"), type_="check")
        batch.create_check_constraint(op.f("ck_ticket_status"), sa.text(_STATUSES))
        batch.add_column(sa.Column("priority", sa.String(length=24), server_default="normal", nullable=False))
        batch.create_check_constraint(op.f("ck_ticket_priority"), sa.text(_PRIORITIES))
        for name in _MOMENTS:
            batch.add_column(sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch.add_column(sa.Column("merged_into_id", sa.BigInteger(), nullable=True))
        batch.create_foreign_key(op.f("fk_ticket_merged_into_id_ticket"), "ticket", ["merged_into_id"], ["id"])
    _create_partial(_OLD_PARTIAL + _NEW_PARTIAL)
    op.create_table(
        "ticket_tag",
        sa.Column("ticket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_tag_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("ticket_id", "tag", name=op.f("pk_ticket_tag")),
    )
    op.create_index("ix_ticket_tag_tag", "ticket_tag", ["tag", "ticket_id"])
    op.create_table(
        "ticket_link",
        sa.Column("ticket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_link_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"], name=op.f("fk_ticket_link_other_id_ticket")),
        sa.PrimaryKeyConstraint("ticket_id", "other_id", name=op.f("pk_ticket_link")),
    )
    _make_job_requests_anew(check=None)


def downgrade() -> None:
    _make_job_requests_anew(check=_OLD_JOBS)
    op.drop_table("ticket_link")
    op.drop_index("ix_ticket_tag_tag", "ticket_tag")
    op.drop_table("ticket_tag")
    _drop_partial(_OLD_PARTIAL + _NEW_PARTIAL)
    op.execute("UPDATE ticket SET status = 'open' WHERE status IN ('pending', 'on_hold')")
    op.execute("UPDATE ticket SET status = 'closed' WHERE status = 'solved'")
    with op.batch_alter_table("ticket") as batch:
        batch.drop_constraint(op.f("ck_ticket_priority"), type_="check")
        batch.drop_constraint(op.f("ck_ticket_status"), type_="check")
        batch.create_check_constraint(op.f("ck_ticket_status"), sa.text(_OLD_STATUSES))
        batch.drop_constraint(op.f("fk_ticket_merged_into_id_ticket"), type_="foreignkey")
        for name in ("priority", "merged_into_id", *_MOMENTS):
            batch.drop_column(name)
    _create_partial(_OLD_PARTIAL)


def _drop_partial(indexes: Sequence[Index]) -> None:
    for name, _, _ in indexes:
        op.drop_index(name, "ticket")


def _create_partial(indexes: Sequence[Index]) -> None:
    for name, columns, held in indexes:
        op.create_index(name, "ticket", columns, sqlite_where=sa.text(held), postgresql_where=sa.text(held))


def _make_job_requests_anew(*, check: str | None) -> None:
    """Requests live for seconds: none is worth carrying over."""
    op.drop_index("ix_job_request_taken_at", "job_request")
    op.drop_table("job_request")
    op.create_table(
        "job_request",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("requested_by", sa.BigInteger(), nullable=False),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        *([sa.CheckConstraint(check, name=op.f("ck_job_request_job"))] if check else []),
        sa.ForeignKeyConstraint(["requested_by"], ["staff_member.id"], name=op.f("fk_job_request_requested_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_request")),
    )
    op.create_index("ix_job_request_taken_at", "job_request", ["taken_at"])
