"""Two programs where one should be: the second refuses with a sentence, the first goes on."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rivalry import NEWCOMER_SECONDS
from tests.crash.records import is_committed
from tests.crash.victim import KEFU, Victim, free_port
from tests.journeys.stage import TOKEN
from tests.journeys.town import until

pytestmark = pytest.mark.timeout(900)

PATIENCE = 120.0


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Victim]:
    """A program at work."""
    victim = Victim(tmp_path, f"sqlite:///{tmp_path}/kefu.db")
    try:
        victim.start()
        victim.wait_until_ready()
        yield victim
    finally:
        victim.end()


def start_second(first: Victim, directory: Path, url: str) -> subprocess.CompletedProcess[str]:
    """Start a second program with the same token, and wait for its end."""
    environment = first.environment | {"KEFU_DATABASE_URL": url, "KEFU_HTTP_PORT": str(free_port())}
    return subprocess.run([KEFU, "run"], cwd=directory, env=environment, capture_output=True, text=True, timeout=400, check=False)


def is_heard(first: Victim, person: int, text: str) -> None:
    """Let somebody say something, and wait until the first program has it."""
    said = first.act("messages", sender=person, chat_id=person, text=text)
    until(
        lambda: is_committed(first.url, chat_id=person, message_id=said["message_id"]), patience=PATIENCE, what=f"{text!r} in the database"
    )


def test_the_second_program_on_one_file_refuses(first: Victim, tmp_path: Path) -> None:
    done = start_second(first, tmp_path, first.url)
    assert (done.returncode, "KEFU_DATABASE_URL: another Kefu works on this database; stop it first" in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr
    person = first.act("people", first_name="Ann")["id"]
    is_heard(first, person, "still there?")


def test_the_second_program_with_one_token_refuses_and_the_first_says_so(first: Victim, tmp_path: Path) -> None:
    person = first.act("people", first_name="Ben")["id"]
    is_heard(first, person, "good morning")
    time.sleep(NEWCOMER_SECONDS + 1)  # from now on it is the first beyond doubt
    done = start_second(first, tmp_path, f"sqlite:///{tmp_path}/other.db")
    assert (done.returncode, "KEFU_BOT_TOKEN: another program works with this token already" in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr + first.log()
    assert first.log().count("polling.rival") == 1
    first.wait_until_ready()
    is_heard(first, person, "and still there?")
