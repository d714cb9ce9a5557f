"""Referrals: a customer's link for friends."""

import secrets
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from crm.referrals import TokenSource, referral_code_of
from handlers.chat.keyboards import buttons
from handlers.chat.loyalty_buttons import LoyaltyAct, LoyaltyPress, look_at
from handlers.chat.menu import MenuAct, choice
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from storage.referrals import count_friends


def build_router(token_source: TokenSource = secrets.token_urlsafe) -> Router:
    """Return the topic's router; `token_source` makes a random text of so many bytes."""
    router = Router(name="referrals")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(partial(invite_by_command, token_source=token_source), Command("invite"))
    router.callback_query.register(partial(invite_by_press, token_source=token_source), LoyaltyPress.filter(F.act == LoyaltyAct.INVITE))
    return router


async def invite_by_command(message: Message, turn: Turn, token_source: TokenSource) -> None:
    """Show the customer's link for friends."""
    await _invite(turn, token_source)


async def invite_by_press(press: CallbackQuery, turn: Turn, token_source: TokenSource) -> None:
    """Show the customer's link for friends."""
    await _invite(turn, token_source)
    turn.answer_press(press)


async def _invite(turn: Turn, token_source: TokenSource) -> None:
    voice, phrases, bonuses = turn.voice, turn.phrases, turn.voice.business.loyalty.bonuses
    code = await referral_code_of(voice.session, customer=turn.customer, at=voice.now, business=voice.business, token_source=token_source)
    brought, bought = await count_friends(voice.session, referrer_id=turn.customer.id)
    lines = [
        phrases("referral-link", link=f"https://t.me/{voice.bot_username}?start=ref_{code.code}"),
        phrases("referral-gives", mine=phrases.number(bonuses.friend_brought), theirs=phrases.number(bonuses.friend)),
    ]
    if brought:
        lines.append(phrases("referral-count", brought=brought, bought=bought))
    turn.reply_text("\n".join(lines), keyboard=buttons([look_at(LoyaltyAct.POINTS, phrases), choice(MenuAct.MENU, phrases)]))
