"""Referrals in the chat: a link for friends, and who comes by it; purchases told of and reversed."""

import re
from dataclasses import replace

import pytest

from storage.points import PointsEntry
from storage.referrals import Referral
from storage.staff import StaffMember
from storage.vocabulary import Language, PointsKind, Role
from tests.desk import AGENT, BOT_USERNAME, OWNER, Desk
from tests.handlers.chat.customer_side import IVY, OTTO, Talker
from tests.handlers.chat.loyalty_side import LANGUAGES

LINK = re.compile(rf"https://t\.me/{BOT_USERNAME}\?start=(ref_[A-Za-z0-9_-]{{16}})")


async def link_of(talker: Talker) -> str:
    """Return what the link of a customer carries."""
    await talker.says("/invite")
    link = LINK.search((await talker.hears())[-1])
    assert link is not None
    return link[1]


async def gifts(desk: Desk) -> list[tuple[int, int]]:
    """Return every gift: to whom, and how many points."""
    return [(entry.customer_id, entry.points) for entry in await desk.rows(PointsEntry) if entry.kind is PointsKind.GIFT]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_friend_comes_by_the_link_buys_and_both_have_points(desk_on_both: Desk, language: Language) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ivy, otto = Talker(desk, IVY, language), Talker(desk, OTTO, language)
    await ivy.says("/start")
    link = await link_of(ivy)
    assert await link_of(ivy) == link
    await otto.says(f"/start {link}")
    welcome, greeting = await otto.hears()
    assert welcome == otto.words("referral-welcome", points="50")
    assert otto.words("menu-introduction") in greeting
    await desk.says(OWNER, f"/purchase @person{OTTO} 128.50 CNY LT-1")
    friend, brought = await otto.customer(), await ivy.customer()
    name = f"Person{OTTO}"
    assert await desk.last_said_to(OWNER) == desk.phrase("purchase-kept", name=name, number=friend.id, reference="LT-1", points="128")
    assert await gifts(desk) == [(brought.id, 100), (friend.id, 50)]
    await ivy.says("/invite")
    assert ivy.words("referral-count", brought=1, bought=1) in (await ivy.hears())[-1]
    await desk.says(OWNER, "/purchase reverse LT-1 sent back")
    assert await desk.last_said_to(OWNER) == desk.phrase("purchase-reversed", name=name, number=friend.id, reference="LT-1", points="178")
    assert sum(entry.points for entry in await desk.rows(PointsEntry)) == 0
    await desk.says(OWNER, "/purchase reverse LT-1 sent back")
    assert await desk.last_said_to(OWNER) == desk.phrase("refusal-purchase-already-reversed", reference="LT-1")


async def test_own_links_and_links_for_who_is_here_already_are_refused(desk: Desk) -> None:
    ivy, otto = Talker(desk, IVY), Talker(desk, OTTO)
    await ivy.says("/start")
    await otto.says("/start")
    link = await link_of(ivy)
    await ivy.says(f"/start {link}")
    assert await ivy.hears_one() == ivy.words("refusal-own-referral")
    await otto.hears()
    desk.later(minutes=1)
    await otto.says(f"/start {link}")
    assert await otto.hears_one() == otto.words("refusal-already-customer")
    assert await desk.rows(Referral) == []


async def test_a_link_that_is_none_is_a_start_like_any_other(desk: Desk) -> None:
    otto = Talker(desk, OTTO)
    await otto.says("/start ref_nobody")
    assert otto.words("menu-introduction") in await otto.hears_one()
    assert await desk.rows(Referral) == []


async def test_two_links_in_one_batch_count_once(desk: Desk) -> None:
    ivy = Talker(desk, IVY)
    await ivy.says("/start")
    link = await link_of(ivy)
    await desk.feed(desk.private_message(OTTO, f"/start {link}"), desk.private_message(OTTO, f"/start {link}"))
    assert len(await desk.rows(Referral)) == 1


async def test_who_must_show_to_be_a_person_first_is_a_friend_all_the_same(desk: Desk) -> None:
    ivy = Talker(desk, IVY)
    await ivy.says("/start")
    link = await link_of(ivy)
    strict = desk.of(replace(desk.business, human_check=replace(desk.business.human_check, enabled=True)))
    otto = Talker(strict, OTTO)
    await otto.says(f"/start {link}")
    assert (await otto.hears())[-1] == otto.words("human-check-button", company="Lantern Tea")
    await otto.says("/invite")
    assert await otto.hears_one() == otto.words("human-check-command", command="/invite")
    assert len(await strict.rows(Referral)) == 1


async def test_a_business_without_referrals_takes_no_notice_of_links(desk: Desk) -> None:
    ivy = Talker(desk, IVY)
    await ivy.says("/start")
    link = await link_of(ivy)
    bonuses = replace(desk.business.loyalty.bonuses, friend=0, friend_brought=0)
    plain = desk.of(replace(desk.business, loyalty=replace(desk.business.loyalty, bonuses=bonuses)))
    otto = Talker(plain, OTTO)
    await otto.says(f"/start {link}")
    assert otto.words("menu-introduction") in await otto.hears_one()
    assert await plain.rows(Referral) == []


async def test_the_button_below_points_shows_the_link(desk: Desk) -> None:
    ivy = Talker(desk, IVY)
    await ivy.says("/points")
    await ivy.presses("loyalty-button-invite")
    said = (await ivy.hears())[-1]
    assert LINK.search(said)
    assert ivy.words("referral-gives", mine="100", theirs="50") in said


async def test_supervisors_tell_of_purchases_and_are_told_what_is_wrong(desk: Desk) -> None:
    await desk.keep(StaffMember(user_id=3002, name="Sam", role=Role.SUPERVISOR, language=Language.ENGLISH, added_at=desk.at))
    ivy = Talker(desk, IVY)
    await ivy.says("/start")
    number = (await ivy.customer()).id
    for words in (
        "",
        "reverse",
        f"@person{IVY} 5 CNY",
        f"@person{IVY} 5 CNY LT-1 tea",
        f"@person{IVY} 5 CNY LT-1",
        "@nobody 5 CNY LT-2",
        "reverse LT-9",
    ):
        await desk.says(3002, f"/purchase {words}")
    name = f"Person{IVY}"
    assert await desk.said_to(3002) == [
        desk.phrase("purchase-usage"),
        desk.phrase("purchase-usage"),
        desk.phrase("purchase-usage"),
        desk.phrase("purchase-kept", name=name, number=number, reference="LT-1", points="5"),
        desk.phrase("purchase-known", name=name, number=number, reference="LT-1"),
        desk.phrase("purchase-not-kept", fault="customer_unknown", value="@nobody"),
        desk.phrase("refusal-no-such-purchase", reference="LT-9"),
    ]


@pytest.mark.parametrize("user_id", [AGENT, IVY])
async def test_nobody_else_tells_of_purchases(desk: Desk, user_id: int) -> None:
    await desk.has_staff_group()
    await desk.says(user_id, f"/purchase @person{IVY} 5 CNY LT-1")
    assert await desk.last_said_to(user_id) == desk.phrase("refusal-not-allowed", role="supervisor")
