"""Coaching in the chat: a supervisor keeps notes for a colleague's training, on a ticket or not, and reads them in private."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import DeleteMessage, SendMessage
from aiogram.types import Message

from crm.coaching import CoachingEntry, keep_coaching_note, list_coaching
from crm.permissions import require_role
from crm.rules.lengths import shortened
from crm.staff import find_colleague
from handlers.chat.speech import Phrases
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket
from handlers.chat.turn import Turn
from storage.tickets import Ticket
from storage.vocabulary import Direction, Lane, Role

LONGEST_SHOWN = 500
ENTRIES_A_POST = 5
# The word after the name that lets the colleague read the note.
_NOTE = re.compile(r"(?P<name>\S+)\s+(?P<tell>tell\s+)?(?P<text>\S.*)", re.IGNORECASE | re.DOTALL)


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="coaching")
    router.message.register(coach_on_ticket, Command("coach"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(coach, Command("coach"), StaffHere())
    return router


async def coach_on_ticket(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Keep a note that has to do with the ticket of this topic."""
    await _coach(message, command, turn, ticket)


async def coach(message: Message, command: CommandObject, turn: Turn) -> None:
    """`/coach @name words`, `/coach @name tell words`; `/coach @name` shows what there is."""
    await _coach(message, command, turn, None)


async def _coach(message: Message, command: CommandObject, turn: Turn, ticket: Ticket | None) -> None:
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    stays = False
    if not turn.is_private:
        # Others read along: what was written goes where the bot may delete it, and the answer is given in private.
        group = await turn.voice.staff_group_at(turn.chat_id)
        stays = group is None or group.may_delete_messages is False
        if not stays:
            turn.voice.do(DeleteMessage(chat_id=turn.chat_id, message_id=message.message_id), lane=Lane.STAFF, edits=turn.heard["id"])
    written = _NOTE.fullmatch((command.args or "").strip())
    if written is None:
        await _show(turn, command.args or "")
        if stays:
            _answer(turn, turn.voice.phrases(supervisor.language)("coaching-stands-here"))
        return
    member = await find_colleague(turn.voice.session, word=written["name"])
    note = await keep_coaching_note(
        turn.voice.session, by=supervisor, member=member, text=written["text"].strip(), ticket=ticket, is_shown=written["tell"] is not None,
        at=turn.voice.now, tell=turn.tell,
    )  # fmt: skip
    phrases = turn.voice.phrases(supervisor.language)
    key = "coaching-kept-and-shown" if note.is_shown else "coaching-kept-in-sight" if stays else "coaching-kept"
    _answer(turn, phrases(key, name=member.name))
    if stays:
        _answer(turn, phrases("coaching-stands-here"))


async def _show(turn: Turn, word: str) -> None:
    supervisor = require_role(turn.person.staff, Role.SUPERVISOR)
    phrases = turn.voice.phrases(supervisor.language)
    if not word:
        _answer(turn, phrases("coaching-usage"))
        return
    member = await find_colleague(turn.voice.session, word=word)
    entries = await list_coaching(turn.voice.session, by=supervisor, member=member)
    if not entries:
        _answer(turn, phrases("coaching-none", name=member.name))
        return
    lines = [_line(entry, phrases, turn.zone) for entry in entries]
    lines[0] = "\n".join((phrases("coaching-title", name=member.name), lines[0]))
    for start in range(0, len(lines), ENTRIES_A_POST):
        _answer(turn, "\n".join(lines[start : start + ENTRIES_A_POST]))


def _line(entry: CoachingEntry, phrases: Phrases, zone: str) -> str:
    facts = [phrases("coaching-line", at=phrases.moment(entry.at, zone), name=entry.author)]
    if entry.ticket_id is not None:
        facts.append(phrases("coaching-line-ticket", number=entry.ticket_id))
    if entry.mark is not None:
        facts.append(phrases("coaching-line-mark", mark=entry.mark))
    elif entry.is_shown:
        facts.append(phrases("coaching-line-shown"))
    line = " · ".join(facts)
    return line if entry.text is None else "\n".join((line, phrases("coaching-words", words=shortened(entry.text, LONGEST_SHOWN))))


def _answer(turn: Turn, text: str) -> None:
    turn.voice.say(SendMessage(chat_id=turn.person.user_id, text=text, parse_mode="HTML"), lane=Lane.REPLY, direction=Direction.INTERNAL)
