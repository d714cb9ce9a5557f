"""Free text: what is said outside of every dialogue goes to the ticket in hand, or is answered with the next step."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from crm.edits import edit_message
from crm.rules.tickets import is_unclear
from crm.rules.understanding import Intent, understand
from crm.spoken import PART
from crm.tickets import KINDS, find_ticket_to_speak_on
from handlers.chat.drafts import Content, draft_of, is_command, keep_draft, refuse_unpassable, words_behind_command
from handlers.chat.media import entities_from, entities_of, words_of
from handlers.chat.menu import MenuAct, menu_buttons, offer_buttons
from handlers.chat.my_tickets import show_tickets
from handlers.chat.near_commands import command_in, near_command
from handlers.chat.passing_on import pass_on
from handlers.chat.places import InPrivate
from handlers.chat.points import show_points
from handlers.chat.start import greet
from handlers.chat.turn import Turn
from handlers.chat.which_ticket import ask_which
from storage.interactions import find_interaction_at
from storage.tickets import DONE_STATUSES, known_open_tickets_of

COURTESIES = (Intent.GREETING, Intent.THANKS)
ANSWERED_AT_ONCE = (Intent.TICKETS, Intent.POINTS)
LONGEST_QUOTE = 160


class UnknownCommand(Filter):
    """A command that no topic has taken."""

    async def __call__(self, message: Message) -> bool:
        return is_command(message)


def build_router() -> Router:
    """Return the topic's router, which takes what is left and must be the last."""
    router = Router(name="free_text")
    router.message.filter(InPrivate())
    router.edited_message.filter(InPrivate())
    router.message.register(refuse_command, UnknownCommand())
    router.message.register(take_message, Content())
    router.edited_message.register(take_edit)
    return router


async def refuse_command(message: Message, turn: Turn) -> None:
    """Say that there is no such command, and which one was probably meant; staff get no menu of customers."""
    staff, word = turn.person.staff, command_in(words_of(message) or "")
    menu = menu_buttons(turn.phrases) if staff is None else None
    if (near := near_command(word, staff)) is not None:
        turn.reply("menu-near-command", keyboard=menu, word=word, near=near)
    elif staff is None:
        turn.reply("menu-unknown-command", keyboard=menu)
    else:
        turn.reply("staff-unknown-command", word=word)


async def take_message(message: Message, turn: Turn, state: FSMContext) -> None:
    """Put a message on the ticket that it belongs to, or say what was understood and offer the next step."""
    business = turn.voice.business
    intent = understand(words_of(message) or "", business.understanding)
    ticket = await find_ticket_to_speak_on(
        turn.voice.session, customer=turn.customer, reply_to_id=turn.heard["reply_to_id"], at=turn.voice.now, business=business
    )
    if ticket is None:
        await _offer(message, turn, state, intent)
    elif ticket.status in DONE_STATUSES and intent is Intent.THANKS:
        turn.heard["ticket_id"], turn.heard["kind"] = ticket.id, KINDS[ticket.kind]
        turn.reply("free-text-thanks")
    else:
        open_tickets = await known_open_tickets_of(turn.voice.session, customer_id=turn.customer.id)
        unclear = turn.heard["reply_to_id"] is None and is_unclear([each.last_message_at for each in open_tickets], turn.voice.now)
        await pass_on(message, turn, state, ticket)
        if unclear:
            ask_which(turn, ticket, [each for each in open_tickets if each.id != ticket.id])


async def take_edit(edited_message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep what a customer changed as a further version, on the ticket and in the draft of the first."""
    root = await find_interaction_at(turn.voice.session, chat_id=turn.chat_id, message_id=edited_message.message_id)
    if root is None or root.customer_id != turn.customer.id:
        return
    entities = entities_of(edited_message.entities or edited_message.caption_entities)
    if PART in (root.media or {}) and (words := words_behind_command(edited_message)):
        turn.heard["text"], entities = words, tuple(entities_from(edited_message, len(words_of(edited_message) or "") - len(words)))
    await edit_message(
        turn.voice.session,
        root=root,
        heard=turn.heard,
        is_caption=edited_message.text is None,
        entities=entities,
        at=turn.voice.now,
        tell=turn.tell,
    )
    draft = await draft_of(state, turn)
    if root.id in draft.said:
        draft.said = [*draft.said, turn.heard["id"]]
        await keep_draft(state, draft)


async def _offer(message: Message, turn: Turn, state: FSMContext, intent: Intent | None) -> None:
    phrases = turn.phrases
    if intent in COURTESIES:
        if intent is Intent.GREETING:
            greet(turn)
        else:
            turn.reply("free-text-thanks")
        return
    if refuse_unpassable(turn, message, keyboard=offer_buttons(phrases, MenuAct.ASK, MenuAct.COMPLAIN)):
        return
    draft = await draft_of(state, turn)
    is_first = draft.is_settled or not draft.said
    needs_answer = draft.add(turn, message)
    draft.is_settled = intent in ANSWERED_AT_ONCE
    await keep_draft(state, draft)
    if not needs_answer:
        return
    match intent:
        case Intent.COMPLAINT:
            turn.reply("free-text-complaint", keyboard=offer_buttons(phrases, MenuAct.COMPLAIN, MenuAct.ASK))
        case Intent.HUMAN:
            turn.reply("free-text-human", keyboard=offer_buttons(phrases, MenuAct.HUMAN, MenuAct.COMPLAIN))
        case Intent.TICKETS:
            await show_tickets(turn)
        case Intent.POINTS:
            await show_points(turn, keyboard=offer_buttons(phrases, MenuAct.ASK, MenuAct.PROFILE))
        case _:
            head = phrases("free-text-read" if is_first else "free-text-added")
            parts = (head, draft.quote(phrases, longest=LONGEST_QUOTE), phrases("free-text-what-next"))
            turn.reply_text("\n".join(parts), keyboard=offer_buttons(phrases, MenuAct.ASK, MenuAct.COMPLAIN))
