"""Notices: facts that somebody must be told; the doors hand in the function that tells them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """A fact that somebody must be told. How it is worded, and by which messages, is not the business's concern."""


Tell = Callable[[Notice], Awaitable[None]]
