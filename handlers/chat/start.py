"""Start: the first words, the menu and help."""

from aiogram import Router
from aiogram.types import Message

from handlers.chat.turn import Turn


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="start")
    router.message.register(fallback)
    return router


async def fallback(message: Message, turn: Turn) -> None:
    """Answer what nothing else answers."""
    turn.reply("menu-greeting", name=turn.customer.name, company=turn.voice.business.company)
