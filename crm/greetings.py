"""Greetings: the desk wishes customers a happy birthday, once a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crm.business import Business
from crm.notices import Notice, Tell
from crm.reach import find_reachable
from crm.rules.birthdays import Birthday, greeting_day
from crm.rules.local_time import local_date
from crm.rules.unasked import speaking_time_ends
from crm.steps import STEP, Step
from storage.customers import Contact, Customer, find_customers_by_birthday
from storage.database import Session
from storage.outbox import find_known_keys
from storage.vocabulary import ConsentKind

# Between these differences from UTC lie all time zones of the earth.
_WESTERNMOST, _EASTERNMOST = timedelta(hours=-12), timedelta(hours=14)
_LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class BirthdayGreeting(Notice):
    """A customer has birthday. `key` is one for each year; after `expires_at` the greeting is too late."""

    customer: Customer
    contact: Contact
    key: str
    expires_at: datetime


async def greet_birthdays(session: Session, *, after_id: int, at: datetime, business: Business, tell: Tell, limit: int = STEP) -> Step:
    """Greet the customers whose birthday it is where they live, within the business's greeting hours and outside of quiet hours.

    Born on 29 February they are greeted on 28 February when the year has no such day. Who has blocked the desk or takes no
    greetings is left out; the key makes a second greeting in a year impossible.
    """
    born = await find_customers_by_birthday(session, days=_birthdays_anywhere(at), after_id=after_id, limit=limit)
    due = {customer.id: ends for customer in born if (ends := _greeting_ends(customer, at, business)) is not None}
    keys = {customer.id: _key_of(customer, at) for customer in born if customer.id in due}
    known = await find_known_keys(session, list(keys.values()))
    wanted = [number for number, key in keys.items() if key not in known]
    contacts = await find_reachable(session, customer_ids=wanted, kind=ConsentKind.GREETINGS, at=at, cap=business.unasked)
    for customer in born:
        if customer.id in contacts:
            await tell(BirthdayGreeting(customer, contacts[customer.id], keys[customer.id], due[customer.id]))
    return Step(len(contacts), _next(born, limit))


def birthday_of(customer: Customer) -> Birthday | None:
    """Return a customer's birthday; None when it is not known."""
    month, day = customer.birthday_month, customer.birthday_day
    return None if month is None or day is None else Birthday(month, day, customer.birth_year)


def _birthdays_anywhere(at: datetime) -> set[tuple[int, int]]:
    first, last = (at.astimezone(UTC) + _WESTERNMOST).date(), (at.astimezone(UTC) + _EASTERNMOST).date()
    dates = {first, first + timedelta(days=1), last}
    days = {(day.month, day.day) for day in dates}
    return days | {_LEAP_DAY for day in dates if greeting_day(Birthday(*_LEAP_DAY, None), day.year) == day}


def _greeting_ends(customer: Customer, at: datetime, business: Business) -> datetime | None:
    birthday, today = birthday_of(customer), local_date(at, customer.time_zone)
    if birthday is None or greeting_day(birthday, today.year) != today:
        return None
    rules = business.greetings
    return speaking_time_ends(
        at, first_hour=rules.birthday_hour, last_hour=rules.latest_hour, zone=customer.time_zone, quiet=business.quiet_hours
    )


def _key_of(customer: Customer, at: datetime) -> str:
    return f"birthday:{customer.id}:{local_date(at, customer.time_zone).year}"


def _next(born: Sequence[Customer], limit: int) -> int | None:
    return born[-1].id if len(born) == limit else None
