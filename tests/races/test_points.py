"""Races on points: whatever is done to those of one customer at once, by clocks that differ a little, none are taken twice or for nothing."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from crm.business import Business
from crm.gifts import give_birthday_points
from crm.points import NotEnoughPoints, adjust_points, points_summary
from crm.purchases import PurchaseLine, record_purchase
from crm.refusals import Refusal
from crm.reversals import PurchaseAlreadyReversed, ReversalLine, reverse_imported_purchase, reverse_purchase
from crm.rewards import RewardSoldOut, VoucherAlreadyUsed, redeem_reward, use_voucher
from jobs.points import write_off_expired_points
from storage.customers import get_customer
from storage.database import DATABASE_ERRORS, OVERTAKEN_ERRORS, Database, is_collision
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.rewards import RewardStock, Voucher
from storage.vocabulary import PointsKind
from tests.conftest import drop_postgres_database, new_postgres_database
from tests.ledger_deeds import do
from tests.ledger_side import BIRTHDAY, TINS, Deed, Till
from tests.statements import share_statements

WHO, PRICE, SAME_QUESTION = 2, 45, 7
MOST_TRIES = 20


class Try(NamedTuple):
    """What one program does: a number by which it chooses, how far its clock is ahead, and by how much it begins later."""

    name: str
    number: int
    ahead: timedelta
    later_ms: int


class Together:
    """Programs that work at once on the points of one customer, of whose points some expire at this moment."""

    def __init__(self, till: Till) -> None:
        self.till = till
        self.done: list[tuple[str, int]] = []
        self.refused: list[type[Refusal]] = []

    async def run(self, tries: Sequence[Try]) -> None:
        """Let all of them begin, each in transactions of its own."""
        await asyncio.gather(*(self._one(place, each) for place, each in enumerate(tries)))

    async def _one(self, place: int, each: Try) -> None:
        await asyncio.sleep(each.later_ms / 1000)
        for _ in range(MOST_TRIES):
            try:
                outcome = await _TRIES[each.name](self.till, place, each.number, self.till.scene.at + each.ahead)
            except Refusal as refusal:
                self.refused.append(type(refusal))
                return
            except (*DATABASE_ERRORS, *OVERTAKEN_ERRORS) as error:
                if not isinstance(error, OVERTAKEN_ERRORS) and not is_collision(error):
                    raise
                continue  # somebody was faster: the program begins again, too
            self.done.append((each.name, outcome))
            return
        pytest.fail(f"{each} never comes to an end")

    def outcomes(self, name: str) -> list[int]:
        """Return what came of everything of a name that was not refused."""
        return [outcome for each, outcome in self.done if each == name]


async def redeems(till: Till, place: int, number: int, at: datetime) -> int:
    """The customer confirms a tin, some of them the same question; returns what was paid."""
    async with till.scene.database.begin() as session:
        redeemed = await redeem_reward(
            session, customer=await get_customer(session, WHO), reward_key="tin", points=PRICE,
            asked_id=SAME_QUESTION if number % 3 == 0 else 1000 + place, at=at, business=till.scene.business, draw=secrets.randbelow,
            tell=till.scene.tell,
        )  # fmt: skip
        return PRICE if redeemed.is_new else 0


async def reverses(till: Till, place: int, number: int, at: datetime) -> int:
    """A purchase of the customer is reversed by staff or by an import; returns how many points the customer lost."""
    scene, mine = till.scene, [each for each in till.bought if each.who == WHO]
    reference = mine[number % len(mine)].reference
    async with scene.database.begin() as session:
        if number % 3:
            owner = await till.owner(session)
            told = await reverse_purchase(
                session, reference=reference, reason="", by=owner, at=at, business=scene.business, tell=scene.tell
            )
            return told.points
        line = ReversalLine(reference)
        return (await reverse_imported_purchase(session, line=line, at=at, business=scene.business, tell=scene.tell)).points


async def writes_off(till: Till, place: int, number: int, at: datetime) -> int:
    """The job that writes off what has expired runs."""
    return await write_off_expired_points(till.scene.database, till.scene.business, lambda: at, till.scene.make_tell)


async def corrects(till: Till, place: int, number: int, at: datetime) -> int:
    """The owner takes some points by hand; returns how many."""
    points = number + 1
    async with till.scene.database.begin() as session:
        customer, owner = await get_customer(session, WHO), await till.owner(session)
        await adjust_points(session, customer=customer, points=-points, reason="", by=owner, at=at, business=till.scene.business)
    return points


async def is_given(till: Till, place: int, number: int, at: datetime) -> int:
    """The customer gets the points of their birthday, which there are once."""
    async with till.scene.database.begin() as session:
        await give_birthday_points(session, years={WHO: at.year}, at=at, business=till.scene.business)
    return 0


async def buys(till: Till, place: int, number: int, at: datetime) -> int:
    """A purchase is imported that others import at the same moment; returns what it earned."""
    bought_at = till.scene.at - timedelta(days=1)
    line = PurchaseLine(customer=f"#{WHO}", amount="20", currency="CNY", date=bought_at.isoformat(), reference=f"SAME-{number % 2}")
    async with till.scene.database.begin() as session:
        return (await record_purchase(session, line=line, at=at, business=till.scene.business)).points


async def is_used(till: Till, place: int, number: int, at: datetime) -> int:
    """A voucher from before is shown to several of the staff."""
    async with till.scene.database.begin() as session:
        await use_voucher(session, voucher_id=till.vouchers[0].voucher_id, by=await till.owner(session), at=at)
    return 0


_TRIES: Mapping[str, Callable[[Till, int, int, datetime], Awaitable[int]]] = {
    each.__name__: each for each in (redeems, reverses, writes_off, corrects, is_given, buys, is_used)
}
_NAMES = ["redeems"] * 4 + ["reverses"] * 3 + ["writes_off"] * 3 + [*_TRIES]
SKEWS = st.sampled_from([timedelta(seconds=-1), timedelta(0), timedelta(milliseconds=1), timedelta(seconds=1)])
TRIES = st.lists(st.builds(Try, st.sampled_from(_NAMES), st.integers(0, 11), SKEWS, st.integers(0, 12)), min_size=6, max_size=14)


async def _prepared(database: Database, business: Business) -> Till:
    """Return a till whose customer has bought twice, has a voucher, and has points of the first purchase that expire now."""
    till = Till(database, business)
    await till.open()
    await do(till, Deed("buys", WHO, 40))
    await do(till, Deed("buys", WHO, 31, timedelta(days=12)))
    await do(till, Deed("redeems", WHO, 1))
    expires_at = till.ledgers[WHO].next_expiry(till.scene.at)
    assert [each.reward for each in till.vouchers] == ["tin"]
    assert expires_at is not None
    till.scene.at = expires_at
    return till


@pytest.mark.timeout(300)
@settings(max_examples=15, phases=[Phase.generate])  # what depends on who is faster can be neither repeated nor made smaller
@given(tries=TRIES)
async def test_of_all_that_is_done_to_the_points_of_one_customer_at_once_each_point_goes_once(
    postgres_url: str, postgres_template: str, business: Business, tries: list[Try]
) -> None:
    url = await new_postgres_database(postgres_url, template=postgres_template)
    database = await share_statements(Database(url))
    try:
        till = await _prepared(database, business)
        before = {row.id: row.model_dump() for row in await till.scene.rows(PointsEntry)}
        together = Together(till)
        await together.run(tries)
        await _check(together, before)
    finally:
        await database.close()
        await drop_postgres_database(postgres_url, url)


async def _check(together: Together, before: Mapping[int, dict[str, object]]) -> None:
    till, scene = together.till, together.till.scene
    shelf = till.ledgers[WHO].shelf(scene.at - timedelta(seconds=1))
    scene.at += timedelta(seconds=2)
    await write_off_expired_points(scene.database, scene.business, scene.now, scene.make_tell)
    rows: list[PointsEntry] = await scene.rows(PointsEntry)
    assert {row.id: row.model_dump() for row in rows if row.id in before} == before
    new = [row for row in rows if row.id not in before and row.customer_id == WHO]
    spent, taken_back = sum(together.outcomes("redeems")) + sum(together.outcomes("corrects")), sum(together.outcomes("reverses"))
    written_off = -sum(row.points for row in new if row.kind is PointsKind.EXPIRED)
    given = sum(row.points for row in new if row.points > 0)
    async with scene.database.read() as session:
        summary = await points_summary(session, customer=await get_customer(session, WHO), at=scene.at, business=scene.business)
    # Every point of before and of now is there, or went exactly one way.
    assert summary.balance == sum(row.points for row in rows if row.customer_id == WHO)
    assert summary.balance == shelf.spendable + given - spent - taken_back - written_off
    # Nobody spends what there is not: only what was taken back after it was spent is owed.
    assert spent <= shelf.spendable + given
    assert summary.balance >= -min(spent + _spent_before(till), taken_back)
    # Nobody is refused what they surely had.
    surely = sum(gift.points for gift in shelf.good if gift.until > scene.at) - spent - taken_back
    assert NotEnoughPoints not in together.refused or surely < PRICE
    await _check_once(together, new)


def _spent_before(till: Till) -> int:
    return PRICE * len(till.vouchers)


async def _check_once(together: Together, new: Sequence[PointsEntry]) -> None:
    scene = together.till.scene
    redeemed = [paid for paid in together.outcomes("redeems") if paid]
    assert [row.remaining for row in await scene.rows(RewardStock)] == [TINS - 1 - len(redeemed)]
    assert RewardSoldOut not in together.refused or len(redeemed) == TINS - 1
    vouchers: list[Voucher] = await scene.rows(Voucher)
    assert len(vouchers) == len({row.code for row in vouchers}) == len(redeemed) + 1
    assert len(together.outcomes("is_used")) <= 1
    assert VoucherAlreadyUsed not in together.refused or together.outcomes("is_used")
    bought: list[Purchase] = await scene.rows(Purchase)
    assert len({row.reference for row in bought}) == len(bought)
    assert sum(together.outcomes("buys")) == sum(row.points for row in new if row.kind is PointsKind.EARNED)
    presents = [row for row in new if row.kind is PointsKind.GIFT]
    assert [row.points for row in presents if row.purchase_id is None] == [BIRTHDAY][: len(together.outcomes("is_given"))]
    # Whoever was brought by a friend buys for the first time once, and for the first time again when that purchase was reversed.
    kept = {row.id for row in bought if row.reversed_at is None}
    rewarded = [row.purchase_id for row in await scene.rows(PointsEntry) if row.cause.startswith("friend:") and row.customer_id == WHO]
    assert len(kept.intersection(rewarded)) <= 1
    assert PurchaseAlreadyReversed not in together.refused or any(row.reversed_at for row in bought)
    reversed_for = [row.cause for row in new if row.cause.startswith("reversed:")]
    assert len(set(reversed_for)) == len(reversed_for)
