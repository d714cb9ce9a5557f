"""Albums: parts of one album that wait one behind another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from storage.database import Session
from storage.deliveries import OUTGOING_COLUMNS, Outgoing
from storage.interactions import Interaction
from storage.outbox import ALBUM, OutboxMessage
from storage.vocabulary import OutboxState

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class AlbumPart:
    """A message that waits, with what the part of the album carries: `media` as it is kept, and the words below it."""

    message: Outgoing
    media: dict[str, Any]
    words: str | None


async def find_album_from(session: Session, head: Outgoing) -> Sequence[AlbumPart]:
    """Return a claimed part of an album, and what waits behind it and belongs to the same, in order."""
    statement = (
        select(*OUTGOING_COLUMNS, col(Interaction.media), col(Interaction.text))
        .outerjoin(Interaction, col(Interaction.id) == col(OutboxMessage.interaction_id))
        .where(
            col(OutboxMessage.ticket_id) == head.ticket_id,
            col(OutboxMessage.chat_id) == head.chat_id,
            col(OutboxMessage.method) == ALBUM,
            (col(OutboxMessage.state) == OutboxState.QUEUED) | (col(OutboxMessage.id) == head.id),
            col(OutboxMessage.position) >= head.position,
        )
        .order_by(col(OutboxMessage.position))
        .limit(MOST_ROWS)
    )
    rows = (await session.execute(statement)).all()
    waiting = [AlbumPart(Outgoing(*columns), media or {}, words) for *columns, media, words in rows]
    album = next(part.media.get("album") for part in waiting if part.message.id == head.id)
    return [part for part in waiting if part.message.id == head.id or (album is not None and _belongs(part, album, head))]


def _belongs(part: AlbumPart, album: str, head: Outgoing) -> bool:
    return part.media.get("album") == album and part.message.payload["from_chat_id"] == head.payload["from_chat_id"]
