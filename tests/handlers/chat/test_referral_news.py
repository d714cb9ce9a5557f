"""News of referrals: who brought a friend hears once of the points that this brought, by day, and not who bought what."""

from datetime import timedelta

import pytest

from crm.privacy import set_consent
from crm.referral_news import find_news_of_friends
from storage.customers import Customer
from storage.vocabulary import ConsentKind, Language
from tests.desk import OWNER, Desk
from tests.handlers.chat.customer_side import IVY, OTTO, Talker
from tests.handlers.chat.loyalty_side import LANGUAGES
from tests.handlers.chat.test_referrals import link_of
from tests.unasked_side import reminds

UMA = 1003


async def buys(desk: Desk, user_id: int, reference: str) -> None:
    """The owner tells of a purchase."""
    await desk.says(OWNER, f"/purchase @person{user_id} 128.50 CNY {reference}")


async def host_of(desk: Desk, *friends: int, language: Language = Language.ENGLISH) -> Talker:
    """Return a customer who brought these friends more than an hour ago, when it was morning."""
    await desk.has_staff_group()
    desk.later(hours=15)  # 11:00 in Shanghai
    ivy = Talker(desk, IVY, language)
    await ivy.says("/start")
    link = await link_of(ivy)
    for number in friends:
        await Talker(desk, number).says(f"/start {link}")
    desk.later(hours=2)
    return ivy


def news(desk: Desk, language: Language = Language.ENGLISH, *, friends: int = 1, points: str = "100", balance: str = "100") -> str:
    """Return what is said of points for friends."""
    return desk.phrase("reminder-friends", language, name=f"Person{IVY}", friends=friends, points=points, balance=balance)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_brought_a_friend_hears_once_of_the_points(desk_on_both: Desk, language: Language) -> None:
    desk = desk_on_both
    ivy = await host_of(desk, OTTO, language=language)
    await reminds(desk)
    assert await ivy.hears() == []
    await buys(desk, OTTO, "LT-1")
    await reminds(desk)
    said = await ivy.hears_one()
    assert said == news(desk, language)
    assert "LT-1" not in said
    assert f"Person{OTTO}" not in said
    assert await ivy.sees() == [desk.phrasebook.speaking(language).plain("consent-button-opt-out")]
    for _ in range(3):
        desk.later(days=1)
        await buys(desk, OTTO, f"LT-2-{desk.at.day}")
        await reminds(desk)
    assert await ivy.hears() == []


async def test_friends_who_bought_meanwhile_are_told_of_together(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ivy = await host_of(desk, OTTO, UMA)
    await buys(desk, OTTO, "LT-1")
    await buys(desk, UMA, "LT-2")
    await reminds(desk)
    assert await ivy.hears_one() == news(desk, friends=2, points="200", balance="200")


async def test_what_came_after_the_last_news_is_told_the_next_day(desk: Desk) -> None:
    ivy = await host_of(desk, OTTO, UMA)
    await buys(desk, OTTO, "LT-1")
    await reminds(desk)
    await buys(desk, UMA, "LT-2")
    await reminds(desk)
    assert await ivy.hears() == [news(desk)]
    desk.later(days=1)
    await reminds(desk)
    assert await ivy.hears() == [news(desk, balance="200")]


async def test_nobody_is_told_at_night_nor_amid_a_chat(desk: Desk) -> None:
    ivy = await host_of(desk, OTTO)
    desk.later(hours=10)  # 23:00
    await buys(desk, OTTO, "LT-1")
    await reminds(desk)
    desk.later(hours=12)
    await ivy.says("/points")
    await ivy.hears()
    await reminds(desk)
    assert await ivy.hears() == []
    desk.later(hours=2)
    await reminds(desk)
    assert await ivy.hears_one() == news(desk)


async def test_who_wants_no_reminders_is_told_under_points_only(desk: Desk) -> None:
    ivy = await host_of(desk, OTTO)
    async with desk.database.begin() as session:
        customer = await session.get_one(Customer, (await ivy.customer()).id)
        await set_consent(session, customer=customer, kind=ConsentKind.REMINDERS, granted=False, at=desk.at)
    await buys(desk, OTTO, "LT-1")
    await reminds(desk)
    assert await ivy.hears() == []


async def test_a_purchase_that_was_reversed_meanwhile_is_no_news_and_the_next_one_is(desk: Desk) -> None:
    ivy = await host_of(desk, OTTO)
    await buys(desk, OTTO, "LT-1")
    await desk.says(OWNER, "/purchase reverse LT-1 sent back")
    await reminds(desk)
    assert await ivy.hears() == []
    await buys(desk, OTTO, "LT-2")
    await reminds(desk)
    assert await ivy.hears_one() == news(desk)


async def test_news_that_nobody_could_be_told_for_weeks_are_none(desk: Desk) -> None:
    ivy = await host_of(desk, OTTO)
    await buys(desk, OTTO, "LT-1")
    desk.later(days=14)
    await reminds(desk)
    assert await ivy.hears() == []


async def test_a_search_among_everybody_leaves_out_who_sleeps(desk: Desk) -> None:
    await host_of(desk, OTTO)
    await buys(desk, OTTO, "LT-1")
    found = []
    for hours in (0, 10):  # 13:00 and 23:00 in Shanghai
        async with desk.database.read() as session:
            found.append(
                await find_news_of_friends(session, after_id=0, at=desk.at + timedelta(hours=hours), business=desk.business, limit=1)
            )
    assert [(len(each.reminders), each.after_id is None) for each in found] == [(1, False), (0, False)]
