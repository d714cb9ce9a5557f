"""My tickets: what a customer has asked and complained about, and how it stands."""

from datetime import timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from crm.rules.tickets import reopens
from crm.ticket_states import follow_merges
from crm.ticket_waiting import close_own_ticket
from handlers.chat.cards import category_label
from handlers.chat.drafts import awaited, begin_dialogue, leave_out_command, under_way
from handlers.chat.inquiries import connect_by_command
from handlers.chat.keyboards import Button, buttons
from handlers.chat.media import NOT_COPYABLE, kind_of
from handlers.chat.menu import Chosen, MenuAct, choice, menu_buttons
from handlers.chat.my_ticket_buttons import CloseOwnPress, MyTicketPress
from handlers.chat.passing_on import pass_on
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from handlers.chat.unfinished import refuse_meanwhile
from storage.tickets import DONE_STATUSES, Ticket, find_ticket, list_tickets
from storage.vocabulary import TicketKind, TicketStatus

SHOWN = 10
TICKET = "on_ticket"


class WritingOnTicket(StatesGroup):
    """The next message goes to the ticket that was chosen."""

    message = State()


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="my_tickets")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(list_by_command, Command("tickets"))
    router.message.register(write_behind_command, Command("human"), *under_way(WritingOnTicket.message))
    router.callback_query.register(list_by_press, Chosen(MenuAct.TICKETS))
    router.callback_query.register(choose_ticket, MyTicketPress.filter())
    router.callback_query.register(close_own, CloseOwnPress.filter())
    router.message.register(write_on_chosen, *awaited(WritingOnTicket.message))
    return router


async def list_by_command(message: Message, turn: Turn) -> None:
    """Show the customer's tickets."""
    await show_tickets(turn)


async def list_by_press(press: CallbackQuery, turn: Turn) -> None:
    """Show the customer's tickets."""
    turn.answer_press(press)
    await show_tickets(turn)


async def show_tickets(turn: Turn) -> None:
    """Say which tickets the customer has, newest first, with a button for each that can be written on."""
    phrases = turn.phrases
    tickets = await list_tickets(turn.voice.session, customer_id=turn.customer.id, limit=SHOWN, is_known=True)
    if not tickets:
        turn.reply("my-tickets-none", keyboard=menu_buttons(phrases))
        return
    lines = [phrases("my-tickets-title"), *(_line(ticket, turn) for ticket in tickets)]
    writable = [_button(ticket, turn) for ticket in tickets if _takes_words(ticket, turn)]
    lines.append(phrases("my-tickets-hint" if writable else "my-tickets-all-closed"))
    rows = [[button] for button in writable]
    turn.reply_text("\n".join(lines), keyboard=buttons(*rows, [choice(MenuAct.ASK, phrases), choice(MenuAct.COMPLAIN, phrases)]))


async def choose_ticket(press: CallbackQuery, turn: Turn, state: FSMContext, callback_data: MyTicketPress) -> None:
    """Let the next message go to a ticket, or to the one that it became a part of, if it is the customer's own and still takes words."""
    ticket = await find_ticket(turn.voice.session, callback_data.ticket_id)
    if ticket is None or ticket.customer_id != turn.customer.id:
        turn.answer_press(press, "press-is-old")
        return
    ticket = await follow_merges(turn.voice.session, ticket)
    if not _takes_words(ticket, turn):
        turn.answer_press(press, "my-tickets-too-late", alert=True, number=ticket.number)
        return
    if await refuse_meanwhile(press, turn, state):
        return
    await begin_dialogue(state, turn, WritingOnTicket.message, carry=False)
    await state.update_data({TICKET: ticket.id})
    turn.answer_press(press)
    _ask_for_words(turn, ticket)


def _ask_for_words(turn: Turn, ticket: Ticket) -> None:
    key = "my-tickets-reopen-now" if ticket.status in DONE_STATUSES else "my-tickets-write-now"
    done = (turn.phrases.plain("my-tickets-button-done"), CloseOwnPress(ticket_id=ticket.id))
    rows = [] if ticket.status is TicketStatus.CLOSED else [[done]]
    turn.reply(key, keyboard=buttons(*rows, [choice(MenuAct.CANCEL, turn.phrases)]), number=ticket.number)


async def close_own(press: CallbackQuery, turn: Turn, state: FSMContext, raw_state: str | None, callback_data: CloseOwnPress) -> None:
    """The customer says that a matter is done."""
    voice = turn.voice
    found = await find_ticket(voice.session, callback_data.ticket_id)
    closed = found and await close_own_ticket(
        voice.session, ticket_id=found.id, customer=turn.customer, at=voice.now, business=voice.business, tell=turn.tell
    )
    if not closed:
        turn.answer_press(press, "press-is-old")
        return
    if raw_state == WritingOnTicket.message.state:
        await state.set_state(None)
    turn.take_buttons_away(press)
    turn.answer_press(press)


async def write_behind_command(message: Message, turn: Turn, state: FSMContext, command: CommandObject) -> None:
    """Who asks for a person has them on the chosen ticket: put the words behind the command on it, or ask for words.

    If the ticket takes none any more, a new one is opened.
    """
    ticket = await _chosen_ticket(turn, state)
    if ticket is None:
        await connect_by_command(message, turn, state, command)
    elif command.args:
        leave_out_command(turn, message, command.args)
        await write_on_chosen(message, turn, state)
    else:
        _ask_for_words(turn, ticket)


async def _chosen_ticket(turn: Turn, state: FSMContext) -> Ticket | None:
    chosen = (await state.get_data()).get(TICKET)
    ticket = await find_ticket(turn.voice.session, chosen) if chosen is not None else None
    ticket = await follow_merges(turn.voice.session, ticket) if ticket is not None else None
    return ticket if ticket is not None and ticket.customer_id == turn.customer.id and _takes_words(ticket, turn) else None


async def write_on_chosen(message: Message, turn: Turn, state: FSMContext) -> None:
    """Put the message on the chosen ticket; the messages after it follow, because it is then the one spoken on last."""
    ticket = await _chosen_ticket(turn, state)
    await state.set_state(None)
    if ticket is None:
        turn.reply("my-tickets-gone", keyboard=menu_buttons(turn.phrases))
        return
    says_so_by_itself = ticket.status in DONE_STATUSES or kind_of(message) in NOT_COPYABLE
    await pass_on(message, turn, state, ticket)
    if not says_so_by_itself:
        turn.reply("my-tickets-passed-on", ticket_id=ticket.id, number=ticket.number)


def _line(ticket: Ticket, turn: Turn) -> str:
    phrases, zone = turn.phrases, turn.customer.time_zone
    if ticket.merged_into_id is not None:
        standing = phrases.plain("my-tickets-merged", into=ticket.merged_into_id)
    elif ticket.closed_at is not None:
        key = "my-tickets-solved" if ticket.status is TicketStatus.SOLVED else "my-tickets-closed"
        standing = phrases.plain(key, when=phrases.moment(ticket.closed_at, zone))
    elif ticket.status is TicketStatus.PENDING:
        standing = phrases.plain("my-tickets-your-turn")
    elif ticket.is_unasked:
        standing = phrases.plain("my-tickets-in-work")
    elif ticket.first_response_at is None and ticket.due_at >= turn.voice.now:
        standing = phrases.plain("my-tickets-waiting", due=phrases.moment(ticket.due_at, zone))
    elif ticket.first_response_at is None:
        standing = phrases.plain("my-tickets-late")
    else:
        standing = phrases.plain("my-tickets-in-work")
    return phrases(
        "my-tickets-line-follow-up" if ticket.kind is TicketKind.FOLLOW_UP else "my-tickets-line",
        number=ticket.number,
        kind_of_ticket=phrases.plain(f"ticket-kind-{ticket.kind}"),
        category=category_label(ticket, turn.voice, phrases),
        age=phrases.span(max(turn.voice.now - ticket.opened_at, timedelta(minutes=1))),
        standing=standing,
    )


def _button(ticket: Ticket, turn: Turn) -> Button:
    key = "my-tickets-button-reopen" if ticket.status in DONE_STATUSES else "my-tickets-button-write"
    return turn.phrases.plain(key, number=ticket.number), MyTicketPress(ticket_id=ticket.id)


def _takes_words(ticket: Ticket, turn: Turn) -> bool:
    if ticket.merged_into_id is not None:
        return False
    return ticket.closed_at is None or reopens(ticket.closed_at, turn.voice.now, days=turn.voice.business.reopen_days)
