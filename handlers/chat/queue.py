"""The queue: which tickets are open and how long they may still take, a page at a time."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.deadlines import clocks_of
from crm.masking import mask_text
from crm.permissions import require_role
from crm.rules.lengths import shortened
from handlers.chat.deadline_words import standing_words, ticket_words
from handlers.chat.keyboards import Button, RowId, buttons
from handlers.chat.speech import Phrases
from handlers.chat.staff import StaffHere
from handlers.chat.staff_group import is_staff_group
from handlers.chat.turn import Turn
from storage.queue import Queuing, count_overdue, list_overdue, list_queue
from storage.tickets import count_open_tickets
from storage.vocabulary import Lane, Role

SHOWN_AT_ONCE = 8
LONGEST_NAME = 24


class QueuePress(CallbackData, prefix="q"):
    """A staff member wants to see this page, counted from 0."""

    is_overdue: bool
    page: RowId


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="queue")
    router.message.register(show_queue, Command("queue"), StaffHere())
    router.message.register(show_overdue, Command("overdue"), StaffHere())
    router.callback_query.register(turn_page, QueuePress.filter())
    return router


async def show_queue(message: Message, turn: Turn) -> None:
    """Show open tickets, oldest first."""
    await _show(turn, is_overdue=False)


async def show_overdue(message: Message, turn: Turn) -> None:
    """Show tickets on which a promise is past its deadline, the longest past first."""
    await _show(turn, is_overdue=True)


async def turn_page(press: CallbackQuery, callback_data: QueuePress, turn: Turn) -> None:
    """Show another page in place of the one that stands there, as it is now."""
    require_role(turn.person.staff, Role.AGENT)
    if press.message is None or not (turn.is_private or await is_staff_group(turn)):
        turn.answer_press(press, "press-is-old", alert=True)
        return
    text, keyboard = await _page(turn, is_overdue=callback_data.is_overdue, page=callback_data.page)
    method = EditMessageText(chat_id=press.message.chat.id, message_id=press.message.message_id, text=text, parse_mode="HTML")
    if keyboard is not None:
        method = method.model_copy(update={"reply_markup": keyboard})
    turn.voice.do(method, lane=Lane.REPLY)
    turn.answer_press(press)


async def _show(turn: Turn, *, is_overdue: bool) -> None:
    require_role(turn.person.staff, Role.AGENT)
    text, keyboard = await _page(turn, is_overdue=is_overdue, page=0)
    turn.reply_text(text, keyboard=keyboard)


async def _page(turn: Turn, *, is_overdue: bool, page: int) -> tuple[str, InlineKeyboardMarkup | None]:
    session, now, phrases = turn.voice.session, turn.voice.now, turn.phrases
    count = await (count_overdue(session, at=now) if is_overdue else count_open_tickets(session))
    if count == 0:
        return phrases("queue-empty-overdue" if is_overdue else "queue-empty"), None
    pages = -(-count // SHOWN_AT_ONCE)
    page = min(page, pages - 1)
    offset = page * SHOWN_AT_ONCE
    if is_overdue:
        shown = await list_overdue(session, at=now, offset=offset, limit=SHOWN_AT_ONCE)
    else:
        shown = await list_queue(session, offset=offset, limit=SHOWN_AT_ONCE)
    clocks = await clocks_of(session, tickets=[each.ticket for each in shown], at=now, hours=turn.voice.business.hours)
    lines = [phrases("queue-title-overdue" if is_overdue else "queue-title", count=count)]
    for each in shown:
        lines += [_line(each, turn, phrases), standing_words(clocks.get(each.ticket.id), phrases)]
    lines.append(phrases("queue-page", page=page + 1, pages=pages, order="overdue" if is_overdue else "age"))
    return "\n".join(lines), _buttons(phrases, is_overdue=is_overdue, page=page, pages=pages)


def _line(each: Queuing, turn: Turn, phrases: Phrases) -> str:
    holder = phrases.plain("deadline-nobody") if each.holder is None else each.holder
    age = phrases.span(turn.voice.now - each.ticket.opened_at)
    words = phrases(
        "queue-line",
        name=shortened(mask_text(each.customer, turn.voice.business), LONGEST_NAME),
        age=age,
        holder=shortened(holder, LONGEST_NAME),
    )
    return f"{ticket_words(each.ticket, phrases)} {words}"


def _buttons(phrases: Phrases, *, is_overdue: bool, page: int, pages: int) -> InlineKeyboardMarkup:
    def button(key: str, target: int) -> Button:
        return phrases.plain(key), QueuePress(is_overdue=is_overdue, page=target)

    turning = [button("queue-button-back", page - 1)] if page > 0 else []
    turning += [button("queue-button-on", page + 1)] if page + 1 < pages else []
    return buttons(turning, [button("queue-button-again", page)])
