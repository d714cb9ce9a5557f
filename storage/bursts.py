"""Bursts: messages that wait one behind another, and those that became one post or one edit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from storage.database import Session
from storage.deliveries import OUTGOING_COLUMNS, Outgoing, set_rows
from storage.gathering import write_gathered
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.vocabulary import Author, Lane, OutboxState

GATHERED = "gathered"
SUPERSEDED = "superseded"
MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Queued:
    """A message that waits, with what it shows: `words` of a customer's text and their `entities`, None for anything else."""

    message: Outgoing
    words: str | None
    entities: tuple[dict[str, Any], ...] = ()


async def find_queued_from(session: Session, head: Outgoing, *, at: datetime) -> Sequence[Queued]:
    """Return a claimed message and what waits behind it in its lane and chat for the same ticket, with answers between, in order; at most MOST_LINES."""
    statement = (
        select(*OUTGOING_COLUMNS, col(Interaction.text), col(Interaction.media), col(Interaction.author))
        .outerjoin(Interaction, col(Interaction.id) == col(OutboxMessage.interaction_id))
        .where(
            col(OutboxMessage.ticket_id) == head.ticket_id,
            col(OutboxMessage.chat_id) == head.chat_id,
            col(OutboxMessage.lane).in_((head.lane, Lane.REPLY)),  # an answer in the middle keeps what is behind it there
            (col(OutboxMessage.state) == OutboxState.QUEUED) | (col(OutboxMessage.id) == head.id),
            col(OutboxMessage.position) >= head.position,
        )
        .order_by(col(OutboxMessage.position))
        .limit(MOST_LINES)
    )
    found = []
    for row in (await session.execute(statement)).all():
        *columns, words, media, author = row
        message = Outgoing(*columns)
        is_text = media is None or media.get("kind") == "text"
        is_due = message.not_before is None or message.not_before <= at
        is_words = author is Author.CUSTOMER and is_text and is_due
        found.append(Queued(message, words if is_words else None, tuple((media or {}).get("entities", ()))))
    return found


async def find_edits_behind(session: Session, head: Outgoing) -> Sequence[Outgoing]:
    """Return further edits by the same method that wait for what a claimed message edits, in order."""
    statement = (
        select(*OUTGOING_COLUMNS)
        .where(
            col(OutboxMessage.state) == OutboxState.QUEUED,
            col(OutboxMessage.ticket_id) == head.ticket_id,
            col(OutboxMessage.chat_id) == head.chat_id,
            col(OutboxMessage.edits_interaction_id) == head.edits_interaction_id,
            col(OutboxMessage.method) == head.method,
        )
        .order_by(col(OutboxMessage.position))
    )
    return [Outgoing(*row) for row in (await session.execute(statement)).all()]


async def drop_edits(session: Session, *, ticket_id: int, interaction_id: int) -> None:
    """Settle the edits of a message that wait, whatever lane they are in, because a newer one is to come."""
    await write_gathered(session)
    await session.execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.ticket_id) == ticket_id,
            col(OutboxMessage.edits_interaction_id) == interaction_id,
            col(OutboxMessage.state) == OutboxState.QUEUED,
        )
        .values(state=OutboxState.DROPPED, error=SUPERSEDED)
        .execution_options(synchronize_session=False)
    )


async def let_speak(
    session: Session, speaker: Outgoing, *, instead_of: Sequence[Outgoing], why: str, at: datetime, **values: Any
) -> Outgoing:
    """Mark a message as being sent, changed to these values, and settle the others that it stands for; return it as it is now."""
    others = [message.id for message in instead_of if message.id != speaker.id]
    await set_rows(session, [{"id": message_id, "state": OutboxState.DROPPED, "error": why} for message_id in others])
    await set_rows(
        session, [{"id": speaker.id, "state": OutboxState.SENDING, "claimed_at": at, "attempts": speaker.attempts + 1, **values}]
    )
    return replace(speaker, **values)


async def stands_in_post(session: Session, *, chat_id: int, ticket_id: int, interaction_id: int) -> bool:
    """Tell whether what a customer said stands in a chat as the last line of a post, not as a copy or by itself."""
    statement = (
        select(col(OutboxMessage.payload))
        .join(Interaction, col(Interaction.id) == col(OutboxMessage.interaction_id))
        .where(
            col(OutboxMessage.ticket_id) == ticket_id,
            col(OutboxMessage.chat_id) == chat_id,
            col(OutboxMessage.interaction_id) == interaction_id,
            col(OutboxMessage.method) == "sendMessage",
            col(Interaction.author) == Author.CUSTOMER,
        )
        .order_by(col(OutboxMessage.position).desc())
        .limit(1)
    )
    payload = (await session.execute(statement)).scalar_one_or_none()
    # What is posted by itself in place of a copy brings its own formatting, if only none.
    return payload is not None and (GATHERED in payload or "entities" not in payload)
