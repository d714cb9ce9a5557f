"""The processes that a measurement starts, where they run, and what they use."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.crowd import Noted, Script
from tests.programs import surroundings

ROOT = Path(__file__).parents[2]
PROGRAM_CORE, SERVER_CORE = 0, 1
TOKEN = "123456:BENCHBENCHBENCHBENCHBENCH"
_END_SECONDS = 15.0


def used_seconds(pid: int, *, with_ended: bool = False) -> float:
    """Return the processor time of a process, 0 when it is gone; `with_ended` adds that of its children that have ended."""
    return sum(int(field) for field in _stat(pid)[11 : 15 if with_ended else 13]) / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """Return the ids of the processes that a process has started."""
    everybody = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [each for each in everybody if _stat(each)[1:2] == [str(pid)]]


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on; none when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


class NotAnswered(Exception):
    """A program did not answer each message exactly once."""


class Child:
    """A process of ours, ended by its id."""

    def __init__(
        self, command: Sequence[str], *, core: int | None, directory: Path, settings: Mapping[str, str], log: Path, piped: bool = False
    ) -> None:
        environment = surroundings(is_measured=False)
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **settings}
        self._log = log.open("ab")
        self.log_path = log
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            command, cwd=directory, env=environment, stdout=subprocess.PIPE if piped else self._log, stderr=self._log
        )
        if core is not None and core in os.sched_getaffinity(0):
            os.sched_setaffinity(self.process.pid, {core})

    def end(self) -> None:
        """End the process as a service manager does, and by force when that takes too long."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=_END_SECONDS)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._log.close()

    def cpu_seconds(self) -> float:
        """Return the processor time that the process has used."""
        return used_seconds(self.process.pid)

    def memory(self) -> dict[str, float]:
        """Return the memory of the process in MB, by the names of the kernel: Rss, Pss, and Uss for what is its own alone."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()[1:]
        kilobytes = {name: int(rest.split()[0]) for name, rest in (line.split(":", 1) for line in lines)}
        own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
        return {"Rss": kilobytes["Rss"] / 1024, "Pss": kilobytes["Pss"] / 1024, "Uss": own / 1024}


class Telegram:
    """The loopback Bot API in a process of its own."""

    def __init__(self, directory: Path, *, core: int | None) -> None:
        self._child = Child(
            [sys.executable, "-m", "tests.bench.telegram"],
            core=core,
            directory=ROOT,
            settings={},
            log=directory / "telegram.log",
            piped=True,
        )
        assert self._child.process.stdout is not None
        self.address = self._child.process.stdout.readline().decode().strip()

    def play(self, script: Script, *, patience: float = 120.0, linger: float = 0.0) -> Noted:
        """Let the crowd play and return what was noted; raise NotAnswered unless each message was answered once."""
        self.begin(script)
        return self.noted(script, patience=patience, linger=linger)

    def begin(self, script: Script) -> None:
        """Let the crowd begin to play."""
        self._post("/crowd/play", asdict(script))

    def noted(self, script: Script, *, patience: float = 120.0, linger: float = 0.0) -> Noted:
        """Return what was noted of the script that plays; raise NotAnswered unless each message was answered once."""
        noted = Noted(**self._post("/crowd/noted", {"patience": patience, "linger": linger}, patience=patience + linger))
        if noted.problems or noted.surplus or len(noted.waits) != script.updates:
            raise NotAnswered(f"{noted.problems or ''} {len(noted.waits)} answers to {script.updates} messages, {noted.surplus} too many")
        return noted

    def play_alone(self, script: Script, *, linger: float) -> Noted:
        """Play, and raise NotAnswered also when anything was called besides the answers and for updates."""
        noted = self.play(script, linger=linger)
        calls = {method: count for method, count in noted.calls.items() if method != "getUpdates"}
        if calls != {script.answer: script.updates}:
            raise NotAnswered(f"{calls} for {script.updates} messages")
        return noted

    def set_latency(self, seconds: float) -> None:
        """Let every call take so long from now on."""
        self._post("/crowd/latency", {"seconds": seconds})

    def end(self) -> None:
        """End the server."""
        self._child.end()

    def _post(self, path: str, body: Mapping[str, Any], *, patience: float = 0.0) -> dict[str, Any]:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=patience + 30)
        try:
            connection.request("POST", path, body=json.dumps(body), headers={"Content-Type": "application/json"})
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer
