"""RFM: reads in steps what everybody bought, so that it holds up nobody."""

from datetime import datetime

from crm.business import Business
from crm.rfm import BuyingTally
from crm.rules.rfm import Cuts
from storage.database import Database


async def read_cuts(database: Database, *, at: datetime, business: Business) -> Cuts | None:
    """Return where the fifths of all customers lie who bought in the last 365 days; None when nobody did."""
    tally = BuyingTally()
    after_id: int | None = 0
    while after_id is not None:
        async with database.read() as session:
            after_id = await tally.add_step(session, after_id=after_id, at=at, business=business)
    return tally.cuts()
