"""Complaints: category, description, severity, wished solution, and a summary before it is sent."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from crm.business import Category
from crm.rules.lengths import shortened
from crm.tickets import open_ticket
from handlers.chat.complaint_steps import (
    OTHER,
    ComplainAct,
    Complaining,
    ComplainPress,
    ask_category,
    ask_step,
    category_line,
    note_words,
    wish_buttons,
)
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
from handlers.chat.media import words_of
from handlers.chat.menu import Chosen, MenuAct
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from storage.vocabulary import Severity, TicketKind

HUMAN = "human"
LONGEST_WISH = 300


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="complaints")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(add_behind_command, Command("complain", HUMAN), *under_way(Complaining), WithWords())
    router.message.register(say_step, Command(HUMAN), *under_way(Complaining))
    router.callback_query.register(say_step_by_press, Chosen(MenuAct.HUMAN), *under_way(Complaining))
    router.message.register(complain_by_command, Command("complain"))
    router.callback_query.register(complain_by_press, Chosen(MenuAct.COMPLAIN))
    router.callback_query.register(go_on, ComplainPress.filter())
    router.message.register(take_wish, *awaited(Complaining.wish))
    router.message.register(
        take_description, *awaited(Complaining.category, Complaining.description, Complaining.severity, Complaining.summary)
    )
    return router


async def complain_by_command(message: Message, turn: Turn, state: FSMContext, command: CommandObject) -> None:
    """Begin a complaint; words after the command are its description."""
    draft = await begin_dialogue(state, turn, Complaining.category, carry=False)
    if command.args:
        draft.add(turn, message, words=command.args)
        leave_out_command(turn, message, command.args)
        await keep_draft(state, draft)
    ask_category(turn, draft)


async def complain_by_press(press: CallbackQuery, turn: Turn, state: FSMContext, carry: bool) -> None:
    """Begin a complaint with what was written before."""
    turn.answer_press(press)
    ask_category(turn, await begin_dialogue(state, turn, Complaining.category, carry=carry))


async def take_description(message: Message, turn: Turn, state: FSMContext, raw_state: str) -> None:
    """Add a message to the complaint, wherever the dialogue stands."""
    draft = await draft_of(state, turn)
    is_first = not draft.said
    if refuse_unpassable(turn, message):
        ask_step(turn, draft, raw_state)
        return
    needs_answer = draft.add(turn, message)
    await keep_draft(state, draft)
    if needs_answer:
        note_words(turn, draft, raw_state, is_first=is_first)


async def add_behind_command(message: Message, turn: Turn, state: FSMContext, raw_state: str, command: CommandObject) -> None:
    """Add the words behind a command to the complaint in hand: what was chosen for it holds. Who wants a person may go on at once."""
    draft = await draft_of(state, turn)
    is_first = not draft.said
    words = command.args or ""
    draft.add(turn, message, words=words)
    leave_out_command(turn, message, words)
    await keep_draft(state, draft)
    wants_person = command.command == HUMAN
    note_words(turn, draft, raw_state, is_first=is_first, before=_before_person(turn, draft) if wants_person else (), at_once=wants_person)


async def say_step(message: Message, turn: Turn, state: FSMContext, raw_state: str) -> None:
    """Who wants a person in the middle of a complaint hears where it stands, and may go on at once."""
    draft = await draft_of(state, turn)
    ask_step(turn, draft, raw_state, before=_before_person(turn, draft), at_once=True)


async def say_step_by_press(press: CallbackQuery, turn: Turn, state: FSMContext, raw_state: str) -> None:
    """Say where the complaint stands."""
    turn.answer_press(press)
    draft = await draft_of(state, turn)
    ask_step(turn, draft, raw_state, before=_before_person(turn, draft), at_once=True)


async def take_wish(message: Message, turn: Turn, state: FSMContext) -> None:
    """Take the wished solution in the customer's own words; what has no words belongs to the description."""
    draft = await draft_of(state, turn)
    words = words_of(message)
    if refuse_unpassable(turn, message, keyboard=wish_buttons(turn)):
        return
    if words is None:
        needs_answer = draft.add(turn, message)
        await keep_draft(state, draft)
        if needs_answer:
            note_words(turn, draft, Complaining.wish.state, is_first=False)
        return
    draft.add(turn, message, words="")
    draft.chosen["wish"] = shortened(words, LONGEST_WISH)
    await _go_to_summary(turn, state, draft)


async def go_on(press: CallbackQuery, turn: Turn, state: FSMContext, raw_state: str | None, callback_data: ComplainPress) -> None:
    """Go on as a button says, if the dialogue still stands where the button belongs."""
    draft = await draft_of(state, turn)
    value, business = callback_data.value, turn.voice.business
    if raw_state in Complaining and raw_state != Complaining.category.state and not draft.chosen:
        turn.answer_press(press, "press-is-old")  # what was chosen is forgotten
        return
    match callback_data.act, raw_state:
        case ComplainAct.CATEGORY, Complaining.category.state if _has(business.complaint_categories, value):
            _accept(turn, press)
            draft.chosen["category"] = value
            await state.set_state(Complaining.description)
            ask_step(turn, draft, Complaining.description.state)
        case ComplainAct.NEXT, Complaining.description.state if not draft.said:
            turn.answer_press(press, "complaint-nothing-yet", alert=True)
        case ComplainAct.NEXT, Complaining.description.state:
            _accept(turn, press)
            await state.set_state(Complaining.severity)
            ask_step(turn, draft, Complaining.severity.state)
        case ComplainAct.SEVERITY, Complaining.severity.state if value in set(Severity):
            _accept(turn, press)
            draft.chosen["severity"] = value
            await state.set_state(Complaining.wish)
            ask_step(turn, draft, Complaining.wish.state)
        case ComplainAct.WISH, Complaining.wish.state if _has(business.wished_solutions, value):
            await _choose_wish(press, turn, state, draft, value)
        case ComplainAct.SKIP, Complaining.wish.state:
            _accept(turn, press)
            await _go_to_summary(turn, state, draft)
        case (ComplainAct.SEND, Complaining.summary.state) | (ComplainAct.AT_ONCE, _) if raw_state in Complaining:
            _accept(turn, press)
            await _open(turn, state, draft)
            return
        case ComplainAct.ANEW, Complaining.summary.state:
            _accept(turn, press)
            draft.empty()
            await state.set_state(Complaining.category)
            ask_category(turn, draft)
        case _:
            turn.answer_press(press, "press-is-old")
            return
    await keep_draft(state, draft)


async def _choose_wish(press: CallbackQuery, turn: Turn, state: FSMContext, draft: Draft, value: str) -> None:
    draft.chosen["wish"] = value
    if value == OTHER:
        turn.answer_press(press)
        ask_step(turn, draft, Complaining.wish.state)
        return
    _accept(turn, press)
    await _go_to_summary(turn, state, draft)


async def _go_to_summary(turn: Turn, state: FSMContext, draft: Draft) -> None:
    await state.set_state(Complaining.summary)
    await keep_draft(state, draft)
    ask_step(turn, draft, Complaining.summary.state)


async def _open(turn: Turn, state: FSMContext, draft: Draft) -> None:
    await end_dialogue(state)
    await open_ticket(
        turn.voice.session,
        customer=turn.customer,
        kind=TicketKind.COMPLAINT,
        category=draft.chosen.get("category", _any_category(turn)),
        severity=Severity(draft.chosen.get("severity", Severity.MEDIUM)),
        wish=draft.chosen.get("wish"),
        interaction_ids=draft.said,
        at=turn.voice.now,
        business=turn.voice.business,
        tell=turn.tell,
    )


def _accept(turn: Turn, press: CallbackQuery) -> None:
    turn.answer_press(press)
    turn.take_buttons_away(press)


def _before_person(turn: Turn, draft: Draft) -> Sequence[str]:
    return [turn.phrases("complaint-before-person"), *category_line(turn, draft)]


def _has(categories: tuple[Category, ...], key: str) -> bool:
    return any(category.key == key for category in categories)


def _any_category(turn: Turn) -> str:
    keys = [category.key for category in turn.voice.business.complaint_categories]
    return OTHER if OTHER in keys else keys[-1]
