"""Failures: updates that could not be handled are kept whole and shown, never dropped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.notices import Notice, Tell
from storage.database import Session
from storage.updates import FailedUpdate, find_processed, keep_processed

_TOO_LARGE = 2**63  # for any column


@dataclass(frozen=True)
class UpdateFailed(Notice):
    """An update could not be handled: its writer is owed an apology, the owners an alert. `user_id` where it is known."""

    failed_id: int
    update_id: int
    user_id: int | None


async def note_failed_update(
    session: Session, *, bot_id: int, raw: dict[str, Any], error: str, attempts: int, at: datetime, tell: Tell
) -> FailedUpdate | None:
    """Keep an update that failed and tell; None when it was handled after all."""
    update_id: Any = raw.get("update_id")
    number = int(update_id) if _is_number(update_id) else 0
    if _is_number(update_id):
        if await find_processed(session, bot_id=bot_id, update_ids=[number]):
            return None
        keep_processed(session, bot_id=bot_id, update_id=number, at=at)
    failed = FailedUpdate(bot_id=bot_id, update_id=number, raw=raw, error=error, attempts=attempts, failed_at=at)
    session.add(failed)
    await tell(UpdateFailed(failed.id, number, _writer_of(raw)))
    return failed


def _writer_of(raw: dict[str, Any]) -> int | None:
    """Return the user in whose private chat the update happened, read from whatever shape it has."""
    for value in raw.values():
        if isinstance(value, dict):
            message = value.get("message") if isinstance(value.get("message"), dict) else value
            chat = message.get("chat") if isinstance(message, dict) else None
            if isinstance(chat, dict) and chat.get("type") == "private" and _is_number(chat.get("id")):
                user_id: int = chat["id"]
                return user_id
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < _TOO_LARGE
