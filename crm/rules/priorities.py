"""How soon staff turn to a ticket."""

from storage.vocabulary import Priority, Severity, TicketKind

_NAMES = {str(priority): priority for priority in Priority} | {
    "低": Priority.LOW, "普通": Priority.NORMAL, "正常": Priority.NORMAL, "高": Priority.HIGH, "紧急": Priority.URGENT, "緊急": Priority.URGENT,
}  # fmt: skip


def priority_named(word: str) -> Priority | None:
    """The priority that a word names: `high`, `紧急`; None when it names none."""
    return _NAMES.get(word.strip().lower())


def raised(priority: Priority) -> Priority:
    """The next higher priority; the highest stays."""
    order = tuple(Priority)
    return order[min(order.index(priority) + 1, len(order) - 1)]


def first_priority(kind: TicketKind, severity: Severity) -> Priority:
    """The priority of a new ticket: a severe complaint is high, everything else normal; staff decide the rest."""
    return Priority.HIGH if kind is TicketKind.COMPLAINT and severity is Severity.HIGH else Priority.NORMAL


def higher(one: Priority, other: Priority) -> Priority:
    """The higher of two priorities."""
    return max(one, other, key=tuple(Priority).index)
