"""Answers at hand: what follows a reply besides closing, messages that vanish, notes for somebody's training."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_PRIORITIES = "priority IN ('low', 'normal', 'high', 'urgent')"
_AFTERWARDS = "afterwards IN ('close', 'solve', 'pending', 'on_hold')"
_OLD_AFTERWARDS = "afterwards IN ('close')"


def upgrade() -> None:
    with op.batch_alter_table("canned_reply") as batch:
        batch.drop_constraint(op.f("ck_canned_reply_afterwards"), type_="check")
        batch.create_check_constraint(op.f("ck_canned_reply_afterwards"), sa.text(_AFTERWARDS))
        batch.add_column(sa.Column("priority", sa.String(length=24), nullable=True))
        batch.create_check_constraint(op.f("ck_canned_reply_priority"), sa.text(_PRIORITIES))
        for name in ("tags_on", "tags_off"):
            batch.add_column(sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
    op.add_column("outbox_message", sa.Column("vanish_seconds", sa.Integer(), nullable=True))
    op.create_table(
        "coaching_note",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name=op.f("fk_coaching_note_staff_id_staff_member")),
        sa.ForeignKeyConstraint(["author_id"], ["staff_member.id"], name=op.f("fk_coaching_note_author_id_staff_member")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_coaching_note_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_note")),
    )
    op.create_index("ix_coaching_note_staff_id_at", "coaching_note", ["staff_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_coaching_note_staff_id_at", "coaching_note")
    op.drop_table("coaching_note")
    op.drop_column("outbox_message", "vanish_seconds")
    op.execute("UPDATE canned_reply SET afterwards = NULL WHERE afterwards <> 'close'")
    with op.batch_alter_table("canned_reply") as batch:
        batch.drop_column("tags_off")
        batch.drop_column("tags_on")
        batch.drop_constraint(op.f("ck_canned_reply_priority"), type_="check")
        batch.drop_column("priority")
        batch.drop_constraint(op.f("ck_canned_reply_afterwards"), type_="check")
        batch.create_check_constraint(op.f("ck_canned_reply_afterwards"), sa.text(_OLD_AFTERWARDS))
