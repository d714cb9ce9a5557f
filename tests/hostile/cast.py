"""The cast: who is at the desk when the hostile come, and what they own that nobody else may touch."""

import hashlib
import itertools
from datetime import timedelta
from typing import Any

from sqlmodel import SQLModel

from storage.canned_replies import CannedReply, CannedReplyText
from storage.consents import Consent
from storage.counters import Counter
from storage.customers import Contact, Customer
from storage.groups import GroupChat
from storage.interactions import Interaction, MessagePlace
from storage.outbox import OutboxMessage
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.staff import StaffInvitation, StaffMember
from storage.surveys import Survey, SurveyResponse
from storage.tickets import Ticket
from storage.updates import FailedUpdate
from storage.visits import Visit
from storage.vocabulary import (
    Author,
    Channel,
    ConsentKind,
    Direction,
    InDoubt,
    InteractionKind,
    Lane,
    Language,
    OutboxState,
    PointsKind,
    Role,
    Severity,
    SurveyKind,
    TicketKind,
    TicketStatus,
    VisitReason,
    VisitStatus,
    VisitWay,
)
from tests.desk import AGENT, BOT_ID, OWNER, STAFF_GROUP, Desk

SUPERVISOR, OTHER_AGENT, DISMISSED = 3002, 2002, 2003
STAFF = (OWNER, SUPERVISOR, AGENT, OTHER_AGENT)
VICTIMS = (1001, 1002, 1003)  # they never write; nothing of theirs may change
NORMAL = 1900  # writes once in each batch and must always be answered
HOSTILE = tuple(range(5001, 5041))
KNOWN_HOSTILE = HOSTILE[:12]  # these are customers from the beginning, with tickets of their own
EDGE_IDS = (1, 2**31 - 1, 2**31, 2**52 - 1, 2**53 + 1, 2**63 - 1, -1, -(2**63), 0)
FACELESS = (1087968824, 136817688, 777000, BOT_ID)
FOREIGN_GROUP, CHANNEL, BASIC_GROUP = -1009000000001, -1008000000001, -4001
JOIN_TOKEN = "q3Zx0fWm-T7kVd_9LsYhRb"  # nobody can guess it, the fuzzer neither
_TOPIC = 700  # ticket 7 stands in topic 707


def ticket_of(user_id: int) -> int:
    """Return the number of the ticket with which somebody of the cast begins."""
    return (*VICTIMS, *KNOWN_HOSTILE).index(user_id) + 1


def topic_of(ticket_id: int) -> int:
    """Return the topic in which a ticket of the cast stands."""
    return _TOPIC + ticket_id


async def bring_in(desk: Desk) -> None:
    """Fill an empty desk with a staff group, staff, customers and all that customers and owners can have."""
    await desk.has_staff_group()
    await desk.keep(
        *(
            StaffMember(user_id=user, name=f"Staff{user}", username=f"staff{user}", role=role, language=Language.ENGLISH, added_at=desk.at, removed_at=removed)
            for user, role, removed in ((SUPERVISOR, Role.SUPERVISOR, None), (OTHER_AGENT, Role.AGENT, None), (DISMISSED, Role.AGENT, desk.at))
        ),
        StaffInvitation(
            token_hash=hashlib.sha256(JOIN_TOKEN.encode()).hexdigest(), role=Role.SUPERVISOR, created_by=OWNER, created_at=desk.at,
            expires_at=desk.at + timedelta(days=30),
        ),
        GroupChat(chat_id=BASIC_GROUP, title="Elsewhere", is_forum=False, is_member=True, may_manage_topics=False, added_by=OWNER, known_at=desk.at),
        FailedUpdate(id=1, bot_id=BOT_ID, update_id=1, raw={"update_id": 1}, error="ValueError: x", attempts=3, failed_at=desk.at),
        *(_unsettled(desk, number, state) for number, state in ((1, OutboxState.FAILED), (2, OutboxState.PARKED))),
    )  # fmt: skip
    await desk.keep(CannedReply(id=1, key="hi"))
    await desk.keep(CannedReplyText(reply_id=1, language=Language.ENGLISH, text="Hi {name}, {agent} here"))
    async with desk.database.begin() as session:
        for row in itertools.chain.from_iterable(_customer(desk, user) for user in (*VICTIMS, *KNOWN_HOSTILE)):
            session.add(row)
            await session.flush()
        for name in ("customer", "ticket"):
            counter = await session.get(Counter, name)
            assert counter is not None
            counter.value = 100


def _unsettled(desk: Desk, number: int, state: OutboxState) -> OutboxMessage:
    return OutboxMessage(
        id=number, position=number, lane=Lane.BULK, chat_id=VICTIMS[0], method="sendMessage", payload={"chat_id": VICTIMS[0], "text": "x"},
        state=state, in_doubt=InDoubt.PARK, created_at=desk.at,
    )  # fmt: skip


def _customer(desk: Desk, user: int) -> list[SQLModel]:
    """Return a customer with a ticket, a word on it, a survey, a visit, a purchase, points and a consent; all numbered alike."""
    number, is_closed = ticket_of(user), user % 2 == 0
    closed_at = desk.at if is_closed else None
    common: dict[str, Any] = {"customer_id": number}
    rows: list[SQLModel] = [
        Customer(id=number, name=f"Person{user}", language=Language.ENGLISH, time_zone="Asia/Shanghai", phone=f"+86138001{user:05d}", birthday_month=3, birthday_day=9, created_at=desk.at),
        Contact(**common, channel=Channel.TELEGRAM, address=str(user), username=f"person{user}", created_at=desk.at),
        Ticket(
            **common, id=number, number=number, kind=TicketKind.INQUIRY, category="order", severity=Severity.LOW,
            status=TicketStatus.CLOSED if is_closed else TicketStatus.OPEN, topic_chat_id=STAFF_GROUP, topic_id=topic_of(number),
            opened_at=desk.at, due_at=desk.at + timedelta(hours=4), last_message_at=desk.at, closed_at=closed_at,
        ),
        Interaction(
            **common, id=number, ticket_id=number, kind=InteractionKind.INQUIRY, direction=Direction.IN, author=Author.CUSTOMER, author_id=user, text="Hello",
            channel=Channel.TELEGRAM, at=desk.at,
        ),
        MessagePlace(chat_id=user, message_id=1, interaction_id=number),
        MessagePlace(chat_id=STAFF_GROUP, message_id=number, interaction_id=number),
        Survey(**common, id=number, ticket_id=number, kind=SurveyKind.CSAT, asked_at=desk.at, expires_at=desk.at + timedelta(days=30)),
        Purchase(**common, id=number, reference=f"R{number}", amount_minor=1000, currency="CNY", at=desk.at, imported_at=desk.at),
        Visit(
            **common, id=number, reason=VisitReason.PURCHASE, subject_id=number, status=VisitStatus.ASKED, due_at=desk.at, asked_at=desk.at,
            plan="purchase", days=7, way=VisitWay.BOT, planned_for=desk.at, keep_until=desk.at, attempts=1,
        ),
        PointsEntry(**common, kind=PointsKind.EARNED, points=10, cause=f"purchase:{number}", at=desk.at),
        Consent(**common, kind=ConsentKind.GREETINGS, granted=True, at=desk.at),
    ]  # fmt: skip
    if user in VICTIMS:
        rows.append(SurveyResponse(**common, survey_id=number, ticket_id=number, kind=SurveyKind.CSAT, score=5, at=desk.at))
    return rows
