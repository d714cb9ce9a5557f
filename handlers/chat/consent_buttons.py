"""Consent buttons: one tap below an unasked message and no more of its kind come."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.privacy import set_consent
from handlers.chat.keyboards import Button
from handlers.chat.places import InPrivate
from handlers.chat.speech import Phrases
from handlers.chat.turn import Turn
from storage.vocabulary import ConsentKind, Lane


class OptOut(CallbackData, prefix="opt"):
    """A customer wants no more unasked messages of a kind."""

    kind: ConsentKind


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="consents")
    router.callback_query.register(opt_out, OptOut.filter(), InPrivate())
    return router


def opt_out_button(kind: ConsentKind, phrases: Phrases) -> Button:
    """Return the button that stands below every unasked message."""
    return phrases.plain("consent-button-opt-out"), OptOut(kind=kind)


async def opt_out(press: CallbackQuery, callback_data: OptOut, turn: Turn) -> None:
    """Switch the kind off, and take this button away; the others of the message stay."""
    kind = callback_data.kind
    changed = await set_consent(turn.voice.session, customer=turn.customer, kind=kind, granted=False, at=turn.voice.now)
    turn.answer_press(press, "consent-noted")
    if isinstance(press.message, Message):
        left = _without(press.message.reply_markup, press.data)
        turn.voice.do(
            EditMessageReplyMarkup(chat_id=press.message.chat.id, message_id=press.message.message_id, reply_markup=left), lane=Lane.REPLY
        )
    if changed:
        turn.reply(f"consent-off-{kind}")


def _without(markup: InlineKeyboardMarkup | None, data: str | None) -> InlineKeyboardMarkup:
    rows = [[button for button in row if button.callback_data != data] for row in (markup.inline_keyboard if markup else [])]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])
