"""Texts for owners: figures, a customer's story, how jobs stand, and what failed."""

from crm.figures import DeskFigures, days_ago, desk_figures
from crm.greetings import birthday_of
from crm.group_results import GroupResult, group_results
from crm.jobs import JobStanding
from crm.points import points_summary
from crm.privacy import consents_of
from crm.rules.local_time import local_date
from crm.stages import standing_of
from handlers.chat.ban_notices import ban_of_customer
from handlers.chat.cards import category_label
from handlers.chat.lists import listed
from handlers.chat.moved_tickets import team_words
from handlers.chat.speech import Phrases
from handlers.chat.voice import Voice
from storage.customers import Contact, Customer, find_customer
from storage.interactions import Interaction, find_interaction, list_interactions
from storage.outbox import OutboxMessage
from storage.staff import find_staff_among
from storage.tickets import Ticket, count_open_tickets, list_tickets
from storage.updates import FailedUpdate
from storage.vocabulary import ConsentKind, JobResult, OutboxState

PERIODS = {"today": 0, "week": 6, "month": 29}
LAST_TICKETS = 5
LAST_INTERACTIONS = 10
LONGEST_WORDS = 160
LONGEST_ERROR = 300  # a fact must stay below 2500 characters, written in HTML


async def figures_text(voice: Voice, phrases: Phrases) -> str:
    """Return the figures of today, 7 and 30 days; a day begins at midnight where the business is."""
    now = phrases.moment(voice.now, voice.business.time_zone)
    blocks = [phrases("admin-stats", time=now, open=await count_open_tickets(voice.session))]
    for period, days in PERIODS.items():
        since = days_ago(days, at=voice.now, business=voice.business)
        figures = await desk_figures(voice.session, since=since, business=voice.business)
        blocks.append(_period(period, figures, phrases))
    since = days_ago(PERIODS["week"], at=voice.now, business=voice.business)
    if results := await group_results(voice.session, since=since, business=voice.business):
        blocks.append("\n".join([phrases("admin-stats-groups"), *(_group(result, voice, phrases) for result in results)]))
    return "\n\n".join([*blocks, phrases("admin-stats-note")])


def _group(result: GroupResult, voice: Voice, phrases: Phrases) -> str:
    response = phrases.plain("admin-nothing") if result.first_response is None else phrases.span(result.first_response)
    facts = {"title": result.group.title, "team": team_words(result.group.team, voice, phrases), "response": response}
    return phrases("admin-stats-group", open=result.open_topics, opened=result.opened, **facts)


def _period(period: str, figures: DeskFigures, phrases: Phrases) -> str:
    nothing = phrases.plain("admin-nothing")
    return phrases(
        "admin-stats-period",
        period=period,
        inquiries=figures.inquiries,
        complaints=figures.complaints,
        follow_ups=figures.follow_ups,
        response=nothing if figures.first_response is None else phrases.span(figures.first_response),
        resolution=nothing if figures.resolution is None else phrases.span(figures.resolution),
        csat=_csat(figures, phrases),
    )


def _csat(figures: DeskFigures, phrases: Phrases) -> str:
    if figures.csat is None:
        return phrases.plain("admin-csat-none")
    percent = phrases.number(round(figures.csat))
    if figures.csat_range is None:
        return phrases.plain("admin-csat", percent=percent, answers=figures.answers)
    low, high = (phrases.number(round(end)) for end in figures.csat_range)
    return phrases.plain("admin-csat-few", percent=percent, answers=figures.answers, low=low, high=high)


async def customer_text(customer: Customer, voice: Voice, phrases: Phrases) -> str:
    """Return what is known of a customer: profile, standing, tickets and what was said last."""
    session, zone = voice.session, voice.business.time_zone
    standing = await standing_of(session, customer=customer, at=voice.now, business=voice.business)
    points = await points_summary(session, customer=customer, at=voice.now, business=voice.business)
    lines = [
        phrases("admin-customer", name=customer.name, number=customer.id),
        await _contact_line(customer, voice, phrases),
        phrases(
            "admin-customer-profile",
            language=phrases.plain(f"language-{customer.language}"),
            zone=customer.time_zone,
            birthday=_birthday(customer, phrases),
            since=phrases.day(local_date(customer.created_at, zone)),
        ),
        phrases(
            "admin-customer-standing",
            stage=phrases.plain(f"stage-{standing.stage}"),
            tier=points.tier.label(phrases.language),
            points=phrases.number(points.balance),
            purchases=standing.purchases,
        ),
    ]
    refused = [kind for kind, granted in (await consents_of(session, customer_id=customer.id)).items() if not granted]
    if refused:
        lines.append(phrases("admin-customer-refuses", kinds=_kinds(refused, phrases)))
    if customer.ungreeted_since is not None:
        lines.append(phrases("greeting-line-stopped", since=phrases.day(local_date(customer.ungreeted_since, zone)), number=customer.id))
    if (ban := await ban_of_customer(customer, voice, phrases)) is not None:
        lines.append(ban)
    lines += ["", phrases("admin-customer-tickets", count=standing.tickets)]
    lines += [_ticket_line(ticket, voice, phrases) for ticket in await list_tickets(session, customer_id=customer.id, limit=LAST_TICKETS)]
    lines += ["", phrases("admin-customer-story")]
    said = await list_interactions(session, customer_id=customer.id, limit=LAST_INTERACTIONS)
    lines += [_story_line(each, phrases, zone) for each in said]
    return "\n".join(lines)


def _kinds(kinds: list[ConsentKind], phrases: Phrases) -> str:
    return listed((phrases.plain("admin-consent-kind", kind=kind) for kind in kinds), phrases)


async def _contact_line(customer: Customer, voice: Voice, phrases: Phrases) -> str:
    contact = await voice.contact_of(customer.id)
    nothing = phrases.plain("admin-nothing")
    return phrases(
        "admin-customer-contact",
        username=f"@{contact.username}" if contact and contact.username else nothing,
        phone=customer.phone or nothing,
        reach=await _reach(contact, voice),
    )


async def _reach(contact: Contact | None, voice: Voice) -> str:
    if contact is None:
        return "none"
    if contact.blocked_at is not None:
        return "blocked"
    return "staff" if await find_staff_among(voice.session, user_ids=[int(contact.address)]) else "open"


def _birthday(customer: Customer, phrases: Phrases) -> str:
    birthday = birthday_of(customer)
    return phrases.plain("admin-nothing") if birthday is None else phrases.birthday(birthday.month, birthday.day, birthday.year)


def _ticket_line(ticket: Ticket, voice: Voice, phrases: Phrases) -> str:
    return phrases(
        "admin-customer-ticket",
        number=ticket.number,
        category=category_label(ticket, voice, phrases),
        status=ticket.status,
        opened=phrases.day(local_date(ticket.opened_at, voice.business.time_zone)),
    )


def _story_line(each: Interaction, phrases: Phrases, zone: str) -> str:
    words = each.text or phrases.plain("media-kind", kind=str((each.media or {}).get("kind", "unknown")))
    return phrases(
        "admin-customer-said",
        time=phrases.moment(each.at, zone),
        author=phrases.plain("admin-author", author=each.author),
        words=_short(words),
    )


def job_line(standing: JobStanding, phrases: Phrases, zone: str) -> str:
    """Return how a job stands: its last run, what it did, and when it runs next."""
    last = standing.last
    job = phrases.plain("admin-job-name", job=standing.name)
    if last is None:
        return phrases("admin-job-never", job=job)
    ran = phrases.moment(last.started_at, zone)
    next_at = phrases.plain("admin-job-on-demand") if standing.next_at is None else phrases.time_of_day(standing.next_at, zone)
    match last.result:
        case JobResult.RUNNING:
            return phrases("admin-job-running", job=job, time=ran)
        case JobResult.DONE:
            return phrases("admin-job-last", job=job, time=ran, count=last.done_count, next=next_at)
        case JobResult.FAILED:
            return phrases("admin-job-last-failed", job=job, time=ran, error=_short(last.error or ""), next=next_at)


def update_text(failed: FailedUpdate, voice: Voice, phrases: Phrases) -> str:
    """Return what is known of an update that failed: when, how often, and the last line of its report."""
    error = failed.error.strip().splitlines()
    return phrases(
        "admin-failed-update",
        number=failed.update_id,
        time=phrases.moment(failed.failed_at, voice.business.time_zone),
        attempts=failed.attempts,
        error=error[-1][:LONGEST_ERROR] if error else phrases.plain("admin-nothing"),
    )


async def message_text(message: OutboxMessage, voice: Voice, phrases: Phrases) -> str:
    """Return what is known of a message that failed or hangs in doubt: to whom, what, when and why."""
    customer = await find_customer(voice.session, message.customer_id) if message.customer_id is not None else None
    interaction = await find_interaction(voice.session, message.interaction_id) if message.interaction_id is not None else None
    nothing = phrases.plain("admin-nothing")
    return phrases(
        "admin-failed-message" if message.state is OutboxState.FAILED else "admin-parked-message",
        to=phrases.plain("admin-customer-name", name=customer.name, number=customer.id) if customer else nothing,
        method=message.method,
        time=phrases.moment(message.created_at, voice.business.time_zone),
        words=_short(interaction.text) if interaction and interaction.text else nothing,
        error=(message.error or nothing)[:LONGEST_ERROR],
    )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_WORDS else line[: LONGEST_WORDS - 1] + "…"
