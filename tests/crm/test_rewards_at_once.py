"""Rewards when many redeem at once, in one process or several."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from crm.business import Business
from crm.points import points_summary
from crm.refusals import Refusal
from crm.rewards import (
    VoucherAlreadyUsed,
    use_voucher,
)
from storage.database import Database
from storage.rewards import RewardStock, Voucher
from storage.vocabulary import Role
from tests.conftest import NOON, new_postgres_database
from tests.crm.redeeming import redeem_often
from tests.crm.test_rewards import left, redeem, rich, stocked
from tests.programs import surroundings
from tests.scene import Scene


@pytest.mark.parametrize(("points", "stock"), [(250, None), (1000, 4), (150, 2)])
async def test_of_many_who_redeem_at_once_only_so_many_succeed_as_there_are_points_and_stock(
    scene: Scene, points: int, stock: int | None
) -> None:
    reward = replace(scene.business.loyalty.rewards[0], per_customer=0)
    scene.business = replace(scene.business, loyalty=replace(scene.business.loyalty, rewards=(reward,)))
    customer = await rich(scene, points)
    if stock is not None:
        await stocked(scene, stock)

    async def one(asked: int) -> bool:
        try:
            return (await redeem(scene, customer, asked=asked)).is_new
        except Refusal:
            return False

    succeeded = sum(await asyncio.gather(*(one(asked) for asked in range(10))))
    assert succeeded == min(points // 50, stock if stock is not None else 10)
    assert await left(scene, customer) == points - 50 * succeeded
    assert len(await scene.rows(Voucher)) == succeeded
    if stock is not None:
        assert [row.remaining for row in await scene.rows(RewardStock)] == [stock - succeeded]


async def test_of_many_who_confirm_the_same_question_at_once_one_gets_the_voucher(scene: Scene) -> None:
    customer = await rich(scene)
    redeemed = await asyncio.gather(*(redeem(scene, customer) for _ in range(8)))
    assert (sum(each.is_new for each in redeemed), len({each.voucher.id for each in redeemed})) == (1, 1)
    assert await left(scene, customer) == 950


async def test_of_many_who_take_the_same_voucher_at_once_one_does(scene: Scene) -> None:
    voucher = (await redeem(scene, await rich(scene))).voucher
    agent = await scene.staff(Role.AGENT)

    async def take() -> bool:
        async with scene.database.begin() as session:
            try:
                await use_voucher(session, voucher_id=voucher.id, by=agent, at=scene.at)
            except VoucherAlreadyUsed:
                return False
        return True

    assert sum(await asyncio.gather(*(take() for _ in range(8)))) == 1


@pytest.fixture
async def shared(postgres_url: str, postgres_template: str, business: Business) -> AsyncIterator[Scene]:
    """A scene on PostgreSQL, where several processes may work."""
    database = Database(await new_postgres_database(postgres_url, template=postgres_template))
    yield Scene(database=database, business=business, at=NOON)
    await database.close()


async def test_two_processes_share_a_balance_and_a_stock(shared: Scene) -> None:
    scene = shared
    several = [await rich(scene, 400, number) for number in (1, 2, 3)]
    await stocked(scene, 20)
    url = scene.database.url.render_as_string(hide_password=False)
    workers = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.crm.redeeming",
            url,
            str(place),
            env=surroundings(is_measured=False),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for place in (1, 2)
    ]
    answers = [await worker.communicate() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], answers
    counts = [int(out.decode()) for out, _ in answers]
    assert sum(counts) == 20
    async with scene.database.read() as session:
        balances = [
            (await points_summary(session, customer=customer, at=scene.at + timedelta(days=1), business=scene.business)).balance
            for customer in several
        ]
    assert (sum(balances), min(balances) >= 0) == (3 * 400 - 20 * 50, True)
    assert [row.remaining for row in await scene.rows(RewardStock)] == [0]


async def test_redeeming_often_stops_at_the_last_point(database: Database, scene: Scene) -> None:
    await rich(scene, 120)
    assert await redeem_often(database, business=scene.business, customers=[1], at=scene.at, first_asked=1) == 2
