"""Updates from Telegram: which were handled, and those that could not be."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, delete, func, select, tuple_
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id
from storage.database import Session
from storage.gathering import gather
from storage.padding import padded


class ProcessedUpdate(SQLModel, table=True):
    """The key of an update whose effects are committed; dropped after 7 days because ids restart at random."""

    __tablename__ = "processed_update"

    bot_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    update_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(index=True)


class FailedUpdate(SQLModel, table=True):
    """An update that could not be handled, whole, so that it can be run again."""

    __tablename__ = "failed_update"

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    bot_id: int = Field(sa_type=BigId)
    update_id: int = Field(sa_type=BigId)
    raw: dict[str, Any] = Field(sa_type=JSON)
    error: str
    attempts: int
    failed_at: datetime
    resolved_at: datetime | None = Field(default=None, index=True)


def keep_processed(session: Session, *, bot_id: int, update_id: int, at: datetime) -> None:
    """Gather the key of an update that was handled."""
    gather(session, ProcessedUpdate, {"bot_id": bot_id, "update_id": update_id, "at": at})


async def find_processed(session: Session, *, bot_id: int, update_ids: Collection[int]) -> set[int]:
    """Return those of these updates that were handled before."""
    statement = select(col(ProcessedUpdate.update_id)).where(
        col(ProcessedUpdate.bot_id) == bot_id, col(ProcessedUpdate.update_id).in_(padded(update_ids))
    )
    return set((await session.execute(statement)).scalars().all())


async def drop_processed(session: Session, *, before: datetime, limit: int) -> int:
    """Forget keys older than a moment; return how many."""
    key = col(ProcessedUpdate.bot_id), col(ProcessedUpdate.update_id)
    old = select(*key).where(col(ProcessedUpdate.at) < before).limit(limit)
    statement = delete(ProcessedUpdate).where(tuple_(*key).in_(old)).returning(key[1]).execution_options(synchronize_session=False)
    return len((await session.execute(statement)).all())


async def list_failed_updates(session: Session, *, limit: int = 50) -> Sequence[FailedUpdate]:
    """Return updates that failed and were not resolved since, oldest first."""
    statement = (
        select(FailedUpdate)
        .where(col(FailedUpdate.resolved_at).is_(None))
        .order_by(col(FailedUpdate.failed_at), col(FailedUpdate.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def count_failed_updates(session: Session) -> int:
    """Return how many updates failed and were not resolved since."""
    return int(
        (await session.execute(select(func.count()).select_from(FailedUpdate).where(col(FailedUpdate.resolved_at).is_(None)))).scalar_one()
    )


async def find_failed_update(session: Session, failed_id: int) -> FailedUpdate | None:
    """Return an update that was set aside."""
    return await session.get(FailedUpdate, failed_id)


async def forget_processed(session: Session, *, bot_id: int, update_id: int) -> None:
    """Let an update be handled once more."""
    await session.execute(delete(ProcessedUpdate).where(col(ProcessedUpdate.bot_id) == bot_id, col(ProcessedUpdate.update_id) == update_id))
