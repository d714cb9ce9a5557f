"""The queue: open tickets and those past a deadline, in pages, for staff only."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crm.business import Business
from handlers.chat.queue import QueuePress
from storage.database import Database
from storage.groups import GroupChat
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Language, Role
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, STRANGER, ticket_of, topic_of

MORNING = datetime(2026, 3, 5, 2, tzinfo=UTC)  # 10:00 on a Thursday in Shanghai
PLAIN_GROUP = -4001


async def opened(desk: Desk, count: int = 1) -> list[Ticket]:
    """Customers with a ticket each, opened a minute apart."""
    await desk.has_staff_group()
    desk.at = MORNING
    found = []
    for place in range(count):
        found.append(await ticket_of(desk, CUSTOMER + place))
        desk.later(minutes=1)
    return found


async def last_said(desk: Desk, chat_id: int = STAFF_GROUP) -> str:
    """The newest text in a chat, said or put in place of another."""
    newest: str = [row.payload["text"] for row in await desk.queued() if row.chat_id == chat_id and "text" in row.payload][-1]
    return newest


async def labels(desk: Desk, chat_id: int = STAFF_GROUP) -> list[str]:
    """The buttons below it."""
    row = [row for row in await desk.queued() if row.chat_id == chat_id and "text" in row.payload][-1]
    return [button["text"] for line in row.payload["reply_markup"]["inline_keyboard"] for button in line]


async def test_the_queue_says_number_customer_age_holder_and_what_is_left(desk_on_both: Desk) -> None:
    desk = desk_on_both
    first, second = await opened(desk, 2)
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(second))
    desk.at = MORNING.replace(hour=4, minute=30)
    await desk.says_in_group(AGENT, "/queue")
    link = "https://t.me/c/1000000001"
    assert (await last_said(desk)).splitlines() == [
        "<b>Open tickets: 2</b>",
        f'<a href="{link}/{first.topic_id}">#1</a> <b>Person{CUSTOMER}</b> · 2 h 30 min · nobody',
        "🟡 First answer: 1 h 30 min left",
        f'<a href="{link}/{second.topic_id}">#2</a> <b>Person{CUSTOMER + 1}</b> · 2 h 29 min · Person{AGENT}',
        "🟡 First answer: 1 h 31 min left",
        "Oldest first",
    ]


async def test_it_is_answered_in_a_topic_and_in_private_and_never_goes_to_the_customer(desk: Desk) -> None:
    [ticket] = await opened(desk)
    said = await desk.said_to(CUSTOMER)
    await desk.says_in_group(AGENT, "/queue", topic=topic_of(ticket))
    row = (await desk.queued())[-1]
    assert (row.chat_id, row.payload["message_thread_id"]) == (STAFF_GROUP, topic_of(ticket))
    await desk.says(AGENT, "/queue", language="zh-hans")
    assert "未关闭的工单：1 个" in await last_said(desk, AGENT)
    assert "🟢 首次答复：还剩 3 小时 59 分钟" in await last_said(desk, AGENT)
    assert await desk.said_to(CUSTOMER) == said
    assert "copyMessage" not in [row.method for row in await desk.queued() if row.chat_id == CUSTOMER]


@pytest.mark.parametrize("command", ["/queue", "/overdue"])
async def test_customers_and_strangers_see_no_queue(desk: Desk, command: str) -> None:
    await opened(desk)
    await desk.says(CUSTOMER, command)
    assert await last_said(desk, CUSTOMER) == desk.phrase("menu-unknown-command")
    await desk.says_in_group(STRANGER, command)
    assert await last_said(desk) == desk.phrase("desk-stranger", name=f"Person{STRANGER}")


async def test_in_another_group_nothing_is_shown(desk: Desk) -> None:
    await opened(desk)
    await desk.keep(GroupChat(chat_id=-1007, title="Elsewhere", is_forum=False, is_member=True, may_manage_topics=False, known_at=desk.at))
    await desk.says_in_group(AGENT, "/queue", chat_id=-1007)
    assert await desk.said_to(-1007) == []


async def test_an_empty_desk_says_so(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says(OWNER, "/queue")
    assert await last_said(desk, OWNER) == desk.phrase("queue-empty")
    await desk.says(OWNER, "/overdue")
    assert await last_said(desk, OWNER) == desk.phrase("queue-empty-overdue")


async def test_pages_are_turned_in_place(desk: Desk) -> None:
    await opened(desk, 9)
    await desk.says_in_group(AGENT, "/queue")
    assert "page 1 of 2" in await last_said(desk)
    assert await labels(desk) == [desk.phrase("queue-button-on"), desk.phrase("queue-button-again")]
    await desk.deliver()
    await desk.presses_button(AGENT, desk.phrase("queue-button-on"))
    said = await last_said(desk)
    assert "page 2 of 2" in said
    assert "#9</a>" in said
    assert "#8</a>" not in said
    assert await labels(desk) == [desk.phrase("queue-button-back"), desk.phrase("queue-button-again")]
    edit = [row for row in await desk.queued() if row.method == "editMessageText"][-1]
    [shown] = [row for row in await desk.queued() if row.method == "sendMessage" and "page 1 of 2" in row.payload["text"]]
    assert edit.payload["message_id"] == shown.sent_message_id


async def test_a_page_that_is_gone_is_the_last_and_an_empty_one_has_no_buttons(desk: Desk) -> None:
    [ticket] = await opened(desk)
    press = QueuePress(is_overdue=False, page=7).pack()
    await desk.presses(AGENT, press)
    assert "Oldest first" in await last_said(desk, AGENT)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.presses(AGENT, press)
    assert await last_said(desk, AGENT) == desk.phrase("queue-empty")


async def test_a_press_by_somebody_else_or_somewhere_else_shows_nothing(desk: Desk) -> None:
    await opened(desk)
    press = QueuePress(is_overdue=False, page=0).pack()
    before = len(await desk.said_to(CUSTOMER))
    await desk.presses(CUSTOMER, press)
    await desk.presses(AGENT, press, chat_id=-1007)
    assert len(await desk.said_to(CUSTOMER)) == before
    assert await desk.said_to(-1007) == []
    assert (await desk.press_answers())[-1] == desk.phrasebook.speaking(Language.ENGLISH).plain("press-is-old")


async def test_overdue_shows_what_is_past_its_deadline_the_longest_first(desk_on_both: Desk) -> None:
    desk = desk_on_both
    first, second, third = await opened(desk, 3)
    await desk.says_in_group(AGENT, "We look into it", topic=topic_of(first))
    desk.at = MORNING.replace(hour=6, minute=1)  # the second is due at this minute, the third in one
    await desk.says_in_group(OWNER, "/overdue")
    assert (await last_said(desk)).splitlines()[0] == desk.phrase("queue-title-overdue", count=1)
    desk.later(hours=1)
    await desk.says_in_group(OWNER, "/overdue")
    lines = (await last_said(desk)).splitlines()
    assert [line.split("</a>")[0][-2:] for line in lines[1:-1:2]] == [f"#{second.number}", f"#{third.number}"]
    assert lines[2] == "🔴 First answer: overdue by 1 h"
    assert lines[5:] == ["Longest overdue first"]


async def test_what_is_answered_owes_a_solution(desk: Desk) -> None:
    first, second = await opened(desk, 2)
    for ticket in (first, second):
        await desk.says_in_group(AGENT, "Done", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "/queue")
    assert "🟢 Solution: 44 h 58 min left" in await last_said(desk)


async def test_what_owes_nothing_says_so(sqlite_database: Database, business: Business) -> None:
    desk = Desk(database=sqlite_database, business=replace(business, sla=()), at=MORNING)
    [ticket] = await opened(desk)
    await desk.says_in_group(AGENT, "Done", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "/queue")
    assert desk.phrase("queue-kept") in await last_said(desk)


async def test_without_topics_a_ticket_has_no_link(desk: Desk) -> None:
    await desk.keep(
        GroupChat(
            chat_id=PLAIN_GROUP, title="Desk", is_forum=False, is_member=True, may_manage_topics=False, staff_group_since=desk.at, known_at=desk.at
        ),
        StaffMember(user_id=AGENT, name="Anna", role=Role.AGENT, language=Language.ENGLISH, added_at=desk.at),
    )  # fmt: skip
    desk.at = MORNING
    await ticket_of(desk)
    await desk.says(AGENT, "/queue")
    assert f"#1 <b>Person{CUSTOMER}</b> · 0 min · nobody" in await last_said(desk, AGENT)
