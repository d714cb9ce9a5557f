"""Customers: how they become known and what they tell about themselves."""

from datetime import datetime

from crm.business import Business
from storage.counters import draw_numbers
from storage.customers import Contact, Customer
from storage.database import Session
from storage.tickets import know_no_tickets
from storage.vocabulary import Channel, Language


async def greet_stranger(
    session: Session, *, address: str, name: str, username: str | None, language: Language, at: datetime, business: Business
) -> tuple[Contact, Customer]:
    """Make a customer of somebody who writes for the first time on Telegram, and return the contact and the customer."""
    number = (await draw_numbers(session, name="customer"))[0]
    verified_at = None if business.human_check.enabled else at
    customer = Customer(id=number, name=name, language=language, time_zone=business.time_zone, verified_at=verified_at, created_at=at)
    session.add(customer)
    await session.flush()
    contact = Contact(customer_id=number, channel=Channel.TELEGRAM, address=address, username=username, created_at=at)
    session.add(contact)
    know_no_tickets(session, customer_id=number)
    return contact, customer
