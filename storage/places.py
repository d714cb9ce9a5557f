"""Places: open tickets that stand in no staff group, and the order in which tickets and groups find each other."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select, text
from sqlmodel import col

from storage.database import Session
from storage.groups import GroupChat, forget_staff_groups, list_staff_groups
from storage.tickets import OPEN_STATUSES, Ticket

PLACES_KEY = 0x706C6163  # "plac": an advisory lock of PostgreSQL, other than those of the leader and of unasked messages
_ARE_HELD = "places_are_held"
# Written out, because a partial index serves only what says the same as it does.
_IS_OPEN = text("ticket.status <> 'closed'")


async def hold_places(session: Session) -> None:
    """Let nobody else look for open tickets without a place, or find no group for one, until this transaction ends.

    Otherwise a ticket and a group that come at the same moment would not see each other. On SQLite there is one writing transaction at a
    time anyway.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PLACES_KEY})


async def look_again_for_groups(session: Session) -> None:
    """Read the staff groups anew, after whoever was just choosing one is done; once in a transaction, since nobody can choose one after that."""
    if _ARE_HELD in session.info:
        return
    session.info[_ARE_HELD] = True
    await hold_places(session)
    await session.flush()
    await list_staff_groups(session, anew=True)
    forget_staff_groups(session)


async def list_homeless(session: Session, *, lost_before: datetime, limit: int) -> Sequence[Ticket]:
    """Return open tickets that stand nowhere, or in a group where staff do not answer any more, in order; none that somebody else is changing.

    A group that was lost counts only when that is known since before a moment: it may come back soon.
    """
    is_lost = and_(col(GroupChat.is_member).is_(False), col(GroupChat.known_at) <= lost_before)
    abandoned = select(col(GroupChat.chat_id)).where(or_(col(GroupChat.staff_group_since).is_(None), is_lost))
    statement = (
        select(Ticket)
        .where(
            _IS_OPEN, col(Ticket.status).in_(OPEN_STATUSES), or_(col(Ticket.topic_chat_id).is_(None), col(Ticket.topic_chat_id).in_(abandoned))
        )
        .order_by(col(Ticket.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Ticket)
    )  # fmt: skip
    return (await session.execute(statement)).scalars().all()
