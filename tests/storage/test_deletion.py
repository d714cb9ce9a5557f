"""Deletion of a customer: the recipe of docs/data.md, as it stands there, leaves nothing of them and everything of the others."""

import re
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlmodel import SQLModel, col

from storage.columns import draw_id
from storage.counters import Counter
from storage.database import Database
from storage.vocabulary import Language
from tests.desk import AGENT, OWNER, Desk
from tests.handlers.chat.staff_side import open_desk, ticket_of, topic_of
from tests.house.source import ROOT

MOMENT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
# What is about the desk and never about one customer. Every other table holds traces of customers.
OF_THE_DESK = frozenset(
    {
        "campaign", "campaign_text", "canned_reply", "canned_reply_text", "counter", "group_chat", "handover", "job_request", "job_run",
        "processed_update", "reward_stock", "staff_invitation", "staff_member", "visit_plan", "visit_plan_switch",
    }
)  # fmt: skip
# Rows of these stay, without a word of whose they were.
STAYING = frozenset({"coaching_note", "coupon"})
Row = Mapping[str, Any]
Rows = dict[str, list[Row]]


class Person:
    """Somebody whose traces fill a database: a number, a Telegram account, and a word that stands in every text of theirs."""

    def __init__(self, number: int, user_id: int, mark: str) -> None:
        self.number = number
        self.user_id = user_id
        self.mark = mark
        self.ids: dict[str, int] = {"customer": number, "ticket": number * 10 + 1}

    def is_in(self, value: object) -> bool:
        """Tell whether a value of a column tells of this person."""
        if isinstance(value, int):
            return value in {self.number, self.user_id, *self.ids.values()}
        found = rf"{self.mark}|(?<!\d)({self.number}|{self.user_id}|{self.ids['ticket']})(?!\d)"
        return not isinstance(value, datetime | timedelta) and re.search(found, str(value)) is not None


class Town:
    """A database with the desk in it, and two people who left traces in every table that may hold any."""

    def __init__(self) -> None:
        self.desk_ids: dict[str, int] = {}
        self.quillon = Person(86420, 7_700_000_001, "Quillon")
        self.bystander = Person(13579, 8_800_000_002, "Bystander")

    def row(self, table: sa.Table, person: Person | None) -> dict[str, Any]:
        """Return a row with a value in every column, of a person or of the desk."""
        values = {column.name: self._value(table, column, person) for column in table.columns}
        if person is None:
            return values
        other = self.bystander if person is self.quillon else self.quillon
        match table.name:
            case "referral":
                return values | {"friend_id": other.number}
            case "ticket_link":
                return values | {"other_id": other.ids["ticket"]}
            case "ticket":
                return values | {"previous_ticket_id": None, "merged_into_id": None}
            case "failed_update":
                return values | {"raw": {"message": {"from": {"id": person.user_id}, "text": person.mark}}}
            case "coaching_note":
                return values | {"text": "Well done", "author_id": self.desk_ids["staff_member"]}
            case "coupon":
                return values | {"list_name": "birthday", "code": f"CODE-{draw_id()}", "cause": f"birthday:{person.number}:2026"}
            case _:
                return values

    def _value(self, table: sa.Table, column: sa.Column[Any], person: Person | None) -> Any:
        referred = next((key.column.table.name for key in column.foreign_keys), None)
        ids = self.desk_ids if person is None or referred in OF_THE_DESK else person.ids
        if referred in STAYING:
            return None
        if referred is not None:
            return ids[referred]
        user_id = person.user_id if person else 3001
        known = {
            "user_id": user_id, "chat_id": user_id, "author_id": user_id, "address": str(user_id), "dedupe_key": None,
        }  # fmt: skip
        if column.name in {"id", "number"} and table.name not in STAYING:
            return ids.setdefault(table.name, draw_id())
        return known[column.name] if column.name in known else _of_type(column.type, person.mark if person else "desk")

    async def fill(self, database: Database) -> None:
        """Fill a database."""
        async with database.begin() as session:
            for table in SQLModel.metadata.sorted_tables:
                if table.name == "ticket_link":
                    continue  # needs the tickets of both
                for person in (None,) if table.name in OF_THE_DESK else (self.quillon, self.bystander):
                    await session.execute(sa.insert(table).values(**self.row(table, person)))
            links = SQLModel.metadata.tables["ticket_link"]
            for person in (self.quillon, self.bystander):
                await session.execute(sa.insert(links).values(**self.row(links, person)))

    async def add(self, database: Database, table_name: str, **values: Any) -> None:
        """Add a row that is neither person's own, like those of the desk but for these values."""
        table = SQLModel.metadata.tables[table_name]
        row = {column.name: None if column.foreign_keys else self._value(table, column, None) for column in table.columns}
        async with database.begin() as session:
            await session.execute(sa.insert(table).values(**row | {"id": draw_id()} | values))


def _of_type(kind: Any, text: str) -> Any:
    match kind.impl if isinstance(kind, sa.types.TypeDecorator) and not isinstance(kind, sa.Interval) else kind:
        case sa.Enum():
            return kind.enums[0] if kind.enum_class is None else next(iter(kind.enum_class))
        case sa.JSON():
            return {"text": text}
        case sa.String():
            return text[: kind.length]
        case sa.Boolean():
            return False
        case sa.Interval():
            return timedelta(hours=1)
        case sa.DateTime():
            return MOMENT
        case sa.BigInteger():
            return draw_id()
        case sa.Integer():
            return 1
        case _:
            raise AssertionError(f"no value for {kind!r}")


def recipe(number: int) -> str:
    """Return the statements as they stand in the document, for this customer."""
    section = (ROOT / "docs" / "data.md").read_text(encoding="utf-8").partition("## Delete a customer")[2]
    [statements] = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    for_number, places = re.subn(r"\b12\b", str(number), statements)
    assert places == 1, "the customer's number stands there once"
    return for_number


async def run_recipe(database: Database, number: int) -> None:
    """Run the recipe by the database's own means, all at once."""
    if database.path is not None:
        connection = sqlite3.connect(database.path, isolation_level=None)
        connection.executescript("PRAGMA foreign_keys = ON;\n" + recipe(number))
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
    else:
        server = await asyncpg.connect(database.url.set(drivername="postgresql").render_as_string(hide_password=False))
        await server.execute(recipe(number))
        await server.close()


async def contents(database: Database) -> Rows:
    """Return every row of every table."""
    async with database.read() as session:
        return {
            table.name: [dict(row) for row in (await session.execute(sa.select(table))).mappings().all()]
            for table in SQLModel.metadata.sorted_tables
        }


def traces(rows: Rows, person: Person) -> list[str]:
    """Return where a person is told of."""
    return [
        f"{name}.{column}: {value!r}" for name, each in rows.items() for row in each for column, value in row.items() if person.is_in(value)
    ]


async def test_the_recipe_leaves_nothing_of_a_customer_and_everything_of_the_others(database: Database) -> None:
    town = Town()
    quillon, bystander = town.quillon, town.bystander
    await town.fill(database)
    for text in (
        "Quillon complains", f"A bad mark of somebody (customer no. {quillon.number})", f"有人（客户编号 {quillon.number}）投诉",
        f"封禁了编号为 {quillon.number} 的客户", f"/ban {quillon.number} 2d", "/customer @Quillon", f"/customer {quillon.user_id}",
    ):  # fmt: skip
        await town.add(database, "interaction", text=text, media=None)
    await town.add(database, "interaction", text="Lift", media={"kind": "callback_query", "data": f"lift:{quillon.number}"})
    await town.add(database, "interaction", text="Bystander complains", media=None)
    await town.add(database, "interaction", author="stranger", author_id=quillon.user_id, text="I am Quillon", media=None)
    await town.add(database, "outbox_message", state="sent", payload={"text": "Quillon complains"}, chat_id=3001)
    for act, subject in (
        ("customer.banned", str(quillon.number)), ("points.adjusted", str(quillon.number)), ("visit.planned", str(quillon.number)),
        ("purchase.reversed", "Quillon"), ("voucher.used", "Quill-on"),
    ):  # fmt: skip
        await town.add(database, "audit_event", act=act, subject=subject, after={"reason": "Quillon asked for it"})
    await town.add(database, "audit_event", act="customer.banned", subject=str(bystander.number))
    await town.add(database, "audit_event", act="reward.stock_set", subject="tin")
    await town.add(
        database, "points_entry", customer_id=bystander.number, cause="friend", purchase_id=quillon.ids["purchase"]
    )  # fmt: skip
    before = await contents(database)
    holding = {name for name, each in before.items() for row in each if any(quillon.is_in(value) for value in row.values())}
    assert holding == set(before) - OF_THE_DESK - {"alembic_version"}, "every table is filled, or is of the desk"
    await run_recipe(database, quillon.number)
    after = await contents(database)
    assert traces(after, quillon) == []
    added = {}
    for name, rows in before.items():
        of_others = [row for row in rows if not any(quillon.is_in(value) for value in row.values())]
        assert [row for row in of_others if row not in after[name]] == []
        added[name] = len(after[name]) - len(of_others)
    assert {name: count for name, count in added.items() if count} == {"coaching_note": 1, "coupon": 1, "points_entry": 1, "interaction": 8}
    coupons = [row for row in after["coupon"] if row["customer_id"] is None]
    assert [(row["cause"], row["given_at"], row["said_at"]) for row in coupons] == [(None, MOMENT, MOMENT)]


async def test_the_recipe_for_a_number_that_nobody_has_changes_nothing(database: Database) -> None:
    town = Town()
    await town.fill(database)
    before = await contents(database)
    await run_recipe(database, 999_999)
    assert await contents(database) == before


async def test_after_a_day_at_the_desk_nothing_is_left_of_a_customer_that_staff_worked_on(desk_on_both: Desk) -> None:
    desk = desk_on_both
    quillon = Person(86420, 7_700_000_001, "Person7700000001|person7700000001|1380013")
    async with desk.database.begin() as session:
        await session.execute(sa.update(Counter).where(col(Counter.name) == "customer").values(value=quillon.number - 1))
        await session.execute(sa.update(Counter).where(col(Counter.name) == "ticket").values(value=quillon.ids["ticket"] - 1))
    await open_desk(desk)
    ticket = await ticket_of(desk, quillon.user_id, words="My tin is dented")
    assert (ticket.customer_id, ticket.id) == (quillon.number, quillon.ids["ticket"])
    await desk.says(quillon.user_id, "/complain")
    await desk.says_in_group(AGENT, "We send you a new one", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "/note Was angry on the phone", topic=topic_of(ticket))
    await desk.says_in_group(OWNER, f"/ban {quillon.number} 2d spam")
    await desk.says(OWNER, "/bans")
    await desk.presses_button(OWNER, desk.phrasebook.speaking(Language.ENGLISH).plain("ban-button-lift", number=quillon.number))
    for command in (
        f"/customer {quillon.number}", "/customer @person7700000001", f"/nogreet {quillon.number}", f"/points {quillon.number} +50 late",
        f"/purchase {quillon.number} 12.50 CNY LT-1", "/purchase reverse LT-1 sent back", f"/visit {quillon.number} 3d", "/audit", "/visits",
    ):  # fmt: skip
        await desk.says(OWNER, command)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await desk.deliver()
    assert len({trace.partition(".")[0] for trace in traces(await contents(desk.database), quillon)}) > 12
    await run_recipe(desk.database, quillon.number)
    left = await contents(desk.database)
    del left["counter"]  # the last numbers that were given, to whomever
    assert traces(left, quillon) == []
