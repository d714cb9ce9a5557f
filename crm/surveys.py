"""Surveys: how content a customer is after a ticket was closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.bonuses import reward_survey
from crm.business import Business
from crm.notices import Notice, Tell
from crm.refusals import Refusal
from crm.rules.bans import is_banned
from crm.rules.surveys import is_low, require_score, survey_expires_at
from crm.steps import STEP, Step
from storage.bans import find_banned
from storage.customers import Customer, find_contact_of, get_customer
from storage.database import Session
from storage.interactions import has_staff_answered
from storage.outbox import find_known_keys
from storage.surveys import Survey, SurveyResponse, find_response, find_survey, find_survey_on, list_surveys_to_ask
from storage.tickets import DONE_STATUSES, Ticket, get_ticket
from storage.vocabulary import Channel, SurveyKind

# A survey that could not be asked for so long (the bot was off) is not asked any more.
LATEST_ASKING = timedelta(days=1)


class NoSuchSurvey(Refusal):
    """There is no such survey, or it was put to somebody else."""


class SurveyExpired(Refusal):
    """The survey no longer takes a score; facts: `number` (of the ticket), `days`."""


@dataclass(frozen=True)
class SurveyAsked(Notice):
    """A customer is asked how content they are. `key` is one for each asking."""

    survey: Survey
    ticket: Ticket
    key: str


@dataclass(frozen=True)
class LowScore(Notice):
    """A customer is not content with how a ticket was handled."""

    response: SurveyResponse
    ticket: Ticket
    customer: Customer


@dataclass(frozen=True)
class SurveyCommented(Notice):
    """A customer says why they gave their score."""

    response: SurveyResponse
    ticket: Ticket
    customer: Customer
    is_low: bool


@dataclass(frozen=True)
class Rating:
    """What a tap on a survey did: the score before it (None for the first tap), whether it is low now and was not before, and the
    points for answering.
    """

    response: SurveyResponse
    ticket: Ticket
    previous_score: int | None
    is_low: bool
    became_low: bool
    bonus: int = 0


async def ask_survey(session: Session, *, ticket: Ticket, at: datetime, business: Business, tell: Tell) -> Survey | None:
    """Ask the customer of a closed ticket how content they are, at once or after the business's delay; None when they cannot be reached or
    are banned.

    A ticket has one survey: when it was reopened and is closed again the same is asked anew, and a score given before stays
    until another is tapped. It is not asked anew while a score can still be tapped and staff have answered nothing since it was asked.
    """
    contact = await find_contact_of(session, customer_id=ticket.customer_id, channel=Channel.TELEGRAM)
    if contact is None or contact.blocked_at is not None:
        return None
    if is_banned((await get_customer(session, ticket.customer_id)).banned_until, at):
        return None
    asked_at = at + timedelta(minutes=business.survey.delay_minutes)
    expires_at = survey_expires_at(asked_at, days=business.survey.expires_days)
    survey = await find_survey_on(session, ticket_id=ticket.id, kind=SurveyKind.CSAT)
    asked_before = _key_of(survey) if survey else None
    if survey is not None and await _still_stands(session, survey, at):
        return survey
    if survey is None:
        survey = Survey(ticket_id=ticket.id, customer_id=ticket.customer_id, kind=SurveyKind.CSAT, asked_at=asked_at, expires_at=expires_at)
        session.add(survey)
    survey.asked_at, survey.expires_at = asked_at, expires_at
    await session.flush()
    if asked_at <= at and _key_of(survey) != asked_before:
        await tell(SurveyAsked(survey, ticket, _key_of(survey)))
    return survey


async def ask_due_surveys(session: Session, *, after_id: int, at: datetime, tell: Tell, limit: int = STEP) -> Step:
    """Ask the surveys that waited for their delay and whose ticket is still closed; who is banned is not asked."""
    surveys = await list_surveys_to_ask(session, since=at - LATEST_ASKING, until=at, after_id=after_id, limit=limit)
    known = await find_known_keys(session, [_key_of(survey) for survey in surveys])
    banned = await find_banned(session, customer_ids={survey.customer_id for survey in surveys}, at=at)
    done = 0
    for survey in surveys:
        if _key_of(survey) in known or survey.customer_id in banned:
            continue
        ticket = await get_ticket(session, survey.ticket_id)
        if ticket.status in DONE_STATUSES and ticket.closed_at is not None and ticket.closed_at <= survey.asked_at:
            await tell(SurveyAsked(survey, ticket, _key_of(survey)))
            done += 1
    return Step(done, surveys[-1].id if len(surveys) == limit else None)


async def rate_ticket(
    session: Session, *, survey_id: int, customer: Customer, score: int, at: datetime, business: Business, tell: Tell
) -> Rating:
    """Keep the score that a customer taps; a further tap changes it. Tell the supervisors when it has become low.

    Raises NoSuchSurvey, also when the survey was put to somebody else, SurveyExpired and ScoreOutOfRange.
    """
    survey = await find_survey(session, survey_id)
    if survey is None or survey.customer_id != customer.id:
        raise NoSuchSurvey
    ticket = await get_ticket(session, survey.ticket_id)
    if at >= survey.expires_at:
        raise SurveyExpired(number=ticket.number, days=business.survey.expires_days)
    low = is_low(require_score(score), threshold=business.survey.low_score)
    response = await find_response(session, survey_id=survey.id)
    previous = response.score if response else None
    if response is None:
        response = SurveyResponse(
            survey_id=survey.id, ticket_id=survey.ticket_id, customer_id=customer.id, kind=survey.kind, score=score, at=at
        )
        session.add(response)
        await session.flush()
    elif previous != score:
        response.score, response.at = score, at
    became_low = low and (previous is None or not is_low(previous, threshold=business.survey.low_score))
    if became_low:
        await tell(LowScore(response, ticket, customer))
    is_first = previous is None
    bonus = await reward_survey(session, customer=customer, survey_id=survey.id, at=at, business=business) if is_first else 0
    return Rating(response, ticket, previous, low, became_low, bonus)


async def comment_survey(
    session: Session, *, survey_id: int, customer: Customer, comment: str, at: datetime, business: Business, tell: Tell
) -> SurveyResponse:
    """Keep what a customer says about their score, in place of an earlier comment, and tell the staff.

    Raises NoSuchSurvey when there is no score of this customer to comment on.
    """
    response = await find_response(session, survey_id=survey_id)
    if response is None or response.customer_id != customer.id:
        raise NoSuchSurvey
    ticket = await get_ticket(session, response.ticket_id)
    response.comment = comment
    await tell(SurveyCommented(response, ticket, customer, is_low(response.score, threshold=business.survey.low_score)))
    return response


async def _still_stands(session: Session, survey: Survey, at: datetime) -> bool:
    """Whether a customer was asked about what was done on a ticket, all of it, and may still answer."""
    if not survey.asked_at <= at < survey.expires_at or not await find_known_keys(session, [_key_of(survey)]):
        return False
    return not await has_staff_answered(session, ticket_id=survey.ticket_id, after=survey.asked_at)


def _key_of(survey: Survey) -> str:
    return f"survey:{survey.id}:{int(survey.asked_at.timestamp())}"
