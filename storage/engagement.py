"""Engagement: who has just said something to the desk."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from storage.database import Session
from storage.gathering import write_gathered
from storage.interactions import Interaction
from storage.vocabulary import Direction


async def find_last_heard(session: Session, *, customer_ids: Collection[int], since: datetime, until: datetime) -> dict[int, datetime]:
    """Return when each of these customers wrote or pressed something last in a span of time (after `since`, before `until`)."""
    if not customer_ids:
        return {}
    await write_gathered(session)
    statement = (
        select(col(Interaction.customer_id), func.max(col(Interaction.at)))
        .where(
            col(Interaction.customer_id).in_(customer_ids),
            col(Interaction.at) > since,
            col(Interaction.at) < until,
            col(Interaction.direction) == Direction.IN,
        )
        .group_by(col(Interaction.customer_id))
    )
    return {number: at for number, at in (await session.execute(statement)).all() if number is not None}
