"""Reach: who may be spoken to unasked."""

from collections.abc import Collection
from datetime import datetime

from storage.bans import find_banned
from storage.consents import find_refusing
from storage.customers import Contact, find_contacts_of
from storage.database import Session
from storage.interactions import find_customers_told
from storage.vocabulary import Channel, ConsentKind, InteractionKind


async def find_reachable(session: Session, *, customer_ids: Collection[int], kind: ConsentKind, at: datetime) -> dict[int, Contact]:
    """Return the contacts of those of these customers who have not blocked the desk, not switched this kind of message off, and are
    not banned.
    """
    if not customer_ids:
        return {}
    contacts = await find_contacts_of(session, customer_ids=customer_ids, channel=Channel.TELEGRAM)
    left_out = await find_refusing(session, kind=kind, customer_ids=customer_ids)
    left_out |= await find_banned(session, customer_ids=customer_ids, at=at)
    return {number: contact for number, contact in contacts.items() if contact.blocked_at is None and number not in left_out}


async def find_unreminded(session: Session, *, customer_ids: Collection[int], since: datetime) -> set[int]:
    """Return those of these customers to whom no reminder was sent since a moment."""
    told = await find_customers_told(session, kind=InteractionKind.REMINDER, since=since, customer_ids=customer_ids)
    return set(customer_ids) - told
