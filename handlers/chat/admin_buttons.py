"""Buttons of the owners: run a job, send again, give up."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.chat.keyboards import Button, RowId, buttons, in_rows
from handlers.chat.speech import Phrases
from storage.outbox import OutboxMessage
from storage.updates import FailedUpdate
from storage.vocabulary import JobName, OutboxState


class RunJob(CallbackData, prefix="job"):
    """An owner wants a job to run at once."""

    job: JobName


class RepairAct(StrEnum):
    """What an owner decides on something that failed."""

    SEND = "send"
    DROP_MESSAGE = "drop"
    DROP_UPDATE = "forget"


class Repair(CallbackData, prefix="fix"):
    """An owner decides on something that failed."""

    act: RepairAct
    id: RowId


def job_buttons(phrases: Phrases) -> InlineKeyboardMarkup:
    """Return a button for each job."""
    row: list[Button] = [(phrases.plain("admin-job-run", job=phrases.plain("admin-job-name", job=job)), RunJob(job=job)) for job in JobName]
    return buttons(*in_rows(row, width=2))


def message_buttons(message: OutboxMessage, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return what can be done with a message that failed, or of which nobody knows whether it arrived."""
    again = "admin-button-send-again" if message.state is OutboxState.FAILED else "admin-button-send-in-doubt"
    return buttons(
        [
            (phrases.plain(again), Repair(act=RepairAct.SEND, id=message.id)),
            (phrases.plain("admin-button-drop"), Repair(act=RepairAct.DROP_MESSAGE, id=message.id)),
        ]
    )


def update_buttons(failed: FailedUpdate, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return what can be done with one update that failed."""
    return buttons([(phrases.plain("admin-button-drop"), Repair(act=RepairAct.DROP_UPDATE, id=failed.id))])


def retry_button(phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the button that runs every failed update again."""
    return buttons([(phrases.plain("admin-button-retry-updates"), RunJob(job=JobName.FAILED_UPDATES))])
