"""The menu: the choices that a customer always has."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.chat.keyboards import Button, buttons
from handlers.chat.speech import Phrases

MOST_KEYBOARDS = 64  # each stands below most answers and is the same for everybody who reads its language


class MenuAct(StrEnum):
    """What a customer may choose; the words of a button are found by it."""

    ASK = "ask"
    COMPLAIN = "complain"
    TICKETS = "tickets"
    HUMAN = "human"
    PROFILE = "profile"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    MENU = "menu"
    CANCEL = "cancel"


class MenuPress(CallbackData, prefix="m"):
    """A press on a choice; `carry` when it was offered to go on with what the customer had just written."""

    act: MenuAct
    carry: bool = False


class Chosen(Filter):
    """A press on this choice, wherever it was offered; hands on `carry`."""

    def __init__(self, act: MenuAct) -> None:
        self._presses = {MenuPress(act=act, carry=carry).pack(): carry for carry in (False, True)}

    async def __call__(self, press: CallbackQuery) -> dict[str, Any] | bool:
        return {"carry": self._presses[press.data]} if press.data in self._presses else False


def choice(act: MenuAct, phrases: Phrases, *, carry: bool = False) -> Button:
    """Return the button of a choice."""
    return phrases.plain(f"menu-button-{act}"), MenuPress(act=act, carry=carry)


@lru_cache(maxsize=MOST_KEYBOARDS)
def menu_buttons(phrases: Phrases) -> InlineKeyboardMarkup:
    """Return the whole menu."""
    rows = ((MenuAct.ASK, MenuAct.COMPLAIN), (MenuAct.TICKETS, MenuAct.HUMAN), (MenuAct.PROFILE, MenuAct.LANGUAGE))
    return buttons(*[[choice(act, phrases) for act in row] for row in rows])


@lru_cache(maxsize=MOST_KEYBOARDS)
def offer_buttons(phrases: Phrases, *acts: MenuAct) -> InlineKeyboardMarkup:
    """Return these choices, one a row, going on with what was written; the menu is the last one."""
    rows: list[Sequence[Button]] = [[choice(act, phrases, carry=True)] for act in acts]
    return buttons(*rows, [choice(MenuAct.MENU, phrases)])
