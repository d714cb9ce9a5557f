"""A turn of a conversation: one update, who acts in it, and the means to answer."""

from dataclasses import dataclass
from typing import Any

from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from crm.notices import Notice, Tell
from handlers.chat.speech import Fact, Phrases
from handlers.chat.voice import Voice
from storage.customers import Contact, Customer
from storage.staff import StaffMember
from storage.vocabulary import Direction, InteractionKind, Lane, Language

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


@dataclass(slots=True)
class Person:
    """Who acts: a customer (in a private chat), a staff member, both, or a stranger in a group."""

    user_id: int
    name: str
    username: str | None
    language: Language
    contact: Contact | None
    customer: Customer | None
    staff: StaffMember | None


@dataclass(slots=True)
class Turn:
    """One update being answered. `heard` is its interaction, still changeable; `tell` reaches everyone else."""

    voice: Voice
    person: Person
    chat_id: int
    thread_id: int | None
    message_id: int | None
    is_private: bool
    heard: dict[str, Any]
    send: Tell

    @property
    def phrases(self) -> Phrases:
        """The texts in the language of the person who acts."""
        return self.voice.phrases(self.person.language)

    @property
    def customer(self) -> Customer:
        """The customer who acts; raise LookupError in a group, where nobody acts as a customer."""
        if self.person.customer is None:
            raise LookupError("nobody acts as a customer in a group")
        return self.person.customer

    @property
    def zone(self) -> str:
        """The time zone in which moments are told: the person's own in private, the business's in a group."""
        return self.person.customer.time_zone if self.person.customer is not None else self.voice.business.time_zone

    async def tell(self, notice: Notice) -> None:
        """Tell a fact to whom it concerns."""
        await self.send(notice)

    def reply(
        self,
        key: str,
        *,
        keyboard: Keyboard | None = None,
        kind: InteractionKind = InteractionKind.SYSTEM,
        ticket_id: int | None = None,
        **facts: Fact,
    ) -> int:
        """Answer in the chat (and topic) of this update with a text of the phrasebook; return the interaction's id."""
        return self.reply_text(self.phrases(key, **facts), keyboard=keyboard, kind=kind, ticket_id=ticket_id)

    def reply_text(
        self, text: str, *, keyboard: Keyboard | None = None, kind: InteractionKind = InteractionKind.SYSTEM, ticket_id: int | None = None
    ) -> int:
        """Answer in the chat (and topic) of this update with a text that was put together from the phrasebook."""
        method = SendMessage(chat_id=self.chat_id, text=text, parse_mode="HTML")
        if keyboard is not None:
            method = method.model_copy(update={"reply_markup": keyboard})
        if self.thread_id is not None:
            method = method.model_copy(update={"message_thread_id": self.thread_id})
        customer = self.person.customer
        return self.voice.say(
            method,
            lane=Lane.REPLY,  # who asks waits for the answer, in a group as well
            kind=kind,
            direction=Direction.OUT if self.is_private else Direction.INTERNAL,
            customer_id=customer.id if customer and self.is_private else self.heard["customer_id"],
            ticket_id=ticket_id if ticket_id is not None else self.heard["ticket_id"],
        )

    def answer_press(self, press: CallbackQuery, key: str | None = None, *, alert: bool = False, **facts: Fact) -> None:
        """Answer a press: with nothing, a passing line, or a window that must be closed."""
        method = AnswerCallbackQuery(callback_query_id=press.id)
        if key is not None:
            method = AnswerCallbackQuery(callback_query_id=press.id, text=self.phrases.plain(key, **facts)[:200], show_alert=alert)
        self.voice.do(method, lane=Lane.REPLY)

    def take_buttons_away(self, press: CallbackQuery) -> None:
        """Remove the buttons of the pressed message, because they have done their work."""
        if press.message is not None:
            self.voice.do(EditMessageReplyMarkup(chat_id=press.message.chat.id, message_id=press.message.message_id), lane=Lane.REPLY)
