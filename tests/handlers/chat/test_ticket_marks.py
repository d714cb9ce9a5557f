"""Marks on a ticket: priority and tags."""

import pytest

from storage.audit import AuditEvent
from storage.ticket_tags import TicketTag
from storage.vocabulary import Priority
from tests.desk import AGENT, Desk
from tests.handlers.chat.staff_side import CUSTOMER, fresh, ticket_of, topic_of
from tests.handlers.chat.test_ticket_states import at_work, card, commands, last_post


async def tags(desk: Desk) -> list[str]:
    """Every tag there is."""
    return [row.tag for row in await desk.rows(TicketTag, TicketTag.tag)]


@pytest.mark.parametrize(
    ("word", "priority"), [("high", Priority.HIGH), ("URGENT", Priority.URGENT), ("低", Priority.LOW), ("紧急", Priority.URGENT)]
)
async def test_a_priority_is_set_and_shown_on_the_card(desk: Desk, word: str, priority: Priority) -> None:
    ticket = await at_work(desk)
    shown = desk.phrase(f"priority-{priority.value}")
    assert await commands(desk, ticket, f"/priority {word}") == desk.phrase("ticket-priority-set", number=ticket.number, priority=shown)
    assert (await fresh(desk, ticket)).priority is priority
    assert desk.phrase("card-priority", priority=shown) in await card(desk, ticket)
    assert (await desk.rows(AuditEvent))[-1].after == {"priority": priority.value}


async def test_an_ordinary_priority_is_not_shown_and_a_wrong_one_is_answered_with_the_choices(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/priority normal")
    assert "Priority" not in await card(desk, ticket)
    assert await commands(desk, ticket, "/priority") == desk.phrase("ticket-priority-usage")
    assert await commands(desk, ticket, "/priority soon") == desk.phrase("ticket-priority-usage")


async def test_tags_are_put_on_and_taken_off(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket = await at_work(desk)
    assert await commands(desk, ticket, "/tag #Refund vip refund") == desk.phrase(
        "ticket-tags-now", number=ticket.number, tags="#refund #vip"
    )
    assert desk.phrase("card-tags", tags="#refund #vip") in await card(desk, ticket)
    assert await commands(desk, ticket, "/tag 退款") == desk.phrase("ticket-tags-now", number=ticket.number, tags="#refund #vip #退款")
    assert await commands(desk, ticket, "/untag VIP 退款 other") == desk.phrase("ticket-tags-now", number=ticket.number, tags="#refund")
    assert await commands(desk, ticket, "/untag refund") == desk.phrase("ticket-tags-none", number=ticket.number)
    assert await tags(desk) == []
    assert [(row.before, row.after) for row in await desk.rows(AuditEvent)][-1] == ({"tags": "refund"}, {"tags": None})


@pytest.mark.parametrize("words", ["refund, vip", "refund,vip", "refund，vip", "refund、#VIP"])
async def test_commas_stand_between_tags_as_well(desk: Desk, words: str) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, f"/tag {words}")
    assert await tags(desk) == ["refund", "vip"]
    await commands(desk, ticket, f"/untag {words}")
    assert await tags(desk) == []


async def test_a_tag_that_is_there_changes_nothing(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/tag refund")
    acts, edits = len(await desk.rows(AuditEvent)), (await desk.methods()).count("editMessageText")
    await commands(desk, ticket, "/tag refund")
    await commands(desk, ticket, "/untag vip")
    assert (len(await desk.rows(AuditEvent)), (await desk.methods()).count("editMessageText")) == (acts, edits)


@pytest.mark.parametrize("word", ["a/b", "x" * 33, "#", "<b>"])
async def test_a_word_that_cannot_be_a_tag_is_refused(desk: Desk, word: str) -> None:
    ticket = await at_work(desk)
    assert await commands(desk, ticket, f"/tag fine {word}") == desk.phrase("refusal-word-is-no-tag", word=word[:32])
    assert await tags(desk) == []


async def test_a_ticket_has_ten_tags_at_most(desk: Desk) -> None:
    ticket = await at_work(desk)
    words = " ".join(f"t{number}" for number in range(11))
    assert await commands(desk, ticket, f"/tag {words}") == desk.phrase("refusal-too-many-tags", most=10)
    assert await tags(desk) == []


@pytest.mark.parametrize("command", ["/tag", "/untag"])
async def test_a_command_without_words_is_answered_with_an_example(desk: Desk, command: str) -> None:
    ticket = await at_work(desk)
    assert await commands(desk, ticket, command) == desk.phrase("ticket-tag-usage")


async def test_tags_in_use_are_listed_with_their_counts(desk: Desk) -> None:
    ticket = await at_work(desk)
    await desk.says_in_group(AGENT, "/tags")
    assert await last_post(desk) == desk.phrase("ticket-tags-unused")
    await commands(desk, ticket, "/tag refund vip")
    other = await ticket_of(desk, CUSTOMER + 1)
    await desk.says_in_group(AGENT, "/tag refund", topic=topic_of(other))
    await desk.says_in_group(AGENT, "/tags")
    assert await last_post(desk) == desk.phrase("ticket-tags-in-use", tags="#refund (2), #vip (1)")
