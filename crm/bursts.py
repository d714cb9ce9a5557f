"""Bursts: where little more may be said, what waits there one behind another is said together."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from crm.albums import gather_album
from crm.edits import EDITS
from crm.rules.bursts import Line, one_post
from crm.spoken import formatting
from storage.bursts import GATHERED, SUPERSEDED, Queued, find_edits_behind, find_queued_from, let_speak
from storage.database import Session
from storage.deliveries import Outgoing
from storage.outbox import ALBUM

_COPY, _POST, _EDIT = "copyMessage", "sendMessage", "editMessageText"
_REACTION = "setMessageReaction"
_QUIET = "disable_notification"
# Of several that wait for the same message only the newest counts.
_REPLACED = EDITS | {_REACTION}


async def gather_bursts(session: Session, claimed: Sequence[Outgoing], *, scarce: Collection[int], at: datetime) -> list[Outgoing]:
    """Return what was claimed, the parts of an album as one message.

    In the scarce chats copies of one customer's texts become one post, and edits of one message the newest. One of them speaks for
    the others, which are settled, so that what is repeated after a crash is the whole post.
    """
    together = []
    for message in claimed:
        if message.method == ALBUM:
            together.append(await gather_album(session, message, at=at))
        elif message.chat_id in scarce or message.method == _REACTION:
            together.append(await _with_those_behind(session, message, at=at))
        else:
            together.append(message)
    return together


async def _with_those_behind(session: Session, message: Outgoing, *, at: datetime) -> Outgoing:
    if message.method == _COPY and message.in_topic and message.ticket_id is not None:
        waiting = await find_queued_from(session, message, at=at)
        post = one_post([_line_of(each) for each in waiting])
        if post is not None:
            together = [each.message for each in waiting[: post.count]]
            last = next(each for each in reversed(together) if each.method == _COPY)
            payload: dict[str, Any] = {"chat_id": message.chat_id, "text": post.text}
            if post.entities:
                payload |= {"entities": list(post.entities), GATHERED: True}
            if all(each.payload.get(_QUIET) for each in together):
                payload[_QUIET] = True
            return await let_speak(session, last, instead_of=together, why=GATHERED, at=at, method=_POST, payload=payload)
    if message.method in _REPLACED and message.edits_interaction_id is not None:
        newer = await find_edits_behind(session, message)
        if newer:
            return await let_speak(session, newer[-1], instead_of=[message, *newer], why=SUPERSEDED, at=at)
    return message


def _line_of(queued: Queued) -> Line:
    message = queued.message
    if message.method == _EDIT:
        entities = formatting(message.payload.get("entities", ()))
        return Line(message.id, message.payload["text"], changes=message.edits_interaction_id, entities=entities)
    words = queued.words if message.method == _COPY and message.in_topic else None
    return Line(message.interaction_id or message.id, words, answers=message.reply_to_interaction_id, entities=formatting(queued.entities))
