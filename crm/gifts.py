"""Gifts: points that customers get for their birthday, once a year."""

from collections.abc import Mapping
from datetime import datetime

from crm.business import Business
from crm.rules.loyalty import lot_expiry
from storage.database import Session
from storage.points import PointsEntry, find_known_causes
from storage.vocabulary import PointsKind


async def give_birthday_points(session: Session, *, years: Mapping[int, int], at: datetime, business: Business) -> dict[int, int]:
    """Give customers the points of their birthday in a year and return how many each has got for it.

    Who has got them for that year already gets none again, but is counted: the greeting that told of them did not go out.
    """
    points = business.greetings.birthday_points
    if not points or not years:
        return {}
    causes = {number: f"birthday:{number}:{year}" for number, year in years.items()}
    known = await find_known_causes(session, list(causes.values()))
    expires_at = lot_expiry(at, business.points.expire_months, zone=business.time_zone)
    for number, cause in causes.items():
        if cause not in known:
            session.add(PointsEntry(customer_id=number, kind=PointsKind.GIFT, points=points, cause=cause, at=at, expires_at=expires_at))
    await session.flush()
    return dict.fromkeys(years, points)
