"""Notices of reminders: points that will expire or that friends brought, a tier within reach or about to be lost, a long silence."""

from collections.abc import Mapping
from typing import Any

from aiogram.methods import SendMessage

from crm.referral_news import FriendsBought
from crm.reminders import LongSilence, PointsWillExpire, Reminder, TierAtRisk, TierWithinReach
from crm.rules.local_time import local_date
from crm.rules.tiers import TierBasis
from handlers.chat.consent_buttons import opt_out_button
from handlers.chat.keyboards import buttons
from handlers.chat.voice import Voice, chat_of
from storage.vocabulary import ConsentKind, InDoubt, InteractionKind, Lane


async def _points_will_expire(notice: PointsWillExpire, voice: Voice) -> None:
    phrases = voice.phrases(notice.customer.language)
    facts = {
        "name": notice.customer.name,
        "part": "all" if notice.points == notice.balance else "some",
        "points": phrases.number(notice.points),
        "balance": phrases.number(notice.balance),
        "day": phrases.day(notice.first_day),
    }
    if notice.first_day != notice.last_day:
        text = phrases("reminder-points-within", **facts, last_day=phrases.day(notice.last_day))
    elif notice.first_day == local_date(voice.now, notice.customer.time_zone):
        text = phrases("reminder-points-today", **facts)
    else:
        text = phrases("reminder-points", **facts)
    _remind(notice, voice, text)


async def _tier_within_reach(notice: TierWithinReach, voice: Voice) -> None:
    customer, tier = notice.customer, notice.tier
    phrases = voice.phrases(customer.language)
    key = "reminder-tier" if _by_points(voice) else "reminder-tier-spend"
    _remind(
        notice,
        voice,
        phrases(key, name=customer.name, missing=float(notice.missing), tier=tier.label(customer.language), factor=float(tier.factor)),
    )


async def _tier_at_risk(notice: TierAtRisk, voice: Voice) -> None:
    customer = notice.customer
    phrases = voice.phrases(customer.language)
    key = "reminder-tier-lost" if _by_points(voice) else "reminder-tier-lost-spend"
    facts = {"name": customer.name, "tier": notice.tier.label(customer.language), "missing": phrases.number(notice.to_keep)}
    _remind(notice, voice, phrases(key, **facts, day=phrases.day(notice.last_day)))


def _by_points(voice: Voice) -> bool:
    return voice.business.loyalty.tier_rules.by is TierBasis.POINTS


async def _long_silence(notice: LongSilence, voice: Voice) -> None:
    customer = notice.customer
    _remind(notice, voice, voice.phrases(customer.language)("reminder-silence", name=customer.name, company=voice.business.company))


async def _friends_bought(notice: FriendsBought, voice: Voice) -> None:
    phrases = voice.phrases(notice.customer.language)
    facts = {"points": phrases.number(notice.points), "balance": phrases.number(notice.balance)}
    _remind(notice, voice, phrases("reminder-friends", name=notice.customer.name, friends=notice.friends, **facts))


def _remind(notice: Reminder, voice: Voice, text: str) -> None:
    keyboard = buttons([opt_out_button(ConsentKind.REMINDERS, voice.phrases(notice.customer.language))])
    voice.say(
        SendMessage(chat_id=chat_of(notice.contact), text=text, parse_mode="HTML", reply_markup=keyboard),
        lane=Lane.BULK,
        kind=InteractionKind.REMINDER,
        customer_id=notice.customer.id,
        in_doubt=InDoubt.PARK,
        dedupe_key=notice.key,
        expires_at=notice.expires_at,
    )


RENDERERS: Mapping[type, Any] = {
    PointsWillExpire: _points_will_expire,
    TierAtRisk: _tier_at_risk,
    TierWithinReach: _tier_within_reach,
    LongSilence: _long_silence,
    FriendsBought: _friends_bought,
}
