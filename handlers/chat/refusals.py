"""Refusals: how a foreseen no of the business is said."""

import re
from typing import Any

from aiogram.types import CallbackQuery, Message

from crm.masking import mask_text
from crm.refusals import Refusal
from handlers.chat.turn import Turn

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def key_of(refusal: Refusal) -> str:
    """Return the key of a refusal's text: `TicketAlreadyClosed` is said by `refusal-ticket-already-closed`."""
    return "refusal-" + _HUMP.sub("-", type(refusal).__name__).lower()


def say_refusal(turn: Turn, event: Any, refusal: Refusal) -> None:
    """Say why not: in the chat after a message, in a window after a press; nothing after an event without a person waiting."""
    facts = dict(refusal.facts)
    if turn.person.staff is not None and isinstance(name := facts.get("name"), str):
        facts["name"] = mask_text(name, turn.voice.business)  # it may be a customer's
    if isinstance(event, CallbackQuery):
        turn.answer_press(event, key_of(refusal), alert=True, **facts)
    elif isinstance(event, Message):
        turn.reply_text(turn.phrases(key_of(refusal), **facts))
