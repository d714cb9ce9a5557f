"""Claims: which queued messages may be said next, taken by whoever says them."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, literal_column, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from storage.database import Session
from storage.deliveries import OUTGOING_COLUMNS, Outgoing
from storage.outbox import ALBUM, OutboxMessage
from storage.padding import padded
from storage.vocabulary import Lane, OutboxState

# A chat, or the ticket of posts in a group, whichever group that is: it may be upgraded while they are on their way.
Line = tuple[int | None, int | None]
MOST_EXCLUDED = 1000
MOST_LOOKS = 8


def _heads() -> Select[Any]:
    """Return the query for the next messages of each lane, built once because building it costs more than running it."""
    heads = []
    for rank, lane in enumerate(Lane):
        head = (
            select(*OUTGOING_COLUMNS, literal_column(str(rank)).label("rank"))
            .where(
                col(OutboxMessage.state) == literal_column("'queued'"),  # the partial index matches the literal only
                col(OutboxMessage.lane) == literal_column(f"'{lane.value}'"),
                or_(
                    col(OutboxMessage.not_before).is_(None),
                    col(OutboxMessage.not_before) <= bindparam("at"),
                    # Seen before it is due, so that what comes behind an album does not overtake it.
                    and_(col(OutboxMessage.method) == literal_column(f"'{ALBUM}'"), col(OutboxMessage.attempts) == 0),
                ),
                col(OutboxMessage.chat_id).is_(None) | col(OutboxMessage.chat_id).not_in(bindparam("chats", expanding=True)),
                or_(
                    col(OutboxMessage.ticket_id).is_(None),
                    col(OutboxMessage.ticket_id).not_in(bindparam("tickets", expanding=True)),
                    col(OutboxMessage.chat_id).is_(None),
                    col(OutboxMessage.chat_id) > 0,
                ),
            )
            .order_by(col(OutboxMessage.position))
            .limit(bindparam("window"))
            .subquery()
        )
        heads.append(select(head))
    every = union_all(*heads).subquery()
    return select(every).order_by(every.c.rank, every.c.position)


def _staff_heads() -> Select[Any]:
    """Return the query for the first post that waits in each of these lines of groups: of these tickets, and of none in these chats."""
    of_line = and_(
        col(OutboxMessage.state) == literal_column("'queued'"),
        col(OutboxMessage.lane) == literal_column("'staff'"),
        col(OutboxMessage.chat_id) < 0,
        or_(
            col(OutboxMessage.ticket_id).in_(bindparam("tickets", expanding=True)),
            and_(col(OutboxMessage.ticket_id).is_(None), col(OutboxMessage.chat_id).in_(bindparam("chats", expanding=True))),
        ),
    )
    firsts = select(func.min(col(OutboxMessage.position))).where(of_line).group_by(_TICKET_LINE, _CHAT_LINE)
    return select(*OUTGOING_COLUMNS, literal_column("0").label("rank")).where(of_line, col(OutboxMessage.position).in_(firsts))


_CHAT_LINE = case((col(OutboxMessage.ticket_id).is_(None), col(OutboxMessage.chat_id)), else_=None)
_TICKET_LINE = col(OutboxMessage.ticket_id)
_HEADS = _heads()
_STAFF_HEADS = _staff_heads()
_MARK_SENDING = (
    update(OutboxMessage.__table__)  # type: ignore[attr-defined]  # SQLModel hides __table__
    .where(col(OutboxMessage.id) == bindparam("row_id"))
    .values(state=OutboxState.SENDING, claimed_at=bindparam("at"), attempts=col(OutboxMessage.attempts) + 1)
)


def line_of(message: Outgoing) -> Line | None:
    """Return the line in which a message stands: what is said there arrives one after another, in order.

    A private chat is one line; in a group each ticket is one, and the rest is one. Without a chat there is no order to keep.
    """
    if message.chat_id is None:
        return None
    is_of_ticket = message.chat_id < 0 and message.ticket_id is not None
    return (None, message.ticket_id) if is_of_ticket else (message.chat_id, None)


async def claim_messages(
    session: Session,
    *,
    at: datetime,
    limit: int,
    bulk_limit: int | None = None,
    closed: Collection[int] = (),
    busy: Collection[Line] = (),
    room_in: Callable[[int], int] = lambda _group: 1,
) -> list[Outgoing]:
    """Take up to `limit` queued messages, urgent lanes first, at most one for a line; mark them sending.

    An answer to staff in a group goes before the posts of other lines there, together with what was posted in its own before.
    None is taken for a closed chat and for a busy line, and for a group no more than there is room in it. An album that waits
    for its parts holds its line.
    Bulk is taken only as long as no more than `bulk_limit` are taken in all.
    """
    connection = await session.connection()
    window = min(max(limit, 16), 128)
    claim = _Claim(at=at, limit=limit, bulk_limit=bulk_limit, closed=set(closed), busy=set(busy), room_in=room_in)
    for _ in range(MOST_LOOKS):
        rows = (await connection.execute(_HEADS, {"at": at, "window": window} | claim.excluded())).all()
        has_passed_over = claim.take(await _in_order(connection, rows))
        # Where one line fills the window, those behind it are looked for again.
        if not has_passed_over or len(claim.messages) == limit or len(rows) < window:
            break
    if claim.messages:
        await connection.execute(_MARK_SENDING, [{"row_id": message.id, "at": at} for message in claim.messages])
    return claim.messages


async def _in_order(connection: AsyncConnection, rows: Sequence[Any]) -> Sequence[Any]:
    """Return what may be said next: in place of an answer to staff in a group what was posted in its line before, which so goes first."""
    lines = {line for row in rows if (line := _line_of_answer(row)) is not None}
    if not lines:
        return rows
    tickets = padded([ticket_id for _, ticket_id in lines if ticket_id is not None])
    chats = padded([chat_id for chat_id, _ in lines if chat_id is not None])
    firsts = (await connection.execute(_STAFF_HEADS, {"tickets": tickets, "chats": chats})).all()
    heads = {line_of(Outgoing(*first[:-1])): first for first in firsts}
    return [_earlier(row, heads.get(_line_of_answer(row))) for row in rows]


def _line_of_answer(row: Any) -> Line | None:
    is_answer = row.lane is Lane.REPLY and row.chat_id is not None and row.chat_id < 0
    return line_of(Outgoing(*row[:-1])) if is_answer else None


def _earlier(row: Any, head: Any) -> Any:
    return row if head is None or row.position < head.position else head


class _Claim:
    """What one claim has taken so far, and what it leaves alone."""

    def __init__(
        self, *, at: datetime, limit: int, bulk_limit: int | None, closed: set[int], busy: set[Line], room_in: Callable[[int], int]
    ) -> None:
        self.messages: list[Outgoing] = []
        self._at = at
        self._limit = limit
        self._bulk_limit = bulk_limit
        self._closed = closed
        self._busy = busy
        self._room_in = room_in
        self._rooms: dict[int, int] = {}

    def excluded(self) -> dict[str, list[int]]:
        """Return the chats and tickets that are not to be looked at: as many as a statement holds; `take` passes over the rest."""
        chats = chain(self._closed, (chat_id for chat_id, _ in self._busy if chat_id is not None and chat_id > 0))
        tickets = (ticket_id for _, ticket_id in self._busy if ticket_id is not None)
        return {"chats": padded(list(islice(chats, MOST_EXCLUDED))), "tickets": padded(list(islice(tickets, MOST_EXCLUDED)))}

    def take(self, rows: Sequence[Any]) -> bool:
        """Take what may be taken of these rows; tell whether any was passed over."""
        known = {message.id for message in self.messages}
        has_passed_over = False
        for row in rows:
            if len(self.messages) == self._limit:
                break
            message = Outgoing(*row[:-1])
            if message.lane is Lane.BULK and self._bulk_limit is not None and len(self.messages) >= self._bulk_limit:
                break
            if message.id in known:
                continue
            if self._is_free(message):
                self.messages.append(message)
            else:
                has_passed_over = True
        return has_passed_over

    def _is_free(self, message: Outgoing) -> bool:
        """Tell whether a message may be taken, and hold its line when it may."""
        line = line_of(message)
        chat_id = message.chat_id
        if line is None or chat_id is None:
            return True
        if line in self._busy or chat_id in self._closed:
            return False
        if message.not_before is not None and message.not_before > self._at:
            self._busy.add(line)
            return False
        if chat_id < 0:
            room = self._rooms.setdefault(chat_id, self._room_in(chat_id))
            if room <= 0:
                self._closed.add(chat_id)
                return False
            self._rooms[chat_id] = room - 1
        self._busy.add(line)
        return True
