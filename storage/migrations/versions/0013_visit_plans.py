"""Plans of follow-up visits: several steps, visits in person, what came of each attempt, and plans that are switched off."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_UNATTENDED = "outcome IN ('question', 'unhappy') AND ticket_id IS NULL"
_OUTCOMES = "outcome IN ('fine', 'question', 'unhappy', 'no_answer', 'call_again')"
_CHECKS = {
    "reason": "reason IN ('ticket', 'purchase', 'request')",
    "status": "status IN ('planned', 'asked', 'given', 'answered', 'left', 'skipped')",
    "outcome": _OUTCOMES,
}
_OLD_CHECKS = {
    "reason": "reason IN ('ticket', 'purchase')",
    "status": "status IN ('planned', 'asked', 'answered', 'skipped')",
    "outcome": "outcome IN ('fine', 'question', 'unhappy')",
}
_NEW_CHECKS = {
    "way": "way IN ('bot', 'staff')",
    "skipped_why": "skipped_why IN ('too_late', 'unreachable', 'opted_out', 'banned', 'plan_off', 'plan_gone', 'reversed')",
}
_PARTIAL = (
    ("ix_visit_unanswered", ["asked_at"], "status = 'asked'"),
    ("ix_visit_personal", ["due_at", "id"], "way = 'staff' AND status IN ('planned', 'given')"),
)
_NEW = ("plan", "days", "way", "staff_id", "planned_for", "keep_until", "attempts", "done_at", "skipped_why", "words", "planned_by")


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    # A table that is made anew would lose the condition of this index.
    op.drop_index("ix_visit_unattended", "visit")
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(length=20), server_default="", nullable=False))
        batch.add_column(sa.Column("days", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("way", sa.String(length=24), server_default="bot", nullable=False))
        batch.add_column(sa.Column("staff_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("planned_for", moment, nullable=True))
        batch.add_column(sa.Column("keep_until", moment, nullable=True))
        batch.add_column(sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("done_at", moment, nullable=True))
        batch.add_column(sa.Column("skipped_why", sa.String(length=24), nullable=True))
        batch.add_column(sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True))
        batch.add_column(sa.Column("planned_by", sa.BigInteger(), nullable=True))
    # Visits are asked at ten, unless the business says otherwise: what was due then was promised for that day.
    if op.get_bind().dialect.name == "sqlite":
        end_of_day = "strftime('%Y-%m-%d %H:%M:%S.000000', due_at, '+14 hours')"
    else:
        end_of_day = "due_at + interval '14 hours'"
    op.execute(f"UPDATE visit SET plan = reason, planned_for = due_at, keep_until = {end_of_day}, done_at = asked_at")
    # Who was asked before is not asked once more only because the desk can do that now.
    op.execute("UPDATE visit SET attempts = 1 WHERE asked_at IS NOT NULL")
    op.execute("UPDATE visit SET attempts = 2 WHERE status = 'asked'")
    with op.batch_alter_table("visit") as batch:
        for name, check in _CHECKS.items():
            batch.drop_constraint(op.f(f"ck_visit_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_visit_{name}"), sa.text(check))
        for name, check in _NEW_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_visit_{name}"), sa.text(check))
        for name in ("planned_for", "keep_until"):
            batch.alter_column(name, existing_type=moment, nullable=False)
        for name in ("plan", "days", "way", "attempts"):
            batch.alter_column(name, server_default=None)
        batch.drop_constraint(op.f("uq_visit_reason_subject_id"), type_="unique")
        batch.create_unique_constraint(op.f("uq_visit_reason_subject_id_plan_days"), ["reason", "subject_id", "plan", "days"])
        batch.create_foreign_key(op.f("fk_visit_staff_id_staff_member"), "staff_member", ["staff_id"], ["id"])
        batch.create_foreign_key(op.f("fk_visit_planned_by_staff_member"), "staff_member", ["planned_by"], ["id"])
    op.create_index("ix_visit_keep_until", "visit", ["keep_until"])
    for index, columns, held in (*_PARTIAL, ("ix_visit_unattended", ["answered_at"], _UNATTENDED)):
        op.create_index(index, "visit", columns, sqlite_where=sa.text(held), postgresql_where=sa.text(held))
    op.create_table(
        "visit_entry",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("until", moment, nullable=True),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.CheckConstraint(_OUTCOMES, name=op.f("ck_visit_entry_outcome")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_visit_entry_staff_id_staff_member")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_entry_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_entry")),
    )
    op.create_index("ix_visit_entry_visit_id_id", "visit_entry", ["visit_id", "id"])
    op.create_table(
        "visit_plan_switch",
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_visit_plan_switch_staff_id_staff_member")),
        sa.PrimaryKeyConstraint("plan", name=op.f("pk_visit_plan_switch")),
    )


def downgrade() -> None:
    op.drop_table("visit_plan_switch")
    op.drop_index("ix_visit_entry_visit_id_id", "visit_entry")
    op.drop_table("visit_entry")
    for index in ("ix_visit_unattended", "ix_visit_personal", "ix_visit_unanswered", "ix_visit_keep_until"):
        op.drop_index(index, "visit")
    # The simple form knows one visit by the bot for each ticket or purchase.
    op.execute("DELETE FROM visit WHERE way = 'staff' OR reason = 'request' OR plan <> reason")
    op.execute("UPDATE visit SET status = 'asked' WHERE status = 'left'")
    op.execute("UPDATE visit SET outcome = NULL WHERE outcome IN ('no_answer', 'call_again')")
    with op.batch_alter_table("visit") as batch:
        batch.drop_constraint(op.f("fk_visit_planned_by_staff_member"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_visit_staff_id_staff_member"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_visit_reason_subject_id_plan_days"), type_="unique")
        for name in _NEW_CHECKS:
            batch.drop_constraint(op.f(f"ck_visit_{name}"), type_="check")
        for name, check in _OLD_CHECKS.items():
            batch.drop_constraint(op.f(f"ck_visit_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_visit_{name}"), sa.text(check))
        for name in _NEW:
            batch.drop_column(name)
        batch.create_unique_constraint(op.f("uq_visit_reason_subject_id"), ["reason", "subject_id"])
    op.create_index(
        "ix_visit_unattended", "visit", ["answered_at"], sqlite_where=sa.text(_UNATTENDED), postgresql_where=sa.text(_UNATTENDED)
    )
