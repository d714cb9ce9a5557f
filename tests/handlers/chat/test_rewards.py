"""Rewards in the chat: chosen, confirmed, shown once more, taken by staff."""

import itertools
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.chat.loyalty_buttons import RedeemPress, RewardPress, VoucherPress
from storage.audit import AuditEvent
from storage.rewards import RewardStock, Voucher
from storage.vocabulary import Language
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import IVY, OTTO, Talker
from tests.handlers.chat.loyalty_side import LANGUAGES, with_points
from tests.handlers.chat.staff_side import STRANGER, ticket_of, topic_of

CODE = re.compile(r"<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>")


async def redeemed(desk: Desk, *, language: Language = Language.ENGLISH) -> tuple[Talker, str]:
    """Return a customer who has just redeemed a sample, and the code."""
    ivy = await with_points(desk, language=language)
    sample = desk.business.loyalty.rewards[0].label(language)
    await ivy.says("/rewards")
    await ivy.presses("reward-button", reward=sample, points="50")
    await ivy.presses("reward-button-confirm", points="50")
    code = CODE.search((await ivy.hears())[-1])
    assert code is not None
    return ivy, code[1]


async def voucher(desk: Desk) -> Voucher:
    """Return the one voucher."""
    [found] = await desk.rows(Voucher)
    assert isinstance(found, Voucher)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reward_is_chosen_confirmed_and_shown_once_more(desk_on_both: Desk, language: Language) -> None:
    desk = desk_on_both
    ivy, code = await redeemed(desk, language=language)
    sample = desk.business.loyalty.rewards[0].label(language)
    day = {Language.ENGLISH: "3 May 2026", Language.CHINESE: "2026年5月3日"}[language]
    assert (await voucher(desk)).code == code.replace("-", "")
    line = ivy.words("voucher-line-until", code=code, reward=sample, day=day)
    assert await desk.last_said_to(IVY) == ivy.words("reward-redeemed", reward=sample, code=code, until=day, balance="550")
    await ivy.presses("loyalty-button-mine")
    assert await ivy.hears_one() == "\n".join([ivy.words("reward-mine"), line])
    await ivy.says("/points")
    assert ivy.words("points-title", points="550", tier=desk.business.tiers[1].label(language)) in (await ivy.hears())[-1]


async def test_before_it_is_confirmed_nothing_is_taken(desk: Desk) -> None:
    ivy = await with_points(desk)
    await ivy.says("/rewards")
    assert await ivy.hears_one() == "\n".join(
        [
            ivy.words("reward-title", balance="600"),
            *(ivy.words("reward-line", reward=each.en, points=str(each.points)) for each in desk.business.loyalty.rewards),
        ]
    )
    await ivy.presses("reward-button", reward="Tea tin", points="300")
    assert await ivy.hears_one() == ivy.words("reward-confirm", reward="Tea tin", points="300", balance="600")
    assert await desk.rows(Voucher) == []
    await ivy.presses("menu-button-cancel")
    assert await desk.rows(Voucher) == []


async def test_a_confirmation_that_is_pressed_twice_shows_the_same_code(desk: Desk) -> None:
    ivy, code = await redeemed(desk)
    await ivy.presses("reward-button-confirm", points="50")
    assert CODE.findall(await ivy.hears_one()) == [code]
    assert len(await desk.rows(Voucher)) == 1


async def test_a_confirmation_that_is_pressed_once_more_after_the_reward_was_handed_out_says_that(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy, code = await redeemed(desk)
    await desk.presses(AGENT, VoucherPress(voucher=(await voucher(desk)).id).pack())
    await ivy.presses("reward-button-confirm", points="50")
    assert await ivy.hears_one() == ivy.words("voucher-line-used", code=code, reward="Tea sample", day="4 March 2026")


async def test_a_confirmation_that_is_pressed_once_more_when_the_reward_is_over_says_that(desk: Desk) -> None:
    ivy, code = await redeemed(desk)
    desk.later(days=61)
    await ivy.presses("reward-button-confirm", points="50")
    assert await ivy.hears_one() == ivy.words("voucher-line-over", code=code, reward="Tea sample", day="3 May 2026")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reward_without_an_end_names_no_day(desk: Desk, language: Language) -> None:
    sample, *others = desk.business.loyalty.rewards
    loyalty = replace(desk.business.loyalty, rewards=(replace(sample, valid_days=0), *others))
    ivy, code = await redeemed(desk.of(replace(desk.business, loyalty=loyalty)), language=language)
    said = await desk.last_said_to(IVY)
    assert said == ivy.words("reward-redeemed", reward=sample.label(language), code=code, until="never", balance="550")
    assert (said.count(code), "never" in said) == (1, False)


async def test_who_has_too_few_points_is_told_what_is_missing_and_a_forged_confirmation_is_refused(desk: Desk) -> None:
    ivy = await with_points(desk)
    await ivy.says("/rewards")
    await ivy.hears()
    await ivy.presses("reward-button", reward="Tasting for two", points="800")
    assert await ivy.hears_one() == ivy.words("reward-not-yet", reward="Tasting for two", points="800", balance="600", missing="200")
    await ivy.presses_data(RedeemPress(reward="tasting", points=800, asked=7).pack())
    assert await ivy.is_answered_by("refusal-not-enough-points", points="600", missing="200")
    for press in (
        RedeemPress(reward="tasting", points=1, asked=7),
        RedeemPress(reward="yacht", points=1, asked=7),
        RewardPress(reward="yacht"),
    ):
        await ivy.presses_data(press.pack())
        assert await ivy.is_answered_by("refusal-reward-gone")
    assert await desk.rows(Voucher) == []


async def test_who_had_a_reward_as_often_as_one_may_is_told_before_they_are_asked(desk: Desk) -> None:
    tasting = next(each for each in desk.business.loyalty.rewards if each.per_customer == 1)
    ivy = await with_points(desk, 2000)
    await ivy.says("/rewards")
    await ivy.hears()
    label, points = tasting.en, str(tasting.points)
    await ivy.presses("reward-button", reward=label, points=points)
    await ivy.presses("reward-button-confirm", points=points)
    await ivy.hears()
    await ivy.presses_data(RewardPress(reward=tasting.key).pack())
    assert await ivy.is_answered_by("refusal-reward-limit-reached", reward=label, limit=1)
    assert len(await desk.rows(Voucher)) == 1


async def test_the_stock_is_shown_to_customers_and_set_by_owners(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ivy = await with_points(desk)
    for command in ("/stock sample 1", "/stock tin +5", "/stock tin 5", "/stock tin -2", "/stock tin 9 9", "/stock sample many"):
        await desk.says(OWNER, command)
    said = (await desk.said_to(OWNER))[-6:]
    usage = desk.phrase("stock-usage")
    lines = [
        desk.phrase("stock-title"),
        desk.phrase("stock-line", word="sample", reward="Tea sample", remaining=1),
        desk.phrase("stock-line", word="tin", reward="Tea tin", remaining=3),
        desk.phrase("stock-line-unlimited", word="tasting", reward="Tasting for two"),
        usage,
    ]
    assert said[1] == desk.phrase("refusal-stock-too-small", reward="tin", remaining=0)
    assert said[3:] == ["\n".join(lines), usage, usage]
    await ivy.says("/rewards")
    assert ivy.words("reward-line-left", reward="Tea sample", points="50", remaining=1) in await ivy.hears_one()
    await ivy.presses("reward-button", reward="Tea sample", points="50")
    await ivy.presses("reward-button-confirm", points="50")
    await ivy.presses_data(RedeemPress(reward="sample", points=50, asked=99).pack())
    assert await ivy.is_answered_by("refusal-reward-sold-out", reward="Tea sample")
    await ivy.presses("loyalty-button-rewards")
    assert ivy.words("reward-line-sold-out", reward="Tea sample", points="50") in (await ivy.hears())[-1]
    assert "Tea sample · 50" not in await ivy.sees()
    await desk.says(OWNER, "/stock sample unlimited")
    assert [row.reward_key for row in await desk.rows(RewardStock, RewardStock.reward_key)] == ["tin"]


async def test_only_owners_see_and_set_the_stock(desk: Desk) -> None:
    await desk.has_staff_group()
    for user_id, command in itertools.product((AGENT, IVY), ("/stock", "/stock sample 5")):
        await desk.says(user_id, command)
        assert await desk.last_said_to(user_id) == desk.phrase("refusal-not-allowed", role="owner")
    assert await desk.rows(RewardStock, RewardStock.reward_key) == []


async def test_staff_look_a_code_up_and_mark_it_used_once(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ivy, code = await redeemed(desk)
    number = (await ivy.customer()).id
    await desk.says_in_group(AGENT, f"/voucher {code.lower().replace('-', ' ')}")
    assert await desk.last_said_to(STAFF_GROUP) == "\n".join(
        [
            desk.phrase("voucher-line-until", code=code, reward="Tea sample", day="3 May 2026"),
            desk.phrase("voucher-whose", name=f"Person{IVY}", number=number, points="50", issued="Wed 4 Mar, 20:00"),
        ]
    )
    await desk.deliver()
    await desk.presses_button(AGENT, "Mark used")
    used = desk.phrase("voucher-used", code=code, reward="Tea sample", name=f"Person{AGENT}")
    assert await desk.last_said_to(STAFF_GROUP) == used
    await desk.presses_button(AGENT, "Mark used")
    assert (await desk.press_answers())[-1] == desk.phrase("refusal-voucher-already-used", code=code)
    assert [(event.act, event.subject) for event in await desk.rows(AuditEvent)] == [("voucher.used", code)]
    await desk.says(AGENT, f"/voucher {code}")
    assert (await desk.last_said_to(AGENT)).splitlines() == [
        desk.phrase("voucher-line-used", code=code, reward="Tea sample", day="4 March 2026"),
        desk.phrase("voucher-whose", name=f"Person{IVY}", number=number, points="50", issued="Wed 4 Mar, 20:00"),
        desk.phrase("voucher-taken-by", name=f"Person{AGENT}"),
    ]
    await ivy.presses("loyalty-button-mine")
    assert ivy.words("voucher-line-used", code=code, reward="Tea sample", day="4 March 2026") in await ivy.hears_one()


async def test_in_a_tickets_topic_a_code_is_looked_up_and_nothing_reaches_the_customer(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy, code = await redeemed(desk)
    ticket = await ticket_of(desk)
    await ivy.hears()
    await desk.says_in_group(AGENT, f"/voucher {code}", topic=topic_of(ticket))
    assert code in await desk.last_said_to(STAFF_GROUP)
    assert await ivy.hears() == []


async def test_a_voucher_that_is_over_has_no_button_and_cannot_be_taken(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy, code = await redeemed(desk)
    desk.later(days=61)
    await desk.says(AGENT, f"/voucher {code}")
    over = desk.phrase("voucher-line-over", code=code, reward="Tea sample", day="3 May 2026")
    assert (await desk.last_said_to(AGENT)).startswith(over)
    assert "Mark used" not in await desk.button_labels()
    await desk.presses(AGENT, VoucherPress(voucher=(await voucher(desk)).id).pack())
    assert (await desk.press_answers())[-1] == desk.phrase("refusal-voucher-expired", code=code)
    await ivy.presses("loyalty-button-mine")
    assert over in await ivy.hears_one()


async def test_a_voucher_without_an_end_has_none(desk: Desk) -> None:
    await desk.has_staff_group()
    _, code = await redeemed(desk)
    async with desk.database.begin() as session:
        (await session.get_one(Voucher, (await voucher(desk)).id)).expires_at = None
    desk.at += timedelta(days=4000)
    await desk.says(AGENT, f"/voucher {code}")
    assert (await desk.last_said_to(AGENT)).startswith(desk.phrase("voucher-line", code=code, reward="Tea sample") + "\n")


async def test_nobody_but_staff_looks_up_or_takes_a_voucher(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy, code = await redeemed(desk)
    press = VoucherPress(voucher=(await voucher(desk)).id).pack()
    await ivy.says(f"/voucher {code}")
    assert await ivy.hears_one() == ivy.words("menu-unknown-command")
    await ivy.presses_data(press)
    assert await ivy.is_answered_by("refusal-not-allowed", role="agent")
    await desk.presses(STRANGER, press, chat_id=STAFF_GROUP)
    await desk.presses(AGENT, press, chat_id=-100_77)
    assert (await desk.press_answers())[-1] == desk.phrase("press-is-old")
    assert (await voucher(desk)).used_at is None


@pytest.mark.parametrize(
    ("words", "key"), [("", "voucher-usage"), ("ACDEF-34679", "refusal-no-such-voucher"), ("?", "refusal-no-such-voucher")]
)
async def test_a_code_that_is_none_is_said_so(desk: Desk, words: str, key: str) -> None:
    await desk.has_staff_group()
    await desk.says(AGENT, f"/voucher {words}")
    assert await desk.last_said_to(AGENT) == desk.phrase(key)


async def test_who_has_no_voucher_and_somebody_elses_question_are_told_so(desk: Desk) -> None:
    ivy, _ = await redeemed(desk)
    otto = Talker(desk, OTTO)
    await otto.says("/points")
    await otto.presses("loyalty-button-mine")
    assert (await otto.hears())[-1] == otto.words("reward-mine-none")
    await otto.presses_data(RedeemPress(reward="sample", points=50, asked=(await voucher(desk)).asked_id).pack())
    assert await otto.is_answered_by("refusal-not-enough-points", points="0", missing="50")
    assert ivy.user_id != otto.user_id
