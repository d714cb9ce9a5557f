"""Floods, in short: the limits of Telegram are used and never hit, and nobody waits because of somebody else."""

from collections.abc import Callable

import pytest

from bot.phrasebook import Phrasebook
from crm.business import Business
from storage.vocabulary import Language
from tests.floods.runs import ALLOWED_PER_SECOND, drain_bulk, flood_by_one, send_burst
from tests.floods.scene import Scene

pytestmark = pytest.mark.timeout(300)
# A machine that does much else at the same time is forgiven a part of the pace, never a refusal.
LEAST_USED = 0.8


async def test_bulk_drains_at_the_allowed_pace_and_customers_are_answered_at_once(scene: Callable[..., Scene]) -> None:
    drained = await drain_bulk(scene(crowd=600), customers=20)
    assert drained.too_many == 0
    assert drained.bulk == 600
    assert drained.used > LEAST_USED
    assert drained.per_second < ALLOWED_PER_SECOND
    assert drained.waits.count >= 20
    assert drained.waits.median < 1


async def test_a_burst_of_sixty_messages_reaches_staff_whole_in_order_and_soon(scene: Callable[..., Scene], database_url: str) -> None:
    burst = await send_burst(scene(url=database_url), messages=60, seconds=5)
    assert burst.seen == burst.said
    assert burst.seconds < 90
    assert burst.posts < 18
    assert burst.too_many == 0


async def test_one_who_floods_slows_nobody_is_told_once_and_loses_nothing(scene: Callable[..., Scene], business: Business) -> None:
    told = Phrasebook(business.texts).speaking(Language.ENGLISH)("menu-flood")
    flood = await flood_by_one(scene(), others=5, told=told)
    assert flood.kept == flood.said
    assert flood.burst.seen == flood.said
    assert flood.told == 1
    assert flood.waits.median < 1
    assert flood.neighbour_seconds < 60
    assert flood.burst.seconds < 90
    assert flood.too_many == 0
