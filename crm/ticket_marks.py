"""Marks on a ticket: its priority and its tags."""

import re
from collections.abc import Sequence
from datetime import datetime

from crm.audit import note_act
from crm.notices import Tell
from crm.refusals import Refusal
from crm.ticket_states import TicketChanged, facts_of, note_on
from storage.database import Session
from storage.staff import StaffMember
from storage.ticket_tags import LONGEST_TAG, TicketTag, list_tags, remove_tags
from storage.tickets import Ticket
from storage.vocabulary import Priority

MOST_TAGS = 10
_TAG = re.compile(rf"[\w-]{{1,{LONGEST_TAG}}}")


class WordIsNoTag(Refusal):
    """The word cannot be a tag; fact: `word`."""


class TooManyTags(Refusal):
    """A ticket has so many tags at most; fact: `most`."""


async def set_priority(session: Session, *, ticket: Ticket, priority: Priority, by: StaffMember, at: datetime, tell: Tell) -> None:
    """Let a ticket come sooner or later than others."""
    before = facts_of(ticket)
    ticket.priority = priority
    note_on(session, "ticket.priority_set", ticket, before, by=by, at=at)
    await tell(TicketChanged(ticket))


async def tag_ticket(session: Session, *, ticket: Ticket, words: Sequence[str], by: StaffMember, at: datetime, tell: Tell) -> Sequence[str]:
    """Put words on a ticket and return all of its tags. Raises WordIsNoTag and TooManyTags."""
    tags = [tag_of(word) for word in words]
    before = await list_tags(session, ticket_id=ticket.id)
    after = sorted({*before, *tags})
    if len(after) > MOST_TAGS:
        raise TooManyTags(most=MOST_TAGS)
    session.add_all(TicketTag(ticket_id=ticket.id, tag=tag) for tag in after if tag not in before)
    await _note_tags(session, ticket, before, after, by=by, at=at, tell=tell)
    return after


async def untag_ticket(
    session: Session, *, ticket: Ticket, words: Sequence[str], by: StaffMember, at: datetime, tell: Tell
) -> Sequence[str]:
    """Take words off a ticket, those that are on it, and return the tags that are left. Raises WordIsNoTag."""
    tags = [tag_of(word) for word in words]
    before = await list_tags(session, ticket_id=ticket.id)
    await remove_tags(session, ticket_id=ticket.id, tags=tags)
    after = [tag for tag in before if tag not in tags]
    await _note_tags(session, ticket, before, after, by=by, at=at, tell=tell)
    return after


def tag_of(word: str) -> str:
    """Return a word as a tag: small letters without a leading #. Raises WordIsNoTag."""
    tag = word.removeprefix("#").casefold()
    if not _TAG.fullmatch(tag):
        raise WordIsNoTag(word=word[:LONGEST_TAG])
    return tag


async def _note_tags(
    session: Session, ticket: Ticket, before: Sequence[str], after: Sequence[str], *, by: StaffMember, at: datetime, tell: Tell
) -> None:
    await session.flush()
    note_act(
        session,
        act="ticket.tagged",
        by=by,
        at=at,
        ticket_id=ticket.id,
        before={"tags": " ".join(before) or None},
        after={"tags": " ".join(after) or None},
    )
    if list(before) != list(after):
        await tell(TicketChanged(ticket))
