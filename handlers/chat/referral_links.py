"""Links for friends: whoever comes by one for the first time was brought by a customer."""

import re

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import Message

from crm.referrals import note_referral
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn

_LINK = re.compile(r"/start(?:@\w+)?\s+ref_(?P<code>[A-Za-z0-9_-]{1,32})", re.ASCII)


class FriendsLink(Filter):
    """A `/start` by a friend's link; handlers get its `code`."""

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        link = _LINK.fullmatch(message.text or "")
        return False if link is None else {"code": link["code"]}


def build_router() -> Router:
    """Return the topic's router, which must come before whoever greets or asks for a check."""
    router = Router(name="referral_links")
    router.message.register(come, InPrivate(), FriendsLink())
    return router


async def come(message: Message, turn: Turn, code: str) -> None:
    """Note who brought the customer, and let the message be handled."""
    bonuses = turn.voice.business.loyalty.bonuses
    if not bonuses.has_referrals:
        raise SkipHandler
    # A customer who was made by this very message has never been here before.
    is_new = turn.customer.created_at == turn.voice.now
    referral = await note_referral(turn.voice.session, code=code, friend=turn.customer, is_new=is_new, at=turn.voice.now)
    if referral is not None and bonuses.friend:
        turn.reply("referral-welcome", points=turn.phrases.number(bonuses.friend))
    raise SkipHandler
