"""Figures of campaigns, counted by the database: of a list of a million no row is carried over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlmodel import col

from storage.campaigns import CampaignRecipient
from storage.consents import Consent
from storage.database import Session
from storage.interactions import Interaction
from storage.purchases import Purchase
from storage.vocabulary import Author, ConsentKind, Direction, InteractionKind, RecipientState, Variant


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a part of a campaign's list with one variant and state there are, the last of them, and what they did."""

    variant: Variant
    state: RecipientState
    last_id: int
    listed: int
    sent: int
    clicked: int
    bought: int
    replied: int
    opted_out: int


async def count_recipients(
    session: Session, *, campaign_id: int, since: datetime, until: datetime, after_id: int, limit: int
) -> Sequence[Count]:
    """Count the next customers of a campaign's list, those above `after_id`, by variant and state.

    What was bought counts from `since` on and before `until`; words and a refusal of campaigns from the moment on at which the message
    was sent, and before `until`.
    """
    part = (
        select(CampaignRecipient)
        .where(col(CampaignRecipient.campaign_id) == campaign_id, col(CampaignRecipient.customer_id) > after_id)
        .order_by(col(CampaignRecipient.customer_id))
        .limit(limit)
        .subquery()
    )
    columns = part.c
    bought = _exists(
        Purchase, part, col(Purchase.reversed_at).is_(None), col(Purchase.at) >= since, col(Purchase.at) < until
    )  # fmt: skip
    replied = _exists(
        Interaction,
        part,
        col(Interaction.at) >= columns.sent_at,
        col(Interaction.at) < until,
        col(Interaction.direction) == Direction.IN,
        col(Interaction.author) == Author.CUSTOMER,
        col(Interaction.kind) != InteractionKind.SYSTEM,
    )
    opted_out = _exists(
        Consent,
        part,
        col(Consent.kind) == ConsentKind.CAMPAIGNS,
        col(Consent.granted).is_(False),
        col(Consent.at) >= columns.sent_at,
        col(Consent.at) < until,
    )
    statement = select(
        columns.variant,
        columns.state,
        func.max(columns.customer_id),
        func.count(),
        func.count(columns.queued_at),
        func.count(columns.clicked_at),
        *[func.count().filter(did) for did in (bought, replied, opted_out)],
    ).group_by(columns.variant, columns.state)
    return [Count(*row) for row in (await session.execute(statement)).all()]


def _exists(table: Any, part: Subquery, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(table.customer_id).where(table.customer_id == part.c.customer_id, *where).correlate(part).exists()
