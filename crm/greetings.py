"""Greetings: the desk wishes customers a happy birthday and thanks them for a year with us, each once a year."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from crm.business import Business
from crm.coupons import give_coupons
from crm.gifts import give_birthday_points
from crm.notices import Notice, Tell
from crm.reach import find_reachable
from crm.rules.birthdays import Birthday
from crm.rules.local_time import LocalDay, local_date
from crm.rules.occasions import BELATED_DAYS, Occasion, dates_greeted, days_returning, keys_of, occasion_near, spans_returning
from crm.rules.unasked import days_awake, is_later_today, speaking_ends_in, zones_asleep
from crm.steps import STEP, Ahead, Found, Step, next_numbers
from storage.coupons import Coupon
from storage.customers import Contact, Customer, find_customers, find_first_arrival
from storage.database import Session
from storage.keys import Key
from storage.occasions import Celebrant, find_arrived, find_born, find_celebrants
from storage.outbox import find_known_keys, find_settled_keys
from storage.unasked import hold_unasked
from storage.vocabulary import ConsentKind

_BIRTHDAY, _ANNIVERSARY = "birthday", "anniversary"


@dataclass(frozen=True)
class BirthdayGreeting(Notice):
    """A customer has birthday, or had it `occasion.days_late` days ago.

    `key` is one for each year and day of it; after `expires_at` the greeting is too late. `points` and `coupon` came with it as a gift.
    """

    customer: Customer
    contact: Contact
    key: str
    expires_at: datetime
    occasion: Occasion
    points: int
    coupon: Coupon | None = None


@dataclass(frozen=True)
class AnniversaryGreeting(Notice):
    """So many `years` ago a customer came to us for the first time, today or `occasion.days_late` days ago."""

    customer: Customer
    contact: Contact
    key: str
    expires_at: datetime
    occasion: Occasion
    years: int
    coupon: Coupon | None = None


@dataclass(frozen=True)
class _Due:
    customer_id: int
    contact: Contact
    occasion: Occasion
    key: str
    cause: str
    ends: datetime


@dataclass(frozen=True)
class Awake:
    """Where somebody may be greeted now: not in the zones that are `asleep`, and elsewhere it is one of these `days`; and how many days
    late at the `latest`.
    """

    asleep: Collection[str]
    days: Sequence[LocalDay]
    latest: int = BELATED_DAYS


def awake_for_greetings(at: datetime, business: Business, *, latest: int = BELATED_DAYS) -> Awake:
    """Return where somebody may be greeted now."""
    rules = business.greetings
    asleep = zones_asleep(at, first_hour=rules.birthday_hour, last_hour=rules.latest_hour, quiet=business.quiet_hours)
    return Awake(asleep, days_awake(at, asleep=asleep), latest)


async def find_birthdays(
    session: Session, *, after_id: int, at: datetime, business: Business, limit: int = STEP, ahead: Ahead | None = None,
    awake: Awake | None = None,
) -> Found:  # fmt: skip
    """Find those whom `greet_birthdays` would greet, where people are `awake`. Only reads."""
    born = await _born(session, after_id, at, limit, ahead, awake)
    due = await _due(session, born, _birthday_near, _BIRTHDAY, at, business)
    return Found([each.customer_id for each in due], _next(born, limit))


async def find_anniversaries(
    session: Session, *, after_id: int, at: datetime, business: Business, limit: int = STEP, ahead: Ahead | None = None,
    awake: Awake | None = None,
) -> Found:  # fmt: skip
    """Find those whom `greet_anniversaries` would thank, likewise. Only reads."""
    came = await _came(session, after_id, at, limit, business, ahead, awake)
    due = await _due(session, came, _anniversary_near, _ANNIVERSARY, at, business)
    return Found([each.customer_id for each in due], _next(came, limit))


async def greet_birthdays(
    session: Session, *, after_id: int = 0, at: datetime, business: Business, tell: Tell, limit: int = STEP,
    customer_ids: Collection[int] | None = None,
) -> Step:  # fmt: skip
    """Greet the customers whose birthday it is where they live, within the business's greeting hours and outside of quiet hours.

    Born on 29 February they are greeted on 28 February when the year has no such day. A greeting that did not go out on its day
    goes out on one of the next two, as a belated one. Who has blocked the desk, takes no greetings or shall not be greeted is left
    out; the key makes a second greeting in a year impossible. Only `customer_ids` when they are given.
    """
    born = await _born(session, after_id, at, limit) if customer_ids is None else list(customer_ids)
    await hold_unasked(session)
    due = await _due(session, born, _birthday_near, _BIRTHDAY, at, business)
    gifts = await give_birthday_points(session, years={each.customer_id: each.occasion.year for each in due}, at=at, business=business)
    coupons = await _coupons(session, due, business.greetings.birthday_coupons, at, business, tell)
    customers = await _customers_of(session, due)
    for each in due:
        points, coupon = gifts.get(each.customer_id, 0), coupons.get(each.customer_id)
        await tell(BirthdayGreeting(customers[each.customer_id], each.contact, each.key, each.ends, each.occasion, points, coupon))
    return Step(len(due), _next(born, limit))


async def greet_anniversaries(
    session: Session, *, after_id: int = 0, at: datetime, business: Business, tell: Tell, limit: int = STEP,
    customer_ids: Collection[int] | None = None,
) -> Step:  # fmt: skip
    """Thank the customers who came to us for the first time on this day of an earlier year, by the rules of birthdays.

    Nobody is when the business does not want it. Only `customer_ids` when they are given.
    """
    came = await _came(session, after_id, at, limit, business) if customer_ids is None else list(customer_ids)
    await hold_unasked(session)
    due = await _due(session, came, _anniversary_near, _ANNIVERSARY, at, business)
    coupons = await _coupons(session, due, business.greetings.anniversary_coupons, at, business, tell)
    customers = await _customers_of(session, due)
    for each in due:
        customer, coupon = customers[each.customer_id], coupons.get(each.customer_id)
        years = each.occasion.year - local_date(customer.created_at, customer.time_zone).year
        await tell(AnniversaryGreeting(customer, each.contact, each.key, each.ends, each.occasion, years, coupon))
    return Step(len(due), _next(came, limit))


async def _born(
    session: Session, after_id: int, at: datetime, limit: int, ahead: Ahead | None = None, awake: Awake | None = None
) -> Sequence[int]:
    awake = awake or _everywhere(at)
    born_on = {day for on in _dates_greeted(awake) for day in days_returning(on)}
    search = partial(find_born, session, days=born_on, unsaid=_keys_of_all(_BIRTHDAY, awake), asleep=awake.asleep)
    return await next_numbers(search, after_id=after_id, limit=limit, ahead=ahead)


async def _came(
    session: Session, after_id: int, at: datetime, limit: int, business: Business, ahead: Ahead | None = None, awake: Awake | None = None
) -> Sequence[int]:
    first = await find_first_arrival(session) if business.greetings.anniversaries else None
    if first is None:
        return ()
    awake = awake or _everywhere(at)
    spans = spans_returning(awake.days, since=first.astimezone(UTC).year - 1, latest=awake.latest)
    search = partial(find_arrived, session, spans=spans, unsaid=_keys_of_all(_ANNIVERSARY, awake), asleep=awake.asleep)
    return await next_numbers(search, after_id=after_id, limit=limit, ahead=ahead)


def _everywhere(at: datetime) -> Awake:
    return Awake((), days_awake(at, asleep=()))


def _dates_greeted(awake: Awake) -> set[date]:
    return {on for day in awake.days for on in dates_greeted(day.date, latest=awake.latest)}


def _keys_of_all(kind: str, awake: Awake) -> list[Key]:
    """Return the keys whose bearers need not be looked at; none around New Year, when it is not everywhere the same one."""
    years = {on.year for on in _dates_greeted(awake)}
    if len(years) != 1:
        return []
    return [Key(f"{kind}:", key) for key in keys_of(f":{years.pop()}")]


def _birthday_near(customer: Celebrant, at: datetime) -> Occasion | None:
    birthday = birthday_of(customer)
    return None if birthday is None else occasion_near(birthday, local_date(at, customer.time_zone))


def birthday_of(customer: Customer | Celebrant) -> Birthday | None:
    """Return a customer's birthday; None when it is not known."""
    month, day = customer.birthday_month, customer.birthday_day
    return None if month is None or day is None else Birthday(month, day, customer.birth_year)


def _anniversary_near(customer: Celebrant, at: datetime) -> Occasion | None:
    came = local_date(customer.created_at, customer.time_zone)
    near = occasion_near(Birthday(came.month, came.day, came.year), local_date(at, customer.time_zone))
    return near if near is not None and near.year > came.year else None


async def _due(
    session: Session,
    numbers: Collection[int],
    occasion_of: Callable[[Celebrant, datetime], Occasion | None],
    kind: str,
    at: datetime,
    business: Business,
) -> list[_Due]:
    rules = business.greetings
    near = await find_celebrants(session, customer_ids=numbers)
    ends_in = speaking_ends_in(
        [each.time_zone for each in near], at, first_hour=rules.birthday_hour, last_hour=rules.latest_hour, quiet=business.quiet_hours
    )
    now = {
        each.id: (occasion, ends)
        for each in near
        if (ends := ends_in[each.time_zone]) is not None and (occasion := occasion_of(each, at)) is not None
    }
    keys = {number: keys_of(f"{kind}:{number}:{occasion.year}") for number, (occasion, _) in now.items()}
    settled = await find_settled_keys(session, [key for each in keys.values() for key in each])
    open_keys = {number: each[now[number][0].days_late] for number, each in keys.items() if not settled.intersection(each)}
    known = await find_known_keys(session, list(open_keys.values()))  # too late a moment ago, and due again after quiet hours at noon
    wanted = [number for number, key in open_keys.items() if key not in known]
    zones = {each.id: each.time_zone for each in near}

    def can_wait(number: int, until: datetime) -> bool:
        return is_later_today(
            until, at, first_hour=rules.birthday_hour, last_hour=rules.latest_hour, zone=zones[number], quiet=business.quiet_hours
        )

    contacts = await find_reachable(
        session, customer_ids=wanted, kind=ConsentKind.GREETINGS, at=at, cap=business.unasked, can_wait=can_wait
    )
    return [
        _Due(number, contacts[number], occasion, open_keys[number], keys[number][0], ends)
        for number, (occasion, ends) in now.items()
        if number in contacts
    ]


async def _coupons(
    session: Session, due: Sequence[_Due], list_name: str | None, at: datetime, business: Business, tell: Tell
) -> dict[int, Coupon]:
    causes = {each.customer_id: each.cause for each in due}
    return await give_coupons(session, list_name=list_name, causes=causes, at=at, business=business, tell=tell)


async def _customers_of(session: Session, due: Sequence[_Due]) -> dict[int, Customer]:
    return {customer.id: customer for customer in await find_customers(session, customer_ids=[each.customer_id for each in due])}


def _next(found: Sequence[int], limit: int) -> int | None:
    return found[-1] if len(found) == limit else None
