"""How a ticket may go on, and when it comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.rules.tickets import is_unclear, may_become, reopens
from storage.vocabulary import TicketStatus

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


S = TicketStatus
LEGAL = {
    S.NEW: {S.OPEN, S.PENDING, S.ON_HOLD, S.SOLVED, S.CLOSED},
    S.OPEN: {S.PENDING, S.ON_HOLD, S.SOLVED, S.CLOSED},
    S.PENDING: {S.OPEN, S.ON_HOLD, S.SOLVED, S.CLOSED},
    S.ON_HOLD: {S.OPEN, S.PENDING, S.SOLVED, S.CLOSED},
    S.SOLVED: {S.NEW, S.OPEN, S.CLOSED},
    S.CLOSED: {S.NEW, S.OPEN},
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("wanted", S)
def test_only_these_ways_lead_from_one_status_to_another(status: TicketStatus, wanted: TicketStatus) -> None:
    assert may_become(status, wanted) is (wanted in LEGAL[status])


@pytest.mark.parametrize(
    ("minutes_ago", "unclear"),
    [([], False), ([500], False), ([31, 90], True), ([30, 90], False), ([90, 5], False), ([31], False)],
)
def test_words_could_belong_to_several_tickets_when_none_was_spoken_on_lately(minutes_ago: list[int], unclear: bool) -> None:
    assert is_unclear([CLOSED_AT - timedelta(minutes=ago) for ago in minutes_ago], CLOSED_AT) is unclear
