"""Deliveries: what it means for the desk that a message arrived, or did not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from crm.albums import SENT_ALBUM, record_album
from crm.edits import tell_of_change
from crm.notices import Notice, Tell
from crm.outcomes import Blocked, Migrated, NotReached, Refused, Sent, TopicGone, TryLater, Unknown
from crm.topic_changes import DELETE_TOPIC, note_deleted_topic, note_kept_topic, replace_topic, take_topic
from crm.vanishing import let_vanish
from crm.withdrawals import DELETE, note_not_withdrawn, note_withdrawn
from storage.customers import find_contact
from storage.database import Session
from storage.deliveries import (
    Outgoing,
    find_sending,
    move_chat,
    pause_chat,
    set_rows,
)
from storage.groups import GroupChat, find_group, forget_staff_groups
from storage.interactions import find_interaction, keep_place
from storage.outbox import ALBUM
from storage.tickets import Ticket, get_ticket, move_topics
from storage.vocabulary import Author, Channel, InDoubt, Lane, OutboxState

MakeTell = Callable[[Session, datetime], Tell]
Unsent = Blocked | TryLater | Migrated | TopicGone | Refused | Unknown | NotReached
# How often something in doubt is said before it is given up: each time it may arrive once more. Where Telegram answers that it has
# a trouble of its own that is unlikely, so its outages are waited for, about ten minutes; but what Telegram can never take
# must not hold up the rest of its chat for so long.
MOST_ATTEMPTS = 5
MOST_ANSWERED_ATTEMPTS = 15
_RETRY_AFTER = timedelta(seconds=2)
_LONGEST_RETRY_AFTER = timedelta(minutes=1)
# What Telegram refuses here has no more use: the press is old, the message is gone, the text is as wished already.
_COPY_GONE = "message to edit not found"
_MOOT = (
    _COPY_GONE,
    "query is too old", "query id is invalid", "message is not modified", "message can't be edited",
    "message to delete not found", "message to react not found", "reaction_invalid", "topic_not_modified", "message to be replied not found",
)  # fmt: skip


@dataclass(frozen=True)
class ReplyArrived(Notice):
    """What staff wrote is with the customer; `copied` names the message or album in the staff group, as the call did."""

    ticket_id: int
    copied: dict[str, Any]


@dataclass(frozen=True)
class WordsArrived(Notice):
    """Something that was written anew for a customer is with them: words of the bot, or of staff who chose a reply at hand."""

    ticket_id: int
    interaction_id: int


@dataclass(frozen=True)
class ReplyNotDelivered(Notice):
    """What staff wrote did not reach the customer. `blocked` when the customer does not take messages of the bot."""

    ticket: Ticket
    interaction_id: int
    blocked: bool
    in_doubt: bool = False


@dataclass(frozen=True)
class MessageNotRelayed(Notice):
    """What a customer sent could not be shown to staff as it was."""

    ticket: Ticket
    interaction_id: int
    media_kind: str


@dataclass(frozen=True)
class DeliveryUnsettled(Notice):
    """A message was given up, or nobody knows whether it arrived and it must not arrive twice: a person must decide."""

    message_id: int


@dataclass(frozen=True)
class StaffGroupUnreachable(Notice):
    """The staff group takes no messages of the bot any more: it is gone, or the bot was thrown out and not told of it."""

    group: GroupChat


async def recover_interrupted(session: Session, *, tell: Tell) -> tuple[int, int]:
    """After a start: decide on messages that were being sent; return how many are repeated and how many are parked."""
    interrupted = await find_sending(session)
    for message in interrupted:
        if message.in_doubt is InDoubt.REPEAT:
            message.state, message.repeated = OutboxState.QUEUED, True
        else:
            message.state, message.error = OutboxState.PARKED, "interrupted"
            await tell(DeliveryUnsettled(message.id))
    parked = sum(1 for message in interrupted if message.state is OutboxState.PARKED)
    return len(interrupted) - parked, parked


async def record_sent(session: Session, sent: Sequence[tuple[Outgoing, Sent]], *, at: datetime, tell: Tell) -> None:
    """Record what arrived, and where it stands."""
    await set_rows(
        session,
        [{"id": message.id, "state": OutboxState.SENT, "sent_at": at, "sent_message_id": outcome.message_id} for message, outcome in sent],
    )
    for message, outcome in sent:
        if message.lane is Lane.REPLY and message.ticket_id is not None and (message.chat_id or 0) > 0:
            if message.method in _COPIES:
                await tell(ReplyArrived(message.ticket_id, message.payload))
            elif message.method in _WORDS and message.interaction_id is not None:
                await tell(WordsArrived(message.ticket_id, message.interaction_id))
        if message.method in (ALBUM, SENT_ALBUM):
            await record_album(session, message, outcome, tell=tell)
        elif (
            outcome.message_id is not None
            and message.chat_id is not None
            and message.interaction_id is not None
            and message.edits_interaction_id is None
        ):
            keep_place(session, chat_id=message.chat_id, message_id=outcome.message_id, interaction_id=message.interaction_id)
            if message.vanish_seconds is not None:
                let_vanish(session, message, outcome.message_id, at=at)
        if message.method == "createForumTopic" and message.ticket_id is not None:
            chat_id, topic_id = message.chat_id or 0, outcome.result["message_thread_id"]
            await take_topic(session, ticket_id=message.ticket_id, chat_id=chat_id, topic_id=topic_id, at=at, tell=tell)
        elif message.method == DELETE_TOPIC:
            await note_deleted_topic(session, message=message)
        elif message.method == DELETE:
            await note_withdrawn(session, message, tell=tell)


async def settle_unsent(session: Session, *, message: Outgoing, outcome: Unsent, at: datetime, tell: Tell) -> None:
    """Decide what follows when a message did not arrive for certain; nothing that a person said is lost silently."""
    match outcome:
        case TryLater():
            until = at + outcome.wait
            await set_rows(session, [{"id": message.id, "state": OutboxState.QUEUED, "not_before": until, "attempts": message.attempts}])
            if message.chat_id is not None:
                await pause_chat(session, chat_id=message.chat_id, until=until)
        case NotReached():
            await set_rows(session, [{"id": message.id, "state": OutboxState.QUEUED, "attempts": message.attempts}])
        case Migrated():
            await _follow_group(session, message=message, chat_id=outcome.chat_id, tell=tell)
        case TopicGone():
            await replace_topic(session, message=message, tell=tell)
        case Blocked():
            await _note_blocked(session, message=message, why=outcome.why, at=at, tell=tell)
        case Unknown():
            await _decide_in_doubt(session, message=message, outcome=outcome, at=at, tell=tell)
        case Refused():
            await _note_refused(session, message=message, why=outcome.why, tell=tell)
        case _:
            assert_never(outcome)


_WORDS = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
_COPIES = frozenset({"copyMessage", ALBUM, SENT_ALBUM})
# Whoever is not in the group, or has never written, has no menu there: no person need hear of it.
_MENUS = frozenset({"setMyCommands", "deleteMyCommands"})


async def _follow_group(session: Session, *, message: Outgoing, chat_id: int, tell: Tell) -> None:
    if message.chat_id is None or message.chat_id > 0:
        # Not where it goes has moved but what it copies: the supergroup counts its messages anew, so nothing stands there under that id.
        await _note_refused(session, message=message, why="source group upgraded", tell=tell)
        return
    await follow_group(session, old_chat_id=message.chat_id, new_chat_id=chat_id)
    payload = message.payload | {"chat_id": chat_id}
    await set_rows(session, [{"id": message.id, "state": OutboxState.QUEUED, "chat_id": chat_id, "payload": payload}])


async def follow_group(session: Session, *, old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: its row, its topics and everything queued for it go along."""
    group = await find_group(session, old_chat_id)
    if group is not None:
        successor = await find_group(session, new_chat_id)
        if successor is None:
            successor = type(group)(**{**group.model_dump(), "chat_id": new_chat_id})
            session.add(successor)
        successor.staff_group_since = group.staff_group_since or successor.staff_group_since  # told twice: the first time moved it
        successor.team = group.team or successor.team
        successor.is_member = True
        group.staff_group_since, group.is_member = None, False
        forget_staff_groups(session)
    await move_topics(session, old_chat_id=old_chat_id, new_chat_id=new_chat_id)
    await move_chat(session, old_chat_id=old_chat_id, new_chat_id=new_chat_id)


async def _note_blocked(session: Session, *, message: Outgoing, why: str, at: datetime, tell: Tell) -> None:
    await set_rows(session, [{"id": message.id, "state": OutboxState.DROPPED, "error": why}])
    if message.chat_id is not None and message.chat_id > 0:
        contact = await find_contact(session, channel=Channel.TELEGRAM, address=str(message.chat_id))
        if contact is not None and contact.blocked_at is None:
            contact.blocked_at = at
    elif message.chat_id is not None:
        await _note_unreachable_group(session, chat_id=message.chat_id, at=at, tell=tell)
    await _tell_author(session, message=message, blocked=True, tell=tell)


async def _note_unreachable_group(session: Session, *, chat_id: int, at: datetime, tell: Tell) -> None:
    group = await find_group(session, chat_id)
    if group is not None and group.staff_group_since is not None and group.is_member:
        group.is_member, group.known_at = False, at
        forget_staff_groups(session)
        await session.flush()
        await tell(StaffGroupUnreachable(group))


def wait_in_doubt(message: Outgoing) -> timedelta:
    """Return for how long the chat of a message in doubt is held back; nothing when the message does not hold it up any more."""
    return _wait_before_repeat(message) if message.attempts + 1 < MOST_ATTEMPTS else timedelta()


def _wait_before_repeat(message: Outgoing) -> timedelta:
    doublings: int = 2 ** min(message.attempts, MOST_ANSWERED_ATTEMPTS)
    return min(_RETRY_AFTER * doublings, _LONGEST_RETRY_AFTER)


async def _decide_in_doubt(session: Session, *, message: Outgoing, outcome: Unknown, at: datetime, tell: Tell) -> None:
    why = outcome.why
    if message.in_doubt is InDoubt.PARK:
        await set_rows(session, [{"id": message.id, "state": OutboxState.PARKED, "error": why}])
        await tell(DeliveryUnsettled(message.id))
    elif message.attempts + 1 >= (MOST_ANSWERED_ATTEMPTS if outcome.is_answered else MOST_ATTEMPTS):
        await set_rows(session, [{"id": message.id, "state": OutboxState.FAILED, "error": why}])
        await tell(DeliveryUnsettled(message.id))
        await _tell_author(session, message=message, blocked=False, in_doubt=True, tell=tell)
    else:
        again_at = at + _wait_before_repeat(message)
        await set_rows(session, [{"id": message.id, "state": OutboxState.QUEUED, "repeated": True, "not_before": again_at, "error": why}])
        held = wait_in_doubt(message)
        if message.chat_id is not None and held:
            await pause_chat(session, chat_id=message.chat_id, until=at + held)


async def _note_refused(session: Session, *, message: Outgoing, why: str, tell: Tell) -> None:
    said = why.lower()
    if any(words in said for words in _MOOT):
        await set_rows(session, [{"id": message.id, "state": OutboxState.DROPPED, "error": why}])
        if message.method == DELETE:
            await note_withdrawn(session, message, tell=tell)
        elif _COPY_GONE in said:
            await tell_of_change(session, message, tell=tell)
    elif "can't parse entities" in said and "parse_mode" in message.payload:
        plain = {name: value for name, value in message.payload.items() if name != "parse_mode"}
        await set_rows(session, [{"id": message.id, "state": OutboxState.QUEUED, "payload": plain, "error": why}])
    elif message.method == DELETE_TOPIC:
        await note_kept_topic(session, message=message, why=why)
    elif message.method in _MENUS:
        await set_rows(session, [{"id": message.id, "state": OutboxState.DROPPED, "error": why}])
    elif message.method == DELETE:
        await set_rows(session, [{"id": message.id, "state": OutboxState.DROPPED, "error": why}])
        await note_not_withdrawn(session, message, tell=tell)
    else:
        await set_rows(session, [{"id": message.id, "state": OutboxState.FAILED, "error": why}])
        await tell(DeliveryUnsettled(message.id))
        await _tell_author(session, message=message, blocked=False, tell=tell)


async def _tell_author(session: Session, *, message: Outgoing, blocked: bool, tell: Tell, in_doubt: bool = False) -> None:
    """Tell who wrote it that it did not arrive, when a person did."""
    if message.method == DELETE:
        await note_not_withdrawn(session, message, tell=tell)
    if message.interaction_id is None or message.ticket_id is None:
        return
    interaction = await find_interaction(session, message.interaction_id)
    if interaction is None:
        return
    ticket = await get_ticket(session, message.ticket_id)
    if interaction.author is Author.STAFF:
        if (message.chat_id or 0) < 0:
            return  # what the staff group was shown of it; the customer's copy is another message
        await tell(ReplyNotDelivered(ticket, interaction.id, blocked=blocked, in_doubt=in_doubt))
    elif interaction.author is Author.CUSTOMER:
        await tell(MessageNotRelayed(ticket, interaction.id, str((interaction.media or {}).get("kind", "text"))))
