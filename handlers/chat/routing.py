"""Routing: an update walks aiogram's handlers in their order, without the layers that each of aiogram's routers adds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import CallableObject, FilterObject, HandlerObject
from aiogram.filters import Command, StateFilter
from aiogram.types import Message, TelegramObject


@dataclass(frozen=True, slots=True)
class _Step:
    """A filter or a handler, with the names of what it wants to be given; None when it takes everything."""

    target: CallableObject
    wants: tuple[str, ...] | None

    async def call(self, event: TelegramObject, given: Mapping[str, Any]) -> Any:
        wants = given if self.wants is None else {name: given[name] for name in self.wants if name in given}
        return await self.target.callback(event, **wants)


@dataclass(frozen=True, slots=True)
class _Route:
    filters: tuple[_Step, ...]
    handler: _Step
    needs_command: bool
    needs_state: bool


@dataclass(frozen=True, slots=True)
class _Topic:
    gate: tuple[_Step, ...]
    routes: tuple[_Route, ...]


class Routing:
    """The handlers of a router and of all below it, by the type of update.

    aiogram's own dispatcher wraps every router around the next: with fifteen topics that costs more than all the rest of an update.
    """

    def __init__(self, router: Router) -> None:
        """Raises TypeError for a filter or handler that is no coroutine: aiogram would run it in a thread of its own."""
        self._topics: dict[str, tuple[_Topic, ...]] = {
            event_type: tuple(_topics(router, event_type)) for event_type in router.resolve_used_update_types()
        }

    async def feed(self, event_type: str, event: TelegramObject, **given: Any) -> Any:
        """Let the first handler whose filters all pass handle an event; return what it returns, or aiogram's UNHANDLED."""
        is_command = not isinstance(event, Message) or (event.text or event.caption or "").startswith("/")
        has_state = given.get("raw_state") is not None
        for topic in self._topics.get(event_type, ()):
            passed = await _pass(topic.gate, event, given)
            if passed is None:
                continue
            for route in topic.routes:
                if (route.needs_command and not is_command) or (route.needs_state and not has_state):
                    continue
                known = await _pass(route.filters, event, passed)
                if known is None:
                    continue
                try:
                    return await route.handler.call(event, known)
                except SkipHandler:
                    continue
        return UNHANDLED


async def _pass(filters: Iterable[_Step], event: TelegramObject, given: dict[str, Any]) -> dict[str, Any] | None:
    """Return what is given with what the filters hand on; None when one of them does not let the event pass."""
    for each in filters:
        verdict = await each.call(event, given)
        if not verdict:
            return None
        if isinstance(verdict, dict):
            given = given | verdict
    return given


def _topics(router: Router, event_type: str, above: tuple[_Step, ...] = ()) -> Iterator[_Topic]:
    observer = router.observers[event_type]
    gate = above + tuple(_step(each) for each in observer._handler.filters or ())  # aiogram gives no other way to a router's own filters
    if observer.handlers:
        yield _Topic(gate, tuple(_route(handler) for handler in observer.handlers))
    for below in router.sub_routers:
        yield from _topics(below, event_type, gate)


def _route(handler: HandlerObject) -> _Route:
    filters = handler.filters or []
    return _Route(
        filters=tuple(_step(each) for each in filters),
        handler=_step(handler),
        needs_command=any(isinstance(each.callback, Command) for each in filters),
        needs_state=any(_waits_for_state(each) for each in filters),
    )


def _waits_for_state(each: FilterObject) -> bool:
    return isinstance(each.callback, StateFilter) and None not in each.callback.states and "*" not in each.callback.states


def _step(target: CallableObject) -> _Step:
    if not target.awaitable:
        raise TypeError(f"{target.callback!r} is no coroutine")
    return _Step(target, None if target.varkw else tuple(sorted(target.params)))
