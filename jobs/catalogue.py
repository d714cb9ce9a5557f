"""The catalogue: every job of the desk, with what it runs and how often."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from crm.business import Business
from crm.deliveries import MakeTell
from crm.jobs import CADENCES
from jobs.assignment import assign_tickets
from jobs.campaigns import attend_campaigns
from jobs.deadlines import watch_deadlines
from jobs.greetings import send_birthday_greetings
from jobs.housekeeping import keep_house
from jobs.points import write_off_expired_points
from jobs.reminders import send_due_reminders
from jobs.stepping import Clock
from jobs.surveys import ask_surveys
from jobs.topics import tend_topics
from jobs.visits import ask_visits
from jobs.waiting_tickets import attend_waiting_tickets
from jobs.win_back import win_customers_back
from storage.database import Database
from storage.vocabulary import JobName

Run = Callable[[Database, Business, Clock, MakeTell], Awaitable[int]]
RetryUpdates = Callable[[], Awaitable[int]]


@dataclass(frozen=True)
class Job:
    """Something that the clock does: `run` returns how much it did; `every` is None when it runs only if asked for."""

    name: JobName
    every: timedelta | None
    run: Run


def build_catalogue(*, retry_updates: RetryUpdates | None) -> Sequence[Job]:
    """Return the jobs. `retry_updates` runs failed updates again and returns how many went well; only the bot can do that."""
    runs: dict[JobName, Run] = {
        JobName.DEADLINES: watch_deadlines,
        JobName.SURVEYS: ask_surveys,
        JobName.VISITS: ask_visits,
        JobName.BIRTHDAY_GREETINGS: send_birthday_greetings,
        JobName.REMINDERS: send_due_reminders,
        JobName.POINTS_EXPIRY: write_off_expired_points,
        JobName.HOUSEKEEPING: keep_house,
        JobName.WAITING_TICKETS: attend_waiting_tickets,
        JobName.ASSIGNMENT: assign_tickets,
        JobName.OLD_TOPICS: tend_topics,
        JobName.CAMPAIGNS: attend_campaigns,
        JobName.WIN_BACK: win_customers_back,
    }
    if retry_updates is not None:
        retry = retry_updates

        async def run_again(database: Database, business: Business, now: Clock, make_tell: MakeTell) -> int:
            return await retry()

        runs[JobName.FAILED_UPDATES] = run_again
    return [Job(name, CADENCES[name], run) for name, run in runs.items()]
