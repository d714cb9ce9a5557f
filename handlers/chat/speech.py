"""What the chat door needs of a phrasebook; the running bot hands one in."""

from datetime import date, datetime, timedelta
from typing import Protocol

from storage.vocabulary import Language

Fact = str | int | float


class Phrases(Protocol):
    """The texts of one language."""

    language: Language

    def __hash__(self) -> int:
        """Tell one language's texts from another's."""
        ...

    def __call__(self, key: str, **facts: Fact) -> str:
        """Return a text for a message, its facts escaped for HTML."""
        ...

    def plain(self, key: str, **facts: Fact) -> str:
        """Return a text for where Telegram reads no HTML: buttons, topic names, answers to a press."""
        ...

    def has(self, key: str) -> bool:
        """Tell whether there is a text with this key."""
        ...

    def moment(self, at: datetime, zone: str) -> str:
        """Return a weekday, day and time of day in a zone."""
        ...

    def time_of_day(self, at: datetime, zone: str) -> str:
        """Return hours and minutes in a zone."""
        ...

    def day(self, on: date) -> str:
        """Return a date in the reader's form."""
        ...

    def birthday(self, month: int, day: int, year: int | None) -> str:
        """Return a birthday, with the year when it is known."""
        ...

    def span(self, length: timedelta) -> str:
        """Return a length of time in its two largest units."""
        ...

    def number(self, value: float) -> str:
        """Return a number with the reader's separators and at most one decimal."""
        ...

    def money(self, amount: float, currency: str) -> str:
        """Return an amount in major units with its currency."""
        ...


class Phrasebook(Protocol):
    """The texts of every language."""

    def speaking(self, language: Language) -> Phrases:
        """Return the texts of a language."""
        ...
