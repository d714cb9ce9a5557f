"""Whoever a campaign waited for in vain, because of an open ticket, is told apart from others who are left out."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_OLD = ("planned", "queued", "sent", "blocked", "failed", "skipped", "control")
_NEW = ("planned", "queued", "sent", "blocked", "failed", "skipped", "open_ticket", "control")


def upgrade() -> None:
    _allow(_NEW)


def downgrade() -> None:
    op.execute("UPDATE campaign_recipient SET state = 'skipped' WHERE state = 'open_ticket'")
    _allow(_OLD)


def _allow(states: tuple[str, ...]) -> None:
    words = ", ".join(f"'{state}'" for state in states)
    with op.batch_alter_table("campaign_recipient") as batch:
        batch.drop_constraint(op.f("ck_campaign_recipient_state"), type_="check")
        batch.create_check_constraint(op.f("ck_campaign_recipient_state"), sa.text(f"state IN ({words})"))
