"""Tickets that wait: silent customers are reminded, what nobody answers is closed, and what was put aside wakes."""

from dataclasses import replace
from datetime import timedelta

from crm.business import WaitingRules
from storage.customers import Customer
from storage.outbox import OutboxMessage
from storage.vocabulary import Language, OutboxState, TicketStatus
from tests.desk import AGENT, Desk
from tests.handlers.chat.staff_side import CUSTOMER, fresh, ticket_of
from tests.handlers.chat.test_ticket_states import MORNING, NAME, at_work, card, clock_works, commands, last_post


async def test_a_silent_customer_is_nudged_once_by_day_and_then_the_ticket_is_closed(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket = await at_work(desk)
    await commands(desk, ticket, "/pending")
    assert await clock_works(desk, hours=23) == 0
    desk.later(hours=13)  # 22:00 in Shanghai
    assert await clock_works(desk) == 0
    assert await clock_works(desk, hours=12) == 1
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("ticket-nudge", number=ticket.number, hours=48)
    assert await last_post(desk) == desk.phrase("ticket-nudged")
    assert await clock_works(desk, hours=47) == 0
    assert await clock_works(desk, hours=1) == 1
    assert (await fresh(desk, ticket)).status is TicketStatus.CLOSED
    assert desk.phrase("ticket-closed", number=ticket.number, days=3) in await desk.said_to(CUSTOMER)
    assert desk.phrase("ticket-take-up-again") in await desk.button_labels()


async def test_a_business_may_never_nudge_and_never_close(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/pending")
    never = desk.of(replace(desk.business, waiting=WaitingRules(nudge_hours=0, close_hours=0, settle_days=3)))
    assert await clock_works(never, days=30) == 0
    only_nudged = desk.of(replace(desk.business, waiting=WaitingRules(nudge_hours=1, close_hours=0, settle_days=3)))
    only_nudged.at = never.at
    assert await clock_works(only_nudged) == 1
    assert await clock_works(only_nudged, days=30) == 0
    assert (await fresh(desk, ticket)).status is TicketStatus.PENDING


async def test_who_is_banned_is_not_nudged(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/pending")
    await commands(desk, ticket, "/ban 24h spam")
    said = len(await desk.said_to(CUSTOMER))
    assert await clock_works(desk, hours=24, minutes=-1) == 0
    async with desk.database.begin() as session:
        customer = await session.get(Customer, ticket.customer_id)
        assert customer is not None
        customer.banned_until = desk.at + timedelta(days=9)
    assert await clock_works(desk, minutes=1) == 1
    assert len(await desk.said_to(CUSTOMER)) == said


async def test_who_answers_after_the_nudge_keeps_the_ticket_open(desk: Desk) -> None:
    ticket = await at_work(desk)
    await commands(desk, ticket, "/pending")
    assert await clock_works(desk, hours=24) == 1
    await desk.says(CUSTOMER, "Sorry, here it is")
    assert await clock_works(desk, days=9) == 0
    assert (await fresh(desk, ticket)).status is TicketStatus.OPEN


async def test_nobody_nudges_who_blocked_the_bot_and_each_waiting_is_nudged_anew(desk: Desk) -> None:
    ticket = await at_work(desk)
    for _ in range(2):
        await commands(desk, ticket, "/pending")
        assert await clock_works(desk, hours=24) == 1
        await desk.says(CUSTOMER, "I am here")
    nudges = [row for row in await desk.queued() if (row.dedupe_key or "").startswith("nudge:")]
    assert len(nudges) == 2
    assert {row.state for row in nudges} == {OutboxState.SENT}
    await commands(desk, ticket, "/pending")
    await desk.feed({"my_chat_member": blocked_by(CUSTOMER)})
    assert await clock_works(desk, hours=24) == 1
    assert len([row for row in await desk.rows(OutboxMessage, OutboxMessage.id) if (row.dedupe_key or "").startswith("nudge:")]) == 2


def blocked_by(user_id: int) -> dict[str, object]:
    """The membership of the bot in a private chat whose person blocks it."""
    user = {"id": user_id, "is_bot": False, "first_name": "X"}
    bot = {"id": 123456, "is_bot": True, "first_name": "Kefu"}
    return {
        "chat": {"id": user_id, "type": "private", "first_name": "X"},
        "from": user,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
    }


async def test_a_ticket_is_put_aside_until_a_moment_and_its_holder_is_called(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ticket = await at_work(desk)
    until = desk.at + timedelta(hours=2)
    shown = desk.phrasebook.speaking(Language.ENGLISH).moment(until, "Asia/Shanghai")
    assert await commands(desk, ticket, "/snooze 2h") == desk.phrase("ticket-snoozed", number=ticket.number, until=shown)
    assert desk.phrase("card-snoozed", until=shown) in await card(desk, ticket)
    assert await clock_works(desk, hours=1, minutes=59) == 0
    assert await clock_works(desk, minutes=1) == 1
    assert await last_post(desk) == desk.phrase("ticket-woken-for", number=ticket.number, name=NAME, user=str(AGENT))
    assert (await fresh(desk, ticket)).snoozed_at is None
    assert await clock_works(desk, hours=9) == 0


async def test_a_ticket_that_nobody_has_is_woken_for_everybody(desk: Desk) -> None:
    desk.at = MORNING
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await commands(desk, ticket, "/snooze 30m")
    assert await clock_works(desk, minutes=30) == 1
    assert await last_post(desk) == desk.phrase("ticket-woken", number=ticket.number)


async def test_a_ticket_is_put_aside_until_the_customer_writes(desk: Desk) -> None:
    ticket = await at_work(desk)
    said = await commands(desk, ticket, "/snooze until they write")
    assert said == desk.phrase("ticket-snoozed-until-they-write", number=ticket.number)
    assert desk.phrase("card-snoozed-until-they-write") in await card(desk, ticket)
    assert await clock_works(desk, days=30) == 0
    await desk.says(CUSTOMER, "Hello?")
    woken = await fresh(desk, ticket)
    assert (woken.snoozed_at, woken.status) == (None, TicketStatus.OPEN)


async def test_words_that_name_no_moment_are_answered_with_examples(desk: Desk) -> None:
    ticket = await at_work(desk)
    assert await commands(desk, ticket, "/snooze soon") == desk.phrase("ticket-snooze-usage")
    assert (await fresh(desk, ticket)).snoozed_at is None
