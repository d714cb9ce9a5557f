"""Purchases: reads the shop's table of purchases and stores them."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TextIO

from crm.business import Business
from crm.purchases import BadLine, LineFault, PurchaseLine, record_purchase
from storage.database import Database

BATCH = 200
SHOWN_PROBLEMS = 1000
LONGEST_LINE = 1_000_000
_PIECE = 1 << 20
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
# A table may have these columns too.
_FURTHER = {"category": re.compile("category|类别|類別|分类|分類|品类", re.IGNORECASE)}

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
    """What an import did: purchases stored, purchases that were known already, points earned, and lines left out.

    `problems` are the first thousand of the lines that were left out.
    """

    imported: int = 0
    known: int = 0
    points: int = 0
    left_out: int = 0
    problems: list[LineProblem] = field(default_factory=list)


def read_purchases(path: Path) -> Iterator[Row]:
    """Yield the lines of a CSV file (UTF-8, UTF-16 or GB18030; comma, semicolon or tab) with their numbers, by our column names.

    The first line names the columns, in English or Chinese. The file may be of any size: it is never in memory as a whole.
    Raises UnreadableTable, and OSError when there is no such file.
    """
    encoding = _encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = next((line for line in _lines_of(file) if line.strip()), "")
        file.seek(0)
        reader = csv.reader(_lines_of(file), delimiter=max(_DELIMITERS, key=first.count))
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
                line = PurchaseLine(**{name: row.get(name, "") for name in (*_HEADERS, *_FURTHER)})
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
        report.left_out += len(of_batch.problems)
        report.problems += of_batch.problems[: SHOWN_PROBLEMS - len(report.problems)]
    return report


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(2) in _UTF16_MARKS:
            return "utf-16"
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableTable


def _lines_of(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        # What has no lines, or a sign that no text has, is no table: it would fill the memory, or fail in the database.
        if len(line) == LONGEST_LINE or "\0" in line:
            raise UnreadableTable
        yield line


def _columns(header: list[str]) -> dict[str, int]:
    names = [" ".join(cell.split()) for cell in header]
    found = {
        name: place
        for name, shape in (_HEADERS | _FURTHER).items()
        for place, cell in reversed(list(enumerate(names)))
        if shape.fullmatch(cell)
    }
    missing = [name for name in _HEADERS if name not in found]
    if missing:
        raise UnreadableTable(*missing)
    return found
