"""What tests of the staff side begin with: a customer's ticket that stands in the staff group."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram.types import ChatMemberAdministrator, ChatMemberOwner, ChatMemberRestricted, TelegramObject
from sqlalchemy import select
from sqlmodel import col

from crm.tickets import open_ticket
from storage.customers import Contact, get_customer
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Direction, Severity, TicketKind
from tests.desk import BOT_ID, BOT_USERNAME, STAFF_GROUP, Desk, person

CUSTOMER = 1001
STRANGER = 4001
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
BOT = {"id": BOT_ID, "is_bot": True, "first_name": "Kefu", "username": BOT_USERNAME}
SHAPES: dict[str, type[TelegramObject]] = {
    "administrator": ChatMemberAdministrator, "restricted": ChatMemberRestricted, "creator": ChatMemberOwner,
}  # fmt: skip
CHANNEL = {"id": -1009, "type": "channel", "title": "News"}


async def open_desk(desk: Desk, *, is_forum: bool = True) -> None:
    """Give the desk its staff group, in opening hours: nobody is told to wait."""
    desk.later(hours=-6)
    await desk.has_staff_group(is_forum=is_forum)


async def ticket_of(desk: Desk, user_id: int = CUSTOMER, *, words: str = "My tea is cold", **fields: Any) -> Ticket:
    """A customer writes, a ticket is made of it, and everything that follows is said."""
    await desk.says(user_id, words, **fields)
    async with desk.database.begin() as session:
        contact = (await session.execute(select(Contact).where(col(Contact.address) == str(user_id)))).scalar_one()
        said = select(col(Interaction.id)).where(
            col(Interaction.customer_id) == contact.customer_id, col(Interaction.direction) == Direction.IN
        )
        newest = (await session.execute(said.order_by(col(Interaction.id).desc()).limit(1))).scalar_one()
        ticket = await open_ticket(
            session, customer=await get_customer(session, contact.customer_id), kind=TicketKind.INQUIRY, category="order",
            severity=Severity.MEDIUM, interaction_ids=[newest], at=desk.at, business=desk.business, tell=desk.tell(session),
        )  # fmt: skip
    await desk.deliver()
    return await fresh(desk, ticket)


async def fresh(desk: Desk, ticket: Ticket) -> Ticket:
    """The ticket as it is kept now."""
    async with desk.database.read() as session:
        return await get_ticket(session, ticket.id)


def topic_of(ticket: Ticket) -> int:
    """The topic of a ticket that has one."""
    assert ticket.topic_id is not None
    return ticket.topic_id


async def card_message_of(desk: Desk, ticket: Ticket) -> int:
    """The message id of a ticket's card in the staff group."""
    [row] = [each for each in await desk.queued() if each.interaction_id == ticket.card_interaction_id and each.method == "sendMessage"]
    assert row.sent_message_id is not None
    return row.sent_message_id


async def copies_to(desk: Desk, chat_id: int) -> list[dict[str, Any]]:
    """What was copied into a chat so far."""
    return [row.payload for row in await desk.queued() if row.method == "copyMessage" and row.chat_id == chat_id]


async def heard(desk: Desk, text: str) -> Interaction:
    """The newest interaction with these words."""
    newest: Interaction = [each for each in await desk.rows(Interaction) if each.text == text][-1]
    return newest


def bot_member(
    status: str, *, by: int | dict[str, Any], chat_id: int = STAFF_GROUP, was: str = "left", title: str = "Desk", kind: str = "supergroup",
    is_forum: bool = True, may_manage_topics: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """The update by which the bot learns how it stands in a group."""
    chat: dict[str, Any] = {"id": chat_id, "type": kind, "title": title}
    if is_forum:
        chat["is_forum"] = True
    return {
        "my_chat_member": {
            "chat": chat,
            "from": person(by) if isinstance(by, int) else by,
            "date": 1,
            "old_chat_member": _member(was, BOT, may_manage_topics=False),
            "new_chat_member": _member(status, BOT, may_manage_topics=may_manage_topics),
        }
    }


def member_changed(user_id: int, status: str, *, by: int, chat_id: int = STAFF_GROUP, was: str = "member") -> dict[str, Any]:
    """The update by which the bot learns that somebody else comes or goes."""
    return {
        "chat_member": {
            "chat": {"id": chat_id, "type": "supergroup", "title": "Desk", "is_forum": True},
            "from": person(by),
            "date": 1,
            "old_chat_member": _member(was, person(user_id)),
            "new_chat_member": _member(status, person(user_id)),
        }
    }


def _member(status: str, user: dict[str, Any], *, may_manage_topics: bool = False) -> dict[str, Any]:
    member: dict[str, Any] = {"user": user, "status": status}
    if status in SHAPES:
        fields = SHAPES[status].model_fields.items()
        member |= {name: False for name, field in fields if field.is_required() and name not in ("user", "status")}
    if status == "administrator":
        member["can_manage_topics"] = may_manage_topics
    elif status in ("restricted", "kicked"):
        member["until_date"] = 0
    return member


def with_relay(desk: Desk, **rules: Any) -> Desk:
    """The same desk with other rules of the relay in its business file."""
    business = replace(desk.business, relay=replace(desk.business.relay, **rules))
    return Desk(database=desk.database, business=business, at=desk.at)


def reaction(user_id: int, message_id: int, *emojis: str, before: Sequence[str] = (), chat_id: int | None = None) -> dict[str, Any]:
    """The update of somebody who thinks something of a message, in private or in a group."""
    chat: dict[str, Any] = (
        {"id": user_id, "type": "private", "first_name": "X"}
        if chat_id is None
        else {"id": chat_id, "type": "supergroup", "title": "Desk", "is_forum": True}
    )
    return {
        "message_reaction": {
            "chat": chat,
            "message_id": message_id,
            "user": person(user_id),
            "date": 1,
            "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in before],
            "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in emojis],
        }
    }


async def sent_to(desk: Desk, chat_id: int) -> int:
    """The message id of what was said or copied to a chat last."""
    newest: OutboxMessage = [row for row in await desk.queued() if row.chat_id == chat_id and row.sent_message_id is not None][-1]
    assert newest.sent_message_id is not None
    return newest.sent_message_id
