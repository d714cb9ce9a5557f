"""The command line."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from bot.business import BusinessFileError, load_business
from bot.checks import check_everything
from bot.clock import system_clock
from bot.event_loop import new_event_loop
from bot.importing import NotImported, Report, import_coupon_file, import_purchase_file, import_reversal_file
from bot.lifespan import Program, Surroundings
from bot.logs import set_up_logs
from bot.phrasebook import BrokenPhrase, Phrasebook, UnknownPhrase
from bot.retrying import retry_failed_updates
from bot.serving import HostNotOurs, PortTaken, listen
from bot.settings import PREFIX, Settings, WrongSetting, load_settings
from bot.settling import CannotStart
from bot.wiring import build_dispatching
from crm.business import Business
from storage.database import DATABASE_ERRORS, Database, is_unavailable
from storage.leadership import DatabaseInUse, FileHold
from storage.migrating import DatabaseTooNew, back_up, migrate

app = typer.Typer(
    name="kefu",
    help="A customer-service desk that lives inside the messenger.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
importing = typer.Typer(help="Bring data in from other programs.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(importing, name="import")

WRONG_USE = 2
Result = TypeVar("Result")


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(WRONG_USE)


def _say(line: str) -> None:
    print(line, flush=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"kefu {version('kefu')}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")] = False,
) -> None:
    """A customer-service desk that lives inside the messenger."""


@app.command()
def run() -> None:
    """Start the desk and talk to Telegram. Needs KEFU_BOT_TOKEN."""
    settings = _settings()
    try:
        settings.token  # noqa: B018  # asked for only to refuse when it is missing
    except WrongSetting as error:
        _refuse(f"{error.variable} {error.why}.")
    _live(settings, Surroundings())


@app.command()
def demo(
    seed: Annotated[bool, typer.Option(help="Begin with example customers and purchases.")] = True,
    webhook: Annotated[bool, typer.Option(help="Let the playground hand updates over by webhook instead of polling.")] = False,
) -> None:
    """Start the desk against the playground, a stand-in for Telegram with a page to chat on."""
    from bot.demo import run_demo

    settings = _settings()
    business = _business(settings)
    set_up_logs(log_format=settings.log_format, level=settings.log_level)
    _finish(run_demo(settings, business=business, seed=seed, webhook=webhook, say=_say))


@app.command()
def check() -> None:
    """Load settings, business file, texts and database, and say in plain words what is wrong."""
    report = asyncio.run(check_everything())
    for line in report.lines:
        print(line)
    if not report.is_well:
        raise typer.Exit(WRONG_USE)


@app.command("migrate")
def bring_up_to_date() -> None:
    """Bring the database to the shape that this version needs."""
    settings = _settings()

    async def work() -> int:
        async with _whole_database(settings, up_to_date=False) as database:
            return await migrate(database, at=system_clock())

    count = _finish(work())
    print(f"{count} migrations ran." if count != 1 else "1 migration ran.")


@app.command()
def retry() -> None:
    """Handle again the updates that failed. With SQLite the desk must not be running; owners can also retry by /failed."""
    settings = _settings()
    business = _business(settings)
    try:
        settings.token  # noqa: B018  # asked for only to refuse when it is missing
    except WrongSetting as error:
        _refuse(f"{error.variable} {error.why}.")

    async def work() -> tuple[int, int]:
        async with _whole_database(settings) as database:
            dispatching = build_dispatching(settings, business=business, username="")
            return await retry_failed_updates(database, dispatching, now=system_clock)

    resolved, left = _finish(work())
    print(f"{resolved} handled, {left} failed again.")
    if left:
        raise typer.Exit(1)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The new file to write.")]) -> None:
    """Write a copy of a SQLite database while the desk is running."""
    settings = _settings()

    async def work() -> None:
        database = Database(settings.database_url)
        try:
            await back_up(database, file)
        finally:
            await database.close()

    try:
        _finish(work())
    except FileExistsError:
        _refuse(f"{file} exists already; nothing was written.")
    except LookupError:
        _refuse("A PostgreSQL database is backed up with pg_dump; see docs/operations.md.")
    except OSError as error:
        _refuse(f"{error.filename or file} cannot be read or written: {error.strerror}.")
    print(f"The copy is in {file}.")


@importing.command()
def purchases(file: Annotated[Path, typer.Argument(help="A CSV file: customer, amount, currency, date, reference.")]) -> None:
    """Import purchases; a bad line is reported with its number and the rest is imported."""
    _import(file, import_purchase_file)


@importing.command()
def reversals(file: Annotated[Path, typer.Argument(help="A CSV file: reference, and if you like reason and amount.")]) -> None:
    """Reverse purchases that were sent back, with their points; a line that is not found is reported with its number."""
    _import(file, import_reversal_file)


@importing.command()
def coupons(
    file: Annotated[Path, typer.Argument(help="A CSV file: list, code, and if you like good until.")],
    list_name: Annotated[str, typer.Option("--list", help="The list to which codes belong when the file names none.")] = "",
) -> None:
    """Import coupon codes for greetings; a bad line is reported with its number and the rest is imported."""
    _import(file, partial(import_coupon_file, list_name=list_name.strip()))


def _import(file: Path, read: Callable[..., Coroutine[object, object, Report]]) -> None:
    settings = _settings()
    business = _business(settings)

    async def work() -> Report:
        async with _whole_database(settings) as database:
            return await read(database, file, business=business, at=system_clock())

    try:
        report = _finish(work())
    except OSError as error:
        _refuse(f"{file} cannot be read: {error.strerror}.")
    except NotImported as error:
        _refuse(f"{file}: {error}")
    for line in report.lines:
        print(line)
    if not report.is_complete:
        raise typer.Exit(1)


@asynccontextmanager
async def _whole_database(settings: Settings, *, up_to_date: bool = True) -> AsyncIterator[Database]:
    """Give a command the database; a SQLite file for itself alone, because only one process may write it."""
    database = Database(settings.database_url)
    hold = FileHold(database.path) if database.path is not None else None
    if hold is not None:
        hold.take()
    try:
        if up_to_date:
            await migrate(database, at=system_clock())
        yield database
    finally:
        await database.close()
        if hold is not None:
            hold.give_back()


def _settings() -> Settings:
    try:
        return load_settings()
    except WrongSetting as error:
        _refuse(f"{error.variable} {error.why}.")


def _business(settings: Settings) -> Business:
    try:
        business = load_business(settings.business)
        Phrasebook(business.texts)
    except BusinessFileError as error:
        _refuse(str(error))
    except (UnknownPhrase, BrokenPhrase) as error:
        _refuse(f"{settings.business}: {error} is not a text of Kefu, or cannot be read.")
    return business


def _live(settings: Settings, surroundings: Surroundings) -> None:
    business = _business(settings)
    set_up_logs(log_format=settings.log_format, level=settings.log_level)

    async def work() -> None:
        listening = listen(settings.http_host, settings.http_port)
        await Program(settings, business=business, listening=listening, surroundings=surroundings).run()

    _finish(work())


def _finish(work: Coroutine[object, object, Result]) -> Result:
    """Run to the end; say in a sentence what stands in the way."""
    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            return runner.run(work)
    except PortTaken as error:
        _refuse(f"{PREFIX}HTTP_PORT: port {error.port} on {error.host} is taken by another program; set {PREFIX}HTTP_PORT to a free one.")
    except DatabaseInUse:
        _refuse(f"{PREFIX}DATABASE_URL: another Kefu works on this database; stop it first, or use PostgreSQL for several processes.")
    except CannotStart as error:
        _refuse(str(error))
    except DatabaseTooNew:
        _refuse(f"{PREFIX}DATABASE_URL: this database was made by a newer version of Kefu; install that version or restore a copy.")
    except HostNotOurs as error:
        _refuse(f"{PREFIX}HTTP_HOST: {error} is no address of this machine.")
    except DATABASE_ERRORS as error:
        if not is_unavailable(error):
            raise
        _refuse(f"{PREFIX}DATABASE_URL: the database cannot be used now ({type(error).__name__}).")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
