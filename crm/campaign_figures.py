"""Figures of campaigns: what came of one, for each variant, and whether its control group bought less."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crm.business import Business
from crm.campaigns import people_of
from crm.rules.proportions import Difference, difference
from crm.steps import NUMBERS_AT_ONCE
from storage.campaign_figures import count_recipients
from storage.campaigns import Campaign, list_to_figure, lock_campaign
from storage.database import Session
from storage.vocabulary import CampaignState, RecipientState, Variant

_EVERY, _EVERY_AFTERWARDS = timedelta(minutes=15), timedelta(hours=6)
# The figures of a campaign to more people than this are made less often, by as much; a press makes them anew at any time.
_MANY = 10_000
# Of fewer customers than these an interval may leave zero out by chance.
LEAST_COMPARED = 5
_COUNTED = ("listed", "sent", "clicked", "bought", "replied", "opted_out")
_AS_OF = "as_of"
# Purchases are imported from the shop some days late.
_LATEST = timedelta(days=3)
_BY_STATE = {
    RecipientState.SENT: "delivered",
    RecipientState.BLOCKED: "blocked",
    RecipientState.FAILED: "failed",
    RecipientState.SKIPPED: "skipped",
    RecipientState.OPEN_TICKET: "open_ticket",
    RecipientState.PLANNED: "waiting",
}


@dataclass
class CampaignTally:
    """What came of a campaign, gathered in steps, for each variant."""

    campaign_id: int
    started_at: datetime
    until: datetime
    counts: dict[Variant, Counter[str]] = field(default_factory=lambda: {variant: Counter() for variant in Variant})

    async def add_step(self, session: Session, *, after_id: int, limit: int = NUMBERS_AT_ONCE) -> int | None:
        """Add the customers above `after_id`; return the number after which the next step begins, None after the last."""
        found = await count_recipients(
            session, campaign_id=self.campaign_id, since=self.started_at, until=self.until, after_id=after_id, limit=limit
        )
        for each in found:
            counts = self.counts[each.variant]
            for name in _COUNTED:
                counts[name] += getattr(each, name)
            if each.state in _BY_STATE:
                counts[_BY_STATE[each.state]] += each.listed
        is_last = sum(each.listed for each in found) < limit
        return None if is_last else max(each.last_id for each in found)

    def as_data(self) -> dict[str, Any]:
        """Return the figures as they are kept."""
        return {variant.value: dict(counts) for variant, counts in self.counts.items() if counts["listed"]}


def tally_of(campaign: Campaign, *, business: Business) -> CampaignTally | None:
    """Return an empty tally for a campaign; None before it has begun."""
    if campaign.started_at is None:
        return None
    return CampaignTally(campaign.id, campaign.started_at, counted_until(campaign.started_at, business=business))


def counted_until(started_at: datetime, *, business: Business) -> datetime:
    """Return up to when answers and purchases count for a campaign."""
    return started_at + timedelta(days=business.campaigns.purchase_days)


async def list_unfigured(session: Session, *, at: datetime, business: Business) -> list[Campaign]:
    """Return the campaigns of which the figures are to be made anew: when somebody wants that, every quarter of an hour while they are sent,
    less often when it is to very many, and a few times a day from then on until their purchases are all known.
    """
    started_since = at - timedelta(days=business.campaigns.purchase_days) - 2 * _LATEST
    campaigns = await list_to_figure(session, started_since=started_since)
    return [campaign for campaign in campaigns if _is_unfigured(campaign, at, business)]


async def keep_figures(session: Session, *, tally: CampaignTally, at: datetime) -> None:
    """Keep the figures of a campaign."""
    campaign = await lock_campaign(session, tally.campaign_id)
    campaign.figures, campaign.figured_at = tally.as_data() | {_AS_OF: at.isoformat()}, at


def figured_at(campaign: Campaign) -> datetime | None:
    """Return of when the figures are that are kept, which may be made anew at the moment; None when there are none."""
    as_of = (campaign.figures or {}).get(_AS_OF)
    return campaign.figured_at if as_of is None else datetime.fromisoformat(as_of)


def figure(figures: Mapping[str, Any] | None, variant: Variant, name: str) -> int:
    """Return one of the figures that were kept; 0 when nothing was counted."""
    return int(((figures or {}).get(variant.value) or {}).get(name, 0))


def bought_more(figures: Mapping[str, Any] | None, variant: Variant, other: Variant) -> Difference | None:
    """Return how many percent more of one variant bought than of another; None when there is nobody in one of them.

    All who were meant are compared, reached or not, because those who are reached are not like those who are not.
    """
    return difference(
        figure(figures, variant, "bought"), figure(figures, variant, "listed"), figure(figures, other, "bought"), figure(figures, other, "listed")
    )  # fmt: skip


def are_enough(figures: Mapping[str, Any] | None, variant: Variant, other: Variant) -> bool:
    """Tell whether two variants were meant for so many customers that their difference says anything."""
    return min(figure(figures, variant, "listed"), figure(figures, other, "listed")) >= LEAST_COMPARED


def _is_unfigured(campaign: Campaign, at: datetime, business: Business) -> bool:
    if campaign.figured_at is None:
        return True
    ends = counted_until(campaign.started_at or at, business=business) + _LATEST
    if campaign.state is CampaignState.RUNNING:
        return campaign.figured_at <= at - min(_EVERY * max(1, people_of(campaign) / _MANY), _EVERY_AFTERWARDS)
    return campaign.figured_at < ends and campaign.figured_at <= at - _EVERY_AFTERWARDS
