"""Complaints: category, description, severity, wished solution, and a summary before it is sent."""

from enum import StrEnum

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from crm.business import Category, label_of
from crm.rules.lengths import shortened
from crm.tickets import open_ticket
from handlers.chat.drafts import Draft, awaited, begin_dialogue, draft_of, end_dialogue, keep_draft, leave_out_command, refuse_unpassable
from handlers.chat.keyboards import buttons, in_rows
from handlers.chat.media import words_of
from handlers.chat.menu import Chosen, MenuAct, choice
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn
from storage.vocabulary import Severity, TicketKind

OTHER = "other"
LONGEST_QUOTE = 600
LONGEST_WISH = 300


class Complaining(StatesGroup):
    """The dialogue of a complaint, in this order."""

    category = State()
    description = State()
    severity = State()
    wish = State()
    summary = State()


class ComplainAct(StrEnum):
    """What a press in this dialogue asks for."""

    CATEGORY = "category"
    NEXT = "next"
    SEVERITY = "severity"
    WISH = "wish"
    SKIP = "skip"
    SEND = "send"
    ANEW = "anew"


class ComplainPress(CallbackData, prefix="cpl"):
    """A press in this dialogue; `value` is what was chosen."""

    act: ComplainAct
    value: str = ""


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="complaints")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
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
    _ask_category(turn, draft)


async def complain_by_press(press: CallbackQuery, turn: Turn, state: FSMContext, carry: bool) -> None:
    """Begin a complaint with what was written before."""
    turn.answer_press(press)
    _ask_category(turn, await begin_dialogue(state, turn, Complaining.category, carry=carry))


async def take_description(message: Message, turn: Turn, state: FSMContext, raw_state: str) -> None:
    """Add a message to the complaint, wherever the dialogue stands."""
    draft = await draft_of(state, turn)
    is_first = not draft.said
    unpassable = refuse_unpassable(turn, message)
    needs_answer = unpassable or draft.add(turn, message)
    await keep_draft(state, draft)
    if not needs_answer:
        return
    match raw_state:
        case Complaining.category.state:
            turn.reply("complaint-noted-choose", keyboard=_category_buttons(turn))
        case Complaining.description.state if unpassable:
            turn.reply("complaint-describe", keyboard=_next_buttons(turn))
        case Complaining.description.state:
            turn.reply("complaint-noted-first" if is_first else "complaint-noted-more", keyboard=_next_buttons(turn))
        case Complaining.severity.state:
            turn.reply("complaint-noted-severity", keyboard=_severity_buttons(turn))
        case _:
            _show_summary(turn, draft)


async def take_wish(message: Message, turn: Turn, state: FSMContext) -> None:
    """Take the wished solution in the customer's own words; what has no words belongs to the description."""
    draft = await draft_of(state, turn)
    words = words_of(message)
    if refuse_unpassable(turn, message, keyboard=_wish_buttons(turn)):
        return
    if words is None:
        needs_answer = draft.add(turn, message)
        await keep_draft(state, draft)
        if needs_answer:
            turn.reply("complaint-noted-wish", keyboard=_wish_buttons(turn))
        return
    draft.add(turn, message, words="")
    draft.chosen["wish"] = shortened(words, LONGEST_WISH)
    await _go_to_summary(turn, state, draft)


async def go_on(press: CallbackQuery, turn: Turn, state: FSMContext, raw_state: str | None, callback_data: ComplainPress) -> None:
    """Go on as a button says, if the dialogue still stands where the button belongs."""
    draft = await draft_of(state, turn)
    value, business = callback_data.value, turn.voice.business
    match callback_data.act, raw_state:
        case ComplainAct.CATEGORY, Complaining.category.state if _has(business.complaint_categories, value):
            _accept(turn, press)
            draft.chosen["category"] = value
            await state.set_state(Complaining.description)
            _ask_description(turn, draft)
        case ComplainAct.NEXT, Complaining.description.state if not draft.said:
            turn.answer_press(press, "complaint-nothing-yet", alert=True)
        case ComplainAct.NEXT, Complaining.description.state:
            _accept(turn, press)
            await state.set_state(Complaining.severity)
            turn.reply("complaint-ask-severity", keyboard=_severity_buttons(turn))
        case ComplainAct.SEVERITY, Complaining.severity.state if value in set(Severity):
            _accept(turn, press)
            draft.chosen["severity"] = value
            await state.set_state(Complaining.wish)
            turn.reply("complaint-ask-wish", keyboard=_wish_buttons(turn))
        case ComplainAct.WISH, Complaining.wish.state if _has(business.wished_solutions, value):
            await _choose_wish(press, turn, state, draft, value)
        case ComplainAct.SKIP, Complaining.wish.state:
            _accept(turn, press)
            await _go_to_summary(turn, state, draft)
        case ComplainAct.SEND, Complaining.summary.state:
            _accept(turn, press)
            await _open(turn, state, draft)
            return
        case ComplainAct.ANEW, Complaining.summary.state:
            _accept(turn, press)
            draft.empty()
            await state.set_state(Complaining.category)
            _ask_category(turn, draft)
        case _:
            turn.answer_press(press, "press-is-old")
            return
    await keep_draft(state, draft)


async def _choose_wish(press: CallbackQuery, turn: Turn, state: FSMContext, draft: Draft, value: str) -> None:
    draft.chosen["wish"] = value
    if value == OTHER:
        turn.answer_press(press)
        turn.reply("complaint-ask-own-wish", keyboard=buttons([_skip_button(turn)], [choice(MenuAct.CANCEL, turn.phrases)]))
        return
    _accept(turn, press)
    await _go_to_summary(turn, state, draft)


async def _go_to_summary(turn: Turn, state: FSMContext, draft: Draft) -> None:
    await state.set_state(Complaining.summary)
    await keep_draft(state, draft)
    _show_summary(turn, draft)


async def _open(turn: Turn, state: FSMContext, draft: Draft) -> None:
    await end_dialogue(state)
    await open_ticket(
        turn.voice.session,
        customer=turn.customer,
        kind=TicketKind.COMPLAINT,
        category=draft.chosen["category"],
        severity=Severity(draft.chosen["severity"]),
        wish=draft.chosen.get("wish"),
        interaction_ids=draft.said,
        at=turn.voice.now,
        business=turn.voice.business,
        tell=turn.tell,
    )


def _accept(turn: Turn, press: CallbackQuery) -> None:
    turn.answer_press(press)
    turn.take_buttons_away(press)


def _ask_category(turn: Turn, draft: Draft) -> None:
    phrases = turn.phrases
    if draft.said:
        head = f"{phrases('complaint-taken-along')}\n{draft.quote(phrases, longest=LONGEST_QUOTE)}"
    else:
        head = phrases("complaint-sorry")
    turn.reply_text(f"{head}\n{phrases('complaint-choose')}", keyboard=_category_buttons(turn))


def _ask_description(turn: Turn, draft: Draft) -> None:
    if draft.said:
        turn.reply("complaint-add-or-next", keyboard=_next_buttons(turn))
    else:
        turn.reply("complaint-describe", keyboard=buttons([choice(MenuAct.CANCEL, turn.phrases)]))


def _show_summary(turn: Turn, draft: Draft) -> None:
    phrases, business = turn.phrases, turn.voice.business
    category = label_of(business.complaint_categories, draft.chosen["category"], phrases.language)
    lines = [
        phrases("complaint-summary-title"),
        phrases("complaint-summary-category", category=category),
        draft.quote(phrases, longest=LONGEST_QUOTE),
        phrases("complaint-summary-severity", severity=phrases.plain(f"complaint-severity-{draft.chosen['severity']}")),
    ]
    if wish := draft.chosen.get("wish"):
        lines.append(phrases("complaint-summary-wish", wish=label_of(business.wished_solutions, wish, phrases.language)))
    lines.append(phrases("complaint-summary-send"))
    turn.reply_text(
        "\n".join(lines),
        keyboard=buttons(
            [(phrases.plain("complaint-button-send"), ComplainPress(act=ComplainAct.SEND))],
            [(phrases.plain("complaint-button-anew"), ComplainPress(act=ComplainAct.ANEW)), choice(MenuAct.CANCEL, phrases)],
        ),
    )


def _category_buttons(turn: Turn) -> InlineKeyboardMarkup:
    return _choices(turn, turn.voice.business.complaint_categories, ComplainAct.CATEGORY)


def _wish_buttons(turn: Turn) -> InlineKeyboardMarkup:
    keyboard = _choices(turn, turn.voice.business.wished_solutions, ComplainAct.WISH)
    skip = buttons([_skip_button(turn)])
    return InlineKeyboardMarkup(inline_keyboard=[*keyboard.inline_keyboard[:-1], *skip.inline_keyboard, keyboard.inline_keyboard[-1]])


def _choices(turn: Turn, categories: tuple[Category, ...], act: ComplainAct) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    row = [(category.label(phrases.language), ComplainPress(act=act, value=category.key)) for category in categories]
    return buttons(*in_rows(row, width=2), [choice(MenuAct.CANCEL, phrases)])


def _next_buttons(turn: Turn) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    return buttons([(phrases.plain("complaint-button-next"), ComplainPress(act=ComplainAct.NEXT))], [choice(MenuAct.CANCEL, phrases)])


def _severity_buttons(turn: Turn) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    rows = [
        [(phrases.plain(f"complaint-severity-{severity}"), ComplainPress(act=ComplainAct.SEVERITY, value=severity))]
        for severity in Severity
    ]
    return buttons(*rows, [choice(MenuAct.CANCEL, phrases)])


def _skip_button(turn: Turn) -> tuple[str, ComplainPress]:
    return turn.phrases.plain("complaint-button-skip"), ComplainPress(act=ComplainAct.SKIP)


def _has(categories: tuple[Category, ...], key: str) -> bool:
    return any(category.key == key for category in categories)
