"""Routing: the first handler whose filters pass takes an update, as with aiogram's own dispatcher."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.filters import Command, Filter, StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Chat, Message, Update, User

from handlers.chat.routing import Routing
from tests.desk import TOKEN


class Talk(StatesGroup):
    words = State()


class Says(Filter):
    """Passes a text that holds a word, and hands the word on."""

    def __init__(self, word: str) -> None:
        self._word = word

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        return {"word": self._word} if self._word in (message.text or "") else False


class Skips(Filter):
    """Passes a text that asks to be passed on."""

    async def __call__(self, message: Message) -> bool:
        return "skip" in (message.text or "")


def answering(name: str) -> Any:
    """Return a handler that gives its name and the word that a filter handed on."""

    async def handler(message: Message, word: str | None = None) -> tuple[str, str | None]:
        return name, word

    return handler


async def skipping(message: Message) -> None:
    raise SkipHandler


def routers() -> Router:
    """Return routers with a gate, routers below, an inverted filter, a command, a state, and a handler that passes the update on."""
    gated, below, last = Router(name="gated"), Router(name="below"), Router(name="last")
    gated.message.filter(Says("open"))
    gated.message.register(answering("gated"), Says("apple"))
    gated.include_router(below)
    below.message.register(answering("below"), Says("pear"))
    last.message.register(skipping, Skips())
    last.message.register(answering("command"), Command("go"))
    last.message.register(answering("state"), StateFilter(Talk.words))
    last.message.register(answering("any state"), StateFilter(None), Says("anywhere"))
    last.message.register(answering("inverted"), ~Says("nothing"), Says("inverted"))
    last.message.register(answering("two"), Says("first"), Says("second"))
    last.edited_message.register(answering("edited"))
    top = Router(name="top")
    top.include_routers(gated, last)
    return top


def update(text: str, *, edited: bool = False) -> Update:
    """Return an update in which a person writes a text."""
    chat, user = Chat(id=1, type="private"), User(id=1, is_bot=False, first_name="Ivy")
    message = Message(message_id=1, date=datetime(2026, 1, 1, tzinfo=UTC), chat=chat, from_user=user, text=text)
    return Update(update_id=1, edited_message=message) if edited else Update(update_id=1, message=message)


@pytest.mark.parametrize("state", [None, Talk.words.state], ids=["no-state", "state"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open apple", ("gated", "apple")),
        ("apple", None),
        ("open pear", ("below", "pear")),
        ("pear", None),
        ("/go", ("command", None)),
        ("go", None),
        ("skip /go", None),
        ("skip inverted", ("inverted", "inverted")),
        ("inverted nothing", None),
        ("first second", ("two", "second")),
        ("first", None),
        ("anywhere", ("any state", "anywhere")),
    ],
)
async def test_the_first_handler_that_fits_takes_the_update(text: str, expected: tuple[str, str | None] | None, state: str | None) -> None:
    if state is not None and (expected is None or expected[0] in {"inverted", "two", "any state"}):
        expected = ("state", None)
    bot = Bot(TOKEN)
    given = update(text)
    result = await Routing(routers()).feed(given.event_type, given.event, bot=bot, raw_state=state)
    assert result == (UNHANDLED if expected is None else expected)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(routers())
    assert await dispatcher.feed_update(bot, given, raw_state=state) == result


async def test_each_type_of_update_has_handlers_of_its_own() -> None:
    given = update("first second", edited=True)
    assert await Routing(routers()).feed(given.event_type, given.event, raw_state=None) == ("edited", None)
    assert await Routing(routers()).feed("poll", given.event, raw_state=None) is UNHANDLED


def test_a_handler_that_would_run_in_a_thread_is_refused() -> None:
    router = Router()
    router.message.register(lambda message: None)
    with pytest.raises(TypeError, match="no coroutine"):
        Routing(router)


def test_a_filter_that_would_run_in_a_thread_is_refused() -> None:
    router = Router()
    router.message.register(answering("x"), lambda message: True)
    with pytest.raises(TypeError, match="no coroutine"):
        Routing(router)
