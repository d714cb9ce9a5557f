"""The command line: what an operator types and what is answered."""

import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.journeys.town import Town
from tests.programs import surroundings

KEFU = str(Path(sys.executable).with_name("kefu"))
TOKEN = "123456:TESTTESTTESTTESTTESTTEST"


def kefu(*arguments: str, directory: Path, settings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    environment = surroundings() | dict(settings or {})
    return subprocess.run([KEFU, *arguments], cwd=directory, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_the_version_is_told(tmp_path: Path) -> None:
    assert kefu("--version", directory=tmp_path).stdout.startswith("kefu 0.")


def test_a_wrong_setting_is_one_sentence_and_never_a_traceback(tmp_path: Path) -> None:
    for command in (["run"], ["demo"], ["migrate"], ["retry"], ["backup", "x.db"], ["import", "purchases", "x.csv"]):
        done = kefu(*command, directory=tmp_path, settings={"KEFU_HTTP_PORT": "eighty"})
        assert done.returncode == 2
        assert done.stderr.strip() == "KEFU_HTTP_PORT should be a whole number."


def test_running_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    done = kefu("run", directory=tmp_path)
    assert (done.returncode, done.stderr.startswith("KEFU_BOT_TOKEN is not set")) == (2, True)


def test_check_tells_what_is_well_and_what_is_wrong(tmp_path: Path) -> None:
    well = kefu("check", directory=tmp_path, settings={"KEFU_BOT_TOKEN": TOKEN, "KEFU_OWNERS": "1"})
    assert well.returncode == 0
    assert "business file" in well.stdout
    (tmp_path / "shop.toml").write_text('company = "Shop"\ntime_zone = "Mars/Base"\n[opening_hours]\nmonday = ["09:00-18:00"]\n')
    wrong = kefu("check", directory=tmp_path, settings={"KEFU_BUSINESS": "shop.toml"})
    assert wrong.returncode == 2
    assert "time_zone" in wrong.stdout
    assert "Traceback" not in wrong.stdout + wrong.stderr


def test_a_text_that_replaces_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(
        'company = "Shop"\ntime_zone = "UTC"\n[opening_hours]\nmonday = ["09:00-18:00"]\n[texts.en]\nno-such-text = "x"\n'
    )
    done = kefu("check", directory=tmp_path, settings={"KEFU_BUSINESS": "shop.toml"})
    assert done.returncode == 2
    assert "texts.en.no-such-text" in done.stdout


def test_a_database_out_of_reach_is_named(tmp_path: Path) -> None:
    done = kefu("check", directory=tmp_path, settings={"KEFU_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"})
    assert done.returncode == 2
    assert "database: it cannot be reached" in done.stdout


def test_migrate_backup_and_migrate_again(tmp_path: Path) -> None:
    assert kefu("migrate", directory=tmp_path).stdout.split()[0] != "0"
    assert kefu("migrate", directory=tmp_path).stdout.strip() == "0 migrations ran."
    assert kefu("backup", "copy.db", directory=tmp_path).returncode == 0
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM counter").fetchone() == (3,)
    copy.close()
    again = kefu("backup", "copy.db", directory=tmp_path)
    assert (again.returncode, "exists already" in again.stderr) == (2, True)


def test_retry_with_nothing_to_retry(tmp_path: Path) -> None:
    done = kefu("retry", directory=tmp_path, settings={"KEFU_BOT_TOKEN": TOKEN})
    assert (done.returncode, done.stdout.strip()) == (0, "0 handled, 0 failed again.")


def test_importing_purchases_reports_bad_lines_with_their_numbers(tmp_path: Path) -> None:
    kefu("migrate", directory=tmp_path)
    with sqlite3.connect(tmp_path / "var" / "kefu.db") as database:
        database.execute(
            "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (1, 'Tom', 'en', 0, 'UTC', '2026-01-01 00:00:00')"
        )
    database.close()
    (tmp_path / "shop.csv").write_text(
        "customer,amount,currency,date,reference\n1,12.50,EUR,2026-03-01,A-1\n99,1,EUR,2026-03-01,A-2\n1,x,EUR,2026-03-01,A-3\n1,12.50,EUR,2026-03-01,A-1\n"
    )
    done = kefu("import", "purchases", "shop.csv", directory=tmp_path)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == ["Line 3", "Line 4"]
    assert lines[2].startswith("1 purchase imported, 1 known already")
    missing = kefu("import", "purchases", "nothing.csv", directory=tmp_path)
    assert (missing.returncode, "nothing.csv cannot be read" in missing.stderr) == (2, True)


def test_importing_reversals_and_coupons_says_what_came_of_it_and_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "back.csv").write_text("reference,reason\nA-9,lost\n")
    done = kefu("import", "reversals", "back.csv", directory=tmp_path)
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        ["Line 2: no purchase has this reference (A-9)", "0 purchases reversed, 0 reversed before, 0 points taken back, 1 line left out."],
    )
    (tmp_path / "codes.csv").write_text("code\nSPRING-1\n\nSPRING-2\n")
    unnamed = kefu("import", "coupons", "codes.csv", directory=tmp_path)
    assert (unnamed.returncode, unnamed.stderr.strip()) == (2, "codes.csv: The first line must name these columns, too: list.")
    named = kefu("import", "coupons", "codes.csv", "--list", "birthday", directory=tmp_path)
    assert (named.returncode, named.stdout.splitlines()) == (
        0,
        ["List birthday: 2 new codes.", "2 codes imported, 0 there already, no line left out."],
    )
    again = kefu("import", "coupons", "codes.csv", "--list", "birthday", directory=tmp_path)
    assert again.stdout.splitlines() == ["List birthday: 0 new codes.", "0 codes imported, 2 there already, no line left out."]
    (tmp_path / "archive.csv").write_bytes(b"PK\x03\x04\0\0")
    refused = kefu("import", "coupons", "archive.csv", directory=tmp_path)
    assert (refused.returncode, "no table that can be read" in refused.stderr, "Traceback" in refused.stderr) == (2, True, False)


def test_a_taken_port_is_named_with_its_setting(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = kefu("demo", directory=tmp_path, settings={"KEFU_HTTP_PORT": str(port)})
    assert done.returncode == 2
    assert f"KEFU_HTTP_PORT: port {port} on 127.0.0.1 is taken" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def demo(tmp_path: Path) -> Town:
    return Town(directory=tmp_path)


def test_ctrl_c_ends_the_program_cleanly_and_soon(demo: Town) -> None:
    customer = demo.customer("Tom")
    customer.starts()
    customer.reads("Tom")
    assert demo.stop() < 5
    assert demo.process.returncode == 0
    assert "Traceback" not in demo.log()


def test_a_second_program_on_the_same_file_is_refused(demo: Town, tmp_path: Path) -> None:
    try:
        done = kefu("migrate", directory=tmp_path, settings={"KEFU_DATABASE_URL": "sqlite:///var/demo.db"})
        assert done.returncode == 2
        assert "another Kefu works on this database" in done.stderr
    finally:
        demo.stop()


def test_the_demo_refuses_a_database_with_customers(tmp_path: Path) -> None:
    settings = {"KEFU_DATABASE_URL": "sqlite:///mine.db"}
    town = Town(directory=tmp_path, settings=settings)
    town.stop()
    done = kefu("demo", directory=tmp_path, settings=settings | {"KEFU_HTTP_PORT": "0"})
    assert (done.returncode, "needs an empty database" in done.stderr) == (2, True)


def test_a_token_that_telegram_does_not_know_is_refused_and_never_shown(demo: Town, tmp_path: Path) -> None:
    try:
        settings = {
            "KEFU_BOT_TOKEN": TOKEN, "KEFU_BOT_API": demo.address, "KEFU_HTTP_PORT": "0", "KEFU_DATABASE_URL": "sqlite:///other.db", "KEFU_LOG_LEVEL": "debug",
        }  # fmt: skip
        done = kefu("run", directory=tmp_path, settings=settings)
        assert done.returncode == 2
        assert "KEFU_BOT_TOKEN: Telegram does not know this token" in done.stderr
        assert TOKEN not in done.stdout + done.stderr
    finally:
        demo.stop()


def test_without_telegram_the_program_waits_and_still_ends_on_sigterm(tmp_path: Path) -> None:
    environment = surroundings()
    environment |= {"KEFU_BOT_TOKEN": TOKEN, "KEFU_BOT_API": "http://127.0.0.1:9", "KEFU_HTTP_PORT": "0"}
    program = subprocess.Popen([KEFU, "run"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    assert program.stderr is not None
    lines = []
    for line in program.stderr:
        lines.append(line)
        if "telegram_not_reached" in line:
            break
    program.send_signal(signal.SIGTERM)
    _, errors = program.communicate(timeout=10)
    assert program.returncode == 0
    assert "telegram_not_reached" in lines[-1]
    assert TOKEN not in "".join(lines) + errors
