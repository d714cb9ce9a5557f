"""Log lines: in one shape, and never with the bot token."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logs, without_token
from bot.settings import LogFormat, LogLevel

TOKEN = "123456:ABCDEFGHIJKLMNOP-_secret"


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Leave the process's logging as it was."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    set_up_logs(log_format=LogFormat.CONSOLE, level=LogLevel.WARNING)
    root.handlers, sys.excepthook = handlers, hook
    root.setLevel(level)


def lines_of(log_format: LogFormat) -> io.StringIO:
    """Set logs up and let them be written to what is returned."""
    set_up_logs(log_format=log_format, level=LogLevel.DEBUG)
    written = io.StringIO()
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    return written


@pytest.mark.parametrize("log_format", list(LogFormat))
def test_the_token_is_cut_out_of_events_tracebacks_and_other_libraries_lines(log_format: LogFormat) -> None:
    written = lines_of(log_format)
    log = structlog.get_logger("test")
    log.info("asked", url=f"https://example.org/bot{TOKEN}/getMe")
    try:
        raise ValueError(f"no answer from bot{TOKEN}")
    except ValueError:
        log.exception("failed")
    logging.getLogger("aiohttp.client").warning("GET /bot%s/getMe", TOKEN)
    assert TOKEN not in written.getvalue()
    assert written.getvalue().count("<token>") >= 3


def test_json_lines_are_json() -> None:
    written = lines_of(LogFormat.JSON)
    structlog.get_logger("test").info("ticket.closed", ticket=42)
    line = json.loads(written.getvalue())
    assert (line["event"], line["ticket"], line["level"]) == ("ticket.closed", 42, "info")


def test_a_new_line_in_a_value_makes_no_new_log_line() -> None:
    written = lines_of(LogFormat.JSON)
    structlog.get_logger("test").info("seen", value="one\n2026 [info] forged")
    assert len(written.getvalue().splitlines()) == 1


def test_an_uncaught_error_is_logged_without_the_token() -> None:
    written = lines_of(LogFormat.CONSOLE)
    error = RuntimeError(f"bot{TOKEN}")
    sys.excepthook(RuntimeError, error, None)
    assert "program.failed" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_what_only_looks_like_a_time_is_left_alone() -> None:
    assert without_token("at 12:30 in room 4:2") == "at 12:30 in room 4:2"


def test_the_token_as_a_part_of_an_address_is_cut_out_too() -> None:
    assert without_token(f"/bot{TOKEN.replace(':', '%3A')}/getMe and bot{TOKEN.replace(':', '%3a')}") == "/bot<token>/getMe and bot<token>"


@pytest.mark.parametrize("name", ["telegram.ext.ExtBot", "aiosqlite", "aiohttp.client"])
def test_libraries_that_quote_what_is_said_are_quiet_even_when_everything_is_to_be_seen(name: str) -> None:
    written = lines_of(LogFormat.CONSOLE)
    logging.getLogger(name).debug("Calling sendMessage with what a customer said")
    logging.getLogger("apscheduler").debug("Looking for jobs")
    assert "customer" not in written.getvalue()
    assert "Looking" in written.getvalue()
