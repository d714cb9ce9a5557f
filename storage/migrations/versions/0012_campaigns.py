"""Campaigns with their texts and lists, and silences in which customers were won back; campaigns can be switched off."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
_TEXT = sqlmodel.sql.sqltypes.AutoString
_STATES = ("draft", "counting", "ready", "scheduled", "running", "paused", "done", "stopped")
_RECIPIENT_STATES = ("planned", "queued", "sent", "blocked", "failed", "skipped", "control")
_KINDS = "kind IN ('greetings', 'reminders', 'campaigns')"
_OLD_KINDS = "kind IN ('greetings', 'reminders')"


def upgrade() -> None:
    with op.batch_alter_table("consent") as batch:
        batch.drop_constraint(op.f("ck_consent_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_consent_kind"), sa.text(_KINDS))
    _create_campaigns()
    _create_texts()
    _create_recipients()
    op.create_table(
        "win_back",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("silent_since", _MOMENT(), nullable=False),
        sa.Column("at", _MOMENT(), nullable=False),
        sa.Column("segment", _TEXT(length=24), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_win_back_customer_id_customer")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_win_back_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("customer_id", "silent_since", name=op.f("pk_win_back")),
    )
    op.create_index("ix_win_back_at", "win_back", ["at"])
    counter = sa.table("counter", sa.column("name"), sa.column("value"))
    op.execute(sa.insert(counter).values(name="campaign", value=0))


def downgrade() -> None:
    op.execute("DELETE FROM counter WHERE name = 'campaign'")
    op.drop_index("ix_win_back_at", "win_back")
    op.drop_table("win_back")
    for name in ("queued", "planned"):
        op.drop_index(f"ix_campaign_recipient_{name}", "campaign_recipient")
    op.drop_table("campaign_recipient")
    op.drop_table("campaign_text")
    op.drop_table("campaign")
    op.execute("DELETE FROM consent WHERE kind = 'campaigns'")
    with op.batch_alter_table("consent") as batch:
        batch.drop_constraint(op.f("ck_consent_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_consent_kind"), sa.text(_OLD_KINDS))


def _create_campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", _TEXT(length=60), nullable=False),
        sa.Column("state", _words("state", *_STATES), nullable=False),
        sa.Column("segment", sa.JSON(), nullable=False),
        sa.Column("control_percent", sa.Integer(), nullable=False),
        sa.Column("b_percent", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _MOMENT(), nullable=False),
        sa.Column("starts_at", _MOMENT(), nullable=True),
        sa.Column("started_at", _MOMENT(), nullable=True),
        sa.Column("finished_at", _MOMENT(), nullable=True),
        sa.Column("built_to", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=True),
        sa.Column("cuts", sa.JSON(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.Column("figured_at", _MOMENT(), nullable=True),
        sa.CheckConstraint("control_percent BETWEEN 0 AND 90", name=op.f("ck_campaign_control_percent")),
        sa.CheckConstraint("b_percent BETWEEN 0 AND 100 AND b_percent + control_percent <= 100", name=op.f("ck_campaign_b_percent")),
        sa.ForeignKeyConstraint(["created_by"], ["staff_member.id"], name=op.f("fk_campaign_created_by_staff_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )


def _create_texts() -> None:
    op.create_table(
        "campaign_text",
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("variant", _words("variant", "a", "b", "control"), nullable=False),
        sa.Column("language", _words("language", "en", "zh"), nullable=False),
        sa.Column("words", _TEXT(), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column("media_kind", _TEXT(length=24), nullable=True),
        sa.Column("file_id", _TEXT(length=256), nullable=True),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_text_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "variant", "language", name=op.f("pk_campaign_text")),
    )


def _create_recipients() -> None:
    op.create_table(
        "campaign_recipient",
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("variant", _words("variant", "a", "b", "control"), nullable=False),
        sa.Column("state", _words("state", *_RECIPIENT_STATES), nullable=False),
        sa.Column("not_before", _MOMENT(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", _MOMENT(), nullable=True),
        sa.Column("sent_at", _MOMENT(), nullable=True),
        sa.Column("clicked_at", _MOMENT(), nullable=True),
        sa.CheckConstraint("(variant = 'control') = (state = 'control')", name=op.f("ck_campaign_recipient_control")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_recipient_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_campaign_recipient_customer_id_customer")),
        sa.PrimaryKeyConstraint("campaign_id", "customer_id", name=op.f("pk_campaign_recipient")),
    )
    for name, columns, held in (
        ("planned", ["campaign_id", "not_before", "customer_id"], sa.text("state = 'planned'")),
        ("queued", ["campaign_id", "customer_id"], sa.text("state = 'queued'")),
    ):
        op.create_index(f"ix_campaign_recipient_{name}", "campaign_recipient", columns, sqlite_where=held, postgresql_where=held)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)
