"""Fuzzing: worlds full of hostile updates, and what must hold after each batch of them."""

import itertools
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pydantic import ValidationError
from sqlmodel import col, select

from bot.intake import NotTaken
from bot.phrasebook import Phrasebook, Phrases
from crm.business import Business
from storage.database import Database
from storage.updates import FailedUpdate
from storage.vocabulary import Language
from tests.conftest import NOON
from tests.desk import Desk
from tests.hostile.cast import NORMAL
from tests.hostile.damage import least
from tests.hostile.databases import NewDatabase
from tests.hostile.sendable import faults_of
from tests.hostile.updates import Crowd, Forge, Raw, users_of
from tests.hostile.watching import changes, look, unlawful_of_agents, unlawful_of_strangers

BATCH = 100


@dataclass(slots=True)
class Figures:
    """What a run has seen."""

    updates: int = 0
    batches: int = 0
    unreadable: int = 0
    calls: int = 0
    rows_compared: int = 0
    rows_changed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def refused(self) -> int:
        """How often a refusal of the business was said."""
        return sum(count for key, count in self.said.items() if key.startswith("refusal-"))


@dataclass(frozen=True)
class Violation(Exception):
    """Something happened that must not; `raws` are the updates that did it, `world` the seed that makes them again."""

    what: str
    world: str
    raws: Sequence[Raw]

    def __str__(self) -> str:
        return f"{self.what}\nworld {self.world}, {len(self.raws)} updates"


class _CountingPhrases(Phrases):
    """Counts which texts are said."""

    def __init__(self, inner: Phrases, said: Counter[str]) -> None:
        super().__init__(inner.language, inner._sources)
        self._said = said

    def _format(self, key: str, facts: Mapping[str, str | int | float]) -> str:
        self._said[key] += 1
        return super()._format(key, facts)


class CountingPhrasebook:
    """The phrasebook, counting which texts are said."""

    def __init__(self, business: Business, said: Counter[str]) -> None:
        inner = Phrasebook(business.texts)
        self._languages = {language: _CountingPhrases(inner.speaking(language), said) for language in Language}

    def speaking(self, language: Language) -> Phrases:
        """Return the texts of a language."""
        return self._languages[language]


class World:
    """A desk on a database that has the cast in it, on which one crowd is let loose."""

    def __init__(
        self, *, database: Database, business: Business, phrasebook: CountingPhrasebook, seed: str, crowd: Crowd, figures: Figures
    ) -> None:
        self.desk = Desk(database=database, business=business, at=NOON, phrasebook=phrasebook)
        self.seed = seed
        self.crowd = crowd
        self.figures = figures
        self._question_ids = itertools.count(10**9)
        self.forge = Forge(dice=Random(seed), crowd=crowd, moment=int(NOON.timestamp()))

    async def run(self, updates: int) -> None:
        """Let so many updates in, batch by batch; raise Violation at the first thing that must not be."""
        while updates > 0:
            raws = [self.forge.update() for _ in range(min(BATCH, updates))]
            updates -= len(raws)
            # One that cannot be read makes its whole batch run one by one; mostly they come among themselves.
            readable = [raw for raw in raws if self._is_readable(raw)]
            unreadable = [raw for raw in raws if not self._is_readable(raw)]
            parts = [raws] if self.forge.dice.random() < 0.1 else [readable, unreadable]
            for part in filter(None, parts):
                await self.check(part)
            self.desk.later(seconds=self.forge.dice.choice((60, 60, 600, 7200, 86_400)))
            self.forge.moment = int(self.desk.at.timestamp())

    async def check(self, raws: Sequence[Raw]) -> None:
        """Let one batch in, followed by a harmless question, and look at everything that came of it."""
        question = self.desk.private_message(NORMAL, "/help", language="en") | {"update_id": next(self._question_ids)}
        question["message"]["date"] = self.forge.moment
        before = await look(self.desk.database)
        failed_before = {failed.id for failed in await self._failed()}
        began = time.monotonic()
        try:
            await self.desk.intake.take([*raws, question])
        except NotTaken as error:
            raise self._violation(f"the updates cannot be confirmed: {error.__cause__!r}", raws) from error
        self.figures.seconds += time.monotonic() - began
        self._judge_failures([failed for failed in await self._failed() if failed.id not in failed_before], raws)
        after = await look(self.desk.database)
        self._judge_rows(before, after, raws)
        await self._judge_words(raws)
        self.figures.updates += len(raws)
        self.figures.batches += 1
        self.figures.kinds.update(kind for raw in raws for kind in raw if kind != "update_id")

    async def _failed(self) -> Sequence[FailedUpdate]:
        async with self.desk.database.read() as session:
            return (await session.execute(select(FailedUpdate).order_by(col(FailedUpdate.id)))).scalars().all()

    def _judge_failures(self, failed: Sequence[FailedUpdate], raws: Sequence[Raw]) -> None:
        for each in failed:
            own = [raw for raw in raws if raw.get("update_id") == each.update_id] or [each.raw]
            if self._is_readable(own[0]):
                raise self._violation(f"set aside though it can be read:\n{each.error}", own)
            self.figures.unreadable += 1

    def _is_readable(self, raw: Raw) -> bool:
        try:
            self.desk.dispatching.parse(raw)
        except ValidationError:
            return False
        return True

    def _judge_rows(self, before: Any, after: Any, raws: Sequence[Raw]) -> None:
        changed = changes(before, after)
        self.figures.rows_compared += sum(len(rows) for rows in after.values())
        self.figures.rows_changed += len(changed)
        if self.crowd is Crowd.EVERYBODY:
            return
        unlawful = unlawful_of_strangers if self.crowd is Crowd.STRANGERS else unlawful_of_agents
        users = {*users_of(raws), NORMAL}
        wrong = unlawful(changed, after, users)
        if wrong:
            raise self._violation("changed by who may not:\n" + "\n".join(map(str, wrong[:5])), raws)

    async def _judge_words(self, raws: Sequence[Raw]) -> None:
        said = len(self.desk.calls)
        await self.desk.deliver()
        made = self.desk.calls[said:]
        self.desk.calls.clear()
        self.figures.calls += len(made)
        self.figures.methods.update(method for method, _ in made)
        for method, payload in made:
            faults = faults_of(method, payload)
            if faults:
                raise self._violation(f"{method} cannot be sent: {faults}\n{str(payload)[:600]!r}", raws)
        if not any(payload.get("chat_id") == NORMAL for _, payload in made):
            raise self._violation("a person who asked for help got no answer", raws)

    def _violation(self, what: str, raws: Sequence[Raw]) -> Violation:
        return Violation(what, f"{self.seed} {self.crowd}", raws)


class Run:
    """Worlds of every crowd in turn, until enough updates were let in."""

    def __init__(self, *, new_database: NewDatabase, business: Business, seed: int, world_size: int = 2000) -> None:
        self.new_database = new_database
        self.business = business
        self.seed = seed
        self.world_size = world_size
        self.figures = Figures()
        self.phrasebook = CountingPhrasebook(business, self.figures.said)

    async def run(self, updates: int, *, after_world: Callable[[], None] = lambda: None) -> None:
        """Let so many updates in; raise Violation, reduced to one update where one alone does it."""
        crowds = (Crowd.STRANGERS, Crowd.EVERYBODY, Crowd.STRANGERS, Crowd.AGENTS)
        number = 0
        while updates > 0:
            share = min(self.world_size, updates)
            await self._run_world(f"{self.seed}/{number}", crowds[number % len(crowds)], share)
            updates -= share
            number += 1
            after_world()

    async def _run_world(self, seed: str, crowd: Crowd, updates: int) -> None:
        database = await self.new_database()
        try:
            world = self._world(database, seed, crowd, self.figures)
            await world.run(updates)
        except Violation as violation:
            raise await self._reduced(violation, seed, crowd) from violation
        finally:
            await database.close()

    def _world(self, database: Database, seed: str, crowd: Crowd, figures: Figures) -> World:
        return World(database=database, business=self.business, phrasebook=self.phrasebook, seed=seed, crowd=crowd, figures=figures)

    async def _reduced(self, violation: Violation, seed: str, crowd: Crowd) -> Violation:
        async def is_bad(raw: Raw) -> bool:
            return await self._violates(raw, seed, crowd) is not None

        for raw in violation.raws:
            if await is_bad(raw):
                smallest = await least(raw, is_bad)
                found = await self._violates(smallest, seed, crowd)
                return Violation(found.what if found is not None else violation.what, violation.world, [smallest])
        return violation

    async def _violates(self, raw: Raw, seed: str, crowd: Crowd) -> Violation | None:
        database = await self.new_database()
        try:
            world = self._world(database, seed, crowd, Figures())
            await world.check([raw])
        except Violation as violation:
            return violation
        finally:
            await database.close()
        return None
