"""Races on the places of tickets: whoever opens one while staff take their group is shown there, once."""

import asyncio

import pytest

from crm.deliveries import MakeTell
from crm.group_news import StaffGroupBack, StaffGroupChosen
from crm.groups import adopt_staff_group
from crm.ticket_notices import TicketOpened
from crm.topics import TicketWanted
from jobs.topics import tend_topics
from storage.groups import GroupChat
from storage.tickets import Ticket
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.group_side import SECOND_GROUP
from tests.handlers.chat.staff_side import CUSTOMER
from tests.races.overlaps import Act, Overlap, takes_update

FACTS = (TicketOpened, StaffGroupChosen, StaffGroupBack, TicketWanted)


async def asks_for_a_human(desk: Desk, make_tell: MakeTell) -> None:
    """A customer asks for a human, which opens a ticket."""
    await takes_update(desk, desk.private_message(CUSTOMER, "/human My tea is cold"), make_tell)


def takes(chat_id: int) -> Act:
    """The group that the settings name becomes the staff group."""

    async def take(desk: Desk, make_tell: MakeTell) -> None:
        async with desk.database.begin() as session:
            await adopt_staff_group(
                session, chat_id=chat_id, title="Desk", is_forum=True, may_manage_topics=True, at=desk.at, tell=make_tell(session, desk.at)
            )

    return take


async def loses_it_and_is_let_in_again(desk: Desk) -> None:
    """The bot was in the staff group, and is not."""
    await desk.keep(
        GroupChat(
            chat_id=STAFF_GROUP,
            title="Desk",
            is_forum=True,
            is_member=False,
            may_manage_topics=True,
            staff_group_since=desk.at,
            known_at=desk.at,
        )
    )


async def tidies(desk: Desk, make_tell: MakeTell | None = None) -> int:
    """Let the clock look for tickets without a place."""
    return await tend_topics(desk.database, desk.business, lambda: desk.at, make_tell or (lambda session, _at: desk.tell(session)))


async def topics_made(desk: Desk) -> int:
    """Return how many topics were made, after all is said."""
    await desk.deliver()
    return (await desk.methods()).count("createForumTopic")


TAKES = takes(STAFF_GROUP)
ORDERS = pytest.mark.parametrize("order", [(asks_for_a_human, TAKES), (TAKES, asks_for_a_human)], ids=["ticket-first", "group-first"])


@ORDERS
@pytest.mark.parametrize("is_back", [False, True])
async def test_a_ticket_opened_while_staff_take_their_group_gets_its_topic_once(
    desk_on_both: Desk, order: tuple[Act, Act], is_back: bool
) -> None:
    desk = desk_on_both
    if is_back:
        await loses_it_and_is_let_in_again(desk)
    await desk.says(CUSTOMER, "/start")
    await Overlap(desk, FACTS).run(*order)
    assert await topics_made(desk) == 1
    [ticket] = await desk.rows(Ticket)
    assert (ticket.topic_chat_id, ticket.topic_id is not None) == (STAFF_GROUP, True)
    assert await tidies(desk) == 0


@pytest.mark.parametrize("is_ticket_first", [True, False])
async def test_a_ticket_opened_while_the_staff_group_is_another_one_is_found_by_the_clock(
    desk_on_both: Desk, is_ticket_first: bool
) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    await desk.says(CUSTOMER, "/start")
    order = (asks_for_a_human, takes(SECOND_GROUP))
    await Overlap(desk, FACTS).run(*(order if is_ticket_first else order[::-1]))
    await desk.deliver()
    await tidies(desk)
    await desk.deliver()
    [ticket] = await desk.rows(Ticket)
    assert (ticket.topic_chat_id, ticket.topic_id is not None) == (SECOND_GROUP, True)
    made = [row.chat_id for row in await desk.queued() if row.method == "createForumTopic"]
    assert made.count(SECOND_GROUP) == 1
    assert await tidies(desk) == 0


async def test_two_who_look_for_tickets_without_a_place_at_once_show_each_once(desk_on_both: Desk) -> None:
    desk = desk_on_both
    for number in range(3):
        await desk.says(CUSTOMER + number, "/human My tea is cold")
    await desk.has_staff_group()
    overlap = Overlap(desk, FACTS)
    done = await asyncio.gather(*(tidies(desk, overlap.make_tell(place)) for place in (0, 1)))
    assert sorted(done) == [0, 3]
    assert await topics_made(desk) == 3
    assert all(ticket.topic_id is not None for ticket in await desk.rows(Ticket))


async def test_a_customer_who_writes_while_the_clock_shows_the_ticket_is_heard_in_one_topic(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.says(CUSTOMER, "/human My tea is cold")
    await desk.has_staff_group()
    overlap = Overlap(desk, FACTS)
    shows = asyncio.create_task(tidies(desk, overlap.make_tell(0)))
    await overlap.first_has_told()
    await asyncio.gather(desk.says(CUSTOMER, "And my cup"), shows)
    assert await topics_made(desk) == 1
    assert await tidies(desk) == 0
    said = [payload for method, payload in desk.calls if payload.get("chat_id") == STAFF_GROUP and method != "createForumTopic"]
    assert "And my cup" in str(said) or any("from_chat_id" in payload for payload in said)
