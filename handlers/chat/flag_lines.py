"""Flag lines: staff are warned of what a customer said that comes under a content rule."""

from aiogram.methods import SendMessage

from crm.content_rules import flag_of
from handlers.chat.voice import Voice
from storage.tickets import Ticket
from storage.vocabulary import Direction, Lane


async def warn_of_flag(ticket: Ticket, interaction_id: int, voice: Voice) -> None:
    """Warn in a ticket's topic, as an answer to the copy, of something that comes under a rule; nothing of anything else."""
    rule = await flag_of(voice.session, interaction_id=interaction_id, business=voice.business)
    if rule is not None:
        post_warning(ticket, voice, rule, answered=interaction_id)


def post_warning(ticket: Ticket, voice: Voice, rule: str, *, answered: int) -> None:
    """Post that something said on a ticket comes under a rule; nothing while the ticket has not been shown to staff."""
    if ticket.topic_chat_id is None:
        return
    voice.say(
        SendMessage(chat_id=ticket.topic_chat_id, text=voice.staff_phrases("unwelcome-flagged", rule=rule), parse_mode="HTML"),
        lane=Lane.STAFF, direction=Direction.INTERNAL, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True, reply_to=answered,
    )  # fmt: skip
