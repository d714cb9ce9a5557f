"""What is let loose on the program, and the figures that come of it."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from statistics import median, quantiles

from sqlmodel import col

from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.vocabulary import Lane, OutboxState
from tests.floods.scene import COUNTED, DESK, Call, Scene, moment

ALLOWED_PER_SECOND = 30
PATIENCE_WITH_STAFF = 150
_WORD = re.compile(r"\bword \d{3}\b")


@dataclass(frozen=True)
class Waits:
    """How long people waited for their answers, in seconds."""

    count: int
    median: float
    p95: float
    longest: float


@dataclass(frozen=True)
class Drained:
    """What became of bulk and of the customers who chatted meanwhile."""

    bulk: int
    seconds: float
    per_second: float
    too_many: int
    waits: Waits

    @property
    def used(self) -> float:
        """The part of Telegram's overall pace that was used."""
        return self.per_second / ALLOWED_PER_SECOND


@dataclass(frozen=True)
class Burst:
    """What staff saw of one customer's burst: the words in the order of the topic, in how many posts, after how many seconds."""

    said: list[str]
    seen: list[str]
    posts: int
    seconds: float
    too_many: int


@dataclass(frozen=True)
class Flood:
    """What one person who floods did to themselves, to staff and to others."""

    said: list[str]
    kept: list[str]
    burst: Burst
    told: int
    waits: Waits
    neighbour_seconds: float
    too_many: int


class Chatter:
    """A customer who asks for help over and over and waits for each answer."""

    def __init__(self, scene: Scene, person: int, random: Random) -> None:
        self._scene = scene
        self._random = random
        self.person = person
        self.asked: list[datetime] = []

    async def chat(self, done: asyncio.Event, *, pause: tuple[float, float]) -> None:
        """Ask until it is done, at ease; somebody else listens."""
        await asyncio.sleep(self._random.uniform(0, pause[1]))
        while not done.is_set():
            self.asked.append(await self._scene.says(self.person, "/help"))
            await asyncio.sleep(self._random.uniform(*pause))

    def waits(self) -> list[float]:
        """Return how long each answer took; everything asked was answered once."""
        answers = self._scene.heard(self.person)
        assert len(answers) == len(self.asked), f"{len(self.asked)} questions, {len(answers)} answers"
        return [(moment(call) - at).total_seconds() for at, call in zip(self.asked, answers, strict=True)]


async def drain_bulk(scene: Scene, *, customers: int, seed: int = 7) -> Drained:
    """Let bulk drain to the whole crowd while customers chat."""
    await scene.prepare(bulk=scene.crowd)
    random, done = Random(seed), asyncio.Event()
    chatters = [Chatter(scene, await scene.customer(), random) for _ in range(customers)]
    await scene.start()
    chatting = [asyncio.create_task(each.chat(done, pause=(2.0, 5.0))) for each in chatters]

    def arrived() -> int:
        return sum(1 for call in scene.calls if call["ok"] and call["chat_id"] in scene.crowd)

    await scene.until(lambda: arrived() == len(scene.crowd), what="the end of bulk", patience=30 + len(scene.crowd) / 10)
    done.set()
    await asyncio.gather(*chatting)
    await _all_answered(scene, chatters)
    bulk = [moment(call) for call in scene.calls if call["ok"] and call["chat_id"] in scene.crowd]
    meanwhile = [call for call in scene.calls if call["ok"] and call["method"] in COUNTED and bulk[0] <= moment(call) <= bulk[-1]]
    seconds = (bulk[-1] - bulk[0]).total_seconds()
    states = {row.state for row in await scene.rows(OutboxMessage, OutboxMessage.lane == Lane.BULK)}
    assert states == {OutboxState.SENT}
    waits = [wait for each in chatters for wait in each.waits()]
    return Drained(len(bulk), seconds, (len(meanwhile) - 1) / seconds, scene.refused_as_too_many(), waits_of(waits))


async def send_burst(scene: Scene, *, messages: int, seconds: float) -> Burst:
    """Let one customer with a ticket write many messages in so many seconds."""
    await scene.prepare()
    await scene.start()
    person = await scene.customer()
    thread_id = await scene.opens_ticket(person)
    return await _burst_of(scene, person, thread_id, messages=messages, seconds=seconds)


async def flood_by_one(scene: Scene, *, others: int, told: str, messages: int = 100, seconds: float = 5.0, seed: int = 7) -> Flood:
    """Let one person flood while others chat and one of them writes on a ticket; `told` is what a flood is answered with."""
    await scene.prepare()
    await scene.start()
    random, done = Random(seed), asyncio.Event()
    person, neighbour = await scene.customer(), await scene.customer()
    thread_id, next_door = await scene.opens_ticket(person), await scene.opens_ticket(neighbour)
    chatters = [Chatter(scene, await scene.customer(), random) for _ in range(others)]
    chatting = [asyncio.create_task(each.chat(done, pause=(1.0, 2.0))) for each in chatters]

    async def write_next_door() -> float:
        await asyncio.sleep(seconds / 2)
        at = await scene.says(neighbour, "and mine?")

        def copies() -> list[Call]:
            return [call for call in scene.heard(DESK) if _shows(call, next_door, at)]

        await scene.until(lambda: bool(copies()), what="the neighbour's message in the topic", patience=90)
        return (moment(copies()[0]) - at).total_seconds()

    writing = asyncio.create_task(write_next_door())
    burst = await _burst_of(scene, person, thread_id, messages=messages, seconds=seconds)
    neighbour_seconds = await writing
    done.set()
    await asyncio.gather(*chatting)
    await _all_answered(scene, chatters)
    rows = await scene.rows(Interaction, Interaction.author_id == person)
    return Flood(
        said=burst.said,
        kept=[row.text for row in rows if row.text and _WORD.fullmatch(row.text)],
        burst=burst,
        told=sum(1 for call in scene.heard(person) if call["parameters"].get("text") == told),
        waits=waits_of([wait for each in chatters for wait in each.waits()]),
        neighbour_seconds=neighbour_seconds,
        too_many=scene.refused_as_too_many(),
    )


def waits_of(seconds: Sequence[float]) -> Waits:
    """Return the figures of these waits; there are at least two."""
    return Waits(len(seconds), median(seconds), quantiles(seconds, n=20)[-1], max(seconds))


async def _all_answered(scene: Scene, chatters: Sequence[Chatter]) -> None:
    await scene.until(lambda: all(len(scene.heard(each.person)) >= len(each.asked) for each in chatters), what="an answer for everybody")


async def _burst_of(scene: Scene, person: int, thread_id: int, *, messages: int, seconds: float) -> Burst:
    said = [f"word {number:03}" for number in range(messages)]
    begun = asyncio.get_running_loop().time()
    first = None
    for number, words in enumerate(said):
        at = await scene.says(person, words)
        first = first or at
        await asyncio.sleep(max(0.0, begun + number * seconds / messages - asyncio.get_running_loop().time()))
    assert first is not None
    posts: list[str] = []
    while len(_WORD.findall("\n".join(posts))) < messages:
        waited = asyncio.get_running_loop().time() - begun
        assert waited < PATIENCE_WITH_STAFF, f"staff have seen {posts}; waiting: {await _waiting(scene)}; {scene.program_log()[-3000:]}"
        await asyncio.sleep(0.3)
        posts = [text for text in await scene.topic_texts(thread_id) if _WORD.search(text)]
    await scene.listen()
    calls = [call for call in scene.heard(DESK) if _shows(call, thread_id, first)]
    return Burst(
        said=said,
        seen=_WORD.findall("\n".join(posts)),
        posts=len(posts),
        seconds=(moment(calls[-1]) - first).total_seconds(),
        too_many=scene.refused_as_too_many(),
    )


async def _waiting(scene: Scene) -> list[tuple[str, str]]:
    rows = await scene.rows(OutboxMessage, col(OutboxMessage.state).not_in([OutboxState.SENT, OutboxState.DROPPED]))
    return [(row.method, row.state.value) for row in rows]


def _shows(call: Call, thread_id: int, since: datetime) -> bool:
    return call["parameters"].get("message_thread_id") == thread_id and moment(call) >= since
