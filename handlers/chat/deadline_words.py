"""Deadlines in words: on a ticket's card, in a list, and how a ticket is named there."""

from datetime import timedelta

from crm.deadlines import Clock, clocks_of
from crm.rules.sla import Band, ClockState, band_limits, clock_of
from handlers.chat.speech import Phrases
from handlers.chat.voice import Voice
from storage.deadlines import Deadline
from storage.tickets import Ticket

_MINUTE = timedelta(minutes=1)
# A supergroup's id is this far below what its links name.
_SUPERGROUPS = -1_000_000_000_000


async def deadline_lines(ticket: Ticket, voice: Voice, phrases: Phrases) -> list[str]:
    """Return the line of a card that says which promise is due next; none when nothing is owed or the ticket is done.

    It says only what stays true until the promise comes into its next band, because the card is changed only then.
    """
    if clock_of(ticket.status) is ClockState.ENDED:
        return []
    clocks = await clocks_of(voice.session, tickets=[ticket], at=voice.now, hours=voice.business.hours)
    return [_card_line(clock, voice, phrases) for clock in clocks.values()]


def standing_words(clock: Clock | None, phrases: Phrases) -> str:
    """Return how a promise stands at this moment, None being that nothing is owed."""
    if clock is None:
        return phrases("queue-kept")
    band = "paused" if clock.is_paused else clock.band.value
    return phrases("queue-standing", band=band, kind=kind_words(clock.deadline, phrases), time=time_words(clock.time, phrases))


def kind_words(deadline: Deadline, phrases: Phrases) -> str:
    """Return what is promised."""
    return phrases.plain("deadline-kind", kind=deadline.kind)


def ticket_words(ticket: Ticket, phrases: Phrases) -> str:
    """Return a ticket's number, linked to its topic where it has one that can be linked to."""
    chat_id, topic_id = ticket.topic_chat_id, ticket.topic_id
    if chat_id is None or topic_id is None or chat_id > _SUPERGROUPS:
        return phrases("deadline-ticket", number=ticket.number)
    return phrases("deadline-ticket-linked", number=ticket.number, link=f"https://t.me/c/{_SUPERGROUPS - chat_id}/{topic_id}")


def time_words(length: timedelta, phrases: Phrases) -> str:
    """Return opening hours in hours and minutes: a day of them would be taken for a day."""
    hours, minutes = divmod(round(length / _MINUTE), 60)
    if hours and minutes:
        return phrases.plain("deadline-time", hours=hours, minutes=minutes)
    return phrases.plain("deadline-time-hours", hours=hours) if hours else phrases.plain("deadline-time-minutes", minutes=minutes)


def limit_words(deadline: Deadline, band: Band, phrases: Phrases) -> str:
    """Return the time that lies at the limit of a band: of plenty the least that is left in it, of the others the most."""
    limits = dict(band_limits(deadline.target))
    return time_words(limits[Band.HALF if band is Band.PLENTY else band], phrases)


def _card_line(clock: Clock, voice: Voice, phrases: Phrases) -> str:
    kind = kind_words(clock.deadline, phrases)
    if clock.is_paused:
        return phrases("card-deadline-paused", kind=kind, time=time_words(clock.time, phrases))
    time = limit_words(clock.deadline, clock.band, phrases)
    standing = phrases.plain("card-deadline-standing", band=clock.band, time=time)
    return phrases("card-deadline", kind=kind, due=phrases.moment(clock.deadline.due_at, voice.business.time_zone), standing=standing)
