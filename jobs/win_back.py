"""Winning back: looks for customers who are silent for longer than is usual for them."""

from crm.business import Business
from crm.deliveries import MakeTell
from crm.reach import zones_asleep_now
from crm.win_back import Lapsed, find_lapsed, win_back
from jobs.rfm import recent_cuts
from jobs.stepping import Clock, Portions, take_breath
from storage.database import Database


async def win_customers_back(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
    """Speak to those who have fallen silent, or let staff do it; return how many. The search only reads, so that it holds up nobody."""
    if not business.win_back.factor:
        return 0
    asleep = zones_asleep_now(now(), business)
    cuts = await recent_cuts(database, at=now(), business=business)
    done = 0
    portions: Portions[Lapsed] = Portions()
    after_id: int | None = 0
    while after_id is not None:
        at = now()
        async with database.read() as session:
            found = await find_lapsed(session, cuts=cuts, after_id=after_id, at=at, business=business, asleep=asleep)
        for few in portions.add(found.lapsed, is_last=found.after_id is None):
            async with database.begin() as session:
                done += await win_back(session, lapsed=few, at=at, business=business, tell=make_tell(session, at))
            await take_breath()
        after_id = found.after_id
    return done
