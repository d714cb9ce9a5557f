"""Lines that the desk itself adds to a ticket's topic."""

from aiogram.methods import SendMessage

from handlers.chat.voice import Voice
from storage.tickets import Ticket
from storage.vocabulary import Direction, InteractionKind, Lane


async def add_line(
    voice: Voice,
    ticket: Ticket,
    text: str,
    *,
    kind: InteractionKind = InteractionKind.SYSTEM,
    parse_mode: str | None = "HTML",
    lane: Lane = Lane.STAFF,
    reply_to: int | None = None,
    dedupe_key: str | None = None,
) -> None:
    """Post a text in a ticket's topic, as an answer to an interaction if one is named; nothing while staff have not seen the ticket."""
    if ticket.topic_chat_id is None:
        return
    voice.say(
        SendMessage(chat_id=ticket.topic_chat_id, text=text, parse_mode=parse_mode),
        lane=lane,
        kind=kind,
        direction=Direction.INTERNAL,
        customer_id=ticket.customer_id,
        ticket_id=ticket.id,
        in_topic=True,
        reply_to=reply_to,
        dedupe_key=dedupe_key,
    )
