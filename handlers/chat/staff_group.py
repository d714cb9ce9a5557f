"""The staff group: who speaks there, on which ticket, and what strangers are told."""

from aiogram.filters import Filter
from aiogram.methods import SendMessage
from aiogram.types import Message, TelegramObject

from crm.masking import mask_text
from crm.permissions import require_role
from handlers.chat.people import NOBODY
from handlers.chat.turn import Turn
from storage.interactions import Interaction, find_interaction, find_ticket_id_of
from storage.outbox import find_message_by_key
from storage.staff import StaffMember
from storage.tickets import Ticket, find_ticket_of_topic, get_ticket
from storage.vocabulary import Direction, Lane, Role

_HOUR = 3600


async def is_staff_group(turn: Turn) -> bool:
    """Tell whether something happens in a group in which staff answer."""
    return await turn.voice.staff_group_at(turn.chat_id) is not None


def act_on(turn: Turn, ticket: Ticket) -> StaffMember:
    """Put what is said or pressed under the ticket and return who does it; raise NotAllowed unless that is one of the staff."""
    staff = require_role(turn.person.staff, Role.AGENT)
    turn.heard["ticket_id"], turn.heard["customer_id"] = ticket.id, ticket.customer_id
    return staff


async def ticket_here(turn: Turn) -> Ticket | None:
    """Return the ticket that is spoken of: the one of the topic, or where there is no topic, the one of the post that is answered."""
    if turn.thread_id is not None:
        return await find_ticket_of_topic(turn.voice.session, chat_id=turn.chat_id, topic_id=turn.thread_id)
    if turn.heard["reply_to_id"] is None:
        return None
    ticket_id = await find_ticket_id_of(turn.voice.session, turn.heard["reply_to_id"])
    ticket = None if ticket_id is None else await get_ticket(turn.voice.session, ticket_id)
    return None if ticket is None or ticket.topic_chat_id not in (None, turn.chat_id) else ticket  # it may have gone to another group


async def answered_here(turn: Turn) -> Interaction | None:
    """Return what the message in hand answers; None when it is no reply, or to something unknown."""
    answered = turn.heard["reply_to_id"]
    return None if answered is None else await find_interaction(turn.voice.session, answered)


class InStaffGroup(Filter):
    """In a group in which staff answer."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        return await is_staff_group(turn)


class FromStaff(Filter):
    """By a staff member who has not been removed."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        return turn.person.staff is not None


class OnTicket(Filter):
    """On a ticket; handlers get it as `ticket`."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool | dict[str, Ticket]:
        ticket = await ticket_here(turn)
        return False if ticket is None else {"ticket": ticket}


async def refuse_hidden(message: Message, turn: Turn) -> None:
    """Tell who writes anonymously or as a channel why nothing follows; other bots are not answered."""
    user, sender_chat = message.from_user, message.sender_chat
    if sender_chat is None and (user is None or user.id not in NOBODY):
        return
    sender_id = sender_chat.id if sender_chat is not None else user.id if user is not None else 0
    await _refuse(turn, turn.voice.staff_phrases("desk-nobody"), sender_id)


async def refuse_stranger(turn: Turn) -> None:
    """Tell somebody who is in the staff group but not of the staff why nothing follows."""
    await _refuse(
        turn, turn.voice.staff_phrases("desk-stranger", name=mask_text(turn.person.name, turn.voice.business)), turn.person.user_id
    )


async def _refuse(turn: Turn, text: str, sender_id: int) -> None:
    hour = int(turn.voice.now.timestamp() // _HOUR)
    dedupe_key = f"refused:{turn.chat_id}:{sender_id}:{hour}"
    if await find_message_by_key(turn.voice.session, dedupe_key) is not None:
        return
    method = SendMessage(chat_id=turn.chat_id, text=text, parse_mode="HTML")
    if turn.thread_id is not None:
        method = method.model_copy(update={"message_thread_id": turn.thread_id})
    turn.voice.say(method, lane=Lane.STAFF, direction=Direction.INTERNAL, reply_to=turn.heard["id"], dedupe_key=dedupe_key)
