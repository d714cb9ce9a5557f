"""A year: the clock of a town is driven from moment to moment, and what people were told is read with the local time."""

import asyncio
import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import TracebackType
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import col

from storage.database import Database
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.journeys.lasting_town import LastingTown
from tests.journeys.tongues import Tongue, phrases_of
from tests.journeys.town import Somebody, Town, until, words

COMPANY = "Lantern Tea"
Fact = str | int | float | date
_UNDER_WAY = (OutboxState.QUEUED, OutboxState.SENDING)


@dataclass(frozen=True)
class Said:
    """What somebody is to be told at a moment of their own clock: one text, or several below each other."""

    at: str
    keys: str | tuple[str, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass
class Citizen:
    """Somebody who lives through the year, in a time zone; `city` is the button that says so, none where the business is."""

    name: str
    say: Tongue
    zone: str = "Asia/Shanghai"
    city: str | None = None
    birthday: str | None = None
    somebody: Somebody | None = None

    @property
    def person(self) -> Somebody:
        """The person in their private chat."""
        assert self.somebody is not None
        return self.somebody

    @property
    def username(self) -> str:
        """The name by which staff name them."""
        return f"year_{self.name.lower()}"

    def moment(self, at: str) -> datetime:
        """Return a moment of this citizen's clock."""
        return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def arrives(self, town: Town) -> None:
        """Come to the desk for the first time, and tell where one lives and when one was born."""
        self.somebody = person = town.customer(self.name, self.say.code, username=self.username)
        person.starts()
        person.reads(self.name)
        if self.city is not None:
            person.says("/profile")
            person.presses(self.say("profile-button-zone"))
            person.presses(self.say(f"profile-city-{self.city}"))
            person.reads(self.say("profile-zone-changed", zone="|", time="").split("|")[0])
        if self.birthday is not None:
            person.says("/profile")
            person.presses(self.say("profile-button-birthday"))
            person.says(self.birthday)
            person.reads(self.say("profile-birthday-changed", birthday="|").split("|")[0])

    def worded(self, said: Said) -> tuple[str, str]:
        """Return when somebody is told something, and how it reads."""
        phrases = phrases_of(self.say)
        facts: dict[str, str | int | float] = {"name": self.name, "company": COMPANY}
        for name, fact in said.facts.items():
            facts[name] = phrases.day(fact) if isinstance(fact, date) else fact
        keys = (said.keys,) if isinstance(said.keys, str) else said.keys
        return said.at, "\n".join(html.unescape(re.sub("<[^>]*>", "", phrases(key, **facts))).strip() for key in keys)


class Year:
    """Drives the clock of a town; everything that is due is said before it goes on."""

    def __init__(self, town: LastingTown) -> None:
        self.town = town
        self._answers: set[tuple[int, int]] = set()
        self._loop = asyncio.Runner()
        self._database = Database(town.database_url)

    def __enter__(self) -> "Year":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._loop.run(self._database.close())
        self._loop.close()

    def goes_to(self, moment: datetime) -> None:
        """Move the clock and wait until everything that became due is said. A program that was killed is started again then."""
        self.town.act("clock", to=moment.isoformat())
        if self.town.is_down():
            self.town.start()
        self._settle()

    def lives(
        self, *, moments: Sequence[datetime], events: Mapping[datetime, Callable[[], None]], outages: Mapping[datetime, datetime],
        citizens: Sequence[Citizen],
    ) -> None:  # fmt: skip
        """Go through these moments; what people say at one is answered then, and these answers do not count as told by the clock.

        In an outage, from the first moment of each to the second, the program is killed and there is nobody to answer.
        """
        for moment in sorted({*moments, *events, *outages, *outages.values()}):
            self.goes_to(moment)
            if moment in outages:
                self.town.kill()
            if moment in events:
                before = self._messages(citizens)
                events[moment]()
                self._settle()
                self._answers |= self._messages(citizens) - before

    def told(self, citizen: Citizen) -> list[tuple[str, str]]:
        """Return what the clock told somebody: when, by their own clock, and in which words."""
        place = ZoneInfo(citizen.zone)
        return [
            (f"{datetime.fromtimestamp(message['date'], place):%Y-%m-%d %H:%M}", words(message).strip())
            for message in self.town.messages(citizen.person.chat_id)
            if message["from"]["is_bot"] and (citizen.person.chat_id, message["message_id"]) not in self._answers
        ]

    def _messages(self, citizens: Sequence[Citizen]) -> set[tuple[int, int]]:
        known = [citizen.person.chat_id for citizen in citizens if citizen.somebody is not None]
        messages = self.town.state()["messages"]
        return {(chat_id, message["message_id"]) for chat_id in known for message in messages.get(str(chat_id), [])}

    def _settle(self) -> None:
        until(lambda: not self._loop.run(self._under_way()), what="an empty outbox")

    async def _under_way(self) -> int:
        statement = select(func.count()).select_from(OutboxMessage).where(col(OutboxMessage.state).in_(_UNDER_WAY))
        async with self._database.read() as session:
            return (await session.execute(statement)).scalar_one()
