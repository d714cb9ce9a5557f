"""Withdrawals: staff take back what they wrote, and it is deleted at the customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.audit import note_act
from crm.notices import Notice, Tell
from crm.permissions import is_allowed, require_role
from crm.refusals import Refusal
from storage.database import Session
from storage.deliveries import Outgoing
from storage.interactions import Interaction, MessagePlace, find_interaction, find_places, list_ticket_interactions
from storage.outbox import drop_queued_copies, is_being_sent
from storage.staff import StaffMember
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Author, Direction, Role

DELETE = "deleteMessage"
# Telegram deletes nothing that is older.
CAN_BE_WITHDRAWN_FOR = timedelta(hours=48)


class NothingToWithdraw(Refusal):
    """Only what staff wrote to the customer of this ticket can be deleted there."""


class WrittenByColleague(Refusal):
    """Somebody else wrote it, and the person is no supervisor."""


class WithdrawnAlready(Refusal):
    """It was taken back before."""


class TooOldToWithdraw(Refusal):
    """It stands there for too long; fact: `hours`."""


class NotAtCustomer(Refusal):
    """It has never reached the customer."""


@dataclass(frozen=True)
class MessageWithdrawn(Notice):
    """Something was taken back by somebody. `interaction_ids` are the messages to be deleted at the customer: of an album all its parts,
    and none that never left; `places` are where stands in the group what never left.
    """

    ticket: Ticket
    answered_id: int
    interaction_ids: tuple[int, ...]
    places: tuple[MessagePlace, ...]
    by: StaffMember


@dataclass(frozen=True)
class WithdrawalFailed(Notice):
    """What was taken back still stands at the customer; `key` is the same for all parts of an album."""

    ticket: Ticket
    interaction_id: int
    key: str


@dataclass(frozen=True)
class GoneAtCustomer(Notice):
    """What was taken back is deleted at the customer; it still stands at these places in the group."""

    ticket: Ticket
    places: tuple[MessagePlace, ...]


@dataclass(frozen=True)
class StandsInTopic(Notice):
    """What was taken back is gone at the customer, but the bot may not delete it in the topic; `key` is the same for all parts of an album."""

    ticket: Ticket
    interaction_id: int
    key: str


@dataclass(frozen=True)
class StandsInGroup(Notice):
    """What a staff member wrote in a group for few to read still stands there; `user_id` wrote it."""

    user_id: int


async def withdraw_message(
    session: Session, *, ticket: Ticket, message: Interaction | None, by: StaffMember, at: datetime, tell: Tell
) -> None:
    """Take back what staff wrote to the customer; what was said stays in the records.

    Raises NotAllowed, NothingToWithdraw, WrittenByColleague, WithdrawnAlready, TooOldToWithdraw, NotAtCustomer.
    """
    require_role(by, Role.AGENT)
    if message is None or message.ticket_id != ticket.id or message.author is not Author.STAFF or message.direction is not Direction.OUT:
        raise NothingToWithdraw
    if message.author_id != by.user_id and not is_allowed(by, Role.SUPERVISOR):
        raise WrittenByColleague
    if message.withdrawn_at is not None:
        raise WithdrawnAlready
    if at - message.at >= CAN_BE_WITHDRAWN_FOR:
        raise TooOldToWithdraw(hours=CAN_BE_WITHDRAWN_FOR // timedelta(hours=1))
    parts = await _album_of(session, message, ticket)
    ids = [part.id for part in parts]
    never_left = await drop_queued_copies(session, ticket_id=ticket.id, interaction_ids=ids)
    places = await find_places(session, interaction_ids=ids)
    there = {place.interaction_id for place in places if place.chat_id > 0}
    if not never_left and not there and not await is_being_sent(session, ticket_id=ticket.id, interaction_ids=ids):
        raise NotAtCustomer
    for part in parts:
        part.withdrawn_at = at
    note_act(
        session, act="message.withdrawn", by=by, at=at, ticket_id=ticket.id, subject=str(message.id),
        before={"withdrawn": False}, after={"withdrawn": True},
    )  # fmt: skip
    unsaid = tuple(place for place in places if place.chat_id == ticket.topic_chat_id and place.interaction_id in never_left)
    await tell(MessageWithdrawn(ticket, message.id, tuple(number for number in ids if number not in never_left), unsaid, by))


async def note_withdrawn(session: Session, deletion: Outgoing, *, tell: Tell) -> None:
    """A message is gone at the customer, so that it may go in the group as well: not before, because there it could be deleted again."""
    if deletion.edits_interaction_id is None or deletion.ticket_id is None or (deletion.chat_id or 0) < 0:
        return
    ticket = await get_ticket(session, deletion.ticket_id)
    places = await find_places(session, interaction_ids=[deletion.edits_interaction_id])
    await tell(GoneAtCustomer(ticket, tuple(place for place in places if place.chat_id == ticket.topic_chat_id)))


async def note_not_withdrawn(session: Session, deletion: Outgoing, *, tell: Tell) -> None:
    """A message could not be deleted, and that is told. What still stands at the customer counts as said again."""
    deleted_id = deletion.edits_interaction_id or deletion.interaction_id
    interaction = None if deleted_id is None else await find_interaction(session, deleted_id)
    if interaction is None:
        return
    if interaction.direction is not Direction.OUT or interaction.ticket_id is None:
        await tell(StandsInGroup(interaction.author_id or 0))
        return
    if (deletion.chat_id or 0) < 0:
        await tell(StandsInTopic(await get_ticket(session, interaction.ticket_id), interaction.id, _key_of(interaction)))
        return
    key, interaction.withdrawn_at = _key_of(interaction), None
    await tell(WithdrawalFailed(await get_ticket(session, interaction.ticket_id), interaction.id, key))


def _key_of(interaction: Interaction) -> str:
    """Return what tells one deletion from every other: what was deleted at once has one key."""
    album = (interaction.media or {}).get("album")
    return f"{interaction.ticket_id}:{interaction.id if album is None else f'album-{album}'}:{interaction.withdrawn_at}"


async def _album_of(session: Session, message: Interaction, ticket: Ticket) -> Sequence[Interaction]:
    album = (message.media or {}).get("album")
    if album is None:
        return [message]
    said = await list_ticket_interactions(session, ticket_id=ticket.id)
    return [
        each for each in said if each.author_id == message.author_id and (each.media or {}).get("album") == album and each.root_id is None
    ]
