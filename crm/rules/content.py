"""Content: what a business does not want to be sent, and how words are laid bare before they are looked at."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ContentAct(StrEnum):
    """What becomes of a message that a rule matches, the severest first."""

    BAN = "ban"
    REFUSE = "refuse"
    FLAG = "flag"


_SEVERITY = tuple(ContentAct)


@dataclass(frozen=True)
class ContentRule:
    """A rule of the business: a message that meets every condition that is given comes under it.

    `pattern` is a regular expression, `media` names kinds of messages. `ban_for` is the length of a ban; None: until it is lifted.
    """

    name: str
    act: ContentAct
    pattern: str | None = None
    links: bool = False
    media: frozenset[str] = frozenset()
    new_customers_only: bool = False
    ban_for: timedelta | None = None


@dataclass(frozen=True)
class Content:
    """What a customer sent, as far as rules look at it: words as they were written, and the kind of the message."""

    words: str
    has_link: bool
    media_kind: str


def by_severity(rules: Sequence[ContentRule]) -> list[ContentRule]:
    """The rules in the order in which they are asked: the severest first, and as they stand in the file where they are equal."""
    return sorted(rules, key=lambda rule: _SEVERITY.index(rule.act))


def may_match(rule: ContentRule, content: Content, *, is_new: bool) -> bool:
    """Whether everything but the pattern of a rule fits."""
    return (
        (is_new or not rule.new_customers_only)
        and (content.has_link or not rule.links)
        and (not rule.media or content.media_kind in rule.media)
    )


def is_new_customer(created_at: datetime, at: datetime, *, days: int) -> bool:
    """Whether somebody who wrote first at a moment counts as new now."""
    return at - created_at < timedelta(days=days)


def bare(words: str) -> str:
    """Words as people see them: without signs of no width, and with letters of other widths and shapes as plain ones."""
    kept = "".join(letter for letter in words if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", kept)
