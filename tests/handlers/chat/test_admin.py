"""Owners' commands: figures, a customer's story, jobs, and what failed; nobody else gets to see any of it."""

from datetime import timedelta

import pytest

from crm.jobs import report_job
from storage.consents import Consent
from storage.customers import Contact, Customer
from storage.interactions import keep_interaction
from storage.job_runs import JobRequest, JobRun
from storage.staff import StaffMember, find_staff
from storage.surveys import Survey, SurveyResponse
from storage.vocabulary import (
    Author,
    Channel,
    ConsentKind,
    Direction,
    InteractionKind,
    JobName,
    JobResult,
    Language,
    SurveyKind,
)
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import Talker
from tests.handlers.chat.staff_side import ticket_of

COMMANDS = ["/stats", "/customer 1", "/jobs", "/failed"]


async def owner_of(desk: Desk, language: Language = Language.ENGLISH) -> Talker:
    """Return the owner of a desk that has a staff group."""
    await desk.has_staff_group()
    olivia = Talker(desk, OWNER, language)
    await olivia.says("/start")
    await olivia.hears()
    return olivia


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("user_id", [AGENT, 1001])
async def test_nobody_but_owners_gets_an_answer(desk: Desk, command: str, user_id: int) -> None:
    await owner_of(desk)
    other = Talker(desk, user_id)
    await other.says("/start")
    await other.hears()
    await other.says(command)
    assert await other.hears_one() == other.words("refusal-not-allowed", role="owner")


@pytest.mark.parametrize("data", ["job:visits", "fix:send:1", "fix:drop:1", "fix:forget:1"])
async def test_nobody_but_owners_may_press_their_buttons(desk: Desk, data: str) -> None:
    await owner_of(desk)
    anna = Talker(desk, AGENT)
    await anna.presses_data(data)
    assert await anna.is_answered_by("refusal-not-allowed", role="owner")
    assert await desk.rows(JobRequest) == []


@pytest.mark.parametrize("command", COMMANDS)
async def test_in_a_group_nothing_is_shown(desk: Desk, command: str) -> None:
    await owner_of(desk)
    before = len(await desk.said_to(STAFF_GROUP))
    await desk.says_in_group(OWNER, command)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("admin-in-private")
    await desk.says_in_group(4001, command)
    assert len(await desk.said_to(STAFF_GROUP)) == before + 1


async def test_stats_of_an_empty_desk_read_well(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await olivia.says("/stats")
    text = await olivia.hears_one()
    assert text.count("Inquiries: 0 · complaints: 0 · follow-ups: 0") == 3
    assert text.count("First response: – · resolution: –") == 3
    assert text.count("no answers yet") == 3


async def test_stats_count_today_where_the_business_is_and_the_days_before(desk: Desk) -> None:
    olivia = await owner_of(desk)
    ticket = await ticket_of(desk)
    survey = Survey(ticket_id=ticket.id, customer_id=ticket.customer_id, kind=SurveyKind.CSAT, asked_at=desk.at, expires_at=desk.at)
    response = SurveyResponse(
        survey_id=survey.id, ticket_id=ticket.id, customer_id=ticket.customer_id, kind=SurveyKind.CSAT, score=5, at=desk.at
    )
    await desk.keep(survey)
    await desk.keep(response)
    await olivia.says("/stats")
    text = await olivia.hears_one()
    assert "Open tickets now: <b>1</b>" in text
    assert text.count("Inquiries: 1 ·") == 3
    assert "100 % of one answer (few: the true share lies between 21 and 100 %)" in text
    desk.later(hours=5)  # it is tomorrow in Shanghai
    await olivia.says("/stats")
    today, rest = (await olivia.hears_one()).split("Last 7 days")
    assert ("Inquiries: 0 ·" in today, rest.count("Inquiries: 1 ·")) == (True, 2)


async def test_stats_with_many_scores_show_no_range(desk: Desk) -> None:
    olivia = await owner_of(desk, Language.CHINESE)
    ticket = await ticket_of(desk)
    for _ in range(30):
        survey = Survey(ticket_id=ticket.id, customer_id=ticket.customer_id, kind=SurveyKind.CSAT, asked_at=desk.at, expires_at=desk.at)
        await desk.keep(survey)
        await desk.keep(
            SurveyResponse(
                survey_id=survey.id, ticket_id=ticket.id, customer_id=ticket.customer_id, kind=SurveyKind.CSAT, score=4, at=desk.at
            )
        )
    await olivia.says("/stats")
    assert "满意度：100%（30 份评价）" in await olivia.hears_one()


async def test_customer_without_a_name_says_how_to_ask(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await olivia.says("/customer")
    assert await olivia.hears_one() == olivia.words("admin-customer-usage")
    await olivia.says("/customer nobody_here")
    assert await olivia.hears_one() == olivia.words("refusal-customer-unknown", wanted="nobody_here")


async def test_customer_shows_the_whole_person(desk: Desk) -> None:
    olivia = await owner_of(desk)
    ticket = await ticket_of(desk, words="My tea is <cold>")
    async with desk.database.begin() as session:
        customer = await session.get(Customer, ticket.customer_id)
        assert customer is not None
        customer.birthday_month, customer.birthday_day, customer.phone = 2, 29, "+8613800138000"
    for kind in (ConsentKind.REMINDERS, ConsentKind.CAMPAIGNS):
        await desk.keep(Consent(customer_id=ticket.customer_id, kind=kind, granted=False, at=desk.at))
    await olivia.says(f"/customer {ticket.customer_id}")
    text = await olivia.hears_one()
    for line in (
        f"customer no. {ticket.customer_id}",
        "phone: +8613800138000",
        "birthday: 29 February",
        "Stage: first contact · tier: Member · points: 0 · purchases: 0",
        "Wants none of these: reminders and follow-ups, offers and news",
        f"<b>Tickets: 1</b>\n#{ticket.number} · My order · new",
        "<b>customer:</b> My tea is &lt;cold&gt;",
        "<b>bot:</b>",
    ):
        assert line in text


async def test_customer_by_username_who_told_nothing_and_has_blocked_the_bot(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await desk.keep(Customer(id=77, name="Bo", language=Language.CHINESE, time_zone="Asia/Shanghai", created_at=desk.at))
    await desk.keep(
        Contact(customer_id=77, channel=Channel.TELEGRAM, address="5", username="bo_chen", blocked_at=desk.at, created_at=desk.at)
    )
    await olivia.says("/customer @bo_chen")
    text = await olivia.hears_one()
    assert "Username: @bo_chen · phone: –" in text
    assert "has blocked the bot" in text
    await desk.keep(Customer(id=78, name="Ci", language=Language.CHINESE, time_zone="Asia/Shanghai", created_at=desk.at))
    await olivia.says("/customer 78")
    assert "cannot be reached" in await olivia.hears_one()


async def test_who_works_at_the_desk_is_named_as_such_until_they_leave_it(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await desk.says(AGENT, "/start")
    number = next(row.customer_id for row in await desk.rows(Contact) if row.address == str(AGENT))
    await olivia.says(f"/customer {number}")
    assert "works at the desk: gets no greetings" in await olivia.hears_one()
    async with desk.database.begin() as session:
        [agent] = await find_staff(session, user_ids=[AGENT])
        agent.removed_at = desk.at
    await olivia.says(f"/customer {number}")
    assert "works at the desk" not in await olivia.hears_one()


async def test_a_long_story_is_cut_and_stays_readable(desk: Desk) -> None:
    olivia = await owner_of(desk)
    ticket = await ticket_of(desk)
    async with desk.database.begin() as session:
        for media in (None, {"kind": "photo"}):
            for _ in range(6):
                keep_interaction(
                    session,
                    kind=InteractionKind.INQUIRY,
                    direction=Direction.IN,
                    author=Author.CUSTOMER,
                    at=desk.at + timedelta(hours=1),
                    customer_id=ticket.customer_id,
                    text=None if media else "<" * 4096,
                    media=media,
                )
    await olivia.says(f"/customer {ticket.customer_id}")
    text = await olivia.hears_one()
    assert "photo" in text
    assert len(text) < 4096


async def test_jobs_show_last_and_next_run_of_each(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await desk.keep(
        JobRun(job="visits", started_at=desk.at, result=JobResult.DONE, done_count=2),
        JobRun(job="reminders", started_at=desk.at, result=JobResult.FAILED, error="ValueError: <broken>"),
        JobRun(job="housekeeping", started_at=desk.at, result=JobResult.RUNNING),
        JobRun(job="failed_updates", started_at=desk.at, result=JobResult.DONE),
    )
    await olivia.says("/jobs")
    lines = (await olivia.hears_one()).splitlines()
    assert "<b>Surveys</b>: has not run yet" in lines
    assert "<b>Follow-up visits</b>: Wed 4 Mar, 20:00, 2 done; next: 20:01" in lines
    assert "<b>Reminders</b>: Wed 4 Mar, 20:00, <b>failed</b> (ValueError: &lt;broken&gt;); next: 20:05" in lines
    assert "<b>Housekeeping</b>: running since Wed 4 Mar, 20:00" in lines
    assert "<b>Failed updates</b>: Wed 4 Mar, 20:00, nothing to do; next: on demand" in lines
    assert len(await olivia.sees()) == len(JobName)


async def test_run_now_is_asked_for_and_its_result_is_told(desk: Desk) -> None:
    olivia = await owner_of(desk)
    await olivia.says("/jobs")
    await olivia.hears()
    await olivia.presses_label("Run: Follow-up visits")
    assert await olivia.is_answered_by("admin-job-requested", job="Follow-up visits")
    [request] = await desk.rows(JobRequest)
    assert request.job == JobName.VISITS
    for run, key in (
        (JobRun(job="visits", started_at=desk.at, result=JobResult.DONE, done_count=4), "admin-job-done"),
        (JobRun(job="visits", started_at=desk.at, result=JobResult.FAILED, error="ValueError"), "admin-job-failed"),
        (JobRun(job="visits", started_at=desk.at, result=JobResult.FAILED), "admin-job-failed"),
    ):
        async with desk.database.begin() as session:
            await report_job(session, run=run, requested_by=request.requested_by, tell=desk.tell(session))
        assert await olivia.hears_one() == olivia.words(key, job="Follow-up visits", count=4, error=run.error or "–")


async def test_an_owner_who_was_removed_is_nobody(desk: Desk) -> None:
    olivia = await owner_of(desk)
    async with desk.database.begin() as session:
        for member in await desk.rows(StaffMember):
            stored = await session.get(StaffMember, member.id)
            assert stored is not None
            stored.removed_at = desk.at
    await olivia.says("/stats")
    assert await olivia.hears_one() == olivia.words("refusal-not-allowed", role="owner")
