"""Reactions: what somebody thinks of a message is shown at its copy on the other side."""

from dataclasses import dataclass
from typing import Any

from crm.notices import Notice, Tell
from crm.rules.reactions import Given, standing
from storage.database import Session
from storage.interactions import Interaction, list_ticket_interactions
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Author, Direction

REACTION = "reaction"


@dataclass(frozen=True)
class ReactionChanged(Notice):
    """A customer or the staff think something else of a message than before; None when they think nothing of it any more."""

    ticket: Ticket
    message: Interaction
    by_customer: bool
    emoji: str | None


async def react(session: Session, *, message: Interaction, heard: dict[str, Any], emoji: str | None, tell: Tell) -> None:
    """Keep a reaction (the interaction in hand) to a message of a ticket and let the other side see it.

    The bot has one reaction for all: the newest counts, and when it is taken back the newest of those that are left.
    """
    heard["text"], heard["media"], heard["reply_to_id"] = emoji, {"kind": REACTION, "emoji": emoji}, message.id
    if message.ticket_id is None or not _is_passed_on(message):
        return
    heard["ticket_id"], heard["customer_id"] = message.ticket_id, message.customer_id
    by_customer = heard["author"] is Author.CUSTOMER
    if emoji is None and not by_customer:
        emoji = standing(
            [_given(each) for each in await list_ticket_interactions(session, ticket_id=message.ticket_id) if _is_by_staff(each, message)]
        )
    await tell(ReactionChanged(await get_ticket(session, message.ticket_id), message, by_customer, emoji))


def _is_passed_on(message: Interaction) -> bool:
    return message.author is Author.CUSTOMER or (message.author is Author.STAFF and message.direction is Direction.OUT)


def _is_by_staff(each: Interaction, message: Interaction) -> bool:
    return each.reply_to_id == message.id and each.author is Author.STAFF and (each.media or {}).get("kind") == REACTION


def _given(each: Interaction) -> Given:
    return Given(each.author_id or 0, each.text)
