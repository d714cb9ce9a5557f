"""Hostile tables: wrong encodings, binary, no lines, no ends, formulas and a hundred megabytes."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.rules.imports import SHOWN_PROBLEMS
from jobs.imported_tables import LONGEST_LINE, UnreadableTable
from jobs.purchases import import_purchases, read_purchases
from storage.purchases import Purchase
from tests.scene import Scene

HEADER = "customer,amount,currency,date,reference,note\n"
LINE = "1,12.50,EUR,2026-03-01,{},{}\n"
MEBIBYTE = 1 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that does not keep its large files."""
    yield tmp_path
    for path in tmp_path.glob("*.csv"):
        path.unlink()


def customers(path: Path) -> list[str]:
    """Return the customers whom a table names."""
    return [row["customer"] for _, row in read_purchases(path)]


@pytest.mark.parametrize(
    "content",
    [
        "客户,金额,货币,日期,单号\n林月,1,CNY,2026-03-01,A-1\n".encode("gbk"),
        "客户,金额,货币,日期,单号\n林月,1,CNY,2026-03-01,A-1\n".encode("utf-16"),
        b"\xfe\xff" + "客户,金额,货币,日期,单号\n林月,1,CNY,2026-03-01,A-1\n".encode("utf-16-be"),
        "\ufeff客户;金额;货币;日期;单号\r\n林月;1;CNY;2026-03-01;A-1\r\n".encode(),
        "客户,金额,货币,日期,单号\n林月,1,CNY,2026-03-01,A-1\n".encode("gb18030") + b"\n" * 3 * MEBIBYTE,
    ],
    ids=["GBK", "UTF-16", "UTF-16 the other way round", "UTF-8 with a mark", "over several pieces"],
)
def test_chinese_tables_are_read_in_every_encoding_that_is_promised(folder: Path, content: bytes) -> None:
    (folder / "x.csv").write_bytes(content)
    assert customers(folder / "x.csv") == ["林月"]


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        b"PK\x03\x04" + b"\x14\x00\x06\x00" * 50,
        (HEADER + LINE.format("A-1", "\0")).encode(),
        (HEADER + LINE.format("A-1", "x")).encode("utf-16-le"),
        (HEADER + '1,12.50,EUR,2026-03-01,"A-1\n' + LINE.format("A-2", "y" * 99) * 2000).encode(),
        (HEADER + "z" * (LONGEST_LINE + 5)).encode(),
        b"\xff\xfe" + (HEADER + "\0").encode("utf-16-le"),
    ],
    ids=[
        "every byte",
        "a picture",
        "an archive",
        "NUL",
        "UTF-16 without its mark",
        "a quote never closed",
        "no end of line",
        "NUL in UTF-16",
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(folder: Path, content: bytes) -> None:
    (folder / "x.csv").write_bytes(content)
    with pytest.raises(UnreadableTable):
        list(read_purchases(folder / "x.csv"))


async def test_a_formula_is_a_text_like_any_other(scene: Scene, folder: Path) -> None:
    await scene.customer(1)
    formulas = ['=HYPERLINK(""http://example.org"")', "+1+1", "@SUM(1)", "-2+3", "\t=1"]
    (folder / "x.csv").write_text(
        HEADER + "".join(LINE.format(f'"{formula}"', "") for formula in formulas) + '"=1+0",1,EUR,2026-03-01,B,\n'
    )
    report = await import_purchases(scene.database, read_purchases(folder / "x.csv"), at=scene.at, business=scene.business)
    assert (report.imported, [problem.value for problem in report.problems]) == (5, ["=1+0"])
    kept = [row.reference for row in await scene.rows(Purchase)]
    assert kept == ['=HYPERLINK("http://example.org")', "+1+1", "@SUM(1)", "-2+3", "=1"]


async def test_of_very_many_bad_lines_the_first_are_kept_and_all_are_counted(scene: Scene, folder: Path) -> None:
    (folder / "x.csv").write_text(HEADER + LINE.format("", "") * (SHOWN_PROBLEMS + 7))
    report = await import_purchases(scene.database, read_purchases(folder / "x.csv"), at=scene.at, business=scene.business)
    assert (report.left_out, len(report.problems)) == (SHOWN_PROBLEMS + 7, SHOWN_PROBLEMS)


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_table_or_refused(tmp_path_factory: pytest.TempPathFactory, tail: bytes, encoding: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(HEADER.encode(encoding) + tail)
    try:
        rows = list(read_purchases(path))
    except UnreadableTable:
        return
    assert all(set(row) == {"customer", "amount", "currency", "date", "reference"} for _, row in rows)


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200) | st.sampled_from(
    ["0001-01-01", "9999-12-31", "0001-01-01 00:00+14:00", "9" * 200, "#999999999999999999", "+" * 50, "1e999", "CNY", "1", "@lin"]
)


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_cells_are_a_purchase_or_a_bad_line(scene: Scene, lines: list[tuple[str, ...]]) -> None:
    names = ("customer", "amount", "currency", "date", "reference")
    rows = [(number, dict(zip(names, line, strict=True))) for number, line in enumerate(lines)]
    report = await import_purchases(scene.database, rows, at=scene.at, business=scene.business)
    assert report.imported + report.known + report.left_out == len(rows)


def write_large(path: Path, kind: str) -> None:
    """Write a table of a hundred megabytes: of long lines, of one line, or of one cell."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        if kind == "long lines":
            for number in range(103):
                file.write(LINE.format(f"A-{number}", ",".join(["字" * 33_000] * 10)))
        else:
            file.write('1,12.50,EUR,2026-03-01,"A-1' if kind == "one cell" else "")
            for _ in range(100):
                file.write(("\n" if kind == "one cell" else "") + "x" * MEBIBYTE)


# The program says itself how much it ever held: the kernel's figure of a child includes what the parent held when it was made.
PROGRAM = """
import atexit, pathlib, re
from bot.cli import app
held = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
before = held()
atexit.register(lambda: pathlib.Path("grown").write_text(str(held() - before)))
app()
"""


def imported(folder: Path) -> tuple[int, str, float]:
    """Import the table as the command line does; return the exit code, what was said, and how many MiB it took at most."""
    environment = {**os.environ, "KEFU_DATABASE_URL": f"sqlite:///{folder}/kefu.db"}
    command = [sys.executable, "-c", PROGRAM, "import", "purchases", "x.csv"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=280, check=False)
    return done.returncode, done.stdout + done.stderr, int((folder / "grown").read_text()) / 1024


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("long lines", 0, "103 purchases imported"),
        ("one line", 2, "no table that can be read"),
        ("one cell", 2, "no table that can be read"),
    ],
)
def test_a_hundred_megabytes_are_never_in_memory_as_a_whole(folder: Path, sqlite_template: Path, kind: str, code: int, words: str) -> None:
    (folder / "kefu.db").write_bytes(sqlite_template.read_bytes())
    with sqlite3.connect(folder / "kefu.db") as database:
        database.execute(
            "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (1, 'Tom', 'en', 0, 'UTC', '2026-01-01 00:00:00')"
        )
    database.close()
    write_large(folder / "x.csv", kind)
    assert (folder / "x.csv").stat().st_size > 95 * MEBIBYTE
    returned, said, grown = imported(folder)
    assert (returned, words in said) == (code, True), said[-500:]
    assert grown < 60, f"{grown:.0f} MiB more than before"
