"""Records: what the database knows, read and prepared from outside while the program lives or lies dead."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select, text, update
from sqlmodel import SQLModel, col

from crm.withdrawals import DELETE
from storage.customers import Contact, Customer
from storage.database import Database, Session
from storage.interactions import Interaction, MessagePlace
from storage.migrating import migrate
from storage.outbox import OutboxMessage
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.surveys import SurveyResponse
from storage.tickets import Ticket
from storage.updates import FailedUpdate
from storage.vocabulary import InDoubt, Language, OutboxState, PointsKind, Role
from tests.journeys.town import ANNA, CHEN

Result = TypeVar("Result")
Row = TypeVar("Row", bound=SQLModel)
_GONE_PATIENCE = 30.0
UNDER_WAY = (OutboxState.QUEUED, OutboxState.SENDING)


@dataclass(frozen=True)
class Books:
    """Everything that is counted at the end."""

    interactions: Sequence[Interaction]
    places: Sequence[MessagePlace]
    messages: Sequence[OutboxMessage]
    tickets: Sequence[Ticket]
    responses: Sequence[SurveyResponse]
    purchases: Sequence[Purchase]
    points: Sequence[PointsEntry]
    failed_updates: Sequence[FailedUpdate]
    contacts: Sequence[Contact]


@dataclass(frozen=True)
class InFlight:
    """A message that was being sent when the program was killed, and the number of that attempt."""

    id: int
    attempt: int
    in_doubt: InDoubt


def with_database(url: str, work: Callable[[Database], Awaitable[Result]]) -> Result:
    """Open the database, let something be done with it, and close it."""

    async def run() -> Result:
        database = Database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def prepare(url: str) -> None:
    """Make the tables, and let the two staff members of the cast work at the desk."""

    async def work(database: Database) -> None:
        now = datetime.now(UTC)
        await migrate(database, at=now)
        async with database.begin() as session:
            for user_id, name in ((ANNA, "Anna"), (CHEN, "陈静")):
                session.add(StaffMember(user_id=user_id, name=name, role=Role.AGENT, language=Language.ENGLISH, added_at=now))

    with_database(url, work)


def in_flight(url: str) -> list[InFlight]:
    """Return what was being sent when the program was killed, as soon as the server has noticed that it is gone."""

    async def work(database: Database) -> list[InFlight]:
        async with database.read() as session:
            if not database.is_sqlite:
                await _until_alone(session)
            statement = select(OutboxMessage).where(col(OutboxMessage.state) == OutboxState.SENDING).order_by(col(OutboxMessage.position))
            return [InFlight(row.id, row.attempts, row.in_doubt) for row in (await session.execute(statement)).scalars()]

    return with_database(url, work)


async def _until_alone(session: Session) -> None:
    """What a dead client sent last is still being done; wait for the end of its connections."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    end = time.monotonic() + _GONE_PATIENCE
    while (await session.execute(others)).scalar_one():
        assert time.monotonic() < end, "the connections of the killed program do not end"
        await session.rollback()
        await asyncio.sleep(0.02)
    await session.rollback()


def is_committed(url: str, *, chat_id: int, message_id: int) -> bool:
    """Tell whether a message of a customer is stored."""

    async def work(database: Database) -> bool:
        async with database.read() as session:
            return await session.get(MessagePlace, (chat_id, message_id)) is not None

    return with_database(url, work)


def oldest_under_way(url: str, *, now: datetime, since: datetime) -> float:
    """Return for how many seconds the oldest message that is not said yet has waited, counted from a moment for those queued before.

    What is to be deleted later waits only from then on.
    """

    async def work(database: Database) -> float:
        async with database.read() as session:
            rows = (await session.execute(select(OutboxMessage).where(col(OutboxMessage.state).in_(UNDER_WAY)))).scalars().all()
        begun = [row.not_before if row.method == DELETE and row.not_before is not None else row.created_at for row in rows]
        return max(((now - max(at, since)).total_seconds() for at in begun), default=0.0)

    return with_database(url, work)


def customers_of(url: str, people: Sequence[int]) -> dict[int, int]:
    """Return the customer number of those of these people who are customers already."""

    async def work(database: Database) -> dict[int, int]:
        async with database.read() as session:
            rows = (await session.execute(select(Contact).where(col(Contact.address).in_([str(each) for each in people])))).scalars().all()
        return {int(contact.address): contact.customer_id for contact in rows}

    return with_database(url, work)


def let_it_be_their_birthday(url: str, customer_ids: Sequence[int], *, zone: str) -> None:
    """Give customers a birthday today, where it is early afternoon."""

    async def work(database: Database) -> None:
        today = datetime.now(ZoneInfo(zone)).date()
        async with database.begin() as session:
            await session.execute(
                update(Customer).where(col(Customer.id).in_(customer_ids)).values(birthday_month=today.month, birthday_day=today.day, time_zone=zone)
            )  # fmt: skip

    with_database(url, work)


def let_points_expire(url: str, customer_ids: Sequence[int], *, points: int) -> None:
    """Give customers points whose time has just passed, for the desk to write off."""

    async def work(database: Database) -> None:
        now = datetime.now(UTC)
        async with database.begin() as session:
            for number in customer_ids:
                session.add(
                    PointsEntry(
                        customer_id=number, kind=PointsKind.GIFT, points=points, cause=f"crash:{number}", at=now - timedelta(days=9),
                        expires_at=now - timedelta(seconds=30),
                    )
                )  # fmt: skip

    with_database(url, work)


def read_books(url: str) -> Books:
    """Return everything that is counted at the end."""

    async def work(database: Database) -> Books:
        async with database.read() as session:

            async def rows(table: type[Row], *order: object) -> Sequence[Row]:
                return (await session.execute(select(table).order_by(*order))).scalars().all()  # type: ignore[arg-type]  # columns to order by

            return Books(
                interactions=await rows(Interaction, col(Interaction.id)),
                places=await rows(MessagePlace, col(MessagePlace.chat_id), col(MessagePlace.message_id)),
                messages=await rows(OutboxMessage, col(OutboxMessage.position)),
                tickets=await rows(Ticket, col(Ticket.id)),
                responses=await rows(SurveyResponse, col(SurveyResponse.id)),
                purchases=await rows(Purchase, col(Purchase.id)),
                points=await rows(PointsEntry, col(PointsEntry.id)),
                failed_updates=await rows(FailedUpdate, col(FailedUpdate.id)),
                contacts=await rows(Contact, col(Contact.id)),
            )

    return with_database(url, work)
