"""Coupons in the chat: a greeting brings a code, the customer finds it again, and staff see whose it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm.rules.coupons import NO_END
from jobs.greetings import send_birthday_greetings
from storage.coupons import Coupon
from storage.customers import Contact, Customer
from storage.database import Session
from storage.vocabulary import Language, OutboxState
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import IVY, OTTO, Talker

MORNING = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)  # 9 o'clock in Shanghai
END = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
LAST_DAY = date(2026, 12, 31)


def generous(desk: Desk, **rules: Any) -> Desk:
    """Return the desk of a business whose birthday greetings bring coupons."""
    rules = {"birthday_coupons": "birthday"} | rules
    return desk.of(replace(desk.business, greetings=replace(desk.business.greetings, **rules)))


async def born(desk: Desk, *user_ids: int, language: Language = Language.ENGLISH) -> list[Customer]:
    """Let some people write to the desk who were born on 5 March."""
    for user_id in user_ids:
        await desk.says(user_id, "/start", language=language.value)
    numbers = {contact.customer_id: contact.address for contact in await desk.rows(Contact)}
    customers = [each for each in await desk.rows(Customer) if int(numbers[each.id]) in user_ids]
    async with desk.database.begin() as session:
        for customer in customers:
            session.add(customer)
            customer.birthday_month, customer.birthday_day, customer.time_zone = 3, 5, "Asia/Shanghai"
    await desk.deliver()
    return customers


async def listed(desk: Desk, *codes: str, expires_at: datetime = END) -> None:
    """Put codes on the list."""
    for code in codes:
        await desk.keep(Coupon(list_name="birthday", code=code, expires_at=expires_at, imported_at=desk.at))


async def greet(desk: Desk, moment: datetime = MORNING) -> int:
    """Let the clock greet, and deliver."""
    desk.at = moment
    done = await send_birthday_greetings(desk.database, desk.business, lambda: desk.at, lambda session, at: _tell(desk, session, at))
    await desk.deliver()
    return done


def _tell(desk: Desk, session: Session, at: datetime) -> Any:
    return desk.dispatching.tell_with(desk.dispatching.voice(session, at))


async def said(desk: Desk, user_id: int, command: str) -> str:
    """Return what the bot answers in private."""
    before = len(await desk.said_to(user_id))
    await desk.says(user_id, command)
    texts: Sequence[str] = (await desk.said_to(user_id))[before:]
    assert len(texts) == 1, texts
    return texts[0]


@pytest.mark.parametrize("language", list(Language))
async def test_a_greeting_brings_a_code_that_the_customer_finds_again(desk_on_both: Desk, language: Language) -> None:
    desk = generous(desk_on_both)
    await desk.has_staff_group()
    ivy = Talker(desk, IVY, language)
    [customer] = await born(desk, IVY, language=language)
    await listed(desk, "SPRING-1")
    await ivy.hears()
    assert await greet(desk) == 1
    day = desk.phrasebook.speaking(language).day(LAST_DAY)
    greeting = await ivy.hears_one()
    assert greeting.endswith("\n" + ivy.words("greeting-gift-coupon-until", code="SPRING-1", day=day))
    line = ivy.words("coupon-line-until", code="SPRING-1", day=day)
    await ivy.says("/rewards")
    assert (await ivy.hears_one()).endswith(f"\n\n{ivy.words('coupon-mine')}\n{line}")
    await ivy.presses("loyalty-button-mine")
    assert await ivy.hears_one() == f"{ivy.words('coupon-mine')}\n{line}"
    desk.later(minutes=1)
    assert await greet(desk, desk.at) == 0
    assert [(row.customer_id, row.said_at) for row in await desk.rows(Coupon)] == [(customer.id, desk.at)]
    desk.at = END
    await ivy.presses("loyalty-button-mine")
    assert await ivy.hears_one() == f"{ivy.words('coupon-mine')}\n{ivy.words('coupon-line-over', code='SPRING-1', day=day)}"


async def test_a_code_without_an_end_says_none_and_a_shop_without_rewards_shows_it(desk: Desk) -> None:
    desk = generous(desk)
    desk = desk.of(replace(desk.business, loyalty=replace(desk.business.loyalty, rewards=())))
    await desk.has_staff_group()
    ivy = Talker(desk)
    await born(desk, IVY)
    await ivy.hears()
    await ivy.says("/rewards")
    assert await ivy.hears_one() == ivy.words("reward-none")
    await listed(desk, "SPRING-1", expires_at=NO_END)
    await greet(desk)
    assert (await ivy.hears_one()).endswith("\n" + ivy.words("greeting-gift-coupon", code="SPRING-1"))
    await ivy.says("/rewards")
    assert await ivy.hears_one() == f"{ivy.words('coupon-mine')}\n{ivy.words('coupon-line', code='SPRING-1')}"


async def test_a_list_that_is_used_up_is_told_once_and_greetings_go_on_without_it(desk_on_both: Desk) -> None:
    desk = generous(desk_on_both)
    await desk.has_staff_group()
    await born(desk, IVY, OTTO)
    await listed(desk, "SPRING-1")
    gone = desk.phrase("coupon-list-gone", list="birthday", days=desk.business.greetings.coupon_days)
    assert await greet(desk) == 2
    assert [text for text in await desk.said_to(OWNER) if "birthday" in text] == [gone]
    assert "SPRING-1" in await desk.last_said_to(IVY)
    assert "🎁" not in await desk.last_said_to(OTTO)
    await born(desk, 1003)
    assert await greet(desk, MORNING.replace(hour=2)) == 1
    assert (await desk.said_to(OWNER)).count(gone) == 1
    await listed(desk, "SPRING-2")
    await born(desk, 1004, 1005)
    assert await greet(desk, MORNING.replace(hour=3)) == 2
    assert (await desk.said_to(OWNER)).count(gone) == 2


async def test_a_code_goes_to_somebody_else_when_the_greeting_is_blocked(desk_on_both: Desk) -> None:
    desk = generous(desk_on_both)
    await desk.has_staff_group()
    await born(desk, IVY)
    await listed(desk, "SPRING-1")
    desk.at = MORNING
    await send_birthday_greetings(desk.database, desk.business, lambda: desk.at, lambda session, at: _tell(desk, session, at))
    async with desk.database.begin() as session:
        for row in await desk.queued():
            if row.dedupe_key and row.dedupe_key.startswith("birthday"):
                session.add(row)
                row.state, row.error = OutboxState.DROPPED, "Forbidden: bot was blocked by the user"
    await born(desk, OTTO)
    await greet(desk, MORNING.replace(hour=2))
    assert "SPRING-1" in await desk.last_said_to(OTTO)
    assert "SPRING-1" not in await said(desk, IVY, "/rewards")


async def test_staff_see_what_is_left_and_whose_a_code_is(desk_on_both: Desk) -> None:
    desk = generous(desk_on_both)
    await desk.has_staff_group()
    assert await said(desk, AGENT, "/coupons") == "\n".join(
        [desk.phrase("coupon-title"), desk.phrase("coupon-list-missing", list="birthday"), desk.phrase("coupon-usage")]
    )
    [customer] = await born(desk, IVY)
    await listed(desk, "OLD-1", expires_at=desk.at.replace(hour=15))
    await listed(desk, "SPRING-1", "SPRING-2")
    await greet(desk)
    english = desk.phrasebook.speaking(Language.ENGLISH)
    counts = desk.phrase("coupon-list-line", list="birthday", left="1", given="1", used=0, expired=1)
    ends = desk.phrase("coupon-list-ends", day=english.day(LAST_DAY))
    await desk.says_in_group(AGENT, "/coupons")
    assert await desk.last_said_to(STAFF_GROUP) == "\n".join([desk.phrase("coupon-title"), f"{counts} {ends}", desk.phrase("coupon-usage")])
    line, free = (desk.phrase("coupon-line-until", code=code, day=english.day(LAST_DAY)) for code in ("SPRING-1", "SPRING-2"))
    of_list, moment = desk.phrase("coupon-of-list", list="birthday"), english.moment(MORNING, "Asia/Shanghai")
    whose = desk.phrase("coupon-whose", name=customer.name, number=customer.id, time=moment, occasion="birthday")
    assert await said(desk, AGENT, "/coupons spring-1") == f"{line}\n{of_list}\n{whose}"
    assert await said(desk, AGENT, "/coupons SPRING-2") == f"{free}\n{of_list}\n{desk.phrase('coupon-free')}"
    assert await said(desk, AGENT, "/coupons SPRING-3") == desk.phrase("refusal-no-such-coupon")
    async with desk.database.begin() as session:
        [coupon] = [row for row in await desk.rows(Coupon) if row.code == "SPRING-1"]
        session.add(coupon)
        coupon.customer_id = coupon.cause = None
    assert await said(desk, AGENT, "/coupons SPRING-1") == f"{line}\n{of_list}\n{desk.phrase('coupon-of-nobody', time=moment)}"


async def test_without_any_list_staff_read_how_one_comes(desk: Desk) -> None:
    await desk.has_staff_group()
    assert await said(desk, AGENT, "/coupons") == desk.phrase("coupon-none")
    await listed(desk, "SPRING-1", expires_at=NO_END)
    assert "SPRING-1" not in await said(desk, AGENT, "/coupons")


async def test_customers_look_up_no_codes(desk: Desk) -> None:
    await desk.has_staff_group()
    await listed(desk, "SPRING-1")
    await desk.says(IVY, "/coupons SPRING-1")
    assert desk.phrase("coupon-free") not in "".join(await desk.said_to(IVY))
