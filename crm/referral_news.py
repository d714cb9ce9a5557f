"""News of referrals: who brought a friend hears of the points that the friend's first purchase brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from crm.business import Business
from crm.points import entries_of_many
from crm.reach import find_reachable, speaking_ends
from crm.reminders import FoundReminders, Reminder
from crm.rules.loyalty import remaining_lots
from crm.steps import STEP, Ahead, next_numbers
from storage.customers import find_customers
from storage.database import Session
from storage.listeners import Listeners
from storage.outbox import find_known_keys
from storage.referrals import ReferralGift, find_gifted_referrers, list_referral_gifts
from storage.vocabulary import ConsentKind

# Points that somebody could not be told of for so long are no news any more; they stand under /points.
STALE_NEWS = timedelta(days=14)


@dataclass(frozen=True)
class FriendsBought(Reminder):
    """So many `friends` whom the customer brought bought something for the first time, which gave the customer `points`. Who they are, and
    what they bought, is not the customer's concern.
    """

    friends: int
    points: int
    balance: int


async def find_news_of_friends(
    session: Session, *, after_id: int, at: datetime, business: Business, since: datetime | None = None, limit: int = STEP,
    ahead: Ahead | None = None, among: Listeners | None = None,
) -> FoundReminders:  # fmt: skip
    """Find customers who are to hear of points for friends: of all that came since the last time together, of each once.

    With `since` only those of whom a friend's purchase became known after that moment.
    """
    oldest = at - STALE_NEWS
    search = partial(find_gifted_referrers, session, since=oldest if since is None else max(oldest, since), listeners=among)
    numbers = await next_numbers(search, after_id=after_id, limit=limit, ahead=ahead)
    next_id = numbers[-1] if len(numbers) == limit else None
    gifts = await _untold(session, numbers, oldest)
    contacts = await find_reachable(session, customer_ids=gifts.keys(), kind=ConsentKind.REMINDERS, at=at, cap=business.unasked)
    ledgers = await entries_of_many(session, customer_ids=contacts.keys())
    found = []
    for customer in await find_customers(session, customer_ids=contacts.keys()):
        until = speaking_ends(customer, at=at, business=business)
        if until is not None:
            mine = gifts[customer.id]
            found.append(
                FriendsBought(
                    customer, contacts[customer.id], _key_of(mine[-1]), until,
                    friends=len(mine), points=sum(gift.points for gift in mine), balance=sum(lot.points for lot in remaining_lots(ledgers[customer.id], at)),
                )
            )  # fmt: skip
    return FoundReminders(found, next_id)


async def _untold(session: Session, numbers: Sequence[int], since: datetime) -> dict[int, list[ReferralGift]]:
    """Return for each of these customers what came after the last of which they were told; nobody who was told of all."""
    gifts = await list_referral_gifts(session, referrer_ids=numbers, since=since)
    told = await find_known_keys(session, [_key_of(gift) for gift in gifts])
    untold: dict[int, list[ReferralGift]] = {}
    for gift in gifts:
        if _key_of(gift) in told:
            untold.pop(gift.referrer_id, None)
        else:
            untold.setdefault(gift.referrer_id, []).append(gift)
    return untold


def _key_of(gift: ReferralGift) -> str:
    """A message carries the key of the newest points that it tells of."""
    return f"friends:{gift.referrer_id}:{gift.entry_id}"
