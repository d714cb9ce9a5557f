"""The clock of the world: real time, plus whatever it was moved."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Runs on with real time; it can be moved forward, never back."""

    def __init__(self, starts_at: datetime | None = None) -> None:
        self._ahead = starts_at - datetime.now(UTC) if starts_at else timedelta(0)

    def now(self) -> datetime:
        """The moment it is in the world, aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def move(self, by: timedelta) -> None:
        """Moves the clock forward. ValueError when `by` is negative."""
        if by < timedelta(0):
            raise ValueError("the clock only moves forward")
        self._ahead += by

    def set(self, to: datetime) -> None:
        """Sets the clock to a later moment. ValueError when it is naive or has passed."""
        if to.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        self.move(to - self.now())
