"""Messages of campaigns are interactions of a kind of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_OLD = ("inquiry", "complaint", "feedback", "survey", "follow_up", "greeting", "reminder", "note", "system")
_NEW = ("inquiry", "complaint", "feedback", "survey", "follow_up", "greeting", "reminder", "campaign", "note", "system")


def upgrade() -> None:
    _allow(_NEW)
    # Both moments are those at which the message was queued.
    op.execute(
        "UPDATE interaction SET kind = 'campaign' WHERE id IN (SELECT said.id FROM campaign_recipient JOIN interaction AS said"
        " ON said.customer_id = campaign_recipient.customer_id AND said.at = campaign_recipient.queued_at"
        " WHERE said.kind = 'reminder' AND said.direction = 'out')"
    )


def downgrade() -> None:
    op.execute("UPDATE interaction SET kind = 'reminder' WHERE kind = 'campaign'")
    _allow(_OLD)


def _allow(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("interaction") as batch:
        batch.drop_constraint(op.f("ck_interaction_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_interaction_kind"), sa.text(f"kind IN ({words})"))
