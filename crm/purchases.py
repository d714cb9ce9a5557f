"""Purchases: what customers bought in the shop, with the points and the visit that follow."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from babel.numbers import is_currency

from crm.audit import note_act
from crm.business import Business
from crm.identities import CustomerUnknown, SeveralCustomers, identify_customer
from crm.permissions import require_role
from crm.points import earn_points
from crm.referrals import reward_referral
from crm.rules.amounts import (
    AmountAmbiguous,
    AmountNegative,
    AmountNotUnderstood,
    AmountTooLarge,
    AmountTooPrecise,
    parse_amount,
)
from crm.rules.imports import BadLine
from crm.rules.local_time import moment_of
from crm.visits import plan_visits_after_purchase
from storage.customers import Customer
from storage.database import Session
from storage.purchases import Purchase, find_purchase
from storage.staff import StaffMember
from storage.vocabulary import Role

LONGEST_REFERENCE = 128
LONGEST_CATEGORY = 40
_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]\s*([0-9]{1,2}:.*))?")


class PurchaseFault(StrEnum):
    """Why a line of an import is no purchase."""

    CUSTOMER_UNKNOWN = "customer_unknown"
    CUSTOMER_AMBIGUOUS = "customer_ambiguous"
    AMOUNT_NOT_UNDERSTOOD = "amount_not_understood"
    AMOUNT_AMBIGUOUS = "amount_ambiguous"
    AMOUNT_TOO_PRECISE = "amount_too_precise"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_TOO_LARGE = "amount_too_large"
    CURRENCY_UNKNOWN = "currency_unknown"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    DATE_IN_FUTURE = "date_in_future"
    REFERENCE_MISSING = "reference_missing"
    REFERENCE_TOO_LONG = "reference_too_long"
    REFERENCE_IN_USE = "reference_in_use"


@dataclass(frozen=True)
class PurchaseLine:
    """A purchase as the shop writes it: texts, not read yet."""

    customer: str
    amount: str
    currency: str
    date: str
    reference: str
    category: str = ""


@dataclass(frozen=True)
class Recorded:
    """A purchase that is stored, and the points that it earned; `is_new` is False for one that was known."""

    purchase: Purchase
    points: int
    is_new: bool


_AMOUNT_FAULTS = {
    AmountNotUnderstood: PurchaseFault.AMOUNT_NOT_UNDERSTOOD,
    AmountAmbiguous: PurchaseFault.AMOUNT_AMBIGUOUS,
    AmountTooPrecise: PurchaseFault.AMOUNT_TOO_PRECISE,
    AmountNegative: PurchaseFault.AMOUNT_NEGATIVE,
    AmountTooLarge: PurchaseFault.AMOUNT_TOO_LARGE,
}


async def record_purchase(session: Session, *, line: PurchaseLine, at: datetime, business: Business) -> Recorded:
    """Store a purchase with its points and those for who brought the customer, and plan the visits after it. The shop's reference makes a second time harmless.

    Raises BadLine before anything is changed.
    """
    reference = _reference(line.reference)
    currency = _currency(line.currency)
    amount_minor = _amount(line.amount, currency)
    bought_at = _moment(line.date, at, business)
    customer = await _customer(session, line.customer, business)
    known = await find_purchase(session, reference=reference)
    if known is not None:
        if (known.customer_id, known.amount_minor, known.currency) != (customer.id, amount_minor, currency):
            raise BadLine(PurchaseFault.REFERENCE_IN_USE, reference)
        return Recorded(known, 0, False)
    purchase = Purchase(
        customer_id=customer.id,
        reference=reference,
        amount_minor=amount_minor,
        currency=currency,
        at=bought_at,
        imported_at=at,
        category=line.category.strip()[:LONGEST_CATEGORY] or None,
    )
    session.add(purchase)
    await session.flush()
    points = await earn_points(session, purchase=purchase, customer=customer, at=at, business=business)
    await reward_referral(session, purchase=purchase, customer=customer, at=at, business=business)
    await plan_visits_after_purchase(session, purchase=purchase, customer=customer, at=at, business=business)
    return Recorded(purchase, points, True)


async def record_purchase_by_hand(
    session: Session, *, line: PurchaseLine, by: StaffMember | None, at: datetime, business: Business
) -> Recorded:
    """Store a purchase that one of the staff tells of, as `record_purchase` does. Raises NotAllowed and BadLine."""
    member = require_role(by, Role.SUPERVISOR)
    recorded = await record_purchase(session, line=line, at=at, business=business)
    if recorded.is_new:
        note_act(
            session, act="purchase.recorded", by=member, at=at, before={}, after={"points": recorded.points},
            subject=recorded.purchase.reference,
        )  # fmt: skip
    return recorded


def _reference(text: str) -> str:
    reference = text.strip()
    if not reference:
        raise BadLine(PurchaseFault.REFERENCE_MISSING, reference)
    if len(reference) > LONGEST_REFERENCE:
        raise BadLine(PurchaseFault.REFERENCE_TOO_LONG, reference)
    return reference


def _currency(text: str) -> str:
    currency = text.strip().upper()
    if not is_currency(currency):
        raise BadLine(PurchaseFault.CURRENCY_UNKNOWN, text)
    return currency


def _amount(text: str, currency: str) -> int:
    try:
        return parse_amount(text, currency=currency)
    except tuple(_AMOUNT_FAULTS) as problem:
        raise BadLine(_AMOUNT_FAULTS[type(problem)], text) from problem


def _moment(text: str, at: datetime, business: Business) -> datetime:
    written = _DAY.fullmatch(text.strip())
    try:
        if written is None:
            raise ValueError(text)
        day, clock = date(int(written[1]), int(written[2]), int(written[3])), written[4] or "00:00"
        moment = datetime.fromisoformat(f"{day.isoformat()}T{'0' if clock[1] == ':' else ''}{clock}")
        if moment.tzinfo is None:
            moment = moment_of(moment.date(), moment.hour * 60 + moment.minute, business.time_zone).replace(second=moment.second)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError) as problem:  # the first day of the first year is the day before it elsewhere
        raise BadLine(PurchaseFault.DATE_NOT_UNDERSTOOD, text) from problem
    if moment > at:
        raise BadLine(PurchaseFault.DATE_IN_FUTURE, text)
    return moment


async def _customer(session: Session, text: str, business: Business) -> Customer:
    try:
        return await identify_customer(session, wanted=text, time_zone=business.time_zone)
    except CustomerUnknown as problem:
        raise BadLine(PurchaseFault.CUSTOMER_UNKNOWN, text) from problem
    except SeveralCustomers as problem:
        raise BadLine(PurchaseFault.CUSTOMER_AMBIGUOUS, text) from problem
