"""Follow-up visits: when a customer is asked how it went, in which order, how seldom, and when it is too late for that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm.rules.local_time import local_date, moment_of
from crm.rules.quiet_hours import QuietHours, is_quiet, quiet_until
from crm.rules.snoozes import NoSuchMoment, snoozed_until

FARTHEST_DAYS = 365
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_TODAY = ("today", "今天")
_BOT = ("bot", "机器人")


class NoSuchDay(ValueError):
    """The words name no day from today on within a year."""


@dataclass(frozen=True)
class Due:
    """A visit that is due; `by_wish`: the customer named the day, so that it does not wait for a week to pass."""

    key: int
    planned_for: datetime
    by_wish: bool = False


@dataclass(frozen=True)
class Turn:
    """Which of a customer's due visits are paid now, and until when the others wait."""

    paid: tuple[int, ...]
    others_wait_until: datetime


def visit_due(since: datetime, *, days: int, hour: int, zone: str, quiet: QuietHours) -> datetime:
    """The moment, in UTC, at which it is `hour` o'clock `days` days later where the customer lives, or the end of quiet hours there."""
    return visit_on(local_date(since, zone) + timedelta(days=days), hour=hour, zone=zone, quiet=quiet)


def visit_on(day: date, *, hour: int, zone: str, quiet: QuietHours) -> datetime:
    """The moment, in UTC, of a visit on a day where the customer lives: at `hour` o'clock, or at the end of quiet hours there."""
    return quiet_until(quiet, moment_of(day, hour * 60, zone), zone)


def day_ends(at: datetime, zone: str) -> datetime:
    """The end, in UTC, of the day that it is at this moment in the time zone."""
    return moment_of(local_date(at, zone), 24 * 60, zone)


def asking_moment(at: datetime, *, hour: int, zone: str, quiet: QuietHours) -> datetime:
    """The first moment from `at` on at which somebody in this zone may be asked: not before `hour` o'clock of their day, never in quiet hours.

    An hour that is quiet itself holds nobody back: it is asked when the quiet hours end, which is before that hour of the day.
    """
    begins = moment_of(local_date(at, zone), hour * 60, zone)
    return quiet_until(quiet, at if is_quiet(quiet, begins, zone) else max(at, begins), zone)


def is_too_late(due_at: datetime, at: datetime, *, grace_days: int) -> bool:
    """Whether a visit that was due then is no longer worth asking for."""
    return at - due_at > timedelta(days=grace_days)


def last_day_to_pay(due_at: datetime, *, days: int, zone: str) -> date:
    """The last day on which a visit in person can be paid that may be paid for so many days after the one for which it was due."""
    return local_date(due_at, zone) + timedelta(days=days)


def lapsed_before(at: datetime, *, days: int, zone: str) -> datetime:
    """The moment, in UTC, before which a visit was due of which the last day to pay it is past."""
    return moment_of(local_date(at, zone) - timedelta(days=days), 0, zone)


def turn_of(
    due: Sequence[Due],
    *,
    at: datetime,
    seen_at: datetime | None,
    is_being_visited: bool,
    gap_days: int,
    hour: int,
    zone: str,
    quiet: QuietHours,
) -> Turn:
    """Whose turn it is among the visits of one customer that are due.

    The one planned for the earliest day comes first; within `gap_days` days the customer sees one visit only (0: any number), the
    others move behind it. `seen_at` is when the customer saw the last one; while somebody of the staff still has one to pay
    (`is_being_visited`), the others wait from day to day. What the customer wished for is not held back by others.
    """

    def speaking(moment: datetime) -> datetime:
        return asking_moment(moment, hour=hour, zone=zone, quiet=quiet)

    now = speaking(at)
    if now > at:
        return Turn((), now)
    in_order = sorted(due, key=lambda each: (each.planned_for, each.key))
    if not gap_days:
        return Turn(tuple(each.key for each in in_order), now)
    gap = timedelta(days=gap_days)
    wished = tuple(each.key for each in in_order if each.by_wish)
    if wished:
        return Turn(wished, speaking(at + gap))
    if is_being_visited:
        return Turn((), visit_due(at, days=1, hour=hour, zone=zone, quiet=quiet))
    if seen_at is not None and seen_at + gap > at:
        return Turn((), speaking(seen_at + gap))
    return Turn(tuple(each.key for each in in_order[:1]), speaking(at + gap))


def expected_moment(
    planned_for: datetime, *, before: Sequence[datetime], seen_at: datetime | None, gap_days: int, hour: int, zone: str, quiet: QuietHours
) -> datetime:
    """When a visit is likely to be paid that waits behind others: `before` are the moments of those that come before it, in their order."""
    if not gap_days:
        return planned_for
    last = seen_at
    for moment in (*before, planned_for):
        last = moment if last is None else max(moment, asking_moment(last + timedelta(days=gap_days), hour=hour, zone=zone, quiet=quiet))
    assert last is not None
    return last


def means_bot(word: str) -> bool:
    """Whether a word in the place of a colleague means the bot."""
    return word.lower() in _BOT


def named_day(words: str, *, at: datetime, zone: str) -> date:
    """The day that words name: `2026-12-05`, `today`, `3d`, `tomorrow`, `monday`, `明天`, `周一`, as `snoozed_until` reads them too.

    Raises NoSuchDay for anything else, for days that are past, and for those more than a year away.
    """
    text, today = words.strip(), local_date(at, zone)
    if text.lower() in _TODAY:
        return today
    try:
        written = _DATE.fullmatch(text)
        day = date(*map(int, written.groups())) if written else local_date(snoozed_until(text, at=at, zone=zone), zone)
    except (NoSuchMoment, ValueError) as error:
        raise NoSuchDay(words) from error
    if not today <= day <= today + timedelta(days=FARTHEST_DAYS):
        raise NoSuchDay(words)
    return day
