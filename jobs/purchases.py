"""Purchases: reads the shop's table of purchases and stores them."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm.business import Business
from crm.purchases import BadLine, LineFault, PurchaseLine, record_purchase
from storage.database import Database

BATCH = 200
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t")
_HEADERS = {
    "customer": re.compile(
        "customer|customer[ _](?:no|number|id)|phone|username|客户|客户编号|客戶|手机|手机号|电话|用户名", re.IGNORECASE
    ),
    "amount": re.compile("amount|total|金额|金額|总额", re.IGNORECASE),
    "currency": re.compile("currency|货币|貨幣|币种", re.IGNORECASE),
    "date": re.compile("date|time|日期|时间|时间日期|购买日期", re.IGNORECASE),
    "reference": re.compile("reference|ref|order|order[ _](?:no|number|id)|单号|單號|订单号|订单编号", re.IGNORECASE),
}

Row = tuple[int, Mapping[str, str]]


class UnreadableTable(Exception):
    """The file is no table of purchases; `missing` names the columns that it has not (none when it cannot be read at all)."""

    def __init__(self, *missing: str) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True)
class LineProblem:
    """A line that was left out: its number in the file, why, and the value that is at fault."""

    line: int
    fault: LineFault
    value: str


@dataclass
class ImportReport:
    """What an import did: purchases stored, purchases that were known already, points earned, and lines left out."""

    imported: int = 0
    known: int = 0
    points: int = 0
    problems: list[LineProblem] = field(default_factory=list)


def read_purchases(path: Path) -> Iterator[Row]:
    """Yield the lines of a CSV file (UTF-8, UTF-16 or GB18030; comma, semicolon or tab) with their numbers, by our column names.

    The first line names the columns, in English or Chinese. Raises UnreadableTable, and OSError when there is no such file.
    """
    lines = _decoded(path.read_bytes()).splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=first.count))
    try:
        columns = _columns(next((cells for cells in reader if any(cells)), []))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    except csv.Error as error:
        raise UnreadableTable from error


async def import_purchases(database: Database, rows: Iterable[Row], *, at: datetime, business: Business) -> ImportReport:
    """Store purchases in transactions of 200 lines; a bad line is left out and reported. The same file twice does no harm."""
    report = ImportReport()
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        of_batch = ImportReport()
        async with database.begin() as session:
            for number, row in batch:
                line = PurchaseLine(**{name: row.get(name, "") for name in _HEADERS})
                try:
                    recorded = await record_purchase(session, line=line, at=at, business=business)
                except BadLine as problem:
                    of_batch.problems.append(LineProblem(number, problem.fault, problem.value))
                    continue
                of_batch.points += recorded.points
                of_batch.imported += recorded.is_new
                of_batch.known += not recorded.is_new
        report.imported += of_batch.imported
        report.known += of_batch.known
        report.points += of_batch.points
        report.problems += of_batch.problems
    return report


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF16_MARKS):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable


def _columns(header: list[str]) -> dict[str, int]:
    names = [" ".join(cell.split()) for cell in header]
    found = {name: place for name, shape in _HEADERS.items() for place, cell in reversed(list(enumerate(names))) if shape.fullmatch(cell)}
    missing = [name for name in _HEADERS if name not in found]
    if missing:
        raise UnreadableTable(*missing)
    return found
