"""Identities: which customer is meant by a number, a username or a phone number."""

import re

from babel.core import get_global
from phonenumbers import SUPPORTED_REGIONS, NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

from crm.refusals import Refusal
from storage.customers import Customer, find_customer, find_customer_by_username, find_customers_by_phone
from storage.database import Session

_USERNAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{2,31})")
_NUMBER = re.compile(r"#?([0-9]{1,18})")
# Shorter runs of digits are customer numbers; no country has such short phone numbers.
_SHORTEST_PHONE = 7


class CustomerUnknown(Refusal):
    """Nobody has this number, username or phone number; fact: `wanted`."""


class SeveralCustomers(Refusal):
    """Several customers have this phone number; fact: `wanted`."""


async def identify_customer(session: Session, *, wanted: str, time_zone: str) -> Customer:
    """Return the customer who is meant: `12` or `#12` is a customer's number, `@name` a username, `+86 138…` a phone number.

    A phone number without its country is taken to be one of the country of the time zone; it must be the whole number that
    the customer gave. Raises CustomerUnknown and SeveralCustomers.
    """
    text = wanted.strip()
    if username := _USERNAME.fullmatch(text):
        named = await find_customer_by_username(session, username[1])
        if named is not None:
            return named
    elif (phone := normal_phone(text, region=region_of(time_zone))) is not None:
        owners = await find_customers_by_phone(session, phone)
        if len(owners) > 1:
            raise SeveralCustomers(wanted=text[:40])
        if owners:
            return owners[0]
    if number := _NUMBER.fullmatch(text):
        numbered = await find_customer(session, int(number[1]))
        if numbered is not None:
            return numbered
    raise CustomerUnknown(wanted=text[:40])


def normal_phone(text: str, *, region: str | None) -> str | None:
    """Return a phone number as +8613812345678 (E.164), read as one of a region (ISO 3166) when it names no country; None for none."""
    if text.startswith("#") or sum(letter.isdigit() for letter in text) < _SHORTEST_PHONE:
        return None
    try:
        parsed = parse(text, region)
    except NumberParseException:
        return None
    return format_number(parsed, PhoneNumberFormat.E164) if is_possible_number(parsed) else None


def region_of(time_zone: str) -> str | None:
    """Return the country (ISO 3166) of a time zone; None for zones of no country, such as UTC."""
    region = get_global("zone_territories").get(time_zone)
    return str(region) if region in SUPPORTED_REGIONS else None
