"""Campaigns: what may become of one, when its messages are through, and the buttons that its author writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crm.rules.quiet_hours import QuietHours, is_quiet, quiet_until
from crm.rules.unasked import good_until
from storage.vocabulary import CampaignState

MOST_BUTTONS = 3
LONGEST_LABEL = 40
LONGEST_TEXT = 4000
LONGEST_CAPTION = 1000
# Of about 30 messages a second that Telegram lets a bot send to all, so many are reckoned with for campaigns.
PER_SECOND = 25
_TRANSITIONS: Mapping[CampaignState, frozenset[CampaignState]] = {
    CampaignState.DRAFT: frozenset({CampaignState.COUNTING, CampaignState.STOPPED}),
    CampaignState.COUNTING: frozenset({CampaignState.READY, CampaignState.STOPPED}),
    CampaignState.READY: frozenset({CampaignState.SCHEDULED, CampaignState.STOPPED}),
    CampaignState.SCHEDULED: frozenset({CampaignState.RUNNING, CampaignState.READY, CampaignState.STOPPED}),
    CampaignState.RUNNING: frozenset({CampaignState.PAUSED, CampaignState.DONE, CampaignState.STOPPED}),
    CampaignState.PAUSED: frozenset({CampaignState.RUNNING, CampaignState.STOPPED}),
    CampaignState.DONE: frozenset(),
    CampaignState.STOPPED: frozenset(),
}
# Telegram refuses a message with a link to a host that has no dot in its name, and so it would refuse it for everybody.
_LINK = re.compile(r"(?:https?://[^\s/?#.][^\s/?#]*\.[^\s/?#.]|tg://\S)\S*", re.IGNORECASE)
_BRACE = re.compile(r"[{}\uff5b\uff5d]")
_COUNTED = re.compile(r"(?:count|计数|計數)\s+", re.IGNORECASE)


class ButtonFault(StrEnum):
    """What is wrong with the lines that should be buttons."""

    TOO_MANY = "too_many"
    LABEL = "label"
    LINK = "link"
    BRACES = "braces"


class NoButtons(ValueError):
    """Lines that make no buttons."""

    def __init__(self, fault: ButtonFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class CampaignButton:
    """A button below a campaign's message. With a `url` it opens that; `is_counted` when the bot hears of the press and then gives the link."""

    label: str
    url: str | None = None
    is_counted: bool = True


def may_become(state: CampaignState, wanted: CampaignState) -> bool:
    """Whether a campaign may go from one state to another."""
    return wanted in _TRANSITIONS[state]


def read_buttons(words: str) -> tuple[CampaignButton, ...]:
    """The buttons that lines name: `Label`, `Label | https://…` or `Label | count https://…`. Raises NoButtons.

    A label alone is a reply that the bot hears of. Telegram tells nobody that a link was opened, so the second is not counted; of the
    third the bot hears, and answers with the link.
    """
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if len(lines) > MOST_BUTTONS:
        raise NoButtons(ButtonFault.TOO_MANY)
    return tuple(_button(line) for line in lines)


def _button(line: str) -> CampaignButton:
    label, divided, link = (part.strip() for part in line.partition("|"))
    if not label or len(label) > LONGEST_LABEL:
        raise NoButtons(ButtonFault.LABEL)
    if _BRACE.search(label):
        raise NoButtons(ButtonFault.BRACES)
    if not divided:
        return CampaignButton(label)
    counted = _COUNTED.match(link)
    url = link[counted.end() :] if counted else link
    if not _LINK.fullmatch(url) or len(url) > 512:
        raise NoButtons(ButtonFault.LINK)
    return CampaignButton(label, url, is_counted=counted is not None)


def sending_ends(people: Mapping[str, int], at: datetime, *, quiet: QuietHours, per_second: int = PER_SECOND) -> datetime:
    """When messages that begin to go out at a moment are through: so many to each time zone, nowhere in quiet hours.

    Where several zones are awake, the one that falls asleep first is served first. Other traffic and the cap on unasked messages
    are not known beforehand and may make it later.
    """
    left = {zone: count for zone, count in people.items() if count > 0}
    while left:
        awake = [zone for zone in left if not is_quiet(quiet, at, zone)]
        if not awake:
            at = min(quiet_until(quiet, at, zone) for zone in left)
            continue
        zone = min(awake, key=lambda each: good_until(quiet, at, each))
        room = int((good_until(quiet, at, zone) - at).total_seconds() * per_second)
        sent = min(left[zone], max(room, 1))
        at += timedelta(seconds=sent / per_second)
        left[zone] -= sent
        if not left[zone]:
            del left[zone]
    return at
