"""Accounts: what the playground's log says of an ordeal, held against the database and against what people said."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.vocabulary import Author, Direction, InDoubt, Lane, OutboxState, PointsKind
from tests.crash.ordeal import GIFT, Ordeal
from tests.crash.people import Person, Said
from tests.crash.records import UNDER_WAY, Books, read_books
from tests.journeys.stage import TOKEN
from tests.journeys.town import DESK, words

LONGEST_WAIT = 10.0
SAYS = ("sendMessage", "copyMessage", "copyMessages")
# Fields that are looked up when a message is sent, and so stand in the call and not in the row.
_LOOKED_UP = ("message_thread_id", "reply_parameters", "message_id", "chat_id")
_SHOWN_EACH = 5

Sign = tuple[str, int | None, str]


@dataclass
class Promise:
    """What must hold, in words, and where it did not."""

    words: str
    broken: list[str] = field(default_factory=list)

    def shown(self) -> str:
        """The promise with the first places where it was broken."""
        more = f" … and {len(self.broken) - _SHOWN_EACH} more" if len(self.broken) > _SHOWN_EACH else ""
        return f"{self.words}: {'; '.join(self.broken[:_SHOWN_EACH])}{more}"


class Accounts:
    """The accounts of one ordeal."""

    def __init__(self, ordeal: Ordeal, *, books: Books | None = None, calls: Sequence[dict[str, Any]] | None = None) -> None:
        """`books` and `calls` are read from the database and from the playground when they are not given."""
        self.ordeal = ordeal
        self.victim = ordeal.victim
        self.people = ordeal.people
        self.books: Books = books or read_books(ordeal.victim.url)
        self.calls = calls if calls is not None else [call for call in ordeal.victim.calls() if call["ok"]]

    # --- what was said, by whom, where ----------------------------------------------------------------------------

    @cached_property
    def arrived(self) -> Counter[Sign]:
        """How often each thing arrived at Telegram."""
        return Counter(_sign(call["method"], call["chat_id"], call["parameters"]) for call in self.calls if call["method"] in SAYS)

    @cached_property
    def owed(self) -> Counter[Sign]:
        """How often each thing was to be said, one in doubt only once."""
        return Counter(sign_of(row) for row in self.books.messages if row.method in SAYS and row.state is OutboxState.SENT)

    @cached_property
    def repeats(self) -> Counter[Sign]:
        """What arrived more often than it was to be said. What is parked may have arrived once."""
        queued = Counter(sign_of(row) for row in self.books.messages if row.method in SAYS and row.state is not OutboxState.DROPPED)
        return self.arrived - queued

    @cached_property
    def topics_repeated(self) -> int:
        """How many topics were made for a ticket that had one already."""
        names = Counter(call["parameters"]["name"] for call in self.calls if call["method"] == "createForumTopic")
        return sum(count - 1 for count in names.values())

    @cached_property
    def _done(self) -> Counter[tuple[int, str]]:
        return Counter((person.id, deed) for person in self.people for deed in (*person.words, *person.edits, *person.presses))

    @cached_property
    def _kept(self) -> Counter[tuple[int, str]]:
        rows = [(person.id, row) for person in self.people for row in self._in_of(person)]
        return Counter((number, str((row.media or {}).get("data") or row.text)) for number, row in rows)

    @property
    def lost(self) -> Counter[tuple[int, str]]:
        """What people wrote, changed and pressed that is not in the database."""
        return self._done - self._kept

    @property
    def kept_twice(self) -> Counter[tuple[int, str]]:
        """What is in the database more often than people did it."""
        return self._kept - self._done

    def _in_of(self, person: Person) -> list[Interaction]:
        return [row for row in self.books.interactions if row.author_id == person.id and row.direction is Direction.IN]

    @cached_property
    def interaction_at(self) -> dict[tuple[int, int], int]:
        """The interaction that stands at a place of a chat."""
        return {(place.chat_id, place.message_id): place.interaction_id for place in self.books.places}

    @cached_property
    def thread_of(self) -> dict[int, int | None]:
        """The topic of each ticket."""
        return {ticket.id: ticket.topic_id for ticket in self.books.tickets}

    @cached_property
    def copies(self) -> dict[tuple[int, int], list[tuple[int | None, int]]]:
        """For each message, by chat and id: the topics to which it was copied and the ids of the copies, in order."""
        copies: dict[tuple[int, int], list[tuple[int | None, int]]] = defaultdict(list)
        for call in self.calls:
            given = call["parameters"]
            if call["method"] == "copyMessage":
                copies[given["from_chat_id"], given["message_id"]].append((given.get("message_thread_id"), call["result"]["message_id"]))
            elif call["method"] == "copyMessages":
                for message_id, copy in zip(given["message_ids"], call["result"], strict=True):
                    copies[given["from_chat_id"], message_id].append((given.get("message_thread_id"), copy["message_id"]))
        return copies

    @cached_property
    def texts(self) -> dict[tuple[int, int], str]:
        """How every message at Telegram reads now."""
        return {(int(chat), each["message_id"]): words(each) for chat, messages in self.ordeal.last_messages.items() for each in messages}

    # --- the promises ---------------------------------------------------------------------------------------------

    def promises(self) -> list[Promise]:
        """Every promise, kept or broken."""
        checks: Sequence[tuple[str, Callable[[], Iterable[str]]]] = (
            ("every message, press and edit of a customer is exactly one interaction", self.heard),
            ("every message on a ticket is told to staff at least once, as it reads now", self.told),
            ("every reply to a customer arrived at least once", self.answered),
            ("what arrived twice was in flight at a kill", self.repeated),
            ("every greeting and reminder arrived at most once, and what nobody knows is parked", self.unasked),
            ("scores and points are counted once", self.counted),
            ("the order of a person's messages is kept", self.ordered),
            (f"nobody waits longer than {LONGEST_WAIT:.0f} s once the program is at work again", self.waited),
            ("nothing failed, and the log holds no error and no token", self.clean),
        )
        return [Promise(wording, list(check())) for wording, check in checks]

    def heard(self) -> Iterable[str]:
        """Where a message, press or edit of a customer is not exactly one interaction."""
        yield from (f"{deed!r} of {number} is lost" for number, deed in self.lost.elements())
        yield from (f"{deed!r} of {number} is there once too often" for number, deed in self.kept_twice.elements())
        for person in self.people:
            rows = self._in_of(person)
            first = {row.id: row.text for row in rows if row.root_id is None and (row.media or {}).get("kind") != "callback_query"}
            for said in person.said:
                kept = first.get(self.interaction_at.get((person.id, said.message_id), 0))
                if kept != said.text:
                    yield f"{said.text!r} of {person.number} stands in the database as {kept!r}"

    def told(self) -> Iterable[str]:
        """Where a message on a ticket was not shown to staff, or reads otherwise there than at the customer."""
        posts = [call["parameters"]["text"] for call in self.calls if call["method"] == "sendMessage" and call["chat_id"] == DESK]
        comments = "\n".join(posts)
        ticket_of = {row.id: row.ticket_id for row in self.books.interactions}
        for person in self.people:
            for said in person.said:
                ticket = ticket_of.get(self.interaction_at.get((person.id, said.message_id), 0))
                if said.told and ticket is None:
                    yield f"{said.text!r} is on no ticket"
                elif said.comment:
                    if said.text not in comments:
                        yield f"the comment {said.text!r} was not told"
                elif said.told:
                    yield from self._shown_in_topic(person, said, self.thread_of[ticket or 0])

    def _shown_in_topic(self, person: Person, said: Said, thread: int | None) -> Iterable[str]:
        there = [copy for topic, copy in self.copies[person.id, said.message_id] if topic == thread]
        if not there:
            yield f"{said.text!r} was not shown in topic {thread}"
        elif (reads := self.texts.get((DESK, there[-1]))) != said.now_reads:
            yield f"{said.now_reads!r} reads {reads!r} in the topic"

    def answered(self) -> Iterable[str]:
        """Which replies did not arrive."""
        yield from (f"{count} × {sign} did not arrive" for sign, count in (self.owed - self.arrived).items())
        for person in self.people:
            for answer in person.answers:
                if not self.copies[DESK, answer.message_id]:
                    yield f"the staff's answer {answer.text!r} did not arrive"
        said = {row.interaction_id: row for row in self.books.messages if row.interaction_id is not None}
        for row in self.books.interactions:
            if row.direction is Direction.OUT and row.author in (Author.BOT, Author.STAFF) and row.root_id is None:
                message = said.get(row.id)
                if message is None or message.state not in (OutboxState.SENT, OutboxState.PARKED):
                    yield f"{row.kind} {row.text!r} is {message.state if message else 'not queued'}"

    def repeated(self) -> Iterable[str]:
        """Whether more arrived again than was in flight at the kills."""
        happened = self.repeats.total() + self.topics_repeated
        possible = len(self.ordeal.kills.to_repeat)
        if happened > possible:
            yield f"{happened} things arrived again, but only {possible} were in flight: {list(self.repeats)[:_SHOWN_EACH]}"

    def unasked(self) -> Iterable[str]:
        """Which greetings and reminders arrived twice, are missing, or are parked without having been in flight."""
        number_of = {int(contact.address): contact.customer_id for contact in self.books.contacts}
        rows = [row for row in self.books.messages if row.lane is Lane.BULK]
        known = {message.id for message in self.ordeal.kills.to_park}
        for row in rows:
            times = self.arrived[sign_of(row)]
            if row.in_doubt is not InDoubt.PARK:
                yield f"{row.dedupe_key} would be repeated"
            if times > 1 or (row.state is OutboxState.SENT and times != 1):
                yield f"{row.dedupe_key} is {row.state} and arrived {times} times"
            if row.state not in (OutboxState.SENT, OutboxState.PARKED):
                yield f"{row.dedupe_key} is {row.state}: {row.error}"
            if row.state is OutboxState.PARKED and row.id not in known:
                yield f"{row.dedupe_key} is parked, but was not in flight at a kill"
        parked = sum(row.state is OutboxState.PARKED for row in self.books.messages)
        if self.ordeal.shown_as_undelivered != parked:
            yield f"{parked} are parked, and /failed shows {self.ordeal.shown_as_undelivered}"
        for key, wanted in (("birthday", self.ordeal.unasked.birthdays), ("points", list(self.ordeal.unasked.purchases))):
            of_kind = Counter(str(row.dedupe_key).split(":")[1] for row in rows if str(row.dedupe_key).startswith(f"{key}:"))
            due = Counter(str(number_of[each]) for each in wanted)
            if of_kind != due:
                yield f"{key}: {sum((due - of_kind).values())} missing, {sum((of_kind - due).values())} too many"

    def counted(self) -> Iterable[str]:
        """Which scores and points are not counted exactly once."""
        tapped = {survey: score for person in self.people for survey, score in person.scores.items()}
        kept = Counter((str(row.survey_id), row.score) for row in self.books.responses)
        if kept != Counter(tapped.items()):
            yield f"scores tapped and not kept: {list(Counter(tapped.items()) - kept)}, kept and not tapped: {list(kept - Counter(tapped.items()))}"
        number_of = {int(contact.address): contact.customer_id for contact in self.books.contacts}
        bought = Counter((number_of[each], f"purchase:ORDER-{each}", amount) for each, amount in self.ordeal.unasked.purchases.items())
        earned = Counter((row.customer_id, row.cause, row.points) for row in self.books.points if row.kind is PointsKind.EARNED)
        if earned != bought:
            yield f"points not earned: {list(bought - earned)}, earned and not bought: {list(earned - bought)}"
        if len(self.books.purchases) != bought.total():
            yield f"{len(self.books.purchases)} purchases instead of {bought.total()}"
        lost = Counter((row.customer_id, row.points) for row in self.books.points if row.kind is PointsKind.EXPIRED)
        if lost != Counter((number_of[each], -GIFT) for each in self.ordeal.unasked.expired):
            yield f"points written off: {sorted(lost.items())}"

    def ordered(self) -> Iterable[str]:
        """Where a person's messages are out of order, in the database or on the other side."""
        for person in self.people:
            kept = [row.text for row in self._in_of(person) if row.root_id is None and (row.media or {}).get("kind") != "callback_query"]
            if kept != person.words:
                yield f"the messages of {person.number} stand as {kept} in the database, said {person.words}"
            yield from self._in_order(person, person.said, chat_id=person.id)
            yield from self._in_order(person, person.answers, chat_id=DESK)

    def _in_order(self, person: Person, said: Sequence[Said], *, chat_id: int) -> Iterable[str]:
        """Where a message stands for the first time, everything before it stood already: a repeat comes late, never early."""
        first: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
        for place, each in enumerate(said):
            seen: set[int | None] = set()
            for topic, copy in self.copies[chat_id, each.message_id]:
                if topic not in seen:
                    seen.add(topic)
                    first[topic].append((place, copy))
        for topic, places in first.items():
            copies = [copy for _, copy in places]
            if copies != sorted(copies):
                yield f"the messages of {person.number} stand out of order in topic {topic}: {places}"

    def waited(self) -> Iterable[str]:
        """Who waited too long once the program was at work again, and what is not said to this day."""
        if self.ordeal.oldest_waited > LONGEST_WAIT * self.ordeal.slowness:
            yield f"a message waited {self.ordeal.oldest_waited:.1f} s"
        yield from (f"{row.method} is {row.state}" for row in self.books.messages if row.state in UNDER_WAY)

    def clean(self) -> Iterable[str]:
        """What failed, and what should not stand in the log."""
        yield from (f"update {row.update_id} failed: {row.error[-300:]}" for row in self.books.failed_updates)
        yield from (f"{row.method} failed: {row.error}" for row in self.books.messages if row.state is OutboxState.FAILED)
        log = self.ordeal.victim.log()
        if TOKEN in log:
            yield "the token stands in the log"
        yield from (line for line in log.splitlines() if "[error" in line or "[critical" in line or line.startswith("Traceback"))


def _sign(method: str, chat_id: int | None, fields: dict[str, Any]) -> Sign:
    source = (fields.get("from_chat_id"), fields.get("message_id")) if method == "copyMessage" else None
    kept = {name: value for name, value in fields.items() if name not in _LOOKED_UP}
    return method, chat_id, json.dumps([source, kept], sort_keys=True, ensure_ascii=False)


def sign_of(row: OutboxMessage) -> Sign:
    """Return what tells a message of the outbox from others, the same for its call to Telegram."""
    return _sign(row.method, row.chat_id, row.payload)
