"""Reminders: points that will expire, a tier within reach or about to be lost, a long silence; each once, at most one a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from crm.business import Business, TierLevel
from crm.notices import Notice, Tell
from crm.points import entries_of_many, tier_standings
from crm.reach import END_OF_DAY, claim_reachable, find_reachable, find_unreminded, zones_asleep_now
from crm.rules.expiry_reminders import key_ending, told_together
from crm.rules.frequency import DAY
from crm.rules.local_time import local_date
from crm.rules.loyalty import Entry, Lot, remaining_lots
from crm.rules.tiers import TierStanding
from crm.rules.unasked import speaking_ends_in
from crm.steps import BUYERS_AT_ONCE, STEP, Ahead, next_numbers
from crm.tiers import worths_for_tiers
from crm.unasked import UNASKED
from crm.win_back import find_without_rhythm
from storage.customers import Contact, Customer, find_customers, find_time_zones
from storage.database import Session
from storage.keys import Key
from storage.listeners import Listeners
from storage.outbox import find_known_keys
from storage.points import Told, find_customers_with_expiring_points
from storage.purchases import find_buyers
from storage.silences import find_silent_customers, last_signs_of
from storage.tier_searches import find_customers_near_tier, find_fallen_below_tier
from storage.vocabulary import ConsentKind, InteractionKind

# A silence that is noticed only now, so long after its time, is not spoken of any more.
_STALE_SILENCE = timedelta(days=7)
# At most one reminder a day; a little less, so that tomorrow's may come a little earlier than today's.
_ONE_A_DAY = timedelta(hours=20)
_MOMENT = timedelta(microseconds=1)
_POINTS = "points:"


@dataclass(frozen=True)
class Reminder(Notice):
    """A customer is reminded of something. `key` is one for each thing; after `expires_at` today is over for reminders."""

    customer: Customer
    contact: Contact
    key: str
    expires_at: datetime


@dataclass(frozen=True)
class PointsWillExpire(Reminder):
    """`points` of a balance expire soon, the first of them after `first_day`, the last after `last_day`."""

    points: int
    balance: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class TierWithinReach(Reminder):
    """Only `missing` (points, or units of the currency) are between the customer and a tier."""

    tier: TierLevel
    missing: int


@dataclass(frozen=True)
class TierAtRisk(Reminder):
    """The customer is below the threshold of their tier and keeps it to the end of `last_day`, unless `to_keep` comes until then."""

    tier: TierLevel
    to_keep: int
    last_day: date


@dataclass(frozen=True)
class LongSilence(Reminder):
    """The customer has not been heard of for long."""


@dataclass(frozen=True)
class FoundReminders:
    """The reminders of one step that nobody was sent yet, and the number after which the next step begins; None after the last."""

    reminders: Sequence[Reminder]
    after_id: int | None


@dataclass(frozen=True)
class _Listener:
    customer: Customer
    contact: Contact
    until: datetime


# When a lot expires, the last day on which it is good, and the lot.
_Dated = tuple[datetime, date, Lot]


def reminder_listeners(at: datetime, business: Business) -> Listeners:
    """Return whom a search for reminders need not leave out at once: it is time for reminders where they live, they want some, and had
    none lately, nor anything else where one unasked message is all that the business allows in a day.
    """
    is_only_one = business.unasked.per_day == 1
    untold = (UNASKED, at - DAY + _MOMENT) if is_only_one else ((InteractionKind.REMINDER,), at - _ONE_A_DAY)
    return Listeners(zones_asleep_now(at, business), untold=untold, willing=ConsentKind.REMINDERS)


async def find_expiring_points(
    session: Session, *, after_id: int, at: datetime, business: Business, since: datetime | None = None, limit: int = STEP,
    ahead: Ahead | None = None, among: Listeners | None = None,
) -> FoundReminders:  # fmt: skip
    """Find customers to be reminded of points that expire within one of the business's numbers of days.

    With the longest, once for each month in which points expire; with each other, once for each week in which some do. What is that near
    already is told by the shortest alone. With `since` only those for whom some days began after that moment, or of whom a purchase became
    known after it.
    """
    spans = [timedelta(days=days) for days in business.reminders.points_expire_days]
    if not spans:
        return FoundReminders((), None)
    numbers = await next_numbers(
        partial(
            find_customers_with_expiring_points,
            session,
            spans=[(at if since is None else max(at, since + span), at + span) for span in (spans if since is not None else spans[-1:])],
            imported_since=since,
            listeners=among,
            told=[Told(each.from_at, each.until_at, Key(_POINTS, each.after)) for each in told_together(at, spans)],
        ),
        after_id=after_id,
        limit=limit,
        ahead=ahead,
    )
    listeners = await _listening(session, numbers, at, business)
    entries = await entries_of_many(session, customer_ids=listeners.keys())
    found = [reminder for number, listener in listeners.items() for reminder in _of_points(listener, entries[number], at=at, spans=spans)]
    return FoundReminders(await _unsent(session, found), _next(numbers, limit))


async def find_tiers_within_reach(
    session: Session, *, after_id: int, at: datetime, business: Business, since: datetime | None = None, limit: int = STEP,
    ahead: Ahead | None = None, among: Listeners | None = None,
) -> FoundReminders:  # fmt: skip
    """Find customers to be reminded of a tier of which only the business's share of the threshold is missing: once for each tier.

    With `since` only those of whom a purchase became known after that moment.
    """
    share = business.reminders.tier_within_percent
    tiers = [tier for tier in business.tiers if tier.threshold]
    if not tiers or not share:
        return FoundReminders((), None)
    rules = business.loyalty.tier_rules
    bands = [(tier.threshold - tier.threshold * share // 100, tier.threshold) for tier in tiers]
    search = partial(
        find_customers_near_tier, session, worths=worths_for_tiers(business), since=at - rules.window, until=at, bands=bands, imported_since=since,
        listeners=among,
    )  # fmt: skip
    numbers = await next_numbers(search, after_id=after_id, limit=limit, ahead=ahead)
    listeners = await _listening(session, numbers, at, business)
    standings = await tier_standings(session, customer_ids=listeners.keys(), at=at, business=business)
    found = [reminder for number, listener in listeners.items() for reminder in _of_tier(listener, standings[number], share)]
    return FoundReminders(await _unsent(session, found), _next(numbers, limit))


async def find_tiers_at_risk(
    session: Session, *, after_id: int, at: datetime, business: Business, since: datetime | None = None, limit: int = BUYERS_AT_ONCE,
    ahead: Ahead | None = None, among: Listeners | None = None,
) -> FoundReminders:  # fmt: skip
    """Find customers to be reminded that they lose their tier when its grace ends: once for each time.

    With `since` only those of whom a purchase ceased to count after that moment.
    """
    rules = business.loyalty.tier_rules
    tiers = [tier for tier in business.tiers if tier.threshold]
    if not tiers or not rules.grace:
        return FoundReminders((), None)
    began = at - rules.grace if since is None else max(at - rules.grace, since)
    search = partial(find_buyers, session, since=began - rules.window, until=at - rules.window, asleep=among.asleep if among else ())
    numbers = await next_numbers(search, after_id=after_id, limit=limit, ahead=ahead)
    fallen = await find_fallen_below_tier(
        session, customer_ids=numbers, worths=worths_for_tiers(business), since=at - rules.window - rules.grace, counted_since=at - rules.window,
        until=at, thresholds=[tier.threshold for tier in tiers], listeners=among,
    )  # fmt: skip
    listeners = await _listening(session, fallen, at, business)
    standings = await tier_standings(session, customer_ids=listeners.keys(), at=at, business=business)
    found = [reminder for number, listener in listeners.items() for reminder in _of_grace(listener, standings[number])]
    return FoundReminders(await _unsent(session, found), _next(numbers, limit))


async def find_silences(
    session: Session, *, after_id: int, at: datetime, business: Business, since: datetime | None = None, limit: int = STEP,
    ahead: Ahead | None = None, among: Listeners | None = None,
) -> FoundReminders:  # fmt: skip
    """Find customers of whom nothing was heard for the business's days: once for each silence. Who has a rhythm of buying is won back instead.

    With `since` only those for whom the days were over after that moment.
    """
    days = timedelta(days=business.reminders.silence_days)
    if not days:
        return FoundReminders((), None)
    until = at - days
    oldest = until - _STALE_SILENCE if since is None else max(until - _STALE_SILENCE, since - days)
    search = partial(find_silent_customers, session, since=oldest, until=until, listeners=among)
    numbers = await next_numbers(search, after_id=after_id, limit=limit, ahead=ahead)
    signs = await last_signs_of(session, customer_ids=numbers)
    keys = {number: f"silence:{number}:{int(sign.timestamp())}" for number, sign in signs.items()}
    known = await find_known_keys(session, list(keys.values()))
    unspoken = [number for number, key in keys.items() if key not in known]
    concerned = await find_without_rhythm(session, customer_ids=unspoken, at=at, business=business)
    listeners = await _listening(session, concerned, at, business)
    found = [LongSilence(listener.customer, listener.contact, keys[number], listener.until) for number, listener in listeners.items()]
    return FoundReminders(found, _next(numbers, limit))


async def send_reminders(session: Session, *, reminders: Sequence[Reminder], at: datetime, business: Business, tell: Tell) -> int:
    """Tell customers what they are reminded of; return how many. Who was told something else since the search may be found again later."""
    numbers = [reminder.customer.id for reminder in reminders]
    contacts = await claim_reachable(session, customer_ids=numbers, kind=ConsentKind.REMINDERS, at=at, cap=business.unasked)
    unreminded = await find_unreminded(session, customer_ids=contacts.keys(), since=at - _ONE_A_DAY)
    said = [reminder for reminder in await _unsent(session, reminders) if reminder.customer.id in unreminded]
    for reminder in said:
        await tell(reminder)
    return len(said)


def _of_tier(listener: _Listener, standing: TierStanding[TierLevel], share: int) -> list[TierWithinReach]:
    customer, tier = listener.customer, standing.next_tier
    if tier is None or standing.missing > tier.threshold * share // 100:
        return []
    key = f"tier:{customer.id}:{tier.key}"
    return [TierWithinReach(customer, listener.contact, key, listener.until, tier=tier, missing=standing.missing)]


def _of_grace(listener: _Listener, standing: TierStanding[TierLevel]) -> list[TierAtRisk]:
    customer, tier, until = listener.customer, standing.tier, standing.kept_until
    if until is None or not standing.is_in_grace:
        return []
    last_day = local_date(until - _MOMENT, customer.time_zone)
    key = f"tier-lost:{customer.id}:{tier.key}:{int(until.timestamp())}"
    return [TierAtRisk(customer, listener.contact, key, listener.until, tier=tier, to_keep=standing.to_keep, last_day=last_day)]


def _of_points(listener: _Listener, entries: Sequence[Entry], *, at: datetime, spans: Sequence[timedelta]) -> list[PointsWillExpire]:
    customer = listener.customer
    lots = remaining_lots(entries, at)
    balance = sum(lot.points for lot in lots)
    dated = [(lot.expires_at, local_date(lot.expires_at - _MOMENT, customer.time_zone), lot) for lot in lots if lot.expires_at is not None]
    found, nearer = [], at
    for span in spans:
        ending = partial(_ending, span, span == spans[-1])
        for after, group in groupby((each for each in dated if each[0] > nearer), key=ending):
            due = list(group)
            if due[0][0] <= at + span:
                points = sum(lot.points for _, _, lot in due)
                found.append(
                    PointsWillExpire(
                        customer, listener.contact, f"{_POINTS}{customer.id}{after}", listener.until,
                        points=points, balance=balance, first_day=due[0][1], last_day=due[-1][1],
                    )
                )  # fmt: skip
        nearer = at + span
    return found


def _ending(span: timedelta, is_longest: bool, dated: _Dated) -> str:
    return key_ending(span, dated[1], is_longest=is_longest)


async def _listening(session: Session, numbers: Collection[int], at: datetime, business: Business) -> dict[int, _Listener]:
    """Return those of these customers whom a reminder may reach now."""
    zones = await find_time_zones(session, customer_ids=numbers)
    ends = speaking_ends_in(zones.values(), at, first_hour=business.reminders.hour, last_hour=END_OF_DAY, quiet=business.quiet_hours)
    awake = {number: until for number, zone in zones.items() if (until := ends[zone]) is not None}
    # First what leaves out most: nearly all whom an overlap finds again were reminded of it.
    unreminded = await find_unreminded(session, customer_ids=awake.keys(), since=at - _ONE_A_DAY)
    contacts = await find_reachable(session, customer_ids=unreminded, kind=ConsentKind.REMINDERS, at=at, cap=business.unasked)
    customers = await find_customers(session, customer_ids=contacts.keys())
    return {customer.id: _Listener(customer, contacts[customer.id], awake[customer.id]) for customer in customers}


async def _unsent(session: Session, reminders: Sequence[Reminder]) -> list[Reminder]:
    """Return for each customer the first of these reminders that was never sent."""
    known = await find_known_keys(session, [reminder.key for reminder in reminders])
    first: dict[int, Reminder] = {}
    for reminder in reminders:
        if reminder.key not in known:
            first.setdefault(reminder.customer.id, reminder)
    return list(first.values())


def _next(numbers: Sequence[int], limit: int) -> int | None:
    return numbers[-1] if len(numbers) == limit else None
