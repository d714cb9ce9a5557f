"""People: customers who chat without end, each with a colleague of the staff who answers, and all that they said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from tests.crash.town import Town
from tests.journeys.town import ANNA, CHEN, DESK

Look = Callable[[], bool]
# What somebody does: each step that is yielded is something to be seen first; None goes on at once.
Life = Iterator[Look | None]
Found = TypeVar("Found")
_GOODS = ("teapot", "oolong", "caddy", "whisk", "parcel", "lid", "tray", "green tea")


@dataclass
class Said:
    """A message that somebody wrote, and how it reads now."""

    message_id: int
    text: str
    told: bool = False
    comment: bool = False
    below_photo: bool = False
    edits: list[str] = field(default_factory=list)

    @property
    def now_reads(self) -> str:
        """The text after the last edit."""
        return self.edits[-1] if self.edits else self.text


@dataclass
class Person:
    """A customer, what they did, and what the staff answered them. `words` are all their texts in order, commands too."""

    town: Town
    number: int
    id: int
    random: Random
    said: list[Said] = field(default_factory=list)
    answers: list[Said] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    presses: list[str] = field(default_factory=list)
    scores: dict[str, int] = field(default_factory=dict)
    taps: int = 0
    waits_for: str = ""
    is_done: bool = False

    @property
    def username(self) -> str:
        """Their name at Telegram, by which the shop knows them."""
        return f"crash_{self.number:03}"

    @property
    def edits(self) -> list[str]:
        """Every text that they changed a message to."""
        return [text for said in self.said for text in said.edits]

    def life(self, is_over: Callable[[], bool]) -> Life:
        """Chat until it is over: write, complain, be answered, be asked, tap a score, write again."""
        self._command("/start", start=True)
        yield None
        while True:
            if self.random.random() < 0.5:
                self._writes(told=True)  # no ticket yet or any more: it is taken along into the complaint, or reopens the last
                yield None
            ticket: list[int] = []
            yield from self._complains(ticket)
            yield from self._is_answered(ticket[0], is_over)
            yield from self._rates(ticket[0])
            if is_over():
                break
        self.is_done = True

    def cries(self) -> None:
        """Write something without waiting for anything; that is all they have to say."""
        self.is_done = True
        self._writes(told=False)

    # --- parts of a life ------------------------------------------------------------------------------------------

    def _complains(self, ticket: list[int]) -> Life:
        seen = [self._command("/complain")]
        yield from self._presses("cpl:category:", seen)
        for _ in range(self.random.randint(1, 2)):
            self._writes(told=True)
            yield None
        if self.random.random() < 0.3:
            self._edits()
            yield None
        yield from self._presses("cpl:next:", seen)
        yield from self._presses("cpl:severity:", seen)
        yield from self._presses("cpl:wish:" if self.random.random() < 0.5 else "cpl:skip:", seen)
        yield from self._presses("cpl:send:", seen)
        opened: list[int] = []
        yield from self._sees("the number of the ticket", lambda: self.town.ticket_opened(self.id, after=seen[0]), opened)
        ticket.append(opened[0])

    def _is_answered(self, ticket: int, is_over: Callable[[], bool]) -> Life:
        yield from self._sees(f"the card of ticket {ticket}", lambda: self.town.threads.get(ticket), [])
        for _ in range(0 if is_over() else self.random.randint(2, 6)):
            deed = self.random.random()
            if deed < 0.45:
                self._writes(told=True)
            elif deed < 0.55:
                self._sends_album()
            elif deed < 0.7:
                self._edits()
            else:
                yield from self._topic_is_open(ticket)
                self._staff_writes(ticket)
            yield None

    def _rates(self, ticket: int) -> Life:
        """Staff close the ticket; the customer taps a score, perhaps another, perhaps says why, perhaps writes again, which reopens it."""
        yield from self._topic_is_open(ticket)
        seen = [max(shown.message_id for shown in self.town.shown[self.id])]
        self._staff_says(ticket, "/close")
        question: list[tuple[int, str]] = []
        yield from self._sees("the survey", lambda: self.town.button(self.id, "score:", after=seen[0]), question)
        message_id, data = question[0]
        survey = data.split(":")[1]
        is_first = survey not in self.scores
        self._taps(message_id, survey)
        yield None
        if is_first:
            yield from self._sees("the question why", lambda: self.town.button(self.id, f"say:{survey}:", after=message_id), [])
            if self.random.random() < 0.4:
                self._taps(message_id, survey)
                yield None
            if self.random.random() < 0.5:
                self._writes(told=True, comment=True)
                yield None
            else:
                yield from self._presses(f"say:{survey}:", [message_id])

    # --- single deeds ---------------------------------------------------------------------------------------------

    def _sees(self, what: str, look: Callable[[], Found | None], found: list[Found]) -> Life:
        """Wait until there is something to be seen, and add it to what was found."""
        self.waits_for = what

        def is_there() -> bool:
            seen = look()
            if seen is not None:
                found.append(seen)
            return seen is not None

        yield is_there
        self.waits_for = ""

    def _topic_is_open(self, ticket: int) -> Life:
        thread = self.town.threads[ticket]
        yield from self._sees(f"an open topic of ticket {ticket}", lambda: None if thread in self.town.closed else True, [])

    def _presses(self, prefix: str, seen: list[int]) -> Life:
        """Press the newest button that begins so on a message after what was seen; what is pressed is seen."""
        found: list[tuple[int, str]] = []
        yield from self._sees(f"a button {prefix}", lambda: self.town.button(self.id, prefix, after=seen[0]), found)
        message_id, data = found[0]
        self._press(message_id, data)
        # The next question may be answered only when it stands below the one that was answered now.
        seen[0] = message_id
        yield None

    def _press(self, message_id: int, data: str) -> None:
        self.town.victim.act("presses", sender=self.id, chat_id=self.id, message_id=message_id, data=data)
        self.presses.append(data)

    def _taps(self, message_id: int, survey: str) -> None:
        score = self.random.randint(1, 5)
        self._press(message_id, f"score:{survey}:{score}")
        self.scores[survey] = score
        self.taps += 1

    def _command(self, text: str, *, start: bool = False) -> int:
        if start:
            message = self.town.victim.act("start", sender=self.id)
        else:
            message = self.town.victim.act("messages", sender=self.id, chat_id=self.id, text=text)
        self.words.append(text)
        number: int = message["message_id"]
        return number

    def _writes(self, *, told: bool, comment: bool = False) -> None:
        text = f"c{self.number:03}-{len(self.said):03} {self.random.choice(_GOODS)}"
        message = self.town.victim.act("messages", sender=self.id, chat_id=self.id, text=text)
        self.words.append(text)
        self.said.append(Said(message["message_id"], text, told=told, comment=comment))

    def _sends_album(self) -> None:
        captions = [
            f"c{self.number:03}-{len(self.said) + part:03} {self.random.choice(_GOODS)}" for part in range(self.random.randint(2, 4))
        ]
        items = [{"kind": "photo", "caption": caption} for caption in captions]
        album = self.town.victim.act("albums", sender=self.id, chat_id=self.id, items=items)
        self.words += captions
        self.said += [
            Said(message["message_id"], caption, told=True, below_photo=True) for message, caption in zip(album, captions, strict=True)
        ]

    def _edits(self) -> None:
        said = self.random.choice(self.said[-3:])
        if said.comment:
            return
        text = f"{said.text} edited {len(said.edits) + 1}"
        changed = {"caption" if said.below_photo else "text": text}
        self.town.victim.act("edits", sender=self.id, chat_id=self.id, message_id=said.message_id, **changed)
        said.edits.append(text)

    def _staff_writes(self, ticket: int) -> None:
        text = f"s{self.number:03}-{len(self.answers):03} {self.random.choice(_GOODS)}"
        self.answers.append(Said(self._staff_says(ticket, text), text))

    def _staff_says(self, ticket: int, text: str) -> int:
        sender = self.random.choice((ANNA, CHEN))
        thread = self.town.threads[ticket]
        message = self.town.victim.act("messages", sender=sender, chat_id=DESK, thread_id=thread, text=text)
        number: int = message["message_id"]
        return number
