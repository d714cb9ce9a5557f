"""Unasked messages that are dropped before they leave: they are as if they had not been said."""

from collections.abc import Collection, Mapping

from storage.customers import find_contact_of
from storage.database import Session
from storage.outbox import BANNED, OPTED_OUT
from storage.unasked import drop_unasked, forget_said, forget_win_backs, free_keys, list_unsaid, plan_visits_again
from storage.vocabulary import Channel, ConsentKind, InteractionKind

# What counts against the cap. Follow-up visits are counted by their own rows: on a follow-up ticket answers are of that kind, too.
UNASKED = (InteractionKind.GREETING, InteractionKind.REMINDER, InteractionKind.CAMPAIGN)
UNASKED_AND_VISITS = (*UNASKED, InteractionKind.FOLLOW_UP)
KINDS_OF_CONSENT: Mapping[ConsentKind, tuple[InteractionKind, ...]] = {
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
    unsaid = await list_unsaid(session, message_ids=message_ids, kinds=UNASKED_AND_VISITS)
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
    await _drop(session, customer_id, UNASKED_AND_VISITS, BANNED)


async def drop_for_opt_out(session: Session, *, customer_id: int, kind: ConsentKind) -> None:
    """Give up what unasked waits for a customer who has just switched its kind off."""
    await _drop(session, customer_id, KINDS_OF_CONSENT[kind], OPTED_OUT)


async def _drop(session: Session, customer_id: int, kinds: Collection[InteractionKind], error: str) -> None:
    contact = await find_contact_of(session, customer_id=customer_id, channel=Channel.TELEGRAM)
    if contact is not None:
        dropped = await drop_unasked(session, chat_id=int(contact.address), kinds=kinds, error=error)
        await take_back_unsaid(session, message_ids=dropped)
