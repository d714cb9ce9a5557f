"""When a closed ticket comes back."""

from datetime import datetime, timedelta


def reopens(closed_at: datetime, at: datetime, *, days: int) -> bool:
    """Whether a customer who writes at this moment reopens the ticket: within `days` of its closing, both ends included."""
    return at - closed_at <= timedelta(days=days)
