"""Attachments: the photo or file that goes along with a canned reply, in every language."""

from dataclasses import dataclass

from crm.rules.canned_replies import LONGEST_REPLY
from crm.rules.lengths import LONGEST_CAPTION
from storage.canned_replies import CannedReply
from storage.vocabulary import ReplyFile


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or file that the messenger keeps: its id there, and what its sender called it."""

    kind: ReplyFile
    file_id: str
    name: str | None = None


def attachment_of(reply: CannedReply) -> Attachment | None:
    """Return what goes along with a canned reply."""
    if reply.file_kind is None or reply.file_id is None:
        return None
    return Attachment(reply.file_kind, reply.file_id, reply.file_name)


def longest_words(attachment: Attachment | None) -> int:
    """Return how long a text may be, in UTF-16 units, that goes along with this."""
    return LONGEST_REPLY if attachment is None else LONGEST_CAPTION
