"""Vanishing: a message that is of use for a moment only is deleted again."""

from datetime import datetime, timedelta

from crm.withdrawals import DELETE
from storage.database import Session
from storage.deliveries import Outgoing
from storage.outbox import queue_message
from storage.vocabulary import Lane


def let_vanish(session: Session, message: Outgoing, message_id: int, *, at: datetime) -> None:
    """Queue the deletion of a message that has arrived and is to vanish."""
    queue_message(
        session, method=DELETE, payload={"chat_id": message.chat_id, "message_id": message_id}, lane=Lane.NOTICE, at=at,
        chat_id=message.chat_id, not_before=at + timedelta(seconds=message.vanish_seconds or 0), ticket_id=message.ticket_id,
    )  # fmt: skip
