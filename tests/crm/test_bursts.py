"""Bursts: what waits in a group that may hear only little more is said in few posts, and nothing of it is lost."""

from typing import Any

import pytest

from crm.bursts import gather_bursts
from crm.calls import prepare_calls
from crm.deliveries import record_sent, recover_interrupted, settle_unsent
from crm.outcomes import NotReached, Refused, Sent
from storage.claims import claim_messages
from storage.deliveries import Outgoing
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.tickets import Ticket
from storage.vocabulary import Author, OutboxState
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import PHOTO
from tests.handlers.chat.staff_side import card_message_of, ticket_of, topic_of

ANN, BEN = 1001, 1002
SCARCE = [STAFF_GROUP]


async def on_ticket(desk: Desk, *users: int) -> list[Ticket]:
    """Return a ticket of each of these people, all that belongs to it delivered."""
    desk.later(hours=-6)  # while the desk is open
    await desk.has_staff_group()
    return [await ticket_of(desk, user) for user in users]


async def posted(desk: Desk, **arguments: Any) -> list[dict[str, Any]]:
    """Deliver everything and return what was made in the staff group."""
    calls = await desk.deliver(scarce=SCARCE, **arguments)
    return [payload for _, payload in calls if payload.get("chat_id") == STAFF_GROUP]


async def claimed(desk: Desk) -> list[tuple[Outgoing, dict[str, Any]]]:
    """Claim and gather, as a program that is killed before it knows more."""
    async with desk.database.begin() as session:
        messages = await claim_messages(session, at=desk.at, limit=50)
        messages = await gather_bursts(session, messages, scarce=SCARCE, at=desk.at)
        return await prepare_calls(session, messages, at=desk.at, cap=desk.business.unasked, tell=desk.tell(session))


async def edits(desk: Desk, message_id: int, text: str) -> None:
    """A customer changes a message."""
    update = desk.private_message(ANN, text)
    await desk.feed({"edited_message": update["message"] | {"message_id": message_id, "edit_date": 2}})


async def test_a_burst_of_sixty_messages_becomes_one_post(desk_on_both: Desk) -> None:
    desk = desk_on_both
    (ticket,) = await on_ticket(desk, ANN)
    said = [f"word {number}" for number in range(60)]
    for words in said:
        await desk.says(ANN, words)
    assert await posted(desk) == [
        {"chat_id": STAFF_GROUP, "text": "\n".join(f"• {words}" for words in said), "message_thread_id": topic_of(ticket)}
    ]
    rows = [row for row in await desk.queued() if row.chat_id == STAFF_GROUP][-60:]
    assert [row.error for row in rows] == ["gathered"] * 59 + [None]
    assert [row.state for row in rows] == [OutboxState.DROPPED] * 59 + [OutboxState.SENT]
    assert await desk.unsettled() == []


async def test_where_there_is_room_every_message_is_copied(desk: Desk) -> None:
    await on_ticket(desk, ANN)
    for number in range(5):
        await desk.says(ANN, f"word {number}")
    assert [method for method, _ in await desk.deliver(scarce=[-1009])] == ["copyMessage"] * 5


async def test_a_photo_in_between_is_copied_and_keeps_its_place(desk: Desk) -> None:
    await on_ticket(desk, ANN)
    for words in "abc":
        await desk.says(ANN, words)
    photo = await desk.says(ANN, photo=PHOTO, caption="look")
    for words in "de":
        await desk.says(ANN, words)
    assert [post.get("text", post.get("message_id")) for post in await posted(desk)] == ["• a\n• b\n• c", photo, "• d\n• e"]


async def test_the_bursts_of_two_people_are_not_mixed(desk: Desk) -> None:
    tickets = await on_ticket(desk, ANN, BEN)
    for number in range(3):
        await desk.says(ANN, f"ann {number}")
        await desk.says(BEN, f"ben {number}")
    assert [(post["message_thread_id"], post["text"]) for post in await posted(desk)] == [
        (topic_of(tickets[0]), "• ann 0\n• ann 1\n• ann 2"),
        (topic_of(tickets[1]), "• ben 0\n• ben 1\n• ben 2"),
    ]


async def test_what_is_longer_than_a_post_is_split_between_messages(desk: Desk) -> None:
    await on_ticket(desk, ANN)
    said = [f"{number}" + "x" * 1500 for number in range(5)]
    for words in said:
        await desk.says(ANN, words)
    last = (await desk.queued())[-1].payload["message_id"]
    assert [post.get("text", post.get("message_id")) for post in await posted(desk)] == [
        f"• {said[0]}\n• {said[1]}", f"• {said[2]}\n• {said[3]}", last,
    ]  # fmt: skip


async def test_staff_answer_a_post_and_the_customer_sees_the_last_message_answered(desk: Desk) -> None:
    (ticket,) = await on_ticket(desk, ANN)
    await desk.says(ANN, "a")
    last = await desk.says(ANN, "b")
    await posted(desk)
    post = (await desk.queued())[-1].sent_message_id
    await desk.says_in_group(AGENT, "We make a new one", topic=topic_of(ticket), reply_to=post)
    (answer,) = [payload for method, payload in await desk.deliver() if method == "copyMessage"]
    assert (answer["chat_id"], answer["reply_parameters"]["message_id"]) == (ANN, last)


async def test_messages_that_answer_the_same_are_posted_as_an_answer_to_it(desk: Desk) -> None:
    (ticket,) = await on_ticket(desk, ANN)
    await desk.says_in_group(AGENT, "Which cup was it?", topic=topic_of(ticket))
    await desk.deliver()
    answer = (await desk.queued())[-1]
    asked = next(row for row in reversed(await desk.queued()) if row.chat_id == ANN)
    question = {"message_id": asked.sent_message_id, "date": 1, "chat": {"id": ANN, "type": "private", "first_name": "X"}, "text": "?"}
    await desk.says(ANN, "the red one", reply_to_message=question)
    await desk.says(ANN, "with the handle", reply_to_message=question)
    await desk.says(ANN, "and by the way")
    first, second = await posted(desk)
    assert answer is not None
    assert first["text"] == "• the red one\n• with the handle"
    assert "reply_parameters" in first
    assert "reply_parameters" not in second


@pytest.mark.parametrize("changed", [0, 2])
async def test_a_change_of_a_gathered_message_is_posted_and_the_post_stays(desk: Desk, changed: int) -> None:
    (ticket,) = await on_ticket(desk, ANN)
    sent = [await desk.says(ANN, words) for words in ("a", "b", "c")]
    await posted(desk)
    await edits(desk, sent[changed], "<b>better</b> & new")
    calls = await desk.deliver()
    heading = desk.phrasebook.speaking(desk.business.staff_language).plain("ticket-words-changed")
    assert calls == [
        ("sendMessage", {"chat_id": STAFF_GROUP, "text": f"{heading}\n<b>better</b> & new", "message_thread_id": ticket.topic_id})
    ]


async def test_a_change_that_fills_a_message_is_posted_whole(desk: Desk) -> None:
    await on_ticket(desk, ANN)
    first = await desk.says(ANN, "a")
    await desk.says(ANN, "b")
    await posted(desk)
    await edits(desk, first, "<" * 4096)
    assert [payload["text"] for _, payload in await desk.deliver()][1:] == ["<" * 4096]


async def test_a_message_that_was_copied_by_itself_changes_in_place(desk: Desk) -> None:
    await on_ticket(desk, ANN)
    first = await desk.says(ANN, "a")
    await posted(desk)
    copy = (await desk.queued())[-1].sent_message_id
    await edits(desk, first, "better")
    ((method, payload),) = await desk.deliver()
    assert (method, payload["message_id"], payload["text"]) == ("editMessageText", copy, "better")


async def test_a_change_by_staff_that_reached_nobody_is_not_posted(desk: Desk) -> None:
    (ticket,) = await on_ticket(desk, ANN)
    answer = await desk.says_in_group(AGENT, "We make a new one", topic=topic_of(ticket))
    await desk.deliver(answers={"copyMessage": Refused("Bad Request: no")})
    update = desk.group_message(AGENT, "We make two", topic=topic_of(ticket))
    await desk.feed({"edited_message": update["message"] | {"message_id": answer, "edit_date": 2}})
    assert await desk.deliver() == []
    assert (await desk.queued())[-1].error == "nothing_to_edit"


async def test_several_changes_of_a_card_become_the_newest(desk: Desk) -> None:
    (ticket,) = await on_ticket(desk, ANN)
    for command in ("/claim", "/close", "/reopen"):
        await desk.says_in_group(AGENT, command, topic=topic_of(ticket))
    edits_of_card = [row.id for row in await desk.queued() if row.edits_interaction_id == ticket.card_interaction_id]
    assert len(edits_of_card) == 3
    made = [payload["text"] for payload in await posted(desk) if payload.get("message_id")]
    newest = await desk.row(OutboxMessage, id=edits_of_card[-1])
    assert made == [newest.payload["text"]]
    assert newest.state is OutboxState.SENT
    assert [(await desk.row(OutboxMessage, id=each)).error for each in edits_of_card[:-1]] == ["superseded"] * 2


async def test_a_change_of_a_card_with_none_behind_it_is_made(desk: Desk) -> None:
    (ticket,) = await on_ticket(desk, ANN)
    await desk.says_in_group(AGENT, "/claim", topic=topic_of(ticket))
    (edit,) = [row.id for row in await desk.queued() if row.edits_interaction_id == ticket.card_interaction_id]
    await posted(desk)
    row = await desk.row(OutboxMessage, id=edit)
    assert (row.state, row.error) == (OutboxState.SENT, None)


async def test_after_a_crash_the_whole_post_is_said_again_and_nothing_else(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await on_ticket(desk, ANN)
    for words in "abc":
        await desk.says(ANN, words)
    ((_, before),) = await claimed(desk)
    async with desk.database.begin() as session:
        assert await recover_interrupted(session, tell=desk.tell(session)) == (1, 0)
    await desk.says(ANN, "d")
    assert [post.get("text", "a copy") for post in await posted(desk)] == ["• a\n• b\n• c", "a copy"]
    assert before["text"] == "• a\n• b\n• c"


async def test_a_post_that_never_left_is_said_before_what_was_written_later(desk: Desk) -> None:
    await on_ticket(desk, ANN)
    for words in "ab":
        await desk.says(ANN, words)
    ((message, _),) = await claimed(desk)
    for words in "cd":
        await desk.says(ANN, words)
    async with desk.database.begin() as session:
        await settle_unsent(session, message=message, outcome=NotReached("away"), at=desk.at, tell=desk.tell(session))
    assert [post["text"] for post in await posted(desk)] == ["• a\n• b", "• c\n• d"]


async def test_everything_that_was_gathered_is_kept_as_it_was_said(desk: Desk) -> None:
    await on_ticket(desk, ANN)
    for words in "abc":
        await desk.says(ANN, words)
    await posted(desk)
    said = [row.text for row in await desk.rows(Interaction) if row.author is Author.CUSTOMER]
    assert said == ["My tea is cold", "a", "b", "c"]


async def test_what_a_customer_corrects_within_a_burst_is_posted_corrected(desk: Desk) -> None:
    (ticket,) = await on_ticket(desk, ANN)
    first = await desk.says(ANN, "a")
    last = await desk.says(ANN, "b")
    await edits(desk, first, "A")
    await edits(desk, last, "B")
    await edits(desk, first, "A!")
    (post,) = await posted(desk)
    assert post["text"] == "• A!\n• B"
    sent = next(row for row in await desk.queued() if row.state is OutboxState.SENT and row.payload.get("text") == post["text"])
    await desk.says_in_group(AGENT, "We make a new one", topic=topic_of(ticket), reply_to=sent.sent_message_id)
    (answer,) = [payload for method, payload in await desk.deliver() if method == "copyMessage"]
    assert answer["reply_parameters"]["message_id"] == last


async def test_in_a_group_without_topics_a_post_answers_the_card(desk: Desk) -> None:
    desk.later(hours=-6)
    await desk.has_staff_group(is_forum=False)
    ticket = await ticket_of(desk, ANN)
    for words in "ab":
        await desk.says(ANN, words)
    (post,) = await posted(desk)
    assert post["text"] == "• a\n• b"
    assert post["reply_parameters"]["message_id"] == await card_message_of(desk, ticket)


async def test_an_answer_to_staff_stands_between_the_words_before_and_after_it_and_before_those_of_others(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ann, ben = await on_ticket(desk, ANN, BEN)
    for words in ("Ben one", "Ben two"):
        await desk.says(BEN, words)
    await desk.says(ANN, "before")
    await desk.says(ANN, "before, too")
    await desk.says_in_group(AGENT, "/note a regular", topic=topic_of(ann))
    await desk.says(ANN, "after")
    said = [(payload["message_thread_id"], payload.get("text", "")) for payload in await posted_one_by_one(desk)]
    assert said == [
        (topic_of(ann), "• before\n• before, too"),
        (topic_of(ann), desk.phrase("desk-note-kept")),
        (topic_of(ben), "• Ben one\n• Ben two"),
        (topic_of(ann), ""),
    ]


async def posted_one_by_one(desk: Desk) -> list[dict[str, Any]]:
    """Deliver as long as there is something, one message at a time, and return what was made in the staff group."""
    made: list[dict[str, Any]] = []
    while True:
        async with desk.database.begin() as session:
            messages = await claim_messages(session, at=desk.at, limit=1)
            messages = await gather_bursts(session, messages, scarce=SCARCE, at=desk.at)
            calls = await prepare_calls(session, messages, at=desk.at, cap=desk.business.unasked, tell=desk.tell(session))
            sent = [(message, Sent(message_id=900_000 + len(made), result=True)) for message, _ in calls]
            await record_sent(session, sent, at=desk.at, tell=desk.tell(session))
        if not messages:
            return made
        made += [payload for _, payload in calls if payload.get("chat_id") == STAFF_GROUP]
