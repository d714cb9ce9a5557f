"""Places: no open ticket stays unseen while there is a group in which staff answer."""

from datetime import datetime, timedelta

from crm.notices import Tell
from crm.topics import TicketWanted
from storage.database import Session
from storage.groups import staff_groups_at_hand
from storage.places import hold_places, list_homeless

# Who was thrown out of a group by mistake, or whose group is just becoming a supergroup, is back soon.
MAY_COME_BACK_FOR = timedelta(minutes=15)
# A ticket is a topic, a card and a story, and a group takes about twenty posts a minute.
SHOWN_AT_ONCE = 6


async def show_homeless_tickets(session: Session, *, at: datetime, tell: Tell) -> int:
    """Let a few open tickets be shown that stand in no group where staff answer; return how many. Harmless when two do it at once."""
    if not await staff_groups_at_hand(session):
        return 0
    await hold_places(session)
    tickets = await list_homeless(session, lost_before=at - MAY_COME_BACK_FOR, limit=SHOWN_AT_ONCE)
    for ticket in tickets:
        await tell(TicketWanted(ticket))
    return len(tickets)
