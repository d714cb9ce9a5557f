"""Figures of groups: how much is posted there, how much waits, and how many tickets are open there."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlmodel import col

from storage.database import Session
from storage.figures import ASKED_AT, Spell, in_seconds
from storage.gathering import write_gathered
from storage.outbox import QUEUED, OutboxMessage
from storage.tickets import Ticket

# What was sent within the last minute was queued within these minutes, or so much waits that the group counts as busy anyway.
LONGEST_WAIT = timedelta(minutes=5)
_IS_OPEN = text("status <> 'closed'")
_WITHOUT_KEY = text("coalesce(dedupe_key, '') = ''")
# Telegram does not count these among the posts of a group.
_UNCOUNTED = ("setMessageReaction",)


async def count_open_topics(session: Session, *, chat_ids: Collection[int]) -> dict[int, int]:
    """Return for each of these groups in which open tickets stand how many those are."""
    await session.flush()
    statement = (
        select(col(Ticket.topic_chat_id), func.count())
        .where(_IS_OPEN, col(Ticket.topic_chat_id).in_(chat_ids))
        .group_by(col(Ticket.topic_chat_id))
    )
    return {chat_id: count for chat_id, count in (await session.execute(statement)).all() if chat_id is not None}


async def count_posts_since(session: Session, *, chat_ids: Collection[int], since: datetime) -> dict[int, int]:
    """Return how often something was posted in each of these groups since a moment not long ago."""
    statement = (
        select(col(OutboxMessage.chat_id), func.count())
        .where(
            _WITHOUT_KEY,
            col(OutboxMessage.created_at) >= since - LONGEST_WAIT,
            col(OutboxMessage.sent_at) > since,
            col(OutboxMessage.chat_id).in_(chat_ids),
            col(OutboxMessage.method).not_in(_UNCOUNTED),
        )
        .group_by(col(OutboxMessage.chat_id))
    )
    return {chat_id: count for chat_id, count in (await session.execute(statement)).all() if chat_id is not None}


async def count_waiting_posts(session: Session, *, chat_ids: Collection[int]) -> dict[int, int]:
    """Return how many posts wait for each of these groups."""
    await write_gathered(session)
    statement = (
        select(col(OutboxMessage.chat_id), func.count())
        .where(QUEUED, col(OutboxMessage.chat_id).in_(chat_ids), col(OutboxMessage.method).not_in(_UNCOUNTED))
        .group_by(col(OutboxMessage.chat_id))
    )
    return {chat_id: count for chat_id, count in (await session.execute(statement)).all() if chat_id is not None}


async def count_opened_in(session: Session, *, chat_ids: Collection[int], since: datetime) -> dict[int, int]:
    """Return for each of these groups how many of the tickets that stand there were opened since a moment."""
    statement = (
        select(col(Ticket.topic_chat_id), func.count())
        .where(col(Ticket.opened_at) >= since, col(Ticket.topic_chat_id).in_(chat_ids))
        .group_by(col(Ticket.topic_chat_id))
    )
    return {chat_id: count for chat_id, count in (await session.execute(statement)).all() if chat_id is not None}


async def list_first_responses_in(session: Session, *, chat_ids: Collection[int], since: datetime) -> dict[int, list[Spell]]:
    """Return by group, for every ticket there that staff answered first since a moment, when the customer asked and was answered."""
    is_sqlite = (await session.connection()).dialect.name == "sqlite"
    statement = select(
        col(Ticket.topic_chat_id), in_seconds(ASKED_AT, is_sqlite), in_seconds(col(Ticket.first_response_at), is_sqlite)
    ).where(col(Ticket.first_response_at) >= since, col(Ticket.topic_chat_id).in_(chat_ids))
    spells: dict[int, list[Spell]] = {}
    for chat_id, opened, answered in (await session.execute(statement)).all():
        spells.setdefault(int(chat_id or 0), []).append((opened, answered))
    return spells
