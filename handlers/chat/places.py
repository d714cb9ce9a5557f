"""Places: whether a person speaks with the bot alone or in a group."""

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from handlers.chat.turn import Turn


class InPrivate(Filter):
    """In a private chat, by somebody who can be told from others: there is a `turn.customer`."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        return turn.is_private and turn.person.customer is not None


class InGroup(Filter):
    """In a group, whoever speaks there."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        return not turn.is_private
