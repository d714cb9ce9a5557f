"""Growth: what is measured of a desk with many customers, each by the way that it goes in life."""

import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

from crm.business import Business
from crm.calls import prepare_calls
from crm.deliveries import record_sent
from crm.outcomes import Sent
from handlers.chat.complaint_steps import ComplainAct, ComplainPress
from jobs.catalogue import build_catalogue
from storage.claims import claim_messages
from storage.database import Database, Session
from storage.gathering import write_gathered
from storage.vocabulary import JobName
from tests.bench.growth_rows import AT, DUE, UNATTENDED, Population, address_of
from tests.desk import AGENT, OWNER, Desk

BATCH = 100
IN_FLIGHT = 64
# Unhurried: the dates of messages lie a minute apart, so that nobody is a flood.
_minutes = itertools.count(1_772_600_000, 60)


class _Undone(Exception):
    """A transaction is not kept, so that the next one finds the same."""


class ForgettingDatabase(Database):
    """A database that does all that a transaction asks for and then undoes it: what is due stays due."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        """Open a transaction that is rolled back at its end."""
        try:
            async with super().begin() as session:
                yield session
                await write_gathered(session)
                raise _Undone
        except _Undone:
            return


class Town:
    """A desk with many customers, and who of them speaks next."""

    def __init__(self, *, url: str, people: Population, business: Business) -> None:
        self.people = people
        self.database = Database(url)
        self.forgetting = ForgettingDatabase(url)
        self.desk = Desk(database=self.database, business=business, at=AT)
        self.business = business
        self.jobs = {job.name: job for job in build_catalogue(retry_updates=None)}
        self.quiet = itertools.cycle(people.quiet_customers())
        self.holders = itertools.cycle(c for c in range(3, people.count + 1, max(3, people.count // 300 * 3)))
        self.open = itertools.cycle(list(itertools.islice(people.open_tickets(), 40)))

    async def close(self) -> None:
        """Close every connection."""
        await self.database.close()
        await self.forgetting.close()

    def says(self, customer: int, text: str) -> dict[str, Any]:
        """Return the update of a customer's message."""
        return self.desk.private_message(address_of(customer), text, date=next(_minutes), language="zh")

    def owner_says(self, text: str) -> dict[str, Any]:
        """Return the update of an owner's message."""
        return self.desk.private_message(OWNER, text, date=next(_minutes))


Path = Callable[[Town], Awaitable[float]]


async def _timed(work: Awaitable[Any]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _tickets(town: Town) -> float:
    return await _timed(town.desk.feed(town.says(next(town.holders), "/tickets")))


async def _stats(town: Town) -> float:
    return await _timed(town.desk.feed(town.owner_says("/stats")))


async def _customer_by_number(town: Town) -> float:
    return await _timed(town.desk.feed(town.owner_says(f"/customer {next(town.holders)}")))


async def _customer_by_username(town: Town) -> float:
    return await _timed(town.desk.feed(town.owner_says(f"/customer @Person{address_of(next(town.quiet))}")))


async def _customer_by_phone(town: Town) -> float:
    customer = next(c for c in town.quiet if c % 3 == 1)
    return await _timed(town.desk.feed(town.owner_says(f"/customer +8613{customer:09d}")))


async def _free_text(town: Town) -> float:
    return await _timed(town.desk.feed(town.says(next(town.quiet), "Does the green tea come in tins?")))


async def _batch(town: Town) -> float:
    updates = [town.says(next(town.quiet), "Does the green tea come in tins?") for _ in range(BATCH)]
    return await _timed(town.desk.feed(*updates)) / BATCH


async def _complaint_step(town: Town) -> float:
    customer = next(town.quiet)
    await town.desk.feed(town.says(customer, "/complain"))
    await town.desk.presses(address_of(customer), ComplainPress(act=ComplainAct.CATEGORY, value="quality").pack(), language="zh")
    return await _timed(town.desk.feed(town.says(customer, "The lid is broken.")))


async def _complaint_sent(town: Town) -> float:
    customer = next(town.quiet)
    await town.desk.feed(town.says(customer, "/complain The lid is broken."))
    for act, value in (
        (ComplainAct.CATEGORY, "quality"), (ComplainAct.NEXT, ""), (ComplainAct.SEVERITY, "medium"), (ComplainAct.SKIP, ""),
    ):  # fmt: skip
        await town.desk.presses(address_of(customer), ComplainPress(act=act, value=value).pack(), language="zh")
    return await _timed(town.desk.presses(address_of(customer), ComplainPress(act=ComplainAct.SEND).pack(), language="zh"))


async def _relay(town: Town) -> float:
    _, customer = next(town.open)
    return await _timed(town.desk.feed(town.says(customer, "Is there any news?")))


async def _staff_answer(town: Town) -> float:
    number, _ = next(town.open)
    answer = town.desk.group_message(AGENT, "We are looking into it.", topic=town.people.topic_of(number), date=next(_minutes))
    return await _timed(town.desk.feed(answer))


class _OtherWork(Exception):
    """A job did not do what is due: its figure would be of something else."""


def _job(name: JobName, expected: int) -> Path:
    async def run(town: Town) -> float:
        def make_tell(session: Session, at: Any) -> Any:
            return town.desk.dispatching.tell_with(town.desk.dispatching.voice(session, at))

        began = time.perf_counter()
        done = await town.jobs[name].run(town.forgetting, town.business, lambda: AT, make_tell)
        took = time.perf_counter() - began
        if done != expected:
            raise _OtherWork(f"{name}: {done}, not {expected}")
        return took

    return run


async def _round(town: Town) -> None:
    """Claim what may be said and record it as sent, as delivery does."""
    async with town.forgetting.begin() as session:
        claimed = await claim_messages(session, at=AT, limit=IN_FLIGHT)
        calls = await prepare_calls(session, claimed, at=AT, cap=town.desk.business.unasked, tell=town.desk.tell(session))
        await record_sent(
            session,
            [(message, Sent(message_id=place, result={"message_thread_id": place})) for place, (message, _) in enumerate(calls, 1)],
            at=AT,
            tell=town.desk.tell(session),
        )


async def _delivery(town: Town) -> float:
    return await _timed(_round(town))


PATHS: dict[str, Path] = {
    "`/tickets`": _tickets,
    "`/customer 42`": _customer_by_number,
    "`/customer @name`": _customer_by_username,
    "`/customer +86…`": _customer_by_phone,
    "a free text": _free_text,
    "one of 100 texts in a batch": _batch,
    "a step of a complaint": _complaint_step,
    "a complaint sent: a ticket opened": _complaint_sent,
    "a message on a ticket": _relay,
    "a staff answer in a topic": _staff_answer,
    "surveys due": _job(JobName.SURVEYS, DUE),
    "visits due": _job(JobName.VISITS, DUE + UNATTENDED),
    "birthday greetings due": _job(JobName.BIRTHDAY_GREETINGS, DUE),
    "reminders due": _job(JobName.REMINDERS, 3 * DUE),
    "points to write off": _job(JobName.POINTS_EXPIRY, DUE),
    "housekeeping": _job(JobName.HOUSEKEEPING, DUE),
}
STATS: dict[str, Path] = {"`/stats`": _stats}
# With nothing queued but what the other paths left: delivery is measured after they were said.
DELIVERY_EMPTY: dict[str, Path] = {"a round of delivery, nothing queued": _delivery}
DELIVERY_FULL: dict[str, Path] = {"a round of delivery, 100,000 queued": _delivery}


def chosen(paths: dict[str, Path], words: str | None) -> Iterator[tuple[str, Path]]:
    """Yield the paths whose names contain some words, or all."""
    return ((name, path) for name, path in paths.items() if words is None or words in name)
