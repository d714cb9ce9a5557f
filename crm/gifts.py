"""Gifts: points that customers get for their birthday, once a year."""

from collections.abc import Mapping
from datetime import datetime

from crm.business import Business
from crm.points import give_points
from storage.database import Session


async def give_birthday_points(session: Session, *, years: Mapping[int, int], at: datetime, business: Business) -> dict[int, int]:
    """Give customers the points of their birthday in a year and return how many each has got for it.

    Who has got them for that year already gets none again, but is counted: the greeting that told of them did not go out.
    """
    points = business.greetings.birthday_points
    if not points or not years:
        return {}
    for number, year in years.items():
        await give_points(session, customer_id=number, points=points, cause=f"birthday:{number}:{year}", at=at, business=business)
    return dict.fromkeys(years, points)
