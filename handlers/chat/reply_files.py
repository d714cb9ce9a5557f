"""Files of canned replies: `/replies file refund` with or below a photo or file, and how each is shown."""

from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import Message

from crm.attachments import Attachment, attachment_of
from crm.reply_files import attach_file
from handlers.chat.media import kind_of
from handlers.chat.relaying import written
from handlers.chat.speech import Phrases
from handlers.chat.turn import Turn
from storage.canned_replies import CannedReply
from storage.vocabulary import Direction, Lane, ReplyFile

LONGEST_NAME = 80


def attachment_in(message: Message | None) -> Attachment | None:
    """Return the photo or file of a message; None for every other kind."""
    if message is None:
        return None
    kind = kind_of(message)
    if kind == ReplyFile.PHOTO and message.photo:
        return Attachment(ReplyFile.PHOTO, message.photo[-1].file_id)
    if kind == ReplyFile.DOCUMENT and message.document is not None:
        return Attachment(ReplyFile.DOCUMENT, message.document.file_id, message.document.file_name)
    return None


def attachment_meant(message: Message) -> Attachment | None:
    """Return what a command stands below, or else what the message has that the command answers."""
    return attachment_in(message) or attachment_in(message.reply_to_message)


async def put_file(message: Message, turn: Turn, key: str, *, off: bool) -> None:
    """Let what the command stands below or answers go along with a reply; take off what goes along when that is wished."""
    attachment = None if off else attachment_meant(message)
    if attachment is None and not off:
        turn.reply("canned-file-how", reply=key)
        return
    reply = await attach_file(turn.voice.session, by=turn.person.staff, key=key, attachment=attachment, at=turn.voice.now)
    if attachment is None:
        turn.reply("canned-file-off", reply=reply.key)
    else:
        turn.reply("canned-file-kept", reply=reply.key, file=file_in_words(attachment, turn.phrases))


def file_in_words(attachment: Attachment, phrases: Phrases) -> str:
    """Return what goes along with a reply in plain words."""
    return phrases.plain("canned-file", kind=attachment.kind.value, name=attachment.name or "")


def file_line(reply: CannedReply, phrases: Phrases) -> str | None:
    """Return what goes along with a reply, as a part of its line in the list."""
    attachment = attachment_of(reply)
    return None if attachment is None else phrases("canned-line-file", file=file_in_words(attachment, phrases))


def show_file(turn: Turn, attachment: Attachment, words: str = "", *, html: str | None = None) -> None:
    """Show a photo or file where the person acts, with these words below it as a customer would see them."""
    method: TelegramMethod[Any] = written(turn.chat_id, words, html=html, file=attachment)
    if turn.thread_id is not None:
        method = method.model_copy(update={"message_thread_id": turn.thread_id})
    turn.voice.say(
        method, lane=Lane.REPLY if turn.is_private else Lane.STAFF, direction=Direction.INTERNAL, ticket_id=turn.heard["ticket_id"],
        customer_id=turn.heard["customer_id"],
    )  # fmt: skip
