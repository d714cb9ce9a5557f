"""How soon staff turn to a ticket."""

import pytest

from crm.rules.priorities import first_priority, higher, priority_named, raised
from storage.vocabulary import Priority, Severity, TicketKind


@pytest.mark.parametrize(
    ("kind", "severity", "priority"),
    [
        (TicketKind.COMPLAINT, Severity.HIGH, Priority.HIGH),
        (TicketKind.COMPLAINT, Severity.MEDIUM, Priority.NORMAL),
        (TicketKind.INQUIRY, Severity.HIGH, Priority.NORMAL),
    ],
)
def test_a_severe_complaint_begins_with_high_priority(kind: TicketKind, severity: Severity, priority: Priority) -> None:
    assert first_priority(kind, severity) is priority


@pytest.mark.parametrize(
    ("word", "priority"), [("high", Priority.HIGH), (" Urgent ", Priority.URGENT), ("低", Priority.LOW), ("soon", None), ("", None)]
)
def test_a_priority_is_named_in_either_language(word: str, priority: Priority | None) -> None:
    assert priority_named(word) is priority


def test_a_priority_rises_by_a_step_and_not_beyond_the_highest() -> None:
    assert [raised(priority) for priority in Priority] == [Priority.NORMAL, Priority.HIGH, Priority.URGENT, Priority.URGENT]


def test_of_two_priorities_the_higher_is_the_one_named_later() -> None:
    assert [higher(Priority.HIGH, priority) for priority in Priority] == [Priority.HIGH, Priority.HIGH, Priority.HIGH, Priority.URGENT]
