"""Visits in the chat: three answers, words when all is not well, and a ticket that is never forgotten."""

from datetime import date

import pytest

from crm.tickets import close_ticket
from crm.visit_rounds import pay_due_visits
from crm.visit_tickets import attend_unworded_visits
from crm.visits import plan_visits_after_purchase
from storage.interactions import Interaction
from storage.purchases import Purchase
from storage.tickets import Ticket
from storage.visits import Visit
from storage.vocabulary import InteractionKind, Language, TicketKind, TicketStatus, VisitOutcome, VisitStatus
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import PHOTO, Talker, copied, tickets
from tests.handlers.chat.staff_side import fresh, ticket_of, topic_of


async def asked(desk: Desk, *, language: Language = Language.ENGLISH) -> tuple[Talker, Ticket]:
    """Return a customer who was asked how it went, and the ticket looked back on."""
    await desk.has_staff_group()
    ivy = Talker(desk, language=language)
    ticket = await ticket_of(desk, language=language.value)
    async with desk.database.begin() as session:
        await close_ticket(session, ticket_id=ticket.id, by=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    desk.later(days=2, hours=15)  # 11:00 in Shanghai
    async with desk.database.begin() as session:
        assert (await pay_due_visits(session, after=None, at=desk.at, business=desk.business, tell=desk.tell(session))).done == 1
    await desk.deliver()
    return ivy, await fresh(desk, ticket)


async def the_visit(desk: Desk) -> Visit:
    """Return the only visit."""
    [visit] = await desk.rows(Visit)
    assert isinstance(visit, Visit)
    return visit


async def test_the_question_names_the_ticket_and_has_three_answers_and_a_way_out(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    assert (await ivy.hears())[-1] == ivy.words(
        "visit-ask-ticket", name=(await ivy.customer()).name, number=ticket.number, category="My order", day="4 March 2026"
    )
    assert await ivy.sees() == ["All is well", "I have a question", "Not happy", "Don’t send me these"]


async def test_all_is_well_is_thanked_for_and_told_in_the_topic(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.hears()
    await ivy.presses("visit-button-fine")
    assert await ivy.hears_one() == ivy.words("visit-fine")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("visit-fine-line")
    visit = await the_visit(desk)
    assert (visit.status, visit.outcome) == (VisitStatus.ANSWERED, VisitOutcome.FINE)
    assert len(await tickets(desk)) == 1


async def test_an_unhappy_customer_says_why_and_gets_a_ticket(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    await ivy.presses("visit-button-unhappy")
    assert (await ivy.hears())[-1] == ivy.words("visit-ask-unhappy")
    words = await ivy.says("It broke again")
    old, new = await tickets(desk)
    assert (new.kind, new.previous_ticket_id, old.status) == (TicketKind.FOLLOW_UP, ticket.id, TicketStatus.CLOSED)
    assert (await the_visit(desk)).ticket_id == new.id
    assert words in await copied(desk)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("visit-answer-line", outcome="unhappy", number=ticket.number)
    assert f"#{new.number}" in await ivy.hears_one()
    assert await ivy.state() is None
    story = [each.text for each in await desk.story((await ivy.customer()).id) if each.ticket_id == new.id and each.author == "customer"]
    assert story == ["Not happy", "It broke again"]


async def test_a_question_is_asked_for_and_a_photo_will_do(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses("visit-button-question")
    assert (await ivy.hears())[-1] == ivy.words("visit-ask-question")
    photo = await ivy.says(photo=PHOTO, caption="What is this part for?")
    assert len(await tickets(desk)) == 2
    assert photo in await copied(desk)


async def test_an_album_goes_to_one_ticket(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses("visit-button-unhappy")
    before = len(await copied(desk))
    await ivy.sends_album("Broken", None, None)
    assert len(await tickets(desk)) == 2
    assert len(await copied(desk)) - before == 3
    await ivy.says("And another thing")
    assert len(await tickets(desk)) == 2


async def test_skip_opens_the_ticket_without_words_and_a_late_skip_finds_it(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses("visit-button-unhappy")
    await ivy.presses("visit-button-skip")
    assert await ivy.state() is None
    _, new = await tickets(desk)
    await ivy.presses("visit-button-skip")
    assert await ivy.is_answered_by("visit-ticket-known", number=new.number)
    assert len(await tickets(desk)) == 2


async def test_who_says_nothing_gets_a_ticket_and_later_words_go_to_it(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses("visit-button-unhappy")
    desk.later(minutes=31)
    async with desk.database.begin() as session:
        assert await attend_unworded_visits(session, at=desk.at, business=desk.business, tell=desk.tell(session)) == 1
    words = await ivy.says("Sorry, I was away. It broke.")
    assert len(await tickets(desk)) == 2
    assert words in await copied(desk)
    assert await ivy.state() is None


async def test_later_words_go_to_the_ticket_that_theirs_became_a_part_of(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    other = await ticket_of(desk, words="And my cup is broken", photo=None)
    await ivy.presses("visit-button-question")
    desk.later(minutes=31)
    async with desk.database.begin() as session:
        await attend_unworded_visits(session, at=desk.at, business=desk.business, tell=desk.tell(session))
    follow_up = (await tickets(desk))[-1]
    await desk.deliver()
    await desk.says_in_group(AGENT, f"/merge {other.number}", topic=topic_of(await fresh(desk, follow_up)))
    assert (await fresh(desk, follow_up)).merged_into_id == other.id
    await ivy.says("When does it come?")
    assert (await desk.row(Interaction, text="When does it come?")).ticket_id == other.id


async def test_words_long_after_the_question_are_free_text(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses("visit-button-unhappy")
    desk.later(hours=2)
    async with desk.database.begin() as session:
        await attend_unworded_visits(session, at=desk.at, business=desk.business, tell=desk.tell(session))
    words = await ivy.says("It broke.")
    assert words in await copied(desk)
    assert await ivy.state() is None


async def test_an_old_button_says_what_was_answered(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.presses("visit-button-fine")
    await ivy.presses("visit-button-unhappy")
    assert await ivy.is_answered_by("refusal-visit-already-answered", outcome="fine")
    assert len(await tickets(desk)) == 1


async def test_another_dialogue_is_not_disturbed_and_the_ticket_is_opened_at_once(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    await ivy.says("/complain")
    before = await ivy.state()
    await ivy.presses("visit-button-unhappy")
    assert await ivy.state() == before
    assert [ticket.kind for ticket in await tickets(desk)] == [TicketKind.INQUIRY, TicketKind.FOLLOW_UP]


async def test_forged_presses_are_refused(desk: Desk) -> None:
    ivy, _ = await asked(desk)
    visit = await the_visit(desk)
    otto = Talker(desk, 1002)
    await otto.says("Hello")
    for forged in (f"visit:{visit.id}:fine", f"person:{visit.id}", "visit:1:fine"):
        await otto.presses_data(forged)
        assert await otto.is_answered_by("refusal-no-such-visit")
    await ivy.presses_data(f"person:{visit.id}")
    assert await ivy.is_answered_by("refusal-no-such-visit")
    assert (await the_visit(desk)).status is VisitStatus.ASKED


async def test_a_visit_speaks_chinese(desk: Desk) -> None:
    ivy, _ = await asked(desk, language=Language.CHINESE)
    assert "我的订单" in (await ivy.hears())[-1]
    assert await ivy.sees() == ["一切顺利", "有问题想问", "不满意", "不再接收此类消息"]


async def test_the_question_stands_in_the_story_as_a_follow_up(desk: Desk) -> None:
    ivy, ticket = await asked(desk)
    story = [each for each in await desk.story((await ivy.customer()).id) if each.kind is InteractionKind.FOLLOW_UP]
    assert [each.ticket_id for each in story] == [ticket.id]


@pytest.mark.parametrize(("language", "amount"), [(Language.ENGLISH, "CN¥1,234.50"), (Language.CHINESE, "¥1,234.50")])
async def test_a_purchase_is_named_by_its_day_and_amount(desk: Desk, language: Language, amount: str) -> None:
    ivy = Talker(desk, language=language)
    await ivy.says("/start")
    customer = await ivy.customer()
    purchase = Purchase(customer_id=customer.id, reference="A-1", amount_minor=123_450, currency="CNY", at=desk.at, imported_at=desk.at)
    await desk.keep(purchase)
    async with desk.database.begin() as session:
        await plan_visits_after_purchase(session, purchase=purchase, customer=customer, at=desk.at, business=desk.business)
    desk.later(days=6, hours=15)
    async with desk.database.begin() as session:
        await pay_due_visits(session, after=None, at=desk.at, business=desk.business, tell=desk.tell(session))
    text = (await ivy.hears())[-1]
    day = ivy.desk.phrasebook.speaking(language).day(date(2026, 3, 4))
    assert [words for words in (amount, day, "Lantern Tea") if words not in text] == []
    await ivy.presses("visit-button-unhappy")
    await ivy.presses("visit-button-skip")
    assert [ticket.category for ticket in await tickets(desk)] == ["other"]
