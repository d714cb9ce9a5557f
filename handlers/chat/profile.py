"""Profile: what a customer tells about themselves, and how they stand with points."""

from enum import StrEnum

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, KeyboardButton, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove

from crm.bonuses import reward_profile
from crm.points import points_summary
from crm.profiles import change_birthday, change_name, change_phone, change_time_zone, forget_birthday, forget_phone
from crm.rules.time_zones import zone_name
from handlers.chat.drafts import awaited, begin_dialogue
from handlers.chat.keyboards import buttons, in_rows
from handlers.chat.loyalty_buttons import LoyaltyAct, look_at
from handlers.chat.menu import Chosen, MenuAct, choice
from handlers.chat.places import InPrivate
from handlers.chat.points_texts import next_tier_line
from handlers.chat.turn import Turn
from handlers.chat.unfinished import refuse_meanwhile
from storage.vocabulary import InteractionKind

# The cities whose time zones are offered; the words of a button are found by the key.
ZONES = {
    "shanghai": "Asia/Shanghai",
    "singapore": "Asia/Singapore",
    "tokyo": "Asia/Tokyo",
    "dubai": "Asia/Dubai",
    "london": "Europe/London",
    "berlin": "Europe/Berlin",
    "new-york": "America/New_York",
    "los-angeles": "America/Los_Angeles",
    "sydney": "Australia/Sydney",
}


class ChangingProfile(StatesGroup):
    """The next message is what was asked for."""

    name = State()
    birthday = State()
    phone = State()
    time_zone = State()


class ProfileAct(StrEnum):
    """What a press in the profile asks for; the words of a button are found by it."""

    NAME = "name"
    BIRTHDAY = "birthday"
    PHONE = "phone"
    ZONE = "zone"
    NO_BIRTHDAY = "no-birthday"
    NO_PHONE = "no-phone"


class ProfilePress(CallbackData, prefix="p"):
    """A press in the profile."""

    act: ProfileAct


class ZonePress(CallbackData, prefix="z"):
    """A press on a city: its key."""

    city: str


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="profile")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    router.message.register(show_by_command, Command("profile"))
    router.callback_query.register(show_by_press, Chosen(MenuAct.PROFILE))
    router.callback_query.register(change, ProfilePress.filter())
    router.callback_query.register(choose_zone, ZonePress.filter())
    router.message.register(take_name, *awaited(ChangingProfile.name))
    router.message.register(take_birthday, *awaited(ChangingProfile.birthday))
    router.message.register(take_phone, *awaited(ChangingProfile.phone))
    router.message.register(take_zone, *awaited(ChangingProfile.time_zone))
    return router


async def show_by_command(message: Message, turn: Turn) -> None:
    """Show the profile."""
    await show_profile(turn)


async def show_by_press(press: CallbackQuery, turn: Turn) -> None:
    """Show the profile."""
    turn.answer_press(press)
    await show_profile(turn)


async def show_profile(turn: Turn) -> None:
    """Say what is known of the customer, with a button to change each."""
    phrases, customer = turn.phrases, turn.customer
    unknown = phrases.plain("profile-unknown")
    birthday = unknown
    if customer.birthday_month is not None and customer.birthday_day is not None:
        birthday = phrases.birthday(customer.birthday_month, customer.birthday_day, customer.birth_year)
    lines = [
        phrases("profile-title", number=customer.id),
        phrases("profile-name", name=customer.name),
        phrases("profile-birthday", birthday=birthday),
        phrases("profile-phone", phone=customer.phone or unknown),
        phrases("profile-language", language=phrases.plain("menu-language-name")),
        phrases("profile-zone", zone=_zone_words(turn), time=phrases.time_of_day(turn.voice.now, customer.time_zone)),
        *await _points_lines(turn),
        phrases("profile-hint"),
    ]
    turn.reply_text("\n".join(lines), keyboard=_profile_buttons(turn))


async def change(press: CallbackQuery, turn: Turn, state: FSMContext, callback_data: ProfilePress) -> None:
    """Ask for what is to be changed, or forget what is to be removed."""
    phrases, customer = turn.phrases, turn.customer
    if await refuse_meanwhile(press, turn, state):
        return
    turn.answer_press(press)
    match callback_data.act:
        case ProfileAct.NAME:
            await begin_dialogue(state, turn, ChangingProfile.name, carry=False)
            turn.reply("profile-ask-name", keyboard=buttons([choice(MenuAct.CANCEL, phrases)]))
        case ProfileAct.BIRTHDAY:
            await begin_dialogue(state, turn, ChangingProfile.birthday, carry=False)
            remove = [_button(turn, ProfileAct.NO_BIRTHDAY)] if customer.birthday_month is not None else []
            turn.reply("profile-ask-birthday", keyboard=buttons(remove, [choice(MenuAct.CANCEL, phrases)]))
        case ProfileAct.PHONE:
            await begin_dialogue(state, turn, ChangingProfile.phone, carry=False)
            if customer.phone is not None:
                turn.reply("profile-phone-now", keyboard=buttons([_button(turn, ProfileAct.NO_PHONE)]), phone=customer.phone)
            turn.reply("profile-ask-phone", keyboard=_phone_keyboard(turn))
        case ProfileAct.ZONE:
            await begin_dialogue(state, turn, ChangingProfile.time_zone, carry=False)
            turn.reply("profile-ask-zone", keyboard=_zone_buttons(turn), zone=_zone_words(turn))
        case ProfileAct.NO_BIRTHDAY:
            await forget_birthday(turn.voice.session, customer=customer)
            await state.set_state(None)
            turn.reply("profile-birthday-removed", keyboard=_back_buttons(turn))
        case ProfileAct.NO_PHONE:
            await forget_phone(turn.voice.session, customer=customer)
            await state.set_state(None)
            turn.reply("profile-phone-removed", keyboard=ReplyKeyboardRemove(remove_keyboard=True))


async def take_name(message: Message, turn: Turn, state: FSMContext) -> None:
    """Call the customer by the name that they wrote."""
    _is_about_oneself(turn)
    name = await change_name(turn.voice.session, customer=turn.customer, text=message.text or "")
    await state.set_state(None)
    turn.reply("profile-name-changed", keyboard=_back_buttons(turn), name=name)


async def take_birthday(message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep the birthday that the customer wrote."""
    _is_about_oneself(turn)
    birthday = await change_birthday(turn.voice.session, customer=turn.customer, text=message.text or "", at=turn.voice.now)
    await state.set_state(None)
    words = turn.phrases.birthday(birthday.month, birthday.day, birthday.year)
    turn.reply("profile-birthday-changed", keyboard=_back_buttons(turn), birthday=words)
    await _thank_for_profile(turn)


async def take_phone(message: Message, turn: Turn, state: FSMContext) -> None:
    """Keep the phone number of the sender's own contact, or leave things as they are."""
    _is_about_oneself(turn)
    if message.text == turn.phrases.plain("profile-button-keep-phone"):
        await state.set_state(None)
        turn.reply("profile-phone-kept", keyboard=ReplyKeyboardRemove(remove_keyboard=True))
        return
    shared = message.contact
    is_own = shared is not None and shared.user_id == turn.person.user_id and message.forward_origin is None
    phone = await change_phone(turn.voice.session, customer=turn.customer, number=shared.phone_number if shared else "", is_own=is_own)
    await state.set_state(None)
    turn.reply("profile-phone-changed", keyboard=ReplyKeyboardRemove(remove_keyboard=True), phone=phone)
    await _thank_for_profile(turn)


async def take_zone(message: Message, turn: Turn, state: FSMContext) -> None:
    """Let the customer live in the place that they wrote."""
    _is_about_oneself(turn)
    await _move(turn, state, message.text or "")


async def choose_zone(press: CallbackQuery, turn: Turn, state: FSMContext, callback_data: ZonePress) -> None:
    """Let the customer live in the city of the button."""
    zone = ZONES.get(callback_data.city)
    if zone is None:
        turn.answer_press(press, "press-is-old")
        return
    if await refuse_meanwhile(press, turn, state):
        return
    turn.answer_press(press)
    turn.take_buttons_away(press)
    await _move(turn, state, zone)


async def _thank_for_profile(turn: Turn) -> None:
    points = await reward_profile(turn.voice.session, customer=turn.customer, at=turn.voice.now, business=turn.voice.business)
    if points:
        turn.reply("bonus-profile", points=turn.phrases.number(points))


def _is_about_oneself(turn: Turn) -> None:
    turn.heard["kind"] = InteractionKind.SYSTEM


async def _move(turn: Turn, state: FSMContext, place: str) -> None:
    zone = await change_time_zone(turn.voice.session, customer=turn.customer, text=place)
    await state.set_state(None)
    time = turn.phrases.time_of_day(turn.voice.now, zone)
    turn.reply("profile-zone-changed", keyboard=_back_buttons(turn), zone=_zone_words(turn), time=time)


async def _points_lines(turn: Turn) -> list[str]:
    phrases = turn.phrases
    summary = await points_summary(turn.voice.session, customer=turn.customer, at=turn.voice.now, business=turn.voice.business)
    lines = [phrases("profile-points", points=phrases.number(summary.balance), tier=summary.tier.label(phrases.language))]
    ahead = next_tier_line(summary, phrases, turn.voice.business)
    if ahead is not None:
        lines.append(ahead)
    if summary.expires_at is not None:
        expires = phrases.moment(summary.expires_at, turn.customer.time_zone)
        lines.append(phrases("profile-expiring", count=summary.expiring, points=phrases.number(summary.expiring), expires=expires))
    return lines


def _profile_buttons(turn: Turn) -> InlineKeyboardMarkup:
    acts = (ProfileAct.NAME, ProfileAct.BIRTHDAY, ProfileAct.PHONE, ProfileAct.ZONE)
    phrases = turn.phrases
    rows = in_rows([_button(turn, act) for act in acts], width=2)
    rows.append([look_at(LoyaltyAct.POINTS, phrases)])
    return buttons(*rows, [choice(MenuAct.LANGUAGE, phrases), choice(MenuAct.PRIVACY, phrases)])


def _back_buttons(turn: Turn) -> InlineKeyboardMarkup:
    return buttons([choice(MenuAct.PROFILE, turn.phrases), choice(MenuAct.MENU, turn.phrases)])


def _zone_buttons(turn: Turn) -> InlineKeyboardMarkup:
    phrases = turn.phrases
    cities = [(phrases.plain(f"profile-city-{city}"), ZonePress(city=city)) for city in ZONES]
    return buttons(*in_rows(cities, width=3), [choice(MenuAct.CANCEL, phrases)])


def _phone_keyboard(turn: Turn) -> ReplyKeyboardMarkup:
    share = KeyboardButton(text=turn.phrases.plain("profile-button-share-phone"), request_contact=True)
    keep = KeyboardButton(text=turn.phrases.plain("profile-button-keep-phone"))
    return ReplyKeyboardMarkup(keyboard=[[share], [keep]], resize_keyboard=True, one_time_keyboard=True)


def _button(turn: Turn, act: ProfileAct) -> tuple[str, ProfilePress]:
    return turn.phrases.plain(f"profile-button-{act}"), ProfilePress(act=act)


def _zone_words(turn: Turn) -> str:
    zone = turn.customer.time_zone
    city = next((city for city, offered in ZONES.items() if offered == zone), None)
    return turn.phrases.plain(f"profile-city-{city}") if city else zone_name(zone)
