"""Start: the first words, the menu, help, the language, and the way out of every dialogue."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from crm.profiles import change_language
from handlers.chat.drafts import draft_of, end_dialogue
from handlers.chat.keyboards import buttons
from handlers.chat.menu import Chosen, MenuAct, choice, menu_buttons
from handlers.chat.places import InPrivate
from handlers.chat.profile import ChangingProfile
from handlers.chat.turn import Keyboard, Turn
from handlers.chat.unfinished import goes_on
from storage.staff import StaffMember
from storage.vocabulary import Language


class LanguagePress(CallbackData, prefix="lang"):
    """A press on a language."""

    language: Language


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="start")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(start, Command("start"))
    router.message.register(show_help, Command("help"))
    router.message.register(cancel_by_command, Command("cancel"))
    router.message.register(ask_language_by_command, Command("language"))
    router.callback_query.register(show_menu, Chosen(MenuAct.MENU))
    router.callback_query.register(cancel_by_press, Chosen(MenuAct.CANCEL))
    router.callback_query.register(ask_language_by_press, Chosen(MenuAct.LANGUAGE))
    router.callback_query.register(choose_language, LanguagePress.filter())
    return router


async def start(message: Message, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """Greet by name and show the menu; staff hear where their work is. What a deep link carries is kept and means nothing here.

    A complaint or an inquiry for which something was chosen goes on; every other dialogue ends.
    """
    staff = turn.person.staff
    if staff is not None:
        await state.set_state(None)
        _greet_staff(turn, staff)
        return
    # A customer who was made by this very message has never been here before.
    greet(turn, is_first=turn.customer.created_at == turn.voice.now)
    if not await goes_on(turn, state, raw_state):
        await state.set_state(None)


def _greet_staff(turn: Turn, staff: StaffMember) -> None:
    role = turn.phrases.plain(f"role-{staff.role}")
    language = buttons([choice(MenuAct.LANGUAGE, turn.phrases)])
    turn.reply("staff-start", keyboard=language, name=turn.customer.name, company=turn.voice.business.company, role=role)


def greet(turn: Turn, *, is_first: bool = False) -> None:
    """Greet by name and show the menu; the first time with what the bot is for."""
    phrases = turn.phrases
    hint = "menu-introduction" if is_first else "menu-hint"
    greeting = phrases("menu-greeting", name=turn.customer.name, company=turn.voice.business.company)
    turn.reply_text("\n".join((greeting, phrases(hint))), keyboard=menu_buttons(phrases))


async def show_menu(press: CallbackQuery, turn: Turn) -> None:
    """Show the menu; a dialogue goes on."""
    turn.answer_press(press)
    turn.reply("menu-choose", keyboard=menu_buttons(turn.phrases))


async def show_help(message: Message, turn: Turn) -> None:
    """Say what each command does."""
    turn.reply("menu-help", keyboard=menu_buttons(turn.phrases), company=turn.voice.business.company)


async def cancel_by_command(message: Message, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """End the dialogue."""
    await _cancel(turn, state, raw_state)


async def cancel_by_press(press: CallbackQuery, turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    """End the dialogue."""
    turn.answer_press(press)
    turn.take_buttons_away(press)
    await _cancel(turn, state, raw_state)


async def ask_language_by_command(message: Message, turn: Turn) -> None:
    """Ask for the language."""
    _ask_language(turn)


async def ask_language_by_press(press: CallbackQuery, turn: Turn) -> None:
    """Ask for the language."""
    turn.answer_press(press)
    _ask_language(turn)


async def choose_language(press: CallbackQuery, turn: Turn, callback_data: LanguagePress) -> None:
    """Speak another language from now on; staff are greeted in it."""
    await change_language(turn.voice.session, customer=turn.customer, staff=turn.person.staff, language=callback_data.language)
    turn.person.language = callback_data.language
    turn.answer_press(press)
    turn.take_buttons_away(press)
    if turn.person.staff is not None:
        _greet_staff(turn, turn.person.staff)
        return
    turn.reply("menu-language-changed", keyboard=menu_buttons(turn.phrases))


async def _cancel(turn: Turn, state: FSMContext, raw_state: str | None) -> None:
    had_draft = bool((await draft_of(state, turn)).said)
    await end_dialogue(state)
    keyboard: Keyboard = menu_buttons(turn.phrases)
    if raw_state == ChangingProfile.phone.state:
        keyboard = ReplyKeyboardRemove(remove_keyboard=True)
    turn.reply("menu-cancelled" if raw_state is not None or had_draft else "menu-nothing-to-cancel", keyboard=keyboard)


def _ask_language(turn: Turn) -> None:
    names = [(turn.voice.phrases(language).plain("menu-language-name"), LanguagePress(language=language)) for language in Language]
    turn.reply("menu-ask-language", keyboard=buttons(names))
