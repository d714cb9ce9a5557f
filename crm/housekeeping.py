"""Housekeeping: what has served its purpose is forgotten."""

from datetime import datetime, timedelta

from storage.database import Session
from storage.job_runs import drop_job_runs
from storage.outbox import drop_settled
from storage.updates import drop_processed

KEYS_OF_UPDATES_ARE_KEPT = timedelta(days=7)
SETTLED_MESSAGES_ARE_KEPT = timedelta(days=14)
JOB_RUNS_ARE_KEPT = timedelta(days=30)
MOST_AT_ONCE = 500


async def forget_settled_messages(session: Session, *, at: datetime, limit: int = MOST_AT_ONCE) -> int:
    """Forget messages that were said or given up long ago, but not those whose key still guards; return how many, at most `limit`."""
    return await drop_settled(session, before=at - SETTLED_MESSAGES_ARE_KEPT, limit=limit)


async def forget_keys_of_updates(session: Session, *, at: datetime, limit: int = MOST_AT_ONCE) -> int:
    """Forget keys of updates, whose numbers begin anew by then; return how many, at most `limit`."""
    return await drop_processed(session, before=at - KEYS_OF_UPDATES_ARE_KEPT, limit=limit)


async def forget_runs(session: Session, *, at: datetime) -> None:
    """Forget old runs of jobs."""
    await drop_job_runs(session, before=at - JOB_RUNS_ARE_KEPT)
