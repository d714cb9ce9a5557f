"""Inquiries: a customer asks staff something, or wants a person at once."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.tickets import open_ticket
from handlers.chat.drafts import (
    Draft,
    WithWords,
    awaited,
    begin_dialogue,
    draft_of,
    end_dialogue,
    keep_draft,
    leave_out_command,
    refuse_unpassable,
    under_way,
)
from handlers.chat.keyboards import buttons, in_rows
from handlers.chat.menu import Chosen, MenuAct, choice
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from storage.tickets import known_open_tickets_of
from storage.vocabulary import Severity, TicketKind

OTHER = "other"
LONGEST_QUOTE = 300


class Asking(StatesGroup):
    """The dialogue of an inquiry."""

    category = State()
    question = State()


class Connecting(StatesGroup):
    """The dialogue of somebody who wants a person: one question."""

    reason = State()


class AskAct(StrEnum):
    """What a press in these dialogues asks for."""

    CATEGORY = "category"
    SEND = "send"
    ANEW = "anew"
    CONNECT = "connect"
    ANOTHER = "another"


class AskPress(CallbackData, prefix="ask"):
    """A press in these dialogues; `category` where one is chosen."""

    act: AskAct
    category: str = ""


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="inquiries")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(add_to_question, Command("ask"), *under_way(Asking.question), WithWords())
    router.message.register(ask_by_command, Command("ask"))
    router.message.register(connect_with_question, Command("human"), *under_way(Asking.question))
    router.message.register(connect_by_command, Command("human"))
    router.callback_query.register(ask_by_press, Chosen(MenuAct.ASK))
    router.callback_query.register(connect_with_question_by_press, Chosen(MenuAct.HUMAN), *under_way(Asking.question))
    router.callback_query.register(connect_by_press, Chosen(MenuAct.HUMAN))
    router.callback_query.register(go_on, AskPress.filter())
    router.message.register(take_question, *awaited(Asking.category, Asking.question))
    router.message.register(take_reason, *awaited(Connecting.reason))
    return router


async def ask_by_command(message: Message, turn: Turn, state: FSMContext, command: CommandObject) -> None:
    """Begin an inquiry; words after the command are its question."""
    draft = await begin_dialogue(state, turn, Asking.category, carry=False)
    if command.args:
        _add_behind_command(draft, turn, message, command)
        await keep_draft(state, draft)
    _ask_category(turn, draft)


async def add_to_question(message: Message, turn: Turn, state: FSMContext, command: CommandObject) -> None:
    """Add the words behind the command to the question in hand: what it is about has been chosen."""
    draft = await draft_of(state, turn)
    is_first = not draft.said
    _add_behind_command(draft, turn, message, command)
    await keep_draft(state, draft)
    turn.reply("inquiry-noted-first" if is_first else "inquiry-noted-more", keyboard=_send_buttons(turn))


async def ask_by_press(press: CallbackQuery, turn: Turn, state: FSMContext, carry: bool) -> None:
    """Begin an inquiry with what was written before."""
    turn.answer_press(press)
    _ask_category(turn, await begin_dialogue(state, turn, Asking.category, carry=carry))


def ask_question(turn: Turn, draft: Draft, *, before: Sequence[str] = ()) -> None:
    """Ask for the question after these lines, or whether what was written is all of it."""
    phrases = turn.phrases
    if draft.said:
        parts = [phrases("inquiry-have-question"), draft.quote(phrases, longest=LONGEST_QUOTE), phrases("inquiry-send-or-add")]
        turn.reply_text("\n".join((*before, *parts)), keyboard=_send_buttons(turn, anew=True))
    else:
        turn.reply_text("\n".join((*before, phrases("inquiry-ask-question"))), keyboard=buttons([choice(MenuAct.CANCEL, phrases)]))


async def take_question(message: Message, turn: Turn, state: FSMContext, raw_state: str) -> None:
    """Add a message to the question."""
    draft = await draft_of(state, turn)
    in_category = raw_state == Asking.category.state
    keyboard = _category_buttons(turn) if in_category else _send_buttons(turn)
    if refuse_unpassable(turn, message, keyboard=keyboard):
        return
    is_first = not draft.said
    needs_answer = draft.add(turn, message)
    await keep_draft(state, draft)
    if needs_answer:
        key = "inquiry-noted-choose" if in_category else "inquiry-noted-first" if is_first else "inquiry-noted-more"
        turn.reply(key, keyboard=keyboard)


async def go_on(press: CallbackQuery, turn: Turn, state: FSMContext, raw_state: str | None, callback_data: AskPress) -> None:
    """Go on as a button says, if the dialogue still stands where the button belongs."""
    draft = await draft_of(state, turn)
    match callback_data.act, raw_state:
        case AskAct.CATEGORY, Asking.category.state if _is_category(turn, callback_data.category):
            await _choose_category(press, turn, state, draft, callback_data.category)
        case AskAct.ANEW, Asking.question.state:
            draft.said, draft.words, draft.files = [], "", 0
            await keep_draft(state, draft)
            turn.answer_press(press)
            turn.take_buttons_away(press)
            ask_question(turn, draft)
        case AskAct.SEND, Asking.question.state if not draft.said:
            turn.answer_press(press, "inquiry-nothing-yet", alert=True)
        case (AskAct.SEND, Asking.question.state) | (AskAct.CONNECT, Connecting.reason.state):
            turn.answer_press(press)
            turn.take_buttons_away(press)
            await _open(turn, state, draft)
        case AskAct.ANOTHER, _:
            turn.answer_press(press)
            turn.take_buttons_away(press)
            await _ask_reason(turn, state)
        case _:
            turn.answer_press(press, "press-is-old")


async def connect_by_command(message: Message, turn: Turn, state: FSMContext, command: CommandObject) -> None:
    """Connect with a person; words after the command are the reason."""
    if command.args:
        draft = await begin_dialogue(state, turn, Connecting.reason, carry=False)
        _add_behind_command(draft, turn, message, command)
        await _open(turn, state, draft)
    else:
        await _connect(turn, state, carry=False)


async def connect_by_press(press: CallbackQuery, turn: Turn, state: FSMContext, carry: bool) -> None:
    """Connect with a person; what was written before is the reason."""
    turn.answer_press(press)
    if carry:
        turn.take_buttons_away(press)
    await _connect(turn, state, carry=carry)


async def connect_with_question(message: Message, turn: Turn, state: FSMContext, command: CommandObject) -> None:
    """Connect with a person about the question in hand, as it was written and with what it is about."""
    draft = await draft_of(state, turn)
    if command.args:
        _add_behind_command(draft, turn, message, command)
    await _open_or_ask(turn, state, draft)


async def connect_with_question_by_press(press: CallbackQuery, turn: Turn, state: FSMContext, carry: bool) -> None:
    """Connect with a person about the question in hand."""
    turn.answer_press(press)
    if carry:
        turn.take_buttons_away(press)
    await _open_or_ask(turn, state, await draft_of(state, turn))


async def take_reason(message: Message, turn: Turn, state: FSMContext) -> None:
    """Open the ticket with the reason, at once."""
    if refuse_unpassable(turn, message, keyboard=_connect_buttons(turn)):
        return
    draft = await draft_of(state, turn)
    draft.add(turn, message)
    await _open(turn, state, draft)


def _add_behind_command(draft: Draft, turn: Turn, message: Message, command: CommandObject) -> None:
    words = command.args or ""
    draft.add(turn, message, words=words)
    leave_out_command(turn, message, words)


async def _open_or_ask(turn: Turn, state: FSMContext, draft: Draft) -> None:
    if draft.said:
        await _open(turn, state, draft)
    else:
        await _ask_reason(turn, state, chosen=draft.chosen)


async def _connect(turn: Turn, state: FSMContext, *, carry: bool) -> None:
    still_open = await known_open_tickets_of(turn.voice.session, customer_id=turn.customer.id)
    if still_open:
        another = buttons([(turn.phrases.plain("human-button-another"), AskPress(act=AskAct.ANOTHER))])
        turn.reply("human-has-ticket", keyboard=another, number=still_open[0].number)
        await state.set_state(None)  # what is written next goes there
        return
    draft = await draft_of(state, turn)
    if draft.said and (carry or not draft.is_settled):
        draft.chosen = {}  # of another dialogue, or of long ago
        await _open(turn, state, draft)
    else:
        await _ask_reason(turn, state)


async def _ask_reason(turn: Turn, state: FSMContext, *, chosen: Mapping[str, str] | None = None) -> None:
    await begin_dialogue(state, turn, Connecting.reason, carry=False, chosen=chosen)
    turn.reply("human-ask-reason", keyboard=_connect_buttons(turn))


async def _choose_category(press: CallbackQuery, turn: Turn, state: FSMContext, draft: Draft, category: str) -> None:
    draft.chosen["category"] = category
    await state.set_state(Asking.question)
    await keep_draft(state, draft)
    turn.answer_press(press)
    turn.take_buttons_away(press)
    ask_question(turn, draft)


async def _open(turn: Turn, state: FSMContext, draft: Draft) -> None:
    await end_dialogue(state)
    await open_ticket(
        turn.voice.session,
        customer=turn.customer,
        kind=TicketKind.INQUIRY,
        category=draft.chosen.get("category", _any_category(turn)),
        severity=Severity.MEDIUM,
        interaction_ids=draft.said,
        at=turn.voice.now,
        business=turn.voice.business,
        tell=turn.tell,
    )


def _ask_category(turn: Turn, draft: Draft) -> None:
    phrases = turn.phrases
    if draft.said:
        parts = (phrases("inquiry-taken-along"), draft.quote(phrases, longest=LONGEST_QUOTE), phrases("inquiry-choose"))
        turn.reply_text("\n".join(parts), keyboard=_category_buttons(turn))
    else:
        turn.reply("inquiry-choose", keyboard=_category_buttons(turn))


def _category_buttons(turn: Turn) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    categories = [
        (category.label(phrases.language), AskPress(act=AskAct.CATEGORY, category=category.key))
        for category in turn.voice.business.inquiry_categories
    ]
    return buttons(*in_rows(categories, width=2), [choice(MenuAct.CANCEL, phrases)])


def _send_buttons(turn: Turn, *, anew: bool = False) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    again = [(phrases.plain("inquiry-button-anew"), AskPress(act=AskAct.ANEW))] if anew else []
    return buttons([(phrases.plain("inquiry-button-send"), AskPress(act=AskAct.SEND))], again, [choice(MenuAct.CANCEL, phrases)])


def _connect_buttons(turn: Turn) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    return buttons([(phrases.plain("human-button-connect"), AskPress(act=AskAct.CONNECT))], [choice(MenuAct.CANCEL, phrases)])


def _is_category(turn: Turn, key: str) -> bool:
    return any(category.key == key for category in turn.voice.business.inquiry_categories)


def _any_category(turn: Turn) -> str:
    keys = [category.key for category in turn.voice.business.inquiry_categories]
    return OTHER if OTHER in keys else keys[0]
