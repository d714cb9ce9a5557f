"""Campaigns: one message to many customers, its texts, and how far it has come with each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, delete, or_, select, text, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, word
from storage.database import Session
from storage.gathering import gather
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.vocabulary import CampaignState, Language, OutboxState, RecipientState, Variant

LONGEST_NAME = 60
_MESSAGE = "campaign"
# Written out, because a partial index serves only what says the same as it does.
PLANNED = text("campaign_recipient.state = 'planned'")
QUEUED = text("campaign_recipient.state = 'queued'")


class Campaign(SQLModel, table=True):
    """A campaign. `segment`, `counted`, `cuts` and `figures` are what the rules of segments, sending, RFM and figures make and read.

    `built_to` is the number of the customer up to whom the list is drawn up.
    """

    __table_args__ = (
        CheckConstraint("control_percent BETWEEN 0 AND 90", name="control_percent"),
        CheckConstraint("b_percent BETWEEN 0 AND 100 AND b_percent + control_percent <= 100", name="b_percent"),
    )

    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=LONGEST_NAME)
    state: CampaignState = Field(sa_type=word(CampaignState, "state"))
    segment: dict[str, Any] = Field(sa_type=JSON)
    control_percent: int = 0
    b_percent: int = 0
    created_by: int = Field(foreign_key="staff_member.id", sa_type=BigId)
    created_at: datetime
    starts_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    built_to: int = Field(default=0, sa_type=BigId)
    counted: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    cuts: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    figures: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    figured_at: datetime | None = None


class CampaignText(SQLModel, table=True):
    """What a campaign says in one variant and language; `buttons` are dicts with a label and perhaps a url."""

    __tablename__ = "campaign_text"

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id", sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    variant: Variant = Field(primary_key=True, sa_type=word(Variant, "variant"))
    language: Language = Field(primary_key=True, sa_type=word(Language, "language"))
    words: str
    entities: list[dict[str, Any]] = Field(sa_type=JSON)
    media_kind: str | None = Field(default=None, max_length=24)
    file_id: str | None = Field(default=None, max_length=256)
    buttons: list[dict[str, Any]] = Field(sa_type=JSON)


class CampaignRecipient(SQLModel, table=True):
    """One customer of a campaign's list. While planned, nothing is said before `not_before`; `attempts` counts how often it was queued."""

    __tablename__ = "campaign_recipient"
    __table_args__ = (
        CheckConstraint("(variant = 'control') = (state = 'control')", name="control"),
        Index("ix_campaign_recipient_planned", "campaign_id", "not_before", "customer_id", sqlite_where=text("state = 'planned'"), postgresql_where=text("state = 'planned'")),
        Index("ix_campaign_recipient_queued", "campaign_id", "customer_id", sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")),
    )  # fmt: skip

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id", sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    variant: Variant = Field(sa_type=word(Variant, "variant"))
    state: RecipientState = Field(sa_type=word(RecipientState, "state"))
    not_before: datetime
    attempts: int = 0
    queued_at: datetime | None = None
    sent_at: datetime | None = None
    clicked_at: datetime | None = None


def message_key(campaign_id: int, customer_id: int, attempt: int) -> str:
    """Return the key of the message to one customer; another attempt is made only when the one before was dropped unsent."""
    return f"{_MESSAGE}:{campaign_id}:{customer_id}:{attempt}"


def recipient_of(key: str | None) -> tuple[int, int, int] | None:
    """Return the campaign, the customer and the attempt of a key; None for a key of something else."""
    kind, *numbers = (key or "").split(":")
    if kind != _MESSAGE or len(numbers) != 3:
        return None
    campaign_id, customer_id, attempt = map(int, numbers)
    return campaign_id, customer_id, attempt


def keep_recipient(session: Session, *, campaign_id: int, customer_id: int, variant: Variant, at: datetime) -> None:
    """Gather one customer of a campaign's list."""
    gather(
        session,
        CampaignRecipient,
        {
            "campaign_id": campaign_id,
            "customer_id": customer_id,
            "variant": variant,
            "state": RecipientState.CONTROL if variant is Variant.CONTROL else RecipientState.PLANNED,
            "not_before": at,
            "attempts": 0,
            "queued_at": None,
            "sent_at": None,
            "clicked_at": None,
        },
    )


async def find_campaign(session: Session, campaign_id: int) -> Campaign | None:
    """Return a campaign."""
    return await session.get(Campaign, campaign_id)


async def get_campaign(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign; raise LookupError when there is none with this number."""
    campaign = await session.get(Campaign, campaign_id)
    if campaign is None:
        raise LookupError(f"no campaign {campaign_id}")
    return campaign


async def lock_campaign(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign that nobody else changes until the transaction ends; raise LookupError when there is none."""
    await session.flush()  # what was changed a moment ago is not read over
    campaign = await session.get(Campaign, campaign_id, with_for_update=True, populate_existing=True)
    if campaign is None:
        raise LookupError(f"no campaign {campaign_id}")
    return campaign


async def list_campaigns(session: Session, *, limit: int) -> Sequence[Campaign]:
    """Return the newest campaigns, newest first."""
    return (await session.execute(select(Campaign).order_by(col(Campaign.id).desc()).limit(limit))).scalars().all()


async def list_campaigns_in(session: Session, *, states: Collection[CampaignState], limit: int = 100) -> Sequence[Campaign]:
    """Return the campaigns that stand so, oldest first."""
    return (
        (await session.execute(select(Campaign).where(col(Campaign.state).in_(states)).order_by(col(Campaign.id)).limit(limit)))
        .scalars()
        .all()
    )


async def list_with_queued(session: Session, *, limit: int = 100) -> Sequence[Campaign]:
    """Return the campaigns of which messages are on their way, however they stand, oldest first."""
    queued = select(col(CampaignRecipient.campaign_id)).where(QUEUED)
    return (
        (await session.execute(select(Campaign).where(col(Campaign.id).in_(queued)).order_by(col(Campaign.id)).limit(limit)))
        .scalars()
        .all()
    )


async def list_to_figure(session: Session, *, started_since: datetime, limit: int = 100) -> Sequence[Campaign]:
    """Return the campaigns that began after a moment or are being sent, and those of which no figures stand; these come first."""
    statement = (
        select(Campaign)
        .where(
            col(Campaign.started_at).is_not(None),
            or_(col(Campaign.figured_at).is_(None), col(Campaign.state) == CampaignState.RUNNING, col(Campaign.started_at) > started_since),
        )
        .order_by(col(Campaign.figured_at).is_not(None), col(Campaign.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def list_texts(session: Session, *, campaign_id: int) -> Sequence[CampaignText]:
    """Return what a campaign says, by variant and language."""
    statement = (
        select(CampaignText)
        .where(col(CampaignText.campaign_id) == campaign_id)
        .order_by(col(CampaignText.variant), col(CampaignText.language))
    )
    return (await session.execute(statement)).scalars().all()


async def find_text(session: Session, *, campaign_id: int, variant: Variant, language: Language) -> CampaignText | None:
    """Return what a campaign says in one variant and language."""
    return await session.get(CampaignText, (campaign_id, variant, language))


async def find_recipient(session: Session, *, campaign_id: int, customer_id: int) -> CampaignRecipient | None:
    """Return how far a campaign has come with a customer; None for somebody who is not on its list."""
    return await session.get(CampaignRecipient, (campaign_id, customer_id))


async def list_planned(session: Session, *, campaign_id: int, at: datetime, limit: int) -> Sequence[CampaignRecipient]:
    """Return those of a campaign's list who may be spoken to now, those who wait longest first."""
    statement = (
        select(CampaignRecipient)
        .where(PLANNED, col(CampaignRecipient.campaign_id) == campaign_id, col(CampaignRecipient.not_before) <= at)
        .order_by(col(CampaignRecipient.not_before), col(CampaignRecipient.customer_id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def list_queued(session: Session, *, campaign_id: int, after_id: int, limit: int) -> Sequence[CampaignRecipient]:
    """Return those of a campaign's list whose message is on its way, in steps: customer numbers above `after_id`, in order."""
    statement = (
        select(CampaignRecipient)
        .where(QUEUED, col(CampaignRecipient.campaign_id) == campaign_id, col(CampaignRecipient.customer_id) > after_id)
        .order_by(col(CampaignRecipient.customer_id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def has_unfinished(session: Session, *, campaign_id: int) -> bool:
    """Tell whether somebody on a campaign's list has still to be spoken to, or is being spoken to."""
    for state in (PLANNED, QUEUED):
        statement = select(col(CampaignRecipient.customer_id)).where(state, col(CampaignRecipient.campaign_id) == campaign_id).limit(1)
        if (await session.execute(statement)).first() is not None:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: how it stands, why it was not sent, when it was, and the interaction that was kept of it."""

    state: OutboxState
    error: str | None
    sent_at: datetime | None
    interaction_id: int | None


async def find_outcomes(session: Session, keys: Collection[str]) -> dict[str, Outcome]:
    """Return what became of the messages with these keys."""
    if not keys:
        return {}
    statement = select(
        col(OutboxMessage.dedupe_key),
        col(OutboxMessage.state),
        col(OutboxMessage.error),
        col(OutboxMessage.sent_at),
        col(OutboxMessage.interaction_id),
    ).where(col(OutboxMessage.dedupe_key).in_(keys))
    return {str(row[0]): Outcome(row[1], row[2], row[3], row[4]) for row in (await session.execute(statement)).all()}


async def drop_queued(session: Session, keys: Collection[str], *, error: str) -> None:
    """Give up those of the messages with these keys that have not left yet, but not what a person has sent again."""
    if not keys:
        return
    await session.execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.dedupe_key).in_(keys), col(OutboxMessage.state) == OutboxState.QUEUED, col(OutboxMessage.repeated).is_(False)
        )
        .values(state=OutboxState.DROPPED, error=error)
        .execution_options(synchronize_session=False)
    )


async def forget_unsaid(session: Session, *, interaction_ids: Collection[int | None]) -> None:
    """Take interactions out of the story that were queued and never said."""
    if not interaction_ids:
        return
    await session.execute(delete(Interaction).where(col(Interaction.id).in_(interaction_ids)).execution_options(synchronize_session=False))


async def release_keys(session: Session, keys: Collection[str]) -> None:
    """Let messages that were sent go the way of all others: the list itself guards against a second one."""
    if not keys:
        return
    await session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.dedupe_key).in_(keys), col(OutboxMessage.state).in_([OutboxState.SENT, OutboxState.DROPPED]))
        .values(dedupe_key=None)
        .execution_options(synchronize_session=False)
    )
