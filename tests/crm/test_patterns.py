"""Patterns: found in any case, given up when they take too long, and refused when they cannot be read."""

import pytest
import structlog

from crm.patterns import fault_of, is_found

# Each further letter doubles the work of this one.
ENDLESS = r"(a+)+\1b$"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"\bcasino\b", "Our CASINO is open", True),
        (r"\bcasino\b", "casinos", False),
        ("博彩|赌场", "来赌场吧", True),
        (r"^buy", "now\nbuy", False),
        (r"(?m)^buy", "now\nbuy", True),
        (r"\p{Cyrillic}{3}", "купить", True),
    ],
)
def test_a_pattern_is_found_anywhere_and_in_any_case(pattern: str, text: str, found: bool) -> None:
    assert is_found(pattern, text, name="r") is found


def test_a_pattern_that_takes_too_long_is_not_found_and_logged_once() -> None:
    with structlog.testing.capture_logs() as lines:
        assert [is_found(ENDLESS, "a" * 5000, name="endless", limit=0.01) for _ in range(3)] == [False] * 3
    assert lines == [{"event": "content_rule.too_slow", "rule": "endless", "log_level": "warning"}]


@pytest.mark.parametrize("pattern", ["(", "[a", "(?P<a>.)(?P=b)", "*a", r"\p{Nothing}"])
def test_a_pattern_that_cannot_be_read_is_said_so(pattern: str) -> None:
    assert fault_of(pattern)


def test_a_pattern_that_can_be_read_has_no_fault() -> None:
    assert fault_of(r"\b(casino|betting)\b|博彩|赌场") is None
