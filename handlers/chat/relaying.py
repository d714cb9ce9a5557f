"""Relaying: what a customer says is copied into the ticket's topic, what staff say into the customer's chat."""

from aiogram.methods import CopyMessage, CopyMessages

from crm.albums import PARTS_MEET_WITHIN
from crm.spoken import Spoken
from handlers.chat.voice import Voice, chat_of
from storage.customers import Contact
from storage.groups import GroupChat
from storage.tickets import Ticket
from storage.vocabulary import Lane


def copy_to_staff(
    voice: Voice, group: GroupChat, ticket: Ticket, spoken: Spoken, *, interaction_id: int, chat_id: int, message_id: int,
    reply_to: int | None = None,
) -> None:  # fmt: skip
    """Queue the copy of something that a customer said."""
    # An album answers nothing: copyMessages takes no reply. Where a post must answer something, the parts are copied one by one.
    is_album = spoken.album is not None and reply_to is None and group.is_forum and group.may_manage_topics
    voice.pass_on(
        _copies(group.chat_id, chat_id, message_id) if is_album else CopyMessage(chat_id=group.chat_id, from_chat_id=chat_id, message_id=message_id),
        lane=Lane.STAFF, interaction_id=interaction_id, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True, reply_to=reply_to,
        not_before=voice.now + PARTS_MEET_WITHIN if is_album else None,
    )  # fmt: skip


def copy_to_customer(
    voice: Voice, contact: Contact, ticket: Ticket, spoken: Spoken, *, interaction_id: int, chat_id: int, message_id: int,
    reply_to: int | None = None,
) -> None:  # fmt: skip
    """Queue the copy of something that staff said."""
    to, is_album = chat_of(contact), spoken.album is not None and reply_to is None
    voice.pass_on(
        _copies(to, chat_id, message_id) if is_album else CopyMessage(chat_id=to, from_chat_id=chat_id, message_id=message_id),
        lane=Lane.REPLY, interaction_id=interaction_id, customer_id=ticket.customer_id, ticket_id=ticket.id, reply_to=reply_to,
        not_before=voice.now + PARTS_MEET_WITHIN if is_album else None,
    )  # fmt: skip


def _copies(to: int, chat_id: int, message_id: int) -> CopyMessages:
    return CopyMessages(chat_id=to, from_chat_id=chat_id, message_ids=[message_id])
