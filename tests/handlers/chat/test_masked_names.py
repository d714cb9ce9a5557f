"""Names of customers: a link, a phone number or a card number in one is masked wherever staff see it, and nowhere else."""

from typing import Any

import pytest

from crm.rules.masking import Mask
from storage.customers import Customer
from storage.tickets import Ticket
from storage.vocabulary import Language
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk, person
from tests.handlers.chat.canned_side import has_replies
from tests.handlers.chat.staff_side import CUSTOMER, open_desk, ticket_of, topic_of, with_relay

NAME = "Win at casino.top 13800138000 4111 1111 1111 1111"
SEEN = f"Win at {'•' * 10} {'•' * 9}00 •••• •••• •••• 1111"


async def masking(desk: Desk, mask: frozenset[Mask] = frozenset(Mask)) -> Desk:
    """The desk with a staff group, and a business file that masks."""
    desk = with_relay(desk, mask=mask)
    await open_desk(desk)
    return desk


def called(name: str = NAME, user_id: int = CUSTOMER) -> dict[str, Any]:
    """The fields of a message by somebody who is called so."""
    return {"from": person(user_id) | {"first_name": name}}


async def seen_in_group(desk: Desk) -> str:
    """Everything that was ever queued for the staff group, as it reads."""
    return "\n".join(str(row.payload) for row in await desk.queued() if row.chat_id == STAFF_GROUP)


async def test_topic_card_and_lines_show_the_name_masked(desk_on_both: Desk) -> None:
    desk = await masking(desk_on_both)
    ticket = await ticket_of(desk, **called())
    for words in ("/info", "/history", "/queue", "/ban 2d spam", "/unban", "/bans", "/close", "/reopen"):
        await desk.says_in_group(AGENT, words, topic=topic_of(ticket))
    await desk.deliver()
    methods = {row.method for row in await desk.queued() if row.chat_id == STAFF_GROUP and SEEN in str(row.payload)}
    assert methods == {"createForumTopic", "sendMessage", "editMessageText"}
    assert [row.payload for row in await desk.queued() if row.chat_id == STAFF_GROUP and "casino" in str(row.payload)] == []
    seen = await seen_in_group(desk)
    assert [secret for secret in ("13800138000", "4111") if secret in seen] == []
    assert seen.count(SEEN) >= 8


async def test_the_customer_reads_their_own_name_and_the_record_keeps_it(desk: Desk) -> None:
    desk = await masking(desk)
    await desk.says(CUSTOMER, "/start", **called())
    assert NAME in await desk.last_said_to(CUSTOMER)
    assert (await desk.row(Customer, id=1)).name == NAME


async def test_owners_look_a_customer_up_by_the_whole_name(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk, **called())
    await desk.says(OWNER, "/customer 1")
    assert NAME in await desk.last_said_to(OWNER)


async def test_a_name_without_anything_to_mask_stays_and_so_does_every_name_by_default(desk: Desk) -> None:
    await open_desk(desk)
    await ticket_of(desk, **called())
    assert NAME in await seen_in_group(desk)
    other = desk.of(with_relay(desk, mask=frozenset({Mask.LINKS})).business)
    await ticket_of(other, 1002, **called("Room 13800138000", 1002))
    assert "Room 13800138000" in await seen_in_group(desk)


async def test_a_customer_who_closes_and_takes_up_again_is_named_masked(desk: Desk) -> None:
    desk = await masking(desk)
    await ticket_of(desk, **called())
    await desk.says(CUSTOMER, "/tickets", **called())
    await desk.presses_button(CUSTOMER, desk.phrase("my-tickets-button-write", number=1))
    await desk.presses_button(CUSTOMER, desk.phrase("my-tickets-button-done"))
    await desk.says(CUSTOMER, "Or not", **called())
    said = await desk.said_to(STAFF_GROUP)
    assert desk.phrase("ticket-closed-by", number=1, name=SEEN) in said
    assert (
        desk.phrase("ticket-reopened-by", number=1, name=desk.phrasebook.speaking(Language.ENGLISH).plain("somebody-customer", name=SEEN))
        in said
    )


async def test_a_wish_in_own_words_is_masked_on_the_card(desk: Desk) -> None:
    desk = await masking(desk)
    await desk.says(CUSTOMER, "/complain the cup broke")
    await desk.presses_button(CUSTOMER, "Service")
    await desk.presses_button(CUSTOMER, desk.phrase("complaint-button-next"))
    await desk.presses_button(CUSTOMER, desk.phrase("complaint-severity-low"))
    await desk.says(CUSTOMER, "Call 13800138000")
    await desk.presses_button(CUSTOMER, desk.phrase("complaint-button-send"))
    await desk.deliver()
    seen = await seen_in_group(desk)
    assert (f"Call {'•' * 9}00" in seen, "13800138000" in seen) == (True, False)


@pytest.mark.parametrize("words", ["/replies add hi en Dear {name}, hello", "/replies add hi en Dear <b>{name}</b>, hello"])
async def test_a_reply_at_hand_calls_the_customer_by_name_and_shows_staff_the_masked_one(desk: Desk, words: str) -> None:
    desk = with_relay(desk, mask=frozenset(Mask))
    await has_replies(desk, words.removeprefix("/replies "))
    ticket = await ticket_of(desk, **called("A & casino.top"))
    await desk.says_in_group(AGENT, "/r hi", topic=topic_of(ticket))
    await desk.deliver()
    sent = [row.payload["text"] for row in await desk.queued() if row.chat_id == CUSTOMER and "hello" in str(row.payload)]
    assert len(sent) == 1
    assert "casino.top" in sent[0]
    seen = await seen_in_group(desk)
    assert ("hello" in seen, "casino" in seen) == (True, False)


async def test_a_stranger_in_the_group_is_named_masked(desk: Desk) -> None:
    desk = await masking(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(4001, "Hello", topic=topic_of(ticket), **{"from": person(4001) | {"first_name": NAME}})
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name=SEEN)


@pytest.mark.parametrize(
    ("mask", "is_seen"), [(frozenset[Mask](), True), (frozenset({Mask.PHONES}), True), (frozenset({Mask.LINKS}), False)]
)
async def test_a_username_is_a_link_to_its_customer(desk: Desk, mask: frozenset[Mask], *, is_seen: bool) -> None:
    desk = await masking(desk, mask)
    await desk.says(CUSTOMER, "/human Ask @ivy_of_tea or me", entities=[{"type": "mention", "offset": 11, "length": 11}])
    ticket = (await desk.rows(Ticket))[0]
    await desk.says_in_group(AGENT, "/info", topic=ticket.topic_id)
    await desk.deliver()
    seen = await seen_in_group(desk)
    assert (f"@person{CUSTOMER}" in seen, "@ivy_of_tea" in seen) == (is_seen, is_seen)
    await desk.says(OWNER, "/customer 1")
    assert f"@person{CUSTOMER}" in await desk.last_said_to(OWNER)
