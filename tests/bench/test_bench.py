"""The bench works: each contestant answers each message once, what is wrong is noticed, and the page is written."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from tests.bench.__main__ import ONLY_BY_NAME, SECTIONS, main
from tests.bench.children import TOKEN, NotAnswered, Telegram
from tests.bench.contestants import CONTESTANTS
from tests.bench.crowd import FIRST_CUSTOMER, Crowd, Script
from tests.bench.growth_paths import DELIVERY_EMPTY, DELIVERY_FULL, PATHS, STATS
from tests.bench.handing import Polled, Pushed, Waiting
from tests.bench.report import HEAD, Row, Section, markdown, table
from tests.bench.waiting import percentile
from tests.bench.wire import Asked

PATIENCE = 600  # for a busy machine; the whole file takes half a minute on an idle one


def _measured(page: Path, *arguments: str) -> list[str]:
    """Run the quick bench and return the names of the rows on its page. It fails by itself when an answer is missing or too many."""
    main([*arguments, "--quick", "--page", str(page)])
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.read_text().splitlines() if line.startswith("| ")]
    return [row for row in rows if row != HEAD[0]]


@pytest.mark.timeout(PATIENCE)
def test_every_contestant_answers_each_message_once_and_calls_nothing_else(tmp_path: Path) -> None:
    assert _measured(tmp_path / "page.md", "throughput") == [contestant.title for contestant in CONTESTANTS]


@pytest.mark.timeout(PATIENCE)
def test_every_other_section_measures_and_stands_on_the_page(tmp_path: Path) -> None:
    sections = [name for name in SECTIONS if name not in {"throughput", "growth", "day", *ONLY_BY_NAME}]
    rows = _measured(tmp_path / "page.md", *sections, "--contestants", "kefu-sqlite-polling")
    kefu = "Kefu, SQLite, polling"
    waits = [f"{kefu}: {name}" for name in ("p50 alone", "p99 alone", "p50 at 100 updates/s", "p99 at 100 updates/s")]
    memory = [f"{kefu}: after the start", f"{kefu}: more after 200 updates"]
    assert rows == [f"{kefu}, Bot API 0 ms", f"{kefu}, Bot API 30 ms", *waits, kefu, *memory, "sendMessage"]


@pytest.mark.timeout(PATIENCE)
def test_growth_measures_the_same_on_both_databases(tmp_path: Path) -> None:
    rows = _measured(tmp_path / "page.md", "growth")
    on_sqlite, on_postgres = ([row.partition(": ")[2] for row in rows if row.startswith(kind)] for kind in ("sqlite", "postgresql"))
    assert on_sqlite == on_postgres == ["size on disk", *(PATHS | STATS), *DELIVERY_EMPTY, *DELIVERY_FULL]


@pytest.mark.timeout(PATIENCE)
def test_a_day_of_planning_measures_the_same_on_both_databases_and_customers_are_answered_meanwhile(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    rows = _measured(page, "day")
    on_sqlite, on_postgres = (
        [row.partition(": ")[2] for row in rows if row.startswith(f"Kefu, {kind}")] for kind in ("SQLite", "PostgreSQL")
    )
    waits = [f"p{percent} {when}" for when in ("without planning", "meanwhile") for percent in (50, 99)]
    days = [
        "planning of a day", "planning of the first day of all", "of it the campaign's list", "making and settling the campaign's messages",
        "the same on the first day of all",
        "memory that both add", "a minute in which nothing is new",
    ]  # fmt: skip
    assert on_sqlite == on_postgres == [*days, *waits]
    for job in ("reminders", "campaigns", "birthday_greetings", "points_expiry", "housekeeping", "win_back"):
        assert page.read_text().count(f"{job} ") >= 2, job


async def _play(script: Script) -> tuple[Crowd, list[Waiting]]:
    handed: list[Waiting] = []
    crowd = Crowd(handed.append)
    await crowd.play(script)
    return crowd, handed


async def test_a_customer_writes_again_only_when_the_answer_has_arrived() -> None:
    crowd, handed = await _play(Script(updates=3, people=2, window=1))
    assert [chat for _, chat, _ in handed] == [FIRST_CUSTOMER]
    crowd.answered(FIRST_CUSTOMER, "sendMessage")
    crowd.answered(FIRST_CUSTOMER + 1, "sendMessage")
    assert not crowd.ended.is_set()
    crowd.answered(FIRST_CUSTOMER, "sendMessage")
    assert crowd.ended.is_set()
    assert [(chat, json.loads(body)["message"]["text"]) for _, chat, body in handed] == [
        (FIRST_CUSTOMER, "hello 1"),
        (FIRST_CUSTOMER + 1, "hello 2"),
        (FIRST_CUSTOMER, "hello 3"),
    ]


async def test_an_answer_too_many_is_noted_and_another_method_is_no_answer() -> None:
    crowd, _ = await _play(Script(updates=1, people=1))
    crowd.answered(FIRST_CUSTOMER, "copyMessage")
    assert crowd.noted.waits == []
    crowd.answered(FIRST_CUSTOMER, "sendMessage")
    crowd.answered(FIRST_CUSTOMER, "sendMessage")
    assert (len(crowd.noted.waits), crowd.noted.surplus) == (1, 1)


async def test_what_is_said_to_others_is_no_answer_too_many_when_there_are_neighbours() -> None:
    for neighbours, surplus in ((True, 0), (False, 1)):
        crowd, _ = await _play(Script(updates=1, people=1, neighbours=neighbours))
        crowd.answered(FIRST_CUSTOMER + 1, "sendMessage")
        assert crowd.noted.surplus == surplus


@pytest.mark.parametrize(("answers", "complaint"), [(0, "0 answers to 1 messages, 0 too many"), (2, "1 answers to 1 messages, 1 too many")])
def test_an_answer_missing_or_too_many_ends_the_run(tmp_path: Path, answers: int, complaint: str) -> None:
    telegram, script = Telegram(tmp_path, core=None), Script(updates=1, people=1)
    try:
        telegram.begin(script)
        for _ in range(answers):
            httpx.post(f"{telegram.address}/bot{TOKEN}/sendMessage", json={"chat_id": FIRST_CUSTOMER, "text": "hello"}, timeout=30)
        with pytest.raises(NotAnswered, match=complaint):
            telegram.noted(script, patience=0.5)
    finally:
        telegram.end()


async def test_the_next_update_of_a_chat_is_pushed_after_a_2xx_and_other_chats_do_not_wait() -> None:
    heard: list[str] = []
    held: list[Asked] = []
    ended = asyncio.Event()

    def hear(asked: Asked, path: str, kind: bytes, body: bytes) -> None:
        heard.append(body.decode())
        if heard == ["anna 1"]:
            held.append(asked)  # refused only after another chat was heard
            return
        asked.respond(b"")
        if body == b"ben 1":
            held.pop().respond(b"", b"503 Service Unavailable")
        if len(heard) == 4:
            ended.set()

    server = await asyncio.get_running_loop().create_server(lambda: Asked(hear), "127.0.0.1", 0)
    pushed = Pushed(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", secret="s", connections=2)
    for number, (chat, body) in enumerate([(1, b"anna 1"), (1, b"anna 2"), (2, b"ben 1")]):
        pushed.add((number, chat, body))
    await asyncio.wait_for(ended.wait(), timeout=30)
    assert heard == ["anna 1", "ben 1", "anna 1", "anna 2"]
    pushed.close()
    server.close()
    await server.wait_closed()


async def test_an_update_comes_again_until_an_offset_confirms_it() -> None:
    answers: list[str] = []

    def poll(offset: int) -> None:
        polled.poll(lambda body: answers.append(body.decode()), offset=offset, limit=2, seconds=0)

    polled = Polled()
    for update_id in (7, 8, 9):
        polled.add((update_id, 1, str(update_id).encode()))
    for offset in (0, 7, 8, 10):
        poll(offset)
    assert answers == [f'{{"ok":true,"result":[{ids}]}}' for ids in ("7,8", "7,8", "8,9", "")]


@pytest.mark.parametrize(("percent", "expected"), [(50, 2.0), (99, 4.0), (1, 1.0)])
def test_a_percentile_is_the_nearest_rank(percent: int, expected: float) -> None:
    assert percentile([4.0, 2.0, 1.0, 3.0], percent) == expected


def test_a_row_shows_the_median_of_its_ratios_and_whether_its_goal_is_met() -> None:
    row = Row("Kefu", "/s", (900.0, 700.0, 800.0), ratios=(0.9, 0.6, 0.75), goal="≥ 0.7", is_met=True)
    assert row.cells() == ("Kefu", "800 /s", "700", "900", "0.75 (0.60–0.90)", "≥ 0.7", "yes", "")
    section = Section("Rates", "How.", (row,))
    assert "| Kefu | 800 /s | 700 | 900 | 0.75 (0.60–0.90) | ≥ 0.7 | yes |  |" in markdown([section], machine="", reading="")
    assert table([section]).splitlines()[-1].split() == "Kefu 800 /s 700 900 0.75 (0.60–0.90) ≥ 0.7 yes".split()
