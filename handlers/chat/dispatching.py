"""Dispatching: runs a batch of updates through aiogram within one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from aiogram import Bot, Router
from aiogram.client.session.base import BaseSession
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Message, Update, User
from aiogram.types.update import UpdateTypeLookupError

from crm.business import Business
from crm.notices import Notice, Tell
from crm.refusals import Refusal
from handlers.chat.floods import FloodGauges
from handlers.chat.keyboards import label_of_press
from handlers.chat.legible import require_legible
from handlers.chat.media import CONTENT, kind_of, media_of, words_of
from handlers.chat.memory import DialogueMemory
from handlers.chat.notices import render
from handlers.chat.people import Actor, Company, actor_of, language_from, load_company, person_of
from handlers.chat.refusals import say_refusal
from handlers.chat.router import build_router
from handlers.chat.routing import Routing
from handlers.chat.speech import Phrasebook
from handlers.chat.turn import Person, Turn
from handlers.chat.voice import Voice
from storage.database import Session, is_unread
from storage.gathering import gathered_count, gathered_snapshot, restore_gathered
from storage.interactions import find_interaction_at, forget_interaction, keep_interaction, keep_place
from storage.tickets import forget_tickets_at_hand
from storage.updates import find_processed, keep_processed
from storage.vocabulary import Author, Direction, InteractionKind

# Asked for by name: what is not in this list Telegram drops for good when it happens.
ALLOWED_UPDATES = (
    "message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction", "inline_query", "poll_answer",
)  # fmt: skip


class HalfDone(Exception):
    """A refusal came after something was changed: the update must be run again, alone, in a transaction that can forget it."""


class _SilentSession(BaseSession):
    """The session of a bot that listens only: handlers queue what they say, they never send."""

    async def close(self) -> None:
        return None

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109  # aiogram names it so
        raise RuntimeError(f"a handler tried to send {type(method).__name__} by itself")

    def stream_content(self, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("a handler tried to download by itself")


class _ListeningBot(Bot):
    """A bot that knows its own name without asking, for commands that name it: /close@kefu_bot."""

    def __init__(self, token: str, *, username: str) -> None:
        super().__init__(token, session=_SilentSession())
        self._user = User(id=self.id, is_bot=True, first_name=username, username=username)

    async def me(self) -> User:
        return self._user


@dataclass(frozen=True)
class ChatIdentity:
    """Who the bot is: its id and username, and the users who own the desk by its settings."""

    bot_id: int
    username: str
    owners: tuple[int, ...]


class Dispatching:
    """The chat door: takes parsed updates and lets the routers handle them."""

    def __init__(
        self, *, token: str, identity: ChatIdentity, business: Business, phrasebook: Phrasebook, router: Router | None = None
    ) -> None:
        self._identity = identity
        self._business = business
        self._phrasebook = phrasebook
        self._bot = _ListeningBot(token, username=identity.username)
        self._routing = Routing(router or build_router())
        self._gauges = FloodGauges()

    def parse(self, raw: dict[str, Any]) -> Update:
        """Return the update of one raw JSON object; raise pydantic's ValidationError when it is none."""
        return Update.model_validate(require_legible(raw), context={"bot": self._bot})

    def voice(self, session: Session, at: datetime) -> Voice:
        """Return a voice for one transaction."""
        return Voice(
            session=session, now=at, business=self._business, phrasebook=self._phrasebook, bot_username=self._identity.username,
            owners=self._identity.owners,
        )  # fmt: skip

    def tell_with(self, voice: Voice) -> Tell:
        """Return the function that tells facts by this voice."""

        async def tell(notice: Notice) -> None:
            await render(notice, voice)

        return tell

    async def handle(self, session: Session, updates: Sequence[Update], *, at: datetime, careful: bool = False) -> int:
        """Handle updates one after another in one transaction; return how many were new.

        `careful` runs each in a savepoint. Without it HalfDone is raised when one was refused after it had changed something.
        """
        seen = await find_processed(session, bot_id=self._identity.bot_id, update_ids=[update.update_id for update in updates])
        fresh = list({update.update_id: update for update in updates if update.update_id not in seen}.values())
        known = [(update, _known_actor(update)) for update in fresh]
        lately = at - timedelta(days=self._business.reopen_days)
        company = await load_company(session, [actor for _, actor in known if actor is not None], tickets_closed_since=lately)
        voice, memory = self.voice(session, at), DialogueMemory(company.dialogues)
        for update, actor in known:
            keep_processed(session, bot_id=self._identity.bot_id, update_id=update.update_id, at=at)
            if actor is not None:
                await self._handle_one(session, update, actor, company, voice, memory, careful=careful)
        memory.keep(session, at=at)
        _forget_updates()
        return len(fresh)

    async def _handle_one(
        self, session: Session, update: Update, actor: Actor, company: Company, voice: Voice, memory: DialogueMemory, *, careful: bool
    ) -> None:
        person = await person_of(session, actor, company, business=self._business, at=voice.now)
        if person is not None and person.contact is not None:
            voice.know_contact(person.contact)
        turn = await self._hear(session, update, actor, person, voice)
        state = memory.context(bot_id=self._identity.bot_id, chat_id=turn.chat_id, user_id=turn.person.user_id)
        raw_state = await state.get_state()
        if session.new or session.dirty:  # later updates of the batch must find what earlier ones changed
            await session.flush()
        dialogues = memory.snapshot()
        before = gathered_count(session)
        snapshot = gathered_snapshot(session)
        try:
            if careful:
                async with session.begin_nested():
                    await self._feed(update, turn, state, raw_state, actor)
            else:
                await self._feed(update, turn, state, raw_state, actor)
        except Refusal as refusal:
            if careful:
                restore_gathered(session, snapshot)
                memory.restore(dialogues)
                await _read_again(session, turn)
            elif not memory.stands_as(dialogues) or session.new or session.dirty or session.deleted or gathered_count(session) != before:
                raise HalfDone from refusal
            say_refusal(turn, update.event, refusal)

    async def _feed(self, update: Update, turn: Turn, state: Any, raw_state: str | None, actor: Actor) -> None:
        result = await self._routing.feed(
            update.event_type, update.event,
            bot=self._bot, turn=turn, state=state, raw_state=raw_state, person=turn.person, is_hidden=actor.is_hidden, gauges=self._gauges,
        )  # fmt: skip
        if result is UNHANDLED and isinstance(update.event, CallbackQuery):
            turn.answer_press(update.event, "press-is-old")

    def _author(self, person: Person | None, actor: Actor) -> Author:
        if actor.is_private:
            return Author.CUSTOMER
        if actor.user is not None and actor.user.id == self._identity.bot_id:
            return Author.BOT  # of its own topics made and closed the bot is told, too
        return Author.STAFF if person is not None and person.staff is not None else Author.STRANGER

    async def _hear(self, session: Session, update: Update, actor: Actor, person: Person | None, voice: Voice) -> Turn:
        """Keep what was said or done as an interaction."""
        event = update.event
        message = event if isinstance(event, Message) else None
        reply_to_id = None
        if message is not None and message.reply_to_message is not None and not _stands_for_topic(message):
            answered = await find_interaction_at(session, chat_id=message.chat.id, message_id=message.reply_to_message.message_id)
            reply_to_id = answered.id if answered else None
        is_content = message is not None and kind_of(message) in CONTENT and not (message.text or "").startswith("/")
        customer = person.customer if person else None
        is_ours = actor.is_private or await voice.staff_group_at(actor.chat_id) is not None
        heard = keep_interaction(
            session,
            kind=InteractionKind.INQUIRY if is_content and actor.is_private else InteractionKind.SYSTEM,
            direction=Direction.IN if actor.is_private else Direction.INTERNAL,
            author=self._author(person, actor),
            at=voice.now,
            customer_id=customer.id if customer else None,
            author_id=actor.user.id if actor.user else None,
            text=_words_of_event(event) if is_ours else None,
            media=media_of(message) if message is not None and is_ours else _traces_of_event(update),
            reply_to_id=reply_to_id,
        )
        if update.inline_query is not None:
            forget_interaction(session, heard)  # what somebody has typed so far was said to nobody
        if update.message is not None and is_ours:
            keep_place(session, chat_id=update.message.chat.id, message_id=update.message.message_id, interaction_id=heard["id"])

        nobody = Person(
            user_id=actor.user.id if actor.user else 0,
            name="",
            username=None,
            language=language_from(None),
            contact=None,
            customer=None,
            staff=None,
        )
        return Turn(
            voice=voice,
            person=person or nobody,
            chat_id=actor.chat_id if actor.chat_id is not None else (actor.user.id if actor.user else 0),
            thread_id=actor.thread_id,
            message_id=actor.message_id,
            is_private=actor.is_private,
            heard=heard,
            send=self.tell_with(voice),
        )


def _known_actor(update: Update) -> Actor | None:
    try:
        return actor_of(update)
    except UpdateTypeLookupError:
        return None  # a kind of update that is newer than the library: nothing of it can be understood


def _forget_updates() -> None:
    """Let aiogram forget the last 128 updates: its cache of `Update.event_type` holds them with all that was written in them."""
    cast(Any, Update.event_type).fget.cache_clear()


async def _read_again(session: Session, turn: Turn) -> None:
    """Load what the rolled back savepoint made unreadable."""
    forget_tickets_at_hand(session)
    turn.voice.forget_staff_groups()
    for row in (turn.person.customer, turn.person.contact, turn.person.staff):
        if row is not None and is_unread(row):
            await session.refresh(row)


def _stands_for_topic(message: Message) -> bool:
    """Tell whether what a message replies to only says in which topic it stands; without topics a thread begins with what is answered."""
    answered = message.reply_to_message
    return bool(message.is_topic_message) and answered is not None and answered.message_id == message.message_thread_id


def _traces_of_event(update: Update) -> dict[str, Any]:
    data = update.callback_query.data if update.callback_query is not None else None
    return {"kind": update.event_type} | ({"data": data} if data is not None else {})


def _words_of_event(event: Any) -> str | None:
    if isinstance(event, Message):
        return words_of(event)
    return (label_of_press(event) or event.data) if isinstance(event, CallbackQuery) else None
