"""Reactions: what people think of a message is shown at its copy."""

from collections.abc import Sequence
from typing import Any

from aiogram import Router
from aiogram.types import MessageReactionUpdated, ReactionTypeEmoji

from crm.reactions import react
from crm.rules.reactions import newest
from handlers.chat.places import InPrivate
from handlers.chat.staff_group import FromStaff, InStaffGroup
from handlers.chat.turn import Turn
from storage.interactions import find_interaction_at


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="reactions")
    router.message_reaction.register(pass_reaction_on, InPrivate())
    router.message_reaction.register(pass_reaction_on, InStaffGroup(), FromStaff())
    return router


async def pass_reaction_on(event: MessageReactionUpdated, turn: Turn) -> None:
    """Keep a reaction and show it on the other side. What a bot cannot set, such as an emoji of one's own, counts as none."""
    message = await find_interaction_at(turn.voice.session, chat_id=turn.chat_id, message_id=event.message_id)
    if message is not None:
        emoji = newest(_emojis(event.old_reaction), _emojis(event.new_reaction))
        await react(turn.voice.session, message=message, heard=turn.heard, emoji=emoji, tell=turn.tell)


def _emojis(reactions: Sequence[Any]) -> list[str]:
    return [each.emoji for each in reactions if isinstance(each, ReactionTypeEmoji)]
