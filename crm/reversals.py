"""Reversals: a purchase that was taken back takes its points along."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.audit import note_act
from crm.business import Business
from crm.notices import Tell
from crm.permissions import require_role
from crm.points import entries_of_many, moment_after
from crm.refusals import Refusal
from crm.rules.amounts import parse_amount
from crm.rules.imports import BadLine
from crm.visit_reversals import call_off_visits
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.points import PointsEntry, list_points_for, lock_ledgers
from storage.purchases import Purchase, claim_reversal, find_purchase
from storage.referrals import find_referral_for
from storage.staff import StaffMember
from storage.vocabulary import PointsKind, Role

LONGEST_REASON = 200


class NoSuchPurchase(Refusal):
    """No purchase has this reference; fact: `reference`."""


class PurchaseAlreadyReversed(Refusal):
    """The purchase was reversed before; fact: `reference`."""


class ReversalFault(StrEnum):
    """Why a line of an import reverses nothing."""

    REFERENCE_MISSING = "reference_missing"
    PURCHASE_UNKNOWN = "purchase_unknown"
    AMOUNT_DIFFERS = "amount_differs"


@dataclass(frozen=True)
class ReversalLine:
    """A reversal as the shop writes it: texts, not read yet. An `amount` must be that of the purchase: all of it is taken back."""

    reference: str
    reason: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Reversed:
    """A purchase that was reversed, its customer, and the points that this customer lost by it."""

    purchase: Purchase
    customer: Customer
    points: int


@dataclass(frozen=True)
class ReversedByImport:
    """A purchase that stands reversed, and the points that its customer lost by it now; `is_new` is False when it was reversed before."""

    purchase: Purchase
    points: int
    is_new: bool


async def reverse_purchase(
    session: Session, *, reference: str, reason: str, by: StaffMember | None, at: datetime, business: Business, tell: Tell
) -> Reversed:
    """Reverse a purchase: what it gave is taken back from the customer, and from who brought them, even below zero when it was spent.

    Points past their expiry are not taken back. It counts towards no tier any more, and nobody asks how it was. Raises NotAllowed,
    NoSuchPurchase and PurchaseAlreadyReversed.
    """
    member = require_role(by, Role.SUPERVISOR)
    purchase = await find_purchase(session, reference=reference)
    if purchase is None:
        raise NoSuchPurchase(reference=reference[:40])
    if not await claim_reversal(session, purchase=purchase, at=at):
        raise PurchaseAlreadyReversed(reference=reference[:40])
    points = await _undo(session, purchase, reason=reason, by=member, at=at, business=business, tell=tell)
    return Reversed(purchase, await get_customer(session, purchase.customer_id), points)


async def reverse_imported_purchase(
    session: Session, *, line: ReversalLine, at: datetime, business: Business, tell: Tell
) -> ReversedByImport:
    """Reverse a purchase that the shop names, as `reverse_purchase` does; a second time is harmless.

    Raises BadLine before anything is changed.
    """
    reference = line.reference.strip()
    if not reference:
        raise BadLine(ReversalFault.REFERENCE_MISSING, reference)
    purchase = await find_purchase(session, reference=reference)
    if purchase is None:
        raise BadLine(ReversalFault.PURCHASE_UNKNOWN, reference)
    if line.amount.strip() and _amount_of(line.amount, purchase.currency) != purchase.amount_minor:
        raise BadLine(ReversalFault.AMOUNT_DIFFERS, line.amount)
    if not await claim_reversal(session, purchase=purchase, at=at):
        return ReversedByImport(purchase, 0, is_new=False)
    reason = " ".join(line.reason.split())[:LONGEST_REASON]
    return ReversedByImport(
        purchase, await _undo(session, purchase, reason=reason, by=None, at=at, business=business, tell=tell), is_new=True
    )


def _amount_of(text: str, currency: str) -> int | None:
    try:
        return parse_amount(text.strip().lstrip("-\u2212"), currency=currency)
    except ValueError:
        return None


async def _undo(
    session: Session, purchase: Purchase, *, reason: str, by: StaffMember | None, at: datetime, business: Business, tell: Tell
) -> int:
    points = await _take_back(session, purchase, at)
    customer = await get_customer(session, purchase.customer_id)
    await call_off_visits(session, purchase=purchase, customer=customer, at=at, business=business, tell=tell)
    note_act(
        session, act="purchase.reversed", by=by, at=at, before={"reversed": False}, after={"reversed": True, "reason": reason},
        subject=purchase.reference,
    )  # fmt: skip
    await session.flush()
    return points


async def _take_back(session: Session, purchase: Purchase, at: datetime) -> int:
    given = await list_points_for(session, purchase_id=purchase.id)
    concerned = {purchase.customer_id, *(entry.customer_id for entry in given)}
    await lock_ledgers(session, customer_ids=concerned)
    ledgers = await entries_of_many(session, customer_ids=concerned)
    lost = 0
    for entry in given:
        moment = moment_after(ledgers[entry.customer_id], at)
        is_gone = entry.expires_at is not None and entry.expires_at <= moment
        points = 0 if is_gone else entry.points
        lost += points if entry.customer_id == purchase.customer_id else 0
        # Also where nothing is taken back: the entry says that what was earned counts towards no tier any more.
        session.add(
            PointsEntry(
                customer_id=entry.customer_id, kind=PointsKind.ADJUSTED, points=-points, cause=f"reversed:{entry.id}",
                purchase_id=purchase.id, at=moment,
            )
        )  # fmt: skip
    referral = await find_referral_for(session, purchase_id=purchase.id)
    if referral is not None:
        referral.purchase_id = None  # the next purchase is the first one
    return lost
