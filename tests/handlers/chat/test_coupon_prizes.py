"""Codes of the shop for points, in the chat: confirmed, shown once more, looked up by staff, out of stock, and running low."""

from dataclasses import replace

import pytest

from crm.rules.coupons import NO_END
from storage.coupons import Coupon
from storage.points import PointsEntry
from storage.vocabulary import Language
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import OTTO, Talker
from tests.handlers.chat.loyalty_side import LANGUAGES, with_points
from tests.handlers.chat.test_coupons import END, LAST_DAY, said


def shop(desk: Desk) -> Desk:
    """Return a desk whose first reward is a code of a list, and that wants to hear when one code is left."""
    business = desk.business
    reward = replace(business.loyalty.rewards[0], coupons="prizes", per_customer=0)
    loyalty = replace(business.loyalty, rewards=(reward, *business.loyalty.rewards[1:]))
    return desk.of(replace(business, loyalty=loyalty, greetings=replace(business.greetings, coupons_low=2)))


async def listed(desk: Desk, *codes: str) -> None:
    """Put codes on the list of prizes."""
    await desk.keep(*(Coupon(list_name="prizes", code=code, expires_at=END, imported_at=desk.at) for code in codes))


async def chooses(desk: Desk, talker: Talker) -> list[str]:
    """Let a customer choose and confirm the first reward, and return what they read."""
    await talker.says("/rewards")
    await talker.hears()
    await talker.presses("reward-button", reward=desk.business.loyalty.rewards[0].label(talker.language), points="50")
    asked = await talker.hears()
    await talker.presses("reward-button-confirm", points="50")
    return [*asked, *(await talker.hears())]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_points_buy_a_code_of_the_shop_which_staff_can_look_up(desk_on_both: Desk, language: Language) -> None:
    desk = shop(desk_on_both)
    await desk.has_staff_group()
    ivy = await with_points(desk, language=language)
    await listed(desk, "PRIZE-1", "PRIZE-2", "PRIZE-3")
    sample, day = desk.business.loyalty.rewards[0].label(language), desk.phrasebook.speaking(language).day(LAST_DAY)
    line = ivy.words("voucher-line-until", code="PRIZE-1", reward=sample, day=day)
    assert await chooses(desk, ivy) == [
        ivy.words("reward-confirm-coupon", reward=sample, points="50", balance="600"),
        "\n".join([ivy.words("reward-redeemed-coupon", reward=sample, code="PRIZE-1", balance="550"), line]),
    ]
    await ivy.presses("loyalty-button-mine")
    assert await ivy.hears_one() == "\n".join([ivy.words("reward-mine"), line])
    customer = await ivy.customer()
    english = desk.business.loyalty.rewards[0].label(Language.ENGLISH)
    for command in ("/voucher prize-1", "/coupons PRIZE-1"):
        lines = (await said(desk, AGENT, command)).splitlines()
        assert lines[1] == desk.phrase("coupon-of-list", list="prizes")
        assert lines[2].startswith(f"Given for points to {customer.name} (customer no. {customer.id})")
        assert lines[3] == desk.phrase("coupon-paid", reward=english, points="50")
    assert await said(desk, AGENT, "/voucher PRIZE-9") == desk.phrase("refusal-no-such-voucher")


async def test_a_reward_without_codes_is_out_of_stock_before_anything_is_asked(desk: Desk) -> None:
    desk = shop(desk)
    await desk.has_staff_group()
    ivy, otto = await with_points(desk), await with_points(desk, user_id=OTTO)
    await listed(desk, "PRIZE-1")
    sample = desk.business.loyalty.rewards[0].en
    await otto.says("/rewards")
    assert (await otto.hears_one()).splitlines()[1] == otto.words("reward-line-left", reward=sample, points="50", remaining=1)
    await chooses(desk, ivy)
    await otto.presses("reward-button", reward=sample, points="50")
    assert await otto.is_answered_by("refusal-reward-sold-out", reward=sample)
    await otto.says("/rewards")
    assert (await otto.hears_one()).splitlines()[1] == otto.words("reward-line-sold-out", reward=sample, points="50")
    assert [row.points for row in await desk.rows(PointsEntry) if row.points < 0] == [-50]


async def test_so_is_one_of_which_the_stock_is_used_up(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = await with_points(desk)
    tin = desk.business.loyalty.rewards[1].en
    await ivy.says("/rewards")
    await ivy.hears()
    await desk.says(OWNER, "/stock tin 0")
    await ivy.presses("reward-button", reward=tin, points="300")
    assert await ivy.is_answered_by("refusal-reward-sold-out", reward=tin)


async def test_many_codes_are_not_counted_for_customers_but_for_the_owner(desk: Desk) -> None:
    desk = shop(desk)
    await desk.has_staff_group()
    ivy = await with_points(desk)
    await desk.keep(*(Coupon(list_name="prizes", code=f"PRIZE-{each}", expires_at=NO_END, imported_at=desk.at) for each in range(120)))
    sample = desk.business.loyalty.rewards[0].en
    await ivy.says("/rewards")
    assert (await ivy.hears_one()).splitlines()[1] == ivy.words("reward-line", reward=sample, points="50")
    lines = (await said(desk, OWNER, "/stock")).splitlines()
    assert lines[1] == desk.phrase("stock-line-coupons", word="sample", reward=sample, remaining="120", list="prizes")
    assert await said(desk, OWNER, "/stock sample 5") == desk.phrase("refusal-stock-is-coupon-list", reward="sample", list="prizes")


async def test_those_in_charge_read_once_that_a_list_runs_low_and_once_that_it_is_used_up(desk_on_both: Desk) -> None:
    desk = shop(desk_on_both)
    await desk.has_staff_group()
    ivy = await with_points(desk)
    await listed(desk, "PRIZE-1", "PRIZE-2", "PRIZE-3")
    for _ in range(3):
        await chooses(desk, ivy)
    low = desk.phrase("coupon-list-low", list="prizes", left=1)
    gone = desk.phrase("coupon-list-gone", list="prizes", days=desk.business.loyalty.rewards[0].valid_days)
    assert [text for text in await desk.said_to(OWNER) if "prizes" in text] == [low, gone]


async def test_a_list_for_rewards_that_was_never_imported_is_named(desk: Desk) -> None:
    desk = shop(desk)
    await desk.has_staff_group()
    assert desk.phrase("coupon-list-missing", list="prizes") in (await said(desk, AGENT, "/coupons")).splitlines()
    await desk.says(AGENT, "/coupons", chat_id=STAFF_GROUP)
