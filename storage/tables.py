"""Every table of the data model, imported so that the metadata is whole."""

from storage.audit import AuditEvent
from storage.bans import Ban
from storage.consents import Consent
from storage.content_flags import ContentFlag
from storage.conversations import Conversation
from storage.counters import Counter
from storage.customers import Contact, Customer
from storage.groups import GroupChat
from storage.interactions import Interaction, MessagePlace
from storage.job_runs import JobRequest, JobRun
from storage.outbox import OutboxMessage
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.staff import StaffInvitation, StaffMember
from storage.surveys import Survey, SurveyResponse
from storage.tickets import Ticket
from storage.updates import FailedUpdate, ProcessedUpdate
from storage.visits import Visit

TABLES = (
    AuditEvent, Ban, Consent, Contact, ContentFlag, Conversation, Counter, Customer, FailedUpdate, GroupChat, Interaction, JobRequest, JobRun, MessagePlace, OutboxMessage, PointsEntry,
    ProcessedUpdate, Purchase, StaffInvitation, StaffMember, Survey, SurveyResponse, Ticket, Visit,
)  # fmt: skip
