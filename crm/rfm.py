"""RFM of all customers: where the fifths lie, and how a customer scores."""

from array import array
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from crm.business import Business
from crm.rules.money import worths_of_minor
from crm.rules.rfm import WINDOW, Bounds, Cuts, Score, cuts_of, score_of
from storage.database import Session
from storage.segments import find_buying_of, list_buying

# So many customers are read at once.
STEP = 2000


@dataclass
class BuyingTally:
    """What everybody bought in the last 365 days, gathered in steps: three numbers a customer. The amounts are hundredths."""

    days: "array[int]" = field(default_factory=lambda: array("q"))
    orders: "array[int]" = field(default_factory=lambda: array("q"))
    amounts: "array[int]" = field(default_factory=lambda: array("q"))

    async def add_step(self, session: Session, *, after_id: int, at: datetime, business: Business, limit: int = STEP) -> int | None:
        """Add the customers above `after_id`; return the number after which the next step begins, None after the last."""
        worths = worths_of_minor(business.loyalty.rates)
        rows = await list_buying(session, since=at - WINDOW, until=at, worths=worths, after_id=after_id, limit=limit)
        for _, last, count, total in rows:
            self.days.append((at - last).days)
            self.orders.append(count)
            self.amounts.append(total)
        return rows[-1][0] if len(rows) == limit else None

    def cuts(self) -> Cuts | None:
        """Return where the fifths lie; None when nobody bought."""
        return cuts_of(self.days, self.orders, self.amounts)


async def find_scores(
    session: Session, *, customer_ids: Collection[int], at: datetime, cuts: Cuts | None, business: Business
) -> dict[int, Score]:
    """Return the scores of those of these customers who bought in the last 365 days."""
    if cuts is None:
        return {}
    worths = worths_of_minor(business.loyalty.rates)
    buying = await find_buying_of(session, customer_ids=customer_ids, since=at - WINDOW, until=at, worths=worths)
    return {number: score_of((at - last).days, count, total, cuts) for number, (last, count, total) in buying.items()}


def cuts_as_data(cuts: Cuts | None) -> dict[str, Any]:
    """Return the fifths as they are kept; empty when there are none."""
    return {} if cuts is None else {name: list(bounds) for name, bounds in asdict(cuts).items()}


def cuts_from_data(data: dict[str, Any] | None) -> Cuts | None:
    """Return the fifths that were kept."""
    return Cuts(days=_bounds(data["days"]), orders=_bounds(data["orders"]), amount=_bounds(data["amount"])) if data else None


def _bounds(values: list[float]) -> Bounds:
    first, second, third, fourth = values
    return first, second, third, fourth
