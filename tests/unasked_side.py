"""What tests of unasked messages begin with: reasons to speak to customer 1, and the jobs that do."""

from datetime import UTC, datetime, timedelta

from crm.bans import ban_customer
from crm.deliveries import MakeTell
from jobs.greetings import send_birthday_greetings
from jobs.reminders import send_due_reminders
from jobs.visits import ask_visits
from jobs.win_back import win_customers_back
from storage.customers import Customer
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.referrals import Referral
from storage.visits import Visit
from storage.vocabulary import PointsKind, VisitReason, VisitStatus, VisitWay
from tests.campaign_side import buys, crowd, owner_of
from tests.desk import Desk

AFTERNOON = datetime(2026, 3, 5, 7, tzinfo=UTC)  # 15:00 in Shanghai


async def has_points(desk: Desk) -> None:
    """Customer 1 has points that expire soon."""
    await desk.keep(
        PointsEntry(
            customer_id=1, kind=PointsKind.EARNED, points=100, cause="test", at=desk.at, expires_at=AFTERNOON + timedelta(days=20, hours=9)
        )
    )


async def has_friend_who_bought(desk: Desk) -> None:
    """A friend of customer 1 bought something for the first time."""
    await crowd(desk, 2)
    await buys(desk, 2)
    (purchase,) = await desk.rows(Purchase)
    await desk.keep(
        Referral(referrer_id=1, friend_id=2, at=desk.at, purchase_id=purchase.id),
        PointsEntry(customer_id=1, kind=PointsKind.GIFT, points=100, cause="friend", purchase_id=purchase.id, at=desk.at),
    )


async def reminds(desk: Desk, make_tell: MakeTell | None = None) -> None:
    """Let the job of reminders run."""
    await send_due_reminders(desk.database, desk.business, lambda: desk.at, make_tell or (lambda session, _at: desk.tell(session)))


async def is_silent(desk: Desk) -> None:
    """Customer 1 bought every twenty days and has not been heard of for forty; others spent more."""
    await crowd(desk, 901, 902, 903)
    for days in (41, 61, 81):
        await buys(desk, 1, days=days, amount_minor=1000)
    for number in (901, 902, 903):
        await buys(desk, number, days=1, amount_minor=10**6)


async def wins_back(desk: Desk, make_tell: MakeTell | None = None) -> None:
    """Let the job of winning back run."""
    await win_customers_back(desk.database, desk.business, lambda: desk.at, make_tell or (lambda session, _at: desk.tell(session)))


async def has_birthday(desk: Desk) -> None:
    """Customer 1 has birthday today."""
    async with desk.database.begin() as session:
        customer = await session.get_one(Customer, 1)
        customer.birthday_month, customer.birthday_day = 3, 5


async def greets(desk: Desk, make_tell: MakeTell | None = None) -> None:
    """Let the job of greetings run."""
    await send_birthday_greetings(desk.database, desk.business, lambda: desk.at, make_tell or (lambda session, _at: desk.tell(session)))


async def has_visit(desk: Desk) -> None:
    """Customer 1 is to be visited by the bot."""
    await desk.keep(
        Visit(
            id=7, customer_id=1, reason=VisitReason.REQUEST, subject_id=7, status=VisitStatus.PLANNED, plan="request", days=0, way=VisitWay.BOT,
            due_at=desk.at, planned_for=desk.at, keep_until=desk.at + timedelta(hours=9), words="How is it?",
        )
    )  # fmt: skip


async def asks(desk: Desk, make_tell: MakeTell | None = None) -> None:
    """Let the job of visits run."""
    await ask_visits(desk.database, desk.business, lambda: desk.at, make_tell or (lambda session, _at: desk.tell(session)))


async def bans(desk: Desk) -> None:
    """The owner bans customer 1."""
    owner = await owner_of(desk)
    async with desk.database.begin() as session:
        await ban_customer(
            session, customer=await session.get_one(Customer, 1), span=None, reason=None, by=owner, ticket=None, at=desk.at, business=desk.business,
            tell=desk.tell(session),
        )  # fmt: skip
