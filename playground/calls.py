"""The log of the bot's calls."""

from collections import deque
from itertools import islice

from playground.wire import Json

KEPT = 100_000


class CallLog:
    """Every call of the bot but getUpdates, the newest 100,000 of them."""

    def __init__(self) -> None:
        self._kept: deque[Json] = deque(maxlen=KEPT)
        self._last_id = 0

    def add(self, at: str, method: str, parameters: Json, answer: Json) -> None:
        """Writes down one call and what it was answered."""
        self._last_id += 1
        chat_id = parameters.get("chat_id")
        self._kept.append(
            {
                "id": self._last_id,
                "at": at,
                "method": method,
                "parameters": parameters,
                "chat_id": chat_id if isinstance(chat_id, int) else None,
                "ok": bool(answer.get("ok")),
                "error_code": answer.get("error_code"),
                "description": answer.get("description"),
                "result": answer.get("result"),
            }
        )

    def after(self, last_seen: int, method: str | None = None) -> list[Json]:
        """The calls with a higher id, of one method where one is named."""
        first = self._last_id - len(self._kept) + 1
        newer = islice(self._kept, max(0, last_seen + 1 - first), None)
        return [call for call in newer if method is None or str(call["method"]).lower() == method.lower()]
