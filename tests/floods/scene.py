"""The scene of a flood: the real program as a process of its own, against a playground that enforces Telegram's limits."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

import storage.tables  # noqa: F401  # rows can be written when every table is known
from playground.seed import FIRST_OF_CROWD
from storage.database import Database
from storage.migrating import migrate
from storage.outbox import queue_message
from storage.vocabulary import InDoubt, Lane
from tests.journeys.stage import TOKEN, Stage
from tests.programs import surroundings

DESK, OLIVIA = -1001000000001, 3001
MOST_AT_ONCE = 1000
PATIENCE = 120.0
# What Telegram counts as a message to a chat.
COUNTED = frozenset({"sendMessage", "copyMessage", "editMessageText", "createForumTopic", "closeForumTopic", "reopenForumTopic"})
Call = dict[str, Any]


class Scene:
    """A program under load and what Telegram heard of it. Ends the programs that it started."""

    def __init__(self, directory: Path, *, url: str | None = None, crowd: int = 0) -> None:
        self.url = url or f"sqlite:///{directory}/kefu.db"
        self.crowd = range(FIRST_OF_CROWD, FIRST_OF_CROWD + crowd)
        self._directory = directory
        self._log = (directory / "program.log").open("ab")
        self._stage = Stage(directory, "--enforce-limits", "--crowd", str(crowd))
        self._http = httpx.AsyncClient(base_url=self._stage.address, timeout=PATIENCE)
        self._program: subprocess.Popen[bytes] | None = None
        self._names: dict[int, str] = {}
        self._listening = asyncio.Lock()
        self.calls: list[Call] = []

    async def prepare(self, *, bulk: Sequence[int] = ()) -> None:
        """Make the database, with a bulk message waiting for each of these chats."""
        database, now = Database(self.url), datetime.now(UTC)
        await migrate(database, at=now)
        for start in range(0, len(bulk), MOST_AT_ONCE):
            async with database.begin() as session:
                for chat_id in bulk[start : start + MOST_AT_ONCE]:
                    payload = {"chat_id": chat_id, "text": "All the best!"}
                    queue_message(
                        session, method="sendMessage", payload=payload, lane=Lane.BULK, at=now, chat_id=chat_id, in_doubt=InDoubt.PARK
                    )
        await database.close()

    async def start(self) -> None:
        """Start the program as an operator does who has set nothing but what must be set, and wait until it works."""
        environment = surroundings(is_measured=False)
        environment |= {
            "KEFU_BOT_TOKEN": TOKEN, "KEFU_BOT_API": self._stage.address, "KEFU_DATABASE_URL": self.url, "KEFU_HTTP_PORT": "0",
            "KEFU_OWNERS": str(OLIVIA), "KEFU_STAFF_CHAT": str(DESK),
        }  # fmt: skip
        self._program = subprocess.Popen(  # noqa: ASYNC220  # it is ended by a method that may not be awaited any more
            [str(Path(sys.executable).with_name("kefu")), "run"], cwd=self._directory, env=environment, stderr=self._log, stdout=self._log
        )
        await self.until(lambda: any(call["method"] == "getChatMember" for call in self.calls), what="a program at work")

    async def end(self) -> None:
        """End both programs."""
        if self._program is not None:
            self._program.send_signal(signal.SIGTERM)
            self._program.wait(timeout=20)
        await self._http.aclose()
        self._stage.end()
        self._log.close()

    def program_log(self) -> str:
        """Return what the program wrote to its log so far, and how it ended if it did."""
        code = self._program.poll() if self._program is not None else None
        return (self._directory / "program.log").read_text() + ("" if code is None else f"\n(ended with {code})")

    # --- what people do -------------------------------------------------------------------------------------------

    async def act(self, path: str, **body: Any) -> Any:
        """Let somebody do something."""
        answer = await self._http.post(f"/playground/api/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def customer(self) -> int:
        """Let a new person come, and return their id."""
        name = f"Guest {len(self._names) + 1}"
        person = int((await self.act("people", first_name=name))["id"])
        self._names[person] = name
        return person

    async def says(self, person: int, text: str) -> datetime:
        """Somebody writes to the bot; return when."""
        at = datetime.now(UTC)
        await self.act("messages", **{"from": person, "chat_id": person, "text": text})
        return at

    async def opens_ticket(self, person: int) -> int:
        """Let a customer have a ticket, and return the id of its topic."""
        await self.says(person, "/human")
        await self.says(person, f"matter of {person}")

        def topic() -> int | None:
            named = f"{self._names[person]} ·"
            cards = [call["parameters"] for call in self.heard(DESK) if named in str(call["parameters"].get("text"))]
            return cards[0].get("message_thread_id") if cards else None

        await self.until(lambda: topic() is not None, what="a card in the staff group")
        return topic() or 0

    # --- what Telegram heard --------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Fetch the calls that the bot made since the last time."""
        async with self._listening:
            after = self.calls[-1]["id"] if self.calls else 0
            self.calls += (await self._http.get("/playground/api/log", params={"after": after})).json()

    def heard(self, chat_id: int) -> list[Call]:
        """Return the messages that a chat got so far."""
        return [call for call in self.calls if call["chat_id"] == chat_id and call["ok"] and call["method"] in COUNTED]

    def refused_as_too_many(self) -> int:
        """Return how often Telegram said that the bot is too fast."""
        return sum(1 for call in self.calls if call["error_code"] == 429)

    async def topic_texts(self, thread_id: int) -> list[str]:
        """Return what the bot posted in a topic, in order."""
        state = (await self._http.get("/playground/api/state")).json()
        return [
            message["text"]
            for message in state["messages"][str(DESK)]
            if message.get("message_thread_id") == thread_id and "text" in message
        ]

    async def until(self, reached: Callable[[], bool], *, what: str, patience: float = PATIENCE) -> None:
        """Listen until something has happened; fail with `what` was expected."""
        end = time.monotonic() + patience
        await self.listen()
        while not reached():
            assert time.monotonic() < end, f"did not see {what}: {self.program_log()[-2000:]}"
            await asyncio.sleep(0.1)
            await self.listen()

    async def rows(self, table: type[Any], *conditions: Any) -> Sequence[Any]:
        """Return rows of the program's database, oldest first."""
        database = Database(self.url)
        try:
            async with database.read() as session:
                return (await session.execute(select(table).where(*conditions).order_by(table.id))).scalars().all()
        finally:
            await database.close()


def moment(call: Call) -> datetime:
    """Return when Telegram got a call."""
    return datetime.fromisoformat(call["at"])
