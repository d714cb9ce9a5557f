"""Points in the chat: how many, until when, why this tier, and a picture; owners give and take them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm.business import Business
from crm.rules.tiers import TierBasis
from storage.audit import AuditEvent
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.vocabulary import Language, PointsKind
from tests.desk import OWNER, Desk
from tests.handlers.chat.customer_side import IVY, Talker
from tests.handlers.chat.loyalty_side import LANGUAGES, with_points


async def photos(desk: Desk) -> list[tuple[str, str]]:
    """Return the pictures that were queued: the drawing and the words below it."""
    return [(row.payload["photo"], row.payload["caption"]) for row in await desk.queued() if row.method == "sendPhoto"]


def by_spend(business: Business) -> Business:
    """Return a business whose tiers are opened by what was spent."""
    return replace(business, loyalty=replace(business.loyalty, tier_rules=replace(business.loyalty.tier_rules, by=TierBasis.SPEND)))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_points_are_shown_with_their_ends_the_tier_its_reason_and_a_picture(desk_on_both: Desk, language: Language) -> None:
    desk = desk_on_both
    ivy = await with_points(desk, language=language)
    silver, gold = (tier.label(language) for tier in desk.business.tiers[1:])
    until, kept, since = (
        {Language.ENGLISH: en, Language.CHINESE: zh}[language]
        for en, zh in (("12 June 2026", "2026年6月12日"), ("3 April 2027", "2027年4月3日"), ("4 March 2026", "2026年3月4日"))
    )
    await ivy.says("/points")
    assert await ivy.hears() == [
        "\n".join(
            [
                ivy.words("points-title", points="600", tier=silver),
                ivy.words("points-until", points="600", day=until),
                "",
                ivy.words("points-reason", tier=silver, until=kept, points="600", since=since),
                ivy.words("points-next", count=1400, points="1,400", days=365, tier=gold),
            ]
        )
    ]
    names = " → ".join(tier.label(language) for tier in desk.business.tiers)
    assert await photos(desk) == [("drawing:tiers:600:0,500,2000", ivy.words("points-way", tiers=names, count="600"))]
    assert await ivy.sees() == [
        ivy.words(f"loyalty-button-{act}") if act != "menu" else ivy.words("menu-button-menu")
        for act in ("rewards", "mine", "invite", "menu")
    ]
    await ivy.presses("menu-button-menu")


async def test_points_of_many_days_are_summed_up_and_those_without_an_end_are_said_so(desk: Desk) -> None:
    ivy = await with_points(desk)
    number = (await ivy.customer()).id
    for days in range(1, 8):
        expires_at = desk.at + timedelta(days=days)
        await desk.keep(
            PointsEntry(customer_id=number, kind=PointsKind.GIFT, points=days, cause=f"g{days}", at=desk.at, expires_at=expires_at)
        )
    await desk.keep(PointsEntry(customer_id=number, kind=PointsKind.GIFT, points=9, cause="for ever", at=desk.at))
    await ivy.says("/points")
    lines = (await ivy.hears_one()).splitlines()
    assert lines[1:8] == [
        *(ivy.words("points-until", points=str(days), day=f"{4 + days} March 2026") for days in range(1, 6)),
        ivy.words("points-later", points="613", day="10 March 2026"),
        ivy.words("points-for-ever", points="9"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whose_points_were_spent_before_a_purchase_came_back_reads_why_there_are_fewer_than_none(
    desk: Desk, language: Language
) -> None:
    ivy = await with_points(desk, 60, language=language)
    number = (await ivy.customer()).id
    await desk.keep(PointsEntry(customer_id=number, kind=PointsKind.SPENT, points=-50, cause="voucher:1", at=desk.at))
    await desk.keep(PointsEntry(customer_id=number, kind=PointsKind.ADJUSTED, points=-60, cause=f"reversal:{number}", at=desk.at))
    await ivy.says("/points")
    assert (await ivy.hears_one()).splitlines()[:3] == [
        ivy.words("points-title", points="-50", tier=desk.business.tiers[0].label(language)), ivy.words("points-owed"), "",
    ]  # fmt: skip


async def test_who_is_in_the_grace_reads_what_keeps_the_tier(desk: Desk) -> None:
    ivy = await with_points(desk)
    desk.later(days=370)
    await ivy.says("/points")
    said = await ivy.hears_one()
    assert ivy.words("points-title", points="0", tier="Silver") in said
    assert ivy.words("points-grace", tier="Silver", until="3 April 2027", points="0", days=365, missing="500") in said


async def test_a_newcomer_and_somebody_at_the_top_read_no_more_than_there_is(desk: Desk) -> None:
    otto = Talker(desk)
    await otto.says("/points")
    assert await otto.hears_one() == "\n".join(
        [
            otto.words("points-title", points="0", tier="Member"),
            "",
            otto.words("points-next", count=500, points="500", days=365, tier="Silver"),
        ]
    )
    top = await with_points(desk, 3000, user_id=IVY + 5)
    await top.says("/points")
    assert (await top.hears_one()).endswith(
        top.words("points-reason", tier="Gold", until="3 April 2027", points="3,000", since="4 March 2026")
    )


async def test_a_business_that_counts_money_says_so(desk: Desk) -> None:
    ivy = await with_points(desk, 5)
    number = (await ivy.customer()).id
    await desk.keep(Purchase(customer_id=number, reference="A", amount_minor=50_000, currency="CNY", at=desk.at, imported_at=desk.at))
    other = desk.of(by_spend(desk.business))
    ivy = Talker(other)
    await ivy.says("/points")
    said = (await ivy.hears())[-1]
    assert ivy.words("points-reason-spend", tier="Silver", until="3 April 2027", points="500", since="4 March 2026") in said
    assert ivy.words("points-next-spend", points="1,500", days=365, tier="Gold", count=1500) in said
    other.later(days=370)
    await ivy.says("/points")
    assert (
        ivy.words("points-grace-spend", tier="Silver", until="3 April 2027", points="0", days=365, missing="500") in (await ivy.hears())[-1]
    )


async def test_a_business_with_one_tier_and_nothing_to_get_shows_numbers_only(desk: Desk) -> None:
    loyalty = replace(desk.business.loyalty, rewards=(), bonuses=replace(desk.business.loyalty.bonuses, friend=0, friend_brought=0))
    plain = desk.of(replace(desk.business, tiers=desk.business.tiers[:1], loyalty=loyalty))
    ivy = Talker(plain)
    await ivy.says("/points")
    assert await ivy.hears_one() == ivy.words("points-title", points="0", tier="Member")
    assert await ivy.sees() == [ivy.words("menu-button-menu")]
    assert await photos(plain) == []
    await ivy.says("/rewards")
    assert await ivy.hears_one() == ivy.words("reward-none")
    await ivy.says("/invite")
    assert await ivy.hears_one() == ivy.words("refusal-no-referrals")


async def test_the_button_in_the_profile_shows_points(desk: Desk) -> None:
    ivy = await with_points(desk)
    await ivy.says("/profile")
    await ivy.hears()
    await ivy.presses("loyalty-button-points")
    assert ivy.words("points-title", points="600", tier="Silver") in await ivy.hears_one()


async def test_an_owner_gives_and_takes_points_with_a_reason(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ivy = await with_points(desk)
    customer = await ivy.customer()
    await desk.says(OWNER, f"/points @person{IVY} +50 late delivery")
    await desk.says(OWNER, f"/points #{customer.id} -700 counted twice")
    await desk.says(OWNER, f"/points {customer.id} -20 counted twice")
    name = f"Person{IVY}"
    assert (await desk.said_to(OWNER))[-3:] == [
        desk.phrase("points-adjusted", name=name, number=customer.id, change="+50", points="650"),
        desk.phrase("refusal-not-enough-points", points="650", missing="50"),
        desk.phrase("points-adjusted", name=name, number=customer.id, change="-20", points="630"),
    ]
    assert [event.after["reason"] for event in await desk.rows(AuditEvent) if event.act == "points.adjusted"] == [
        "late delivery",
        "counted twice",
    ]
    await ivy.says("/points")
    assert ivy.words("points-title", points="630", tier="Silver") in await ivy.hears_one()


@pytest.mark.parametrize("words", ["@person1001", "@person1001 50 reason", "@person1001 +50", "@person1001 +0 reason", "+50 @person1001"])
async def test_an_owner_who_writes_it_otherwise_is_told_how(desk: Desk, words: str) -> None:
    await desk.has_staff_group()
    await with_points(desk)
    await desk.says(OWNER, f"/points {words}")
    assert await desk.last_said_to(OWNER) == desk.phrase("points-usage")


async def test_an_agent_adjusts_nothing_and_a_customer_sees_their_own(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = await with_points(desk)
    await desk.says(2001, f"/points @person{IVY} +50 friend of mine")
    assert await desk.last_said_to(2001) == desk.phrase("refusal-not-allowed", role="owner")
    await ivy.says(f"/points @person{IVY} +50 please")
    assert ivy.words("points-title", points="600", tier="Silver") in await ivy.hears_one()


async def test_an_adjustment_is_worded_in_the_audit(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = await with_points(desk)
    await desk.says(OWNER, f"/points @person{IVY} +50 late delivery")
    await desk.says(OWNER, "/audit")
    said = await desk.last_said_to(OWNER)
    assert desk.phrase("act-points-adjusted", subject=str((await ivy.customer()).id)) in said
    assert "points: 600 → 650 · reason: late delivery" in said
