"""Reversals: reads the shop's table of what was sent back and reverses those purchases."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm.business import Business
from crm.deliveries import MakeTell
from crm.reversals import BadReversal, ReversalFault, ReversalLine, reverse_imported_purchase
from jobs.imported_tables import Row, read_table
from storage.database import Database

BATCH = 200
SHOWN_PROBLEMS = 1000
_HEADERS = {"reference": re.compile("reference|ref|order|order[ _](?:no|number|id)|单号|單號|订单号|订单编号", re.IGNORECASE)}
# A table may have these columns too.
_FURTHER = {
    "reason": re.compile("reason|note|原因|理由|备注|備註", re.IGNORECASE),
    "amount": re.compile("amount|total|refund|金额|金額|总额|退款|退款金额", re.IGNORECASE),
}


@dataclass(frozen=True)
class ReversalProblem:
    """A line that was left out: its number in the file, why, and the value that is at fault."""

    line: int
    fault: ReversalFault
    value: str


@dataclass
class ReversalReport:
    """What an import did: purchases reversed, those that had been before, points taken back from their customers, and lines left out.

    `problems` are the first thousand of the lines that were left out.
    """

    reversed: int = 0
    known: int = 0
    points: int = 0
    left_out: int = 0
    problems: list[ReversalProblem] = field(default_factory=list)


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
        of_batch = ReversalReport()
        async with database.begin() as session:
            tell = make_tell(session, at)
            for number, row in batch:
                line = ReversalLine(**{name: row.get(name, "") for name in (*_HEADERS, *_FURTHER)})
                try:
                    undone = await reverse_imported_purchase(session, line=line, at=at, business=business, tell=tell)
                except BadReversal as problem:
                    of_batch.problems.append(ReversalProblem(number, problem.fault, problem.value))
                    continue
                of_batch.reversed += undone.is_new
                of_batch.known += not undone.is_new
                of_batch.points += undone.points
        report.reversed += of_batch.reversed
        report.known += of_batch.known
        report.points += of_batch.points
        report.left_out += len(of_batch.problems)
        report.problems += of_batch.problems[: SHOWN_PROBLEMS - len(report.problems)]
    return report
