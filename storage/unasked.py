"""Unasked messages: decided on by one at a time, dropped while they wait, and forgotten when nobody got them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, text, update
from sqlmodel import col

from storage.database import Session
from storage.gathering import write_gathered
from storage.interactions import Interaction
from storage.outbox import QUEUED, OutboxMessage
from storage.padding import padded
from storage.visits import Visit
from storage.vocabulary import Author, Direction, InteractionKind, OutboxState, VisitStatus
from storage.win_backs import WinBack

UNASKED_KEY = 0x756E6173  # "unas": an advisory lock of PostgreSQL, other than that of the leader


@dataclass(frozen=True, slots=True)
class Unsaid:
    """An unasked message that was dropped before it left: its row, the interaction that was kept of it, to whom and when it was decided."""

    message_id: int
    interaction_id: int
    kind: InteractionKind
    customer_id: int | None
    at: datetime


async def hold_unasked(session: Session) -> None:
    """Let nobody else decide whom to speak to unasked until this transaction ends: two who look at once would both find room.

    On SQLite there is one writing transaction at a time anyway.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UNASKED_KEY})


async def drop_unasked(session: Session, *, chat_id: int, kinds: Collection[InteractionKind], error: str) -> list[int]:
    """Give up the unasked messages of these kinds that wait for a chat; return the ids of their rows.

    On a follow-up ticket answers are of the kind of visits, but only what is unasked expires.
    """
    await write_gathered(session)
    is_of_kind = col(Interaction.id) == col(OutboxMessage.interaction_id), *_said_by_bot(kinds)
    is_unasked = col(Interaction.kind) != InteractionKind.FOLLOW_UP
    of_kind = select(col(Interaction.id)).where(*is_of_kind)
    statement = (
        update(OutboxMessage)
        .where(
            QUEUED,
            col(OutboxMessage.chat_id) == chat_id,
            or_(
                of_kind.where(is_unasked).exists(),
                and_(col(OutboxMessage.expires_at).is_not(None), of_kind.exists()),
            ),
        )
        .values(state=OutboxState.DROPPED, error=error)
        .returning(col(OutboxMessage.id))
        .execution_options(synchronize_session=False)
    )
    return list((await session.execute(statement)).scalars().all())


async def list_unsaid(session: Session, *, message_ids: Collection[int], kinds: Collection[InteractionKind]) -> Sequence[Unsaid]:
    """Return what is known of those of these messages that are unasked and of these kinds, in order.

    What a person has sent again may have arrived the first time, and is left out.
    """
    statement = (
        select(
            col(OutboxMessage.id), col(Interaction.id), col(Interaction.kind), col(Interaction.customer_id), col(Interaction.at)
        )
        .join(Interaction, col(Interaction.id) == col(OutboxMessage.interaction_id))
        .where(col(OutboxMessage.id).in_(padded(message_ids)), col(OutboxMessage.repeated).is_(False), *_said_by_bot(kinds))
        .order_by(col(OutboxMessage.id))
        .limit(len(message_ids))
    )  # fmt: skip
    return [Unsaid(*row) for row in (await session.execute(statement)).all()]


async def forget_said(session: Session, *, unsaid: Collection[Unsaid]) -> None:
    """Take unasked messages out of the story of their customers."""
    ids = [each.interaction_id for each in unsaid]
    await session.execute(delete(Interaction).where(col(Interaction.id).in_(padded(ids))).execution_options(synchronize_session=False))


async def free_keys(session: Session, *, unsaid: Collection[Unsaid]) -> None:
    """Let what these messages were about be said by others."""
    ids = [each.message_id for each in unsaid]
    await session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.id).in_(padded(ids)))
        .values(dedupe_key=None)
        .execution_options(synchronize_session=False)
    )


async def forget_win_backs(session: Session, *, unsaid: Collection[Unsaid]) -> None:
    """Let the silences be open again that these messages were to break; those that staff see to stay."""
    await session.execute(
        delete(WinBack)
        .where(col(WinBack.ticket_id).is_(None), or_(*[_at_once(WinBack.customer_id, WinBack.at, each) for each in unsaid]))
        .execution_options(synchronize_session=False)
    )


async def plan_visits_again(session: Session, *, unsaid: Collection[Unsaid]) -> None:
    """Let the visits be due again that these messages were to pay."""
    first = col(Visit.attempts) <= 1
    visits = (
        select(col(Visit.id), first)
        .where(
            col(Visit.status) == VisitStatus.ASKED, or_(*[_at_once(Visit.customer_id, Visit.asked_at, each) for each in unsaid])
        )
        .order_by(col(Visit.id))
        .limit(2 * len(unsaid))
    )  # fmt: skip
    for visit_id, is_first in (await session.execute(visits)).all():
        done: dict[str, Any] = {"done_at": None} if is_first else {}
        await session.execute(
            update(Visit)
            .where(col(Visit.id) == visit_id)
            .values(status=VisitStatus.PLANNED, asked_at=None, attempts=col(Visit.attempts) - 1, **done)
            .execution_options(synchronize_session=False)
        )


def _said_by_bot(kinds: Collection[InteractionKind]) -> tuple[ColumnElement[bool], ...]:
    return col(Interaction.kind).in_(kinds), col(Interaction.author) == Author.BOT, col(Interaction.direction) == Direction.OUT


def _at_once(customer_id: Any, at: Any, unsaid: Unsaid) -> ColumnElement[bool]:
    return and_(col(customer_id) == unsaid.customer_id, col(at) == unsaid.at)
