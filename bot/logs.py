"""Log lines: events with ids, never a customer's words, and never the bot token."""

import logging
import re
import sys
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import LogFormat, LogLevel

TOKEN_IN_TEXT = re.compile(r"\d{1,20}(?::|%3A)[A-Za-z0-9_-]{10,100}", re.IGNORECASE)  # as it is, or as a part of an address
HIDDEN = "<token>"
# Below WARNING these write addresses, whole calls with secrets, or what customers say: not even to be seen when looking for a fault.
_INDISCREET = ("aiogram", "aiogram.event", "aiogram.dispatcher", "telegram", "telegram.ext", "httpx", "httpcore", "aiohttp", "aiosqlite")
# These are quiet unless everything is to be seen.
_TALKATIVE = (
    "asyncio",
    "apscheduler",
    "uvicorn",
    "uvicorn.error",
    "uvicorn.access",
    "sqlalchemy",
    "alembic",
)


def without_token(text: str) -> str:
    """Return the text with everything that looks like a bot token cut out."""
    return TOKEN_IN_TEXT.sub(HIDDEN, text)


def _hide_token(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: without_token(value) if isinstance(value, str) else value for name, value in event.items()}


class _WithoutToken(logging.Formatter):
    """Runs another formatter and cuts the token out of what it made, tracebacks included."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return without_token(self._inner.format(record))


def set_up_logs(*, log_format: LogFormat, level: LogLevel) -> None:
    """Send every log line, ours and the libraries', to standard error in one shape."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    final: list[Processor] = (
        [structlog.processors.format_exc_info, _hide_token, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if log_format is LogFormat.JSON
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)]
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    inner = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutToken(inner))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.value.upper())
    quiet = logging.DEBUG if level is LogLevel.DEBUG else logging.WARNING
    for name in _INDISCREET + _TALKATIVE:
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
        logger.setLevel(logging.WARNING if name in _INDISCREET else quiet)
    sys.excepthook = _log_uncaught


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger("bot").critical("program.failed", exc_info=(kind, error, trace))
