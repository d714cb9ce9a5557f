"""Profiles: what customers tell about themselves, and change."""

from datetime import datetime

import phonenumbers

from crm.refusals import Refusal
from crm.rules.birthdays import Birthday, parse_birthday
from crm.rules.local_time import local_date
from crm.rules.names import clean_name
from crm.rules.time_zones import find_zone
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import Language

SHOWN_OF_WHAT_WAS_WRITTEN = 40


class NameNotReadable(Refusal):
    """Nothing of the name can be seen."""


class OnlyOwnContact(Refusal):
    """The contact is somebody else's, or only typed: Telegram vouches for the sender's own alone."""


class PhoneNotUnderstood(Refusal):
    """No phone number that could exist."""


class TimeZoneUnknown(Refusal):
    """No city and no time zone has this name; fact: `text`."""


async def change_name(session: Session, *, customer: Customer, text: str) -> str:
    """Call the customer by another name and return it, made fit to be shown. Raises NameNotReadable."""
    name = clean_name(text)
    if not name:
        raise NameNotReadable
    customer.name = name
    session.add(customer)
    return name


async def change_birthday(session: Session, *, customer: Customer, text: str, at: datetime) -> Birthday:
    """Keep the birthday that the customer wrote, with or without the year, and return it. Raises what `parse_birthday` does."""
    birthday = parse_birthday(text, today=local_date(at, customer.time_zone))
    customer.birthday_month, customer.birthday_day, customer.birth_year = birthday.month, birthday.day, birthday.year
    session.add(customer)
    return birthday


async def forget_birthday(session: Session, *, customer: Customer) -> None:
    """Keep no birthday of the customer."""
    customer.birthday_month = customer.birthday_day = customer.birth_year = None
    session.add(customer)


async def change_phone(session: Session, *, customer: Customer, number: str, is_own: bool) -> str:
    """Keep the phone number of a shared contact in the form +8613800138000 and return it.

    `is_own` when the messenger says that the contact is the sender's. Raises OnlyOwnContact, PhoneNotUnderstood.
    """
    if not is_own:
        raise OnlyOwnContact
    try:
        # The messenger gives the number with its country code and often without the plus.
        parsed = phonenumbers.parse("+" + number.strip().removeprefix("+"))
    except phonenumbers.NumberParseException:
        raise PhoneNotUnderstood from None
    if not phonenumbers.is_possible_number(parsed):
        raise PhoneNotUnderstood
    phone = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    customer.phone = phone
    session.add(customer)
    return phone


async def forget_phone(session: Session, *, customer: Customer) -> None:
    """Keep no phone number of the customer."""
    customer.phone = None
    session.add(customer)


async def change_time_zone(session: Session, *, customer: Customer, text: str) -> str:
    """Let the customer live in the time zone of a city or zone name and return the zone. Raises TimeZoneUnknown."""
    zone = find_zone(text)
    if zone is None:
        raise TimeZoneUnknown(text=text.strip()[:SHOWN_OF_WHAT_WAS_WRITTEN])
    customer.time_zone = zone
    session.add(customer)
    return zone


async def change_language(session: Session, *, customer: Customer, staff: StaffMember | None, language: Language) -> None:
    """Speak this language with a customer, and with the same person as a staff member."""
    customer.language, customer.language_chosen = language, True
    session.add(customer)
    if staff is not None:
        staff.language = language
        session.add(staff)
