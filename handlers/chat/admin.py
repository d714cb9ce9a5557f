"""Admin: what owners ask in private: figures, a customer's story, jobs, and what failed."""

from typing import assert_never

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from crm.identities import identify_customer
from crm.jobs import job_standings, request_job
from crm.permissions import require_role
from crm.repairs import give_up_message, give_up_update, send_again
from handlers.chat.admin_buttons import Repair, RepairAct, RunJob, job_buttons, message_buttons, retry_button, update_buttons
from handlers.chat.admin_texts import customer_text, figures_text, job_line, message_text, update_text
from handlers.chat.places import InGroup, InPrivate
from handlers.chat.turn import Turn
from storage.outbox import count_unsettled, list_unsettled
from storage.updates import count_failed_updates, list_failed_updates
from storage.vocabulary import Role

SHOWN_AT_ONCE = 5


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="admin")
    router.message.register(stats, Command("stats"), InPrivate())
    router.message.register(customer, Command("customer"), InPrivate())
    router.message.register(jobs, Command("jobs"), InPrivate())
    router.message.register(failed, Command("failed"), InPrivate())
    router.message.register(in_private_only, Command("stats", "customer", "jobs", "failed"), InGroup())
    router.callback_query.register(run_job, RunJob.filter(), InPrivate())
    router.callback_query.register(repair, Repair.filter(), InPrivate())
    return router


async def in_private_only(message: Message, turn: Turn) -> None:
    """Show nothing of customers where others read along."""
    if turn.person.staff is not None:
        turn.reply("admin-in-private")


async def stats(message: Message, turn: Turn) -> None:
    """Show how the desk is doing."""
    require_role(turn.person.staff, Role.OWNER)
    turn.reply_text(await figures_text(turn.voice, turn.phrases))


async def customer(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show what is known of a customer."""
    require_role(turn.person.staff, Role.OWNER)
    if not command.args:
        turn.reply("admin-customer-usage")
        return
    found = await identify_customer(turn.voice.session, wanted=command.args, time_zone=turn.voice.business.time_zone)
    turn.reply_text(await customer_text(found, turn.voice, turn.phrases))


async def jobs(message: Message, turn: Turn) -> None:
    """Show how each job stands, with a button to run it at once."""
    require_role(turn.person.staff, Role.OWNER)
    zone = turn.voice.business.time_zone
    standings = await job_standings(turn.voice.session, at=turn.voice.now)
    lines = [turn.phrases("admin-jobs"), *(job_line(standing, turn.phrases, zone) for standing in standings)]
    turn.reply_text("\n".join(lines), keyboard=job_buttons(turn.phrases))


async def run_job(press: CallbackQuery, callback_data: RunJob, turn: Turn) -> None:
    """Let a job run at once; its result is told when it is there."""
    owner = require_role(turn.person.staff, Role.OWNER)
    await request_job(turn.voice.session, job=callback_data.job, by=owner, at=turn.voice.now)
    turn.answer_press(press, "admin-job-requested", job=turn.phrases.plain("admin-job-name", job=callback_data.job))


async def failed(message: Message, turn: Turn) -> None:
    """Show what failed, oldest first, each with what can be done."""
    require_role(turn.person.staff, Role.OWNER)
    session, phrases = turn.voice.session, turn.phrases
    updates, messages = await count_failed_updates(session), await count_unsettled(session)
    if not updates and not messages:
        turn.reply("admin-failed-none")
        return
    turn.reply("admin-failed", updates=updates, messages=messages, shown=SHOWN_AT_ONCE, keyboard=retry_button(phrases) if updates else None)
    for each in await list_failed_updates(session, limit=SHOWN_AT_ONCE):
        turn.reply_text(update_text(each, turn.voice, phrases), keyboard=update_buttons(each, phrases))
    for message_row in await list_unsettled(session, limit=SHOWN_AT_ONCE):
        turn.reply_text(await message_text(message_row, turn.voice, phrases), keyboard=message_buttons(message_row, phrases))


async def repair(press: CallbackQuery, callback_data: Repair, turn: Turn) -> None:
    """Send something again, or give it up."""
    owner = require_role(turn.person.staff, Role.OWNER)
    session, now = turn.voice.session, turn.voice.now
    match callback_data.act:
        case RepairAct.SEND:
            await send_again(session, message_id=callback_data.id, by=owner, at=now)
            turn.answer_press(press, "admin-sent-again")
        case RepairAct.DROP_MESSAGE:
            await give_up_message(session, message_id=callback_data.id, by=owner, at=now)
            turn.answer_press(press, "admin-dropped")
        case RepairAct.DROP_UPDATE:
            await give_up_update(session, failed_id=callback_data.id, by=owner, at=now)
            turn.answer_press(press, "admin-dropped")
        case _:
            assert_never(callback_data.act)
    turn.take_buttons_away(press)
