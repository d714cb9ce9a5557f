"""Reversals: reads the shop's table of what was sent back and reverses those purchases."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm.business import Business
from crm.deliveries import MakeTell
from crm.reversals import ReversalLine, reverse_imported_purchase
from crm.rules.imports import BadLine, LinesLeftOut
from jobs.imported_tables import Row, read_table
from storage.database import Database

BATCH = 200
_HEADERS = {"reference": re.compile("reference|ref|order|order[ _](?:no|number|id)|单号|單號|订单号|订单编号", re.IGNORECASE)}
# A table may have these columns too.
_FURTHER = {
    "reason": re.compile("reason|note|原因|理由|备注|備註", re.IGNORECASE),
    "amount": re.compile("amount|total|refund|金额|金額|总额|退款|退款金额", re.IGNORECASE),
}


@dataclass
class ReversalReport(LinesLeftOut):
    """What an import did: purchases reversed, those that had been before, points taken back from their customers, and lines left out."""

    reversed: int = 0
    known: int = 0
    points: int = 0


def read_reversals(path: Path) -> Iterator[Row]:
    """Yield the lines of a table of reversals, as `read_table` does."""
    return read_table(path, needed=_HEADERS, further=_FURTHER)


async def import_reversals(
    database: Database, rows: Iterable[Row], *, at: datetime, business: Business, make_tell: MakeTell
) -> ReversalReport:
    """Reverse purchases in transactions of 200 lines; a bad line is left out and reported. The same file twice does no harm."""
    report = ReversalReport()
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        async with database.begin() as session:
            tell = make_tell(session, at)
            for number, row in batch:
                line = ReversalLine(**{name: row.get(name, "") for name in (*_HEADERS, *_FURTHER)})
                try:
                    undone = await reverse_imported_purchase(session, line=line, at=at, business=business, tell=tell)
                except BadLine as problem:
                    report.leave_out(number, problem)
                    continue
                report.reversed += undone.is_new
                report.known += not undone.is_new
                report.points += undone.points
    return report
