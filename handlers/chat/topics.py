"""Topics: staff ask for a ticket by its number; one whose topic is gone gets a new one."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.topics import want_ticket
from handlers.chat.deadline_words import ticket_words
from handlers.chat.staff import StaffHere
from handlers.chat.topic_lines import add_line
from handlers.chat.turn import Turn

_MOST_DIGITS = 15


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="topics")
    router.message.register(show, Command("ticket"), StaffHere())
    return router


async def show(message: Message, command: CommandObject, turn: Turn) -> None:
    """Say where a ticket is; show it anew when it has no topic any more."""
    word = (command.args or "").strip().removeprefix("#")
    if not word.isdecimal() or len(word) > _MOST_DIGITS:
        turn.reply("topic-usage")
        return
    ticket, is_new = await want_ticket(turn.voice.session, number=int(word), by=turn.person.staff, tell=turn.tell)
    group = await turn.voice.group_of(ticket)
    title = "" if group is None else group.title
    if is_new:
        turn.reply("topic-made", number=ticket.number, title=title)
        return
    turn.reply_text(turn.phrases("topic-there", title=title) + "\n" + ticket_words(ticket, turn.phrases))
    # Somebody may have deleted the topic by hand: then this post finds out, and the ticket gets a new one.
    name = turn.person.staff.name if turn.person.staff is not None else ""
    await add_line(turn.voice, ticket, turn.voice.staff_phrases("topic-asked-for", number=ticket.number, name=name))
