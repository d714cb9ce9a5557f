"""The bot token: whatever goes wrong, at debug level, it stands in no log line, no traceback and no row."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.demo import DEMO_TOKEN
from tests.journeys.town import Town, until
from tests.programs import surroundings

KEFU = str(Path(sys.executable).with_name("kefu"))
SECRET = DEMO_TOKEN.partition(":")[2]
OTHER_TOKEN = "123456:AnotherTokenThatNobodyKnows-_xyz"
FAULTS: list[dict[str, Any]] = [
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502, "body": f"<html>bot{DEMO_TOKEN}</html>"},
    {"kind": "status", "status": 429, "retry_after": 1},
    {"kind": "error", "error_code": 400, "description": f"Bad Request: /bot{DEMO_TOKEN}/sendMessage"},
    {"kind": "error", "error_code": 401, "description": f"Unauthorized: {DEMO_TOKEN}"},
    {"kind": "error", "error_code": 404, "description": f"Not Found: bot{DEMO_TOKEN.replace(':', '%3A')}"},
    {"kind": "reset"},
    {"kind": "timeout_before", "seconds": 0.2},
    {"kind": "timeout_after", "seconds": 0.2},
]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """The program at debug level with its playground."""
    started = Town(
        directory=tmp_path,
        settings={"KEFU_LOG_LEVEL": "debug", "KEFU_LOG_FORMAT": "json", "KEFU_DATABASE_URL": f"sqlite:///{tmp_path}/kefu.db"},
        is_measured=False,
    )
    yield started
    started.stop()


def run(directory: Path, log: Path, **settings: str) -> subprocess.Popen[bytes]:
    """Start the program at debug level; everything that it says goes to the log."""
    environment = surroundings(is_measured=False)
    environment |= {"KEFU_HTTP_PORT": "0", "KEFU_LOG_LEVEL": "debug", "KEFU_DATABASE_URL": f"sqlite:///{directory}/second.db"} | settings
    with log.open("wb") as file:
        return subprocess.Popen([KEFU, "run"], cwd=directory, env=environment, stdout=file, stderr=file)


def plan_fault(town: Town, method: str, fault: dict[str, Any], **fields: Any) -> None:
    """Let calls of a method go wrong."""
    planned = town.http.post("/playground/api/faults", json={"method": method, "fault": fault} | fields)
    assert planned.status_code == 200, planned.text


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.mark.timeout(300)
def test_faults_of_telegram_and_unreadable_updates_show_no_token(town: Town, tmp_path: Path) -> None:
    tom = town.customer("Tom")
    tom.says("/start")
    for fault in FAULTS:
        for method in ("sendMessage", "getUpdates"):
            plan_fault(town, method, fault, times=1)
        tom.says("/help")
        until(lambda: not town.state()["faults"], patience=60, what=f"a call that meets {fault}")
    town.act("updates", message={"text": f"bot{DEMO_TOKEN}", "message_id": DEMO_TOKEN})
    with sqlite3.connect(tmp_path / "kefu.db") as database:

        def errors() -> list[str]:
            rows = database.execute("SELECT error FROM failed_update UNION ALL SELECT error FROM outbox_message WHERE error IS NOT NULL")
            return [error for (error,) in rows]

        until(
            lambda: any("validation error" in error for error in errors()) and len(errors()) > 2,
            patience=120,
            what="what failed in the database",
        )
        assert [error for error in errors() if SECRET in error] == []
    database.close()
    until(lambda: town.log().count("polling.delayed") > 3, patience=120, what="faults of the poll")
    log = town.log()
    assert "<token>" in log  # it was there and was cut out
    assert [line for line in log.splitlines() if SECRET in line] == []
    assert all(json.loads(line) for line in log.splitlines() if line.startswith("{"))


def has_spoken(process: subprocess.Popen[bytes], log: Path) -> bool:
    """Tell whether a program has said something and gone, or goes on and has said more."""
    return log.stat().st_size > (0 if process.poll() is not None else 80)


REFUSED: dict[str, dict[str, str]] = {
    "a token that nobody knows": {"KEFU_BOT_TOKEN": OTHER_TOKEN},
    "a connection refused": {"KEFU_BOT_TOKEN": OTHER_TOKEN, "KEFU_BOT_API": "http://127.0.0.1:9"},
    "no such host": {"KEFU_BOT_TOKEN": OTHER_TOKEN, "KEFU_BOT_API": "http://nowhere.invalid"},
    "a database away": {"KEFU_BOT_TOKEN": OTHER_TOKEN, "KEFU_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"},
    "a token without its shape": {"KEFU_BOT_TOKEN": f"{OTHER_TOKEN} x"},
    "a port that is taken": {"KEFU_BOT_TOKEN": OTHER_TOKEN, "KEFU_HTTP_PORT": "1", "KEFU_HTTP_HOST": "203.0.113.1"},
}


@pytest.mark.timeout(300)
def test_a_start_that_fails_shows_no_token(town: Town, tmp_path: Path) -> None:
    programs = {}
    for number, (name, settings) in enumerate(REFUSED.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        programs[name] = run(folder, folder / "log", **({"KEFU_BOT_API": town.address} | settings)), folder / "log"
    try:
        for name, (process, log) in programs.items():
            until(partial(has_spoken, process, log), patience=200, what=f"a word about {name}")
        time.sleep(2)
    finally:
        for process, _ in programs.values():
            end(process)
    told = {name: log.read_text() for name, (_, log) in programs.items()}
    assert [name for name, text in told.items() if OTHER_TOKEN.partition(":")[2] in text] == []
    assert all(told.values())


@pytest.mark.timeout(300)
def test_a_webhook_that_cannot_be_set_shows_no_token(town: Town, tmp_path: Path) -> None:
    plan_fault(town, "setWebhook", {"kind": "error", "error_code": 400, "description": f"Bad Request: bad webhook /bot{DEMO_TOKEN}/x"})
    log = tmp_path / "second.log"
    secret = "a-secret-of-the-webhook"
    program = run(
        tmp_path, log, KEFU_BOT_TOKEN=DEMO_TOKEN, KEFU_BOT_API=town.address, KEFU_WEBHOOK_URL="https://example.org", KEFU_WEBHOOK_SECRET=secret,
    )  # fmt: skip
    try:
        until(lambda: "ad webhook" in log.read_text() or program.poll() is not None, patience=120, what="a word about the webhook")
    finally:
        end(program)
    text = log.read_text()
    assert "ad webhook" in text  # the library writes the first letter large
    assert (SECRET in text, secret in text) == (False, False)
