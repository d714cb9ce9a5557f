"""Importing: data from other programs, and the report of it."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.phrasebook import Phrasebook
from crm.business import Business
from crm.purchases import SHOWN_OF_A_VALUE
from crm.rules.names import clean_name
from jobs.purchases import UnreadableTable, import_purchases, read_purchases
from storage.database import Database


@dataclass(frozen=True)
class Report:
    """What an import did, a line each; `is_complete` when no line was left out."""

    lines: tuple[str, ...]
    is_complete: bool


class NotImported(Exception):
    """The file cannot be imported; the message says why."""


async def import_purchase_file(database: Database, path: Path, *, business: Business, at: datetime) -> Report:
    """Import a table of purchases, in full or, when the file is no such table, not at all (NotImported). Raises OSError for a file that is not there."""
    phrases = Phrasebook(business.texts).speaking(business.staff_language)
    try:
        deque(read_purchases(path), maxlen=0)  # to the end, before anything is stored
        report = await import_purchases(database, read_purchases(path), at=at, business=business)
    except UnreadableTable as error:
        columns = ", ".join(error.missing)
        raise NotImported(
            phrases.plain("purchase-columns-missing", columns=columns) if columns else phrases.plain("purchase-table-unreadable")
        ) from error
    lines = [
        # A value may hold signs that move a terminal's cursor or turn its text round.
        phrases.plain(
            "purchase-line", line=problem.line, fault=problem.fault.value, value=clean_name(problem.value, longest=SHOWN_OF_A_VALUE)
        )
        for problem in report.problems
    ]
    if report.left_out > len(report.problems):
        lines.append(phrases.plain("purchase-lines-more", count=report.left_out - len(report.problems)))
    lines.append(
        phrases.plain("purchase-report", imported=report.imported, known=report.known, points=report.points, left_out=report.left_out)
    )
    return Report(tuple(lines), is_complete=not report.left_out)
