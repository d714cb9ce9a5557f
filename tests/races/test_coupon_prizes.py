"""Races on codes of the shop that are paid for with points: never two customers the same, and points for nothing are not taken."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from crm.coupons import CouponsGone, CouponsLow
from crm.deliveries import MakeTell
from crm.rules.coupons import NO_END
from handlers.chat.loyalty_buttons import RedeemPress
from storage.coupons import Coupon
from storage.points import PointsEntry
from storage.rewards import Voucher
from tests.desk import OWNER, Desk
from tests.handlers.chat.loyalty_side import with_points
from tests.races.overlaps import Overlap, takes_update
from tests.races.rivals import take_at_once
from tests.races.test_tickets import press

PEOPLE = (1001, 1002, 1003)


async def shop(desk: Desk, codes: Sequence[str]) -> Desk:
    """Return a desk whose first reward is a code of a list, with three customers who can pay for it."""
    reward = replace(desk.business.loyalty.rewards[0], coupons="prizes")
    desk = desk.of(replace(desk.business, loyalty=replace(desk.business.loyalty, rewards=(reward,))))
    await desk.has_staff_group()
    for number in PEOPLE:
        await with_points(desk, user_id=number)
    await desk.keep(*(Coupon(list_name="prizes", code=code, expires_at=NO_END, imported_at=desk.at) for code in codes))
    return desk


@pytest.mark.parametrize("codes", [("ONE-1",), ("ONE-1", "TWO-2"), ("ONE-1", "TWO-2", "THREE-3", "FOUR-4")])
async def test_each_code_goes_to_one_of_those_who_press_at_once(desk_on_both: Desk, codes: Sequence[str]) -> None:
    desk = await shop(desk_on_both, codes)
    data = RedeemPress(reward="sample", points=50, asked=7).pack()
    presses = [press(user, data, chat_id=user, number=user) for user in PEOPLE]
    await take_at_once(desk, *presses, at_the_beginning=True)
    vouchers = await desk.rows(Voucher)
    lucky = min(len(codes), len(PEOPLE))
    assert len({row.code for row in vouchers}) == len({row.customer_id for row in vouchers}) == len(vouchers) == lucky
    spent = [row.customer_id for row in await desk.rows(PointsEntry) if row.points == -50]
    assert sorted(spent) == sorted(row.customer_id for row in vouchers)
    given = {row.code: row.customer_id for row in await desk.rows(Coupon) if row.customer_id is not None}
    assert given == {row.code: row.customer_id for row in vouchers}
    sold_out = desk.phrase("refusal-reward-sold-out", reward=desk.business.loyalty.rewards[0].en)
    answers = await desk.press_answers()
    assert answers.count(sold_out) == len(PEOPLE) - lucky


async def test_those_who_take_the_last_codes_at_once_leave_it_told_that_there_are_none(desk_on_both: Desk) -> None:
    desk = await shop(desk_on_both, ("ONE-1", "TWO-2", "THREE-3"))
    await desk.presses(PEOPLE[0], RedeemPress(reward="sample", points=50, asked=6).pack())
    low = desk.phrase("coupon-list-low", list="prizes", left=2)
    assert (await desk.said_to(OWNER)).count(low) == 1
    data = RedeemPress(reward="sample", points=50, asked=7).pack()
    acts = (partial(_takes, raw=press(user, data, chat_id=user, number=user)) for user in PEOPLE[1:])
    await Overlap(desk, (CouponsLow, CouponsGone)).run(*acts)
    assert len(await desk.rows(Voucher)) == len(PEOPLE)
    gone = desk.phrase("coupon-list-gone", list="prizes", days=desk.business.loyalty.rewards[0].valid_days)
    assert (await desk.said_to(OWNER)).count(gone) == 1


async def _takes(desk: Desk, make_tell: MakeTell, raw: dict[str, Any]) -> None:
    await takes_update(desk, raw, make_tell)
