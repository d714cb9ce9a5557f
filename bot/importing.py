"""Importing: data from other programs, and the report of it."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.phrasebook import Phrasebook, Phrases
from crm.business import Business
from crm.deliveries import MakeTell
from crm.notices import Tell
from crm.rules.imports import SHOWN_OF_A_VALUE, LineProblem
from crm.rules.names import clean_name
from handlers.chat.notices import render
from handlers.chat.voice import Voice
from jobs.coupons import import_coupons, read_coupons
from jobs.imported_tables import UnreadableTable
from jobs.purchases import import_purchases, read_purchases
from jobs.reversals import import_reversals, read_reversals
from storage.database import Database, Session


@dataclass(frozen=True)
class Report:
    """What an import did, a line each; `is_complete` when no line was left out."""

    lines: tuple[str, ...]
    is_complete: bool


_EMPTY = "–"  # stands where a line has no value


class NotImported(Exception):
    """The file cannot be imported; the message says why."""


async def import_purchase_file(database: Database, path: Path, *, business: Business, at: datetime) -> Report:
    """Import a table of purchases, in full or, when the file is no such table, not at all (NotImported). Raises OSError for a file that is not there."""
    phrases = Phrasebook(business.texts).speaking(business.staff_language)
    with _refusing(phrases):
        deque(read_purchases(path), maxlen=0)  # to the end, before anything is stored
        report = await import_purchases(database, read_purchases(path), at=at, business=business)
    last = phrases.plain("purchase-report", imported=report.imported, known=report.known, points=report.points, left_out=report.left_out)
    return _report([phrases.plain("purchase-line", **_facts_of(each)) for each in report.problems], report.left_out, [last], phrases)


async def import_reversal_file(database: Database, path: Path, *, business: Business, at: datetime) -> Report:
    """Reverse the purchases that a table names, as `import_purchase_file` imports them."""
    phrases = Phrasebook(business.texts).speaking(business.staff_language)
    with _refusing(phrases):
        deque(read_reversals(path), maxlen=0)  # to the end, before anything is stored
        report = await import_reversals(database, read_reversals(path), at=at, business=business, make_tell=_make_tell(business))
    last = phrases.plain("reversal-report", reversed=report.reversed, known=report.known, points=report.points, left_out=report.left_out)
    return _report([phrases.plain("reversal-line", **_facts_of(each)) for each in report.problems], report.left_out, [last], phrases)


async def import_coupon_file(database: Database, path: Path, *, list_name: str, business: Business, at: datetime) -> Report:
    """Put the codes of a table on their lists; lines that name none belong to `list_name`. What it raises is as for purchases."""
    phrases = Phrasebook(business.texts).speaking(business.staff_language)
    with _refusing(phrases):
        deque(read_coupons(path, list_name=list_name), maxlen=0)  # to the end, before anything is stored
        rows = read_coupons(path, list_name=list_name)
        report = await import_coupons(database, rows, at=at, business=business, list_name=list_name)
    last = [phrases.plain("coupon-report-list", list=name, count=count) for name, count in report.added.items()]
    last.append(phrases.plain("coupon-report", added=sum(report.added.values()), known=report.known, left_out=report.left_out))
    return _report([phrases.plain("coupon-line-left-out", **_facts_of(each)) for each in report.problems], report.left_out, last, phrases)


def _make_tell(business: Business) -> MakeTell:
    """Return how facts are told by an import: what it queues is said by the desk."""
    phrasebook = Phrasebook(business.texts)

    def make_tell(session: Session, at: datetime) -> Tell:
        return partial(render, voice=Voice(session=session, now=at, business=business, phrasebook=phrasebook, bot_username="", owners=()))

    return make_tell


@contextmanager
def _refusing(phrases: Phrases) -> Iterator[None]:
    try:
        yield
    except UnreadableTable as error:
        columns = ", ".join(error.missing)
        raise NotImported(
            phrases.plain("import-columns-missing", columns=columns) if columns else phrases.plain("import-table-unreadable")
        ) from error


def _facts_of(problem: LineProblem) -> dict[str, str | int]:
    # A value may hold signs that move a terminal's cursor or turn its text round.
    value = clean_name(problem.value, longest=SHOWN_OF_A_VALUE) or _EMPTY
    return {"line": problem.line, "fault": problem.fault.value, "value": value}


def _report(lines: list[str], left_out: int, last: Sequence[str], phrases: Phrases) -> Report:
    more = [phrases.plain("import-lines-more", count=left_out - len(lines))] if left_out > len(lines) else []
    return Report((*lines, *more, *last), is_complete=not left_out)
