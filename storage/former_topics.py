"""Former topics: where tickets were spoken of before, so that what is written there is not lost silently."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, delete, func, select, text, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId
from storage.database import Session
from storage.tickets import Ticket
from storage.vocabulary import TicketStatus

# Written out, because a partial index serves only what says the same as it does.
_STANDS = text("deletion_at IS NULL")
_WAS_REFUSED = text("refusals > 0")


class FormerTopic(SQLModel, table=True):
    """A topic that a ticket had before it went elsewhere; `deletion_at` is when its deletion was queued, `refusals` how often it was refused."""

    __tablename__ = "former_topic"
    __table_args__ = (
        Index("ix_former_topic_stands", "ticket_id", sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_former_topic_refused", "chat_id", sqlite_where=_WAS_REFUSED, postgresql_where=_WAS_REFUSED),
    )

    chat_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    topic_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    ticket_id: int = Field(foreign_key="ticket.id", sa_type=BigId)
    left_at: datetime
    deletion_at: datetime | None = None
    refusals: int = 0


async def keep_former_topic(session: Session, *, ticket: Ticket, at: datetime, deletion_at: datetime | None = None) -> None:
    """Remember the topic that a ticket is about to leave; nothing when it has none."""
    if ticket.topic_chat_id is None or ticket.topic_id is None:
        return
    former = await session.get(FormerTopic, (ticket.topic_chat_id, ticket.topic_id))
    if former is None:
        former = FormerTopic(chat_id=ticket.topic_chat_id, topic_id=ticket.topic_id, ticket_id=ticket.id, left_at=at)
        session.add(former)
    former.deletion_at = deletion_at


async def find_former_topic(session: Session, *, chat_id: int, topic_id: int) -> FormerTopic | None:
    """Return what a topic once was."""
    return await session.get(FormerTopic, (chat_id, topic_id))


async def list_former_topics_to_delete(session: Session, *, closed_before: datetime, chat_id: int, limit: int) -> Sequence[FormerTopic]:
    """Return topics in this group that a ticket has left, and whose ticket was closed before a moment, in order."""
    statement = (
        select(FormerTopic)
        .join(Ticket, col(Ticket.id) == col(FormerTopic.ticket_id))
        .where(
            _STANDS,
            col(FormerTopic.chat_id) == chat_id,
            col(FormerTopic.left_at) <= closed_before,
            col(Ticket.status) == TicketStatus.CLOSED,
            col(Ticket.closed_at) <= closed_before,
        )
        .order_by(col(FormerTopic.ticket_id), col(FormerTopic.topic_id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def list_refused_topics(
    session: Session, *, chat_id: int, asked_before: datetime, most_refusals: int, limit: int
) -> Sequence[FormerTopic]:
    """Return topics in this group whose deletion was refused, but not too often, and was asked for before a moment, longest ago first."""
    statement = (
        select(FormerTopic)
        .where(
            col(FormerTopic.chat_id) == chat_id,
            col(FormerTopic.refusals) > 0,
            col(FormerTopic.refusals) < most_refusals,
            col(FormerTopic.deletion_at) <= asked_before,
        )
        .order_by(col(FormerTopic.deletion_at), col(FormerTopic.topic_id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()


async def count_kept_topics(session: Session, *, refusals: int) -> dict[int, int]:
    """Return by group how many topics stand there whose deletion was refused so often."""
    statement = (
        select(col(FormerTopic.chat_id), func.count())
        .where(_WAS_REFUSED, col(FormerTopic.refusals) >= refusals)
        .group_by(col(FormerTopic.chat_id))
    )
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}


async def count_refusal(session: Session, *, chat_id: int, topic_id: int) -> None:
    """Count that the deletion of a topic was refused."""
    await session.execute(
        update(FormerTopic)
        .where(col(FormerTopic.chat_id) == chat_id, col(FormerTopic.topic_id) == topic_id)
        .values(refusals=FormerTopic.refusals + 1)
        .execution_options(synchronize_session=False)
    )


async def forget_refusals(session: Session, *, chat_id: int) -> None:
    """Let the topics of a group be deleted whose deletion was refused, because that may be possible now."""
    await session.execute(
        update(FormerTopic)
        .where(col(FormerTopic.chat_id) == chat_id, _WAS_REFUSED)
        .values(refusals=0, deletion_at=None)
        .execution_options(synchronize_session=False)
    )


async def forget_former_topic(session: Session, *, chat_id: int, topic_id: int) -> None:
    """Forget a topic that is not there any more."""
    await session.execute(
        delete(FormerTopic)
        .where(col(FormerTopic.chat_id) == chat_id, col(FormerTopic.topic_id) == topic_id)
        .execution_options(synchronize_session=False)
    )
