"""The human check: who has shown to be a person."""

from datetime import datetime

from crm.business import Business
from storage.customers import Customer
from storage.database import Session
from storage.staff import StaffMember


def must_show_to_be_human(customer: Customer, *, staff: StaffMember | None, business: Business) -> bool:
    """Tell whether a customer has to pass the check before the desk listens. Whoever was a customer before it was switched on has not."""
    return business.human_check.enabled and customer.verified_at is None and staff is None


async def verify_customer(session: Session, *, customer: Customer, at: datetime) -> None:
    """Keep that a customer has passed the check."""
    customer.verified_at = at
    session.add(customer)
    await session.flush()
