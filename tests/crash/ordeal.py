"""The ordeal: a town lives its life while the program is killed over and over, and then the accounts are made up."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.crash.gate import Gate
from tests.crash.kills import ANSWERS_LATE, Ambush, KillBook, Moment
from tests.crash.people import Life, Look, Person
from tests.crash.records import customers_of, in_flight, let_it_be_their_birthday, let_points_expire, oldest_under_way, prepare
from tests.crash.town import Town
from tests.crash.victim import Victim
from tests.journeys.town import OLIVIA, until

GIFT = 7
_UNDELIVERED = re.compile(r"messages not delivered: (\d+)")
_PATIENCE = 300.0
_TURN_SECONDS = 0.02
_SAMPLE_SECONDS = 1.0
_QUIET_SECONDS = 3.0
_SLOW_START_SECONDS = 6.0
_KILLS_AN_IMPORT = 4


@dataclass(frozen=True)
class Plan:
    """How an ordeal goes: the same seed makes the same choices (the machine's timing is its own).

    `chosen` are the moments of the kills; without them half are random and the others come in turn. A kill with a greeting in
    flight needs another before it. `deeds_a_second` is what all people do together.
    """

    seed: int
    kills: int
    customers: int
    chosen: tuple[Moment, ...] = ()
    deeds_a_second: float = 12.0

    def moments(self, *, webhook: bool) -> list[Moment]:
        """The moments of all kills."""
        if self.chosen:
            return list(self.chosen)
        aimed = [moment for moment in Moment if moment not in (Moment.ANY, Moment.UNCONFIRMED if webhook else Moment.ANSWERED)]
        moments: list[Moment] = []
        while len(moments) + moments.count(Moment.GREETING) < self.kills:
            number = len(moments)
            moments.append(aimed[number // 2 % len(aimed)] if number % 2 else Moment.ANY)
        Random(self.seed).shuffle(moments)
        return moments


@dataclass
class Unasked:
    """What was prepared for the clock: whose birthday it is, who bought what, whose points expire. Telegram ids."""

    birthdays: list[int] = field(default_factory=list)
    purchases: dict[int, int] = field(default_factory=dict)
    expired: list[int] = field(default_factory=list)


class Ordeal:
    """Runs a plan against one program; with a gate, updates come by webhook through it."""

    def __init__(self, victim: Victim, plan: Plan, *, gate: Gate | None = None, say: Callable[[str], None] = lambda _: None) -> None:
        """`say` is told of every kill."""
        self.victim = victim
        self._say = say
        self.gate = gate
        self.plan = plan
        self.town = Town(victim)
        self.kills = KillBook()
        self.unasked = Unasked()
        self.random = Random(plan.seed)
        self.is_over = False
        self.start_seconds = 0.0
        self.oldest_waited = 0.0
        self.shown_as_undelivered = 0
        self.last_messages: dict[str, list[dict[str, Any]]] = {}
        self.seconds = 0.0
        self._moments = plan.moments(webhook=gate is not None)
        self.people = [self.arrives(number) for number in range(plan.customers)]
        self._lives: list[tuple[Person, Life, Look | None]] = [(each, each.life(lambda: self.is_over), None) for each in self.people]
        self._next_deed_at = 0.0

    @property
    def slowness(self) -> float:
        """1, or more where starting takes long: the machine does something else, and everything takes longer in that measure."""
        return max(1.0, self.start_seconds / _SLOW_START_SECONDS)

    def arrives(self, number: int) -> Person:
        """Let a new person come to the town."""
        name = f"Customer {number:03}"
        person = self.victim.act("people", first_name=name, username=f"crash_{number:03}", language_code="en")
        return Person(self.town, number, person["id"], Random(f"{self.plan.seed}:{number}"))

    def run(self) -> None:
        """Live and be killed, start a last time, and wait until everybody has said and heard everything."""
        began = time.monotonic()
        self.begin()
        greeted = None
        for place, moment in enumerate(self._moments):
            ambush = Ambush(
                moment,
                victim=self.victim,
                gate=self.gate,
                people=self.people,
                live=self.live,
                random=self.random,
                start_seconds=self.start_seconds,
            )
            if moment is Moment.GREETING:
                greeted = self._kill_for_a_greeting()
            hit = ambush.lie_in_wait(greeted=greeted)
            self._kill(moment, hit=hit)
            self._prepare_unasked(place)
            self.victim.start()
        self.come_to_an_end()
        self.seconds = time.monotonic() - began

    def begin(self) -> None:
        """Start the program for the first time, with everybody in the town."""
        prepare(self.victim.url)
        self.victim.faults(ANSWERS_LATE)
        self.victim.act("start", sender=OLIVIA)
        self.victim.start()
        self.live_until(self.victim.is_ready, what="a program that is ready")
        self.start_seconds = time.monotonic() - self.victim.started_at
        self.live(2.0)

    # --- kills ----------------------------------------------------------------------------------------------------

    def _kill(self, moment: Moment, *, hit: bool) -> None:
        self.victim.kill()
        if self.gate is not None:
            self.gate.open_again()
        if moment in (Moment.UNCONFIRMED, Moment.ANSWERED) and hit:
            self.kills.unconfirmed += self.victim.pending_updates()
        self.kills.note(moment, hit=hit, in_flight=in_flight(self.victim.url))
        self._say(f"kill {self.kills.kills} of {self.plan.kills}: {moment.value}{'' if hit else ', missed'}")
        self.victim.faults(ANSWERS_LATE)

    def _kill_for_a_greeting(self) -> int | None:
        """A greeting is due at a start, so the program is killed once more, to be caught with it after the start."""
        self._kill(Moment.ANY, hit=True)
        greeted = self._give_birthdays(3)
        self.victim.start()
        return greeted[0] if greeted else None

    def _prepare_unasked(self, place: int) -> None:
        """While the program is dead: birthdays, purchases and points whose time is over, a share at each kill."""
        share = -(-self.plan.customers // max(1, len(self._moments)))
        self._give_birthdays(share)
        customers = customers_of(self.victim.url, [person.id for person in self.people])
        buyers = [person for person in self.people if person.id in customers and person.id not in self.unasked.purchases][
            : share * _KILLS_AN_IMPORT
        ]
        if buyers and place % _KILLS_AN_IMPORT == 0:
            self._import_purchases(buyers)
        losers = [person.id for person in self.people if person.id in customers and person.id not in self.unasked.expired][:share]
        let_points_expire(self.victim.url, [customers[each] for each in losers], points=GIFT)
        self.unasked.expired += losers

    def _give_birthdays(self, count: int) -> list[int]:
        customers = customers_of(self.victim.url, [person.id for person in self.people])
        children = [person.id for person in self.people if person.id in customers and person.id not in self.unasked.birthdays][:count]
        let_it_be_their_birthday(self.victim.url, [customers[each] for each in children], zone=self.victim.zone)
        self.unasked.birthdays += children
        return children

    def _import_purchases(self, buyers: list[Person]) -> None:
        """Import what was bought so far: once killed on the way, and then again to the end, as an operator would."""
        self.unasked.purchases |= {person.id: 100 + person.number for person in buyers}
        day = (datetime.now(UTC) - timedelta(days=345)).date()  # the points are good for twenty days more
        names = {person.id: person.username for person in self.people}
        lines = [f"@{names[each]},{amount}.00,CNY,{day},ORDER-{each}" for each, amount in self.unasked.purchases.items()]
        file = self.victim.directory / "purchases.csv"
        file.write_text("\n".join(["customer,amount,currency,date,reference", *lines]), encoding="utf-8")
        self.victim.command("import", "purchases", str(file), kill_after=self.random.uniform(0.5, 2.0))
        status = self.victim.command("import", "purchases", str(file))
        assert status == 0, f"the import ended with {status}: {self.victim.log()[-2000:]}"

    # --- life -----------------------------------------------------------------------------------------------------

    def live(self, seconds: float) -> None:
        """Let everybody go on for so many seconds."""
        end = time.monotonic() + seconds
        while True:
            self._take_turns()
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _TURN_SECONDS))

    def live_until(self, seen: Callable[[], bool], *, what: str) -> None:
        """Let everybody go on until something is to be seen; fail when it is not seen for long."""
        end = time.monotonic() + _PATIENCE
        while not seen():
            waiting = {person.number: person.waits_for for person in self.people if not person.is_done}
            assert time.monotonic() < end, f"did not see {what}; who is not done waits for {waiting}"
            self.live(0.1)

    def _take_turns(self) -> None:
        """Let one of those who can do something do it, when the next deed is due."""
        self.town.read_on()
        if time.monotonic() < self._next_deed_at:
            return
        ready = [place for place, (person, _, look) in enumerate(self._lives) if not person.is_done and (look is None or look())]
        if not ready:
            return
        place = self.random.choice(ready)
        person, life, _ = self._lives[place]
        self._lives[place] = (person, life, next(life, None))
        self._next_deed_at = time.monotonic() + self.random.expovariate(self.plan.deeds_a_second)

    def come_to_an_end(self) -> None:
        """Once it is at work again nobody waits: what is not said is looked at every second, until there is nothing left."""
        self.live_until(self.victim.is_ready, what="a program that is ready")
        restarted_at = datetime.now(UTC)
        look_at = 0.0

        def sample() -> None:
            nonlocal look_at
            if time.monotonic() >= look_at:
                self.oldest_waited = max(self.oldest_waited, oldest_under_way(self.victim.url, now=datetime.now(UTC), since=restarted_at))
                look_at = time.monotonic() + _SAMPLE_SECONDS

        def all_done() -> bool:
            self.victim.require_alive()
            sample()
            return all(person.is_done for person in self.people)

        self.live(_QUIET_SECONDS)
        self.is_over = True
        self.live_until(all_done, what="the end of every conversation")
        until(lambda: self.victim.pending_updates() == 0, patience=_PATIENCE, what="an empty queue at Telegram")

        def all_said() -> bool:
            sample()
            return oldest_under_way(self.victim.url, now=datetime.now(UTC), since=restarted_at) == 0.0

        until(all_said, patience=_PATIENCE, what="an empty outbox")
        self.town.read_on()
        self.shown_as_undelivered = self._ask_for_what_failed()
        until(all_said, patience=_PATIENCE, what="an empty outbox once more")
        self.last_messages = self.victim.state()["messages"]

    def _ask_for_what_failed(self) -> int:
        """Let the owner ask what was not delivered; return how much the desk says it is."""
        seen = self.town.last_call
        self.victim.act("messages", sender=OLIVIA, chat_id=OLIVIA, text="/failed")

        def answer() -> str | None:
            texts = [
                call["parameters"].get("text", "") for call in self.victim.calls(after=seen) if call["ok"] and call["chat_id"] == OLIVIA
            ]
            return next((text for text in texts if _UNDELIVERED.search(text) or "Nothing has failed" in text), None)

        found = _UNDELIVERED.search(until(answer, patience=_PATIENCE, what="what the desk says to /failed"))
        return int(found[1]) if found else 0
