"""Migrations: up, down and up again, and the same shape as the tables in code."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select
from sqlmodel import SQLModel, col

from storage.customers import find_customer_by_username, get_customer
from storage.database import Database
from storage.deadlines import Deadline
from storage.migrating import alembic_config, back_up, migrate, pending_migrations, revisions
from storage.tables import TABLES
from storage.tickets import Ticket
from storage.vocabulary import DeadlineKind
from tests.conftest import NOON


async def test_every_migration_goes_up_down_and_up_again(database_url: str) -> None:
    database = Database(database_url)
    config = alembic_config()

    def step(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        command.upgrade(config, "head")

    async with database.engine.connect() as connection:
        await connection.run_sync(step)
        await connection.commit()
    assert await pending_migrations(database) == 0
    await database.close()


async def test_the_migrated_database_has_the_shape_of_the_tables_in_code(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


def test_the_files_of_the_migrations_are_named_by_their_revisions_and_follow_each_other() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert [revision.revision for revision in script.walk_revisions()][::-1] == revisions()


def test_every_table_of_the_metadata_is_listed() -> None:
    assert {table.__tablename__ for table in TABLES} == set(SQLModel.metadata.tables)


async def test_usernames_of_before_are_found_in_any_case(database_url: str) -> None:
    database = Database(database_url)
    await migrate(database, at=NOON, revision="0001")
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (7, 'Lin', 'zh', false, 'UTC', '2026-03-04')"
        )
        await connection.exec_driver_sql(
            "INSERT INTO contact (id, customer_id, channel, address, username, created_at) VALUES (1, 7, 'telegram', '5', 'Lin_Yue', '2026-03-04')"
        )
    await migrate(database, at=NOON + timedelta(days=1))
    async with database.read() as session:
        found = await find_customer_by_username(session, "LIN_yue")
    assert found is not None
    assert found.id == 7
    await database.close()


async def test_first_answers_that_are_owed_go_on_being_owed(database_url: str) -> None:
    database = Database(database_url)
    await migrate(database, at=NOON, revision="0003")
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (7, 'Lin', 'zh', false, 'UTC', '2026-03-04')"
        )
        for number, status, due, answered in (
            (1, "open", "2026-03-05 04:30:00", "NULL"),
            (2, "new", "2999-03-05 04:30:00", "NULL"),
            (3, "open", "2999-03-05 04:30:00", "'2026-03-05 01:00:00'"),
            (4, "closed", "2999-03-05 04:30:00", "NULL"),
        ):
            await connection.exec_driver_sql(
                "INSERT INTO ticket (id, number, customer_id, kind, category, severity, status, opened_at, due_at, first_response_at, last_message_at,"
                f" revision) VALUES ({number}, {number}, 7, 'inquiry', 'order', 'low', '{status}', '2026-03-05 00:00:00', '{due}', {answered},"
                " '2026-03-05 00:00:00', 1)"
            )
    await migrate(database, at=NOON + timedelta(days=1))
    opened = datetime(2026, 3, 5, tzinfo=UTC)
    late, soon = opened + timedelta(hours=4, minutes=30), datetime(2999, 3, 5, 4, 30, tzinfo=UTC)
    async with database.read() as session:
        kept = (await session.execute(select(Deadline).order_by(col(Deadline.ticket_id)))).scalars().all()
        waiting = (await session.execute(select(col(Ticket.customer_waits_since)).order_by(col(Ticket.id)))).scalars().all()
    assert [(row.ticket_id, row.kind, row.target, row.due_at, row.look_at, row.breached_at) for row in kept] == [
        (1, DeadlineKind.FIRST_RESPONSE, late - opened, late, None, late),
        (2, DeadlineKind.FIRST_RESPONSE, soon - opened, soon, soon, None),
    ]
    assert waiting == [opened, opened, None, None]
    await database.close()


async def test_migrating_twice_does_nothing_the_second_time(database_url: str) -> None:
    database = Database(database_url)
    assert await migrate(database, at=NOON) > 0
    assert await migrate(database, at=NOON) == 0
    await database.close()


async def test_a_database_of_a_newer_version_is_refused(sqlite_database: Database) -> None:
    async with sqlite_database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from_the_future'")
    with pytest.raises(LookupError):
        await pending_migrations(sqlite_database)


async def test_a_file_with_data_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/kefu.db")
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE something (id INTEGER)")
    await migrate(database, at=NOON)
    await database.close()
    assert [path.name for path in tmp_path.glob("*.before-*")] == ["kefu.db.before-20260304T120000"]


async def test_a_copy_is_whole_while_the_desk_writes(sqlite_database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "copy.db"
    async with sqlite_database.begin():
        await back_up(sqlite_database, target)
    copy = Database(f"sqlite:///{target}")
    assert await pending_migrations(copy) == 0
    await copy.close()
    with pytest.raises(FileExistsError):
        await back_up(sqlite_database, target)


async def test_customers_of_before_need_not_show_that_they_are_people(database_url: str) -> None:
    database = Database(database_url)
    await migrate(database, at=NOON, revision="0003")
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (7, 'Lin', 'zh', false, 'UTC', '2026-03-04')"
        )
    await migrate(database, at=NOON + timedelta(days=1))
    async with database.read() as session:
        customer = await get_customer(session, 7)
        assert (customer.verified_at, customer.banned_until) == (customer.created_at, None)
    await database.close()


async def test_messages_of_campaigns_get_their_own_kind_and_reminders_keep_theirs(database_url: str) -> None:
    database = Database(database_url)
    await migrate(database, at=NOON, revision="0016")
    said = "INSERT INTO interaction (id, customer_id, kind, direction, author, version, channel, at) VALUES"
    async with database.engine.begin() as connection:
        for statement in (
            "INSERT INTO staff_member (id, user_id, name, role, language, added_at) VALUES (5, 3001, 'Olivia', 'owner', 'en', '2026-03-01')",
            "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (7, 'Lin', 'zh', false, 'UTC', '2026-03-04')",
            "INSERT INTO campaign (id, name, state, segment, control_percent, b_percent, created_by, created_at, built_to)"
            " VALUES (1, 'Spring', 'done', '{}', 0, 0, 5, '2026-03-01', 7)",
            "INSERT INTO campaign_recipient (campaign_id, customer_id, variant, state, not_before, attempts, queued_at)"
            " VALUES (1, 7, 'a', 'sent', '2026-03-01', 1, '2026-03-02 10:00:00')",
            f"{said} (1, 7, 'reminder', 'out', 'bot', 1, 'telegram', '2026-03-02 10:00:00')",
            f"{said} (2, 7, 'reminder', 'out', 'bot', 1, 'telegram', '2026-03-03 10:00:00')",
            f"{said} (3, 7, 'inquiry', 'in', 'customer', 1, 'telegram', '2026-03-02 10:00:00')",
            "INSERT INTO message_place (chat_id, message_id, interaction_id) VALUES (9, 1, 1)",
        ):
            await connection.exec_driver_sql(statement)
    await migrate(database, at=NOON + timedelta(days=1))
    async with database.engine.connect() as connection:
        kinds = (await connection.exec_driver_sql("SELECT kind FROM interaction ORDER BY id")).scalars().all()
        places = (await connection.exec_driver_sql("SELECT interaction_id FROM message_place")).scalars().all()
    assert (kinds, places) == (["campaign", "reminder", "inquiry"], [1])
    await database.close()


async def test_tickets_of_which_the_customer_does_not_know_are_those_on_which_they_have_written_nothing(database_url: str) -> None:
    database = Database(database_url)
    await migrate(database, at=NOON, revision="0021")
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (7, 'Lin', 'zh', false, 'UTC', '2026-03-04')"
        )
        for number, quiet in ((1, "true"), (2, "false")):
            await connection.exec_driver_sql(
                "INSERT INTO ticket (id, number, customer_id, kind, category, severity, status, opened_at, due_at, last_message_at, is_quiet,"
                f" revision) VALUES ({number}, {number}, 7, 'follow_up', 'other', 'low', 'open', '2026-03-05', '2026-03-05', '2026-03-05', {quiet}, 1)"
            )
    await migrate(database, at=NOON + timedelta(days=1))
    async with database.read() as session:
        kept = (await session.execute(select(Ticket).order_by(col(Ticket.id)))).scalars().all()
    assert [(row.is_quiet, row.is_unasked, row.asked_at) for row in kept] == [(True, True, None), (False, False, None)]
    await database.close()
