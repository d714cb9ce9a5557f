"""Purchases: reads the shop's table of purchases and stores them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm.business import Business
from crm.purchases import BadLine, LineFault, PurchaseLine, record_purchase
from jobs.imported_tables import Row, read_table
from storage.database import Database

BATCH = 200
SHOWN_PROBLEMS = 1000
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
    """Yield the lines of a table of purchases, as `read_table` does."""
    return read_table(path, needed=_HEADERS, further=_FURTHER)


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
