"""Buttons by which staff see to follow-up visits and to their plans."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field

from crm.visit_plans import PlanStanding
from handlers.chat.keyboards import Button, RowId, buttons, in_rows
from handlers.chat.speech import Phrases
from storage.vocabulary import VisitOutcome

# As far off as a visit is put with one tap.
DAYS_OFFERED = (1, 3, 7)
REPORTED = (VisitOutcome.FINE, VisitOutcome.QUESTION, VisitOutcome.UNHAPPY, VisitOutcome.NO_ANSWER)


class VisitAct(StrEnum):
    """What a staff member wants to do about a visit."""

    DONE = "done"
    LATER = "later"
    NOTE = "note"
    AGAIN = "again"


class VisitPress(CallbackData, prefix="vd"):
    """A staff member wants to say something of a visit."""

    visit_id: RowId
    act: VisitAct


class VisitHandPress(CallbackData, prefix="vh"):
    """A staff member wants to give a visit to a colleague."""

    visit_id: RowId


class VisitReport(CallbackData, prefix="vo"):
    """A staff member says what came of a visit."""

    visit_id: RowId
    outcome: VisitOutcome


class VisitDay(CallbackData, prefix="vt"):
    """A staff member chooses another day: because the customer wants that (`is_wish`), or not."""

    visit_id: RowId
    is_wish: bool
    days: Annotated[int, Field(ge=1, le=365)]


class VisitSaidNothing(CallbackData, prefix="vw"):
    """A staff member has no more to say of a visit."""

    visit_id: RowId


class VisitsPage(CallbackData, prefix="vp"):
    """A staff member wants to see this page of visits, counted from 0."""

    page: RowId


class PlanPress(CallbackData, prefix="plan"):
    """A supervisor switches a plan off or on."""

    key: str
    is_off: bool


class PlanDeletionStep(StrEnum):
    """How far somebody is with deleting a plan."""

    ASK = "ask"
    SURE = "sure"
    KEEP = "keep"


class PlanDeletion(CallbackData, prefix="pdel"):
    """A supervisor wants to delete a plan that was made in the chat, or answers whether they are sure."""

    key: str
    step: PlanDeletionStep


def act_buttons(visit_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return what can be done about a visit: done, postpone, note, call again, hand over."""
    done, later, note, again = [(phrases.plain(f"visit-button-{act}"), VisitPress(visit_id=visit_id, act=act)) for act in VisitAct]
    return buttons([done, later], [note, again], [(phrases.plain("visit-button-hand"), VisitHandPress(visit_id=visit_id))])


def list_buttons(visit_id: int, place: int, phrases: Phrases) -> list[Button]:
    """Return the buttons of a line of the list: done, postpone, note."""
    return [
        (phrases.plain(f"visits-button-{act}", place=place), VisitPress(visit_id=visit_id, act=act))
        for act in (VisitAct.DONE, VisitAct.LATER, VisitAct.NOTE)
    ]


def outcome_buttons(visit_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return what may have come of a visit; one that is called again is one more button."""
    named = [(phrases.plain(outcome_key(outcome)), VisitReport(visit_id=visit_id, outcome=outcome)) for outcome in REPORTED]
    again = (phrases.plain("visit-button-again"), VisitPress(visit_id=visit_id, act=VisitAct.AGAIN))
    return buttons(*in_rows([*named, again], width=2))


def day_buttons(visit_id: int, phrases: Phrases, *, is_wish: bool) -> InlineKeyboardMarkup:
    """Return the days to which a visit is put with one tap."""
    return buttons(
        [(phrases.plain("visit-day-button", days=days), VisitDay(visit_id=visit_id, is_wish=is_wish, days=days)) for days in DAYS_OFFERED]
    )


def nothing_button(visit_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the button of who has no more to say."""
    return buttons([(phrases.plain("visit-button-nothing"), VisitSaidNothing(visit_id=visit_id))])


def plan_buttons(standings: Sequence[PlanStanding], phrases: Phrases) -> InlineKeyboardMarkup:
    """Return a switch for each plan, and beside it what deletes one that was made in the chat."""
    return buttons(*[_plan_row(each, phrases) for each in standings])


def _plan_row(each: PlanStanding, phrases: Phrases) -> list[Button]:
    key = each.plan.key
    row: list[Button] = [
        (phrases.plain("plans-button-on" if each.is_off else "plans-button-off", plan=key), PlanPress(key=key, is_off=not each.is_off))
    ]
    if each.is_of_chat:
        row.append((phrases.plain("plan-button-delete", plan=key), PlanDeletion(key=key, step=PlanDeletionStep.ASK)))
    return row


def plan_deletion_buttons(key: str, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the answers to whether a plan is to be deleted."""
    return buttons(
        [
            (phrases.plain(f"plan-button-{step}"), PlanDeletion(key=key, step=step))
            for step in (PlanDeletionStep.SURE, PlanDeletionStep.KEEP)
        ]
    )


def outcome_key(outcome: VisitOutcome) -> str:
    """Return the key of the words for an outcome."""
    return f"visit-outcome-{outcome.replace('_', '-')}"
