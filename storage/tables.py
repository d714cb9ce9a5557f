"""Every table of the data model, imported so that the metadata is whole."""

from storage.assignment import Handover
from storage.audit import AuditEvent
from storage.bans import Ban
from storage.campaigns import Campaign, CampaignRecipient, CampaignText
from storage.canned_replies import CannedReply, CannedReplyText
from storage.coaching import CoachingNote
from storage.consents import Consent
from storage.content_flags import ContentFlag
from storage.conversations import Conversation
from storage.counters import Counter
from storage.coupons import Coupon
from storage.customers import Contact, Customer
from storage.deadlines import Deadline
from storage.former_topics import FormerTopic
from storage.groups import GroupChat
from storage.interactions import Interaction, MessagePlace
from storage.job_runs import JobRequest, JobRun
from storage.outbox import OutboxMessage
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.referrals import Referral, ReferralCode
from storage.reviews import Review
from storage.rewards import RewardStock, Voucher
from storage.staff import StaffInvitation, StaffMember
from storage.surveys import Survey, SurveyResponse
from storage.ticket_links import TicketLink
from storage.ticket_tags import TicketTag
from storage.tickets import Ticket
from storage.updates import FailedUpdate, ProcessedUpdate
from storage.visit_entries import VisitEntry
from storage.visit_plans import ChatPlan, VisitPlanSwitch
from storage.visits import Visit
from storage.win_backs import WinBack

TABLES = (
    AuditEvent, Ban, Campaign, CampaignRecipient, CampaignText, CannedReply, CannedReplyText, ChatPlan, CoachingNote, Consent, Contact, ContentFlag, Conversation, Counter,
    Coupon, Customer, Deadline, FailedUpdate, FormerTopic, GroupChat, Handover, Interaction, JobRequest, JobRun, MessagePlace, OutboxMessage, PointsEntry,
    ProcessedUpdate, Purchase, Referral, ReferralCode, Review, RewardStock, StaffInvitation, StaffMember, Survey, SurveyResponse, Ticket, TicketLink, TicketTag,
    Visit, VisitEntry, VisitPlanSwitch, Voucher, WinBack,
)  # fmt: skip
