"""Unasked messages that are dropped before they leave: they are as if they had not been said."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from storage.bans import find_banned
from storage.consents import find_refusing
from storage.customers import find_contact_of
from storage.database import Session
from storage.deliveries import Outgoing, set_rows
from storage.outbox import BANNED, OPTED_OUT
from storage.unasked import Unsaid, drop_unasked, forget_said, forget_win_backs, free_keys, list_unsaid, plan_visits_again
from storage.vocabulary import Channel, ConsentKind, InteractionKind, OutboxState

# What counts against the cap. Follow-up visits are counted by their own rows: on a follow-up ticket answers are of that kind, too.
UNASKED = (InteractionKind.GREETING, InteractionKind.REMINDER, InteractionKind.CAMPAIGN)
_ALL = (*UNASKED, InteractionKind.FOLLOW_UP)
_OF_CONSENT: Mapping[ConsentKind, tuple[InteractionKind, ...]] = {
    ConsentKind.GREETINGS: (InteractionKind.GREETING,),
    ConsentKind.REMINDERS: (InteractionKind.REMINDER, InteractionKind.FOLLOW_UP),
    ConsentKind.CAMPAIGNS: (InteractionKind.CAMPAIGN,),
}


async def take_back_unsaid(session: Session, *, message_ids: Collection[int]) -> None:
    """Let those of these dropped messages that are unasked be as if they had never been decided on.

    They stand in no story and do not count against the cap; what reminders, win-backs and visits were about is open again. Greetings and
    campaigns look at what became of their messages themselves.
    """
    if not message_ids:
        return
    unsaid = await list_unsaid(session, message_ids=message_ids, kinds=_ALL)
    if not unsaid:
        return
    reminders = [each for each in unsaid if each.kind is InteractionKind.REMINDER]
    visits = [each for each in unsaid if each.kind is InteractionKind.FOLLOW_UP]
    if reminders:
        await forget_win_backs(session, unsaid=reminders)
    if visits:
        await plan_visits_again(session, unsaid=visits)
    await free_keys(session, unsaid=[*reminders, *visits])
    await forget_said(session, unsaid=unsaid)


async def drop_for_ban(session: Session, *, customer_id: int) -> None:
    """Give up whatever unasked waits for a customer, because they were banned."""
    await _drop(session, customer_id, _ALL, BANNED)


async def drop_for_opt_out(session: Session, *, customer_id: int, kind: ConsentKind) -> None:
    """Give up what unasked waits for a customer who has just switched its kind off."""
    await _drop(session, customer_id, _OF_CONSENT[kind], OPTED_OUT)


async def drop_unwilling(session: Session, *, messages: Sequence[Outgoing], at: datetime) -> set[int]:
    """Give up those of these messages that are unasked and whose customer is banned or has switched their kind off; return their ids.

    What waits is dropped by the ban or the tap itself. But what was being decided on at that moment was not in the queue yet, so it is
    asked once more when it leaves. Whoever has nothing unasked to send pays nothing for it.
    """
    may_be = [
        each.id for each in messages if each.expires_at is not None and each.customer_id is not None and each.interaction_id is not None
    ]
    waiting = await list_unsaid(session, message_ids=may_be, kinds=_ALL) if may_be else ()
    if not waiting:
        return set()
    why = await _reasons(session, waiting, at)
    await set_rows(session, [{"id": number, "state": OutboxState.DROPPED, "error": error} for number, error in why.items()])
    await take_back_unsaid(session, message_ids=why.keys())
    return set(why)


async def _reasons(session: Session, waiting: Sequence[Unsaid], at: datetime) -> dict[int, str]:
    people = {each.message_id: each.customer_id for each in waiting if each.customer_id is not None}
    banned = await find_banned(session, customer_ids=set(people.values()), at=at)
    why = {number: BANNED for number, customer_id in people.items() if customer_id in banned}
    for consent, kinds in _OF_CONSENT.items():
        of_kind = {each.message_id for each in waiting if each.kind in kinds} & people.keys() - why.keys()
        refusing = await find_refusing(session, kind=consent, customer_ids={people[number] for number in of_kind})
        why |= {number: OPTED_OUT for number in of_kind if people[number] in refusing}
    return why


async def _drop(session: Session, customer_id: int, kinds: Collection[InteractionKind], error: str) -> None:
    contact = await find_contact_of(session, customer_id=customer_id, channel=Channel.TELEGRAM)
    if contact is not None:
        dropped = await drop_unasked(session, chat_id=int(contact.address), kinds=kinds, error=error)
        await take_back_unsaid(session, message_ids=dropped)
