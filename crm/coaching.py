"""Coaching: supervisors keep notes for a colleague's training and read them beside the marks of reviews."""

from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.notices import Notice, Tell
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.names import is_blank
from storage.coaching import CoachingNote, list_coaching_notes
from storage.database import Session
from storage.reviews import list_reviews_of
from storage.staff import StaffMember, find_staff_by_ids
from storage.tickets import Ticket
from storage.vocabulary import Role

LONGEST_NOTE = 1000
MOST_ENTRIES = 20


class CoachingOfOneself(Refusal):
    """Nobody keeps notes on their own training here, nor reads those of others about it."""


class CoachingNoteUnfit(Refusal):
    """There are no words to see, or too many; fact: `longest`, in characters."""


@dataclass(frozen=True)
class CoachingNoteShown(Notice):
    """A colleague may read what a supervisor noted for their training."""

    note: CoachingNote
    member: StaffMember
    by: StaffMember


@dataclass(frozen=True)
class CoachingEntry:
    """A note, or a review with its mark, of 1 to 5; the words of a review may be missing."""

    at: datetime
    author: str
    ticket_id: int | None
    text: str | None
    mark: int | None
    is_shown: bool


async def keep_coaching_note(
    session: Session,
    *,
    by: StaffMember | None,
    member: StaffMember,
    text: str,
    ticket: Ticket | None,
    is_shown: bool,
    at: datetime,
    tell: Tell,
) -> CoachingNote:
    """Keep a note for a colleague's training, and tell the colleague when it shall be shown.

    Raises NotAllowed below a supervisor, CoachingOfOneself and CoachingNoteUnfit.
    """
    supervisor = require_role(by, Role.SUPERVISOR)
    if member.id == supervisor.id:
        raise CoachingOfOneself
    if is_blank(text) or len(text) > LONGEST_NOTE:
        raise CoachingNoteUnfit(longest=LONGEST_NOTE)
    note = CoachingNote(
        staff_id=member.id, author_id=supervisor.id, ticket_id=ticket.id if ticket else None, text=text, is_shown=is_shown, at=at
    )
    session.add(note)
    await session.flush()
    note_act(
        session, act="staff.coached", by=supervisor, at=at, subject=member.name, ticket_id=note.ticket_id, before={}, after={"shown": is_shown},
    )  # fmt: skip
    if is_shown:
        await tell(CoachingNoteShown(note, member, supervisor))
    return note


async def list_coaching(session: Session, *, by: StaffMember | None, member: StaffMember) -> list[CoachingEntry]:
    """Return the notes and the reviews of a colleague together, newest first. Raises NotAllowed below a supervisor and CoachingOfOneself."""
    supervisor = require_role(by, Role.SUPERVISOR)
    if member.id == supervisor.id:
        raise CoachingOfOneself
    notes = await list_coaching_notes(session, staff_id=member.id, limit=MOST_ENTRIES)
    reviews = await list_reviews_of(session, agent_id=member.id, limit=MOST_ENTRIES)
    ids = {note.author_id for note in notes} | {review.reviewer_id for review in reviews}
    names = {each.id: each.name for each in await find_staff_by_ids(session, ids)}
    entries = [CoachingEntry(note.at, names[note.author_id], note.ticket_id, note.text, None, note.is_shown) for note in notes]
    entries += [CoachingEntry(each.at, names[each.reviewer_id], each.ticket_id, each.remark, each.mark, is_shown=True) for each in reviews]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST_ENTRIES]
