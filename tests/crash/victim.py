"""The victim: the real program, started by its command, against a playground that outlives it."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from tests.always_open import ALWAYS_OPEN
from tests.journeys.stage import TOKEN, Stage
from tests.journeys.town import DESK, NOWHERE, OLIVIA, until
from tests.programs import surroundings

KEFU = str(Path(sys.executable).with_name("kefu"))
START_PATIENCE = 240.0  # on a machine that does much else
SECRET = "crash-secret"
# An hour at which greetings and reminders are said, wherever that is now.
_GOOD_HOUR = 13

_BUSINESS = (
    """
company = "Lantern Tea"
time_zone = "{zone}"
"""
    + ALWAYS_OPEN
    + """
[flood]
messages = 1000
seconds = 1
[unasked]
per_day = 0
per_week = 0
chat_minutes = 0
tickets_first = false
"""
)


def zone_of_good_hour(now: datetime) -> str:
    """Return a time zone in which it is early afternoon at this moment."""
    offset = _GOOD_HOUR - now.astimezone(UTC).hour
    return f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"  # these zones count westward


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


class Victim:
    """Starts, kills and stops the program; the same database, the same token and the same port each time."""

    def __init__(
        self,
        directory: Path,
        url: str,
        *,
        stage: Stage | None = None,
        webhook: str | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """`webhook` is the address that Telegram is told; without one the program polls. A stage that is given is left open at the end."""
        self.url = url
        self.directory = directory
        self.zone = zone_of_good_hour(datetime.now(UTC))
        self.port = free_port()
        self.log_path = directory / "program.log"
        self._log = self.log_path.open("ab")
        self._own_stage = None if stage else Stage(directory)
        self.stage: Stage = stage or self._own_stage  # type: ignore[assignment]  # one of the two is there
        self.playground = self.stage.http
        business = directory / "business.toml"
        business.write_text(_BUSINESS.format(zone=self.zone), encoding="utf-8")
        self.environment = surroundings(is_measured=False) | {
            "KEFU_BOT_TOKEN": TOKEN, "KEFU_BOT_API": self.stage.address, "KEFU_DATABASE_URL": url, "KEFU_HTTP_PORT": str(self.port),
            "KEFU_MESSAGES_PER_SECOND": "0", "KEFU_STAFF_CHAT": str(DESK), "KEFU_OWNERS": str(OLIVIA), "KEFU_BUSINESS": str(business),
            "PYTHONUNBUFFERED": "1",
        } | ({"KEFU_WEBHOOK_URL": webhook, "KEFU_WEBHOOK_SECRET": SECRET} if webhook else {}) | dict(settings or {})  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0
        self.started_at = 0.0

    # --- its life -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the program; return at once."""
        self.starts += 1
        self.started_at = time.monotonic()
        self.process = subprocess.Popen([KEFU, "run"], cwd=self.directory, env=self.environment, stderr=self._log, stdout=self._log)

    def is_ready(self) -> bool:
        """Tell whether the program says that it can do its work; fail when it has ended by itself."""
        self.require_alive()
        return self.readiness() == 200

    def readiness(self) -> int:
        """Return the status that `/readyz` answers now; 0 when nobody answers soon."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).status_code
        except httpx.TransportError:
            return 0

    def figures(self) -> str:
        """Return what `/metrics` says now."""
        return httpx.get(f"http://127.0.0.1:{self.port}/metrics", timeout=30).text

    def wait_until_ready(self) -> None:
        """Wait until the program says that it can do its work."""
        until(self.is_ready, patience=START_PATIENCE, what="a program that is ready")

    def require_alive(self) -> None:
        """Fail when the program has ended by itself."""
        assert self.process is not None
        assert self.process.poll() is None, f"the program ended by itself with {self.process.returncode}: {self.log()[-3000:]}"

    def kill(self) -> None:
        """Kill the program as a power cut does: it is told nothing."""
        self.require_alive()
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, *, patience: float = 30) -> float:
        """End the program as an operator does; return how many seconds that took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - began

    def end(self) -> None:
        """End everything that was started."""
        if self.process is not None and self.process.poll() is None:
            self.stop()
        if self._own_stage is not None:
            self._own_stage.end()
        self._log.close()

    def command(self, *arguments: str, kill_after: float | None = None) -> int | None:
        """Run another command of the program on the same database; return its status, None when it was killed on the way."""
        process = subprocess.Popen([KEFU, *arguments], cwd=self.directory, env=self.environment, stdout=self._log, stderr=self._log)
        try:
            return process.wait(timeout=kill_after or START_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None

    def log(self) -> str:
        """Return what the program wrote to its log so far."""
        return self.log_path.read_text(encoding="utf-8")

    # --- what people and faults do at Telegram --------------------------------------------------------------------

    def act(self, path: str, **body: Any) -> Any:
        """Let somebody do something at Telegram; `sender` stands for `from`. Fails with the playground's sentence when it is not possible."""
        if "sender" in body:
            body["from"] = body.pop("sender")
        answer = self.playground.post(f"/playground/api/{path}", json=body)
        assert answer.status_code < 300, f"{path} {body}: {answer.text}"
        return answer.json()

    def state(self) -> dict[str, Any]:
        """Return the whole world of the playground."""
        state: dict[str, Any] = self.playground.get("/playground/api/state").json()
        return state

    def glance(self) -> dict[str, Any]:
        """Return the world of the playground without messages."""
        state: dict[str, Any] = self.playground.get("/playground/api/state", params={"messages_of": NOWHERE}).json()
        return state

    def calls(self, *, after: int = 0, method: str | None = None) -> list[dict[str, Any]]:
        """Return the calls of the program that the playground logged, those with a higher number."""
        wanted: dict[str, Any] = {"after": after} | ({"method": method} if method else {})
        calls: list[dict[str, Any]] = self.playground.get("/playground/api/log", params=wanted).json()
        return calls

    def pending_updates(self) -> int:
        """Return how many updates the playground keeps because they were not confirmed."""
        pending: int = self.glance()["pending_updates"]
        return pending

    def faults(self, *faults: dict[str, Any]) -> None:
        """Let exactly these faults stand, the first of them struck first."""
        self.playground.delete("/playground/api/faults")
        for fault in faults:
            self.act("faults", **fault)
