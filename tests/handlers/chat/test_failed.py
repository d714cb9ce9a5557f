"""What failed, as owners see it: shown, sent again, run again or given up."""

from storage.deliveries import set_rows
from storage.interactions import keep_interaction
from storage.job_runs import JobRequest
from storage.outbox import OutboxMessage, queue_message
from storage.updates import FailedUpdate
from storage.vocabulary import (
    Author,
    Direction,
    InteractionKind,
    JobName,
    Lane,
    OutboxState,
)
from tests.desk import Desk
from tests.handlers.chat.staff_side import ticket_of
from tests.handlers.chat.test_admin import owner_of


async def test_nothing_failed_is_said_so(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await olivia.says("/failed")
    assert await olivia.hears_one() == olivia.words("admin-failed-none")


async def failures(desk: Desk) -> None:
    """Let an update, a message to a customer and a message to nobody in particular fail."""
    ticket = await ticket_of(desk)
    await desk.keep(
        FailedUpdate(bot_id=1, update_id=7, raw={}, error="Traceback\nValueError: <no>", attempts=3, failed_at=desk.at),
        FailedUpdate(bot_id=1, update_id=8, raw={}, error="", attempts=1, failed_at=desk.at),
    )
    async with desk.database.begin() as session:
        heard = keep_interaction(
            session,
            kind=InteractionKind.GREETING,
            direction=Direction.OUT,
            author=Author.BOT,
            at=desk.at,
            customer_id=ticket.customer_id,
            text="Happy birthday",
        )
        parked = queue_message(
            session,
            method="sendMessage",
            payload={"chat_id": 1001, "text": "x"},
            lane=Lane.BULK,
            at=desk.at,
            chat_id=1001,
            customer_id=ticket.customer_id,
            interaction_id=heard["id"],
        )
        failed = queue_message(session, method="setMyCommands", payload={}, lane=Lane.STAFF, at=desk.at)
    async with desk.database.begin() as session:
        await set_rows(session, [{"id": parked, "state": OutboxState.PARKED, "error": "ReadTimeout"}])
        await set_rows(session, [{"id": failed, "state": OutboxState.FAILED}])


async def test_what_failed_is_shown_with_what_can_be_done(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await failures(desk)
    await olivia.hears()
    await olivia.says("/failed")
    head, first, second, parked, failed = await olivia.hears()
    assert head == olivia.words("admin-failed", updates=2, messages=2, shown=5)
    assert "<b>Update 7</b> · Wed 4 Mar, 20:00 · tried 3 times\n<code>ValueError: &lt;no&gt;</code>" in first
    assert "tried once" in second
    assert parked.startswith("<b>Nobody knows whether this arrived</b>")
    assert "<blockquote>Happy birthday</blockquote>\n<code>ReadTimeout</code>" in parked
    assert failed.startswith("<b>Not delivered</b>")
    assert "setMyCommands" in failed


async def test_a_message_is_sent_again_or_given_up_and_an_old_button_says_so(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await failures(desk)
    await olivia.says("/failed")
    await olivia.presses("admin-button-send-in-doubt")
    assert await olivia.is_answered_by("admin-sent-again")
    await olivia.presses("admin-button-send-in-doubt")
    assert await olivia.is_answered_by("refusal-delivery-already-settled")
    await olivia.presses("admin-button-drop")  # below the newest: the message that failed
    assert await olivia.is_answered_by("admin-dropped")
    by_method = {
        row.method: row.state for row in await desk.rows(OutboxMessage) if row.error == "ReadTimeout" or row.method == "setMyCommands"
    }
    assert by_method == {"sendMessage": OutboxState.QUEUED, "setMyCommands": OutboxState.DROPPED}


async def test_updates_are_given_up_one_by_one_or_run_again_together(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await failures(desk)
    await olivia.says("/failed")
    first = (await desk.rows(FailedUpdate))[0]
    await olivia.presses_data(f"fix:forget:{first.id}")
    assert await olivia.is_answered_by("admin-dropped")
    await olivia.presses_data(f"fix:forget:{first.id}")
    assert await olivia.is_answered_by("refusal-update-already-settled")
    await olivia.presses("admin-button-retry-updates")
    assert [request.job for request in await desk.rows(JobRequest)] == [JobName.FAILED_UPDATES]
