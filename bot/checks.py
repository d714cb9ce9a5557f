"""Checks: what an operator is told before the desk is started."""

from dataclasses import dataclass, field

from bot.business import BusinessFileError, load_business
from bot.phrasebook import BrokenPhrase, Phrasebook, UnknownPhrase
from bot.settings import Settings, WrongSetting, load_settings
from storage.database import DATABASE_ERRORS, Database, is_unavailable
from storage.migrating import DatabaseTooNew, pending_migrations


@dataclass
class Report:
    """What was found, a line each."""

    lines: list[str] = field(default_factory=list)
    is_well: bool = True

    def well(self, line: str) -> None:
        """Note something that is as it should be."""
        self.lines.append(f"ok      {line}")

    def wrong(self, line: str) -> None:
        """Note something that must be mended."""
        self.lines.append(f"WRONG   {line}")
        self.is_well = False

    def hint(self, line: str) -> None:
        """Note something worth knowing."""
        self.lines.append(f"note    {line}")


async def check_everything() -> Report:
    """Look at settings, business file, texts and database. Nothing is changed."""
    report = Report()
    try:
        settings = load_settings()
    except WrongSetting as error:
        report.wrong(f"{error.variable} {error.why}.")
        return report
    report.well("settings")
    if settings.bot_token is None:
        report.hint("KEFU_BOT_TOKEN is not set: only `kefu demo` can run.")
    if not settings.owners:
        report.hint("KEFU_OWNERS is empty: nobody can use the owners' commands or set up a staff group.")
    _check_business(settings, report)
    await _check_database(settings, report)
    return report


def _check_business(settings: Settings, report: Report) -> None:
    try:
        business = load_business(settings.business)
    except BusinessFileError as error:
        report.wrong(str(error))
        return
    report.well(f"business file: {business.company}")
    try:
        Phrasebook(business.texts)
    except UnknownPhrase as error:
        report.wrong(f"{settings.business}: {error} replaces no text of Kefu.")
    except BrokenPhrase as error:
        report.wrong(f"{settings.business}: {error} cannot be read.")
    else:
        report.well("texts")


async def _check_database(settings: Settings, report: Report) -> None:
    database = Database(settings.database_url)
    try:
        if database.path is not None and not database.path.exists():
            report.hint(f"database: {database.path} does not exist yet and will be made.")
            return
        pending = await pending_migrations(database)
    except DatabaseTooNew:
        report.wrong("database: it was made by a newer version of Kefu.")
    except DATABASE_ERRORS as error:
        report.wrong(f"database: it cannot be {'reached' if is_unavailable(error) else 'read'} ({type(error).__name__}).")
    else:
        report.well("database") if not pending else report.hint(f"database: {pending} migrations will run at the next start.")
    finally:
        await database.close()
