"""Near commands: who mistypes one is told so, and which was probably meant; nothing is done, and nothing reaches a customer."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col

from handlers.chat.near_commands import commands_of, near_command
from storage.staff import StaffMember
from storage.vocabulary import Language, Role
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import IVY, Talker
from tests.handlers.chat.staff_side import copies_to, ticket_of, topic_of
from tests.house.source import modules
from tests.house.test_documents import bot_commands


def somebody(role: Role) -> StaffMember:
    return StaffMember(user_id=1, name="Somebody", role=role, language=Language.ENGLISH, added_at=datetime(2026, 3, 4, tzinfo=UTC))


def test_owners_may_be_meant_to_use_every_command_that_the_chat_answers_to() -> None:
    answered = {name.removeprefix("/") for module in modules("handlers") for name in bot_commands(module)}
    answered |= {"human", "pending", "hold", "open", "solve"}  # named by constants there
    assert set(commands_of(somebody(Role.OWNER))) == answered


@pytest.mark.parametrize(
    ("word", "role", "near"),
    [
        ("campaigns", Role.OWNER, "campaign"),
        ("campaigns", Role.SUPERVISOR, "campaign"),
        ("campaigns", Role.AGENT, None),
        ("campaigns", None, None),
        ("clam", Role.AGENT, "claim"),
        ("Claim", Role.AGENT, "claim"),
        ("opne", Role.AGENT, "open"),
        ("overdeu", Role.AGENT, "overdue"),
        ("overdeu", None, None),
        ("ticket", None, "tickets"),
        ("foo", Role.OWNER, None),
    ],
)
def test_only_commands_that_somebody_may_use_are_named(word: str, role: Role | None, near: str | None) -> None:
    assert near_command(word, None if role is None else somebody(role)) == near


async def test_an_owner_who_mistypes_in_private_is_told_and_gets_no_menu_of_customers(desk: Desk) -> None:
    await desk.has_staff_group()
    before = len(await desk.queued())
    await desk.says(OWNER, "/campaigns")
    await desk.says(OWNER, "/foo@kefu_test_bot now")
    near, unknown = (await desk.queued())[before:][-2:]
    assert near.payload["text"] == desk.phrase("menu-near-command", word="campaigns", near="campaign")
    assert unknown.payload["text"] == desk.phrase("staff-unknown-command", word="foo")
    assert "reply_markup" not in near.payload | unknown.payload


async def test_a_customer_who_mistypes_gets_the_near_one_with_the_menu(desk: Desk) -> None:
    ivy = Talker(desk, IVY, Language.CHINESE)
    await ivy.says("/ticket")
    assert await ivy.hears_one() == desk.phrase("menu-near-command", Language.CHINESE, word="ticket", near="tickets")
    assert (await desk.queued())[-1].payload["reply_markup"]["inline_keyboard"]


async def test_a_mistyped_command_on_a_ticket_is_told_and_never_relayed(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/clsoe", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("menu-near-command", word="clsoe", near="close")
    await desk.says_in_group(AGENT, "/refund 20", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-unknown-command", word="refund")
    await desk.says_in_group(AGENT, "/help", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-commands")
    assert await copies_to(desk, ticket.customer_id) == []


@pytest.mark.parametrize("user_id", [AGENT, OWNER])
@pytest.mark.parametrize("language", list(Language))
async def test_beside_the_tickets_a_command_that_there_is_not_is_told_too(desk_on_both: Desk, user_id: int, language: Language) -> None:
    desk = desk_on_both.of(replace(desk_on_both.business, staff_language=language))
    await desk.has_staff_group()
    async with desk.database.begin() as session:
        member = (await session.execute(select(StaffMember).where(col(StaffMember.user_id) == user_id))).scalar_one()
        member.language = language
    await desk.says_in_group(user_id, "/refund 20")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-no-such-command", language, word="refund")
    await desk.says_in_group(user_id, "/quue@kefu_test_bot")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("menu-near-command", language, word="quue", near="queue")


async def test_commands_for_other_bots_and_words_that_are_no_command_are_left_alone(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    before = len(await desk.said_to(STAFF_GROUP))
    for words in ("/claim@another_bot", "/clam@another_bot now", "/pizza@another_bot", "/etc/hosts", "look at /pizza", "/茶", "/ claim"):
        await desk.says_in_group(AGENT, words)
    await desk.says_in_group(AGENT, "/pizza@another_bot", topic=topic_of(ticket))
    assert len(await desk.said_to(STAFF_GROUP)) == before
