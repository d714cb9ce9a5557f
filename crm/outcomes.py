"""Outcomes: what became of one call to the messenger."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `message_id` where the call made a message (of an album: the first), `result` as the messenger gave it."""

    message_id: int | None
    result: Any


@dataclass(frozen=True, slots=True)
class Blocked:
    """The receiver does not take messages of the bot: blocked it, deleted the account, or threw it out."""

    why: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """The messenger asks to wait."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The topic was deleted."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The messenger will not do it, however often it is asked."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows whether it arrived: no answer came, or (`is_answered`) one that speaks of a trouble on the messenger's side."""

    why: str
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class NotReached:
    """The call never left: it can be made again without harm. `token_refused` when the messenger does not know the bot."""

    why: str
    token_refused: bool = False


Outcome = Sent | Blocked | TryLater | Migrated | TopicGone | Refused | Unknown | NotReached
