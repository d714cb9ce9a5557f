"""Listeners: narrows a search for customers down to those to whom something unasked may be said now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, literal, select, true
from sqlmodel import col

from storage.consents import Consent
from storage.customers import Customer
from storage.interactions import Interaction
from storage.looking_up import finds_nothing
from storage.padding import padded
from storage.vocabulary import ConsentKind, Direction, InteractionKind


@dataclass(frozen=True)
class Listeners:
    """All customers but those who live in one of these time zones, those to whom something of some kinds was said since a moment, and
    those who have switched a kind of message off.
    """

    asleep: Collection[str]
    untold: tuple[Collection[InteractionKind], datetime] | None = None
    willing: ConsentKind | None = None


def is_awake(zone: Any, asleep: Collection[str]) -> ColumnElement[bool]:
    """Tell of a time zone in a statement that it is none of these."""
    return true() if not asleep else cast("ColumnElement[bool]", zone.not_in(padded(sorted(asleep))))


def is_willing(number: Any, kind: ConsentKind) -> ColumnElement[bool]:
    """Tell of a customer's number in a statement that they have not switched this kind of message off."""
    return finds_nothing(
        select(literal(1)).where(col(Consent.customer_id) == number, col(Consent.kind) == kind, col(Consent.granted).is_(False))
    )


def are_among(listeners: Listeners | None, number: Any) -> tuple[ColumnElement[bool], ...]:
    """Tell of a customer's number in a statement whether it is a listener's: looked up for each, where a join could begin with all customers."""
    if listeners is None:
        return ()
    found: list[ColumnElement[bool]] = []
    if listeners.asleep:
        zone = select(col(Customer.time_zone)).where(col(Customer.id) == number)
        found.append(is_awake(zone.scalar_subquery(), listeners.asleep))
    if listeners.untold is not None:
        kinds, since = listeners.untold
        told = select(literal(1)).where(
            col(Interaction.customer_id) == number,
            col(Interaction.at) >= since,
            col(Interaction.kind).in_(kinds),
            col(Interaction.direction) == Direction.OUT,
        )
        found.append(finds_nothing(told))
    if listeners.willing is not None:
        found.append(is_willing(number, listeners.willing))
    return tuple(found)
