"""Somebody who gives coupons as often as it goes, as a process of its own."""

import asyncio
import sys
from datetime import UTC, datetime

import bot.lean_models  # noqa: F401  # before anything that imports aiogram, as in the program
import storage.tables  # noqa: F401  # rows can be written when every table is known
from bot.business import load_business
from crm.coupons import give_coupons
from crm.notices import Notice
from storage.database import Database

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # that of the tests: importing what they import takes longer than the work
ROUNDS = 30


async def ignore(notice: Notice) -> None:
    """Hear a notice and do nothing."""


async def main(url: str, worker: int) -> list[str]:
    """Give two codes at a time in a database that other workers use too, until none are left; return those that were given."""
    database = Database(url)
    business = load_business(None)
    codes = []

    async def give(turn: int) -> list[str]:
        causes = {number: f"test:{worker}:{turn}:{number}" for number in (1, 2)}
        async with database.begin() as session:
            given = await give_coupons(session, list_name="birthday", causes=causes, at=NOON, business=business, tell=ignore)
            return [coupon.code for coupon in given.values()]

    try:
        for first in range(0, ROUNDS * 3, 3):
            codes += [code for each in await asyncio.gather(*(give(first + place) for place in range(3))) for code in each]
    finally:
        await database.close()
    return codes


if __name__ == "__main__":
    sys.stdout.write("\n".join(asyncio.run(main(sys.argv[1], int(sys.argv[2])))))
