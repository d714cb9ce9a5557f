"""Marks on a ticket, as staff set them: priority and tags."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.permissions import require_role
from crm.rules.priorities import priority_named
from crm.ticket_marks import set_priority, tag_ticket, untag_ticket
from handlers.chat.lists import listed
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket, act_on
from handlers.chat.turn import Turn
from storage.ticket_tags import list_common_tags
from storage.tickets import Ticket
from storage.vocabulary import Role

MARK_COMMANDS = ("priority", "tag", "untag")
SHOWN_TAGS = 30
_BETWEEN_TAGS = re.compile("[,，、;；]")


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="ticket_marks")
    router.message.filter(InStaffGroup(), FromStaff())
    router.message.register(prioritise, Command("priority"), OnTicket())
    router.message.register(tag, Command("tag"), OnTicket())
    router.message.register(untag, Command("untag"), OnTicket())
    router.message.register(list_tags_in_use, Command("tags"))
    return router


async def prioritise(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Let the ticket come sooner or later than others."""
    staff = act_on(turn, ticket)
    priority = priority_named(command.args or "")
    if priority is None:
        turn.reply("ticket-priority-usage")
        return
    await set_priority(turn.voice.session, ticket=ticket, priority=priority, by=staff, at=turn.voice.now, tell=turn.tell)
    turn.reply("ticket-priority-set", number=ticket.number, priority=turn.phrases.plain(f"priority-{priority.value}"))


async def tag(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Put words on the ticket."""
    staff = act_on(turn, ticket)
    words = _words(command)
    if not words:
        turn.reply("ticket-tag-usage")
        return
    tags = await tag_ticket(turn.voice.session, ticket=ticket, words=words, by=staff, at=turn.voice.now, tell=turn.tell)
    turn.reply("ticket-tags-now", number=ticket.number, tags=" ".join(f"#{each}" for each in tags))


async def untag(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Take words off the ticket."""
    staff = act_on(turn, ticket)
    words = _words(command)
    if not words:
        turn.reply("ticket-tag-usage")
        return
    tags = await untag_ticket(turn.voice.session, ticket=ticket, words=words, by=staff, at=turn.voice.now, tell=turn.tell)
    if tags:
        turn.reply("ticket-tags-now", number=ticket.number, tags=" ".join(f"#{each}" for each in tags))
    else:
        turn.reply("ticket-tags-none", number=ticket.number)


def _words(command: CommandObject) -> list[str]:
    return _BETWEEN_TAGS.sub(" ", command.args or "").split()


async def list_tags_in_use(message: Message, turn: Turn) -> None:
    """Show which tags there are and on how many tickets each is."""
    require_role(turn.person.staff, Role.AGENT)
    used = await list_common_tags(turn.voice.session, limit=SHOWN_TAGS)
    if not used:
        turn.reply("ticket-tags-unused")
        return
    turn.reply("ticket-tags-in-use", tags=listed((f"#{word} ({count})" for word, count in used), turn.phrases))
