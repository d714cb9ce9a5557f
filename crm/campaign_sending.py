"""Campaigns being sent: the list is drawn up, messages are queued a few at a time, and what became of them is noted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from crm.business import Business
from crm.campaign_texts import points_to_name, text_for
from crm.notices import Notice, Tell
from crm.reach import find_next_turns, find_willing
from crm.rfm import cuts_from_data
from crm.rules.campaigns import sending_ends
from crm.rules.quiet_hours import quiet_until
from crm.rules.segments import from_data
from crm.rules.unasked import good_until
from crm.rules.variants import draw_variant
from crm.segments import find_in_segment
from crm.steps import STEP, Step
from storage.campaigns import (
    Campaign,
    CampaignRecipient,
    CampaignText,
    Outcome,
    drop_queued,
    find_outcomes,
    find_recipient,
    forget_unsaid,
    has_unfinished,
    keep_recipient,
    list_campaigns_in,
    list_planned,
    list_queued,
    list_texts,
    list_with_queued,
    lock_campaign,
    message_key,
    recipient_of,
    release_keys,
)
from storage.customers import Contact, Customer, find_customers
from storage.database import Session
from storage.outbox import BANNED, GIVEN_UP, GIVEN_UP_IN_DOUBT, OPTED_OUT, TOO_LATE
from storage.segments import Listed
from storage.staff import StaffMember, get_staff
from storage.unasked import hold_unasked
from storage.vocabulary import CampaignState, ConsentKind, OutboxState, RecipientState, Variant
from storage.win_backs import find_served

# As much as this of bulk may wait at once: what is queued early cannot be paused as well as what is not.
MOST_WAITING = 3000
# So many customers are looked at for a list in one step, of whom only those on it are written down.
_LOOKED_AT_ONCE = 2000
_WITHHELD = "withheld"
_WITHHOLDING = (CampaignState.PAUSED, CampaignState.STOPPED)
_OVER = (CampaignState.DONE, CampaignState.STOPPED)
_AFTER_DROP = {
    _WITHHELD: RecipientState.PLANNED,
    TOO_LATE: RecipientState.PLANNED,
    BANNED: RecipientState.SKIPPED,
    OPTED_OUT: RecipientState.SKIPPED,
    GIVEN_UP: RecipientState.FAILED,
    GIVEN_UP_IN_DOUBT: RecipientState.FAILED,
}


@dataclass(frozen=True)
class CampaignMessage(Notice):
    """A customer is to get a campaign's text. `key` is one for each customer; after `expires_at` their quiet hours begin.

    `points` are those that the customer can spend, where the text names them.
    """

    campaign: Campaign
    text: CampaignText
    customer: Customer
    contact: Contact
    key: str
    expires_at: datetime
    points: int = 0


@dataclass(frozen=True)
class CampaignCounted(Notice):
    """The list of a campaign is drawn up; sent now, it would be through about `ends_at`."""

    campaign: Campaign
    to: StaffMember
    ends_at: datetime


@dataclass(frozen=True)
class CampaignFinished(Notice):
    """Everybody on the list of a campaign was written to, or cannot be."""

    campaign: Campaign
    to: StaffMember


@dataclass(frozen=True)
class FoundListed:
    """Customers for a campaign's list: of those after a number, up to another; None when there are no more."""

    begins_after: int
    customers: Sequence[Listed]
    after_id: int | None


async def start_due_campaigns(session: Session, *, at: datetime) -> int:
    """Begin the campaigns whose moment has come; return how many."""
    found = [each.id for each in await list_campaigns_in(session, states=[CampaignState.SCHEDULED]) if _is_due(each, at)]
    held = [await lock_campaign(session, number) for number in found]
    begun = [campaign for campaign in held if _is_due(campaign, at)]  # it may have been stopped, or put off, a moment ago
    for campaign in begun:
        campaign.state, campaign.started_at = CampaignState.RUNNING, at
    return len(begun)


def _is_due(campaign: Campaign, at: datetime) -> bool:
    return campaign.state is CampaignState.SCHEDULED and campaign.starts_at is not None and campaign.starts_at <= at


async def find_listed(
    session: Session, *, campaign: Campaign, at: datetime, business: Business, limit: int = _LOOKED_AT_ONCE
) -> FoundListed:
    """Find those of the next customers for a campaign's list to whom its segment applies and who take campaigns. Only reads."""
    found = await find_in_segment(
        session, segment=from_data(campaign.segment), cuts=cuts_from_data(campaign.cuts), after_id=campaign.built_to, at=at, business=business,
        limit=limit,
    )  # fmt: skip
    willing = await find_willing(session, customer_ids=[customer.id for customer in found.customers], kind=ConsentKind.CAMPAIGNS, at=at)
    return FoundListed(campaign.built_to, [customer for customer in found.customers if customer.id in willing], found.after_id)


async def count_step(
    session: Session, *, campaign_id: int, at: datetime, business: Business, tell: Tell, limit: int = _LOOKED_AT_ONCE, found: FoundListed | None = None
) -> int | None:  # fmt: skip
    """Put the next customers on a campaign's list, who were `found` already or are looked for; return how many.

    A list that was left off is gone on with. None when there is nothing more to do.
    """
    campaign = await lock_campaign(session, campaign_id)
    if campaign.state is not CampaignState.COUNTING:
        return None
    if found is None or found.begins_after != campaign.built_to:
        found = await find_listed(session, campaign=campaign, at=at, business=business, limit=limit)
    counted = campaign.counted or {"zones": {}, "control": 0}
    zones, control = dict(counted["zones"]), counted["control"]
    for customer in found.customers:
        variant = draw_variant(campaign.id, customer.id, b_percent=campaign.b_percent, control_percent=campaign.control_percent)
        keep_recipient(session, campaign_id=campaign.id, customer_id=customer.id, variant=variant, at=at)
        if variant is Variant.CONTROL:
            control += 1
        else:
            zones[customer.time_zone] = zones.get(customer.time_zone, 0) + 1
    campaign.counted = {"zones": zones, "control": control}
    if found.after_id is not None:
        campaign.built_to = found.after_id
        return len(found.customers)
    campaign.state = CampaignState.READY
    ends_at = sending_ends(zones, at, quiet=business.quiet_hours)
    await tell(CampaignCounted(campaign, await get_staff(session, campaign.created_by), ends_at))
    return len(found.customers)


async def send_step(session: Session, *, campaign_id: int, at: datetime, business: Business, tell: Tell, limit: int) -> int:
    """Queue the messages of a campaign to the next customers on its list who may be spoken to; return how many were looked at.

    Who is asleep, is chatting or has been told enough lately waits for the moment at which that is over, who has an open ticket for
    its end, but not longer than the business says. Who has switched campaigns off, was banned or has blocked the desk since the list was drawn up is passed over.
    """
    campaign = await lock_campaign(session, campaign_id)
    if campaign.state is not CampaignState.RUNNING:
        return 0
    await hold_unasked(session)
    recipients = await list_planned(session, campaign_id=campaign.id, at=at, limit=limit)
    numbers = [recipient.customer_id for recipient in recipients]
    customers = {customer.id: customer for customer in await find_customers(session, customer_ids=numbers)}
    contacts = await find_willing(session, customer_ids=numbers, kind=ConsentKind.CAMPAIGNS, at=at)
    turns = await find_next_turns(session, customer_ids=contacts.keys(), at=at, cap=business.unasked, waits_for_tickets=True)
    texts = await list_texts(session, campaign_id=campaign.id)
    points = await points_to_name(session, texts=texts, customer_ids=contacts.keys(), at=at)
    left_out = await _find_waited_for(session, campaign, [number for number, turn in turns.items() if turn > at], at, business)
    ready = []
    for recipient in recipients:
        number = recipient.customer_id
        if number not in contacts:
            recipient.state = RecipientState.SKIPPED
        elif number in left_out:
            recipient.state = RecipientState.OPEN_TICKET
        elif (moment := quiet_until(business.quiet_hours, turns[number], customers[number].time_zone)) > at:
            recipient.not_before = moment
        else:
            ready.append(recipient)
    await session.flush()  # rows in which the same changes are written together: those that wait, and then those that do not
    for recipient in ready:
        customer, contact = customers[recipient.customer_id], contacts[recipient.customer_id]
        recipient.state, recipient.queued_at = RecipientState.QUEUED, at
        recipient.attempts += 1
        text = text_for(texts, variant=recipient.variant, language=customer.language, business=business)
        ends = good_until(business.quiet_hours, at, customer.time_zone)
        await tell(CampaignMessage(campaign, text, customer, contact, _key_of(recipient), ends, points.get(customer.id, 0)))
    return len(recipients)


async def _find_waited_for(session: Session, campaign: Campaign, waiting: Collection[int], at: datetime, business: Business) -> set[int]:
    """Return those who have waited long enough for the end of a ticket."""
    days = business.campaigns.ticket_days if business.unasked.tickets_first else 0
    is_over = days > 0 and (campaign.started_at or at) + timedelta(days=days) <= at
    return await find_served(session, customer_ids=waiting) if is_over else set()


async def list_settling(session: Session) -> list[Campaign]:
    """Return the campaigns of which messages are on their way."""
    return list(await list_with_queued(session))


async def withhold_step(session: Session, *, campaign_id: int, after_id: int, limit: int = STEP) -> Step:
    """Give up the messages of a campaign that have not left yet; `settle_step` puts their customers back on the list."""
    campaign = await lock_campaign(session, campaign_id)
    if campaign.state not in _WITHHOLDING:
        return Step(0, None)
    recipients = await list_queued(session, campaign_id=campaign_id, after_id=after_id, limit=limit)
    await drop_queued(session, [_key_of(recipient) for recipient in recipients], error=_WITHHELD)
    return Step(len(recipients), recipients[-1].customer_id if len(recipients) == limit else None)


async def settle_step(session: Session, *, campaign_id: int, after_id: int, at: datetime, limit: int = STEP) -> Step:
    """Note what became of a campaign's messages; return how many are settled. What was never said is as if it had not been queued."""
    campaign = await lock_campaign(session, campaign_id)
    recipients = await list_queued(session, campaign_id=campaign_id, after_id=after_id, limit=limit)
    outcomes = await find_outcomes(session, [_key_of(recipient) for recipient in recipients])
    settled: list[str] = []
    unsaid = []
    for recipient in recipients:
        outcome = outcomes[_key_of(recipient)]
        state = _state_after(outcome)
        if state in (RecipientState.PLANNED, RecipientState.SKIPPED):
            recipient.queued_at, recipient.not_before = None, at
            unsaid.append(outcome.interaction_id)
        elif state is RecipientState.SENT:
            recipient.sent_at = outcome.sent_at
        if state is not RecipientState.QUEUED:
            settled.append(_key_of(recipient))
        recipient.state = state
    await forget_unsaid(session, interaction_ids=unsaid)
    await release_keys(session, settled)
    if settled and campaign.state in _OVER:
        campaign.figured_at = None
    return Step(len(settled), recipients[-1].customer_id if len(recipients) == limit else None)


async def note_repeated(session: Session, *, key: str | None) -> None:
    """Look anew at what becomes of a message that a person sends again, if it is a campaign's."""
    place = recipient_of(key)
    if place is None:
        return
    campaign_id, customer_id, attempt = place
    recipient = await find_recipient(session, campaign_id=campaign_id, customer_id=customer_id)
    if recipient is not None and recipient.attempts == attempt and recipient.state is RecipientState.FAILED:
        recipient.state = RecipientState.QUEUED


async def finish_campaign(session: Session, *, campaign_id: int, at: datetime, tell: Tell) -> bool:
    """End a campaign of whose list nobody is left; tell whether that is so."""
    campaign = await lock_campaign(session, campaign_id)
    if campaign.state is not CampaignState.RUNNING or await has_unfinished(session, campaign_id=campaign.id):
        return False
    campaign.state, campaign.finished_at, campaign.figured_at = CampaignState.DONE, at, None
    await tell(CampaignFinished(campaign, await get_staff(session, campaign.created_by)))
    return True


def _key_of(recipient: CampaignRecipient) -> str:
    return message_key(recipient.campaign_id, recipient.customer_id, recipient.attempts)


def _state_after(outcome: Outcome) -> RecipientState:
    match outcome.state:
        case OutboxState.QUEUED | OutboxState.SENDING:
            return RecipientState.QUEUED
        case OutboxState.SENT:
            return RecipientState.SENT
        case OutboxState.DROPPED:
            return _AFTER_DROP.get(outcome.error or "", RecipientState.BLOCKED)
        case OutboxState.FAILED | OutboxState.PARKED:
            return RecipientState.FAILED
        case _:
            assert_never(outcome.state)
