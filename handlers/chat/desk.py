"""The desk: what staff write and press in the staff group, and what of it reaches the customer."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from crm.audit import note_act
from crm.edits import edit_message, keep_unsent_version
from crm.permissions import require_role
from crm.tickets import KINDS, answer_ticket, claim_ticket, close_ticket, reopen_ticket
from handlers.chat.dossiers import dossier_text
from handlers.chat.holder_hints import hint_holder
from handlers.chat.media import CONTENT, kind_of, spoken_of
from handlers.chat.moved_tickets import OnMovedTicket, say_moved, say_unchanged, say_where, ticket_gone_from
from handlers.chat.near_commands import command_in, near_command
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket, act_on, is_staff_group, refuse_hidden, refuse_stranger, ticket_here
from handlers.chat.ticket_buttons import TicketAct, TicketPress
from handlers.chat.ticket_marks import MARK_COMMANDS
from handlers.chat.ticket_states import STATE_COMMANDS, STATUS_BY_ACT, change_status
from handlers.chat.ticket_ties import TIE_COMMANDS
from handlers.chat.turn import Turn
from storage.interactions import find_interaction_at
from storage.tickets import Ticket, find_ticket
from storage.vocabulary import Author, Direction, InteractionKind, Lane, Role, TicketStatus

_COMMAND = re.compile(r"/[A-Za-z0-9_]+(?:@(?P<bot>\w+))?(?:\s+|$)")
_ASKING_FOR_HELP = ("help", "start", "commands")


class Content(Filter):
    """Something that a person says, no service message."""

    async def __call__(self, message: Message) -> bool:
        return kind_of(message) in CONTENT


class Meant(Filter):
    """Something that would move a ticket if staff did it: content, or a topic closed or opened again by hand."""

    async def __call__(self, message: Message) -> bool:
        return kind_of(message) in CONTENT or message.forum_topic_closed is not None or message.forum_topic_reopened is not None


class FromNobody(Filter):
    """Sent as a channel, as the group itself, or by a bot: nobody knows by whom."""

    async def __call__(self, message: Message, is_hidden: bool) -> bool:
        return is_hidden


class UnknownCommand(Filter):
    """A command that nothing else has answered, by its text or caption."""

    async def __call__(self, message: Message) -> bool:
        return _COMMAND.match(message.text or message.caption or "") is not None


class TopicShut(Filter):
    """A service message: a person closed the topic."""

    async def __call__(self, message: Message) -> bool:
        return message.forum_topic_closed is not None


class TopicOpened(Filter):
    """A service message: a person opened the closed topic again."""

    async def __call__(self, message: Message) -> bool:
        return message.forum_topic_reopened is not None


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="desk")
    router.callback_query.register(press_card, TicketPress.filter())
    router.edited_message.register(correct, InStaffGroup(), FromStaff())
    group = Router(name="staff_group")
    group.message.filter(InStaffGroup())
    group.message.register(refuse_hidden, FromNobody(), Meant())
    group.message.register(turn_away, ~FromStaff(), Meant())
    group.message.register(note, FromStaff(), Command("note"), OnTicket())
    group.message.register(claim, FromStaff(), Command("claim"), OnTicket())
    group.message.register(close, FromStaff(), Command("close"), OnTicket())
    group.message.register(reopen, FromStaff(), Command("reopen"), OnTicket())
    group.message.register(info, FromStaff(), Command("info"), OnTicket())
    group.message.register(
        say_where, FromStaff(), Command("note", "claim", "close", "reopen", "info", *STATE_COMMANDS, *MARK_COMMANDS, *TIE_COMMANDS)
    )
    group.message.register(refuse_command, FromStaff(), UnknownCommand())
    group.message.register(shut, FromStaff(), TopicShut(), OnTicket())
    group.message.register(open_again, FromStaff(), TopicOpened(), OnTicket())
    group.message.register(answer, FromStaff(), Content(), OnTicket())
    group.message.register(say_gone, FromStaff(), Content(), OnMovedTicket())
    group.message.register(leave_alone)
    router.include_router(group)
    return router


async def turn_away(message: Message, turn: Turn) -> None:
    """Tell a stranger that nothing they write here moves anything."""
    await refuse_stranger(turn)


async def answer(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Pass on to the customer what a staff member writes on a ticket."""
    staff = act_on(turn, ticket)
    if ticket.status is TicketStatus.CLOSED:
        turn.reply("desk-closed", number=ticket.number)
        return
    turn.heard["kind"], turn.heard["direction"], turn.heard["author"] = KINDS[ticket.kind], Direction.OUT, Author.STAFF
    await answer_ticket(
        turn.voice.session, ticket=ticket, by=staff, interaction_id=turn.heard["id"], chat_id=turn.chat_id, message_id=message.message_id,
        media_kind=kind_of(message), spoken=spoken_of(message), reply_to_id=turn.heard["reply_to_id"], at=turn.voice.now,
        business=turn.voice.business, tell=turn.tell,
    )  # fmt: skip
    await hint_holder(turn, ticket, staff)


async def note(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Keep something with the ticket that the customer does not see."""
    staff = act_on(turn, ticket)
    if not command.args and message.text is not None:
        turn.reply("desk-note-empty")
        return
    note_act(turn.voice.session, act="ticket.noted", by=staff, at=turn.voice.now, ticket_id=ticket.id, before={}, after={"noted": True})
    turn.heard["kind"], turn.heard["text"] = InteractionKind.NOTE, command.args
    text = turn.phrases("desk-note-kept")
    turn.voice.say(
        SendMessage(chat_id=turn.chat_id, text=text, parse_mode="HTML", disable_notification=True),
        lane=Lane.REPLY, direction=Direction.INTERNAL, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True,
        reply_to=turn.heard["id"],
    )  # fmt: skip


async def claim(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Take the ticket on."""
    staff = act_on(turn, ticket)
    await claim_ticket(turn.voice.session, ticket_id=ticket.id, by=staff, at=turn.voice.now, business=turn.voice.business, tell=turn.tell)
    turn.reply("desk-claimed", number=ticket.number, name=staff.name)


async def close(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Close the ticket."""
    await _close(turn, ticket)


async def reopen(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Take a closed ticket up again."""
    await _reopen(turn, ticket)


async def info(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Show the card anew, and what is known of the customer."""
    act_on(turn, ticket)
    turn.reply_text(await dossier_text(ticket, turn.voice))


async def refuse_command(message: Message, turn: Turn) -> None:
    """Say that there is no such command, so that nobody believes it was done; one for another bot is left alone."""
    words = message.text or message.caption or ""
    named, word = _COMMAND.match(words), command_in(words)
    if named is not None and named["bot"] is not None and named["bot"].lower() != turn.voice.bot_username.lower():
        return
    if word.lower() in _ASKING_FOR_HELP:
        turn.reply("desk-commands")
    elif (near := near_command(word, turn.person.staff)) is not None:
        turn.reply("menu-near-command", word=word, near=near)
    else:
        turn.reply("desk-no-such-command" if await ticket_here(turn) is None else "desk-unknown-command", word=word)


async def shut(message: Message, turn: Turn, ticket: Ticket) -> None:
    """A staff member closed the topic in the messenger: the ticket is closed with it."""
    if ticket.status is not TicketStatus.CLOSED:
        await _close(turn, ticket)


async def open_again(message: Message, turn: Turn, ticket: Ticket) -> None:
    """A staff member opened the topic again in the messenger: the ticket is open with it."""
    if ticket.status is TicketStatus.CLOSED:
        await _reopen(turn, ticket)


async def say_gone(message: Message, turn: Turn, moved: Ticket) -> None:
    """What is written where a ticket was before does not reach the customer: say so, and where the ticket is now."""
    act_on(turn, moved)
    say_moved(turn, moved)


async def leave_alone(message: Message, turn: Turn) -> None:
    """Group talk: kept, and nobody's business."""


async def correct(message: Message, turn: Turn) -> None:
    """Keep the new version of what a staff member wrote; the customer's copy follows, unless the ticket is spoken of elsewhere by now."""
    root = await find_interaction_at(turn.voice.session, chat_id=turn.chat_id, message_id=message.message_id)
    if root is None or root.author is not Author.STAFF:
        return
    if root.kind is InteractionKind.NOTE and turn.heard["text"] is not None:
        turn.heard["text"] = _COMMAND.sub("", turn.heard["text"], count=1)
    elif (gone := await ticket_gone_from(turn, root)) is not None:
        act_on(turn, gone)
        await keep_unsent_version(turn.voice.session, root=root, heard=turn.heard)
        say_unchanged(turn, gone)
        return
    entities = message.entities if message.text is not None else message.caption_entities
    await edit_message(
        turn.voice.session, root=root, heard=turn.heard, is_caption=message.text is None,
        entities=tuple(entity.model_dump(mode="json", exclude_none=True) for entity in entities or ()), at=turn.voice.now, tell=turn.tell,
    )  # fmt: skip


async def press_card(press: CallbackQuery, callback_data: TicketPress, turn: Turn) -> None:
    """A press on a ticket's card. Whoever presses, wherever and whenever: staff, in the staff group, on a ticket that stands there."""
    staff = require_role(turn.person.staff, Role.AGENT)
    ticket = await find_ticket(turn.voice.session, callback_data.ticket_id)
    if ticket is None or ticket.topic_chat_id != turn.chat_id or not await is_staff_group(turn):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    match callback_data.act:
        case TicketAct.CLAIM:
            act_on(turn, ticket)
            await claim_ticket(
                turn.voice.session, ticket_id=ticket.id, by=staff, at=turn.voice.now, business=turn.voice.business, tell=turn.tell
            )
            turn.answer_press(press, "desk-claimed", number=ticket.number, name=staff.name)
        case TicketAct.CLOSE:
            await _close(turn, ticket)
            turn.answer_press(press)
        case TicketAct.REOPEN:
            await _reopen(turn, ticket)
            turn.answer_press(press)
        case TicketAct.PENDING | TicketAct.OPEN | TicketAct.SOLVE:
            await change_status(turn, ticket, STATUS_BY_ACT[callback_data.act])
            turn.answer_press(press)


async def _close(turn: Turn, ticket: Ticket) -> None:
    staff = act_on(turn, ticket)
    await close_ticket(turn.voice.session, ticket_id=ticket.id, by=staff, at=turn.voice.now, business=turn.voice.business, tell=turn.tell)


async def _reopen(turn: Turn, ticket: Ticket) -> None:
    staff = act_on(turn, ticket)
    await reopen_ticket(turn.voice.session, ticket_id=ticket.id, by=staff, at=turn.voice.now, business=turn.voice.business, tell=turn.tell)
