"""Padding: lists of values in a few lengths only, so that a few statements serve them all."""

from collections.abc import Collection
from typing import TypeVar

AnyValue = TypeVar("AnyValue")


def padded(values: Collection[AnyValue]) -> list[AnyValue]:
    """Return the values with one of them repeated up to the next power of four, for use behind IN and NOT IN.

    A database prepares a statement anew for every length and keeps it: with batches of any length that is hundreds of them.
    """
    row = list(values)
    length = 1 if row else 0
    while length < len(row):
        length *= 4
    return row + row[:1] * (length - len(row))
