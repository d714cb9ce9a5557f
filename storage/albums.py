"""Albums: parts of one album that wait one behind another."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from storage.database import Session
from storage.deliveries import OUTGOING_COLUMNS, Outgoing
from storage.interactions import Interaction
from storage.outbox import ALBUM, OutboxMessage
from storage.vocabulary import OutboxState

MOST_ROWS = 100


async def find_album_from(session: Session, head: Outgoing) -> Sequence[Outgoing]:
    """Return what waits behind a claimed part of an album and belongs to the same album, in order."""
    statement = (
        select(*OUTGOING_COLUMNS, col(Interaction.media))
        .join(Interaction, col(Interaction.id) == col(OutboxMessage.interaction_id))
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
    found = [(Outgoing(*columns), (media or {}).get("album")) for *columns, media in (await session.execute(statement)).all()]
    album = next((name for part, name in found if part.id == head.id), None)
    source = head.payload["from_chat_id"]
    return [part for part, name in found if part.id != head.id and name == album and part.payload["from_chat_id"] == source]
