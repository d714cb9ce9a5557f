"""Watching: which rows changed while the hostile were at it, and which of these changes nobody may make who was there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from storage.bans import Ban
from storage.canned_replies import CannedReply, CannedReplyText
from storage.consents import Consent
from storage.conversations import Conversation
from storage.customers import Contact, Customer
from storage.database import Database
from storage.groups import GroupChat
from storage.interactions import Interaction
from storage.job_runs import JobRequest, JobRun
from storage.outbox import OutboxMessage
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.staff import StaffInvitation, StaffMember
from storage.surveys import Survey, SurveyResponse
from storage.tickets import Ticket
from storage.updates import FailedUpdate
from storage.visits import Visit
from tests.desk import STAFF_GROUP
from tests.hostile.cast import VICTIMS, ticket_of

Key = tuple[Any, ...]
Row = Mapping[Any, Any]
Rows = dict[Key, Row]
Snapshot = dict[str, Rows]

# Of owners, supervisors and agents only.
OF_STAFF: tuple[type[SQLModel], ...] = (
    Ban, CannedReply, CannedReplyText, StaffMember, StaffInvitation, GroupChat, JobRequest, JobRun, Purchase,
)  # fmt: skip
# Each row belongs to one customer.
OF_CUSTOMERS: tuple[type[SQLModel], ...] = (Customer, Contact, Consent, Ticket, Survey, SurveyResponse, Visit, PointsEntry)
GUARDED: tuple[type[SQLModel], ...] = (*OF_STAFF, *OF_CUSTOMERS, Conversation)
_SEEDED = 1000  # ids below this were there before anybody came
_VICTIMS_NUMBERS = tuple(ticket_of(user) for user in VICTIMS)
# How a staff member is called now, the language that was chosen, and what they say of themselves.
_OWN_TO_CHANGE = frozenset({"name", "username", "language", "here_at", "away_at", "away_until", "away_reason", "languages"})
_COUNTED = frozenset({"used", "last_used_at"})


@dataclass(frozen=True)
class Change:
    """A row that came, went or is another now."""

    table: str
    key: Key
    before: Row | None
    after: Row | None

    def columns(self) -> set[str]:
        """Return the names of the columns that differ; all when the row came or went."""
        if self.before is None or self.after is None:
            return set(self.before or self.after or {})
        return {name for name, value in self.after.items() if value != self.before[name]}

    def __str__(self) -> str:
        shown = {name: (self.before and self.before[name], self.after and self.after[name]) for name in sorted(self.columns())}
        return f"{self.table}{self.key}: {shown}"


async def look(database: Database) -> Snapshot:
    """Return every row that must be guarded."""
    seen: Snapshot = {}
    async with database.read() as session:
        for kind in GUARDED:
            seen[_table(kind).name] = _by_key(_table(kind), (await session.execute(select(_table(kind)))).mappings())
        for kind in (FailedUpdate, OutboxMessage):
            seeded = select(_table(kind)).where(_table(kind).c.id < _SEEDED)
            seen[_table(kind).name] = _by_key(_table(kind), (await session.execute(seeded)).mappings())
        spoken = select(_table(Interaction)).where(_table(Interaction).c.customer_id.in_(_VICTIMS_NUMBERS))
        seen["interaction"] = _by_key(_table(Interaction), (await session.execute(spoken)).mappings())
    return seen


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return what differs between two looks."""
    return [
        Change(table, key, before[table].get(key), after[table].get(key))
        for table in after
        for key in before[table].keys() | after[table].keys()
        if before[table].get(key) != after[table].get(key)
    ]


def unlawful_of_strangers(changed: Iterable[Change], snapshot: Snapshot, users: Collection[int]) -> list[Change]:
    """Return the changes that these users could not make as customers or strangers."""
    numbers = _customers_of(snapshot, users)
    return [change for change in changed if not _is_own(change, users, numbers)]


def unlawful_of_agents(changed: Iterable[Change], snapshot: Snapshot, users: Collection[int]) -> list[Change]:
    """Return the changes that these users could not make as agents: tickets move by them, everything else as by anybody."""
    numbers = _customers_of(snapshot, users)
    by_desk_work = {"ticket", "survey", "visit", "interaction"}
    work = [change for change in changed if change.table == "canned_reply" and change.columns() <= _COUNTED]
    return [change for change in changed if change.table not in by_desk_work and change not in work and not _is_own(change, users, numbers)]


def _is_own(change: Change, users: Collection[int], numbers: Collection[int]) -> bool:
    row = change.after or change.before or {}
    if change.table == "group_chat":
        return change.key[0] != STAFF_GROUP and change.after is not None and change.after["staff_group_since"] is None
    if change.table == "staff_member":
        return row["user_id"] in users and change.before is not None and change.columns() <= _OWN_TO_CHANGE
    if change.table == "conversation":
        return row["user_id"] in users
    if change.table == "customer":
        return row["id"] in numbers
    if change.table == "ticket" and "assignee_id" in change.columns() and row["assignee_id"] is not None:
        return False
    return change.table in {_table(kind).name for kind in OF_CUSTOMERS} and row["customer_id"] in numbers


def _customers_of(snapshot: Snapshot, users: Collection[int]) -> set[int]:
    addresses = {str(user) for user in users}
    return {row["customer_id"] for row in snapshot["contact"].values() if row["address"] in addresses}


def _table(kind: type[SQLModel]) -> Table[Any]:
    table: Table[Any] = kind.__table__  # type: ignore[attr-defined]  # SQLModel hides __table__
    return table


def _by_key(table: Table[Any], rows: Iterable[Row]) -> Rows:
    names = [column.name for column in table.primary_key]
    return {tuple(row[name] for name in names): row for row in rows}
