"""Leaving: what is unasked is looked at once more at the moment at which it leaves, because much may have happened since it was decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from crm.reach import TICKET_LOOK, find_chatting
from crm.rules.frequency import UnaskedCap
from crm.unasked import KINDS_OF_CONSENT, UNASKED_AND_VISITS, take_back_unsaid
from storage.bans import find_banned
from storage.consents import find_refusing
from storage.database import Session
from storage.deliveries import Outgoing, set_rows
from storage.outbox import BANNED, HELD_BACK, OPTED_OUT
from storage.unasked import Unsaid, list_unsaid
from storage.vocabulary import InteractionKind, OutboxState
from storage.win_backs import find_served

_WAIT_FOR_TICKETS = (InteractionKind.REMINDER, InteractionKind.CAMPAIGN)


async def sift_unasked(session: Session, *, messages: Sequence[Outgoing], at: datetime, cap: UnaskedCap) -> set[int]:
    """Return the ids of those of these messages that do not leave now: what is unasked and not wanted any more is given up, and what would
    come amid a chat, or while a ticket is open, waits on.

    A ban or a tap drops what waits by itself. But what was being decided on at that moment was not in the queue yet, so it is asked once
    more. Whoever has nothing unasked to send pays nothing for it.
    """
    may_be = {
        each.id: each
        for each in messages
        if each.expires_at is not None and each.customer_id is not None and each.interaction_id is not None
    }
    waiting = await list_unsaid(session, message_ids=list(may_be), kinds=UNASKED_AND_VISITS) if may_be else ()
    if not waiting:
        return set()
    why = await _unwanted(session, waiting, at)
    await set_rows(session, [{"id": number, "state": OutboxState.DROPPED, "error": error} for number, error in why.items()])
    await take_back_unsaid(session, message_ids=why.keys())
    return set(why) | await _hold_back(session, [each for each in waiting if each.message_id not in why], may_be, at, cap)


async def _unwanted(session: Session, waiting: Sequence[Unsaid], at: datetime) -> dict[int, str]:
    people = {each.message_id: each.customer_id for each in waiting if each.customer_id is not None}
    banned = await find_banned(session, customer_ids=set(people.values()), at=at)
    why = {number: BANNED for number, customer_id in people.items() if customer_id in banned}
    for consent, kinds in KINDS_OF_CONSENT.items():
        of_kind = {each.message_id for each in waiting if each.kind in kinds} & people.keys() - why.keys()
        refusing = await find_refusing(session, kind=consent, customer_ids={people[number] for number in of_kind})
        why |= {number: OPTED_OUT for number in of_kind if people[number] in refusing}
    return why


async def _hold_back(
    session: Session, waiting: Sequence[Unsaid], messages: Mapping[int, Outgoing], at: datetime, cap: UnaskedCap
) -> set[int]:  # fmt: skip
    """Let those of these messages wait on in the queue for which it is not the moment; what so becomes too late is taken back as always."""
    people = {each.customer_id for each in waiting if each.customer_id is not None}
    chatting = await find_chatting(session, customer_ids=people, at=at, cap=cap)
    served = await find_served(session, customer_ids=people) if cap.tickets_first else set()
    until: dict[int, datetime] = {}
    for each in waiting:
        ends, moment = messages[each.message_id].expires_at or at, at
        if each.customer_id in chatting:
            chat_ends = chatting[each.customer_id] + cap.chat
            if chat_ends < ends or each.kind is not InteractionKind.GREETING:  # the day of a greeting passes
                moment = chat_ends
        if each.kind in _WAIT_FOR_TICKETS and each.customer_id in served:
            moment = max(moment, at + TICKET_LOOK)
        if moment > at:
            until[each.message_id] = min(moment, ends)
    held = [
        {"id": number, "state": OutboxState.QUEUED, "not_before": moment, "attempts": messages[number].attempts, "error": HELD_BACK}
        for number, moment in until.items()
    ]
    await set_rows(session, held)
    return set(until)
