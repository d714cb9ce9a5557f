"""What a ledger of points must come to: a list of what was given and taken, and nothing of what the desk computes itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

FAR = datetime.max.replace(tzinfo=UTC)
TIER_WINDOW, TIER_GRACE = timedelta(days=60), timedelta(days=10)
TIER_FROM, TIER_FACTOR = 100, 2


@dataclass
class Gift:
    """Points that were given at a moment and are good until another."""

    points: int
    at: datetime
    until: datetime
    purchase: str | None
    is_earned: bool = False


@dataclass(frozen=True)
class Taking:
    """Points that were taken at a moment: of a purchase that was reversed, of what is past its expiry, or of what is good."""

    points: int
    at: datetime
    purchase: str | None = None
    is_write_off: bool = False


@dataclass
class Shelf:
    """What somebody has at a moment: points that are good, points that are not and were not written off, and what is owed."""

    good: list[Gift] = field(default_factory=list)
    gone: list[Gift] = field(default_factory=list)
    debt: int = 0

    @property
    def spendable(self) -> int:
        """How many points are good."""
        return sum(gift.points for gift in self.good)

    @property
    def shown(self) -> int:
        """The balance that the customer reads."""
        return self.spendable - self.debt

    @property
    def written(self) -> int:
        """What the rows of the ledger add up to."""
        return self.shown + sum(gift.points for gift in self.gone)


@dataclass
class Bought:
    """A purchase."""

    who: int
    reference: str
    at: datetime
    is_reversed: bool = False


@dataclass
class Ledger:
    """All that was given to and taken from one customer."""

    zone: str
    changes: list[Gift | Taking] = field(default_factory=list)

    def good_until(self, at: datetime, months: int) -> datetime:
        """When what is given at a moment is no longer good: as the local day so many months later ends, or the last day of a shorter month."""
        if not months:
            return FAR
        zone = ZoneInfo(self.zone)
        given_on = at.astimezone(zone).date()
        year, month = given_on.year, given_on.month
        for _ in range(months):
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        first_of_next = date(year, month + 1, 1) if month < 12 else date(year + 1, 1, 1)
        last_day = min(date(year, month, 1) + timedelta(days=given_on.day - 1), first_of_next - timedelta(days=1))
        after = last_day + timedelta(days=1)
        return datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)

    def shelf(self, at: datetime) -> Shelf:
        """What there is at a moment, when all that was done up to it is done again from the beginning."""
        gifts: list[Gift] = []
        debt = 0
        for change in sorted(self.changes, key=lambda each: each.at):
            if change.at > at:
                break
            if isinstance(change, Gift):
                paid = min(debt, change.points)
                debt -= paid
                gifts.append(Gift(change.points - paid, change.at, change.until, change.purchase))
            else:
                debt += _take(gifts, change)
        left = sorted((gift for gift in gifts if gift.points), key=_first_to_go)
        return Shelf([gift for gift in left if gift.until > at], [gift for gift in left if gift.until <= at], debt)

    def has_tier(self, at: datetime, kept: Iterable[str]) -> bool:
        """Whether purchases that were kept opened the tier at some moment of the grace."""
        earned = [each for each in self.changes if isinstance(each, Gift) and each.is_earned and each.purchase in set(kept)]
        moments = [at, at - TIER_GRACE, *(each.at for each in earned if at - TIER_GRACE < each.at <= at)]
        return any(sum(each.points for each in earned if moment - TIER_WINDOW < each.at <= moment) >= TIER_FROM for moment in moments)

    def next_expiry(self, at: datetime) -> datetime | None:
        """The next moment at which points go past their expiry."""
        return min((gift.until for gift in self.shelf(at).good if gift.until < FAR), default=None)


def _first_to_go(gift: Gift) -> tuple[datetime, datetime]:
    return gift.until, gift.at


def _take(gifts: list[Gift], taking: Taking) -> int:
    """Take points, from what must give first, and return how many are owed."""
    owed = taking.points
    while owed:
        there = [gift for gift in gifts if gift.points and (gift.until <= taking.at) is taking.is_write_off]
        own = [gift for gift in there if taking.purchase is not None and gift.purchase == taking.purchase]
        if not there:
            break
        first = min(own or there, key=_first_to_go)
        taken = min(owed, first.points)
        first.points -= taken
        owed -= taken
    return owed
