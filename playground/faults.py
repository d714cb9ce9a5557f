"""The plan of faults: which calls of the bot and which updates for it go wrong, how, and how often."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from playground.wire import Json


class FaultKind(StrEnum):
    STATUS = "status"
    RESET = "reset"
    DELAY = "delay"
    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"
    ERROR = "error"
    TWICE = "twice"
    AGAIN = "again"
    BACKWARDS = "backwards"
    UNKNOWN_FIELDS = "unknown_fields"
    WRONG_SECRET = "wrong_secret"
    LARGE_BODY = "large_body"


# These meet updates on their way to the bot: any of them, or only when they are pushed to its webhook.
ON_UPDATES = frozenset({FaultKind.TWICE, FaultKind.AGAIN, FaultKind.BACKWARDS, FaultKind.UNKNOWN_FIELDS})
ON_PUSHES = ON_UPDATES | {FaultKind.WRONG_SECRET, FaultKind.LARGE_BODY}


@dataclass
class Fault:
    """One fault; `times` None stands until it is cleared."""

    id: int
    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    times: int | None = 1
    seconds: float = 0.0
    status: int = 502
    body: str | None = None
    retry_after: int | None = None
    error_code: int = 400
    description: str = ""
    parameters: Json | None = None

    def meets(self, method: str, chat_id: int) -> bool:
        """Whether the call is one of those that go wrong; `*` is every method but getUpdates."""
        if self.kind in ON_PUSHES:
            return False
        named = method.lower() != "getupdates" if self.method == "*" else self.method.lower() == method.lower()
        return named and self.chat_id in {None, chat_id}

    def envelope(self) -> Json:
        """The answer of a fault that answers in Telegram's form."""
        if self.kind is FaultKind.ERROR:
            answer: Json = {"ok": False, "error_code": self.error_code, "description": self.description}
            return {**answer, "parameters": self.parameters} if self.parameters else answer
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Unknown"
        if self.retry_after is None:
            return {"ok": False, "error_code": self.status, "description": phrase}
        return {
            "ok": False,
            "error_code": self.status,
            "description": f"{phrase}: retry after {self.retry_after}",
            "parameters": {"retry_after": self.retry_after},
        }

    def for_page(self) -> Json:
        shown: Json = {"kind": self.kind.value}
        match self.kind:
            case FaultKind.STATUS:
                shown |= {"status": self.status, "body": self.body, "retry_after": self.retry_after}
            case FaultKind.ERROR:
                shown |= {"error_code": self.error_code, "description": self.description, "parameters": self.parameters}
            case FaultKind.DELAY | FaultKind.TIMEOUT_BEFORE | FaultKind.TIMEOUT_AFTER | FaultKind.BACKWARDS:
                shown |= {"seconds": self.seconds}
            case _:
                pass
        return {"id": self.id, "method": self.method, "chat_id": self.chat_id, "times": self.times, "fault": shown}


class FaultPlan:
    """The faults that stand, oldest first."""

    def __init__(self) -> None:
        self._standing: dict[int, Fault] = {}
        self._last_id = 0

    def next_id(self) -> int:
        """A number for a new fault."""
        self._last_id += 1
        return self._last_id

    def add(self, fault: Fault) -> None:
        """Lets the fault stand."""
        self._standing[fault.id] = fault

    def clear(self) -> None:
        """Ends all faults."""
        self._standing.clear()

    def remove(self, fault_id: int) -> bool:
        """Ends one fault; False when it does not stand."""
        return self._standing.pop(fault_id, None) is not None

    def strike(self, method: str, chat_id: int) -> Fault | None:
        """The first fault that meets the call; it counts as used once more."""
        return self._use(next((fault for fault in self._standing.values() if fault.meets(method, chat_id)), None))

    def strike_updates(self, kinds: Collection[FaultKind]) -> Fault | None:
        """The first fault of these kinds that meets updates on their way; it counts as used once more."""
        return self._use(next((fault for fault in self._standing.values() if fault.kind in kinds), None))

    def for_page(self) -> list[Json]:
        return [fault.for_page() for fault in self._standing.values()]

    def _use(self, fault: Fault | None) -> Fault | None:
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                del self._standing[fault.id]
        return fault
