"""Spoken: what a message says and how, as far as its copy depends on it."""

from dataclasses import dataclass
from typing import Any

from storage.interactions import Interaction

FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Origin:
    """From whom a message was forwarded, by the name that the messenger shows: anybody can choose it, so it proves nothing."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a message (text or caption), their formatting as the messenger gave it, the album it is part of, and its origin.

    `phone` is the number of a shared contact.
    """

    words: str | None = None
    entities: tuple[dict[str, Any], ...] = ()
    album: str | None = None
    origin: Origin | None = None
    phone: str | None = None


PLAIN = Spoken()


def spoken_from(interaction: Interaction) -> Spoken:
    """Return what is kept of a message that was said before; its formatting is not."""
    media = interaction.media or {}
    origin = Origin(**media[FORWARDED]) if FORWARDED in media else None
    return Spoken(words=interaction.text, album=media.get("album"), origin=origin, phone=media.get("phone"))
