"""Aliases: under which name staff speak to a customer, and when that name is said."""

from typing import Any

import pytest

from crm.business import StaffNames
from crm.rules.names import LONGEST_NAME
from storage.audit import AuditEvent
from storage.staff import StaffMember
from storage.vocabulary import Language
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER, open_desk, ticket_of, topic_of, with_relay


async def heard_by_customer(desk: Desk) -> list[str]:
    """What reaches the customer now: texts, and copies by the word."""
    calls = [(method, payload) for method, payload in await desk.deliver() if payload.get("chat_id") == CUSTOMER]
    return [payload.get("text", method) for method, payload in calls]


def named(desk: Desk, name: str, language: Language = Language.ENGLISH) -> str:
    """The line above the answers of somebody."""
    return desk.phrase("relay-speaker", language, name=name)


async def test_by_default_answers_bear_no_name(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/alias Lily", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "Hello", topic=topic_of(ticket))
    assert await heard_by_customer(desk) == ["copyMessage"]


async def test_the_name_is_said_when_another_one_speaks_and_not_before_each_message(desk_on_both: Desk) -> None:
    desk = with_relay(desk_on_both, staff_names=StaffNames.ALIAS)
    await open_desk(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/alias Lily", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("alias-is", name="Lily")
    for user_id, words in ((AGENT, "Hello"), (AGENT, "How can I help?"), (OWNER, "I am here too"), (AGENT, "Good")):
        await desk.says_in_group(user_id, words, topic=topic_of(ticket))
    lily, company = named(desk, "Lily"), named(desk, desk.business.company)
    assert await heard_by_customer(desk) == [lily, "copyMessage", "copyMessage", company, "copyMessage", lily, "copyMessage"]


@pytest.mark.parametrize(("names", "name"), [(StaffNames.COMPANY, "Lantern Tea"), (StaffNames.OWN, f"Person{AGENT}")])
async def test_the_business_decides_which_name_is_said(desk: Desk, names: StaffNames, name: str) -> None:
    desk = with_relay(desk, staff_names=names)
    await open_desk(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/alias Lily", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == "\n".join([desk.phrase("alias-is", name="Lily"), desk.phrase("alias-not-shown")])
    for _ in range(2):
        await desk.says_in_group(AGENT, "x" * 4096, topic=topic_of(ticket))
    assert await heard_by_customer(desk) == [named(desk, name), "copyMessage", "copyMessage"]


async def test_the_name_is_said_in_the_customers_language_and_before_an_album(desk: Desk) -> None:
    desk = with_relay(desk, staff_names=StaffNames.COMPANY)
    await open_desk(desk)
    ticket = await ticket_of(desk, language="zh")
    photo: dict[str, Any] = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "media_group_id": "9"}
    await desk.feed(*[desk.group_message(AGENT, topic=topic_of(ticket), **photo) for _ in range(2)])
    assert await heard_by_customer(desk) == [named(desk, "Lantern Tea", Language.CHINESE)]
    desk.later(seconds=1)
    assert await heard_by_customer(desk) == ["copyMessages"]


async def test_an_alias_is_chosen_shown_and_dropped_and_each_change_is_audited(desk: Desk) -> None:
    await open_desk(desk)
    hint = desk.phrase("alias-not-shown")
    for command, expected in (
        ("/alias", desk.phrase("alias-none")),
        ("/alias  Lily\u200b  Chan ", desk.phrase("alias-is", name="Lily Chan")),
        ("/alias", desk.phrase("alias-is", name="Lily Chan")),
        (f"/alias {'x' * LONGEST_NAME}", desk.phrase("alias-is", name="x" * 40)),
        ("/alias OFF", desk.phrase("alias-none")),
    ):
        await desk.says(AGENT, command)
        assert await desk.last_said_to(AGENT) == f"{expected}\n{hint}"
    assert (await desk.row(StaffMember, user_id=AGENT)).alias is None
    assert [(event.act, event.after) for event in await desk.rows(AuditEvent)] == [
        ("staff.alias_chosen", {"alias": "Lily Chan"}), ("staff.alias_chosen", {"alias": "x" * 40}), ("staff.alias_chosen", {"alias": None}),
    ]  # fmt: skip


async def test_an_alias_of_which_nothing_can_be_seen_is_refused(desk: Desk) -> None:
    await open_desk(desk)
    await desk.says(AGENT, "/alias \u200b\u2800")
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-alias-not-readable")


async def test_customers_have_no_alias(desk: Desk) -> None:
    await open_desk(desk)
    await desk.says(STRANGER, "/alias Boss")
    assert await desk.last_said_to(STRANGER) == desk.phrase("menu-unknown-command")
