"""Calls: what a claimed message is to Telegram at the moment it is said, its topic and the message that it answers or edits looked up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crm.albums import COPIED_FROM, SENT_ALBUM
from crm.edits import has_no_copy, tell_of_change
from crm.leaving import sift_unasked
from crm.notices import Tell
from crm.rules.frequency import UnaskedCap
from crm.topic_changes import TOPIC_METHODS
from crm.unasked import take_back_unsaid
from storage.bursts import GATHERED
from storage.database import Session
from storage.deliveries import MOVED, Outgoing, Thread, find_message_ids, find_threads, set_rows
from storage.gathering import write_gathered
from storage.outbox import ALBUM, TOO_LATE
from storage.vocabulary import OutboxState

Payload = dict[str, Any]


async def prepare_calls(
    session: Session, claimed: Sequence[Outgoing], *, at: datetime, cap: UnaskedCap, tell: Tell
) -> list[tuple[Outgoing, Payload]]:
    """Return each claimed message with its final payload. What is too late, not wanted or has no place any more, is dropped; what is unasked
    and would come amid a chat waits on.
    """
    in_time = await _drop_late(session, claimed, at)
    staying = await sift_unasked(session, messages=in_time, at=at, cap=cap)
    due = [message for message in in_time if message.id not in staying]
    threads = await find_threads(
        session, ticket_ids={message.ticket_id for message in due if message.in_topic and message.ticket_id is not None}
    )
    calls = []
    for message in due:
        payload = _payload_of(message)
        answered = message.reply_to_interaction_id
        if message.in_topic and message.ticket_id is not None:
            thread = threads[message.ticket_id]
            why_not = _why_not_in(thread, message)
            if why_not is not None:
                await _drop(session, message, why_not)
                continue
            if thread.topic_id is not None:
                payload["message_thread_id"] = thread.topic_id
            elif answered is None:
                answered = thread.card_interaction_id
        if not await _has_found(session, message, answered, payload):
            await _drop(session, message, "nothing_to_edit")
            await tell_of_change(session, message, tell=tell)
            continue
        calls.append((message, payload))
    return calls


async def _drop_late(session: Session, claimed: Sequence[Outgoing], at: datetime) -> list[Outgoing]:
    """Drop what is too late and return the rest."""
    late = [message.id for message in claimed if message.expires_at is not None and message.expires_at <= at]
    await set_rows(session, [{"id": message_id, "state": OutboxState.DROPPED, "error": TOO_LATE} for message_id in late])
    await write_gathered(session)  # what was recorded a moment ago is looked up afterwards
    await take_back_unsaid(session, message_ids=late)
    return [message for message in claimed if message.id not in late]


async def _drop(session: Session, message: Outgoing, why: str) -> None:
    await set_rows(session, [{"id": message.id, "state": OutboxState.DROPPED, "error": why}])


def _payload_of(message: Outgoing) -> Payload:
    left_out = (GATHERED, *COPIED_FROM) if message.method == SENT_ALBUM else (GATHERED,)
    payload = {name: value for name, value in message.payload.items() if name not in left_out}
    if message.chat_id is not None:
        payload["chat_id"] = message.chat_id  # the group may have become another since this was queued
    return payload


def _why_not_in(thread: Thread, message: Outgoing) -> str | None:
    """Return why a message cannot be said where its ticket is spoken of, None when it can."""
    if thread.chat_id is not None and thread.chat_id != message.chat_id:
        return MOVED  # the ticket went to another group, where all that was said was shown
    return "no_topic" if thread.topic_id is None and message.method in TOPIC_METHODS else None


async def _has_found(session: Session, message: Outgoing, answered: int | None, payload: Payload) -> bool:
    """Put into the payload which message is answered and which edited; tell whether there is the one to be edited, when one is."""
    edited = message.edits_interaction_id
    wanted = [each for each in (answered, edited) if each is not None]
    if message.chat_id is None or not wanted:
        return True
    places = await find_message_ids(session, chat_id=message.chat_id, interaction_ids=wanted)
    if answered in places and message.method != ALBUM:
        payload["reply_parameters"] = {"message_id": places[answered], "allow_sending_without_reply": True}
    if edited is None:
        return True
    if edited not in places or await has_no_copy(session, message):
        return False
    payload["message_id"] = places[edited]
    return True
