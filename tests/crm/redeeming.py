"""Somebody who redeems as often as it goes, also as a process of its own."""

import asyncio
import secrets
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import bot.lean_models  # noqa: F401  # before anything that imports aiogram, as in the program
import storage.tables  # noqa: F401  # rows can be written when every table is known
from bot.business import load_business
from crm.business import Business
from crm.notices import Notice
from crm.refusals import Refusal
from crm.rewards import redeem_reward
from storage.customers import get_customer
from storage.database import Database

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # that of the tests: importing what they import takes longer than the work
TRIES = 40


async def _ignore(_: Notice) -> None:
    """Tell nobody."""


async def redeem_often(database: Database, *, business: Business, customers: Sequence[int], at: datetime, first_asked: int) -> int:
    """Let these customers confirm a sample in turn, many times, and return how often they got one."""
    reward = replace(business.loyalty.rewards[0], per_customer=0)
    business = replace(business, loyalty=replace(business.loyalty, rewards=(reward,)))

    async def one(asked: int, number: int) -> bool:
        try:
            async with database.begin() as session:
                customer = await get_customer(session, number)
                redeemed = await redeem_reward(
                    session, customer=customer, reward_key=reward.key, points=reward.points, asked_id=asked, at=at, business=business,
                    draw=secrets.randbelow, tell=_ignore,
                )  # fmt: skip
        except Refusal:
            return False
        return redeemed.is_new

    tries = [one(first_asked + place, customers[place % len(customers)]) for place in range(TRIES)]
    return sum(await asyncio.gather(*tries))


async def main(url: str, worker: int) -> int:
    """Redeem in a database that other workers use too."""
    database = Database(url)
    try:
        return await redeem_often(database, business=load_business(None), customers=[1, 2, 3], at=NOON, first_asked=1000 * worker)
    finally:
        await database.close()


if __name__ == "__main__":
    sys.stdout.write(str(asyncio.run(main(sys.argv[1], int(sys.argv[2])))))
