"""Deadlines as people see them: warnings, misses, the card, and what a customer hears of a closed desk."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from jobs.deadlines import watch_deadlines
from storage.deadlines import Deadline
from storage.outbox import OutboxMessage
from storage.staff import StaffMember
from storage.vocabulary import Lane, Language, OutboxState, Role
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker
from tests.handlers.chat.staff_side import CUSTOMER, fresh, ticket_of, topic_of

MORNING = datetime(2026, 3, 5, 2, tzinfo=UTC)  # 10:00 on a Thursday in Shanghai: the first answer is due at 14:00
SUPERVISOR = 3002


async def ticks(desk: Desk) -> int:
    """The clock looks at the deadlines."""
    return await watch_deadlines(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))


async def edits(desk: Desk) -> list[OutboxMessage]:
    """The changes of cards so far."""
    return [row for row in await desk.queued() if row.method == "editMessageText"]


def deadline_line(card: dict[str, Any]) -> str:
    """What a card says of the next deadline."""
    lines: list[str] = card["text"].splitlines()
    return next(line for line in lines if " due: " in line or "clock" in line)


async def test_staff_are_warned_in_the_topic_and_the_holder_by_name(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    desk.at = MORNING
    await ticket_of(desk)
    other = await ticket_of(desk, CUSTOMER + 1)
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(other))
    desk.later(hours=3, minutes=12)
    assert await ticks(desk) == 2
    warnings = [row for row in await desk.queued() if "⏳" in row.payload.get("text", "")]
    assert [row.payload["text"] for row in warnings] == [
        "⏳ First answer due <b>Thu 5 Mar, 14:00</b>: less than 48 min of open hours left. Nobody has the ticket yet.",
        "⏳ First answer due <b>Thu 5 Mar, 14:00</b>: less than 48 min of open hours left. "
        f'<a href="tg://user?id={AGENT}">Person{AGENT}</a> has the ticket.',
    ]
    assert {(row.chat_id, row.lane, row.in_topic) for row in warnings} == {(STAFF_GROUP, Lane.NOTICE, True)}
    assert await ticks(desk) == 0


async def test_supervisors_and_owners_hear_of_misses_once_in_their_language(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    await desk.keep(StaffMember(user_id=SUPERVISOR, name="陈", role=Role.SUPERVISOR, language=Language.CHINESE, added_at=desk.at))
    desk.at = MORNING
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(ticket))
    desk.later(hours=4)
    await ticks(desk)
    await ticks(desk)
    link = f'<a href="https://t.me/c/1000000001/{ticket.topic_id}">#1</a>'
    assert await desk.said_to(OWNER) == [
        f"⏰ <b>Past the deadline</b>\n{link} Person{CUSTOMER} · First answer · due Thu 5 Mar, 14:00 · Person{AGENT}"
    ]
    assert await desk.said_to(SUPERVISOR) == [
        f"⏰ <b>已超时的工单</b>\n{link} Person{CUSTOMER} · 首次答复 · 期限 3月5日周四 14:00 · Person{AGENT}"
    ]
    assert await desk.said_to(AGENT) == []
    line = desk.phrase("deadline-missed", kind="First answer", due="Thu 5 Mar, 14:00")
    assert [text for text in await desk.said_to(STAFF_GROUP) if "⏰" in text] == [line]


async def test_many_misses_are_one_message_that_names_the_first_ten(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    for place in range(12):
        await ticket_of(desk, CUSTOMER + place)
    desk.later(days=1)
    await ticks(desk)
    [alert] = await desk.said_to(OWNER)
    assert alert.count("· nobody") == 10
    assert alert.endswith(desk.phrase("deadlines-missed-more", count=2))


async def test_an_answer_that_came_late_is_told_as_that(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    ticket = await ticket_of(desk)
    desk.later(hours=4, seconds=30)
    await desk.says_in_group(AGENT, "Sorry for the delay", topic=topic_of(ticket))
    await ticks(desk)
    assert (await desk.said_to(STAFF_GROUP))[-1] == desk.phrase("deadline-missed-late", kind="First answer", due="Thu 5 Mar, 14:00")


async def test_the_card_changes_with_each_band_and_not_between(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    desk.at = MORNING
    ticket = await ticket_of(desk)
    [card] = [row.payload for row in await desk.queued() if row.interaction_id == ticket.card_interaction_id]
    seen = [deadline_line(card)]
    for _ in range(5 * 60):
        desk.later(minutes=1)
        if await ticks(desk):
            changed = await edits(desk)
            seen.append(deadline_line(changed[-1].payload))
            assert changed[-1].lane is Lane.NOTICE
    assert seen == [
        "First answer due: <b>Thu 5 Mar, 14:00</b> · more than 2 h left",
        "First answer due: <b>Thu 5 Mar, 14:00</b> · less than 2 h left",
        "First answer due: <b>Thu 5 Mar, 14:00</b> · less than 48 min left",
        "First answer due: <b>Thu 5 Mar, 14:00</b> · overdue",
    ]
    assert len(await edits(desk)) == 3


async def test_a_card_never_falls_back_behind_what_is_known(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    ticket = await ticket_of(desk)
    desk.later(hours=2)
    await ticks(desk)
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(ticket))
    old, new = await edits(desk)
    assert (old.lane, old.state, old.error) == (Lane.NOTICE, OutboxState.DROPPED, "superseded")
    assert (new.lane, new.state) == (Lane.STAFF, OutboxState.QUEUED)
    made = [payload for method, payload in await desk.deliver() if method == "editMessageText"]
    assert [f"Person{AGENT} has it" in payload["text"] for payload in made] == [True]


async def test_a_next_answer_shows_on_the_card_only_when_it_takes_a_while(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "Which cup?", topic=topic_of(ticket))
    await desk.says(CUSTOMER, "The blue one")
    await desk.says_in_group(AGENT, "I see", topic=topic_of(ticket))
    assert await ticks(desk) == 0
    assert len(await edits(desk)) == 1
    await desk.says(CUSTOMER, "And the red one")
    desk.later(minutes=1)
    await ticks(desk)
    assert deadline_line((await edits(desk))[-1].payload) == "Next answer due: <b>Thu 5 Mar, 18:00</b> · more than 4 h left"
    await desk.says_in_group(AGENT, "That one too", topic=topic_of(ticket))
    assert deadline_line((await edits(desk))[-1].payload).startswith("Solution due: ")


async def test_an_ordinary_message_and_a_further_answer_ask_nothing_of_deadlines(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    ticket = await ticket_of(desk)
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
        if "deadline" in statement:
            heard.append(statement.split()[0])

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        for words in ("One", "Two"):
            await desk.says(CUSTOMER, words)
        waiting = heard[:]
        for words in ("Three", "Four"):
            await desk.says_in_group(AGENT, words, topic=topic_of(ticket))
        answered = heard[len(waiting) :]
        for words in ("Five", "Six", "Seven"):
            await desk.says(CUSTOMER, words)
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert waiting == []
    assert answered == ["SELECT", "UPDATE", "SELECT"]  # what was met, and the card of a ticket that somebody has now
    assert heard[len(waiting) + len(answered) :] == ["INSERT"]


async def test_a_clock_that_stands_is_shown_as_that(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    ticket = await ticket_of(desk)
    async with desk.database.begin() as session:
        for row in await desk.rows(Deadline):
            kept = await session.get(Deadline, row.id)
            assert kept is not None
            kept.paused_at, kept.time_left, kept.look_at = desk.at, timedelta(hours=1), None
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(ticket))
    assert deadline_line((await edits(desk))[-1].payload) == "First answer: the clock stands still, 1 h left"
    await desk.says_in_group(AGENT, "/queue")
    assert "⏸ First answer: 1 h left, the clock stands still" in await desk.last_said_to(STAFF_GROUP)


async def test_a_closed_ticket_shows_no_deadline(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    card = (await edits(desk))[-1].payload["text"]
    assert " due: " not in card
    assert (await fresh(desk, ticket)).customer_waits_since is None


@pytest.mark.parametrize(("language", "back"), [(Language.ENGLISH, "tomorrow 09:00"), (Language.CHINESE, "明天 09:00")])
async def test_a_ticket_that_is_opened_while_we_are_closed_says_when_we_are_back(desk: Desk, language: Language, back: str) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk, language=language)
    await ivy.says("/human my matter")
    phrases = desk.phrasebook.speaking(language)
    due = phrases.moment(datetime(2026, 3, 5, 5, tzinfo=UTC), "Asia/Shanghai")
    assert (await ivy.hears())[-1] == "\n".join((ivy.words("ticket-opened", number=1, due=due), ivy.words("hours-closed-until", back=back)))
    await ivy.says("One more thing")
    assert await ivy.hears() == []


async def test_while_we_are_open_nobody_hears_when_we_are_back(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    ivy = Talker(desk)
    await ivy.says("/human my matter")
    assert (await ivy.hears())[-1] == ivy.words("ticket-opened", number=1, due="Thu 5 Mar, 14:00")


async def test_a_closed_time_is_told_of_once_in_the_customers_own_time(desk: Desk) -> None:
    await desk.has_staff_group()
    desk.at = MORNING
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await ivy.says("/human second matter")
    await ivy.hears()
    desk.at = datetime(2026, 3, 7, 10, tzinfo=UTC)  # Saturday evening
    for words in ("Hello?", "Anybody there?"):
        await ivy.says(words)
        desk.later(hours=20)
    which = ivy.words("which-ticket", number=2)
    assert await ivy.hears() == [ivy.words("away-until", number=2, back="Monday 09:00"), which, which]
    desk.at = datetime(2026, 3, 9, 22, tzinfo=UTC)  # before opening on Tuesday
    await ivy.says("Still here")
    assert await ivy.hears() == [ivy.words("away-until", number=2, back="today 09:00"), which]
