"""Follow-up visits: when a customer is asked how it went, and when it is too late for that."""

from datetime import datetime, timedelta

from crm.rules.local_time import local_date, moment_of
from crm.rules.quiet_hours import QuietHours, quiet_until


def visit_due(since: datetime, *, days: int, hour: int, zone: str, quiet: QuietHours) -> datetime:
    """The moment, in UTC, at which it is `hour` o'clock `days` days later where the customer lives, or the end of quiet hours there."""
    asked_on = local_date(since, zone) + timedelta(days=days)
    return quiet_until(quiet, moment_of(asked_on, hour * 60, zone), zone)


def asking_moment(at: datetime, *, hour: int, zone: str, quiet: QuietHours) -> datetime:
    """The first moment from `at` on at which somebody in this zone may be asked: not before `hour` o'clock of their day, never in quiet hours."""
    return quiet_until(quiet, max(at, moment_of(local_date(at, zone), hour * 60, zone)), zone)


def is_too_late(due_at: datetime, at: datetime, *, grace_days: int) -> bool:
    """Whether a visit that was due then is no longer worth asking for."""
    return at - due_at > timedelta(days=grace_days)
