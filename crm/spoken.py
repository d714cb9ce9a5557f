"""Spoken: what a message says and how, as far as its copy depends on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.interactions import Interaction

FORWARDED = "forwarded"
PART = "part"
# What the messenger finds in every text by itself: it need not be told.
_FOUND = frozenset({"url", "phone_number"})


@dataclass(frozen=True, slots=True)
class Origin:
    """From whom a message was forwarded, by the name that the messenger shows: anybody can choose it, so it proves nothing."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a message (text or caption), their formatting as the messenger gave it, the album it is part of, and its origin.

    `media` is what else it carries, as it is kept. `is_part` when the words are only a part of what stands in the chat: a command is left out.
    """

    words: str | None = None
    entities: tuple[dict[str, Any], ...] = ()
    album: str | None = None
    origin: Origin | None = None
    media: Mapping[str, Any] = field(default_factory=dict)
    is_part: bool = False


PLAIN = Spoken()


def formatting(entities: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return what of the formatting of a text somebody chose."""
    return tuple(entity for entity in entities if entity["type"] not in _FOUND)


def spoken_from(interaction: Interaction) -> Spoken:
    """Return what is kept of a message that was said before."""
    media = interaction.media or {}
    origin = Origin(**media[FORWARDED]) if FORWARDED in media else None
    return Spoken(
        words=interaction.text, entities=tuple(media.get("entities", ())), album=media.get("album"), origin=origin, media=media,
        is_part=PART in media,
    )  # fmt: skip
