"""The audit: every act of the staff that changes something is noted with what was before and after."""

from datetime import datetime

from storage.audit import AuditEvent, Facts
from storage.database import Session
from storage.staff import StaffMember

LONGEST_SUBJECT = 120


def note_act(
    session: Session,
    *,
    act: str,
    by: StaffMember | None,
    at: datetime,
    before: Facts,
    after: Facts,
    ticket_id: int | None = None,
    subject: str | None = None,
) -> None:
    """Note an act such as `ticket.closed`; of `before` and `after` only what differs is kept, and nothing when nothing does.

    Facts are ids, words of the vocabulary, names of staff and texts that staff wrote for the desk, never a customer's words.
    `subject` names what was changed when it is no ticket.
    """
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if changed:
        session.add(
            AuditEvent(
                at=at,
                staff_id=by.id if by else None,
                act=act,
                ticket_id=ticket_id,
                subject=subject[:LONGEST_SUBJECT] if subject else None,
                before={name: before[name] for name in changed if name in before},
                after={name: after[name] for name in changed if name in after},
            )
        )
