"""The program is killed while customers write: nothing they wrote is lost or kept twice, and everybody is answered."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select
from sqlmodel import col

from storage.database import Database
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.vocabulary import Direction, OutboxState
from tests.conftest import new_postgres_database
from tests.journeys.stage import TOKEN, Stage
from tests.journeys.town import until

CUSTOMERS = 10
MESSAGES = 8
KILLS = 5


class Victim:
    """The program against a playground that outlives it."""

    def __init__(self, directory: Path, url: str) -> None:
        self.url = url
        self._directory = directory
        self._log = (directory / "program.log").open("ab")
        self._stage = Stage(directory, "--empty")
        self.http = self._stage.http
        self.start()

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KEFU_")}
        environment |= {
            "KEFU_BOT_TOKEN": TOKEN, "KEFU_BOT_API": self._stage.address, "KEFU_DATABASE_URL": self.url, "KEFU_HTTP_PORT": "0",
            "KEFU_MESSAGES_PER_SECOND": "0",
        }  # fmt: skip
        self._program = subprocess.Popen(
            [str(Path(sys.executable).with_name("kefu")), "run"], cwd=self._directory, env=environment, stderr=self._log, stdout=self._log
        )

    def kill(self) -> None:
        self._program.send_signal(signal.SIGKILL)
        self._program.wait()

    def state(self) -> dict[str, object]:
        state: dict[str, object] = self.http.get("/playground/api/state").json()
        return state

    def end(self) -> None:
        self._program.terminate()
        self._program.wait(timeout=20)
        self._stage.end()
        self._log.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def victim(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Victim]:
    url = "sqlite:///kefu.db"
    if request.param == "postgresql":
        url = asyncio.run(new_postgres_database(request.getfixturevalue("postgres_url")))
    victim = Victim(tmp_path, url)
    yield victim
    victim.end()


def test_a_killed_program_loses_nothing_and_keeps_nothing_twice(victim: Victim, tmp_path: Path) -> None:
    random = Random(7)
    people = [victim.http.post("/playground/api/people", json={"first_name": f"C{number}"}).json()["id"] for number in range(CUSTOMERS)]
    until(
        lambda: any(call["method"] == "deleteWebhook" for call in victim.http.get("/playground/api/log").json()), what="a program at work"
    )
    said: dict[int, list[str]] = {person: [] for person in people}
    turns = [(person, f"m{number:02}") for number in range(MESSAGES) for person in people]
    kill_at = set(random.sample(range(5, len(turns)), KILLS))
    for turn, (person, text) in enumerate(turns):
        said[person].append(text)
        answer = victim.http.post("/playground/api/messages", json={"from": person, "chat_id": person, "text": text})
        assert answer.status_code == 200, answer.text
        time.sleep(random.random() * 0.02)
        if turn in kill_at:
            time.sleep(random.random() * 1.5)
            victim.kill()
            victim.start()
    until(lambda: victim.state()["pending_updates"] == 0, patience=40, what="an empty queue at Telegram")

    url = victim.url if victim.url.startswith("postgresql") else f"sqlite:///{tmp_path}/kefu.db"
    until(lambda: asyncio.run(_waiting(url)) == 0, patience=40, what="an empty outbox")
    heard, answered = asyncio.run(_kept(url))
    assert {int(address): texts for address, texts in heard.items()} == said
    assert answered > 0
    log = (tmp_path / "program.log").read_text()
    assert TOKEN not in log


async def _waiting(url: str) -> int:
    database = Database(url)
    try:
        async with database.read() as session:
            statement = select(col(OutboxMessage.id)).where(col(OutboxMessage.state).in_([OutboxState.QUEUED, OutboxState.SENDING]))
            return len((await session.execute(statement)).all())
    finally:
        await database.close()


async def _kept(url: str) -> tuple[dict[str, list[str]], int]:
    """Return what was heard from each person, in order, and how many answers were said."""
    database = Database(url)
    try:
        async with database.read() as session:
            rows = (await session.execute(select(Interaction).order_by(col(Interaction.id)))).scalars().all()
    finally:
        await database.close()
    heard: dict[str, list[str]] = {}
    for row in rows:
        if row.direction is Direction.IN and row.text:
            heard.setdefault(str(row.author_id), []).append(row.text)
    return heard, sum(1 for row in rows if row.direction is Direction.OUT)
