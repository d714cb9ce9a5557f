"""Bonuses: points beside purchases."""

from datetime import datetime

from crm.business import Business
from crm.points import give_points
from storage.customers import Customer
from storage.database import Session


async def reward_profile(session: Session, *, customer: Customer, at: datetime, business: Business) -> int:
    """Give the points for a filled profile, once: birthday and phone number are both told. Return how many; 0 when there are none."""
    if customer.birthday_month is None or customer.phone is None:
        return 0
    points = business.loyalty.bonuses.profile
    return await give_points(session, customer_id=customer.id, points=points, cause=f"profile:{customer.id}", at=at, business=business)


async def reward_survey(session: Session, *, customer: Customer, survey_id: int, at: datetime, business: Business) -> int:
    """Give the points for a survey that was answered, once for each. Return how many; 0 when there are none."""
    points = business.loyalty.bonuses.survey
    return await give_points(session, customer_id=customer.id, points=points, cause=f"survey:{survey_id}", at=at, business=business)
