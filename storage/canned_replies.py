"""Canned replies: texts that staff have at hand under a key, one for each language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import JSON, delete, select, update
from sqlmodel import Field, SQLModel, col

from storage.columns import BigId, draw_id, word
from storage.database import Session
from storage.vocabulary import Afterwards, Language, Priority, ReplyFile

# Keys are short, and what shows a reply to the whole desk shows all of them.
MOST_REPLIES = 200


class CannedReply(SQLModel, table=True):
    """A reply at hand; a macro when a status, a priority or tags follow it. `used` counts how often it was sent.

    `file_id` is Telegram's name for a photo or file that goes along in every language, `file_name` what its sender called it.
    """

    __tablename__ = "canned_reply"

    id: int = Field(default_factory=draw_id, primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    key: str = Field(max_length=32, unique=True)
    afterwards: Afterwards | None = Field(default=None, sa_type=word(Afterwards, "afterwards"))
    priority: Priority | None = Field(default=None, sa_type=word(Priority, "priority"))
    tags_on: list[str] = Field(default_factory=list, sa_type=JSON)
    tags_off: list[str] = Field(default_factory=list, sa_type=JSON)
    used: int = Field(default=0, sa_type=BigId)
    last_used_at: datetime | None = None
    file_kind: ReplyFile | None = Field(default=None, sa_type=word(ReplyFile, "file_kind"))
    file_id: str | None = None
    file_name: str | None = None


class CannedReplyText(SQLModel, table=True):
    """The words of a canned reply in one language, with placeholders; a reply has at least one. `html` is how formatted words look."""

    __tablename__ = "canned_reply_text"

    reply_id: int = Field(foreign_key="canned_reply.id", primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    language: Language = Field(primary_key=True, sa_type=word(Language, "language"))
    text: str
    html: str | None = None


@dataclass(frozen=True)
class ReplyAtHand:
    """A canned reply and its text in each language that it has, and the HTML of those that are formatted."""

    reply: CannedReply
    texts: Mapping[Language, str]
    htmls: Mapping[Language, str] = field(default_factory=dict)


async def list_replies(session: Session, *, limit: int = MOST_REPLIES) -> Sequence[ReplyAtHand]:
    """Return the canned replies with their texts, by key."""
    first = select(col(CannedReply.id)).order_by(col(CannedReply.key)).limit(limit)
    rows = await session.execute(_WITH_TEXTS.where(col(CannedReply.id).in_(first)))
    return _gathered([(row[0], row[1]) for row in rows.all()])


async def find_reply(session: Session, *, key: str) -> ReplyAtHand | None:
    """Return the canned reply with this key."""
    rows = await session.execute(_WITH_TEXTS.where(col(CannedReply.key) == key))
    return next(iter(_gathered([(row[0], row[1]) for row in rows.all()])), None)


async def find_reply_by_id(session: Session, reply_id: int) -> ReplyAtHand | None:
    """Return the canned reply with this id."""
    rows = await session.execute(_WITH_TEXTS.where(col(CannedReply.id) == reply_id))
    return next(iter(_gathered([(row[0], row[1]) for row in rows.all()])), None)


async def find_reply_with_text(session: Session, text: str, *, file_kind: ReplyFile | None = None) -> CannedReply | None:
    """Return the canned reply that has exactly this text, placeholders and all, and a file of this kind; the first by key of several."""
    statement = (
        select(CannedReply)
        .join(CannedReplyText, col(CannedReplyText.reply_id) == col(CannedReply.id))
        .where(col(CannedReplyText.text) == text, col(CannedReply.file_kind).is_not_distinct_from(file_kind))
        .order_by(col(CannedReply.key))
        .limit(1)
    )
    return (await session.execute(statement)).scalars().first()


async def find_reply_text(session: Session, *, reply_id: int, language: Language) -> CannedReplyText | None:
    """Return the text of a canned reply in a language."""
    return await session.get(CannedReplyText, (reply_id, language))


async def delete_reply(session: Session, *, reply_id: int) -> None:
    """Delete a canned reply with all its texts."""
    await session.flush()
    for table, column in ((CannedReplyText, CannedReplyText.reply_id), (CannedReply, CannedReply.id)):
        await session.execute(delete(table).where(col(column) == reply_id).execution_options(synchronize_session="fetch"))


async def delete_reply_text(session: Session, *, reply_id: int, language: Language) -> None:
    """Delete the text of a canned reply in one language."""
    await session.flush()
    of_language = (col(CannedReplyText.reply_id) == reply_id, col(CannedReplyText.language) == language)
    await session.execute(delete(CannedReplyText).where(*of_language).execution_options(synchronize_session="fetch"))


async def count_use(session: Session, *, reply_id: int, at: datetime) -> None:
    """Count that a canned reply was sent; two who send it at the same time are both counted."""
    statement = (
        update(CannedReply)
        .where(col(CannedReply.id) == reply_id)
        .values(used=CannedReply.used + 1, last_used_at=at)
        .execution_options(synchronize_session=False)
    )
    await session.execute(statement)


_WITH_TEXTS = (
    select(CannedReply, CannedReplyText)
    .join(CannedReplyText, col(CannedReplyText.reply_id) == col(CannedReply.id))
    .order_by(col(CannedReply.key), col(CannedReplyText.language))
    .execution_options(populate_existing=True)  # counts change beside the rows in hand
)


def _gathered(rows: Sequence[tuple[CannedReply, CannedReplyText]]) -> list[ReplyAtHand]:
    replies: dict[int, list[CannedReplyText]] = {}
    known = {}
    for reply, text in rows:
        known[reply.id] = reply
        replies.setdefault(reply.id, []).append(text)
    return [
        ReplyAtHand(
            known[reply_id],
            {text.language: text.text for text in texts},
            {text.language: text.html for text in texts if text.html is not None},
        )
        for reply_id, texts in replies.items()
    ]
