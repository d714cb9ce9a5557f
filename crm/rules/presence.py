"""Presence: who of the staff is here, told from what they said last and from their shift."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.rules.local_time import local_date, moment_of
from crm.rules.working_hours import WorkingHours, is_open, next_opening

LONGEST_REASON = 120

_TIME = re.compile(r"(?:until|till|到|至)?\s*(\d{1,2}):(\d{2})(?:\s+|$)")
_LENGTH = re.compile(r"(?:for\s+)?(\d{1,3})\s*(minutes?|mins?|m|hours?|h|days?|d|分钟|小时|天)(?:\s+|$)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_CHINESE_UNITS = {"分钟": "m", "小时": "h", "天": "d"}
_LONGEST_ABSENCE = timedelta(days=90)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Presence:
    """Whether somebody is here; if not, until when, as far as that is known. `is_off_shift` when it is their shift that says so."""

    is_here: bool
    until: datetime | None = None
    is_off_shift: bool = False


HERE = Presence(is_here=True)


def presence(
    *, here_at: datetime | None, away_at: datetime | None, away_until: datetime | None, shift: WorkingHours | None, at: datetime
) -> Presence:
    """Whether somebody is here who said so at `here_at`, or went away at `away_at` until a moment (None: until they say otherwise).

    Outside of the shift they are away, unless they said that they are here since the last shift began or ended; that holds until
    the next shift begins. Who has said nothing and has no shift is here.
    """
    if away_at is not None and (away_until is None or at < away_until):
        return Presence(is_here=False, until=away_until)
    if shift is None or is_open(shift, at):
        return HERE
    begins = next_opening(shift, at)
    if here_at is not None and not is_open(shift, here_at) and next_opening(shift, here_at) == begins:
        return HERE
    return Presence(is_here=False, until=begins, is_off_shift=True)


def read_absence(words: str, *, at: datetime, zone: str) -> tuple[datetime | None, str | None]:
    """Until when somebody is away, and why, from words such as "until 14:00 lunch", "2h" or "at the dentist".

    A time of day that is over today is meant for tomorrow; without time or length there is no end.
    """
    said = " ".join(unicodedata.normalize("NFKC", words).split())
    clock, length = _TIME.match(said.lower()), _LENGTH.match(said.lower())
    if clock is not None and int(clock[1]) < 24 and int(clock[2]) < 60:
        today, minutes = local_date(at, zone), int(clock[1]) * 60 + int(clock[2])
        until = moment_of(today, minutes, zone)
        return (until if until > at else moment_of(today + _DAY, minutes, zone)), _reason(said[clock.end() :])
    if length is not None:
        unit = _CHINESE_UNITS.get(length[2], length[2][0])
        absence = min(int(length[1]) * _UNITS[unit], _LONGEST_ABSENCE)
        if absence:
            return at + absence, _reason(said[length.end() :])
    return None, _reason(said)


def _reason(words: str) -> str | None:
    return words.strip()[:LONGEST_REASON] or None
