"""Coaching in the chat: notes are taken anywhere and read in private only."""

from crm.outcomes import Refused
from storage.coaching import CoachingNote
from storage.groups import GroupChat
from storage.staff import find_staff_member
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import ticket_of
from tests.team_side import ANNA, BEA, SUE, says_on, team_of


async def test_a_note_in_a_topic_is_linked_shown_and_deleted_there(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both)
    ticket = await ticket_of(desk)
    await desk.says(ANNA, "/here")
    message = await desk.says_in_group(SUE, f"/coach @person{ANNA} tell Ask for the <order> first", topic=ticket.topic_id)
    calls = await desk.deliver()
    assert ("deleteMessage", {"chat_id": STAFF_GROUP, "message_id": message}) in calls
    assert await desk.last_said_to(SUE) == desk.phrase("coaching-kept-and-shown", name=f"Person{ANNA}")
    words = desk.phrase("coaching-words", words="Ask for the <order> first")
    assert await desk.last_said_to(ANNA) == f"{desk.phrase('coaching-told-on-ticket', by=f'Person{SUE}', number=ticket.number)}\n{words}"
    [note] = await desk.rows(CoachingNote)
    assert (note.ticket_id, note.is_shown) == (ticket.id, True)


async def test_notes_and_marks_are_read_together_in_private(desk: Desk) -> None:
    desk = await team_of(desk)
    ticket = await ticket_of(desk)
    await says_on(desk, ticket, ANNA, "Answer")
    await says_on(desk, ticket, ANNA, "/close")
    await desk.says(SUE, "/review")
    await desk.deliver()
    await desk.presses_button(SUE, "4")
    await desk.says(SUE, "/cancel")
    desk.later(hours=1)
    await desk.says(SUE, f"/coach @person{ANNA} Needs to ask first")
    assert await desk.last_said_to(SUE) == desk.phrase("coaching-kept", name=f"Person{ANNA}")
    await desk.says(SUE, f"/coach @person{ANNA}")
    shown = await desk.last_said_to(SUE)
    assert shown.startswith(desk.phrase("coaching-title", name=f"Person{ANNA}"))
    assert desk.phrase("coaching-words", words="Needs to ask first") in shown
    assert shown.endswith(f"{desk.phrase('coaching-line-ticket', number=ticket.number)} · {desk.phrase('coaching-line-mark', mark=4)}")
    assert "Needs" not in "".join(await desk.said_to(ANNA) if await desk.said_to(ANNA) else [])


async def test_a_note_without_a_ticket_is_told_without_one_and_marked_in_the_list(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    await desk.says(SUE, f"/coach @person{BEA} tell Thank you")
    told = f"{desk.phrase('coaching-told', by=f'Person{SUE}')}\n{desk.phrase('coaching-words', words='Thank you')}"
    assert await desk.last_said_to(BEA) == told
    await desk.says_in_group(SUE, f"/coach @person{BEA}")
    assert desk.phrase("coaching-line-shown") in await desk.last_said_to(SUE)
    assert await desk.said_to(STAFF_GROUP) == []


async def test_what_there_is_not_and_who_may_not_are_said(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    await desk.says(SUE, "/coach")
    assert await desk.last_said_to(SUE) == desk.phrase("coaching-usage")
    await desk.says(SUE, f"/coach @person{BEA}")
    assert await desk.last_said_to(SUE) == desk.phrase("coaching-none", name=f"Person{BEA}")
    await desk.says(SUE, f"/coach @person{SUE} I am great")
    assert await desk.last_said_to(SUE) == desk.phrase("refusal-coaching-of-oneself")
    await desk.says(ANNA, f"/coach @person{BEA} Hm")
    assert await desk.last_said_to(ANNA) == desk.phrase("refusal-not-allowed", role="supervisor")
    assert await desk.rows(CoachingNote) == []


async def test_where_the_bot_may_not_delete_it_does_not_say_that_only_those_in_charge_read_it(desk_on_both: Desk) -> None:
    desk = await team_of(desk_on_both, BEA)
    async with desk.database.begin() as session:
        (await session.get_one(GroupChat, STAFF_GROUP)).may_delete_messages = False
    await desk.says_in_group(SUE, f"/coach @person{BEA} Ask first")
    stands_here = desk.phrase("coaching-stands-here")
    assert (await desk.said_to(SUE))[-2:] == [desk.phrase("coaching-kept-in-sight", name=f"Person{BEA}"), stands_here]
    await desk.says_in_group(SUE, f"/coach @person{BEA} tell Ask first")
    assert (await desk.said_to(SUE))[-2:] == [desk.phrase("coaching-kept-and-shown", name=f"Person{BEA}"), stands_here]
    await desk.says_in_group(SUE, f"/coach @person{BEA}")
    assert await desk.last_said_to(SUE) == stands_here
    assert "deleteMessage" not in [method for method, _ in await desk.deliver()]


async def test_where_telegram_refuses_to_delete_it_is_put_right(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    await desk.says_in_group(SUE, f"/coach @person{BEA} Ask first")
    assert await desk.last_said_to(SUE) == desk.phrase("coaching-kept", name=f"Person{BEA}")
    await desk.deliver(answers={"deleteMessage": Refused("Bad Request: message can't be deleted")})
    assert await desk.last_said_to(SUE) == desk.phrase("coaching-stands-here")


async def test_who_has_left_meanwhile_is_told_nothing(desk: Desk) -> None:
    desk = await team_of(desk, BEA)
    await desk.says_in_group(SUE, f"/coach @person{BEA} Ask first")
    async with desk.database.begin() as session:
        member = await find_staff_member(session, user_id=SUE)
        assert member is not None
        member.removed_at = desk.at
    await desk.deliver(answers={"deleteMessage": Refused("Bad Request: message can't be deleted")})
    assert await desk.last_said_to(SUE) == desk.phrase("coaching-kept", name=f"Person{BEA}")
