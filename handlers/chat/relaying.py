"""Relaying: what a customer says is copied into the ticket's topic, what staff say into the customer's chat."""

from dataclasses import dataclass
from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, SendDocument, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import MessageEntity

from crm.albums import PARTS_MEET_WITHIN
from crm.aliases import shown_name, speaks_now
from crm.attachments import Attachment
from crm.masking import mask_media, mask_text, mask_words
from crm.rules.masking import Masked
from crm.spoken import Origin, formatting, spoken_from
from crm.ticket_notices import CustomerWrote, StaffWrote
from crm.tickets import KINDS
from handlers.chat.holder_calls import is_quiet
from handlers.chat.masked_media import in_place_of_copy
from handlers.chat.topic_lines import add_line
from handlers.chat.voice import Voice, chat_of
from storage.customers import Contact, get_customer
from storage.groups import GroupChat
from storage.interactions import find_heard_before
from storage.tickets import Ticket
from storage.vocabulary import Lane, ReplyFile


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a message stands that is copied."""

    chat_id: int
    message_id: int


async def relay_to_staff(notice: CustomerWrote, voice: Voice, group: GroupChat) -> None:
    """Queue what a customer said for the ticket's topic: a copy, or where something is masked or left out what remains."""
    ticket, spoken = notice.ticket, notice.spoken
    if spoken.origin is not None:
        await _mark_forwarded(notice, spoken.origin, voice)
    method = _shown(notice, voice, group)
    if await is_quiet(ticket, voice):
        method = method.model_copy(update={"disable_notification": True})
    voice.pass_on(
        method, lane=Lane.STAFF, interaction_id=notice.interaction_id, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True,
        reply_to=notice.reply_to_id, not_before=voice.now + PARTS_MEET_WITHIN if isinstance(method, CopyMessages) else None,
    )  # fmt: skip


def _shown(notice: CustomerWrote, voice: Voice, group: GroupChat) -> TelegramMethod[Any]:
    spoken, source = notice.spoken, _Source(notice.chat_id, notice.message_id)
    is_masking = bool(voice.business.relay.mask)
    words = spoken.words or ""
    hidden = mask_words(words, spoken.entities, voice.business) if words and is_masking else None
    if hidden is None and spoken.is_part:
        hidden = Masked(words, formatting(spoken.entities))
    media = mask_media(spoken.media, voice.business) if is_masking else None
    if media is not None:
        return in_place_of_copy(group.chat_id, notice.media_kind, media, words if hidden is None else hidden.words, voice)
    if hidden is not None:
        return _written_anew(group.chat_id, source, hidden, is_text=notice.media_kind == "text")
    return _copy(group.chat_id, source) if spoken.album is None else _album_copy(group.chat_id, source)


async def relay_to_customer(notice: StaffWrote, voice: Voice, contact: Contact) -> None:
    """Queue the copy of what staff said for the customer's chat, under the name of who speaks where another one spoke before."""
    ticket, to, source = notice.ticket, chat_of(contact), _Source(notice.chat_id, notice.message_id)
    name = None if notice.by is None else shown_name(notice.by, voice.business)
    if name is not None and speaks_now(contact, name):
        customer = await get_customer(voice.session, ticket.customer_id)
        voice.say(
            SendMessage(chat_id=to, text=voice.phrases(customer.language)("relay-speaker", name=name), parse_mode="HTML", disable_notification=True),
            lane=Lane.REPLY, kind=KINDS[ticket.kind], customer_id=ticket.customer_id, ticket_id=ticket.id,
        )  # fmt: skip
    is_album = notice.spoken.album is not None and notice.words is None
    method: TelegramMethod[Any] = _album_copy(to, source) if is_album else _copy(to, source)
    if notice.words is not None:
        method = written(to, notice.words, html=notice.html, file=notice.file)  # what they sent stands for these words
    voice.pass_on(
        method,
        lane=Lane.REPLY, interaction_id=notice.interaction_id, customer_id=ticket.customer_id, ticket_id=ticket.id, reply_to=notice.reply_to_id,
        not_before=voice.now + PARTS_MEET_WITHIN if is_album else None,
    )  # fmt: skip


async def chat_across(ticket: Ticket, voice: Voice, *, by_customer: bool) -> int | None:
    """Return the chat in which the copy of what one side said stands; None when there is none."""
    if by_customer:
        return ticket.topic_chat_id
    contact = await voice.contact_of(ticket.customer_id)
    return chat_of(contact) if contact else None


def written(to: int, words: str, *, html: str | None, file: Attachment | None) -> TelegramMethod[Any]:
    """Return the call that writes words anew, formatted as `html` says, below a photo or file where one goes along."""
    text, parse_mode = (words, None) if html is None else (html, "HTML")
    if file is None:
        return SendMessage(chat_id=to, text=text, parse_mode=parse_mode)
    if file.kind is ReplyFile.PHOTO:
        return SendPhoto(chat_id=to, photo=file.file_id, caption=text, parse_mode=parse_mode)
    return SendDocument(chat_id=to, document=file.file_id, caption=text, parse_mode=parse_mode)


async def _mark_forwarded(notice: CustomerWrote, origin: Origin, voice: Voice) -> None:
    """Say in the topic from whom a message was forwarded; once for several that follow one another."""
    ticket = notice.ticket
    before = await find_heard_before(voice.session, customer_id=ticket.customer_id, interaction_id=notice.interaction_id)
    if before is None or before.ticket_id != ticket.id or spoken_from(before).origin != origin:
        name = mask_text(origin.name, voice.business)
        await add_line(voice, ticket, voice.staff_phrases("relay-forwarded", kind=origin.kind, name=name or "?"))


def _copy(to: int, source: _Source) -> CopyMessage:
    return CopyMessage(chat_id=to, from_chat_id=source.chat_id, message_id=source.message_id)


def _album_copy(to: int, source: _Source) -> CopyMessages:
    return CopyMessages(chat_id=to, from_chat_id=source.chat_id, message_ids=[source.message_id])


def _written_anew(to: int, source: _Source, hidden: Masked, *, is_text: bool) -> TelegramMethod[Any]:
    entities = [MessageEntity.model_validate(entity) for entity in hidden.entities]
    if is_text:
        return SendMessage(chat_id=to, text=hidden.words, entities=entities)
    return CopyMessage(
        chat_id=to, from_chat_id=source.chat_id, message_id=source.message_id, caption=hidden.words, caption_entities=entities
    )
