"""Buttons of satisfaction surveys."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from crm.rules.surveys import HIGHEST_SCORE, LOWEST_SCORE
from handlers.chat.keyboards import Button, RowId, buttons
from handlers.chat.speech import Phrases


class SurveyScore(CallbackData, prefix="score"):
    """A customer gives a score."""

    survey_id: RowId
    score: int


class SurveyComment(CallbackData, prefix="say"):
    """A customer wants to say why, or says that they do not."""

    survey_id: RowId
    is_skipped: bool


def score_buttons(survey_id: int, phrases: Phrases, *, chosen: int | None = None) -> InlineKeyboardMarkup:
    """Return the five scores, the chosen one marked; they stay usable, because a score may be changed."""
    row: list[Button] = []
    for score in range(LOWEST_SCORE, HIGHEST_SCORE + 1):
        key = "survey-score-chosen" if score == chosen else "survey-score"
        row.append((phrases.plain(key, score=score), SurveyScore(survey_id=survey_id, score=score)))
    return buttons(row)


def skip_button(survey_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the button that ends the question for a comment."""
    return buttons([(phrases.plain("survey-button-skip"), SurveyComment(survey_id=survey_id, is_skipped=True))])


def comment_button(survey_id: int, phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the button that asks to be asked for a comment."""
    return buttons([(phrases.plain("survey-button-comment"), SurveyComment(survey_id=survey_id, is_skipped=False))])
