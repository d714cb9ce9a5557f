"""Versions of what staff wrote that do not reach the customer any more: kept, and told as what they are."""

from typing import Any

from crm.outcomes import Refused
from storage.interactions import Interaction
from storage.tickets import Ticket
from storage.vocabulary import Direction
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.group_side import PARCELS_GROUP, has_group, posts_in, ticket_about, with_teams
from tests.handlers.chat.staff_side import CUSTOMER, card_message_of, fresh, heard, topic_of
from tests.handlers.chat.test_topics import run_job


async def versions(desk: Desk, root: Interaction) -> list[tuple[int, str | None, Direction]]:
    """Every version of a message: its number, its words and which way it went."""
    rows = [row for row in await desk.rows(Interaction, Interaction.version) if root.id in (row.id, row.root_id)]
    return [(row.version, row.text, row.direction) for row in rows]


async def answered_in_plain_group(desk: Desk) -> tuple[Desk, Ticket, dict[str, Any]]:
    """A ticket in a group without topics, with an answer that the customer has, and the update that brought it."""
    await desk.has_staff_group(is_forum=False)
    await has_group(desk, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk)
    ticket = await ticket_about(desk, "order")
    answer = desk.group_message(AGENT, "Monday", is_forum=False, reply_to=await card_message_of(desk, ticket))
    await desk.feed(answer)
    await desk.deliver()
    return desk, ticket, answer


async def test_a_change_where_the_ticket_was_before_is_kept_and_the_story_tells_what_the_customer_has(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    await has_group(desk_on_both, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk_on_both)
    ticket = await ticket_about(desk, "order")
    answer = desk.group_message(AGENT, "It comes on Monday", topic=topic_of(ticket))
    await desk.feed(answer)
    await desk.feed({"edited_message": answer["message"] | {"text": "It comes on Tuesday", "edit_date": 2}})
    await desk.deliver()
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    for words in ("It never comes", "Never ever"):
        await desk.feed({"edited_message": answer["message"] | {"text": words, "edit_date": 3}})
    assert (await desk.said_to(STAFF_GROUP))[-1].startswith(desk.phrase("transfer-edit-stays", number=ticket.number))
    desk.calls.clear()
    await desk.deliver()
    assert posts_in(desk, CUSTOMER) == []
    root = await heard(desk, "It comes on Monday")
    assert await versions(desk, root) == [
        (1, "It comes on Monday", Direction.OUT),
        (2, "It comes on Tuesday", Direction.OUT),
        (3, "It never comes", Direction.INTERNAL),
        (4, "Never ever", Direction.INTERNAL),
    ]
    kept = await heard(desk, "Never ever")
    assert (kept.ticket_id, kept.customer_id, kept.root_id) == (ticket.id, root.customer_id, root.id)
    moved = await fresh(desk, ticket)
    await desk.says_in_group(AGENT, "/history", chat_id=PARCELS_GROUP, topic=topic_of(moved))
    story = await desk.last_said_to(PARCELS_GROUP)
    assert ("It comes on Tuesday" in story, "It comes on Monday" in story, "ever" in story.split("Tuesday")[1]) == (True, False, False)


async def test_in_groups_without_topics_it_is_kept_as_well(desk: Desk) -> None:
    desk, ticket, answer = await answered_in_plain_group(desk)
    await desk.says_in_group(AGENT, "/transfer parcels", is_forum=False, reply_to=await card_message_of(desk, ticket))
    await desk.feed({"edited_message": answer["message"] | {"text": "Tuesday", "edit_date": 2}})
    assert await versions(desk, await heard(desk, "Monday")) == [(1, "Monday", Direction.OUT), (2, "Tuesday", Direction.INTERNAL)]


async def test_a_changed_note_in_the_old_topic_is_the_newest_words_of_the_note(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk)
    ticket = await ticket_about(desk, "order")
    note = desk.group_message(AGENT, "/note Be kind", topic=topic_of(ticket))
    await desk.feed(note)
    await desk.deliver()
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    await desk.feed({"edited_message": note["message"] | {"text": "/note Be very kind", "edit_date": 2}})
    await desk.says_in_group(AGENT, "/history", chat_id=PARCELS_GROUP, topic=topic_of(await fresh(desk, ticket)))
    assert "Be very kind" in await desk.last_said_to(PARCELS_GROUP)


async def test_a_change_in_a_topic_that_the_ticket_has_left_stays_there(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    await has_group(desk_on_both, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk_on_both)
    ticket = await ticket_about(desk, "order")
    answer = desk.group_message(AGENT, "It comes on Monday", topic=topic_of(ticket))
    note = desk.group_message(AGENT, "/note Be kind", topic=topic_of(ticket))
    await desk.feed(answer, note)
    await desk.says_in_group(AGENT, "/transfer parcels", topic=topic_of(ticket))
    await desk.deliver()
    desk.calls.clear()
    await desk.feed({"edited_message": answer["message"] | {"text": "It never comes", "edit_date": 2}})
    assert (await desk.last_said_to(STAFF_GROUP)).startswith(desk.phrase("transfer-edit-stays", number=ticket.number))
    assert f"#{ticket.number}" in (await desk.last_said_to(STAFF_GROUP)).splitlines()[-1]
    await desk.deliver()
    assert posts_in(desk, CUSTOMER) == []
    said = len(await desk.said_to(STAFF_GROUP))
    await desk.feed({"edited_message": note["message"] | {"text": "/note Be very kind", "edit_date": 2}})
    assert len(await desk.said_to(STAFF_GROUP)) == said
    moved = await fresh(desk, ticket)
    here = desk.group_message(AGENT, "Monday", chat_id=PARCELS_GROUP, topic=topic_of(moved))
    await desk.feed(here)
    await desk.deliver()
    await desk.feed({"edited_message": here["message"] | {"text": "Tuesday", "edit_date": 2}})
    assert [(method, payload["text"]) for method, payload in await desk.deliver() if payload.get("chat_id") == CUSTOMER] == [
        ("editMessageText", "Tuesday")
    ]


async def test_a_change_in_a_topic_that_could_not_be_deleted_stays_there(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk, delete_topics_after_days=1)
    ticket = await ticket_about(desk, "order")
    answer = desk.group_message(AGENT, "Solved", topic=topic_of(ticket))
    await desk.feed(answer)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.deliver()
    desk.later(days=2)
    await run_job(desk, refused="Bad Request: not enough rights")
    await desk.feed({"edited_message": answer["message"] | {"text": "Not solved", "edit_date": 2}})
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("transfer-edit-stays", number=ticket.number)
    assert await desk.deliver() == [("sendMessage", {"chat_id": STAFF_GROUP, "parse_mode": "HTML", "message_thread_id": ticket.topic_id,
        "text": desk.phrase("transfer-edit-stays", number=ticket.number)})]  # fmt: skip


async def test_in_groups_without_topics_a_change_in_the_old_group_stays_there(desk: Desk) -> None:
    desk, ticket, answer = await answered_in_plain_group(desk)
    await desk.feed({"edited_message": answer["message"] | {"text": "Tuesday", "edit_date": 2}})
    assert [method for method, payload in await desk.deliver() if payload.get("chat_id") == CUSTOMER] == ["editMessageText"]
    await desk.says_in_group(AGENT, "/transfer parcels", is_forum=False, reply_to=await card_message_of(desk, ticket))
    await desk.deliver()
    await desk.feed({"edited_message": answer["message"] | {"text": "Wednesday", "edit_date": 3}})
    assert [method for method, payload in await desk.deliver() if payload.get("chat_id") == CUSTOMER] == []


async def test_a_change_of_a_customers_words_whose_copy_was_deleted_with_its_topic_is_posted(desk: Desk) -> None:
    await desk.has_staff_group()
    await ticket_about(desk, "order")
    said = desk.private_message(CUSTOMER, "It is cold")
    await desk.feed(said)
    await desk.deliver()
    await desk.feed({"edited_message": said["message"] | {"text": "It is very cold", "edit_date": 2}})
    await desk.deliver(answers={"editMessageText": Refused("Bad Request: message to edit not found")})
    assert await desk.last_said_to(STAFF_GROUP) == f"{desk.phrase('ticket-words-changed')}\nIt is very cold"
