"""Patterns of a business: regular expressions that are given up when they take too long."""

from functools import lru_cache
from typing import Protocol, cast

import structlog

# Long enough for any sensible pattern on the longest message, and too short for anybody to notice.
TIME_LIMIT = 0.05
MOST_PATTERNS = 64

log = structlog.get_logger()
_slow: set[str] = set()


class _Pattern(Protocol):
    def search(self, text: str, *, timeout: float) -> object | None: ...


def fault_of(pattern: str) -> str | None:
    """Return why a pattern cannot be read; None when it can."""
    from regex import error as Unreadable

    try:
        _compiled(pattern)
    except Unreadable as error:
        return str(error)
    return None


def is_found(pattern: str, text: str, *, name: str, limit: float = TIME_LIMIT) -> bool:
    """Tell whether a pattern is found in a text, upper and lower case alike.

    Not found is also what takes longer than `limit` seconds; that is logged once, by the name of its rule.
    """
    try:
        return _compiled(pattern).search(text, timeout=limit) is not None
    except TimeoutError:
        if pattern not in _slow:
            _slow.add(pattern)
            log.warning("content_rule.too_slow", rule=name)
        return False


@lru_cache(maxsize=MOST_PATTERNS)
def _compiled(pattern: str) -> _Pattern:
    from regex import IGNORECASE, compile

    return cast(_Pattern, compile(pattern, IGNORECASE))
