"""Steps of a complaint: what each asks, with its buttons."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import InlineKeyboardMarkup

from crm.business import Category, label_of
from handlers.chat.drafts import Draft
from handlers.chat.keyboards import buttons, in_rows
from handlers.chat.menu import MenuAct, choice
from handlers.chat.turn import Turn
from storage.vocabulary import Severity

OTHER = "other"
LONGEST_QUOTE = 600


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
    AT_ONCE = "at-once"


class ComplainPress(CallbackData, prefix="cpl"):
    """A press in this dialogue; `value` is what was chosen."""

    act: ComplainAct
    value: str = ""


def ask_step(turn: Turn, draft: Draft, step: str | None, *, before: Sequence[str] = (), at_once: bool = False) -> None:
    """Ask what a step asks, after these lines; `at_once` offers a person without the steps that are left."""
    _say(turn, "\n".join((*before, _question(turn, draft, step))), _keyboard(turn, draft, step), at_once=at_once)


def note_words(turn: Turn, draft: Draft, step: str | None, *, is_first: bool, before: Sequence[str] = (), at_once: bool = False) -> None:
    """Say that something was added to the complaint, and what the step asks."""
    match step:
        case Complaining.category.state:
            noted = turn.phrases("complaint-noted-choose")
        case Complaining.description.state:
            noted = turn.phrases("complaint-noted-first" if is_first else "complaint-noted-more")
        case Complaining.severity.state:
            noted = turn.phrases("complaint-noted-severity")
        case Complaining.wish.state:
            noted = turn.phrases("complaint-noted-wish")
        case _:
            noted = _summary(turn, draft)
    _say(turn, "\n".join((*before, noted)), _keyboard(turn, draft, step), at_once=at_once)


def ask_category(turn: Turn, draft: Draft) -> None:
    """Begin with what was written before, and ask what it is about."""
    phrases = turn.phrases
    if draft.said:
        head = f"{phrases('complaint-taken-along')}\n{draft.quote(phrases, longest=LONGEST_QUOTE)}"
    else:
        head = phrases("complaint-sorry")
    ask_step(turn, draft, Complaining.category.state, before=[head])


def category_line(turn: Turn, draft: Draft) -> list[str]:
    """Return the line that says what the complaint is about; none before that is chosen."""
    if "category" not in draft.chosen:
        return []
    category = label_of(turn.voice.business.complaint_categories, draft.chosen["category"], turn.phrases.language)
    return [turn.phrases("complaint-summary-category", category=category)]


def wish_buttons(turn: Turn) -> InlineKeyboardMarkup:
    """Return the wishes that may be chosen."""
    keyboard = _choices(turn, turn.voice.business.wished_solutions, ComplainAct.WISH)
    skip = buttons([_skip_button(turn)])
    return InlineKeyboardMarkup(inline_keyboard=[*keyboard.inline_keyboard[:-1], *skip.inline_keyboard, keyboard.inline_keyboard[-1]])


def _say(turn: Turn, text: str, keyboard: InlineKeyboardMarkup, *, at_once: bool) -> None:
    if at_once:
        person = buttons([(turn.phrases.plain("complaint-button-at-once"), ComplainPress(act=ComplainAct.AT_ONCE))])
        rows = keyboard.inline_keyboard
        keyboard = InlineKeyboardMarkup(inline_keyboard=[*rows[:-1], *person.inline_keyboard, rows[-1]])
    turn.reply_text(text, keyboard=keyboard)


def _question(turn: Turn, draft: Draft, step: str | None) -> str:
    phrases = turn.phrases
    match step:
        case Complaining.category.state:
            return phrases("complaint-choose")
        case Complaining.description.state:
            return phrases("complaint-add-or-next" if draft.said else "complaint-describe")
        case Complaining.severity.state:
            return phrases("complaint-ask-severity")
        case Complaining.wish.state:
            return phrases("complaint-ask-own-wish" if draft.chosen.get("wish") == OTHER else "complaint-ask-wish")
        case _:
            return _summary(turn, draft)


def _keyboard(turn: Turn, draft: Draft, step: str | None) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    cancel = choice(MenuAct.CANCEL, phrases)
    match step:
        case Complaining.category.state:
            return _choices(turn, turn.voice.business.complaint_categories, ComplainAct.CATEGORY)
        case Complaining.description.state if draft.said:
            return buttons([(phrases.plain("complaint-button-next"), ComplainPress(act=ComplainAct.NEXT))], [cancel])
        case Complaining.description.state:
            return buttons([cancel])
        case Complaining.severity.state:
            return _severity_buttons(turn)
        case Complaining.wish.state:
            return buttons([_skip_button(turn)], [cancel]) if draft.chosen.get("wish") == OTHER else wish_buttons(turn)
        case _:
            return buttons(
                [(phrases.plain("complaint-button-send"), ComplainPress(act=ComplainAct.SEND))],
                [(phrases.plain("complaint-button-anew"), ComplainPress(act=ComplainAct.ANEW)), cancel],
            )


def _summary(turn: Turn, draft: Draft) -> str:
    phrases, business = turn.phrases, turn.voice.business
    lines = [
        phrases("complaint-summary-title"),
        *category_line(turn, draft),
        draft.quote(phrases, longest=LONGEST_QUOTE),
        phrases("complaint-summary-severity", severity=phrases.plain(f"complaint-severity-{draft.chosen['severity']}")),
    ]
    if wish := draft.chosen.get("wish"):
        lines.append(phrases("complaint-summary-wish", wish=label_of(business.wished_solutions, wish, phrases.language)))
    lines.append(phrases("complaint-summary-send"))
    return "\n".join(lines)


def _choices(turn: Turn, categories: tuple[Category, ...], act: ComplainAct) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    row = [(category.label(phrases.language), ComplainPress(act=act, value=category.key)) for category in categories]
    return buttons(*in_rows(row, width=2), [choice(MenuAct.CANCEL, phrases)])


def _severity_buttons(turn: Turn) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    rows = [
        [(phrases.plain(f"complaint-severity-{severity}"), ComplainPress(act=ComplainAct.SEVERITY, value=severity))]
        for severity in Severity
    ]
    return buttons(*rows, [choice(MenuAct.CANCEL, phrases)])


def _skip_button(turn: Turn) -> tuple[str, ComplainPress]:
    return turn.phrases.plain("complaint-button-skip"), ComplainPress(act=ComplainAct.SKIP)
