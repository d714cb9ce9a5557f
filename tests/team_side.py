"""What tests of a team begin with: several colleagues, and a desk that gives tickets out by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.business import load_business
from crm.business import AssignmentRules
from crm.rules.assignment import AssignmentMode
from jobs.assignment import assign_tickets
from storage.audit import AuditEvent
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Language, Role
from tests.desk import AGENT, Desk
from tests.handlers.chat.staff_side import fresh, ticket_of, topic_of

BEA, CHEN, SUE = 2002, 2003, 3002
MORNING = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # a Wednesday, 10:00 in Shanghai: the desk is open
SILENCE = timedelta(minutes=30)
RULES = AssignmentRules(mode=AssignmentMode.ROUND_ROBIN, most_open=20, same_person_first=True, silence=SILENCE)


async def team_of(desk: Desk, *user_ids: int, rules: AssignmentRules | None = None) -> Desk:
    """Return a desk with Olivia, Anna, the supervisor Sue and these further agents; it gives tickets out when there are rules."""
    business = load_business(None)
    desk = Desk(database=desk.database, business=business if rules is None else replace(business, assignment=rules), at=MORNING)
    await desk.has_staff_group()
    await desk.keep(*(colleague(user_id, desk.at) for user_id in (SUE, *user_ids)))
    return desk


def colleague(user_id: int, at: datetime) -> StaffMember:
    """Return a new staff member: Sue is a supervisor, all others are agents."""
    return StaffMember(
        user_id=user_id, name=f"Person{user_id}", username=f"person{user_id}", role=Role.SUPERVISOR if user_id == SUE else Role.AGENT,
        language=Language.ENGLISH, added_at=at + timedelta(seconds=user_id),
    )  # fmt: skip


async def member(desk: Desk, user_id: int) -> StaffMember:
    """Return a staff member as they are kept now."""
    kept: StaffMember = await desk.row(StaffMember, user_id=user_id)
    return kept


async def holder(desk: Desk, ticket: Ticket) -> int | None:
    """Return the Telegram id of who has a ticket now."""
    by_id = {each.id: each.user_id for each in await desk.rows(StaffMember)}
    number = (await fresh(desk, ticket)).assignee_id
    return None if number is None else by_id[number]


async def says_on(desk: Desk, ticket: Ticket, user_id: int, words: str, **fields: object) -> None:
    """Somebody writes in a ticket's topic, and what follows is said."""
    await desk.says_in_group(user_id, words, topic=topic_of(ticket), **fields)
    await desk.deliver()


async def tickets_of(desk: Desk, count: int, *, first: int = 1001) -> list[Ticket]:
    """So many customers write one after another."""
    return [await ticket_of(desk, first + number) for number in range(count)]


async def clock_ticks(desk: Desk) -> int:
    """Let the job of assignment run now."""
    done = await assign_tickets(desk.database, desk.business, lambda: desk.at, lambda session, at: desk.tell(session))
    await desk.deliver()
    return done


async def acts(desk: Desk) -> list[str]:
    """Return what was noted, in order."""
    rows: Sequence[AuditEvent] = await desk.rows(AuditEvent)
    return [row.act for row in sorted(rows, key=lambda row: row.id)]


def mention(user_id: int) -> str:
    """Return what calls somebody in a text."""
    return f'<a href="tg://user?id={user_id}">'


ANNA = AGENT
