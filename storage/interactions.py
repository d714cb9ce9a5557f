"""Interactions: every message and event, in and out, and where its copies stand."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, func, select, text, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.gathering import forget, gather, gathered, write_gathered
from storage.vocabulary import Author, Channel, Direction, InteractionKind

# Written out, because a partial index serves only what says the same as it does.
HEARD = text("interaction.direction = 'in'")


class Interaction(SQLModel, table=True):
    """Something said or done; an edit is a further version that points to the first by `root_id`.

    `withdrawn_at` is set when staff had it deleted at the customer.
    """

    __table_args__ = (
        Index("ix_interaction_customer_id_at", "customer_id", "at"),
        Index("ix_interaction_ticket_id_at", "ticket_id", "at"),
        Index(
            "ix_interaction_heard", "at", "customer_id", sqlite_where=text("direction = 'in'"), postgresql_where=text("direction = 'in'")
        ),
    )

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    customer_id: int | None = Field(default=None, foreign_key="customer.id", sa_type=BigId)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigId)
    kind: InteractionKind = Field(sa_type=word(InteractionKind, "kind"))
    direction: Direction = Field(sa_type=word(Direction, "direction"))
    author: Author = Field(sa_type=word(Author, "author"))
    author_id: int | None = Field(default=None, sa_type=BigId)
    text: str | None = None
    media: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    reply_to_id: int | None = Field(default=None, sa_type=BigId)
    root_id: int | None = Field(default=None, index=True, sa_type=BigId)
    version: int = 1
    channel: Channel = Field(sa_type=word(Channel, "channel"))
    at: datetime
    withdrawn_at: datetime | None = None


class MessagePlace(SQLModel, table=True):
    """One place at which an interaction stands as a message: its original or a copy."""

    __tablename__ = "message_place"

    chat_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    message_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    interaction_id: int = Field(foreign_key="interaction.id", index=True, sa_type=BigId)


def keep_interaction(
    session: Session,
    *,
    kind: InteractionKind,
    direction: Direction,
    author: Author,
    at: datetime,
    customer_id: int | None = None,
    ticket_id: int | None = None,
    author_id: int | None = None,
    text: str | None = None,
    media: dict[str, Any] | None = None,
    reply_to_id: int | None = None,
    root_id: int | None = None,
    version: int = 1,
    channel: Channel = Channel.TELEGRAM,
) -> dict[str, Any]:
    """Gather an interaction and return its row, which may still be changed until the transaction writes it."""
    row: dict[str, Any] = {
        "id": draw_id(),
        "customer_id": customer_id,
        "ticket_id": ticket_id,
        "kind": kind,
        "direction": direction,
        "author": author,
        "author_id": author_id,
        "text": text,
        "media": media,
        "reply_to_id": reply_to_id,
        "root_id": root_id,
        "version": version,
        "channel": channel,
        "at": at,
    }
    gather(session, Interaction, row)
    return row


def forget_interaction(session: Session, row: dict[str, Any]) -> None:
    """Take back an interaction that was gathered a moment ago."""
    forget(session, Interaction, row)


def keep_place(session: Session, *, chat_id: int, message_id: int, interaction_id: int) -> None:
    """Gather the place at which an interaction stands."""
    gather(session, MessagePlace, {"chat_id": chat_id, "message_id": message_id, "interaction_id": interaction_id})


async def find_interaction(session: Session, interaction_id: int) -> Interaction | None:
    """Return an interaction."""
    await write_gathered(session)
    return await session.get(Interaction, interaction_id)


async def find_ticket_id_of(session: Session, interaction_id: int) -> int | None:
    """Return the ticket of an interaction, without writing what is gathered."""
    for row in gathered(session, Interaction):
        if row["id"] == interaction_id:
            ticket_id: int | None = row["ticket_id"]
            return ticket_id
    return (await session.execute(select(col(Interaction.ticket_id)).where(col(Interaction.id) == interaction_id))).scalar_one_or_none()


async def find_interaction_at(session: Session, *, chat_id: int, message_id: int) -> Interaction | None:
    """Return the interaction (its first version) that stands at this place of a chat."""
    await write_gathered(session)
    statement = (
        select(Interaction)
        .join(MessagePlace, col(MessagePlace.interaction_id) == col(Interaction.id))
        .where(col(MessagePlace.chat_id) == chat_id, col(MessagePlace.message_id) == message_id)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def find_interaction_ids(session: Session, *, chat_id: int, message_ids: Collection[int]) -> dict[int, int]:
    """Return which interaction stands at each of these places of a chat, by the id of the message."""
    await write_gathered(session)
    statement = select(col(MessagePlace.message_id), col(MessagePlace.interaction_id)).where(
        col(MessagePlace.chat_id) == chat_id, col(MessagePlace.message_id).in_(message_ids)
    )
    return {row[0]: row[1] for row in (await session.execute(statement)).all()}


async def find_places(session: Session, *, interaction_ids: Collection[int]) -> Sequence[MessagePlace]:
    """Return every place at which these interactions stand."""
    await write_gathered(session)
    statement = (
        select(MessagePlace)
        .where(col(MessagePlace.interaction_id).in_(interaction_ids))
        .order_by(col(MessagePlace.interaction_id), col(MessagePlace.message_id))
    )
    return (await session.execute(statement)).scalars().all()


async def last_version(session: Session, *, root_id: int) -> int:
    """Return the number of the newest version of an interaction; 1 when it was never edited."""
    await write_gathered(session)
    statement = (
        select(col(Interaction.version)).where(col(Interaction.root_id) == root_id).order_by(col(Interaction.version).desc()).limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none() or 1


async def newest_version(session: Session, *, root_id: int) -> Interaction | None:
    """Return the newest version of an interaction that was edited; None when it never was."""
    await write_gathered(session)
    statement = select(Interaction).where(col(Interaction.root_id) == root_id).order_by(col(Interaction.version).desc()).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def find_heard_before(session: Session, *, customer_id: int, interaction_id: int) -> Interaction | None:
    """Return what a customer said or did last before an interaction."""
    await write_gathered(session)
    statement = (
        select(Interaction)
        .where(
            col(Interaction.customer_id) == customer_id,
            col(Interaction.direction) == Direction.IN,
            col(Interaction.id) < interaction_id,
        )
        .order_by(col(Interaction.at).desc(), col(Interaction.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def list_interactions(session: Session, *, customer_id: int, limit: int = 1000) -> Sequence[Interaction]:
    """Return a customer's whole story, oldest first; the newest `limit` when it is longer."""
    await write_gathered(session)
    statement = (
        select(Interaction)
        .where(col(Interaction.customer_id) == customer_id)
        .order_by(col(Interaction.at).desc(), col(Interaction.id).desc())
        .limit(limit)
    )
    return list(reversed((await session.execute(statement)).scalars().all()))


async def list_ticket_interactions(session: Session, *, ticket_id: int, limit: int = 1000) -> Sequence[Interaction]:
    """Return what was said on a ticket, oldest first; the newest `limit` when it is longer."""
    await write_gathered(session)
    statement = (
        select(Interaction)
        .where(col(Interaction.ticket_id) == ticket_id)
        .order_by(col(Interaction.at).desc(), col(Interaction.id).desc())
        .limit(limit)
    )
    return list(reversed((await session.execute(statement)).scalars().all()))


async def move_to_ticket(session: Session, *, interaction_ids: Collection[int], ticket_id: int, kind: InteractionKind) -> None:
    """Put interactions that were said before the ticket existed under it."""
    await write_gathered(session)
    await session.execute(
        update(Interaction)
        .where(col(Interaction.id).in_(interaction_ids))
        .values(ticket_id=ticket_id, kind=kind)
        .execution_options(synchronize_session=False)
    )


async def count_inbound(session: Session, *, customer_id: int) -> int:
    """Return how many messages and presses of a customer are kept."""
    await write_gathered(session)
    statement = (
        select(func.count())
        .select_from(Interaction)
        .where(col(Interaction.customer_id) == customer_id, col(Interaction.direction) == Direction.IN)
    )
    return int((await session.execute(statement)).scalar_one())


async def has_staff_answered(session: Session, *, ticket_id: int, after: datetime) -> bool:
    """Tell whether somebody of the staff has said something to the customer of a ticket after a moment."""
    await write_gathered(session)
    statement = select(col(Interaction.id)).where(
        col(Interaction.ticket_id) == ticket_id,
        col(Interaction.at) > after,
        col(Interaction.author) == Author.STAFF,
        col(Interaction.direction) == Direction.OUT,
        col(Interaction.root_id).is_(None),
    )
    return (await session.execute(statement.limit(1))).first() is not None


async def find_customers_told(session: Session, *, kind: InteractionKind, since: datetime, customer_ids: Collection[int]) -> set[int]:
    """Return those of these customers to whom something of this kind was said since a moment."""
    if not customer_ids:
        return set()
    await write_gathered(session)
    statement = (
        select(col(Interaction.customer_id))
        .where(
            col(Interaction.customer_id).in_(customer_ids),
            col(Interaction.at) >= since,
            col(Interaction.kind) == kind,
            col(Interaction.direction) == Direction.OUT,
        )
        .distinct()
    )
    return {number for number in (await session.execute(statement)).scalars().all() if number is not None}


async def find_moments_told(
    session: Session, *, kinds: Collection[InteractionKind], since: datetime, customer_ids: Collection[int]
) -> dict[int, list[datetime]]:
    """Return when something of these kinds was said to each of these customers since a moment; nobody who was told nothing."""
    if not customer_ids:
        return {}
    await write_gathered(session)
    statement = select(col(Interaction.customer_id), col(Interaction.at)).where(
        col(Interaction.customer_id).in_(customer_ids),
        col(Interaction.at) > since,
        col(Interaction.kind).in_(kinds),
        col(Interaction.direction) == Direction.OUT,
    )
    return _by_customer((await session.execute(statement)).all())


def _by_customer(rows: Sequence[Any]) -> dict[int, list[datetime]]:
    moments: dict[int, list[datetime]] = {}
    for number, at in rows:
        moments.setdefault(number, []).append(at)
    return moments
