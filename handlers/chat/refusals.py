"""Refusals: how a foreseen no of the business is said."""

import re
from typing import Any

from aiogram.types import CallbackQuery, Message

from crm.masking import mask_text
from crm.refusals import Refusal
from crm.rules.teams import MAIN
from handlers.chat.lists import listed
from handlers.chat.moved_tickets import team_words
from handlers.chat.turn import Turn

# Facts that are amounts and are read with the reader's separators; other numbers are those of tickets and customers.
_AMOUNTS = frozenset({"points", "missing", "remaining", "most", "longest"})
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def key_of(refusal: Refusal) -> str:
    """Return the key of a refusal's text: `TicketAlreadyClosed` is said by `refusal-ticket-already-closed`."""
    return "refusal-" + _HUMP.sub("-", type(refusal).__name__).lower()


def say_refusal(turn: Turn, event: Any, refusal: Refusal) -> None:
    """Say why not: in the chat after a message, in a window after a press; nothing after an event without a person waiting."""
    facts = _facts_of(refusal, turn)
    if isinstance(event, CallbackQuery):
        turn.answer_press(event, key_of(refusal), alert=True, **facts)
    elif isinstance(event, Message):
        turn.reply_text(turn.phrases(key_of(refusal), **facts))


def _facts_of(refusal: Refusal, turn: Turn) -> dict[str, str | int]:
    """Return the facts as people read them: amounts with separators, teams by what they are called."""
    facts = {
        name: turn.phrases.number(fact) if name in _AMOUNTS and isinstance(fact, int) else fact for name, fact in refusal.facts.items()
    }
    business, team = turn.voice.business, facts.get("team")
    if team == MAIN or any(each.key == team for each in business.teams):
        facts["team"] = team_words(str(team), turn.voice, turn.phrases)
    if isinstance(known := facts.get("known"), str):
        facts["known"] = listed(known.split(", "), turn.phrases)
    if turn.person.staff is not None and isinstance(name := facts.get("name"), str):
        facts["name"] = mask_text(name, business)  # it may be a customer's
    return facts
