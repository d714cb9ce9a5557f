"""Rivalry: whether another program asks Telegram for the updates of the same bot."""

from collections import deque

CONFLICTS = 3
WITHIN_SECONDS = 60.0
# Of two programs it is the later one that meets the other so soon after it began.
NEWCOMER_SECONDS = 20.0


class Rivalry:
    """Counts how often Telegram ended our asking because of another's. Times are seconds of a clock that only goes forward.

    Of two programs each ends the other's asking in turn. Once proves nothing: a program that was killed may have left a
    question on its way, and that ends one of ours.
    """

    def __init__(self) -> None:
        self._began_at = 0.0
        self._ended: deque[float] = deque(maxlen=CONFLICTS)
        self._said_at: float | None = None
        self.is_newcomer = False

    def begin(self, now: float) -> None:
        """Note that we begin to ask."""
        self._began_at = now
        self._ended.clear()

    def note(self, now: float) -> bool:
        """Note that our asking was ended; tell whether it is certain now that there is another program, at most once a minute.

        `is_newcomer` says from then on whether it is ours that came later.
        """
        self._ended.append(now)
        if len(self._ended) < CONFLICTS or now - self._ended[0] > WITHIN_SECONDS:
            return False
        if self._said_at is not None and now - self._said_at < WITHIN_SECONDS:
            return False
        self.is_newcomer = self._said_at is None and self._ended[0] - self._began_at <= NEWCOMER_SECONDS
        self._said_at = now
        return True
