"""Purchases: a table of the shop becomes purchases; a bad line is told and the rest is stored."""

from pathlib import Path

import pytest

from crm.purchases import PurchaseFault
from crm.rules.imports import LineProblem
from jobs.imported_tables import UnreadableTable
from jobs.purchases import PurchaseReport, import_purchases, read_purchases
from storage.points import PointsEntry
from storage.purchases import Purchase
from tests.scene import Scene

ENGLISH = "Customer,Amount,Currency,Date,Reference\n1,199.00,CNY,2026-03-03,A-1\n"
CANONICAL = {"customer": "1", "amount": "199.00", "currency": "CNY", "date": "2026-03-03", "reference": "A-1"}


def table(folder: Path, content: str | bytes) -> Path:
    """Write a table and return its path."""
    path = folder / "purchases.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        ENGLISH,
        ENGLISH.replace(",", ";"),
        ENGLISH.replace(",", "\t"),
        ENGLISH.replace("\n", "\r\n"),
        "\n" + ENGLISH,
        "\ufeff" + ENGLISH,
        ENGLISH.encode("utf-16"),
        "customer , AMOUNT, currency,date , reference\n1,199.00,CNY,2026-03-03,A-1\n",
        "单号,日期,货币,金额,客户\nA-1,2026-03-03,CNY,199.00,1\n",
        "单号,日期,货币,金额,客户\nA-1,2026-03-03,CNY,199.00,1\n".encode("gb18030"),
        "Phone,Note,Total,Currency,Date,Order no\n1,hello,199.00,CNY,2026-03-03,A-1\n",
    ],
)
def test_tables_are_read_whatever_program_wrote_them(tmp_path: Path, content: str | bytes) -> None:
    rows = [row for _, row in read_purchases(table(tmp_path, content))]
    assert rows == [CANONICAL]


def test_lines_carry_their_numbers_and_empty_ones_are_passed_over(tmp_path: Path) -> None:
    content = ENGLISH + ",,,,\n\n" + '2,"1\n0",CNY,2026-03-03,A-2\n3\n'
    assert [(number, row["customer"], row["reference"]) for number, row in read_purchases(table(tmp_path, content))] == [
        (2, "1", "A-1"),
        (6, "2", "A-2"),
        (7, "3", ""),
    ]


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("", ("customer", "amount", "currency", "date", "reference")),
        ("Customer,Amount\n1,2\n", ("currency", "date", "reference")),
        ("a,b\n", ("customer", "amount", "currency", "date", "reference")),
        (b"\xff\xff\xff", ()),
        (ENGLISH + "x" * 200_000 + "\n", ()),
    ],
)
def test_what_is_no_table_of_purchases_says_which_columns_are_missing(
    tmp_path: Path, content: str | bytes, missing: tuple[str, ...]
) -> None:
    with pytest.raises(UnreadableTable) as refused:
        list(read_purchases(table(tmp_path, content)))
    assert refused.value.missing == missing


async def imported(scene: Scene, path: Path) -> PurchaseReport:
    """Import a table at the moment of the scene."""
    return await import_purchases(scene.database, read_purchases(path), at=scene.at, business=scene.business)


async def test_bad_lines_are_told_and_the_rest_is_stored(scene: Scene, tmp_path: Path) -> None:
    await scene.customer(1, username="lin", phone="+8613800138000")
    await scene.customer(2)
    lines = [
        "customer;amount;currency;date;reference",
        "@lin;1,234.50;CNY;2026-03-01;A-1",
        "13800138000;1.234,50;CNY;2026-03-02;A-2",
        "9;1;CNY;2026-03-02;A-3",
        "2;free;CNY;2026-03-02;A-4",
        "#2;10;CNY;2026-03-02;A-5",
        "2;10;CNY;2026-03-02;A-5",
    ]
    path = table(tmp_path, "\n".join(lines))
    report = await imported(scene, path)
    assert (report.imported, report.known, report.points) == (3, 1, 1234 + 1481 + 10)
    assert report.problems == [
        LineProblem(4, PurchaseFault.CUSTOMER_UNKNOWN, "9"),
        LineProblem(5, PurchaseFault.AMOUNT_NOT_UNDERSTOOD, "free"),
    ]
    again = await imported(scene, path)
    assert (again.imported, again.known, again.points, len(again.problems)) == (0, 4, 0, 2)
    assert (len(await scene.rows(Purchase)), len(await scene.rows(PointsEntry))) == (3, 3)


async def test_long_tables_are_stored_in_batches(scene: Scene, tmp_path: Path) -> None:
    await scene.customer(1)
    lines = ["customer,amount,currency,date,reference", *(f"1,1,CNY,2026-03-01,A-{number}" for number in range(405))]
    assert (await imported(scene, table(tmp_path, "\n".join(lines)))).imported == 405
    assert len(await scene.rows(Purchase)) == 405
