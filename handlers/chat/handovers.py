"""Handovers in the chat: staff give a ticket to a colleague, and supervisors all that somebody has."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.handovers import assign_ticket, begin_handover, unassign_ticket
from crm.permissions import require_role
from crm.staff import find_colleague
from handlers.chat.handover_words import handover_words
from handlers.chat.moved_tickets import say_where
from handlers.chat.staff import StaffHere, colleague_meant
from handlers.chat.staff_group import FromStaff, InStaffGroup, OnTicket
from handlers.chat.turn import Turn
from storage.staff import StaffMember, find_staff_member
from storage.tickets import Ticket
from storage.vocabulary import Role

_LARGEST_ID = 2**63 - 1


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="handovers")
    router.message.register(assign, Command("assign"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(unassign, Command("unassign"), InStaffGroup(), FromStaff(), OnTicket())
    router.message.register(say_where, Command("assign", "unassign"), InStaffGroup(), FromStaff())
    router.message.register(reassign, Command("reassign"), StaffHere())
    return router


async def assign(message: Message, command: CommandObject, turn: Turn, ticket: Ticket) -> None:
    """Give the ticket to the colleague who is named, or whose message is answered."""
    _file(turn, ticket)
    who = (command.args or "").split()[:1]
    to = await colleague_meant(message, turn, who)
    await assign_ticket(
        turn.voice.session, ticket=ticket, to=to, by=turn.person.staff, at=turn.voice.now, business=turn.voice.business, tell=turn.tell
    )


async def unassign(message: Message, turn: Turn, ticket: Ticket) -> None:
    """Let nobody have the ticket."""
    _file(turn, ticket)
    await unassign_ticket(turn.voice.session, ticket=ticket, by=turn.person.staff, at=turn.voice.now, tell=turn.tell)


async def reassign(message: Message, command: CommandObject, turn: Turn) -> None:
    """Give all open tickets and visits of one to another: `/reassign @from @to`; who has left is named by the Telegram id."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    words = (command.args or "").split()
    if len(words) != 2:
        turn.reply("handover-usage")
        return
    giver = await _giver(turn, words[0])
    taker = await find_colleague(turn.voice.session, word=words[1])
    handover = await begin_handover(turn.voice.session, giver=giver, taker=taker, by=turn.person.staff, at=turn.voice.now, tell=turn.tell)
    main = await turn.voice.staff_group()  # is told by itself
    if handover.ended_at is None:
        turn.reply("handover-begun", giver=giver.name, taker=taker.name, count=handover.moved_count)
    elif main is None or main.chat_id != turn.chat_id:
        turn.reply_text(handover_words(handover, giver, taker, turn.phrases))


async def _giver(turn: Turn, word: str) -> StaffMember:
    if word.isdecimal() and int(word) <= _LARGEST_ID:
        former = await find_staff_member(turn.voice.session, user_id=int(word))
        if former is not None:
            return former
    return await find_colleague(turn.voice.session, word=word)


def _file(turn: Turn, ticket: Ticket) -> None:
    turn.heard["ticket_id"], turn.heard["customer_id"] = ticket.id, ticket.customer_id
