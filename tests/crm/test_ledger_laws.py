"""Laws of the ledger of points on real databases: whatever is done in whatever order, it comes to what a model of it says."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm.business import Business
from crm.points import points_summary, spendable
from storage.coupons import Coupon
from storage.customers import get_customer
from storage.database import Database
from storage.points import PointsEntry, sum_points
from storage.rewards import RewardStock, Voucher
from tests.conftest import drop_postgres_database, new_postgres_database
from tests.ledger_deeds import DEEDS, do
from tests.ledger_model import FAR
from tests.ledger_side import Deed, Till
from tests.statements import share_statements

SOON = timedelta(days=60)  # what expires within it is shown to the customer
# Most of what is done is done often; a business seldom changes its terms.
OFTEN = ["buys"] * 4 + ["redeems"] * 6 + ["reverses"] * 3 + ["writes_off"] * 2 + ["waits"] * 2
PAUSES = [timedelta(minutes=1)] * 4 + [timedelta(hours=5), timedelta(days=1), timedelta(days=9), timedelta(days=31)]
# Much is done to one of them, who brought a friend and was brought by another.
WHO = st.sampled_from([1, 2, 2, 2, 3])
PLANS = st.lists(
    st.builds(Deed, st.sampled_from([*OFTEN, *DEEDS]), WHO, st.integers(0, 60), st.sampled_from(PAUSES)),
    min_size=12,
    max_size=26,
)


# What chance seldom finds: a debt that several gifts pay off, and a price that is there to the point, and a point short.
PAID_OFF = [
    Deed(name, 1, number) for name, number in (("buys", 41), ("redeems", 2), ("reverses", 1), ("buys", 7), ("buys", 8), ("corrects", 38))
]
TO_THE_POINT = [Deed(name, 3, number) for name, number in (("corrects", 49), ("redeems", 2), ("corrects", 48), ("redeems", 2))]


class Books:
    """What stands in the books, looked at again and again: nothing that was seen changes or vanishes."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._seen: dict[int, dict[str, object]] = {}

    async def check(self) -> None:
        """Compare everything with the model."""
        rows = {row.id: row.model_dump() for row in await self._till.scene.rows(PointsEntry)}
        assert {number: rows.get(number) for number in self._seen} == self._seen
        self._seen = rows
        for who in self._till.ledgers:
            await self._check_ledger(who, [int(str(row["points"])) for row in rows.values() if row["customer_id"] == who])
        await self._check_vouchers()

    async def _check_ledger(self, who: int, changes: Sequence[int]) -> None:
        scene, ledger = self._till.scene, self._till.ledgers[who]
        shelf = ledger.shelf(scene.at)
        async with scene.database.read() as session:
            customer = await get_customer(session, who)
            summary = await points_summary(session, customer=customer, at=scene.at, business=scene.business)
            assert await sum_points(session, customer_id=who) == sum(changes) == shelf.written
            can_spend, _ = await spendable(session, customer_id=who, at=scene.at)
        assert (summary.balance, can_spend) == (shelf.shown, shelf.spendable)
        assert summary.balance >= 0 or shelf.debt
        assert [(lot.points, lot.earned_at, lot.expires_at or FAR) for lot in summary.lots] == [
            (gift.points, gift.at, gift.until) for gift in shelf.good
        ]
        soon = [gift for gift in shelf.good if gift.until <= scene.at + SOON]
        assert (summary.expiring, summary.expires_at) == (sum(each.points for each in soon), soon[0].until if soon else None)
        assert summary.tier.key == ("silver" if ledger.has_tier(scene.at, self._till.kept()) else "member")

    async def _check_vouchers(self) -> None:
        till = self._till
        vouchers: list[Voucher] = await till.scene.rows(Voucher)
        assert {(row.id, row.customer_id, row.reward_key, row.used_at is not None) for row in vouchers} == {
            (had.voucher_id, had.who, had.reward, had.is_used) for had in till.vouchers
        }
        assert len({row.code for row in vouchers}) == len(vouchers)
        assert [row.remaining for row in await till.scene.rows(RewardStock)] == [till.tins]
        given = {row.id: row.customer_id for row in await till.scene.rows(Coupon) if row.given_at is not None}
        assert given == {had.coupon_id: had.who for had in till.vouchers if had.coupon_id is not None}


async def follow(database: Database, business: Business, plan: Sequence[Deed]) -> Till:
    """Do what is planned on an empty database, and look at the books after each deed."""
    till = Till(database, business)
    await till.open()
    books = Books(till)
    for deed in plan:
        await do(till, deed)
        await books.check()
    return till


@pytest.mark.timeout(300)
@settings(max_examples=30)
@example(plan=PAID_OFF)
@example(plan=TO_THE_POINT)
@given(plan=PLANS)
async def test_on_sqlite_the_books_agree_with_the_model_whatever_is_done(
    sqlite_template: Path, business: Business, plan: list[Deed]
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        database = await share_statements(Database(f"sqlite:///{shutil.copy(sqlite_template, Path(directory) / 'kefu.db')}"))
        try:
            await follow(database, business, plan)
        finally:
            await database.close()


@pytest.mark.timeout(300)
@settings(max_examples=8)
@example(plan=PAID_OFF)
@example(plan=TO_THE_POINT)
@given(plan=PLANS)
async def test_on_postgresql_the_books_agree_with_the_model_whatever_is_done(
    postgres_url: str, postgres_template: str, business: Business, plan: list[Deed]
) -> None:
    url = await new_postgres_database(postgres_url, template=postgres_template)
    database = await share_statements(Database(url))
    try:
        await follow(database, business, plan)
    finally:
        await database.close()
        await drop_postgres_database(postgres_url, url)
