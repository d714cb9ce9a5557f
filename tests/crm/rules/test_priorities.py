"""How soon staff turn to a ticket."""

import pytest

from crm.rules.priorities import first_priority, priority_named
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
