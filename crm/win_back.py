"""Winning back: whoever is silent for longer than is usual for them gets a message; for the most valuable, staff get a ticket."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crm.business import Business
from crm.notices import Notice, Tell
from crm.reach import find_reachable, find_willing, speaking_ends
from crm.rfm import find_scores
from crm.rules.rfm import Cuts, RfmSegment, Score, segment_of
from crm.rules.rhythm import LONGEST, SHORTEST, longest_interval, silent_from, usual_interval
from crm.steps import BUYERS_AT_ONCE
from crm.tickets import open_ticket
from storage.customers import Contact, Customer, find_customers
from storage.database import Session
from storage.listeners import Listeners
from storage.segments import count_purchases_of
from storage.silences import last_signs_of
from storage.tickets import Ticket
from storage.unasked import hold_unasked
from storage.vocabulary import ConsentKind, Severity, TicketKind
from storage.win_backs import (
    RegularBuyer,
    WinBack,
    count_tickets_since,
    find_purchase_moments,
    find_served,
    find_won_back,
    list_regular_buyers,
)

# A silence that is noticed only now, so long after it became unusual, is not spoken of any more.
_STALE = timedelta(days=7)
_DAY = timedelta(days=1)
_TOP_FIFTH = 5
_LOYAL = frozenset({RfmSegment.CHAMPIONS, RfmSegment.LOYAL, RfmSegment.POTENTIAL_LOYALIST})
_SLIPPING = frozenset({RfmSegment.CANNOT_LOSE, RfmSegment.AT_RISK, RfmSegment.NEED_ATTENTION})


class Tone(StrEnum):
    """How somebody is spoken to: who bought often, who was about to leave already, and all others."""

    LOYAL = "loyal"
    SLIPPING = "slipping"
    OCCASIONAL = "occasional"


@dataclass(frozen=True)
class Lapsed:
    """A customer who has been silent since a moment for longer than is usual for them, who bought about once in every `interval`."""

    customer: Customer
    since: datetime
    interval: timedelta
    orders: int
    segment: RfmSegment
    is_valuable: bool

    @property
    def tone(self) -> Tone:
        """How they are spoken to."""
        return Tone.LOYAL if self.segment in _LOYAL else Tone.SLIPPING if self.segment in _SLIPPING else Tone.OCCASIONAL


@dataclass(frozen=True)
class FoundLapsed:
    """Those found in one step, and the number after which the next step begins; None after the last."""

    lapsed: Sequence[Lapsed]
    after_id: int | None


@dataclass(frozen=True)
class WinBackMessage(Notice):
    """A customer who has fallen silent is spoken to. `key` is one for each silence; after `expires_at` today is over for that."""

    lapsed: Lapsed
    contact: Contact
    key: str
    expires_at: datetime


@dataclass(frozen=True)
class ValuableCustomerSilent(Notice):
    """Staff are to speak to a valuable customer who has fallen silent, on this ticket."""

    lapsed: Lapsed
    ticket: Ticket


async def find_lapsed(
    session: Session, *, cuts: Cuts | None, after_id: int, at: datetime, business: Business, limit: int = BUYERS_AT_ONCE,
    asleep: Collection[str] = (),
) -> FoundLapsed:  # fmt: skip
    """Find customers whose silence has become unusual in the last 7 days and about whom nothing was done, in none of the zones that are
    `asleep`. Only reads.

    Those with an open ticket are waiting for us and are left out.
    """
    rules = business.win_back
    factor = float(rules.factor)
    buyers = await list_regular_buyers(
        session, least=rules.least_purchases, since=at - LONGEST * factor - _STALE, until=at - SHORTEST * factor, after_id=after_id, limit=limit,
        listeners=Listeners(asleep),
    )  # fmt: skip
    signs = await last_signs_of(session, customer_ids=[buyer.customer_id for buyer in buyers])
    bought = await find_purchase_moments(
        session,
        customer_ids=[
            buyer.customer_id
            for buyer in buyers
            if silent_from(signs[buyer.customer_id], SHORTEST, factor=rules.factor) <= at
            and at - _STALE < silent_from(signs[buyer.customer_id], _longest(buyer), factor=rules.factor)
        ],
    )
    silences = {}
    for number, moments in bought.items():
        interval = usual_interval(moments)
        if interval is not None and at - _STALE < silent_from(signs[number], interval, factor=rules.factor) <= at:
            silences[number] = interval
    done = await find_won_back(session, silences=[(number, signs[number]) for number in silences])
    served = await find_served(session, customer_ids=silences.keys())
    wanted = [number for number in silences if number not in served and (number, signs[number]) not in done]
    scores = await find_scores(session, customer_ids=wanted, at=at, cuts=cuts, business=business)
    lapsed = [
        _lapsed(customer, signs[customer.id], silences[customer.id], len(bought[customer.id]), scores.get(customer.id))
        for customer in await find_customers(session, customer_ids=wanted)
    ]
    return FoundLapsed(lapsed, buyers[-1].customer_id if len(buyers) == limit else None)


def _longest(buyer: RegularBuyer) -> timedelta:
    return longest_interval(buyer.first_at, buyer.last_at, buyer.count)


async def win_back(session: Session, *, lapsed: Sequence[Lapsed], at: datetime, business: Business, tell: Tell) -> int:
    """Speak to those of these customers who may be spoken to now, and give staff the most valuable; return how many.

    Who is asleep, or has been told enough lately, or is too many for the staff today, is found again by a later search.
    """
    await hold_unasked(session)
    lapsed = await _still_lapsed(session, lapsed)
    valuable = {each.customer.id: each for each in lapsed if each.is_valuable}
    others = {each.customer.id: each for each in lapsed if not each.is_valuable}
    return await _hand_over(session, valuable, at, business, tell) + await _write_to(session, others, at, business, tell)


async def find_without_rhythm(session: Session, *, customer_ids: Collection[int], at: datetime, business: Business) -> set[int]:
    """Return those of these customers whom no win-back looks after: they have bought too seldom or too long ago, or none is made."""
    rules = business.win_back
    if not rules.factor:
        return set(customer_ids)
    ever = await count_purchases_of(session, customer_ids=customer_ids)
    lately = await count_purchases_of(session, customer_ids=customer_ids, since=at - LONGEST * float(rules.factor) - _STALE)
    return {number for number in customer_ids if ever.get(number, 0) < rules.least_purchases or number not in lately}


async def _still_lapsed(session: Session, lapsed: Sequence[Lapsed]) -> list[Lapsed]:
    """Return those who have not opened a ticket since they were found, and about whom nobody else has done something."""
    served = await find_served(session, customer_ids=[each.customer.id for each in lapsed])
    done = await find_won_back(session, silences=[(each.customer.id, each.since) for each in lapsed])
    return [each for each in lapsed if each.customer.id not in served and (each.customer.id, each.since) not in done]


async def _hand_over(session: Session, lapsed: dict[int, Lapsed], at: datetime, business: Business, tell: Tell) -> int:
    willing = await find_willing(session, customer_ids=lapsed.keys(), kind=ConsentKind.REMINDERS, at=at)
    room = business.win_back.most_tickets_a_day - await count_tickets_since(session, since=at - _DAY) if willing else 0
    chosen = [each for number, each in lapsed.items() if number in willing][: max(0, room)]
    for each in chosen:
        ticket = await open_ticket(
            session, customer=each.customer, kind=TicketKind.FOLLOW_UP, category=business.inquiry_categories[-1].key, severity=Severity.LOW,
            interaction_ids=(), at=at, business=business, tell=tell, is_quiet=True,
        )  # fmt: skip
        _note(session, each, at, ticket)
        await tell(ValuableCustomerSilent(each, ticket))
    return len(chosen)


async def _write_to(session: Session, lapsed: dict[int, Lapsed], at: datetime, business: Business, tell: Tell) -> int:
    awake = {
        number: until for number, each in lapsed.items() if (until := speaking_ends(each.customer, at=at, business=business)) is not None
    }
    contacts = await find_reachable(session, customer_ids=awake.keys(), kind=ConsentKind.REMINDERS, at=at, cap=business.unasked)
    for number, contact in contacts.items():
        each = lapsed[number]
        _note(session, each, at, None)
        await tell(WinBackMessage(each, contact, f"win_back:{number}:{int(each.since.timestamp())}", awake[number]))
    return len(contacts)


def _lapsed(customer: Customer, since: datetime, interval: timedelta, orders: int, score: Score | None) -> Lapsed:
    segment = RfmSegment.OTHERS if score is None else segment_of(score)
    return Lapsed(customer, since, interval, orders, segment, is_valuable=score is not None and score.money == _TOP_FIFTH)


def _note(session: Session, lapsed: Lapsed, at: datetime, ticket: Ticket | None) -> None:
    session.add(
        WinBack(
            customer_id=lapsed.customer.id, silent_since=lapsed.since, at=at, segment=lapsed.segment.value, ticket_id=ticket.id if ticket else None
        )
    )  # fmt: skip
