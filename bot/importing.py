"""Importing: data from other programs, and the report of it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.phrasebook import Phrasebook
from crm.business import Business
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
        rows = list(read_purchases(path))
    except UnreadableTable as error:
        columns = ", ".join(error.missing)
        raise NotImported(
            phrases.plain("purchase-columns-missing", columns=columns) if columns else phrases.plain("purchase-table-unreadable")
        ) from error
    report = await import_purchases(database, rows, at=at, business=business)
    lines = [
        phrases.plain("purchase-line", line=problem.line, fault=problem.fault.value, value=problem.value) for problem in report.problems
    ]
    lines.append(
        phrases.plain("purchase-report", imported=report.imported, known=report.known, points=report.points, left_out=len(report.problems))
    )
    return Report(tuple(lines), is_complete=not report.problems)
