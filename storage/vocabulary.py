"""The words that columns hold: every enumeration of the data model."""

from enum import StrEnum


class Channel(StrEnum):
    """The messenger in which a contact lives."""

    TELEGRAM = "telegram"


class Language(StrEnum):
    """Languages in which the desk speaks."""

    ENGLISH = "en"
    CHINESE = "zh"


class Role(StrEnum):
    """What a staff member may do; each role may do all that the roles after it may."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    AGENT = "agent"


class InteractionKind(StrEnum):
    """What an interaction is about."""

    INQUIRY = "inquiry"
    COMPLAINT = "complaint"
    FEEDBACK = "feedback"
    SURVEY = "survey"
    FOLLOW_UP = "follow_up"
    GREETING = "greeting"
    REMINDER = "reminder"
    CAMPAIGN = "campaign"
    NOTE = "note"
    SYSTEM = "system"


class Direction(StrEnum):
    """Which way a message goes, seen from the desk."""

    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


class Author(StrEnum):
    """Who speaks in an interaction."""

    CUSTOMER = "customer"
    STAFF = "staff"
    BOT = "bot"
    STRANGER = "stranger"


class TicketKind(StrEnum):
    """What made a ticket necessary."""

    INQUIRY = "inquiry"
    COMPLAINT = "complaint"
    FOLLOW_UP = "follow_up"


class TicketStatus(StrEnum):
    """Where a ticket stands: new until somebody claims or answers it, pending while the customer has to answer, on hold while others do."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    SOLVED = "solved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How soon staff should turn to a ticket."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Afterwards(StrEnum):
    """What is done with a ticket after a canned reply was sent on it."""

    CLOSE = "close"
    SOLVE = "solve"
    PENDING = "pending"
    ON_HOLD = "on_hold"


class ReplyFile(StrEnum):
    """What may go along with a canned reply."""

    PHOTO = "photo"
    DOCUMENT = "document"


class Severity(StrEnum):
    """How much a matter hurts the customer."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class DeadlineKind(StrEnum):
    """What is promised to a customer until a moment."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class SurveyKind(StrEnum):
    """Which question a survey asks."""

    CSAT = "csat"


class VisitReason(StrEnum):
    """What a follow-up visit looks back on."""

    TICKET = "ticket"
    PURCHASE = "purchase"
    REQUEST = "request"


class VisitWay(StrEnum):
    """Who pays a follow-up visit."""

    BOT = "bot"
    STAFF = "staff"


class VisitStatus(StrEnum):
    """Where a follow-up visit stands: asked by the bot, given to somebody of the staff, or left because nobody answers."""

    PLANNED = "planned"
    ASKED = "asked"
    GIVEN = "given"
    ANSWERED = "answered"
    LEFT = "left"
    SKIPPED = "skipped"


class VisitOutcome(StrEnum):
    """What came of a follow-up visit."""

    FINE = "fine"
    QUESTION = "question"
    UNHAPPY = "unhappy"
    NO_ANSWER = "no_answer"
    CALL_AGAIN = "call_again"


class VisitSkip(StrEnum):
    """Why a follow-up visit was not paid."""

    TOO_LATE = "too_late"
    UNREACHABLE = "unreachable"
    OPTED_OUT = "opted_out"
    BANNED = "banned"
    PLAN_OFF = "plan_off"
    PLAN_GONE = "plan_gone"
    REVERSED = "reversed"


class PointsKind(StrEnum):
    """Why a points balance changed."""

    EARNED = "earned"
    SPENT = "spent"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    GIFT = "gift"


class ConsentKind(StrEnum):
    """Unasked messages that a customer may switch off."""

    GREETINGS = "greetings"
    REMINDERS = "reminders"
    CAMPAIGNS = "campaigns"


class Stage(StrEnum):
    """Where a customer stands in the life cycle."""

    PROSPECT = "prospect"
    CONTACTED = "contacted"
    FIRST_PURCHASE = "first_purchase"
    REPEAT_PURCHASE = "repeat_purchase"
    LOYAL = "loyal"


class Lane(StrEnum):
    """How urgent a message to be said is, most urgent first."""

    REPLY = "reply"
    STAFF = "staff"
    NOTICE = "notice"
    BULK = "bulk"


class OutboxState(StrEnum):
    """Where a message to be said stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    PARKED = "parked"
    DROPPED = "dropped"


class InDoubt(StrEnum):
    """What to do with a message of which nobody knows whether it arrived."""

    REPEAT = "repeat"
    PARK = "park"


class CampaignState(StrEnum):
    """Where a campaign stands: composed, its list being drawn up, ready to be sent, waiting for its moment, being sent, and after."""

    DRAFT = "draft"
    COUNTING = "counting"
    READY = "ready"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


class Variant(StrEnum):
    """Which text of a campaign somebody is meant to get; the control group gets none."""

    A = "a"
    B = "b"
    CONTROL = "control"


class RecipientState(StrEnum):
    """How far a campaign has come with one customer."""

    PLANNED = "planned"
    QUEUED = "queued"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    SKIPPED = "skipped"
    OPEN_TICKET = "open_ticket"
    CONTROL = "control"


class JobName(StrEnum):
    """What the clock does for the desk."""

    DEADLINES = "deadlines"
    SURVEYS = "surveys"
    VISITS = "visits"
    BIRTHDAY_GREETINGS = "birthday_greetings"
    REMINDERS = "reminders"
    POINTS_EXPIRY = "points_expiry"
    HOUSEKEEPING = "housekeeping"
    WAITING_TICKETS = "waiting_tickets"
    ASSIGNMENT = "assignment"
    OLD_TOPICS = "old_topics"
    CAMPAIGNS = "campaigns"
    WIN_BACK = "win_back"
    FAILED_UPDATES = "failed_updates"


class JobResult(StrEnum):
    """How a run of a job ended."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
