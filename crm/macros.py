"""Macros: canned replies after which something is done with the ticket."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import assert_never

from crm.business import Business
from crm.notices import Notice, Tell
from crm.refusals import Refusal
from crm.rules.macros import Steps
from crm.ticket_marks import MOST_TAGS, TooManyTags, set_priority, tag_of, tag_ticket, untag_ticket
from crm.ticket_waiting import set_status
from crm.tickets import close_ticket
from storage.audit import Facts
from storage.canned_replies import CannedReply
from storage.database import Session
from storage.staff import StaffMember
from storage.tickets import Ticket
from storage.vocabulary import Afterwards, TicketStatus

_STATUSES = {Afterwards.SOLVE: TicketStatus.SOLVED, Afterwards.PENDING: TicketStatus.PENDING, Afterwards.ON_HOLD: TicketStatus.ON_HOLD}


@dataclass(frozen=True)
class StepsRefused(Notice):
    """A canned reply was sent, but not all that should follow it could be done; `refusals` say why."""

    ticket: Ticket
    key: str
    refusals: tuple[Refusal, ...]


def steps_of(reply: CannedReply) -> Steps:
    """Return what follows a canned reply."""
    return Steps(reply.afterwards, reply.priority, tuple(reply.tags_on), tuple(reply.tags_off))


def facts_of_steps(steps: Steps) -> Facts:
    """Return what the audit compares of a macro."""
    return {
        "afterwards": steps.status,
        "priority": steps.priority,
        "tags_on": " ".join(steps.tags_on) or None,
        "tags_off": " ".join(steps.tags_off) or None,
    }


def valid_steps(steps: Steps) -> Steps:
    """Return the steps with their tags as tags are kept. Raises WordIsNoTag, and TooManyTags for more than a ticket may have."""
    on, off = (tuple(dict.fromkeys(tag_of(word) for word in words)) for words in (steps.tags_on, steps.tags_off))
    if len(on) > MOST_TAGS or len(off) > MOST_TAGS:
        raise TooManyTags(most=MOST_TAGS)
    return Steps(steps.status, steps.priority, on, off)


async def follow_steps(
    session: Session, *, reply: CannedReply, ticket: Ticket, by: StaffMember, at: datetime, business: Business, tell: Tell
) -> None:
    """Do what follows a canned reply that was sent: what the ticket does not allow is left out and told."""
    refusals = []
    for act in _acts(session, steps_of(reply), ticket=ticket, by=by, at=at, business=business, tell=tell):
        try:
            await act()
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        await tell(StepsRefused(ticket, reply.key, tuple(refusals)))


def _acts(
    session: Session, steps: Steps, *, ticket: Ticket, by: StaffMember, at: datetime, business: Business, tell: Tell
) -> list[Callable[[], Awaitable[object]]]:
    acts: list[Callable[[], Awaitable[object]]] = []
    if steps.tags_off:
        acts.append(partial(untag_ticket, session, ticket=ticket, words=steps.tags_off, by=by, at=at, tell=tell))
    if steps.tags_on:
        acts.append(partial(tag_ticket, session, ticket=ticket, words=steps.tags_on, by=by, at=at, tell=tell))
    if steps.priority is not None:
        acts.append(partial(set_priority, session, ticket=ticket, priority=steps.priority, by=by, at=at, tell=tell))
    match steps.status:
        case None:
            pass
        case Afterwards.CLOSE:
            acts.append(partial(close_ticket, session, ticket_id=ticket.id, by=by, at=at, business=business, tell=tell))
        case Afterwards.SOLVE | Afterwards.PENDING | Afterwards.ON_HOLD:
            status = _STATUSES[steps.status]
            acts.append(partial(set_status, session, ticket_id=ticket.id, status=status, by=by, at=at, business=business, tell=tell))
        case _:
            assert_never(steps.status)
    return acts
