"""The phrasebook: every sentence that the desk says, by key and language."""

import html
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_timezone
from babel.numbers import format_currency, format_decimal
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentType, fluent_number
from fluent.syntax import FluentParser
from fluent.syntax.ast import BaseNode, Message, MessageReference, Resource, VariableReference

from storage.vocabulary import Language

LOCALES = Path(__file__).with_name("locales")
_BABEL = {Language.ENGLISH: "en_GB", Language.CHINESE: "zh_Hans_CN"}
Fact = str | int | float


# Fluent refuses a fact of more than 2500 characters.
LONGEST_FACT = 2400
# Every text begins at the beginning of a line, with its key; what follows of it is indented, or a closing brace.
_EACH_TEXT = re.compile(r"^([a-zA-Z][\w-]*) *=.*?(?=^[a-zA-Z]|\Z)", re.MULTILINE | re.DOTALL)


_MARKS = "\u2068\u2069"
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_BETWEEN = f"((?:<[^<>]*>)*[{_MARKS}](?:<[^<>]*>|[{_MARKS}])*)"
_INTO_LATIN = re.compile(f"({_HAN}){_BETWEEN}(?=[A-Za-z0-9])")
_OUT_OF_LATIN = re.compile(f"([A-Za-z0-9]){_BETWEEN}(?={_HAN})")
_NO_MARKS = dict.fromkeys(map(ord, _MARKS))


class UnknownPhrase(LookupError):
    """No text has this key in this language."""


class BrokenPhrase(ValueError):
    """A text refers to a fact that was not given, or cannot be read."""


class Phrases:
    """The texts of one language. Facts are escaped for HTML here and nowhere else."""

    def __init__(self, language: Language, sources: Mapping[str, str]) -> None:
        """Take the texts as they are written; each is read when it is first said, because most of them never are and all together
        take ten megabytes."""
        self.language = language
        self._sources = dict(sources)
        # Isolating marks show where facts stand, which only Chinese asks for. They are taken away again.
        self._is_spaced = language is Language.CHINESE
        self._bundle = FluentBundle([_BABEL[language].replace("_", "-")], use_isolating=self._is_spaced)
        self._without_facts: dict[str, str] = {}

    def __call__(self, key: str, **facts: Fact) -> str:
        """Return a text for a message, its facts escaped for HTML."""
        return self._format(key, {name: _escaped(fact) if isinstance(fact, str) else fact for name, fact in facts.items()})

    def plain(self, key: str, **facts: Fact) -> str:
        """Return a text for where Telegram reads no HTML: buttons, topic names, answers to a press."""
        return self._format(key, {name: fact[:LONGEST_FACT] if isinstance(fact, str) else fact for name, fact in facts.items()})

    def has(self, key: str) -> bool:
        """Tell whether there is a text with this key."""
        return key in self._sources

    def moment(self, at: datetime, zone: str) -> str:
        """Return a weekday, day and time of day in a zone, e.g. `Mon 23 Nov, 09:00` or `11月23日周一 09:00`."""
        local = at.astimezone(ZoneInfo(zone))
        pattern = "EEE d MMM, HH:mm" if self.language is Language.ENGLISH else "M月d日EEE HH:mm"
        return str(format_datetime(local, pattern, tzinfo=get_timezone(zone), locale=_BABEL[self.language]))

    def time_of_day(self, at: datetime, zone: str) -> str:
        """Return hours and minutes in a zone."""
        return str(format_time(at.astimezone(ZoneInfo(zone)), "HH:mm", tzinfo=get_timezone(zone), locale=_BABEL[self.language]))

    def day(self, on: date) -> str:
        """Return a date in the reader's form."""
        return str(format_date(on, "d MMMM y" if self.language is Language.ENGLISH else "y年M月d日", locale=_BABEL[self.language]))

    def birthday(self, month: int, day: int, year: int | None) -> str:
        """Return a birthday, with the year when it is known."""
        if year is not None:
            return self.day(date(year, month, day))
        return str(
            format_date(date(2000, month, day), "d MMMM" if self.language is Language.ENGLISH else "M月d日", locale=_BABEL[self.language])
        )

    def span(self, length: timedelta) -> str:
        """Return a length of time in its two largest units, e.g. `2 h 5 min` or `2 小时 5 分钟`."""
        minutes = max(0, round(length.total_seconds() / 60))
        days, rest = divmod(minutes, 24 * 60)
        hours, minutes = divmod(rest, 60)
        units = ("d", "h", "min") if self.language is Language.ENGLISH else ("天", "小时", "分钟")
        parts = [(days, units[0]), (hours, units[1]), (minutes, units[2])]
        while len(parts) > 1 and parts[0][0] == 0:
            parts.pop(0)
        shown = [part for part in parts[:2] if part[0]] or parts[-1:]
        return " ".join(f"{amount} {unit}" for amount, unit in shown)

    def number(self, value: float) -> str:
        """Return a number with the reader's separators and at most one decimal."""
        return str(format_decimal(value, "#,##0.#", locale=_BABEL[self.language]))

    def money(self, amount: float, currency: str) -> str:
        """Return an amount in major units with its currency."""
        return str(format_currency(amount, currency, locale=_BABEL[self.language]))

    def _format(self, key: str, facts: Mapping[str, Fact]) -> str:
        if facts:
            return self._put_together(key, facts)
        if key not in self._without_facts:  # labels of buttons, for the most part
            self._without_facts[key] = self._put_together(key, facts)
        return self._without_facts[key]

    def _put_together(self, key: str, facts: Mapping[str, Fact]) -> str:
        key = key.replace("_", "-")  # a key may end in a word of the vocabulary, such as follow_up
        if key not in self._sources:
            raise UnknownPhrase(f"{key} ({self.language})")
        self._read(key)
        pattern = self._bundle.get_message(key).value
        assert pattern is not None
        arguments = {name.replace("_", "-"): _argument(fact) for name, fact in facts.items()}
        text, errors = self._bundle.format_pattern(pattern, arguments)
        if errors:
            raise BrokenPhrase(f"{key} ({self.language}): {errors[0]}")
        return spaced(str(text)) if self._is_spaced else str(text)

    def _read(self, key: str) -> None:
        """Read a text and those that it takes in, once."""
        if not self._bundle.has_message(key):
            resource = _parsed(self._sources[key])
            self._bundle.add_resource(resource)
            for name in _names(resource, MessageReference):
                self._read(name)


class Phrasebook:
    """The texts of every language, with those that the business put in their place."""

    def __init__(self, overrides: Mapping[Language, Mapping[str, str]] | None = None, *, locales: Path = LOCALES) -> None:
        """Load the texts; raise BrokenPhrase or UnknownPhrase for an override that cannot be read or replaces nothing."""
        self._languages = {language: _load(language, locales, (overrides or {}).get(language, {})) for language in Language}

    def speaking(self, language: Language) -> Phrases:
        """Return the texts of a language."""
        return self._languages[language]


def spaced(text: str) -> str:
    """Return a text whose facts stand between isolating marks without these, and with a space where a fact brings Chinese and Latin
    signs together: “由 Anna 负责”, but “由陈静负责”. What is within a fact stays as it is."""
    text = _OUT_OF_LATIN.sub(r"\1\2 ", _INTO_LATIN.sub(r"\1 \2", text))
    return text.translate(_NO_MARKS)


def _escaped(fact: str) -> str:
    """Return a fact as HTML, cut where it is too long."""
    escaped = html.escape(fact, quote=False)
    while len(escaped) > LONGEST_FACT:
        fact = fact[: max(1, len(fact) * LONGEST_FACT // len(escaped) - 1)]
        escaped = html.escape(fact, quote=False) + "…"
    return escaped


def _argument(fact: Fact) -> FluentType | str:
    # Whole numbers are numbers of tickets and customers: #12345, never #12,345.
    if isinstance(fact, int):
        return fluent_number(fact, useGrouping=False)
    return fluent_number(fact) if isinstance(fact, float) else fact


def _load(language: Language, locales: Path, overrides: Mapping[str, str]) -> Phrases:
    sources = {key: text for path in sorted((locales / language.value).glob("*.ftl")) for key, text in _texts_in(path).items()}
    for key, words in overrides.items():
        place = f"texts.{language.value}.{key}"
        if key not in sources:
            raise UnknownPhrase(place)
        own = "{} = {}\n".format(key, words.replace("\n", "\n    "))
        resource = _parsed(own)
        if [item.id.name for item in resource.body if isinstance(item, Message)] != [key] or not _facts_of(resource) <= _facts_of(
            _parsed(sources[key])
        ):
            raise BrokenPhrase(place)
        sources[key] = own
    return Phrases(language, sources)


@cache
def _texts_in(path: Path) -> dict[str, str]:
    """Return what a file of texts holds, by key, as it is written."""
    return {found[1]: found[0] for found in _EACH_TEXT.finditer(path.read_text(encoding="utf-8"))}


@cache
def _parsed(source: str) -> Resource:
    """Return what a text says; reading one takes many times as long as all else about it."""
    return FluentParser(with_spans=False).parse(source)


def _facts_of(resource: Resource) -> set[str]:
    """Return the names of the facts that a text refers to."""
    return _names(resource, VariableReference)


def _names(node: object, kind: type[VariableReference] | type[MessageReference]) -> set[str]:
    """Return the names of this kind that a piece of Fluent refers to."""
    if isinstance(node, kind):
        return {node.id.name}
    parts = node if isinstance(node, list) else vars(node).values() if isinstance(node, BaseNode) else ()
    return {name for part in parts for name in _names(part, kind)}
