"""Hints: who writes on a ticket that a colleague has is told so for a minute, once an hour."""

from datetime import timedelta

from aiogram.methods import SendMessage

from handlers.chat.turn import Turn
from storage.outbox import find_message_by_key
from storage.staff import StaffMember, find_staff_by_id
from storage.tickets import Ticket
from storage.vocabulary import Direction, Lane

# Telegram has no message in a group that only one person sees: the hint deletes itself.
VISIBLE_FOR = timedelta(minutes=1)
LATEST = timedelta(minutes=5)
_HOUR = 3600


async def hint_holder(turn: Turn, ticket: Ticket, staff: StaffMember) -> None:
    """Say who has the ticket, unless it is the one who writes, or was said to them on it within the hour."""
    if ticket.assignee_id is None or ticket.assignee_id == staff.id:
        return
    voice = turn.voice
    dedupe_key = f"holder:{ticket.id}:{staff.id}:{int(voice.now.timestamp() // _HOUR)}"
    if await find_message_by_key(voice.session, dedupe_key) is not None:
        return
    holder = await find_staff_by_id(voice.session, ticket.assignee_id)
    if holder is None or holder.removed_at is not None:
        return
    text = voice.staff_phrases("assigned-holder", number=ticket.number, name=holder.name)
    voice.say(
        SendMessage(chat_id=turn.chat_id, text=text, parse_mode="HTML", disable_notification=True),
        lane=Lane.STAFF, direction=Direction.INTERNAL, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True,
        reply_to=turn.heard["id"], dedupe_key=dedupe_key, expires_at=voice.now + LATEST, vanishes_after=VISIBLE_FOR,
    )  # fmt: skip
