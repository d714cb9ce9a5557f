"""Languages in which stories are told: what people read, without markup, and how somebody new asks for a person."""

import html
import re
from collections.abc import Collection
from dataclasses import dataclass

import pytest

from bot.phrasebook import Fact, Phrasebook, Phrases
from storage.vocabulary import Language
from tests.journeys.town import Somebody, Town, until, words

_BOOK = Phrasebook()


@dataclass(frozen=True)
class Tongue:
    """A language as an app names it, and the desk's texts in it."""

    language: Language
    code: str

    def __call__(self, key: str, **facts: Fact) -> str:
        """Return a text as people see it."""
        return html.unescape(re.sub("<[^>]*>", "", _BOOK.speaking(self.language)(key, **facts))).strip()

    def before_number(self, key: str) -> str:
        """Return what stands in a text before the number of its ticket."""
        return self(key, number=0, due="", days=1).split("#0")[0].strip()


ENGLISH, CHINESE = Tongue(Language.ENGLISH, "en"), Tongue(Language.CHINESE, "zh-hans")
BOTH = pytest.mark.parametrize("say", [pytest.param(ENGLISH, id="en"), pytest.param(CHINESE, id="zh")])
# The staff group reads English.
DESK_SAYS = ENGLISH


def asks(town: Town, name: str, say: Tongue, text: str = "", *, is_checked: bool = False) -> tuple[Somebody, int]:
    """Let somebody new ask for a person, after the human check where there is one; return them and the number of the ticket."""
    person = town.customer(name, say.code)
    person.starts()
    if is_checked:
        passes_check(person, say)
    return person, asks_again(person, say, text)


def asks_again(person: Somebody, say: Tongue, text: str, *, besides: int = 0) -> int:
    """Let somebody ask for a person and return the number of the ticket, which is another than one they know."""
    person.says(f"/human {text}".strip())
    if not text:
        person.presses(say("human-button-connect"))
    return new_ticket(person, say, besides=(besides,))


def new_ticket(person: Somebody, say: Tongue, *, besides: Collection[int] = ()) -> int:
    """Wait until somebody reads of a ticket besides those that they know, and return its number."""
    opened = say.before_number("ticket-opened")

    def look() -> int | None:
        said = [text for message in person.town.messages(person.chat_id) if opened in (text := words(message))]
        numbers = [int(found[1]) for text in said if (found := re.search(r"#(\d+)", text))]
        return next((number for number in reversed(numbers) if number not in besides), None)

    return until(look, what=f"a new ticket of {person.id}")


def passes_check(person: Somebody, say: Tongue) -> None:
    """Answer the sum that somebody new is asked."""
    asked = say("human-check-sum", company="Lantern Tea", first=0, second=0).split("0 + 0")[0].strip()
    found = re.search(r"(\d+) \+ (\d+)", words(person.reads(asked)))
    assert found
    person.presses(str(int(found[1]) + int(found[2])))


def phrases_of(say: Tongue) -> Phrases:
    """Return the phrases of a language, for what is said by several of them."""
    return _BOOK.speaking(say.language)
