"""Reactions: what somebody thinks of a message is seen on the other side."""

from typing import Any

import pytest

from crm.outcomes import Refused
from crm.reactions import REACTION
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.tickets import Ticket
from storage.vocabulary import Author, Direction, OutboxState
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import (
    CUSTOMER,
    STRANGER,
    card_message_of,
    heard,
    open_desk,
    reaction,
    sent_to,
    ticket_of,
    topic_of,
    with_relay,
)


async def answered(desk: Desk) -> tuple[Ticket, int]:
    """A ticket with an answer at the customer, and the message of that answer in the topic."""
    await open_desk(desk)
    ticket = await ticket_of(desk)
    message_id = await desk.says_in_group(AGENT, "It is on its way", topic=topic_of(ticket))
    await desk.deliver()
    return ticket, message_id


async def reactions(desk: Desk) -> list[dict[str, Any]]:
    """What the bot shows of reactions now."""
    return [payload for method, payload in await desk.deliver() if method == "setMessageReaction"]


def shown(chat_id: int, message_id: int, *emojis: str) -> dict[str, Any]:
    """The call by which the bot shows a reaction."""
    return {"chat_id": chat_id, "message_id": message_id, "reaction": [{"type": "emoji", "emoji": emoji} for emoji in emojis]}


async def test_a_customers_reaction_to_an_answer_stands_on_the_answer_in_the_topic(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket, message_id = await answered(desk)
    copy = await sent_to(desk, CUSTOMER)
    await desk.feed(reaction(CUSTOMER, copy, "❤"))
    assert await reactions(desk) == [shown(STAFF_GROUP, message_id, "❤")]
    said = await heard(desk, "❤")
    assert (said.author, said.direction, said.ticket_id, said.customer_id) == (Author.CUSTOMER, Direction.IN, ticket.id, ticket.customer_id)
    assert (said.media, said.reply_to_id) == ({"kind": REACTION, "emoji": "❤"}, (await heard(desk, "It is on its way")).id)
    await desk.feed(reaction(CUSTOMER, copy, before="❤"))
    assert await reactions(desk) == [shown(STAFF_GROUP, message_id)]


async def test_a_reaction_of_staff_stands_on_what_the_customer_wrote(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await open_desk(desk)
    ticket = await ticket_of(desk)
    message_id = await desk.says(CUSTOMER, "Thank you all")
    await desk.deliver()
    copy = await sent_to(desk, STAFF_GROUP)
    await desk.feed(reaction(AGENT, copy, "👍", chat_id=STAFF_GROUP))
    assert await reactions(desk) == [shown(CUSTOMER, message_id, "👍")]
    said = await heard(desk, "👍")
    assert (said.author, said.author_id, said.direction, said.ticket_id) == (Author.STAFF, AGENT, Direction.INTERNAL, ticket.id)


async def test_reactions_to_own_messages_are_seen_as_well(desk: Desk) -> None:
    ticket, message_id = await answered(desk)
    copy = await sent_to(desk, CUSTOMER)
    await desk.feed(reaction(AGENT, message_id, "🔥", chat_id=STAFF_GROUP))
    assert await reactions(desk) == [shown(CUSTOMER, copy, "🔥")]
    own = await desk.says(CUSTOMER, "Good")
    await desk.deliver()
    in_topic = await sent_to(desk, STAFF_GROUP)
    await desk.feed(reaction(CUSTOMER, own, "🎉"))
    assert await reactions(desk) == [shown(STAFF_GROUP, in_topic, "🎉")]
    assert ticket.topic_id is not None


async def test_the_bot_shows_the_newest_and_when_it_is_taken_back_the_newest_of_the_others(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    message_id = await desk.says(CUSTOMER, "Thank you all")
    await desk.deliver()
    copy = await sent_to(desk, STAFF_GROUP)
    for user_id, given, before, expected in (
        (AGENT, ["👍"], [], ["👍"]),
        (OWNER, ["🎉"], [], ["🎉"]),
        (OWNER, [], ["🎉"], ["👍"]),
        (AGENT, [], ["👍"], []),
    ):
        await desk.feed(reaction(user_id, copy, *given, before=before, chat_id=STAFF_GROUP))
        assert await reactions(desk) == [shown(CUSTOMER, message_id, *expected)]


async def test_of_several_reactions_of_one_person_the_one_just_given_counts(desk: Desk) -> None:
    _, message_id = await answered(desk)
    copy = await sent_to(desk, CUSTOMER)
    await desk.feed(reaction(CUSTOMER, copy, "👍", "❤", before=["❤"]))
    assert await reactions(desk) == [shown(STAFF_GROUP, message_id, "👍")]


@pytest.mark.parametrize("kind", [{"type": "custom_emoji", "custom_emoji_id": "5"}, {"type": "paid"}])
async def test_what_a_bot_cannot_set_is_kept_and_counts_as_none(desk: Desk, kind: dict[str, Any]) -> None:
    _, message_id = await answered(desk)
    update = reaction(CUSTOMER, await sent_to(desk, CUSTOMER), before="❤")
    update["message_reaction"]["new_reaction"] = [kind]
    await desk.feed(update)
    assert await reactions(desk) == [shown(STAFF_GROUP, message_id)]
    assert (await desk.rows(Interaction))[-1].media == {"kind": REACTION, "emoji": None}


async def test_reactions_of_strangers_and_of_nobody_are_not_seen_by_customers(desk: Desk) -> None:
    _, message_id = await answered(desk)
    await desk.feed(reaction(STRANGER, message_id, "💩", chat_id=STAFF_GROUP))
    hidden = reaction(AGENT, message_id, "💩", chat_id=STAFF_GROUP)
    del hidden["message_reaction"]["user"]
    hidden["message_reaction"]["actor_chat"] = hidden["message_reaction"]["chat"]
    await desk.feed(hidden)
    assert await reactions(desk) == []


async def test_reactions_to_notes_cards_and_unknown_messages_stay_inside(desk: Desk) -> None:
    ticket, _ = await answered(desk)
    note = await desk.says_in_group(AGENT, "/note kind person", topic=topic_of(ticket))
    await desk.deliver()
    for message_id in (note, await card_message_of(desk, ticket), 999_999):
        await desk.feed(reaction(AGENT, message_id, "👍", chat_id=STAFF_GROUP))
    await desk.says(1002, "/start")
    await desk.deliver()
    await desk.feed(reaction(1002, await sent_to(desk, 1002), "👍"))
    assert await reactions(desk) == []


async def test_a_reaction_to_what_staff_never_saw_waits_for_nobody(desk: Desk) -> None:
    await desk.says(CUSTOMER, "/human")
    message_id = await desk.says(CUSTOMER, "Nobody there?")
    await desk.feed(reaction(CUSTOMER, message_id, "👀"))
    assert await reactions(desk) == []
    assert (await heard(desk, "👀")).ticket_id is not None


async def test_of_reactions_that_wait_one_behind_another_the_newest_is_shown(desk: Desk) -> None:
    _, message_id = await answered(desk)
    copy = await sent_to(desk, CUSTOMER)
    for emoji, before in (("👍", ""), ("❤", "👍"), ("🔥", "❤")):
        await desk.feed(reaction(CUSTOMER, copy, emoji, before=before))
    assert await reactions(desk) == [shown(STAFF_GROUP, message_id, "🔥")]


async def test_a_reaction_that_the_group_does_not_allow_alarms_nobody(desk: Desk) -> None:
    await answered(desk)
    await desk.feed(reaction(CUSTOMER, await sent_to(desk, CUSTOMER), "🍌"))
    await desk.deliver(answers={"setMessageReaction": Refused("Bad Request: REACTION_INVALID")})
    assert await desk.unsettled() == []


async def test_a_reaction_to_a_line_of_a_gathered_post_stands_on_the_post(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk)
    await desk.says(CUSTOMER, "a")
    last = await desk.says(CUSTOMER, "b")
    await desk.deliver(scarce=[STAFF_GROUP])
    post = await sent_to(desk, STAFF_GROUP)
    await desk.feed(reaction(CUSTOMER, last, "👍"))
    assert await reactions(desk) == [shown(STAFF_GROUP, post, "👍")]


async def test_without_receipts_the_bot_marks_nothing(desk: Desk) -> None:
    await answered(desk)
    assert [row for row in await desk.queued() if row.method == "setMessageReaction"] == []


async def test_a_receipt_stands_on_each_answer_that_has_reached_the_customer(desk_on_both: Desk) -> None:
    desk = with_relay(desk_on_both, receipts=True)
    ticket, message_id = await answered(desk)
    row = await desk.row(OutboxMessage, method="setMessageReaction")
    assert (row.state, row.payload) == (OutboxState.SENT, shown(STAFF_GROUP, message_id, "👌"))
    photo: dict[str, Any] = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "media_group_id": "9"}
    parts = [desk.group_message(AGENT, topic=topic_of(ticket), **photo) for _ in range(2)]
    await desk.feed(*parts)
    desk.later(seconds=1)
    assert await reactions(desk) == [shown(STAFF_GROUP, parts[0]["message"]["message_id"], "👌")]
    await desk.says_in_group(AGENT, "No", topic=topic_of(ticket))
    assert await desk.deliver(answers={"copyMessage": Refused("Bad Request: no")}) != []
    assert len([each for each in await desk.queued() if each.method == "setMessageReaction"]) == 2


async def test_a_receipt_comes_back_when_the_customer_takes_a_reaction_back(desk: Desk) -> None:
    desk = with_relay(desk, receipts=True)
    _, message_id = await answered(desk)
    copy = next(row.sent_message_id for row in reversed(await desk.queued()) if row.chat_id == CUSTOMER)
    assert copy is not None
    await desk.feed(reaction(CUSTOMER, copy, "❤"))
    assert await reactions(desk) == [shown(STAFF_GROUP, message_id, "❤")]
    await desk.feed(reaction(CUSTOMER, copy, before="❤"))
    assert await reactions(desk) == [shown(STAFF_GROUP, message_id, "👌")]
