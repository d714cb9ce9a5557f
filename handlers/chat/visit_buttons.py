"""Buttons of follow-up visits."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from crm.visit_outcomes import SAID_BY_CUSTOMERS
from handlers.chat.consent_buttons import opt_out_button
from handlers.chat.keyboards import RowId, buttons
from handlers.chat.speech import Phrases
from storage.vocabulary import ConsentKind, VisitOutcome


class VisitAnswer(CallbackData, prefix="visit"):
    """A customer says how it went."""

    visit_id: RowId
    outcome: VisitOutcome


class VisitWords(CallbackData, prefix="person"):
    """A customer wants a person without saying why."""

    visit_id: RowId


def answer_buttons(visit_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the three answers, and the button against further messages of this kind."""
    fine, question, unhappy = [
        (phrases.plain(f"visit-button-{outcome}"), VisitAnswer(visit_id=visit_id, outcome=outcome)) for outcome in SAID_BY_CUSTOMERS
    ]
    return buttons([fine], [question, unhappy], [opt_out_button(ConsentKind.REMINDERS, phrases)])


def skip_words_button(visit_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the button that asks for a person without words."""
    return buttons([(phrases.plain("visit-button-skip"), VisitWords(visit_id=visit_id))])
