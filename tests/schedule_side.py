"""A desk on which days pass: people with reasons to be spoken to unasked, the jobs that do it, and what they hear when."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.bans import ban_customer
from crm.business import Business
from crm.campaigns import schedule_campaign
from crm.deliveries import MakeTell
from crm.notices import Notice, Tell
from crm.privacy import set_consent
from crm.rules.frequency import UnaskedCap
from crm.rules.quiet_hours import QuietHours
from jobs.catalogue import Job, build_catalogue
from storage.customers import Contact, Customer
from storage.database import Database, Session
from storage.interactions import Interaction, keep_interaction
from storage.job_runs import JobRun
from storage.outbox import OutboxMessage
from storage.points import PointsEntry
from storage.visits import Visit
from storage.vocabulary import (
    Author,
    Channel,
    ConsentKind,
    Direction,
    InteractionKind,
    JobName,
    JobResult,
    Language,
    OutboxState,
    PointsKind,
    VisitReason,
    VisitStatus,
    VisitWay,
)
from tests.campaign_side import FIRST_ADDRESS, buys, composed, crowd, owner_of
from tests.desk import Desk

DAY = timedelta(days=1)
JOBS = (JobName.VISITS, JobName.BIRTHDAY_GREETINGS, JobName.REMINDERS, JobName.CAMPAIGNS, JobName.WIN_BACK)
_SELDOM = {JobName.WIN_BACK: 3}  # every so many ticks, as the program lets it run seldom, too
# Which switch of the customer's is for what, by how its key begins.
SWITCHES = {
    "birthday": ConsentKind.GREETINGS,
    "anniversary": ConsentKind.GREETINGS,
    "points": ConsentKind.REMINDERS,
    "tier": ConsentKind.REMINDERS,
    "silence": ConsentKind.REMINDERS,
    "win_back": ConsentKind.REMINDERS,
    "visit": ConsentKind.REMINDERS,
    "campaign": ConsentKind.CAMPAIGNS,
}
RICH = (901, 902, 903)


@dataclass(frozen=True)
class Person:
    """Somebody with matters, each with the day on which it becomes due; at a tick they may switch something off, or be banned."""

    zone: str
    matters: dict[str, int]
    switches_off: ConsentKind | None = None
    is_banned: bool = False
    at_tick: int = 0
    is_blocked: bool = False

    @property
    def stays(self) -> bool:
        """Whether nothing keeps the desk from saying what there is to say."""
        return self.switches_off is None and not self.is_banned and not self.is_blocked


@dataclass(frozen=True)
class Said:
    """A message that arrived: what it was about, when it was decided on and when it arrived."""

    who: int
    matter: str
    decided_at: datetime
    arrived_at: datetime


@dataclass
class Days:
    """Some days of a desk: from when on, with which rules, how often the clock ticks, and at which ticks two programs do the same, one
    crashes, or nothing can be sent."""

    since: datetime
    hour: int
    quiet: QuietHours
    cap: UnaskedCap
    tick: timedelta
    again_days: int = 0
    gap_days: int = 7
    twice_at: Collection[int] = ()
    crashes_at: Collection[int] = ()
    mute_at: Collection[int] = ()

    def business(self, business: Business) -> Business:
        """Return a business with these rules."""
        return replace(
            business,
            unasked=self.cap,
            quiet_hours=self.quiet,
            greetings=replace(business.greetings, birthday_hour=self.hour, anniversaries=True),
            visits=replace(business.visits, ask_hour=self.hour, again_days=self.again_days, gap_days=self.gap_days),
            reminders=replace(business.reminders, points_expire_days=(7,)),
        )


class Crash(Exception):
    """The program ended in the middle of a transaction."""


class Street:
    """The people on a desk, and the days that pass."""

    def __init__(self, database: Database, business: Business, days: Days) -> None:
        self.days = days
        self.desk = Desk(database=database, business=days.business(business), at=days.since - DAY)
        self._jobs = [job for job in build_catalogue(retry_updates=None) if job.name in JOBS]

    async def settle(self, people: Sequence[Person]) -> None:
        """Let people come, with their matters, and a campaign for all of them; those who spent most only make others less valuable."""
        desk = self.desk
        await crowd(desk, *RICH, is_blocked=True)
        for number in RICH:
            await buys(desk, number, days=1, amount_minor=10**7)
        for number, person in enumerate(people, start=1):
            await come(desk, number, person, since=self.days.since)
        campaign = await composed(desk)
        async with desk.database.begin() as session:
            await schedule_campaign(session, campaign_id=campaign, starts_at=self.days.since + DAY, by=await owner_of(desk), at=desk.at)

    async def pass_by(self, people: Sequence[Person], *, ticks: int) -> list[Said]:
        """Let the clock tick so often, and return what arrived."""
        for tick in range(ticks):
            self.desk.at = self.days.since + tick * self.days.tick
            for number, person in enumerate(people, start=1):
                if person.at_tick == tick:
                    await change(self.desk, number, person)
            await self._work(tick)
            if tick not in self.days.mute_at:
                await self.desk.deliver()
        return await self._said()

    async def _work(self, tick: int) -> None:
        began_at = self.desk.at
        jobs = [job for job in self._jobs if not tick % _SELDOM.get(job.name, 1)]
        for job in jobs:
            if tick in self.days.crashes_at:
                with contextlib.suppress(Crash):
                    await self._run(job, self._tell_and_crash)
            await asyncio.gather(*(self._run(job, self._tell) for _ in range(2 if tick in self.days.twice_at else 1)))
        # What has gone well is not looked for from the beginning again.
        await self.desk.keep(*(JobRun(job=job.name.value, started_at=began_at, result=JobResult.DONE) for job in jobs))

    async def _run(self, job: Job, make_tell: MakeTell) -> None:
        await job.run(self.desk.database, self.desk.business, lambda: self.desk.at, make_tell)

    def _tell(self, session: Session, _at: datetime) -> Tell:
        return self.desk.tell(session)

    def _tell_and_crash(self, session: Session, _at: datetime) -> Tell:
        tell = self.desk.tell(session)

        async def tell_and_crash(notice: Notice) -> None:
            await tell(notice)
            raise Crash

        return tell_and_crash

    async def _said(self) -> list[Said]:
        kinds = {row.id: row.kind for row in await self.desk.rows(Interaction)}
        return [
            Said(row.chat_id - FIRST_ADDRESS, _matter_of(row, kinds), row.created_at, row.sent_at)
            for row in await self.desk.rows(OutboxMessage)
            if row.state is OutboxState.SENT and row.chat_id is not None and row.chat_id > FIRST_ADDRESS
        ]


def _matter_of(row: OutboxMessage, kinds: Mapping[int, InteractionKind]) -> str:
    # A campaign takes the keys of its messages back when these are settled.
    kind = kinds[row.interaction_id] if row.interaction_id is not None else InteractionKind.SYSTEM
    return "campaign" if kind is InteractionKind.CAMPAIGN else str(row.dedupe_key).partition(":")[0]


async def change(desk: Desk, number: int, person: Person) -> None:
    """Somebody switches a kind of message off, or is banned."""
    owner = await owner_of(desk)
    async with desk.database.begin() as session:
        customer = await session.get_one(Customer, number)
        if person.switches_off is not None:
            await set_consent(session, customer=customer, kind=person.switches_off, granted=False, at=desk.at)
        if person.is_banned:
            await ban_customer(
                session, customer=customer, span=None, reason=None, by=owner, ticket=None, at=desk.at, business=desk.business,
                tell=desk.tell(session),
            )  # fmt: skip


async def come(desk: Desk, number: int, person: Person, *, since: datetime) -> None:
    """Somebody comes, and has what makes each of their matters due so many days after a moment."""
    due = {matter: since + days * DAY for matter, days in person.matters.items()}
    born, came = due.get("birthday"), due.get("anniversary")
    zone = ZoneInfo(person.zone)
    born_on = None if born is None else born.astimezone(zone).date()
    await desk.keep(
        Customer(
            id=number, name=f"Customer {number}", language=Language.ENGLISH, time_zone=person.zone,
            created_at=since - 10 * DAY if came is None else noon(came.astimezone(zone).date().replace(year=since.year - 2), zone),
            birthday_month=born_on.month if born_on else None, birthday_day=born_on.day if born_on else None,
        )
    )  # fmt: skip
    await desk.keep(
        Contact(
            customer_id=number, channel=Channel.TELEGRAM, address=str(FIRST_ADDRESS + number), created_at=desk.at,
            blocked_at=desk.at if person.is_blocked else None,
        )
    )  # fmt: skip
    for matter, moment in due.items():
        if matter in _REASONS:
            await _REASONS[matter](desk, number, moment)


def noon(day: date, zone: ZoneInfo) -> datetime:
    """Return noon of a day."""
    return datetime.combine(day, time(12), zone).astimezone(UTC)


async def _has_points(desk: Desk, number: int, moment: datetime) -> None:
    await desk.keep(
        PointsEntry(customer_id=number, kind=PointsKind.GIFT, points=100, cause=f"gift:{number}", at=desk.at, expires_at=moment + 7 * DAY)
    )


async def _is_near_a_tier(desk: Desk, number: int, moment: datetime) -> None:
    await desk.keep(PointsEntry(customer_id=number, kind=PointsKind.EARNED, points=460, cause=f"near:{number}", at=moment - 20 * DAY))


async def _fell_silent(desk: Desk, number: int, moment: datetime) -> None:
    async with desk.database.begin() as session:
        days = desk.business.reminders.silence_days
        keep_interaction(
            session,
            kind=InteractionKind.INQUIRY,
            direction=Direction.IN,
            author=Author.CUSTOMER,
            at=moment - days * DAY,
            customer_id=number,
        )


async def _stopped_buying(desk: Desk, number: int, moment: datetime) -> None:
    for days in (40, 60, 80):  # every twenty days; silent for twice as long
        await buys(desk, number, at=moment, days=days, amount_minor=1000)


async def _is_to_be_visited(desk: Desk, number: int, moment: datetime) -> None:
    await desk.keep(
        Visit(
            id=number, customer_id=number, reason=VisitReason.REQUEST, subject_id=number, status=VisitStatus.PLANNED, plan="request", days=0,
            way=VisitWay.BOT, due_at=moment, planned_for=moment, keep_until=moment + DAY, words="How is it?",
        )
    )  # fmt: skip


_REASONS: Mapping[str, Callable[[Desk, int, datetime], Awaitable[None]]] = {
    "points": _has_points,
    "tier": _is_near_a_tier,
    "silence": _fell_silent,
    "win_back": _stopped_buying,
    "visit": _is_to_be_visited,
}
