"""My tickets: the list, and writing on one of them."""

from crm.tickets import close_ticket
from storage.vocabulary import TicketStatus
from tests.desk import AGENT, Desk
from tests.handlers.chat.customer_side import OTTO, STORY, Talker, copied, tickets


async def close(desk: Desk, ticket_id: int = 1) -> None:
    """Staff close a ticket."""
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=ticket_id, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))


async def test_without_tickets_it_says_what_to_do(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/tickets")
    assert await ivy.hears_one() == ivy.words("my-tickets-none")
    assert ivy.words("menu-button-ask") in await ivy.sees()


async def test_the_list_shows_number_kind_age_and_how_it_stands(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    desk.later(hours=2)
    await ivy.says("/tickets")
    said = (await ivy.hears())[-1]
    assert "<b>#1</b> · Inquiry · Something else · 2 h ago" in said
    assert ivy.words("my-tickets-waiting", due="Thu 5 Mar, 13:00") in said
    desk.later(days=3)
    await ivy.says("my tickets")
    await ivy.says("/tickets")
    assert ivy.words("my-tickets-late") in (await ivy.hears())[-1]


async def test_an_answered_and_a_closed_ticket_say_so(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await desk.deliver()
    topic = next(iter(await tickets(desk))).topic_id
    await desk.says_in_group(AGENT, "We look into it", topic=topic)
    await ivy.says("/tickets")
    assert ivy.words("my-tickets-in-work") in (await ivy.hears())[-1]
    await close(desk)
    desk.later(days=10)
    await ivy.says("/tickets")
    said = (await ivy.hears())[-1]
    assert "Closed on Wed 4 Mar, 20:00" in said
    assert said.endswith(ivy.words("my-tickets-all-closed"))


async def test_a_message_goes_to_the_chosen_of_several_tickets(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await ivy.says("/human second matter")
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-write", number=1)
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-write-now", number=1)
    desk.later(minutes=1)
    first = await ivy.says("On the first")
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-passed-on", number=1)
    assert (await copied(desk))[-1] == first
    desk.later(minutes=1)
    await ivy.says("And more")
    assert [ticket.last_message_at == desk.at for ticket in await tickets(desk)] == [True, False]


async def test_a_ticket_closed_lately_is_taken_up_again_by_writing(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await close(desk)
    desk.later(hours=1)
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-reopen", number=1)
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-reopen-now", number=1)
    await ivy.says("It broke again")
    assert ivy.words("ticket-reopened", number=1) in await ivy.hears()
    assert [ticket.status for ticket in await tickets(desk)] == [TicketStatus.NEW]


async def test_what_cannot_be_shown_to_staff_is_not_said_to_be_passed_on(desk: Desk) -> None:
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-write", number=1)
    await ivy.hears()
    await ivy.says(story=STORY)
    assert ivy.words("my-tickets-passed-on", number=1) not in await ivy.hears()


async def test_a_ticket_closed_long_ago_is_not_taken_up_again(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await ivy.says("/tickets")
    await close(desk)
    desk.later(days=4)
    await ivy.presses("my-tickets-button-write", number=1)
    assert await ivy.is_answered_by("my-tickets-too-late", number=1)


async def test_a_ticket_that_became_too_old_while_writing_is_not_written_on(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await close(desk)
    desk.later(days=2, hours=23)
    await ivy.says("/tickets")
    await ivy.presses("my-tickets-button-reopen", number=1)
    desk.later(hours=2)
    await ivy.says("It broke again")
    assert (await ivy.hears())[-1] == ivy.words("my-tickets-gone")


async def test_nobody_writes_on_a_ticket_of_somebody_else(desk: Desk) -> None:
    ivy, otto = Talker(desk), Talker(desk, OTTO)
    await ivy.says("/human first matter")
    await ivy.says("/tickets")
    await otto.says("/tickets")
    assert await otto.hears_one() == otto.words("my-tickets-none")
    await otto.presses("my-tickets-button-write", number=1)
    assert await otto.is_answered_by("press-is-old")
    assert await otto.state() is None
