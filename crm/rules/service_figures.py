"""Figures by which the service is judged."""

from collections.abc import Iterable


def median(durations: Iterable[float]) -> float | None:
    """The middle duration, halfway between the middle two when their number is even; None without any."""
    ordered = sorted(durations)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
