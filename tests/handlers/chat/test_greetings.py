"""Greetings in the chat: the texts that customers read, and the commands by which staff stop them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crm.greetings import greet_anniversaries, greet_birthdays
from storage.customers import Customer
from storage.vocabulary import Language
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, open_desk, ticket_of, topic_of


async def settle(desk: Desk, language: Language = Language.ENGLISH) -> Customer:
    """Let the customer of the desk have been born on 5 March, and let the business give points and greet anniversaries."""
    found: list[Customer] = [each for each in await desk.rows(Customer) if each.name == f"Person{CUSTOMER}"]
    [customer] = found
    async with desk.database.begin() as session:
        session.add(customer)
        customer.birthday_month, customer.birthday_day, customer.language, customer.time_zone = 3, 5, language, "Asia/Shanghai"
    return customer


async def greet(desk: Desk, moment: str) -> list[str]:
    """Greet at a moment, and return what the customer reads."""
    desk.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    async with desk.database.begin() as session:
        for act in (greet_birthdays, greet_anniversaries):
            await act(session, after_id=0, at=desk.at, business=desk.business, tell=desk.tell(session))
    return [payload["text"] for method, payload in await desk.deliver() if method == "sendMessage" and payload.get("chat_id") == CUSTOMER]


def generous(desk: Desk, **rules: Any) -> Desk:
    """Return the desk of a business with these rules of greetings."""
    return desk.of(replace(desk.business, greetings=replace(desk.business.greetings, **rules)))


@pytest.mark.parametrize("language", list(Language))
async def test_the_texts_take_turns_and_a_late_one_says_so(desk: Desk, language: Language) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    customer = await settle(desk, language)
    desk = generous(desk, birthday_points=50)
    await desk.deliver()
    said = [await greet(desk, f"{year}-03-0{5 + (year == 2029)}T01:00") for year in range(2027, 2031)]
    facts: dict[str, Any] = {"name": customer.name, "company": desk.business.company}
    gift = desk.phrase("greeting-gift-points", language, points=50)
    birthday = [desk.phrase(key, language, **facts) for key in ("greeting-birthday", "greeting-birthday-second", "greeting-birthday-third")]
    belated = [desk.phrase(key, language, **facts) for key in ("greeting-belated", "greeting-belated-second")]
    assert all(len(texts) == 1 and texts[0].endswith(gift) for texts in said)
    words = [texts[0].removesuffix("\n" + gift) for texts in said]
    assert words == [
        birthday[(2027 + customer.id) % 3], birthday[(2028 + customer.id) % 3], belated[(2029 + customer.id) % 2],
        birthday[(2030 + customer.id) % 3],
    ]  # fmt: skip


@pytest.mark.parametrize("language", list(Language))
async def test_an_anniversary_is_told_in_years(desk: Desk, language: Language) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    customer = await settle(desk, language)
    desk = generous(desk, anniversaries=True)
    await desk.deliver()
    for years in (1, 2):
        key = ("greeting-anniversary", "greeting-anniversary-second")[(2026 + years + customer.id) % 2]
        text = desk.phrase(key, language, name=customer.name, company=desk.business.company, years=years)
        assert await greet(desk, f"{2026 + years}-03-04T01:00") == [text]


async def test_staff_stop_the_greetings_of_a_customer_and_take_it_back(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await open_desk(desk)
    ticket = await ticket_of(desk)
    customer = await settle(desk)
    facts: dict[str, Any] = {"name": customer.name, "number": customer.id}
    await desk.deliver()
    await desk.says_in_group(AGENT, "/nogreet", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("greeting-stopped", **facts)
    await desk.says_in_group(AGENT, "/nogreet", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-already-ungreeted", name=customer.name)
    await desk.says(OWNER, f"/customer {customer.id}")
    assert "🔕" in (await desk.last_said_to(OWNER) or "")
    assert await greet(desk, "2027-03-05T01:00") == []
    await desk.says(OWNER, f"/greet {customer.id}")
    assert await desk.last_said_to(OWNER) == desk.phrase("greeting-resumed", **facts)
    await desk.says(OWNER, f"/greet {customer.id}")
    assert await desk.last_said_to(OWNER) == desk.phrase("refusal-already-greeted", name=customer.name)
    assert len(await greet(desk, "2027-03-05T01:01")) == 1


async def test_a_customer_must_be_named_where_there_is_no_ticket(desk: Desk) -> None:
    await open_desk(desk)
    await desk.deliver()
    for command in ("/nogreet", "/greet"):
        await desk.says(OWNER, command)
        assert await desk.last_said_to(OWNER) == desk.phrase("greeting-whom")


async def test_customers_stop_nobodys_greetings(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    customer = await settle(desk)
    await desk.says(CUSTOMER, f"/nogreet {customer.id}")
    [still] = [each for each in await desk.rows(Customer) if each.id == customer.id]
    assert still.ungreeted_since is None
