"""Which ticket: a message that could belong to several open tickets, and the customer who says which is meant."""

from storage.interactions import Interaction
from storage.tickets import Ticket
from storage.vocabulary import Language, TicketStatus
from tests.desk import STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import OTTO, PHOTO, Talker
from tests.handlers.chat.staff_side import CUSTOMER, fresh, ticket_of


async def with_two_tickets(desk: Desk, language: Language = Language.ENGLISH) -> tuple[Talker, Ticket, Ticket]:
    """A customer with two open tickets, both of which rest since an hour."""
    desk.later(hours=-6)
    await desk.has_staff_group()
    first = await ticket_of(desk, words="My tea is cold", language=language.value)
    second = await ticket_of(desk, words="And my cup is broken", language=language.value)
    await desk.deliver()
    desk.later(hours=1)
    talker = Talker(desk, CUSTOMER, language)
    await talker.hears()
    return talker, first, second


def button(talker: Talker, ticket: Ticket) -> dict[str, object]:
    """The facts of the button for a ticket."""
    category = next(each for each in talker.desk.business.inquiry_categories if each.key == ticket.category)
    return {"number": ticket.number, "category": category.label(talker.language)}


async def test_where_it_is_unclear_the_customer_hears_where_a_message_went_and_corrects_it(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ivy, first, second = await with_two_tickets(desk)
    await ivy.says("Any news?")
    assert await ivy.hears() == [ivy.words("which-ticket", number=second.number)]
    await desk.deliver()
    desk.later(minutes=1)
    await ivy.presses("which-ticket-button", **button(ivy, first))
    await desk.deliver()
    assert (await desk.row(Interaction, text="Any news?")).ticket_id == first.id
    assert await ivy.is_answered_by("which-ticket-moved", number=first.number)
    edited = [row.payload for row in await desk.queued() if row.method == "editMessageText" and row.chat_id == ivy.user_id]
    assert [(each["text"], "reply_markup" in each) for each in edited] == [(ivy.words("which-ticket-moved", number=first.number), False)]
    copies = [row.ticket_id for row in await desk.queued() if row.chat_id == STAFF_GROUP and row.method == "copyMessage"]
    assert copies[-2:] == [second.id, first.id]
    gone = desk.phrase("which-ticket-gone", number=first.number)
    assert [row.ticket_id for row in await desk.queued() if row.payload.get("text") == gone] == [second.id]
    assert await ivy.hears() == [ivy.words("which-ticket-moved", number=first.number)]
    await ivy.says("Hello?")
    assert await ivy.hears() == []
    assert (await desk.row(Interaction, text="Hello?")).ticket_id == first.id


async def test_a_picture_is_moved_as_a_picture_in_chinese_too(desk: Desk) -> None:
    ivy, first, second = await with_two_tickets(desk, Language.CHINESE)
    await ivy.says(photo=PHOTO)
    assert (await ivy.hears())[-1] == ivy.words("which-ticket", number=second.number)
    await ivy.presses("which-ticket-button", **button(ivy, first))
    assert [row.ticket_id for row in await desk.rows(Interaction) if (row.media or {}).get("kind") == "photo"] == [first.id]


async def test_it_is_clear_for_who_answers_a_message_speaks_on_or_has_one_ticket(desk: Desk) -> None:
    ivy, first, second = await with_two_tickets(desk)
    opened = [row.sent_message_id for row in await desk.queued() if row.chat_id == CUSTOMER and row.ticket_id == first.id]
    assert opened[0] is not None
    await ivy.answers(opened[0], "On the first")
    await ivy.says("And more")
    assert await ivy.hears() == []
    otto = Talker(desk, OTTO)
    only = await ticket_of(desk, OTTO, words="Mine")
    desk.later(hours=2)
    await otto.hears()
    await otto.says("Any news?")
    assert await otto.hears() == []
    assert (await desk.row(Interaction, text="Any news?")).ticket_id == only.id
    assert (await fresh(desk, second)).status is TicketStatus.NEW


async def test_a_message_stays_when_it_is_late_or_forged_or_the_ticket_is_closed(desk: Desk) -> None:
    ivy, first, second = await with_two_tickets(desk)
    otto = Talker(desk, OTTO)
    await ivy.says("Any news?")
    said = await desk.row(Interaction, text="Any news?")
    strange = await ticket_of(desk, OTTO, words="Mine")
    for talker, data in (
        (otto, f"wt:{strange.id}:{said.id}"),
        (ivy, f"wt:{strange.id}:{said.id}"),
        (ivy, f"wt:{second.id}:{said.id}"),
        (ivy, f"wt:99:{said.id}"),
        (ivy, f"wt:{first.id}:77"),
    ):
        await talker.presses_data(data)
        assert await talker.is_answered_by("refusal-message-stays")
    desk.later(hours=1, minutes=1)
    await ivy.presses_data(f"wt:{first.id}:{said.id}")
    assert await ivy.is_answered_by("refusal-message-stays")
    assert (await desk.row(Interaction, text="Any news?")).ticket_id == second.id


async def test_without_a_staff_group_a_message_is_moved_all_the_same(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/human first matter")
    await ivy.says("/human second matter")
    desk.later(hours=1)
    await ivy.says("Any news?")
    first = await desk.row(Ticket, number=1)
    await ivy.presses("which-ticket-button", **button(ivy, first))
    assert (await desk.row(Interaction, text="Any news?")).ticket_id == first.id
