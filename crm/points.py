"""Points: what customers have, which tier that makes, what is given and taken, and what expires."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from crm.audit import note_act
from crm.business import Business, TierLevel
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.earning import earning_factor
from crm.rules.loyalty import Entry, Lot, balance, expiring, lapsed_points, lot_expiry, points_for, remaining_lots
from crm.rules.money import worth_of
from crm.rules.tiers import TierStanding
from crm.steps import STEP, Ahead, Found, Step, next_numbers
from crm.tiers import merits_of_many, standing_by
from storage.columns import draw_id
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.points import (
    PointsEntry,
    find_customers_with_expiring_points,
    find_points_by_cause,
    list_ledgers,
    list_points,
    lock_ledgers,
)
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.vocabulary import PointsKind, Role

SHOWN_AS_EXPIRING = timedelta(days=60)


class NotEnoughPoints(Refusal):
    """The customer has fewer points than are to be taken; facts: `points` that there are, `missing`."""


@dataclass(frozen=True)
class PointsSummary:
    """How a customer stands: points that can be spent, the lots that they consist of, and the tier with its reasons.

    `expiring` are the points that expire within 60 days, the first of them at `expires_at`.
    """

    balance: int
    lots: Sequence[Lot]
    standing: TierStanding[TierLevel]
    expiring: int
    expires_at: datetime | None

    @property
    def tier(self) -> TierLevel:
        """The tier of the customer."""
        return self.standing.tier

    @property
    def next_tier(self) -> TierLevel | None:
        """The tier above; None at the top."""
        return self.standing.next_tier

    @property
    def missing(self) -> int:
        """What is missing to the tier above; 0 at the top."""
        return self.standing.missing


async def points_summary(session: Session, *, customer: Customer, at: datetime, business: Business) -> PointsSummary:
    """Return how a customer stands with points. Points past their expiry do not count, written off or not."""
    entries = as_entries(await list_points(session, customer_id=customer.id))
    soon = expiring(entries, at, SHOWN_AS_EXPIRING)
    return PointsSummary(
        balance=balance(entries) - lapsed_points(entries, at),
        lots=remaining_lots(entries, at),
        standing=await _standing(session, customer, entries, at, business),
        expiring=sum(lot.points for lot in soon),
        expires_at=soon[0].expires_at if soon else None,
    )


async def tier_standings(
    session: Session, *, customer_ids: Collection[int], at: datetime, business: Business
) -> dict[int, TierStanding[TierLevel]]:
    """Return how each of these customers stands among the tiers."""
    ledgers = await entries_of_many(session, customer_ids=customer_ids)
    merits = await merits_of_many(session, ledgers=ledgers, at=at, business=business)
    return {number: standing_by(merits[number], at=at, business=business) for number in customer_ids}


async def entries_of_many(session: Session, *, customer_ids: Collection[int]) -> dict[int, list[Entry]]:
    """Return the ledgers of these customers, each oldest first."""
    ledgers: dict[int, list[Entry]] = {number: [] for number in customer_ids}
    for number, kind, points, at, expires_at, purchase_id in await list_ledgers(session, customer_ids=customer_ids):
        ledgers[number].append(Entry(kind, points, at, expires_at, purchase_id))
    return ledgers


async def earn_points(session: Session, *, purchase: Purchase, customer: Customer, at: datetime, business: Business) -> int:
    """Write the points of a purchase down and return how many: by the factor of the tier that the customer had when buying, and by that
    of the business for purchases of this kind.

    None are written for points that would be past their expiry already. The purchase must be stored.
    """
    entries = as_entries(await list_points(session, customer_id=customer.id))
    tier = (await _standing(session, customer, entries, purchase.at, business, besides=purchase)).tier
    worth = worth_of(purchase.amount_minor, currency=purchase.currency, rates=business.loyalty.rates)
    factor = tier.factor * earning_factor(business.loyalty.earning, worth=worth, category=purchase.category)
    points = points_for(worth, points_per_unit=business.points.per_unit, factor=factor)
    expires_at = lot_expiry(purchase.at, business.points.expire_months, zone=customer.time_zone)
    if not points or (expires_at is not None and expires_at <= at):
        return 0
    session.add(
        PointsEntry(
            customer_id=customer.id, kind=PointsKind.EARNED, points=points, cause=f"purchase:{purchase.reference}", purchase_id=purchase.id,
            at=purchase.at, expires_at=expires_at,
        )
    )  # fmt: skip
    await session.flush()
    return points


async def give_points(
    session: Session, *, customer_id: int, points: int, cause: str, at: datetime, business: Business, purchase_id: int | None = None
) -> int:
    """Give a customer points as a gift, and return how many: 0 when they were given for this cause already, or there are none to give.

    A gift counts towards no tier. What is given for a purchase (`purchase_id`) is taken back when that is reversed.
    """
    if points <= 0:
        return 0
    await lock_ledgers(session, customer_ids=[customer_id])
    if await find_points_by_cause(session, cause) is not None:
        return 0
    customer = await get_customer(session, customer_id)
    expires_at = lot_expiry(at, business.points.expire_months, zone=customer.time_zone)
    session.add(
        PointsEntry(
            customer_id=customer_id, kind=PointsKind.GIFT, points=points, cause=cause, purchase_id=purchase_id, at=at, expires_at=expires_at
        )
    )
    await session.flush()
    return points


async def adjust_points(
    session: Session, *, customer: Customer, points: int, reason: str, by: StaffMember | None, at: datetime, business: Business
) -> int:
    """Give a customer points by hand, or take some (`points` below 0), and return the balance. Raises NotAllowed, NotEnoughPoints."""
    owner = require_role(by, Role.OWNER)
    if points < 0:
        have, at = await spendable(session, customer_id=customer.id, at=at)
        if have < -points:
            raise NotEnoughPoints(points=have, missing=-points - have)
    before = await points_summary(session, customer=customer, at=at, business=business)
    expires_at = lot_expiry(at, business.points.expire_months, zone=customer.time_zone) if points > 0 else None
    number = draw_id()
    session.add(
        PointsEntry(
            id=number, customer_id=customer.id, kind=PointsKind.ADJUSTED, points=points, cause=f"adjusted:{number}", at=at,
            expires_at=expires_at,
        )
    )  # fmt: skip
    await session.flush()
    after = before.balance + points
    note_act(
        session, act="points.adjusted", by=owner, at=at, before={"points": before.balance}, after={"points": after, "reason": reason},
        subject=str(customer.id),
    )  # fmt: skip
    return after


async def spendable(session: Session, *, customer_id: int, at: datetime) -> tuple[int, datetime]:
    """Return what a customer can spend, and the moment at which that is so; nobody else takes points until this transaction ends.

    The moment is later than `at` when another process, whose clock is ahead, wrote something meanwhile: its entry must count.
    """
    await lock_ledgers(session, customer_ids=[customer_id])
    entries = as_entries(await list_points(session, customer_id=customer_id))
    moment = moment_after(entries, at)
    return sum(lot.points for lot in remaining_lots(entries, moment)), moment


async def find_expired_points(session: Session, *, after_id: int, since: datetime, at: datetime, ahead: Ahead, limit: int = STEP) -> Found:
    """Find the customers of whom `expire_points` would write something off. Only reads."""
    search = partial(find_customers_with_expiring_points, session, spans=[(since, at)])
    numbers = await next_numbers(search, after_id=after_id, limit=limit, ahead=ahead)
    ledgers = await entries_of_many(session, customer_ids=numbers)
    lapsed = [number for number, entries in ledgers.items() if lapsed_points(entries, at)]
    return Found(lapsed, numbers[-1] if len(numbers) == limit else None)


async def expire_points(
    session: Session, *, after_id: int = 0, since: datetime, at: datetime, limit: int = STEP, customer_ids: Sequence[int] | None = None
) -> Step:
    """Write off the points that went past their expiry since a moment; a second run finds nothing to write off. Only of `customer_ids`,
    when they are given.
    """
    numbers = customer_ids
    if numbers is None:
        numbers = await find_customers_with_expiring_points(session, spans=[(since, at)], after_id=after_id, limit=limit)
    if numbers:
        await lock_ledgers(session, customer_ids=numbers)
    ledgers = await entries_of_many(session, customer_ids=numbers)
    done = 0
    for number, entries in ledgers.items():
        moment = moment_after(entries, at)
        lapsed = lapsed_points(entries, moment)
        if lapsed:
            last = max(entry.expires_at for entry in entries if entry.expires_at is not None and entry.expires_at <= moment)
            session.add(
                PointsEntry(
                    customer_id=number, kind=PointsKind.EXPIRED, points=-lapsed, cause=f"expired:{number}:{last.isoformat()}", at=moment
                )
            )
            done += 1
    return Step(done, numbers[-1] if len(numbers) == limit else None)


def moment_after(entries: Iterable[Entry], at: datetime) -> datetime:
    """Return the moment at which points may be taken from a ledger that nobody else writes: all that was written counts, also what
    another process, whose clock is ahead, wrote a moment "later".
    """
    return max([at, *(entry.at for entry in entries)])


def as_entries(rows: Sequence[PointsEntry]) -> list[Entry]:
    """Return rows of the ledger as the rules know them."""
    return [Entry(row.kind, row.points, row.at, row.expires_at, row.purchase_id) for row in rows]


async def _standing(
    session: Session, customer: Customer, entries: list[Entry], at: datetime, business: Business, *, besides: Purchase | None = None
) -> TierStanding[TierLevel]:
    merits = (await merits_of_many(session, ledgers={customer.id: entries}, at=at, business=business, besides=besides))[customer.id]
    return standing_by(merits, at=at, business=business)
