"""Which ticket: who has several open tickets is told where a message went, and can say that another one is meant."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery

from crm.which_ticket import MessageStays, move_message
from handlers.chat.cards import category_label
from handlers.chat.keyboards import RowId, buttons
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from storage.tickets import Ticket, find_ticket
from storage.vocabulary import Lane

MOST_CHOICES = 5


class WhichPress(CallbackData, prefix="wt"):
    """A customer says that a message belongs to this ticket."""

    ticket_id: RowId
    interaction_id: RowId


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="which_ticket")
    router.callback_query.filter(InPrivate())
    router.callback_query.register(choose, WhichPress.filter())
    return router


def ask_which(turn: Turn, taken: Ticket, others: Sequence[Ticket]) -> None:
    """Tell which ticket a message went to, with a button for each other open one."""
    phrases, said = turn.phrases, turn.heard["id"]
    rows = [
        [
            (
                phrases.plain("which-ticket-button", number=each.number, category=category_label(each, turn.voice, phrases)),
                WhichPress(ticket_id=each.id, interaction_id=said),
            )
        ]
        for each in others[:MOST_CHOICES]
    ]
    turn.reply("which-ticket", keyboard=buttons(*rows), ticket_id=taken.id, number=taken.number)


async def choose(press: CallbackQuery, turn: Turn, callback_data: WhichPress) -> None:
    """Put the message on the ticket that the customer means."""
    voice = turn.voice
    ticket = await find_ticket(voice.session, callback_data.ticket_id)
    if ticket is None:
        raise MessageStays
    await move_message(
        voice.session,
        interaction_id=callback_data.interaction_id,
        ticket=ticket,
        customer=turn.customer,
        at=voice.now,
        business=voice.business,
        tell=turn.tell,
    )
    turn.answer_press(press, "which-ticket-moved", number=ticket.number)
    if press.message is not None:
        text = turn.phrases("which-ticket-moved", number=ticket.number)
        method = EditMessageText(chat_id=press.message.chat.id, message_id=press.message.message_id, text=text, parse_mode="HTML")
        voice.do(method, lane=Lane.REPLY)
