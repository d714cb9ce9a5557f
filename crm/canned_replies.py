"""Canned replies: made by supervisors, sent by the staff, and macros where something follows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.attachments import Attachment, attachment_of, longest_words
from crm.audit import note_act
from crm.business import Business
from crm.macros import facts_of_steps, follow_steps, steps_of, valid_steps
from crm.notices import Notice, Tell
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.canned_replies import (
    LONGEST_KEY,
    PLACEHOLDERS,
    filled,
    filled_html,
    folded_key,
    is_key,
    longest_filled,
    text_for,
    unknown_placeholder,
)
from crm.rules.lengths import shortened
from crm.rules.macros import Steps
from crm.rules.names import is_blank
from crm.tickets import KINDS, answer_ticket, require_open
from storage.canned_replies import (
    MOST_REPLIES,
    CannedReply,
    CannedReplyText,
    ReplyAtHand,
    count_use,
    delete_reply,
    delete_reply_text,
    find_reply,
    find_reply_text,
    find_reply_with_text,
    list_replies,
)
from storage.customers import Customer, get_customer
from storage.database import Session
from storage.interactions import keep_interaction
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Author, Direction, Language, Role


class NoSuchReply(Refusal):
    """There is no canned reply with this key, or none in this language; fact: `reply`."""


class ReplyAlreadyThere(Refusal):
    """The canned reply has a text in this language already; facts: `reply`, `language`."""


class ReplyKeyNotValid(Refusal):
    """A key has signs that none may have, or too many; facts: `reply`, `longest`."""


class ReplyTextEmpty(Refusal):
    """Nothing of the text would be seen."""


class ReplyTextTooLong(Refusal):
    """The text could become longer than a reply may be; fact: `longest`, in characters."""


class UnknownPlaceholder(Refusal):
    """The text has something in braces that stands for nothing; facts: `placeholder`, `known`."""


class TooManyReplies(Refusal):
    """There are as many canned replies as there may be; fact: `most`."""


@dataclass(frozen=True)
class CannedReplySent(Notice):
    """A staff member answered with a canned reply; `words` is what the customer gets. `key` is None when the reply is gone meanwhile.

    `file` is what goes along and does not stand in the topic yet.
    """

    ticket: Ticket
    interaction_id: int
    key: str | None
    words: str
    by: StaffMember
    html: str | None = None
    file: Attachment | None = None


async def add_reply(
    session: Session, *, by: StaffMember | None, key: str, language: Language, text: str, at: datetime, html: str | None = None
) -> CannedReply:
    """Make a canned reply, or give one a text in a further language.

    Raises NotAllowed below a supervisor, ReplyAlreadyThere, TooManyReplies, and what is wrong with the key or the text.
    """
    staff = require_role(by, Role.SUPERVISOR)
    key = _valid_key(key)
    known = await find_reply(session, key=key)
    _require_sendable(text, html, longest=longest_words(attachment_of(known.reply) if known is not None else None))
    if known is not None and language in known.texts:
        raise ReplyAlreadyThere(reply=key, language=language.value)
    if known is None and len(await list_replies(session)) >= MOST_REPLIES:
        raise TooManyReplies(most=MOST_REPLIES)
    reply = known.reply if known is not None else CannedReply(key=key)
    session.add(reply)
    await session.flush()
    session.add(CannedReplyText(reply_id=reply.id, language=language, text=text, html=html))
    await session.flush()
    note_act(session, act="reply.added", by=staff, at=at, subject=key, before={}, after={language.value: text})
    return reply


async def set_reply(
    session: Session, *, by: StaffMember | None, key: str, language: Language, text: str, at: datetime, html: str | None = None
) -> CannedReply:
    """Change the text of a canned reply in a language. Raises NotAllowed below a supervisor, NoSuchReply, and what is wrong with the text."""
    staff = require_role(by, Role.SUPERVISOR)
    known = await get_reply(session, key=key)
    row = await find_reply_text(session, reply_id=known.reply.id, language=language)
    if row is None:
        raise NoSuchReply(reply=f"{known.reply.key} {language}")
    _require_sendable(text, html, longest=longest_words(attachment_of(known.reply)))
    note_act(
        session,
        act="reply.text_set",
        by=staff,
        at=at,
        subject=known.reply.key,
        before={language.value: row.text},
        after={language.value: text},
    )
    row.text, row.html = text, html
    await session.flush()
    return known.reply


async def remove_reply(session: Session, *, by: StaffMember | None, key: str, language: Language | None, at: datetime) -> CannedReply:
    """Remove a canned reply, or its text in one language; without a text it is gone. Raises NotAllowed below a supervisor and NoSuchReply."""
    staff = require_role(by, Role.SUPERVISOR)
    known = await get_reply(session, key=key)
    if language is not None and language not in known.texts:
        raise NoSuchReply(reply=f"{known.reply.key} {language}")
    gone = {each.value: text for each, text in known.texts.items() if language in (None, each)}
    note_act(session, act="reply.removed", by=staff, at=at, subject=known.reply.key, before=gone, after=dict.fromkeys(gone))
    if language is None or len(gone) == len(known.texts):
        await delete_reply(session, reply_id=known.reply.id)
    else:
        await delete_reply_text(session, reply_id=known.reply.id, language=language)
    return known.reply


async def set_steps(session: Session, *, by: StaffMember | None, key: str, steps: Steps, at: datetime) -> CannedReply:
    """Say what is done with the ticket after a canned reply was sent, in place of what was said before.

    Raises NotAllowed below a supervisor, NoSuchReply, WordIsNoTag and TooManyTags.
    """
    staff = require_role(by, Role.SUPERVISOR)
    reply = (await get_reply(session, key=key)).reply
    before, after = steps_of(reply), valid_steps(steps)
    note_act(
        session, act="reply.afterwards_set", by=staff, at=at, subject=reply.key, before=facts_of_steps(before), after=facts_of_steps(after),
    )  # fmt: skip
    reply.afterwards, reply.priority = after.status, after.priority
    reply.tags_on, reply.tags_off = list(after.tags_on), list(after.tags_off)
    await session.flush()
    return reply


async def get_reply(session: Session, *, key: str) -> ReplyAtHand:
    """Return a canned reply by its key, however it is written. Raises NoSuchReply."""
    known = await find_reply(session, key=folded_key(key))
    if known is None:
        raise NoSuchReply(reply=shortened(key, LONGEST_KEY))
    return known


def words_to(customer: Customer, text: str, *, ticket: Ticket, by: StaffMember, business: Business) -> str:
    """Return the text of a canned reply with its placeholders filled for a customer."""
    return filled(text, _values(customer, ticket, by, business))


def html_to(customer: Customer, html: str | None, *, ticket: Ticket, by: StaffMember, business: Business) -> str | None:
    """Return the same for a formatted text, as HTML; None for one that is not."""
    return None if html is None else filled_html(html, _values(customer, ticket, by, business))


def _values(customer: Customer, ticket: Ticket, by: StaffMember, business: Business) -> dict[str, str]:
    return dict(zip(PLACEHOLDERS, (customer.name, str(ticket.number), business.company, by.name), strict=True))


def text_to(customer: Customer, at_hand: ReplyAtHand, *, business: Business) -> tuple[Language, str]:
    """Return language and text in which a customer gets a canned reply: the customer's, else the staff's, else any that there is."""
    return text_for(at_hand.texts, wanted=customer.language, fallback=business.staff_language)


async def send_reply(
    session: Session,
    *,
    at_hand: ReplyAtHand,
    ticket: Ticket,
    by: StaffMember | None,
    chat_id: int,
    message_id: int,
    reply_to_id: int | None,
    at: datetime,
    business: Business,
    tell: Tell,
) -> None:
    """Answer a customer with a canned reply, as if the staff member had written it, and do what follows it.

    The staff member asked for it at `message_id` of `chat_id`. Raises NotAllowed and TicketAlreadyClosed.
    """
    staff = require_role(by, Role.AGENT)
    require_open(ticket)
    customer = await get_customer(session, ticket.customer_id)
    language, text = text_to(customer, at_hand, business=business)
    words = words_to(customer, text, ticket=ticket, by=staff, business=business)
    html = html_to(customer, at_hand.htmls.get(language), ticket=ticket, by=staff, business=business)
    file = attachment_of(at_hand.reply)
    said = keep_interaction(
        session, kind=KINDS[ticket.kind], direction=Direction.OUT, author=Author.STAFF, at=at, customer_id=customer.id,
        ticket_id=ticket.id, author_id=staff.user_id, text=words, reply_to_id=reply_to_id, media=_media_of(file),
    )  # fmt: skip
    await answer_ticket(
        session, ticket=ticket, by=staff, interaction_id=said["id"], chat_id=chat_id, message_id=message_id,
        media_kind="text" if file is None else file.kind, reply_to_id=reply_to_id, at=at, business=business, tell=tell, words=words,
        html=html, file=file,
    )  # fmt: skip
    await tell(CannedReplySent(ticket, said["id"], at_hand.reply.key, words, staff, html, file))
    await count_use(session, reply_id=at_hand.reply.id, at=at)
    await follow_steps(session, reply=at_hand.reply, ticket=ticket, by=staff, at=at, business=business, tell=tell)


async def pass_on_offered(
    session: Session,
    *,
    text: str,
    ticket: Ticket,
    by: StaffMember | None,
    heard: dict[str, Any],
    chat_id: int,
    message_id: int,
    at: datetime,
    business: Business,
    tell: Tell,
    html: str | None = None,
    file: Attachment | None = None,
) -> None:
    """Pass on a canned reply that a staff member chose in inline mode and so posted on a ticket, with its placeholders filled.

    `heard` is the interaction of the post, `html` how it looks when it is formatted, `file` what goes along. Raises NotAllowed and
    TicketAlreadyClosed.
    """
    staff = require_role(by, Role.AGENT)
    require_open(ticket)
    customer = await get_customer(session, ticket.customer_id)
    words = words_to(customer, text, ticket=ticket, by=staff, business=business) if unknown_placeholder(text) is None else text
    if words == text or unknown_placeholder(html or "") is not None:
        html = None
    html = html_to(customer, html, ticket=ticket, by=staff, business=business)
    heard["kind"], heard["direction"], heard["author"], heard["text"] = KINDS[ticket.kind], Direction.OUT, Author.STAFF, words
    await answer_ticket(
        session, ticket=ticket, by=staff, interaction_id=heard["id"], chat_id=chat_id, message_id=message_id,
        media_kind="text" if file is None else file.kind, reply_to_id=heard["reply_to_id"], at=at, business=business, tell=tell,
        words=None if words == text else words, html=html, file=file,
    )  # fmt: skip
    reply = await find_reply_with_text(session, text, file_kind=None if file is None else file.kind)
    if words != text:
        await tell(CannedReplySent(ticket, heard["id"], reply.key if reply else None, words, staff, html))
    if reply is not None:
        await count_use(session, reply_id=reply.id, at=at)
        await follow_steps(session, reply=reply, ticket=ticket, by=staff, at=at, business=business, tell=tell)


def _valid_key(key: str) -> str:
    folded = folded_key(key)
    if not is_key(folded):
        raise ReplyKeyNotValid(reply=shortened(key, LONGEST_KEY), longest=LONGEST_KEY)
    return folded


def _media_of(file: Attachment | None) -> dict[str, Any] | None:
    return None if file is None else {"kind": file.kind.value, "file_id": file.file_id}


def _require_sendable(text: str, html: str | None, *, longest: int) -> None:
    if is_blank(text):
        raise ReplyTextEmpty()
    placeholder = unknown_placeholder(text) or unknown_placeholder(html or "")
    if placeholder is not None:
        raise UnknownPlaceholder(placeholder=placeholder, known=" ".join(f"{{{name}}}" for name in PLACEHOLDERS))
    if longest_filled(text) > longest:
        raise ReplyTextTooLong(longest=longest)
