"""Repairs: what failed or hangs in doubt is sent again or given up by a person."""

from datetime import datetime

from crm.audit import note_act
from crm.campaign_sending import note_repeated
from crm.refusals import Refusal
from storage.columns import draw_id
from storage.database import Session
from storage.outbox import GIVEN_UP, GIVEN_UP_IN_DOUBT, OutboxMessage, find_message
from storage.staff import StaffMember
from storage.updates import FailedUpdate, find_failed_update
from storage.vocabulary import OutboxState


class DeliveryAlreadySettled(Refusal):
    """The message is not waiting for a decision any more."""


class UpdateAlreadySettled(Refusal):
    """The update was handled or given up meanwhile."""


async def send_again(session: Session, *, message_id: int, by: StaffMember, at: datetime) -> OutboxMessage:
    """Queue a failed or parked message again behind everything else, however late it is. Raises DeliveryAlreadySettled."""
    message = await _require_unsettled(session, message_id)
    _note(session, "delivery.sent_again", message, OutboxState.QUEUED, by=by, at=at)
    message.state, message.position = OutboxState.QUEUED, draw_id()
    message.attempts, message.repeated = 0, True
    message.not_before = message.expires_at = None
    await note_repeated(session, key=message.dedupe_key)
    return message


async def give_up_message(session: Session, *, message_id: int, by: StaffMember, at: datetime) -> OutboxMessage:
    """Never send a failed or parked message. Raises DeliveryAlreadySettled."""
    message = await _require_unsettled(session, message_id)
    _note(session, "delivery.given_up", message, OutboxState.DROPPED, by=by, at=at)
    error = GIVEN_UP_IN_DOUBT if message.state is OutboxState.PARKED else GIVEN_UP
    message.state, message.error = OutboxState.DROPPED, error
    return message


async def give_up_update(session: Session, *, failed_id: int, by: StaffMember, at: datetime) -> FailedUpdate:
    """Never run a failed update again. Raises UpdateAlreadySettled."""
    failed = await find_failed_update(session, failed_id)
    if failed is None or failed.resolved_at is not None:
        raise UpdateAlreadySettled
    failed.resolved_at = at
    note_act(session, act="update.given_up", by=by, at=at, before={}, after={"update": failed.update_id})
    return failed


async def _require_unsettled(session: Session, message_id: int) -> OutboxMessage:
    message = await find_message(session, message_id)
    if message is None or message.state not in (OutboxState.FAILED, OutboxState.PARKED):
        raise DeliveryAlreadySettled
    return message


def _note(session: Session, act: str, message: OutboxMessage, state: OutboxState, *, by: StaffMember, at: datetime) -> None:
    before, after = {"delivery": message.state.value}, {"delivery": state.value}
    note_act(session, act=act, by=by, at=at, ticket_id=message.ticket_id, subject=message.method, before=before, after=after)
