"""A scene for tests of the business: people and tickets in a real database, and what the business tells about them."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from crm.business import Business
from crm.notices import Notice, Tell
from storage.customers import Contact, Customer
from storage.database import Database, Session
from storage.interactions import keep_interaction
from storage.outbox import queue_message
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import (
    Author,
    Channel,
    Direction,
    InteractionKind,
    Lane,
    Language,
    PointsKind,
    Role,
    Severity,
    TicketKind,
    TicketStatus,
)

AnyNotice = TypeVar("AnyNotice", bound=Notice)


class Scene:
    """People and tickets at a moment; `told` is what was told so far."""

    def __init__(self, *, database: Database, business: Business, at: datetime) -> None:
        self.database = database
        self.business = business
        self.at = at
        self.told: list[Notice] = []

    def now(self) -> datetime:
        """Return the moment of the scene."""
        return self.at

    def later(self, **units: float) -> None:
        """Let time pass."""
        self.at += timedelta(**units)

    async def tell(self, notice: Notice) -> None:
        """Remember a notice instead of wording it."""
        self.told.append(notice)

    def make_tell(self, session: Session, at: datetime) -> Tell:
        """Return the function that tells facts within a transaction."""
        return self.tell

    def queue(self, session: Session, dedupe_key: str | None = None) -> int:
        """Queue a message to be said, as a notice would."""
        return queue_message(session, method="sendMessage", payload={"text": "x"}, lane=Lane.BULK, at=self.at, dedupe_key=dedupe_key)

    def told_of(self, kind: type[AnyNotice]) -> list[AnyNotice]:
        """Return the notices of one kind, in order."""
        return [notice for notice in self.told if isinstance(notice, kind)]

    async def rows(self, table: type[Any]) -> list[Any]:
        """Return every row of a table, by its key."""
        async with self.database.read() as session:
            return list((await session.execute(select(table).order_by(*table.__table__.primary_key.columns))).scalars().all())

    async def keep(self, *rows: Any) -> None:
        """Store rows, one after another."""
        async with self.database.begin() as session:
            for row in rows:
                session.add(row)
                await session.flush()

    async def customer(
        self,
        number: int = 1,
        *,
        name: str = "Lin Yue",
        zone: str = "Asia/Shanghai",
        language: Language = Language.ENGLISH,
        birthday: tuple[int, int] | None = None,
        phone: str | None = None,
        username: str | None = None,
        is_blocked: bool = False,
        has_contact: bool = True,
    ) -> Customer:
        """Store a customer, with a contact whose address is 1000 and the number."""
        month, day = birthday or (None, None)
        customer = Customer(
            id=number, name=name, language=language, time_zone=zone, phone=phone, birthday_month=month, birthday_day=day, created_at=self.at
        )
        await self.keep(customer)
        if has_contact:
            blocked_at = self.at if is_blocked else None
            await self.keep(
                Contact(
                    customer_id=number,
                    channel=Channel.TELEGRAM,
                    address=str(1000 + number),
                    username=username,
                    blocked_at=blocked_at,
                    created_at=self.at,
                )
            )
        return customer

    async def ticket(
        self,
        customer: Customer,
        *,
        number: int = 1,
        kind: TicketKind = TicketKind.INQUIRY,
        category: str = "order",
        status: TicketStatus = TicketStatus.CLOSED,
        first_response_at: datetime | None = None,
    ) -> Ticket:
        """Store a ticket that was opened now, and closed now when its status is that."""
        ticket = Ticket(
            id=number,
            number=number,
            customer_id=customer.id,
            kind=kind,
            category=category,
            severity=Severity.LOW,
            status=status,
            opened_at=self.at,
            due_at=self.at,
            first_response_at=first_response_at,
            last_message_at=self.at,
            closed_at=self.at if status is TicketStatus.CLOSED else None,
        )
        await self.keep(ticket)
        return ticket

    async def purchase(self, customer: Customer, reference: str = "A-1", *, amount_minor: int = 10_000, currency: str = "CNY") -> Purchase:
        """Store a purchase that was made now, without points or visit."""
        purchase = Purchase(
            customer_id=customer.id, reference=reference, amount_minor=amount_minor, currency=currency, at=self.at, imported_at=self.at
        )
        await self.keep(purchase)
        return purchase

    async def points(
        self,
        customer: Customer,
        points: int,
        cause: str = "test",
        *,
        kind: PointsKind = PointsKind.EARNED,
        expires_at: datetime | None = None,
    ) -> None:
        """Write a change of a customer's points down that happened now."""
        await self.keep(PointsEntry(customer_id=customer.id, kind=kind, points=points, cause=cause, at=self.at, expires_at=expires_at))

    async def hears(self, customer: Customer, text: str = "Hello") -> None:
        """A customer says something now."""
        async with self.database.begin() as session:
            keep_interaction(
                session,
                kind=InteractionKind.INQUIRY,
                direction=Direction.IN,
                author=Author.CUSTOMER,
                at=self.at,
                customer_id=customer.id,
                text=text,
            )

    async def staff(self, role: Role = Role.OWNER, *, user_id: int = 3001, name: str = "Olivia") -> StaffMember:
        """Store a staff member."""
        member = StaffMember(user_id=user_id, name=name, role=role, language=Language.ENGLISH, added_at=self.at)
        await self.keep(member)
        return member
