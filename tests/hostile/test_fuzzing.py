"""The short form of the long run: thousands of made-up updates, and proof that it would notice what must not happen."""

from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from crm.business import Business
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Role, TicketStatus
from tests.desk import AGENT, Desk
from tests.hostile.cast import VICTIMS, ticket_of
from tests.hostile.damage import damaged, least
from tests.hostile.databases import NewDatabase
from tests.hostile.fuzzing import CountingPhrasebook, Figures, Run, Violation, World
from tests.hostile.sendable import faults_of
from tests.hostile.updates import Crowd, Forge
from tests.hostile.watching import changes, look, unlawful_of_agents, unlawful_of_strangers

STRANGER = 5001


@pytest.mark.timeout(400)
async def test_thousands_of_hostile_updates_change_nothing_that_they_may_not(sqlite_worlds: NewDatabase, business: Business) -> None:
    run = Run(new_database=sqlite_worlds, business=business, seed=11, world_size=700)
    await run.run(2800)
    figures = run.figures
    assert figures.updates == 2800
    assert min(figures.unreadable, figures.refused, figures.rows_changed) > 50
    assert min(len(figures.kinds), len(figures.said)) > 25


@pytest.mark.timeout(400)
async def test_hundreds_of_hostile_updates_do_no_harm_on_postgresql(postgres_worlds: NewDatabase, business: Business) -> None:
    run = Run(new_database=postgres_worlds, business=business, seed=12, world_size=150)
    await run.run(450)
    assert run.figures.updates == 450


async def test_the_same_seed_makes_the_same_updates() -> None:
    first, second = (Forge(dice=Random("7/1"), crowd=Crowd.EVERYBODY, moment=1) for _ in range(2))
    assert [repr(first.update()) for _ in range(200)] == [repr(second.update()) for _ in range(200)]


async def test_most_updates_can_be_read_and_hold_every_kind_of_content(desk: Desk) -> None:
    forge = Forge(dice=Random(3), crowd=Crowd.STRANGERS, moment=1_772_625_600)
    read = 0
    contents: set[str] = set()
    for _ in range(3000):
        try:
            update = desk.dispatching.parse(forge.update())
        except ValidationError:
            continue
        read += 1
        if update.message is not None:
            contents.add(update.message.content_type)
    assert 0.6 < read / 3000 < 0.95
    assert len(contents) > 60


# --- it would notice ------------------------------------------------------------------------------------------------


async def promote(row: Any) -> None:
    row.role = Role.OWNER


async def close(row: Any) -> None:
    row.status = TicketStatus.CLOSED


@pytest.mark.parametrize(("table", "key", "meddle"), [(StaffMember, None, promote), (Ticket, ticket_of(VICTIMS[0]), close)])
async def test_a_row_that_a_stranger_changed_is_seen(staffed: Desk, table: type[Any], key: int | None, meddle: Any) -> None:
    before = await look(staffed.database)
    assert changes(before, await look(staffed.database)) == []
    async with staffed.database.begin() as session:
        number = key if key is not None else (await staffed.row(StaffMember, user_id=AGENT)).id
        row = await session.get(table, number)
        await meddle(row)
    after = await look(staffed.database)
    changed = changes(before, after)
    assert [change.table for change in unlawful_of_strangers(changed, after, {STRANGER})] == [table.__tablename__]
    assert len(unlawful_of_agents(changed, after, {AGENT})) == (table is StaffMember)


async def test_a_customers_own_rows_are_the_customers_own(staffed: Desk) -> None:
    before = await look(staffed.database)
    await staffed.presses(STRANGER, "lang:zh")
    after = await look(staffed.database)
    assert unlawful_of_strangers(changes(before, after), after, {STRANGER}) == []
    assert {change.table for change in unlawful_of_strangers(changes(before, after), after, {5002})} >= {"customer"}


async def test_a_world_in_which_nobody_answers_is_a_violation(sqlite_worlds: NewDatabase, business: Business) -> None:
    database = await sqlite_worlds()
    figures = Figures()
    phrasebook = CountingPhrasebook(business, figures.said)
    world = World(database=database, business=business, phrasebook=phrasebook, seed="1", crowd=Crowd.STRANGERS, figures=figures)
    await world.desk.intake.take([{"update_id": 10**9, "new_kind": {}}])  # the id of the harmless question
    with pytest.raises(Violation, match="got no answer"):
        await world.check([])
    await database.close()


@pytest.mark.parametrize(
    ("method", "payload", "count"),
    [
        ("sendMessage", {"chat_id": 1, "text": "<b>x</b>", "parse_mode": "HTML"}, 0),
        ("sendMessage", {"chat_id": 1, "text": "<b>x", "parse_mode": "HTML"}, 1),
        ("sendMessage", {"chat_id": 1, "text": "&lt;" * 4096, "parse_mode": "HTML"}, 0),
        ("sendMessage", {"chat_id": 1, "text": "x" * 4097}, 1),
        ("sendMessage", {"chat_id": 1, "text": "😀" * 2049}, 1),
        ("sendMessage", {"chat_id": 1, "text": " \n"}, 1),
        ("sendMessage", {"chat_id": 1, "text": "a\0"}, 1),
        ("sendMessage", {"chat_id": 2**63, "text": "a"}, 1),
        ("sendMessage", {"chat_id": 1, "text": "\ud800"}, 1),
        ("sendLocation", {"chat_id": 1, "latitude": float("nan")}, 1),
        ("answerCallbackQuery", {"text": "x" * 201}, 1),
        ("createForumTopic", {"chat_id": 1, "name": ""}, 1),
        ("sendPhoto", {"chat_id": 1, "caption": "x" * 1025}, 1),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "字" * 22}]]}}, 1),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}}, 1),
    ],
)
def test_what_telegram_would_refuse_is_seen(method: str, payload: dict[str, Any], count: int) -> None:
    assert len(faults_of(method, payload)) == count


async def test_a_bad_update_is_reduced_to_what_is_bad_about_it() -> None:
    async def is_bad(raw: dict[str, Any]) -> bool:
        return "a" in raw.get("message", {}).get("text", {})

    raw = {"update_id": 1, "message": {"text": {"a": [1, 2], "b": 2}, "chat": {"id": 1}}, "x": []}
    assert await least(raw, is_bad) == {"update_id": 1, "message": {"text": {"a": []}}}


def test_damage_spares_what_telegram_vouches_for() -> None:
    dice = Random(5)
    raw = {"update_id": 1, "message": {"from": {"id": 7}, "chat": {"id": 8}, "text": "x", "photo": [{"file_id": "a"}]}}
    broken = [damaged(raw, dice, spare=frozenset({"update_id", "from", "chat"})) for _ in range(300)]
    assert {each["update_id"] for each in broken} == {1}
    kept = [each["message"] for each in broken if isinstance(each.get("message"), dict) and "from" in each["message"]]
    assert {repr((message["from"], message["chat"])) for message in kept} == {repr(({"id": 7}, {"id": 8}))}
    assert len({repr(each) for each in broken}) > 60
