"""Topics that come and go in the messenger: made, made too late, lost, and those that cannot be deleted."""

from dataclasses import dataclass
from datetime import datetime

from crm.notices import Notice, Tell
from storage.database import Session
from storage.deliveries import MOVED, Outgoing, find_message_ids, find_queued_positions, requeue_behind, set_rows
from storage.former_topics import FormerTopic, count_refusal, forget_former_topic
from storage.groups import note_right_to_delete
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import OutboxState

DELETE_TOPIC = "deleteForumTopic"
_NO_RIGHT = ("not enough rights", "chat_admin_required", "need administrator rights")
TOPIC_METHODS = frozenset({"closeForumTopic", "reopenForumTopic", "editForumTopic", DELETE_TOPIC})


@dataclass(frozen=True)
class TopicLost(Notice):
    """A ticket's topic was deleted and must be made anew."""

    ticket: Ticket


@dataclass(frozen=True)
class TopicMadeTooLate(Notice):
    """A topic was made for a ticket that had gone to another group meanwhile."""

    ticket: Ticket
    chat_id: int
    topic_id: int


@dataclass(frozen=True)
class TopicMadeLate(Notice):
    """A topic was made for a ticket of which the card stands in the group already, outside of it, because it could not be made before."""

    ticket: Ticket


async def take_topic(session: Session, *, ticket_id: int, chat_id: int, topic_id: int, at: datetime, tell: Tell) -> None:
    """A topic was made for a ticket: it is spoken of there, unless it went to another group meanwhile."""
    ticket = await get_ticket(session, ticket_id)
    if ticket.topic_chat_id is None or ticket.topic_chat_id == chat_id:
        ticket.topic_chat_id, ticket.topic_id = chat_id, topic_id
        card = ticket.card_interaction_id
        if card is not None and await find_message_ids(session, chat_id=chat_id, interaction_ids=[card]):
            await tell(TopicMadeLate(ticket))
        return
    session.add(FormerTopic(chat_id=chat_id, topic_id=topic_id, ticket_id=ticket.id, left_at=at))
    await session.flush()
    await tell(TopicMadeTooLate(ticket, chat_id, topic_id))


async def replace_topic(session: Session, *, message: Outgoing, tell: Tell) -> None:
    """The topic that a message was meant for is gone: what waits for it follows into a new one, if it is the ticket's topic still."""
    if message.ticket_id is None or message.chat_id is None or message.method in TOPIC_METHODS:
        if message.method == DELETE_TOPIC and message.chat_id is not None:
            await forget_former_topic(session, chat_id=message.chat_id, topic_id=message.payload["message_thread_id"])
        await set_rows(session, [{"id": message.id, "state": OutboxState.DROPPED, "error": "topic_gone"}])
        return
    ticket = await get_ticket(session, message.ticket_id)
    named = None if message.in_topic else message.payload.get("message_thread_id")
    if ticket.topic_chat_id != message.chat_id or (named is not None and ticket.topic_id not in (None, named)):
        await set_rows(session, [{"id": message.id, "state": OutboxState.DROPPED, "error": MOVED}])
        return
    if named is not None:
        await set_rows(session, [{"id": message.id, "in_topic": True}])  # whichever topic that is by then
    waiting = await find_queued_positions(session, ticket_id=ticket.id, chat_id=message.chat_id)
    if ticket.topic_id is not None:
        ticket.topic_id = None
        await tell(TopicLost(ticket))
    await requeue_behind(session, ids=[message.id, *waiting])


async def note_kept_topic(session: Session, *, message: Outgoing, why: str) -> None:
    """A topic must not be deleted and stays, until it is tried again; without the right to delete no other of its group is tried."""
    await set_rows(session, [{"id": message.id, "state": OutboxState.DROPPED, "error": why}])
    await count_refusal(session, chat_id=message.chat_id or 0, topic_id=message.payload["message_thread_id"])
    if any(words in why.lower() for words in _NO_RIGHT):
        await note_right_to_delete(session, chat_id=message.chat_id, may_delete=False)


async def note_deleted_topic(session: Session, *, message: Outgoing) -> None:
    """A topic is deleted, so that others of its group can be."""
    await forget_former_topic(session, chat_id=message.chat_id or 0, topic_id=message.payload["message_thread_id"])
    await note_right_to_delete(session, chat_id=message.chat_id, may_delete=True)
