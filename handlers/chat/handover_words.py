"""Words of a handover: how many tickets and visits have gone from one colleague to another."""

from handlers.chat.speech import Phrases
from storage.assignment import Handover
from storage.staff import StaffMember


def handover_words(handover: Handover, giver: StaffMember, taker: StaffMember, phrases: Phrases) -> str:
    """Return what is said of a handover that is done."""
    text = phrases("handover-done", giver=giver.name, taker=taker.name, count=handover.moved_count)
    if not handover.visit_count:
        return text
    return "\n".join((text, phrases("handover-visits", giver=giver.name, taker=taker.name, count=handover.visit_count)))
