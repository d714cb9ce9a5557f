"""Who acts in each update of a batch: loaded at once, before anything is dispatched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.types import Message, Update, User

from crm.business import Business
from crm.customers import greet_stranger
from crm.rules.names import clean_name
from crm.staff import know_staff
from handlers.chat.memory import Dialogues
from handlers.chat.turn import Person
from storage.conversations import find_dialogues
from storage.customers import Contact, Customer, find_contacts
from storage.database import Session
from storage.staff import StaffMember, find_staff
from storage.tickets import load_tickets
from storage.vocabulary import Channel, Language

# GroupAnonymousBot, Channel_Bot and Telegram's service account speak for others: never anybody's identity.
NOBODY = frozenset({1087968824, 136817688, 777000})
LONGEST_USERNAME = 64


@dataclass(frozen=True, slots=True)
class Actor:
    """The user and the chat of an update, as far as it has them. `is_hidden` when somebody speaks as a channel or group."""

    user: User | None
    chat_id: int | None
    is_private: bool
    thread_id: int | None
    message_id: int | None
    is_hidden: bool


@dataclass(slots=True)
class Company:
    """The people of a batch and their dialogues."""

    contacts: dict[int, tuple[Contact, Customer]]
    staff: dict[int, StaffMember]
    dialogues: Dialogues


def actor_of(update: Update) -> Actor:
    """Return who acts in an update, and where."""
    event = update.event
    context = UserContextMiddleware.resolve_event_context(update)
    message = event if isinstance(event, Message) else getattr(event, "message", None)
    user, chat = context.user, context.chat
    hidden = isinstance(event, Message) and event.sender_chat is not None
    if user is not None and (user.id in NOBODY or user.is_bot):
        hidden = True
    thread_id = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Actor(
        user=user,
        chat_id=chat.id if chat else None,
        is_private=chat is not None and chat.type == "private",
        thread_id=thread_id,
        message_id=message.message_id if isinstance(message, Message) else None,
        is_hidden=hidden,
    )


def language_from(code: str | None) -> Language:
    """Return the language in which to speak to somebody whose client uses this one."""
    return Language.CHINESE if code is not None and code.lower().startswith("zh") else Language.ENGLISH


def full_name(user: User) -> str:
    """Return a user's name without signs that cannot be seen; the id when nothing is left of it."""
    return clean_name(user.full_name) or str(user.id)


def username_of(user: User) -> str | None:
    """Return a user's name after the @, as much of it as is kept; Telegram's own are no longer than 32 characters."""
    return user.username[:LONGEST_USERNAME] if user.username else None


async def load_company(session: Session, actors: Sequence[Actor], *, tickets_closed_since: datetime) -> Company:
    """Load the contacts, customers, dialogues, tickets (open or closed lately) and staff members of a batch."""
    users = {actor.user.id for actor in actors if actor.user is not None and not actor.is_hidden}
    private = {actor.user.id for actor in actors if actor.user is not None and actor.is_private and not actor.is_hidden}
    contacts = await find_contacts(session, channel=Channel.TELEGRAM, addresses=[str(user) for user in private]) if private else []
    chats = {actor.chat_id for actor in actors if actor.chat_id is not None} | users  # without a chat a dialogue is one in private
    dialogues = await find_dialogues(session, chat_ids=chats, user_ids=users) if users else {}
    staff = await find_staff(session, user_ids=users) if users else []
    await load_tickets(session, customer_ids=[customer.id for _, customer in contacts], closed_since=tickets_closed_since)
    return Company(
        contacts={int(contact.address): (contact, customer) for contact, customer in contacts},
        staff={member.user_id: member for member in staff},
        dialogues=dialogues,
    )


async def person_of(session: Session, actor: Actor, company: Company, *, business: Business, at: datetime) -> Person | None:
    """Return the person who acts; a new customer is made for somebody who writes for the first time. None when nobody can be told."""
    user = actor.user
    if user is None or actor.is_hidden:
        return None
    staff = company.staff.get(user.id)
    if staff is not None and staff.removed_at is not None:
        staff = None  # by an earlier update of this batch
    username = username_of(user)
    language = language_from(user.language_code)
    if not actor.is_private:
        if staff is not None:
            know_staff(staff, name=full_name(user), username=username, language=None)
        # A group reads one language, whoever asks there.
        return Person(user.id, full_name(user), username, business.staff_language, None, None, staff)
    known = company.contacts.get(user.id)
    if known is None:
        known = await greet_stranger(
            session, address=str(user.id), name=full_name(user), username=username, language=language, at=at, business=business
        )
        company.contacts[user.id] = known
    contact, customer = known
    if contact.username != username:
        contact.username = username
    if contact.blocked_at is not None:
        contact.blocked_at = None
    if staff is not None:
        know_staff(staff, name=full_name(user), username=username, language=customer.language)
    return Person(user.id, full_name(user), username, customer.language, contact, customer, staff)
