"""Files of canned replies: a supervisor puts one on or takes it off."""

from datetime import datetime

from crm.attachments import Attachment, attachment_of, longest_words
from crm.audit import note_act
from crm.canned_replies import ReplyTextTooLong, get_reply
from crm.permissions import require_role
from crm.rules.canned_replies import longest_filled
from storage.canned_replies import CannedReply
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import Role


async def attach_file(session: Session, *, by: StaffMember | None, key: str, attachment: Attachment | None, at: datetime) -> CannedReply:
    """Let a photo or file go along with a canned reply in every language, in place of the one before; None takes it off.

    Raises NotAllowed below a supervisor, NoSuchReply, and ReplyTextTooLong when a text would not fit below it.
    """
    staff = require_role(by, Role.SUPERVISOR)
    known = await get_reply(session, key=key)
    longest = longest_words(attachment)
    if any(longest_filled(text) > longest for text in known.texts.values()):
        raise ReplyTextTooLong(longest=longest)
    reply = known.reply
    before, after = _fact_of(attachment_of(reply)), _fact_of(attachment)
    reply.file_kind = None if attachment is None else attachment.kind
    reply.file_id = None if attachment is None else attachment.file_id
    reply.file_name = None if attachment is None else attachment.name
    # One photo in place of another is a change, although both are called the same.
    note_act(
        session, act="reply.file_set", by=staff, at=at, subject=reply.key, before={} if before == after else {"file": before}, after={"file": after},
    )  # fmt: skip
    await session.flush()
    return reply


def _fact_of(attachment: Attachment | None) -> str | None:
    return None if attachment is None else attachment.name or attachment.kind.value
