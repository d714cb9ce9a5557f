"""Customers and the contacts by which they are reached."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, event, select
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, is_word, word
from storage.database import Session
from storage.padding import padded
from storage.vocabulary import Channel, Language


class Customer(SQLModel, table=True):
    """A person whom the business serves."""

    __table_args__ = (
        CheckConstraint("birthday_month BETWEEN 1 AND 12", name="birthday_month"),
        CheckConstraint("birthday_day BETWEEN 1 AND 31", name="birthday_day"),
        CheckConstraint("(birthday_month IS NULL) = (birthday_day IS NULL)", name="birthday_whole"),
        Index("ix_customer_birthday", "birthday_month", "birthday_day"),
        Index("ix_customer_created_at", "created_at"),
    )

    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=200)
    language: Language = Field(sa_type=word(Language, "language"))
    language_chosen: bool = False
    time_zone: str = Field(max_length=64)
    phone: str | None = Field(default=None, max_length=32, index=True)
    birthday_month: int | None = None
    birthday_day: int | None = None
    birth_year: int | None = None
    banned_until: datetime | None = None
    verified_at: datetime | None = None
    ungreeted_since: datetime | None = None
    created_at: datetime


class Contact(SQLModel, table=True):
    """A way to reach a customer; on Telegram the address is the user's id. `speaker` is the name under which staff spoke there last."""

    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigId)
    channel: Channel = Field(sa_type=word(Channel, "channel"))
    address: str = Field(max_length=128)
    username: str | None = Field(default=None, max_length=64)
    # Sought in any case. Kept in Python: SQLite cannot copy a table with a generated column (VACUUM INTO), nor reflect an index on lower(username).
    username_key: str | None = Field(default=None, max_length=64, index=True)
    blocked_at: datetime | None = None
    created_at: datetime
    speaker: str | None = Field(default=None, max_length=200)


@event.listens_for(Contact, "before_insert")
@event.listens_for(Contact, "before_update")
def _keep_key(_mapper: Any, _connection: Any, contact: Contact) -> None:
    contact.username_key = None if contact.username is None else contact.username.lower()


async def find_contacts(session: Session, *, channel: Channel, addresses: Collection[str]) -> Sequence[tuple[Contact, Customer]]:
    """Return the contacts with these addresses, each with its customer."""
    statement = (
        select(Contact, Customer)
        .join(Customer, col(Customer.id) == col(Contact.customer_id))
        .where(col(Contact.channel) == channel, col(Contact.address).in_(padded(addresses)))
    )
    return [(contact, customer) for contact, customer in (await session.execute(statement)).all()]


async def find_contact(session: Session, *, channel: Channel, address: str) -> Contact | None:
    """Return the contact with this address."""
    statement = select(Contact).where(col(Contact.channel) == channel, col(Contact.address) == address)
    return (await session.execute(statement)).scalar_one_or_none()


async def find_contact_of(session: Session, *, customer_id: int, channel: Channel) -> Contact | None:
    """Return the customer's newest contact in a channel."""
    statement = (
        select(Contact)
        .where(col(Contact.customer_id) == customer_id, col(Contact.channel) == channel)
        .order_by(col(Contact.created_at).desc(), col(Contact.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def find_contacts_of(session: Session, *, customer_ids: Collection[int], channel: Channel) -> dict[int, Contact]:
    """Return the newest contact in a channel of each of these customers who has one, by the customer's number."""
    statement = (
        select(Contact)
        .where(col(Contact.customer_id).in_(customer_ids), is_word(Contact.channel, channel))
        .order_by(col(Contact.created_at), col(Contact.id))
    )
    return {contact.customer_id: contact for contact in (await session.execute(statement)).scalars().all()}


async def find_customers(session: Session, *, customer_ids: Collection[int]) -> Sequence[Customer]:
    """Return the customers with these numbers, in order."""
    if not customer_ids:
        return ()
    statement = select(Customer).where(col(Customer.id).in_(customer_ids)).order_by(col(Customer.id))
    return (await session.execute(statement)).scalars().all()


async def find_time_zones(session: Session, *, customer_ids: Collection[int]) -> dict[int, str]:
    """Return the time zone of each of these customers, by their numbers in order."""
    if not customer_ids:
        return {}
    statement = select(col(Customer.id), col(Customer.time_zone)).where(col(Customer.id).in_(customer_ids)).order_by(col(Customer.id))
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}


async def get_customer(session: Session, customer_id: int) -> Customer:
    """Return a customer; raise LookupError when there is none with this number."""
    customer = await session.get(Customer, customer_id)
    if customer is None:
        raise LookupError(f"no customer {customer_id}")
    return customer


async def find_customer(session: Session, customer_id: int) -> Customer | None:
    """Return the customer with this number."""
    return await session.get(Customer, customer_id)


async def find_customer_by_username(session: Session, username: str) -> Customer | None:
    """Return the customer whose contact carries this username (without @, in any case), the newest first."""
    statement = (
        select(Customer)
        .join(Contact, col(Contact.customer_id) == col(Customer.id))
        .where(col(Contact.username_key) == username.lower())
        .order_by(col(Contact.created_at).desc(), col(Contact.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def find_customers_by_phone(session: Session, phone: str) -> Sequence[Customer]:
    """Return the customers with this phone number (E.164), lowest number first."""
    statement = select(Customer).where(col(Customer.phone) == phone).order_by(col(Customer.id)).limit(10)
    return (await session.execute(statement)).scalars().all()


async def find_first_arrival(session: Session) -> datetime | None:
    """Return when the first of all customers came; None when nobody has."""
    statement = select(col(Customer.created_at)).order_by(col(Customer.created_at)).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def list_customers(session: Session, *, after_id: int = 0, limit: int = 1000) -> list[Customer]:
    """Return customers in steps: numbers above `after_id`, in order."""
    statement = select(Customer).where(col(Customer.id) > after_id).order_by(col(Customer.id)).limit(limit)
    return list((await session.execute(statement)).scalars().all())
