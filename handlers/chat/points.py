"""Points: how a customer stands, with a picture of the way to the next tier; owners give points and take them."""

import re

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendPhoto
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.identities import identify_customer
from crm.masking import mask_text
from crm.permissions import require_role
from crm.points import PointsSummary, adjust_points, points_summary
from crm.rules.tier_way import TierWay
from handlers.chat.loyalty_buttons import LoyaltyAct, LoyaltyPress, loyalty_buttons
from handlers.chat.places import InPrivate
from handlers.chat.points_texts import points_text
from handlers.chat.turn import Turn
from storage.vocabulary import Lane, Role

_ADJUSTMENT = re.compile(r"(?P<whom>\S+)\s+(?P<points>[+-]\d{1,7})\s+(?P<reason>\S.{0,199})", re.ASCII | re.DOTALL)


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="points")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(points, Command("points"))
    router.callback_query.register(press_points, LoyaltyPress.filter(F.act == LoyaltyAct.POINTS))
    return router


async def points(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show how the customer stands; with more words, give or take points by hand."""
    if command.args and turn.person.staff is not None:
        await _adjust(turn, command.args)
    else:
        await _show_with_picture(turn)


async def press_points(press: CallbackQuery, turn: Turn) -> None:
    """Show how the customer stands."""
    turn.answer_press(press)
    await _show_with_picture(turn)


async def show_points(turn: Turn, *, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Say how the customer stands with points."""
    _say_points(turn, await _summary_of(turn), keyboard)


async def _show_with_picture(turn: Turn) -> None:
    summary = await _summary_of(turn)
    _draw_way(turn, summary)
    _say_points(turn, summary, None)


async def _summary_of(turn: Turn) -> PointsSummary:
    return await points_summary(turn.voice.session, customer=turn.customer, at=turn.voice.now, business=turn.voice.business)


def _say_points(turn: Turn, summary: PointsSummary, keyboard: InlineKeyboardMarkup | None) -> None:
    phrases, business = turn.phrases, turn.voice.business
    rows = [*loyalty_buttons(phrases, business).inline_keyboard[: None if keyboard is None else 1]]
    whole = InlineKeyboardMarkup(inline_keyboard=[*rows, *(keyboard.inline_keyboard if keyboard else [])])
    turn.reply_text(points_text(summary, phrases, zone=turn.customer.time_zone, business=business), keyboard=whole)


def _draw_way(turn: Turn, summary: PointsSummary) -> None:
    """Queue the picture; delivery draws it."""
    tiers = turn.voice.business.tiers
    if len(tiers) < 2:
        return
    phrases = turn.phrases
    way = TierWay(summary.standing.counted, tuple(tier.threshold for tier in tiers))
    names = " → ".join(tier.label(phrases.language) for tier in tiers)
    caption = phrases("points-way", tiers=names, count=phrases.number(summary.standing.counted))
    turn.voice.say(
        SendPhoto(chat_id=turn.chat_id, photo=way.as_text(), caption=caption, parse_mode="HTML"),
        lane=Lane.REPLY,
        customer_id=turn.customer.id,
    )


async def _adjust(turn: Turn, words: str) -> None:
    require_role(turn.person.staff, Role.OWNER)
    session, business, phrases = turn.voice.session, turn.voice.business, turn.phrases
    wanted = _ADJUSTMENT.fullmatch(words.strip())
    if wanted is None or not int(wanted["points"]):
        turn.reply("points-usage")
        return
    customer = await identify_customer(session, wanted=wanted["whom"], time_zone=business.time_zone)
    left = await adjust_points(
        session, customer=customer, points=int(wanted["points"]), reason=wanted["reason"], by=turn.person.staff, at=turn.voice.now,
        business=business,
    )  # fmt: skip
    turn.reply(
        "points-adjusted",
        name=mask_text(customer.name, turn.voice.business),
        number=customer.id,
        change=wanted["points"],
        points=phrases.number(left),
    )
