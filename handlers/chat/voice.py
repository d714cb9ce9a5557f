"""The voice of the desk: turns what must be said into an interaction and a row of the outbox."""

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup

from crm.business import Business
from handlers.chat.speech import Fact, Phrasebook, Phrases
from storage.customers import Contact, Customer, find_contact_of
from storage.database import Session
from storage.groups import GroupChat, find_staff_group, forget_staff_groups, staff_groups_at_hand
from storage.interactions import keep_interaction
from storage.outbox import queue_message
from storage.staff import list_staff
from storage.tickets import Ticket
from storage.vocabulary import Author, Channel, Direction, InDoubt, InteractionKind, Lane, Language, Role

_TAG = re.compile(r"</?[a-z][^<>]*>")
_CONTACTS = "contacts"


def payload_of(method: TelegramMethod[Any]) -> dict[str, Any]:
    """Return the JSON fields of a Bot API call; only what was set."""
    return method.model_dump(mode="json", exclude_unset=True, exclude_none=True)


@dataclass(slots=True)
class Voice:
    """What handlers and notices need to say something; nothing is sent before the transaction is committed."""

    session: Session
    now: datetime
    business: Business
    phrasebook: Phrasebook
    bot_username: str
    owners: tuple[int, ...] = field(default=())

    def phrases(self, language: Language) -> Phrases:
        """Return the texts of a language."""
        return self.phrasebook.speaking(language)

    @property
    def staff_phrases(self) -> Phrases:
        """The texts of the language that the staff group reads."""
        return self.phrasebook.speaking(self.business.staff_language)

    async def staff_group(self) -> GroupChat | None:
        """Return the main staff group, where what concerns all is said; None before there is one."""
        return await find_staff_group(self.session)

    async def staff_groups(self) -> Sequence[GroupChat]:
        """Return every group in which staff answer, the main one's first."""
        return await staff_groups_at_hand(self.session)

    async def staff_group_at(self, chat_id: int | None) -> GroupChat | None:
        """Return the staff group with this id; None when staff do not answer there (any more)."""
        return next((group for group in await self.staff_groups() if group.chat_id == chat_id), None)

    async def group_of(self, ticket: Ticket) -> GroupChat | None:
        """Return the staff group in which a ticket stands; None when it stands in none."""
        return await self.staff_group_at(ticket.topic_chat_id)

    def forget_staff_groups(self) -> None:
        """Look the staff groups up again at the next need, because they have changed."""
        forget_staff_groups(self.session)

    def know_contact(self, contact: Contact) -> None:
        """Keep a contact at hand that was loaded already."""
        self.session.info.setdefault(_CONTACTS, {})[contact.customer_id] = contact

    async def contact_of(self, customer_id: int) -> Contact | None:
        """Return the Telegram contact of a customer; None when the customer has none."""
        known: dict[int, Contact | None] = self.session.info.setdefault(_CONTACTS, {})
        if customer_id not in known:
            known[customer_id] = await find_contact_of(self.session, customer_id=customer_id, channel=Channel.TELEGRAM)
        return known[customer_id]

    async def tell_owners(self, key: str, *, keyboard: InlineKeyboardMarkup | None = None, **facts: Fact) -> None:
        """Say something to every owner in private, in the owner's language."""
        await self.tell_roles((Role.OWNER,), key, keyboard=keyboard, **facts)

    async def tell_roles(self, roles: Collection[Role], key: str, *, keyboard: InlineKeyboardMarkup | None = None, **facts: Fact) -> None:
        """Say something in private to every staff member with one of these roles, in their language."""
        for member in await list_staff(self.session, roles=roles):
            text = self.phrases(member.language)(key, **facts)
            method = SendMessage(chat_id=member.user_id, text=text, parse_mode="HTML")
            if keyboard is not None:
                method = method.model_copy(update={"reply_markup": keyboard})
            self.say(method, lane=Lane.NOTICE, direction=Direction.INTERNAL)

    def say(
        self,
        method: TelegramMethod[Any],
        *,
        lane: Lane,
        kind: InteractionKind = InteractionKind.SYSTEM,
        direction: Direction = Direction.OUT,
        customer_id: int | None = None,
        ticket_id: int | None = None,
        in_topic: bool = False,
        reply_to: int | None = None,
        in_doubt: InDoubt = InDoubt.REPEAT,
        dedupe_key: str | None = None,
        expires_at: datetime | None = None,
        vanishes_after: timedelta | None = None,
    ) -> int:
        """Queue a message of the bot's own and keep it as an interaction; return the interaction's id. It may vanish from the chat again."""
        payload = payload_of(method)
        words = payload.get("text") or payload.get("caption")
        row = keep_interaction(
            self.session,
            kind=kind,
            direction=direction,
            author=Author.BOT,
            at=self.now,
            customer_id=customer_id,
            ticket_id=ticket_id,
            text=_without_markup(words) if words else None,
            reply_to_id=reply_to,
        )
        interaction_id: int = row["id"]
        self._queue(
            method,
            payload,
            lane=lane,
            customer_id=customer_id,
            ticket_id=ticket_id,
            interaction_id=interaction_id,
            in_topic=in_topic,
            reply_to_interaction_id=reply_to,
            in_doubt=in_doubt,
            dedupe_key=dedupe_key,
            expires_at=expires_at,
            vanish_seconds=None if vanishes_after is None else int(vanishes_after.total_seconds()),
        )
        return interaction_id

    def pass_on(
        self,
        method: TelegramMethod[Any],
        *,
        lane: Lane,
        interaction_id: int,
        customer_id: int,
        ticket_id: int,
        in_topic: bool = False,
        reply_to: int | None = None,
        edits: int | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """Queue a copy (or the edit of a copy) of something that a person said and that is kept as an interaction already."""
        self._queue(
            method,
            payload_of(method),
            lane=lane,
            customer_id=customer_id,
            ticket_id=ticket_id,
            interaction_id=interaction_id,
            in_topic=in_topic,
            reply_to_interaction_id=reply_to,
            edits_interaction_id=edits,
            not_before=not_before,
        )

    def do(
        self,
        method: TelegramMethod[Any],
        *,
        lane: Lane,
        ticket_id: int | None = None,
        customer_id: int | None = None,
        in_topic: bool = False,
        edits: int | None = None,
        dedupe_key: str | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """Queue a call that says nothing new: an answer to a press, a topic made or closed, a keyboard changed."""
        self._queue(
            method,
            payload_of(method),
            lane=lane,
            customer_id=customer_id,
            ticket_id=ticket_id,
            in_topic=in_topic,
            edits_interaction_id=edits,
            dedupe_key=dedupe_key,
            expires_at=expires_at,
        )

    def _queue(self, method: TelegramMethod[Any], payload: dict[str, Any], **columns: Any) -> None:
        chat_id = payload.get("chat_id")
        queue_message(
            self.session,
            method=method.__api_method__,
            payload=payload,
            at=self.now,
            chat_id=chat_id if isinstance(chat_id, int) else None,
            **columns,
        )


def _without_markup(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def chat_of(contact: Contact) -> int:
    """Return the private chat of a Telegram contact, which has the id of the user."""
    return int(contact.address)


def language_of(customer: Customer | None, fallback: Language) -> Language:
    """Return the language in which a customer is spoken to."""
    return customer.language if customer else fallback
