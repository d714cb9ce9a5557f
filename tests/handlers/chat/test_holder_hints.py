"""Hints: who writes on a ticket that a colleague has is told so, once an hour."""

from datetime import timedelta

from storage.deliveries import find_pauses, pause_chat
from tests.crm.test_handovers import remove
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import copies_to, ticket_of
from tests.team_side import ANNA, BEA, SUE, says_on, team_of


async def hints(desk: Desk, number: int) -> int:
    """Return how often it was said that Anna has a ticket."""
    hint = desk.phrase("assigned-holder", number=number, name="Person2001")
    return (await desk.said_to(STAFF_GROUP)).count(hint)


async def test_another_who_writes_is_told_once_an_hour_and_what_they_wrote_goes_out(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/claim")
    await says_on(desk, ticket, ANNA, "Good morning")
    assert await hints(desk, ticket.number) == 0
    for words in ("I know this", "And this"):
        await says_on(desk, ticket, BEA, words)
    assert await hints(desk, ticket.number) == 1
    await says_on(desk, ticket, SUE, "Me too")
    assert await hints(desk, ticket.number) == 2
    desk.later(hours=1)
    await says_on(desk, ticket, BEA, "Once more")
    assert await hints(desk, ticket.number) == 3
    assert len(await copies_to(desk, 1001)) == 5


async def test_nobody_is_told_of_somebody_who_has_left(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/claim")
    await remove(desk, ANNA)
    await says_on(desk, ticket, BEA, "I know this")
    assert await hints(desk, ticket.number) == 0


async def test_a_hint_deletes_itself_a_minute_after_it_arrived(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/claim")
    await says_on(desk, ticket, BEA, "I know this")
    hint = desk.phrase("assigned-holder", number=ticket.number, name="Person2001")
    [said] = [row for row in await desk.queued() if row.payload.get("text") == hint]
    desk = desk.of(desk.business)  # as after a restart
    assert [method for method, _ in await desk.deliver()] == []
    desk.later(seconds=59)
    assert await desk.deliver() == []
    desk.later(seconds=1)
    assert await desk.deliver() == [("deleteMessage", {"chat_id": STAFF_GROUP, "message_id": said.sent_message_id})]
    assert await desk.deliver() == []


async def test_a_hint_that_waits_holds_nothing_back_and_a_pause_does_not_shorten_it(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "/claim")
    await says_on(desk, ticket, BEA, "I know this")
    async with desk.database.begin() as session:
        assert await find_pauses(session, at=desk.at) == {}
        await pause_chat(session, chat_id=STAFF_GROUP, until=desk.at + timedelta(seconds=5))
    desk.later(seconds=30)
    assert await desk.deliver() == []
    desk.later(seconds=30)
    assert [method for method, _ in await desk.deliver()] == ["deleteMessage"]
