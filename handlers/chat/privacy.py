"""Privacy: what is kept of a customer, and which unasked messages they want."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.privacy import consents_of, set_consent
from handlers.chat.keyboards import buttons
from handlers.chat.menu import Chosen, MenuAct, choice
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from storage.vocabulary import ConsentKind, Lane


class PrivacyPress(CallbackData, prefix="pv"):
    """A customer wants this kind of unasked message, or does not; said outright, so that a second press changes nothing."""

    kind: ConsentKind
    granted: bool


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="privacy")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(show_by_command, Command("privacy"))
    router.callback_query.register(show_by_press, Chosen(MenuAct.PRIVACY))
    router.callback_query.register(switch, PrivacyPress.filter())
    return router


async def show_by_command(message: Message, turn: Turn) -> None:
    """Say what is kept, with the switches."""
    await _show(turn)


async def show_by_press(press: CallbackQuery, turn: Turn) -> None:
    """Say what is kept, with the switches."""
    turn.answer_press(press)
    await _show(turn)


async def switch(press: CallbackQuery, turn: Turn, callback_data: PrivacyPress) -> None:
    """Switch a kind of unasked message on or off, and show it on the button."""
    kind, granted = callback_data.kind, callback_data.granted
    await set_consent(turn.voice.session, customer=turn.customer, kind=kind, granted=granted, at=turn.voice.now)
    turn.answer_press(press, f"privacy-{kind}-{'on' if granted else 'off'}")
    if press.message is not None:
        keyboard = await _switches(turn)
        turn.voice.do(
            EditMessageReplyMarkup(chat_id=turn.chat_id, message_id=press.message.message_id, reply_markup=keyboard), lane=Lane.REPLY
        )


async def _show(turn: Turn) -> None:
    turn.reply("privacy-text", keyboard=await _switches(turn), company=turn.voice.business.company)


async def _switches(turn: Turn) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    consents = await consents_of(turn.voice.session, customer_id=turn.customer.id)
    rows = [
        [(phrases.plain(f"privacy-button-{kind}-{'off' if granted else 'on'}"), PrivacyPress(kind=kind, granted=not granted))]
        for kind, granted in consents.items()
    ]
    return buttons(*rows, [choice(MenuAct.HUMAN, phrases), choice(MenuAct.MENU, phrases)])
