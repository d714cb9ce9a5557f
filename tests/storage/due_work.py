"""Due work: something for every job of the timetable to do, in a desk with made-up customers."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlmodel import SQLModel, col

from crm.business import Business
from crm.rules.assignment import AssignmentMode
from crm.rules.rfm import RfmSegment
from crm.rules.segments import Segment, as_data
from storage.assignment import Handover
from storage.campaigns import Campaign, CampaignRecipient, CampaignText, message_key
from storage.database import Database, Session
from storage.deadlines import Deadline
from storage.former_topics import FormerTopic
from storage.outbox import OutboxMessage
from storage.purchases import Purchase
from storage.staff import StaffMember
from storage.ticket_tags import TicketTag
from storage.tickets import Ticket
from storage.vocabulary import (
    CampaignState,
    DeadlineKind,
    InDoubt,
    Lane,
    Language,
    OutboxState,
    RecipientState,
    Stage,
    TicketStatus,
    Variant,
)
from tests.bench.growth_paths import Town
from tests.bench.growth_rows import AT, Matter, address_of
from tests.desk import STAFF_GROUP

_OWNER, _AGENT = 1, 2
_EVERYTHING = Segment(
    languages=frozenset({Language.CHINESE}),
    tiers=frozenset({"member"}),
    stages=frozenset({Stage.CONTACTED}),
    rfm=frozenset({RfmSegment.LOST}),
    tags=frozenset({"gift"}),
    heard_days=90,
    silent_days=1,
)


def busy(business: Business) -> Business:
    """Return the same business with all that the clock can do for one switched on."""
    return replace(
        business,
        assignment=replace(business.assignment, mode=AssignmentMode.LEAST_LOADED),
        groups=replace(business.groups, delete_topics_after_days=30),
        greetings=replace(business.greetings, anniversaries=True, birthday_points=5),
        survey=replace(business.survey, delay_minutes=5),
        unasked=replace(business.unasked, per_day=0, per_week=0),
    )


async def let_all_be_due(town: Town) -> None:
    """Let there be tickets of all kinds of waiting, campaigns in all states that the clock looks at, and regular buyers who fell silent."""
    people = itertools.islice(town.people.open_tickets(), 20)
    async with town.database.begin() as session:
        await _wait(session, [number for number, _ in people])
        await _fall_silent(session, town)
        await _campaign(session, town)
    await know_of_many(town.database, "deadline")


async def know_of_many(database: Database, table: str) -> None:
    """Let the planner of PostgreSQL take what a table holds now for a thousandth of it."""
    if not database.is_sqlite:
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(f"ANALYZE {table}")
            await connection.exec_driver_sql(
                f"UPDATE pg_class SET reltuples = reltuples * 1000 WHERE relname = '{table}' OR relname LIKE 'ix_{table}_%%'"
            )


async def owe_answers(session: Session, numbers: list[int]) -> None:
    """Let solutions be owed on these tickets, half of them for too long."""
    for number in numbers:
        due_at = AT + timedelta(hours=4 if number % 2 else -4)
        session.add(
            Deadline(
                ticket_id=number, kind=DeadlineKind.RESOLUTION, target=timedelta(hours=8), started_at=AT - timedelta(days=1), due_at=due_at,
                look_at=due_at,
            )
        )  # fmt: skip


async def _wait(session: Session, numbers: list[int]) -> None:
    long_ago = AT - timedelta(days=9)
    await owe_answers(session, numbers)
    await session.execute(text("UPDATE staff_member SET here_at = added_at"))
    await session.execute(text("DELETE FROM job_run WHERE job = 'reminders'"))  # so that they are looked for among all customers
    session.add(Handover(from_id=_AGENT, to_id=_OWNER, by_id=_OWNER, at=AT))
    tickets = (await session.execute(select(Ticket).where(col(Ticket.id).in_(numbers)).order_by(col(Ticket.id)))).scalars().all()
    for ticket, way in zip(tickets, itertools.cycle(range(6)), strict=False):
        match way:
            case 0:
                ticket.snoozed_at, ticket.snoozed_until = long_ago, AT
            case 1:
                ticket.status, ticket.waiting_since = TicketStatus.PENDING, long_ago
            case 2:
                ticket.status, ticket.waiting_since, ticket.nudged_at = TicketStatus.PENDING, long_ago, long_ago
            case 3:
                ticket.status, ticket.closed_at = TicketStatus.SOLVED, long_ago
            case 4:
                ticket.status, ticket.assignee_id, ticket.assigned_at, ticket.silence_due_at = TicketStatus.OPEN, _AGENT, long_ago, AT
            case _:
                ticket.status, ticket.assignee_id, ticket.assigned_at = TicketStatus.NEW, None, None
        session.add(TicketTag(ticket_id=ticket.id, tag="gift"))
    session.add(FormerTopic(chat_id=STAFF_GROUP, topic_id=77, ticket_id=1, left_at=AT - timedelta(days=400)))


async def _fall_silent(session: Session, town: Town) -> None:
    """Let those who have been silent for sixty days be such as bought every thirty days, half of them for much money."""
    for customer in town.people.due[Matter.SILENCE]:
        for month in range(1, 5):
            at = AT - timedelta(days=61 + 30 * month)
            session.add(
                Purchase(
                    customer_id=customer, reference=f"M-{customer}-{month}", amount_minor=9_000_000 if customer % 2 else 10, currency="CNY",
                    at=at, imported_at=at,
                )
            )  # fmt: skip


async def _campaign(session: Session, town: Town) -> None:
    owner = await session.get(StaffMember, _OWNER)
    assert owner is not None
    quiet = list(itertools.islice(town.people.quiet_customers(), 60))
    for number, (state, segment) in enumerate(
        [
            (CampaignState.COUNTING, _EVERYTHING),
            (CampaignState.COUNTING, Segment()),
            (CampaignState.SCHEDULED, Segment()),
            (CampaignState.RUNNING, Segment()),
            (CampaignState.PAUSED, Segment()),
            (CampaignState.DONE, Segment()),
        ],
        11,
    ):
        begun = None if state in (CampaignState.COUNTING, CampaignState.SCHEDULED) else AT - timedelta(hours=2)
        session.add(
            Campaign(
                id=number, name=f"Tea {number}", state=state, segment=as_data(segment), created_by=owner.id, created_at=AT, starts_at=AT,
                started_at=begun, finished_at=AT if state is CampaignState.DONE else None,
            )
        )  # fmt: skip
        session.add(CampaignText(campaign_id=number, variant=Variant.A, language=Language.CHINESE, words="新茶", entities=[], buttons=[]))
        if begun is not None:
            _recipients(session, number, quiet, begun)
    await session.flush()


def _recipients(session: Session, campaign: int, customers: list[int], begun: datetime) -> None:
    states = itertools.cycle([RecipientState.PLANNED, RecipientState.QUEUED, RecipientState.QUEUED, RecipientState.SENT])
    for place, (customer, state) in enumerate(zip(customers, states, strict=False)):
        is_queued = state is RecipientState.QUEUED
        session.add(
            CampaignRecipient(
                campaign_id=campaign, customer_id=customer, variant=Variant.A, state=state, not_before=begun,
                attempts=0 if state is RecipientState.PLANNED else 1, queued_at=begun, sent_at=begun if state is RecipientState.SENT else None,
            )
        )  # fmt: skip
        if is_queued:
            row: SQLModel = OutboxMessage(
                id=campaign * 1000 + place, position=campaign * 1000 + place, lane=Lane.BULK, chat_id=address_of(customer),
                method="sendMessage", payload={}, state=OutboxState.SENT if place % 4 == 1 else OutboxState.QUEUED, in_doubt=InDoubt.PARK,
                dedupe_key=message_key(campaign, customer, 1), created_at=begun, sent_at=begun,
            )  # fmt: skip
            session.add(row)
