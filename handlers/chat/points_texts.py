"""Texts about points: how many there are, what expires when, and the way to the next tier."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from crm.business import Business
from crm.points import PointsSummary
from crm.rules.local_time import local_date
from crm.rules.tiers import TierBasis
from handlers.chat.speech import Phrases

SHOWN_DAYS = 5
_MOMENT = timedelta(microseconds=1)


def points_text(summary: PointsSummary, phrases: Phrases, *, zone: str, business: Business) -> str:
    """Return how a customer stands with points, whole."""
    lines = [phrases("points-title", points=phrases.number(summary.balance), tier=summary.tier.label(phrases.language))]
    lines += [phrases("points-owed")] if summary.balance < 0 else _expiry_lines(summary, phrases, zone)
    reason = _reason(summary, phrases, zone, business)
    ahead = next_tier_line(summary, phrases, business)
    return "\n".join([*lines, *(["", *filter(None, (reason, ahead))] if reason or ahead else [])])


def next_tier_line(summary: PointsSummary, phrases: Phrases, business: Business) -> str | None:
    """Return what is missing to the next tier; None at the top."""
    if summary.next_tier is None:
        return None
    return phrases(
        "points-next" if _by_points(business) else "points-next-spend",
        count=summary.missing,
        points=phrases.number(summary.missing),
        days=business.loyalty.tier_rules.window.days,
        tier=summary.next_tier.label(phrases.language),
    )


def last_day(until: datetime, zone: str) -> date:
    """Return the last day, where somebody is, on which something is good that ends at a moment."""
    return local_date(until - _MOMENT, zone)


def _expiry_lines(summary: PointsSummary, phrases: Phrases, zone: str) -> list[str]:
    by_day: dict[date | None, int] = defaultdict(int)
    for lot in summary.lots:
        by_day[None if lot.expires_at is None else last_day(lot.expires_at, zone)] += lot.points
    for_ever = by_day.pop(None, 0)
    dated = [(day, points) for day, points in by_day.items() if day is not None]
    lines = [phrases("points-until", points=phrases.number(points), day=phrases.day(day)) for day, points in dated[:SHOWN_DAYS]]
    later = sum(points for _, points in dated[SHOWN_DAYS:])
    if later:
        lines.append(phrases("points-later", points=phrases.number(later), day=phrases.day(dated[SHOWN_DAYS][0])))
    if for_ever:
        lines.append(phrases("points-for-ever", points=phrases.number(for_ever)))
    return lines


def _reason(summary: PointsSummary, phrases: Phrases, zone: str, business: Business) -> str | None:
    standing = summary.standing
    if standing.kept_until is None:
        return None
    facts = {
        "tier": standing.tier.label(phrases.language),
        "until": phrases.day(last_day(standing.kept_until, zone)),
        "points": phrases.number(standing.counted),
    }
    if standing.is_in_grace or standing.since is None:
        missing, days = phrases.number(standing.to_keep), business.loyalty.tier_rules.window.days
        return phrases("points-grace" if _by_points(business) else "points-grace-spend", **facts, missing=missing, days=days)
    key = "points-reason" if _by_points(business) else "points-reason-spend"
    return phrases(key, **facts, since=phrases.day(local_date(standing.since, zone)))


def _by_points(business: Business) -> bool:
    return business.loyalty.tier_rules.by is TierBasis.POINTS
