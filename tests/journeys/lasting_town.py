"""A lasting town: its program can be killed and started again, while people and the clock go on."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from crm.jobs import CADENCES
from storage.database import Database
from storage.job_runs import last_runs
from storage.vocabulary import JobResult
from tests.journeys.clocked_desk import CAUGHT_UP
from tests.journeys.stage import ROOT, Stage
from tests.journeys.town import ANNA, DESK, OLIVIA, Somebody, Town, until, words
from tests.programs import surroundings

MEI, JAMES = 1001, 1002
_PATIENCE = 120.0


class LastingTown(Town):
    """A town with customers 1 and 2 and with Anna on the staff; whoever comes next is customer 3."""

    def __init__(
        self, *, directory: Path, database_url: str | None = None, webhook: bool = False, settings: Mapping[str, str] | None = None
    ) -> None:
        self.stage = Stage(directory)
        self.address, self.http = self.stage.address, self.stage.http
        self.database_url = database_url or f"sqlite:///{directory}/kefu.db"
        self.log_path = directory / "program.log"
        self._log = self.log_path.open("wb")
        self._people = 0
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        self._web = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        self._environment = surroundings(is_measured=False) | {
            "KEFU_BOT_TOKEN": self.stage.token, "KEFU_BOT_API": self.address, "KEFU_DATABASE_URL": self.database_url,
            "KEFU_HTTP_PORT": str(port), "KEFU_MESSAGES_PER_SECOND": "0", "KEFU_OWNERS": str(OLIVIA), "KEFU_STAFF_CHAT": str(DESK),
            "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **(settings or {}),
        }  # fmt: skip
        if webhook:
            self._environment |= {"KEFU_WEBHOOK_URL": f"{self._web.base_url}/telegram", "KEFU_WEBHOOK_SECRET": "the-secret"}
        self.start()
        self._settle_in()

    def start(self) -> None:
        """Start the program by the clock of the town, and wait until it has done what was due."""
        now = self.glance()["now"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.clocked_desk", _ahead(now)],
            cwd=ROOT, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip
        until(
            lambda: self._is_ready() and asyncio.run(self._has_worked_since(datetime.fromisoformat(now))),
            patience=_PATIENCE,
            what="a program at work",
        )

    def kill(self) -> None:
        """Kill the program as a power cut does: it is told nothing."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close_pipes()

    def is_down(self) -> bool:
        """Tell whether the program was killed and not started again."""
        return self.process.poll() is not None

    def act(self, path: str, *, sender: int | None = None, method: str = "POST", **body: Any) -> Any:
        """Let somebody do something; when the clock is moved, wait until the program has done what became due."""
        answer = super().act(path, sender=sender, method=method, **body)
        if path == "clock" and not self.is_down():
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.write(f"{_ahead(answer['now'])}\n")
            self.process.stdin.flush()
            said = self.process.stdout.readline().strip()
            assert said == CAUGHT_UP, self.log()[-3000:]
        return answer

    def stop(self) -> float:
        """End the program and its playground."""
        if not self.is_down():
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self._close_pipes()
        self.stage.end()
        self._web.close()
        self._log.close()
        return 0.0

    def _settle_in(self) -> None:
        for person, name in ((MEI, "Mei"), (JAMES, "James")):
            somebody = Somebody(self, person, person)
            somebody.starts()
            somebody.reads(name)
        here = Somebody(self, ANNA, DESK).says("Good morning")
        Somebody(self, OLIVIA, DESK).says("/staff add", reply_to=here["message_id"])
        until(lambda: [each for each in self.messages(DESK) if "Anna" in words(each)], what="Anna among the staff")

    def _is_ready(self) -> bool:
        assert not self.is_down(), self.log()[-3000:]
        try:
            return self._web.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    async def _has_worked_since(self, moment: datetime) -> bool:
        """Tell whether every job that has a cadence has run since a moment."""
        database = Database(self.database_url)
        try:
            async with database.read() as session:
                done = {run.job for run in await last_runs(session) if run.started_at >= moment and run.result is JobResult.DONE}
        finally:
            await database.close()
        return done >= {name for name, every in CADENCES.items() if every is not None}

    def _close_pipes(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def _ahead(now: str) -> str:
    """Return how many seconds a clock is ahead that shows this now; a little less, never more."""
    return str((datetime.fromisoformat(now) - datetime.now(UTC)).total_seconds())
