"""Retrying: updates that were set aside are handled again."""

import structlog

from bot.clock import Clock
from handlers.chat.dispatching import Dispatching
from storage.database import Database
from storage.updates import FailedUpdate, find_failed_update, forget_processed, list_failed_updates

log = structlog.get_logger(__name__)


async def retry_failed_updates(database: Database, dispatching: Dispatching, *, now: Clock) -> tuple[int, int]:
    """Handle every failed update once more; return how many are resolved and how many failed again."""
    async with database.read() as session:
        waiting = await list_failed_updates(session, limit=1000)
    resolved = 0
    for failed in waiting:
        resolved += await retry_failed_update(database, dispatching, failed, now=now)
    return resolved, len(waiting) - resolved


async def retry_failed_update(database: Database, dispatching: Dispatching, failed: FailedUpdate, *, now: Clock) -> bool:
    """Handle one failed update once more and tell whether that went well; otherwise it stays set aside."""
    try:
        async with database.begin() as session:
            await forget_processed(session, bot_id=failed.bot_id, update_id=failed.update_id)
            await dispatching.handle(session, [dispatching.parse(failed.raw)], at=now(), careful=True)
            kept = await find_failed_update(session, failed.id)
            if kept is not None:
                kept.resolved_at = now()
    except Exception as error:  # whatever it fails with this time, it stays set aside
        log.warning("retry.failed_again", update=failed.update_id, error=type(error).__name__)
        return False
    return True
