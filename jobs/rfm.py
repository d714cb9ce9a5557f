"""RFM: reads in steps what everybody bought, so that it holds up nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from crm.business import Business
from crm.rfm import BuyingTally
from crm.rules.rfm import Cuts
from storage.database import Database

# Of many customers the fifths hardly move within a day, and take long to find; of fewer they are found anew each time.
_MANY = 10_000
_FRESH = timedelta(hours=20)


@dataclass(frozen=True)
class _Found:
    cuts: Cuts
    at: datetime
    business: Business


_found: WeakKeyDictionary[Database, _Found] = WeakKeyDictionary()


async def recent_cuts(database: Database, *, at: datetime, business: Business, many: int = _MANY) -> Cuts | None:
    """Return where the fifths of all customers lie who bought in the last 365 days; None when nobody did.

    Where more than so `many` buy it is perhaps as it was up to 20 hours ago.
    """
    known = _found.get(database)
    if known is not None and known.business == business and timedelta() <= at - known.at < _FRESH:
        return known.cuts
    tally = await _count(database, at=at, business=business)
    cuts = tally.cuts()
    if cuts is not None and len(tally.days) > many:
        _found[database] = _Found(cuts, at, business)
    return cuts


async def _count(database: Database, *, at: datetime, business: Business) -> BuyingTally:
    tally = BuyingTally()
    after_id: int | None = 0
    while after_id is not None:
        async with database.read() as session:
            after_id = await tally.add_step(session, after_id=after_id, at=at, business=business)
    return tally
