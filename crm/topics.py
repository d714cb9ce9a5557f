"""Topics: those of tickets that were closed long ago are deleted, and made anew when somebody wants to see the ticket."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.notices import Notice, Tell
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.ticket_ties import NoSuchTicket
from storage.database import Session
from storage.former_topics import keep_former_topic, list_former_topics_to_delete, list_refused_topics
from storage.groups import staff_groups_at_hand
from storage.staff import StaffMember
from storage.tickets import Ticket, find_ticket_by_number, list_tickets_with_old_topic
from storage.vocabulary import Role

# Why a deletion is refused may pass; what was refused so often is left to people, and shown to owners.
REFUSED_UNTIL_LEFT = 3
AGAIN_AFTER = timedelta(days=1)
# A group takes about twenty posts and deletions a minute, and those who answer customers come first.
DELETED_AT_ONCE = 5


class NowhereToShow(Refusal):
    """There is no staff group in which a ticket could be shown."""


@dataclass(frozen=True)
class TopicOutlived(Notice):
    """A topic is not needed any more and shall be deleted."""

    chat_id: int
    topic_id: int


@dataclass(frozen=True)
class TicketWanted(Notice):
    """Somebody wants to see a ticket that has no topic: it must be shown anew."""

    ticket: Ticket


async def delete_old_topics(session: Session, *, at: datetime, business: Business, tell: Tell) -> int:
    """Let a few topics of each group be deleted whose tickets were closed for as long as the business says; return how many.

    The tickets forget them: all that was said is kept, and whoever wants to see one gets a new topic.
    """
    days = business.groups.delete_topics_after_days
    if not days:
        return 0
    done = 0
    for group in await staff_groups_at_hand(session):
        done += await _delete_again_in(session, group.chat_id, at=at, tell=tell)
        if group.may_delete_messages is not False:
            done += await _delete_in(session, group.chat_id, closed_before=at - timedelta(days=days), at=at, tell=tell)
    return done


async def _delete_again_in(session: Session, chat_id: int, *, at: datetime, tell: Tell) -> int:
    refused = await list_refused_topics(
        session, chat_id=chat_id, asked_before=at - AGAIN_AFTER, most_refusals=REFUSED_UNTIL_LEFT, limit=DELETED_AT_ONCE
    )
    for former in refused:
        former.deletion_at = at
        await tell(TopicOutlived(chat_id, former.topic_id))
    return len(refused)


async def want_ticket(session: Session, *, number: int, by: StaffMember | None, tell: Tell) -> tuple[Ticket, bool]:
    """Return a ticket, and whether it had to be shown anew. Raises NotAllowed, NoSuchTicket and NowhereToShow."""
    require_role(by, Role.AGENT)
    ticket = await find_ticket_by_number(session, number)
    if ticket is None:
        raise NoSuchTicket(number=number)
    groups = {group.chat_id for group in await staff_groups_at_hand(session)}
    if not groups:
        raise NowhereToShow
    if ticket.topic_chat_id in groups:
        return ticket, False
    await tell(TicketWanted(ticket))
    return ticket, True


async def _delete_in(session: Session, chat_id: int, *, closed_before: datetime, at: datetime, tell: Tell) -> int:
    tickets = await list_tickets_with_old_topic(session, closed_before=closed_before, chat_id=chat_id, limit=DELETED_AT_ONCE)
    outlived = [ticket.topic_id or 0 for ticket in tickets]
    for ticket in tickets:
        await keep_former_topic(session, ticket=ticket, at=at, deletion_at=at)
        ticket.topic_chat_id = ticket.topic_id = ticket.card_interaction_id = ticket.topic_since = None
    room = DELETED_AT_ONCE - len(outlived)
    for former in await list_former_topics_to_delete(session, closed_before=closed_before, chat_id=chat_id, limit=room):
        former.deletion_at = at
        outlived.append(former.topic_id)
    await session.flush()
    for topic_id in outlived:
        await tell(TopicOutlived(chat_id, topic_id))
    return len(outlived)
