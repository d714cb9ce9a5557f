"""Calls: on a ticket that somebody has, only they are notified of what the customer writes, where the business wants that."""

from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Language, Role
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, fresh, open_desk, ticket_of, topic_of, with_relay


async def calling(desk: Desk) -> tuple[Desk, Ticket]:
    """A desk that calls whoever has a ticket, and a ticket that is Anna's and answered."""
    desk = with_relay(desk, calls=True)
    await open_desk(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "Good morning", topic=topic_of(ticket))
    await desk.deliver()
    desk.later(minutes=1)
    return desk, ticket


def call(desk: Desk) -> str:
    """What calls Anna."""
    return desk.phrase("assigned-call", name=f"Person{AGENT}", user_id=str(AGENT))


async def silent_copies(desk: Desk) -> list[bool]:
    """Whether each copy in the group came without sound."""
    rows = [row for row in await desk.queued() if row.chat_id == STAFF_GROUP and row.method.startswith("copyMessage")]
    return [row.payload.get("disable_notification", False) for row in rows]


async def test_whoever_has_the_ticket_is_called_once_when_an_answer_begins_to_be_owed(desk_on_both: Desk) -> None:
    desk, ticket = await calling(desk_on_both)
    first, second = desk.private_message(CUSTOMER, "It is cold"), desk.private_message(CUSTOMER, "Very cold")
    await desk.feed(first, second)
    desk.later(minutes=1)
    await desk.says(CUSTOMER, "Hello?")
    assert (await desk.said_to(STAFF_GROUP)).count(call(desk)) == 1
    assert await silent_copies(desk) == [False, True, True, True]  # when the ticket was new, everybody heard of it
    await desk.says_in_group(AGENT, "A new pot is coming", topic=topic_of(ticket))
    desk.later(minutes=1)
    await desk.says(CUSTOMER, "Thank you so much")
    assert (await desk.said_to(STAFF_GROUP)).count(call(desk)) == 2


async def test_copies_that_become_one_post_make_no_sound_either(desk: Desk) -> None:
    desk, _ = await calling(desk)
    await desk.feed(*[desk.private_message(CUSTOMER, f"part {number}") for number in range(3)])
    sent = await desk.deliver(scarce=[STAFF_GROUP])
    [post] = [payload for method, payload in sent if method == "sendMessage" and "part 0" in payload["text"]]
    assert post["disable_notification"] is True


async def test_on_a_ticket_that_nobody_has_everybody_hears_the_customer(desk: Desk) -> None:
    desk, ticket = await calling(desk)
    await desk.says_in_group(AGENT, "/unassign", topic=topic_of(ticket))
    await desk.says(CUSTOMER, "It is cold")
    assert (await silent_copies(desk))[-1] is False
    assert call(desk) not in await desk.said_to(STAFF_GROUP)


async def test_by_default_copies_are_heard_and_nobody_is_called(desk: Desk) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "Good morning", topic=topic_of(ticket))
    desk.later(minutes=1)
    await desk.says(CUSTOMER, "It is cold")
    assert await silent_copies(desk) == [False, False]
    assert (await fresh(desk, ticket)).customer_waits_since == desk.at
    assert call(desk) not in await desk.said_to(STAFF_GROUP)


async def test_when_whoever_has_the_ticket_has_left_everybody_hears_the_customer_and_who_answers_has_it(desk_on_both: Desk) -> None:
    desk, ticket = await calling(desk_on_both)
    await desk.keep(StaffMember(user_id=2002, name="Chen", role=Role.AGENT, language=Language.ENGLISH, added_at=desk.at))
    await desk.says(OWNER, f"/staff remove {AGENT}")
    desk.later(minutes=1)
    await desk.says(CUSTOMER, "It is cold")
    assert (await silent_copies(desk))[-1] is False
    left = desk.phrase("assigned-holder-left", number=ticket.number)
    assert left in await desk.said_to(STAFF_GROUP)
    assert call(desk) not in await desk.said_to(STAFF_GROUP)
    await desk.says_in_group(2002, "A new pot is coming", topic=topic_of(ticket))
    chen = await desk.row(StaffMember, user_id=2002)
    assert (await fresh(desk, ticket)).assignee_id == chen.id
    desk.later(minutes=1)
    await desk.says(CUSTOMER, "Thank you so much")
    assert (await silent_copies(desk))[-1] is True
    assert (await desk.said_to(STAFF_GROUP)).count(left) == 1
