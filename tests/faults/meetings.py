"""Meetings: the faults that every kind of call meets, and what becomes of a call that meets one once."""

from dataclasses import dataclass
from typing import Any

PAGE = "<html><body>Bad Gateway</body></html>"


@dataclass(frozen=True)
class Meeting:
    """A fault; how often the call is done in the end, how often it is made, and whether it is marked as made more than once."""

    fault: dict[str, Any]
    done: int = 1
    attempts: int = 2
    is_repeated: bool = True


MEETINGS = {
    "a 500": Meeting({"kind": "status", "status": 500}),
    "a 502 with a page": Meeting({"kind": "status", "status": 502, "body": PAGE}),
    "a 200 that is no JSON": Meeting({"kind": "status", "status": 200, "body": PAGE}),
    "a reset": Meeting({"kind": "reset"}),
    "a time-out before": Meeting({"kind": "timeout_before", "seconds": 0.3}),
    "a time-out after": Meeting({"kind": "timeout_after", "seconds": 0.3}, done=2),
    "a slow answer": Meeting({"kind": "delay", "seconds": 1.5}, attempts=1, is_repeated=False),
    "a flood wait": Meeting({"kind": "status", "status": 429, "retry_after": 1}, attempts=1, is_repeated=False),
}

# One of each sort: Telegram says that it has a trouble, the call is lost on its way or its answer is, and Telegram asks to wait.
SORTS = {name: MEETINGS[name] for name in ("a 500", "a time-out before", "a time-out after", "a flood wait")}
