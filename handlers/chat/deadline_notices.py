"""Notices of deadlines: who is warned, who hears of a miss, and the card that shows how it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.methods import SendMessage

from crm.deadlines import DeadlineNear, DeadlinesMissed, DeadlinesMoved, Miss
from crm.permissions import IN_CHARGE
from crm.rules.sla import Band
from handlers.chat.deadline_words import kind_words, limit_words, ticket_words
from handlers.chat.speech import Phrases
from handlers.chat.ticket_notices import refresh_card
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice
from storage.customers import get_customer
from storage.staff import find_staff_by_id, list_staff
from storage.vocabulary import Direction, Lane

NAMED_AT_ONCE = 10


async def _deadline_near(notice: DeadlineNear, voice: Voice) -> None:
    phrases, deadline, holder = voice.staff_phrases, notice.deadline, notice.holder
    kind, time = kind_words(deadline, phrases), limit_words(deadline, Band.SHORT, phrases)
    due = phrases.moment(deadline.due_at, voice.business.time_zone)
    if holder is None:
        text = phrases("deadline-near", kind=kind, due=due, time=time)
    else:
        text = phrases("deadline-near-holder", kind=kind, due=due, time=time, user_id=str(holder.user_id), name=holder.name)
    await add_line(voice, notice.ticket, text, lane=Lane.NOTICE)


async def _deadlines_missed(notice: DeadlinesMissed, voice: Voice) -> None:
    phrases = voice.staff_phrases
    for miss in notice.misses:
        deadline = miss.deadline
        key = "deadline-missed" if deadline.met_at is None else "deadline-missed-late"
        due = phrases.moment(deadline.due_at, voice.business.time_zone)
        await add_line(voice, miss.ticket, phrases(key, kind=kind_words(deadline, phrases), due=due), lane=Lane.NOTICE)
    for member in await list_staff(voice.session, roles=IN_CHARGE):
        text = await _alert(notice.misses, voice, voice.phrases(member.language))
        voice.say(SendMessage(chat_id=member.user_id, text=text, parse_mode="HTML"), lane=Lane.NOTICE, direction=Direction.INTERNAL)


async def _alert(misses: Sequence[Miss], voice: Voice, phrases: Phrases) -> str:
    lines = [phrases("deadlines-missed")]
    for miss in misses[:NAMED_AT_ONCE]:
        ticket, deadline = miss.ticket, miss.deadline
        customer = await get_customer(voice.session, ticket.customer_id)
        holder = await find_staff_by_id(voice.session, ticket.assignee_id) if ticket.assignee_id is not None else None
        line = phrases(
            "deadlines-missed-line",
            name=customer.name,
            kind=kind_words(deadline, phrases),
            due=phrases.moment(deadline.due_at, voice.business.time_zone),
            holder=phrases.plain("deadline-nobody") if holder is None else holder.name,
        )
        lines.append(f"{ticket_words(ticket, phrases)} {line}")
    if len(misses) > NAMED_AT_ONCE:
        lines.append(phrases("deadlines-missed-more", count=len(misses) - NAMED_AT_ONCE))
    return "\n".join(lines)


async def _deadlines_moved(notice: DeadlinesMoved, voice: Voice) -> None:
    await refresh_card(notice.ticket, voice, lane=Lane.NOTICE)


RENDERERS: Mapping[type, Any] = {
    DeadlineNear: _deadline_near,
    DeadlinesMissed: _deadlines_missed,
    DeadlinesMoved: _deadlines_moved,
}
