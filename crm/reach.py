"""Reach: who may be spoken to unasked, and when."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from crm.business import Business
from crm.rules.frequency import WEEK, UnaskedCap, next_turn
from crm.rules.unasked import speaking_time_ends, zones_asleep
from crm.unasked import UNASKED
from storage.bans import find_banned
from storage.consents import find_refusing
from storage.customers import Contact, Customer, find_contacts_of
from storage.database import Session
from storage.engagement import find_last_heard
from storage.interactions import find_customers_told, find_moments_told
from storage.staff import find_staff_among
from storage.unasked import hold_unasked
from storage.visits import find_moments_asked
from storage.vocabulary import Channel, ConsentKind, InteractionKind
from storage.win_backs import find_served

END_OF_DAY = 24
# Nobody knows when a ticket will be closed: whoever waits for that is looked at again after so long.
TICKET_LOOK = timedelta(minutes=30)
# Whether somebody, by their number, can still be spoken to at a moment at which a chat is over.
CanWait = Callable[[int, datetime], bool]


def speaking_ends(customer: Customer, *, at: datetime, business: Business) -> datetime | None:
    """Return up to when a customer may be reminded of something today, when they may be now; None when they may not."""
    return speaking_time_ends(
        at, first_hour=business.reminders.hour, last_hour=END_OF_DAY, zone=customer.time_zone, quiet=business.quiet_hours
    )


def zones_asleep_now(at: datetime, business: Business) -> Collection[str]:
    """Return all time zones in which nobody may be reminded of something now."""
    return zones_asleep(at, first_hour=business.reminders.hour, last_hour=END_OF_DAY, quiet=business.quiet_hours)


async def find_reachable(
    session: Session, *, customer_ids: Collection[int], kind: ConsentKind, at: datetime, cap: UnaskedCap, can_wait: CanWait | None = None
) -> dict[int, Contact]:
    """Return the contacts of those of these customers who may be spoken to unasked now: they are willing, and it is their turn.
    Whoever is left out because it is not can be found again later.
    """
    willing = await find_willing(session, customer_ids=customer_ids, kind=kind, at=at)
    turns = await find_next_turns(
        session, customer_ids=willing.keys(), at=at, cap=cap, waits_for_tickets=kind is not ConsentKind.GREETINGS, can_wait=can_wait
    )
    return {number: contact for number, contact in willing.items() if turns[number] <= at}


async def claim_reachable(
    session: Session, *, customer_ids: Collection[int], kind: ConsentKind, at: datetime, cap: UnaskedCap
) -> dict[int, Contact]:
    """Return the same to somebody who is about to speak to them: nobody else decides on unasked messages until this transaction ends."""
    await hold_unasked(session)
    return await find_reachable(session, customer_ids=customer_ids, kind=kind, at=at, cap=cap)


async def find_willing(session: Session, *, customer_ids: Collection[int], kind: ConsentKind, at: datetime) -> dict[int, Contact]:
    """Return the contacts of those of these customers who have not blocked the desk, not switched this kind of message off, are not
    banned, and do not work at the desk themselves: staff press START and write to the bot as customers do.
    """
    if not customer_ids:
        return {}
    contacts = await find_contacts_of(session, customer_ids=customer_ids, channel=Channel.TELEGRAM)
    left_out = await find_refusing(session, kind=kind, customer_ids=customer_ids)
    left_out |= await find_banned(session, customer_ids=customer_ids, at=at)
    staff = await find_staff_among(session, user_ids=[int(contact.address) for contact in contacts.values()])
    return {
        number: contact
        for number, contact in contacts.items()
        if contact.blocked_at is None and number not in left_out and int(contact.address) not in staff
    }


async def find_next_turns(
    session: Session, *, customer_ids: Collection[int], at: datetime, cap: UnaskedCap, waits_for_tickets: bool, can_wait: CanWait | None = None
) -> dict[int, datetime]:  # fmt: skip
    """Return for each of these customers the first moment from `at` on at which they may be spoken to unasked: the cap lets them, and
    they are not chatting. What `waits_for_tickets` is not said while a ticket of theirs is open, if the business wants that.

    Greetings, reminders, follow-up visits, campaigns and win-back messages count alike. A chat holds up nobody who cannot wait until it
    is over; nobody can tell when a ticket is closed, so that there the moment is only when to look again.
    """
    told = await find_moments_told(session, kinds=UNASKED, since=at - WEEK, customer_ids=customer_ids)
    asked = await find_moments_asked(session, since=at - WEEK, customer_ids=customer_ids)
    turns = {number: next_turn([*told.get(number, ()), *asked.get(number, ())], at, cap) for number in customer_ids}
    for number, heard_at in (await find_chatting(session, customer_ids=customer_ids, at=at, cap=cap)).items():
        if can_wait is None or can_wait(number, heard_at + cap.chat):
            turns[number] = max(turns[number], heard_at + cap.chat)
    for number in await find_served(session, customer_ids=customer_ids) if waits_for_tickets and cap.tickets_first else ():
        turns[number] = max(turns[number], at + TICKET_LOOK)
    return turns


async def find_chatting(session: Session, *, customer_ids: Collection[int], at: datetime, cap: UnaskedCap) -> dict[int, datetime]:
    """Return when those of these customers who are chatting said something last; what a clock that was wrong kept is none of it."""
    if not cap.chat_minutes:
        return {}
    return await find_last_heard(session, customer_ids=customer_ids, since=at - cap.chat, until=at + cap.chat)


async def find_unreminded(session: Session, *, customer_ids: Collection[int], since: datetime) -> set[int]:
    """Return those of these customers to whom no reminder was sent since a moment."""
    told = await find_customers_told(session, kind=InteractionKind.REMINDER, since=since, customer_ids=customer_ids)
    return set(customer_ids) - told
