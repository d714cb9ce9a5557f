"""When a closed ticket comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.rules.tickets import reopens

CLOSED_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "comes_back"),
    [
        (timedelta(), True),
        (timedelta(days=3), True),
        (timedelta(days=3, seconds=1), False),
        (timedelta(seconds=-1), True),  # written before the closing, handled after it
    ],
)
def test_a_ticket_reopens_within_its_days(after: timedelta, comes_back: bool) -> None:
    assert reopens(CLOSED_AT, CLOSED_AT + after, days=3) is comes_back
