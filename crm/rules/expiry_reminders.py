"""Reminders of points that expire: which belong together, and are told once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_DAY = timedelta(days=1)
# A day begins so long before it does in UTC where clocks are farthest ahead, and so long after it where they are farthest behind.
_AHEAD, _BEHIND = timedelta(hours=14), timedelta(hours=12)


@dataclass(frozen=True)
class Stretch:
    """Whatever expires after one moment and up to another is told by one reminder of the customer, wherever they live; `after` ends its key."""

    from_at: datetime
    until_at: datetime
    after: str


def key_ending(span: timedelta, day: date, *, is_longest: bool) -> str:
    """What the key of a reminder says after the customer's number, when points that are good up to a day are told within a span.

    With the longest span there is one reminder for each month, with each other one for each week.
    """
    return f":{day:%Y-%m}" if is_longest else f":{span.days}:{day:%G-W%V}"


def told_together(at: datetime, spans: Sequence[timedelta]) -> Iterator[Stretch]:
    """Yield the stretches of time of which the key is known though the customer's time zone is not. `spans` ascend.

    Around the turn of a month or a week there are gaps: there it depends on the zone.
    """
    nearer = at
    for span in spans:
        is_longest = span == spans[-1]
        first = nearer.astimezone(UTC).date() - 2 * _DAY
        for begins, ends in _periods(first, (at + span).astimezone(UTC).date() + 2 * _DAY, by_month=is_longest):
            from_at, until_at = max(nearer, _midnight(begins) + _BEHIND), min(at + span, _midnight(ends) - _AHEAD)
            if from_at < until_at:
                yield Stretch(from_at, until_at, key_ending(span, begins, is_longest=is_longest))
        nearer = at + span


def _periods(first: date, last: date, *, by_month: bool) -> Iterator[tuple[date, date]]:
    """Yield the first day of each month or week in which some of these days lie, and that of the next."""
    begins = first.replace(day=1) if by_month else first - first.weekday() * _DAY
    while begins <= last:
        ends = (begins + 32 * _DAY).replace(day=1) if by_month else begins + 7 * _DAY
        yield begins, ends
        begins = ends


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
