"""Floods: who writes faster than anybody can read is heard, but answered once."""

from array import array
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from crm.business_guards import FloodRules
from crm.tickets import find_ticket_to_speak_on
from handlers.chat.bans import ban_for_floods
from handlers.chat.drafts import Content, draft_of, keep_draft
from handlers.chat.media import NOT_COPYABLE, kind_of
from handlers.chat.menu import MenuAct, offer_buttons
from handlers.chat.passing_on import pass_on
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn

MOST_PEOPLE = 10_000
MOST_VERDICTS = 256  # more than intake runs again at a time


@dataclass(slots=True)
class _Trace:
    moments: "array[float]"  # seconds since 1970: a tenth of what dates in a deque take
    is_flooding: bool = False


class FloodGauge:
    """Counts what each person sends, in the memory of this process; it forgets those who have been quiet for long enough."""

    def __init__(self, *, most: int = MOST_PEOPLE) -> None:
        self._most = most
        self._traces: OrderedDict[int, _Trace] = OrderedDict()  # those who have been quiet longest first
        self._verdicts: OrderedDict[tuple[int, str], bool | None] = OrderedDict()

    def __len__(self) -> int:
        """How many people are remembered."""
        return len(self._traces)

    def rises(self, person: int, mark: str, at: datetime, rules: FloodRules) -> bool | None:
        """Count what a person sent; return whether a flood begins with it (True), goes on (False), or is none (None).

        `mark` tells it from everything else that the person sent: an update that is run again counts once and is judged as before.
        """
        if (person, mark) in self._verdicts:
            return self._verdicts[person, mark]
        trace = self._traces.pop(person, None) or _Trace(array("d"))
        self._traces[person] = trace
        trace.moments.append(at.timestamp())
        del trace.moments[: -rules.messages - 1]
        verdict = None
        if len(trace.moments) > rules.messages and abs(trace.moments[-1] - trace.moments[0]) <= rules.seconds:
            verdict = not trace.is_flooding
        trace.is_flooding = verdict is not None
        self._verdicts[person, mark] = verdict
        if len(self._verdicts) > MOST_VERDICTS:
            self._verdicts.popitem(last=False)
        self._forget_quiet(at.timestamp() - rules.seconds)
        return verdict

    def _forget_quiet(self, since: float) -> None:
        while self._traces:
            trace = next(iter(self._traces.values()))
            if len(self._traces) <= self._most and trace.moments[-1] >= since:
                return
            self._traces.popitem(last=False)


class FloodGauges:
    """The gauges of one chat door: routers remember nothing."""

    def __init__(self) -> None:
        self.messages = FloodGauge()
        self.presses = FloodGauge()


class InFlood(Filter):
    """More than the business allows came from one person; hands on `begins` for the first that is too many.

    The commands of staff do not count: who works may work fast.
    """

    async def __call__(self, event: Message | CallbackQuery, turn: Turn, gauges: FloodGauges) -> dict[str, Any] | bool:
        rules = turn.voice.business.flood
        if isinstance(event, Message):
            if turn.person.staff is not None and (event.text or event.caption or "").startswith("/"):
                return False
            # What waited at Telegram while the bot was off arrives at once but was not written at once.
            begins = gauges.messages.rises(turn.person.user_id, str(event.message_id), event.date, rules)
        else:
            begins = gauges.presses.rises(turn.person.user_id, event.id, turn.voice.now, rules)
        return False if begins is None else {"begins": begins}


def build_router() -> Router:
    """Return the topic's router, which must come before all that do what they are asked for."""
    router = Router(name="floods")
    router.message.filter(InPrivate())
    router.callback_query.filter(InPrivate())
    in_flood = InFlood()
    router.message.register(hear, in_flood)
    router.callback_query.register(brake, in_flood)
    return router


async def hear(message: Message, turn: Turn, state: FSMContext, raw_state: str | None, begins: bool) -> None:
    """Keep a message of a flood for the ticket or dialogue that it belongs to, without an answer but the first."""
    ticket = None
    if await Content()(message):
        if raw_state is None:
            ticket = await find_ticket_to_speak_on(
                turn.voice.session,
                customer=turn.customer,
                reply_to_id=turn.heard["reply_to_id"],
                at=turn.voice.now,
                business=turn.voice.business,
            )
        if ticket is not None:
            await pass_on(message, turn, state, ticket)
        elif kind_of(message) not in NOT_COPYABLE:
            draft = await draft_of(state, turn)
            draft.add(turn, message)
            await keep_draft(state, draft)
    if begins and not await ban_for_floods(turn, state):
        keyboard = offer_buttons(turn.phrases, MenuAct.ASK, MenuAct.COMPLAIN) if ticket is None and raw_state is None else None
        turn.reply("menu-flood", keyboard=keyboard)


async def brake(press: CallbackQuery, turn: Turn, begins: bool) -> None:
    """Answer a press of a flood without doing what it asks for."""
    turn.answer_press(press, "menu-flood-of-presses" if begins else None)
