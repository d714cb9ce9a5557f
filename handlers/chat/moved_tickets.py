"""Moved tickets: who writes where a ticket was before is told where it is now, and the customer hears nothing of it."""

from aiogram.filters import Filter
from aiogram.types import Message, TelegramObject

from crm.rules.teams import MAIN
from crm.teams import team_label
from handlers.chat.deadline_words import ticket_words
from handlers.chat.speech import Phrases
from handlers.chat.turn import Turn
from handlers.chat.voice import Voice
from storage.former_topics import find_former_topic
from storage.interactions import Interaction, find_ticket_id_of
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import TicketStatus


async def ticket_moved_from(turn: Turn) -> Ticket | None:
    """Return the ticket that was spoken of here before, in this topic or by the post that is answered, and is not any more."""
    session = turn.voice.session
    if turn.thread_id is not None:
        former = await find_former_topic(session, chat_id=turn.chat_id, topic_id=turn.thread_id)
        return None if former is None else await get_ticket(session, former.ticket_id)
    if turn.heard["reply_to_id"] is None:
        return None
    ticket_id = await find_ticket_id_of(session, turn.heard["reply_to_id"])
    ticket = None if ticket_id is None else await get_ticket(session, ticket_id)
    return None if ticket is None or ticket.topic_chat_id in (None, turn.chat_id) else ticket


async def ticket_gone_from(turn: Turn, said: Interaction) -> Ticket | None:
    """Return the ticket on which something was said here, if it is spoken of elsewhere by now."""
    ticket = None if said.ticket_id is None else await get_ticket(turn.voice.session, said.ticket_id)
    if ticket is None:
        return None
    if turn.thread_id is not None:
        former = await find_former_topic(turn.voice.session, chat_id=turn.chat_id, topic_id=turn.thread_id)
        return None if former is None else ticket
    return None if ticket.topic_chat_id in (None, turn.chat_id) else ticket


class OnMovedTicket(Filter):
    """Where a ticket was spoken of before; handlers get it as `moved`."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool | dict[str, Ticket]:
        ticket = await ticket_moved_from(turn)
        return False if ticket is None else {"moved": ticket}


async def say_where(message: Message, turn: Turn) -> None:
    """Say why a command on a ticket finds none here: the ticket has moved, or the command stands in the wrong place."""
    ticket = await ticket_moved_from(turn)
    if ticket is None:
        turn.reply("desk-no-ticket")
    else:
        say_moved(turn, ticket)


def say_moved(turn: Turn, ticket: Ticket) -> None:
    """Say where a ticket is now."""
    if ticket.topic_chat_id is None:
        turn.reply("transfer-put-away", number=ticket.number)
        return
    text = turn.phrases("transfer-gone", number=ticket.number, team=team_words(ticket.team, turn.voice, turn.phrases))
    if ticket.topic_id is not None and ticket.status is not TicketStatus.CLOSED:
        text = f"{text}\n{ticket_words(ticket, turn.phrases)}"
    turn.reply_text(text)


def say_unchanged(turn: Turn, ticket: Ticket) -> None:
    """Say that what was changed where a ticket was before stays at the customer as it was."""
    text = turn.phrases("transfer-edit-stays", number=ticket.number)
    if ticket.topic_id is not None and ticket.status is not TicketStatus.CLOSED:
        text = f"{text}\n{ticket_words(ticket, turn.phrases)}"
    turn.reply_text(text)


def team_words(team: str | None, voice: Voice, phrases: Phrases) -> str:
    """Return the words for a team, or for the main desk."""
    return phrases.plain("team-main") if team is None or team == MAIN else team_label(team, voice.business, phrases.language)
