"""Segments: which customers a campaign is for, kept as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar, assert_never

from crm.rules.rfm import RfmSegment
from storage.vocabulary import Channel, Language, Stage

LONGEST_DAYS = 3650
MOST_WORDS = 20
LONGEST_WORD = 64
Part = TypeVar("Part", bound=str)


class NoSegment(ValueError):
    """What was kept is no segment: something in it is unknown or of the wrong kind."""


class Group(StrEnum):
    """What a segment chooses customers by; within one of them, any of the words must fit."""

    LANGUAGE = "language"
    TIER = "tier"
    STAGE = "stage"
    RFM = "rfm"
    TAG = "tag"


@dataclass(frozen=True)
class Segment:
    """Customers to whom all of this applies; what is empty leaves nobody out.

    `tags` stand on a ticket of the customer. `heard_days`: a message, press or purchase within so many days; `silent_days`: none for so many.
    """

    languages: frozenset[Language] = frozenset()
    tiers: frozenset[str] = frozenset()
    stages: frozenset[Stage] = frozenset()
    rfm: frozenset[RfmSegment] = frozenset()
    tags: frozenset[str] = frozenset()
    heard_days: int = 0
    silent_days: int = 0
    channel: Channel = Channel.TELEGRAM


@dataclass(frozen=True)
class Known:
    """What is known of a customer, as far as a segment asks for it."""

    language: Language
    tier: str | None = None
    stage: Stage | None = None
    rfm: RfmSegment | None = None
    tags: frozenset[str] = field(default_factory=frozenset)
    last_sign_at: datetime | None = None


def fits(segment: Segment, known: Known, at: datetime) -> bool:
    """Whether a customer belongs to a segment at this moment. (Their channel is looked at where they are found.)"""
    return (
        (not segment.languages or known.language in segment.languages)
        and (not segment.tiers or known.tier in segment.tiers)
        and (not segment.stages or known.stage in segment.stages)
        and (not segment.rfm or known.rfm in segment.rfm)
        and (not segment.tags or bool(segment.tags & known.tags))
        and (not segment.heard_days or (known.last_sign_at is not None and known.last_sign_at > at - timedelta(days=segment.heard_days)))
        and (not segment.silent_days or known.last_sign_at is None or known.last_sign_at <= at - timedelta(days=segment.silent_days))
    )


def toggled(segment: Segment, group: Group, value: str) -> Segment:
    """The segment with a word chosen, or no longer chosen. Raises NoSegment for a word that its group does not know."""
    match group:
        case Group.LANGUAGE:
            return replace(segment, languages=segment.languages ^ {_word(Language, value)})
        case Group.TIER:
            return replace(segment, tiers=segment.tiers ^ {value})
        case Group.STAGE:
            return replace(segment, stages=segment.stages ^ {_word(Stage, value)})
        case Group.RFM:
            return replace(segment, rfm=segment.rfm ^ {_word(RfmSegment, value)})
        case Group.TAG:
            return replace(segment, tags=segment.tags ^ {value})
        case _:
            assert_never(group)


def as_data(segment: Segment) -> dict[str, Any]:
    """The segment as it is kept: JSON, with what is empty left out."""
    lists: dict[str, Any] = {
        "languages": sorted(segment.languages),
        "tiers": sorted(segment.tiers),
        "stages": sorted(segment.stages),
        "rfm": sorted(segment.rfm),
        "tags": sorted(segment.tags),
        "heard_days": segment.heard_days,
        "silent_days": segment.silent_days,
    }
    kept = {name: [str(each) for each in value] if isinstance(value, list) else value for name, value in lists.items() if value}
    return kept | {"channel": segment.channel.value}


def from_data(data: Mapping[str, Any]) -> Segment:
    """The segment that was kept. Raises NoSegment when anything in it is unknown or of the wrong kind."""
    unknown = set(data) - {"languages", "tiers", "stages", "rfm", "tags", "heard_days", "silent_days", "channel"}
    if unknown:
        raise NoSegment(sorted(unknown)[0])
    return Segment(
        languages=_words(data, "languages", lambda each: _word(Language, each)),
        tiers=_words(data, "tiers", str),
        stages=_words(data, "stages", lambda each: _word(Stage, each)),
        rfm=_words(data, "rfm", lambda each: _word(RfmSegment, each)),
        tags=_words(data, "tags", str),
        heard_days=_days(data, "heard_days"),
        silent_days=_days(data, "silent_days"),
        channel=_word(Channel, data.get("channel", Channel.TELEGRAM.value)),
    )


def _words(data: Mapping[str, Any], name: str, read: Callable[[str], Part]) -> frozenset[Part]:
    values = data.get(name, [])
    if not isinstance(values, list) or len(values) > MOST_WORDS:
        raise NoSegment(name)
    if not all(isinstance(each, str) and 0 < len(each) <= LONGEST_WORD for each in values):
        raise NoSegment(name)
    return frozenset(read(each) for each in values)


def _days(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST_DAYS:
        raise NoSegment(name)
    return value


def _word(words: Callable[[str], Part], value: str) -> Part:
    try:
        return words(value)
    except ValueError as error:
        raise NoSegment(value) from error
