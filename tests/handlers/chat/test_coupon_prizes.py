"""Codes of the shop for points, in the chat: confirmed, shown once more, looked up by staff, out of stock, and running low."""

from dataclasses import replace

import pytest

from crm.rules.coupons import NO_END
from crm.rules.local_time import local_date
from handlers.chat.loyalty_buttons import CouponPress
from storage.coupons import Coupon
from storage.points import PointsEntry
from storage.rewards import Voucher
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
        ivy.words("reward-redeemed-coupon", reward=sample, code="PRIZE-1", until=day, balance="550"),
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


async def bought(desk: Desk, language: Language) -> Talker:
    """Let a customer have PRIZE-1 for points."""
    await desk.has_staff_group()
    ivy = await with_points(desk, language=language)
    await listed(desk, "PRIZE-1", "PRIZE-2")
    await chooses(desk, ivy)
    return ivy


@pytest.mark.parametrize("language", LANGUAGES)
async def test_staff_mark_a_code_of_the_shop_as_used_once_and_its_customer_sees_it(desk_on_both: Desk, language: Language) -> None:
    desk = shop(desk_on_both)
    ivy = await bought(desk, language)
    await desk.says(AGENT, "/voucher prize-1")
    await desk.presses_button(AGENT, "Mark used")
    assert await desk.last_said_to(AGENT) == desk.phrase("coupon-used", code="PRIZE-1", name=f"Person{AGENT}")
    await desk.presses_button(AGENT, "Mark used")
    assert (await desk.press_answers())[-1] == desk.phrasebook.speaking(Language.ENGLISH).plain(
        "refusal-coupon-already-used", code="PRIZE-1"
    )
    [used] = [row for row in await desk.rows(Coupon) if row.used_at is not None]
    [voucher] = await desk.rows(Voucher)
    assert (used.code, used.used_at, used.used_by) == ("PRIZE-1", voucher.used_at, voucher.used_by)
    sample, day = (
        desk.business.loyalty.rewards[0].label(language),
        desk.phrasebook.speaking(language).day(local_date(desk.at, "Asia/Shanghai")),
    )
    await ivy.presses("loyalty-button-mine")
    assert await ivy.hears_one() == "\n".join(
        [ivy.words("reward-mine"), ivy.words("voucher-line-used", code="PRIZE-1", reward=sample, day=day)]
    )
    lines = (await said(desk, AGENT, "/coupons PRIZE-1")).splitlines()
    assert (lines[0], lines[-1]) == (
        desk.phrase(
            "coupon-line-used", code="PRIZE-1", day=desk.phrasebook.speaking(Language.ENGLISH).day(local_date(desk.at, "Asia/Shanghai"))
        ),
        desk.phrase("voucher-taken-by", name=f"Person{AGENT}"),
    )
    assert (await desk.button_labels()).count("Mark used") == 1
    counts = (await said(desk, AGENT, "/coupons")).splitlines()[1]
    assert counts.startswith(desk.phrase("coupon-list-line", list="prizes", left="1", given="1", used=1, expired=0))
    assert "marked coupon PRIZE-1 as used" in await said(desk, OWNER, "/audit")


async def test_in_the_group_too_but_not_by_customers_nor_elsewhere(desk: Desk) -> None:
    desk = shop(desk)
    ivy = await bought(desk, Language.ENGLISH)
    await desk.says(AGENT, "/voucher PRIZE-1", chat_id=STAFF_GROUP)
    data = CouponPress(coupon=next(row.id for row in await desk.rows(Coupon) if row.code == "PRIZE-1")).pack()
    await ivy.presses_data(data)
    assert await ivy.is_answered_by("refusal-not-allowed", role="agent")
    await desk.presses(AGENT, data, chat_id=-5)
    assert [row.used_at for row in await desk.rows(Coupon)] == [None, None]
    await desk.presses(AGENT, data, chat_id=STAFF_GROUP)
    assert [row.code for row in await desk.rows(Coupon) if row.used_at] == ["PRIZE-1"]


async def test_a_code_that_nobody_has_or_that_is_over_has_no_button_and_cannot_be_marked(desk: Desk) -> None:
    desk = shop(desk)
    await bought(desk, Language.ENGLISH)
    given, free = sorted(await desk.rows(Coupon), key=lambda row: row.code)
    await desk.says(AGENT, "/voucher PRIZE-2")
    assert "Mark used" not in await desk.button_labels()
    await desk.presses(AGENT, CouponPress(coupon=free.id).pack())
    desk.at = END
    await desk.says(AGENT, "/voucher PRIZE-1")
    assert "Mark used" not in await desk.button_labels()
    await desk.presses(AGENT, CouponPress(coupon=given.id).pack())
    await desk.presses(AGENT, CouponPress(coupon=7).pack())
    say = desk.phrasebook.speaking(Language.ENGLISH).plain
    assert (await desk.press_answers())[-3:] == [
        say("refusal-coupon-not-given", code="PRIZE-2"), say("refusal-coupon-over", code="PRIZE-1"), say("refusal-no-such-coupon"),
    ]  # fmt: skip
    assert [row.used_at for row in await desk.rows(Coupon)] == [None, None]


async def test_of_two_lists_with_the_same_code_each_has_its_button(desk: Desk) -> None:
    desk = shop(desk)
    await bought(desk, Language.ENGLISH)
    other = Coupon(
        list_name="spring", code="PRIZE-1", expires_at=END, imported_at=desk.at, customer_id=1, given_at=desk.at, cause="birthday:1:2026"
    )
    await desk.keep(other)
    await desk.says(AGENT, "/coupons PRIZE-1")
    assert (await desk.button_labels())[-2:] == ["Mark used: prizes", "Mark used: spring"]
    await desk.presses_button(AGENT, "Mark used: spring")
    assert [(row.list_name, row.code) for row in await desk.rows(Coupon) if row.used_at] == [("spring", "PRIZE-1")]
    assert [row.used_at for row in await desk.rows(Voucher)] == [None]
