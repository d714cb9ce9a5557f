"""Steps: what the clock does to many rows is done in steps, each in a transaction of its own."""

from dataclasses import dataclass
from datetime import datetime

STEP = 500
DuePlace = tuple[datetime, int]


@dataclass(frozen=True)
class Step:
    """One step through rows by id: how many were acted on, and the id after which the next step begins; None after the last."""

    done: int
    after_id: int | None


@dataclass(frozen=True)
class DueStep:
    """One step through rows by due time: how many were acted on, and the place after which the next step begins; None after the last."""

    done: int
    after: DuePlace | None
