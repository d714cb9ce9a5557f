"""Keys: which messages were said already, asked in a search for customers by the keys that such messages carry."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, select
from sqlmodel import col

from storage.looking_up import finds_nothing
from storage.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a message to a customer: what is before the customer's number, and what is after it."""

    before: str
    after: str


def is_free(key: Key, number: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell of a customer's number in a statement that no message of this key was made, none that meets these conditions."""
    carried = literal(key.before) + cast(number, String) + literal(key.after)
    return finds_nothing(select(literal(1)).where(col(OutboxMessage.dedupe_key) == carried, *conditions))
