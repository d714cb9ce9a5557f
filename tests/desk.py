"""A desk to talk to in tests: raw updates go through the real intake; what is queued is said by a counting stand-in."""

import itertools
import time
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel, col

from bot.intake import Intake
from bot.phrasebook import Phrasebook
from crm.bursts import gather_bursts
from crm.business import Business
from crm.calls import prepare_calls
from crm.deliveries import record_sent, settle_unsent
from crm.notices import Tell
from crm.outcomes import Outcome, Sent
from handlers.chat import speech
from handlers.chat.dispatching import ChatIdentity, Dispatching
from handlers.chat.router import build_router
from storage.claims import claim_messages
from storage.database import Database, Session
from storage.deliveries import Outgoing
from storage.groups import GroupChat
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.staff import StaffMember
from storage.vocabulary import Language, OutboxState, Role

TOKEN = "123456:TESTTESTTESTTESTTESTTEST"
BOT_ID = 123456
BOT_USERNAME = "kefu_test_bot"
STAFF_GROUP = -1001000000001
OWNER = 3001
AGENT = 2001


# Routers remember nothing, and aiogram takes longer to build them all than most tests take.
_router = cache(build_router)


class Desk:
    """Feeds updates as Telegram would and shows what the bot answers. `at` is the moment that everything happens at."""

    def __init__(self, *, database: Database, business: Business, at: datetime, phrasebook: speech.Phrasebook | None = None) -> None:
        self.database = database
        self.business = business
        self.at = at
        self.phrasebook = phrasebook or Phrasebook(business.texts)
        identity = ChatIdentity(bot_id=BOT_ID, username=BOT_USERNAME, owners=(OWNER,))
        self.dispatching = Dispatching(token=TOKEN, identity=identity, business=business, phrasebook=self.phrasebook, router=_router())
        self.intake = Intake(database=database, dispatching=self.dispatching, bot_id=BOT_ID, now=lambda: self.at)
        self._update_ids = itertools.count(1000)
        self._message_ids = itertools.count(1)
        self._sent_ids = itertools.count(500_000)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def of(self, business: Business) -> "Desk":
        """Return the desk as another business would run it: the same people and messages, other rules."""
        other = Desk(database=self.database, business=business, at=self.at)
        other._update_ids, other._message_ids, other._sent_ids = self._update_ids, self._message_ids, self._sent_ids
        return other

    def later(self, **units: float) -> None:
        """Let time pass, e.g. `later(hours=2)`."""
        self.at += timedelta(**units)

    def phrase(self, key: str, language: Language = Language.ENGLISH, **facts: str | int | float) -> str:
        """Return a text of the phrasebook."""
        return self.phrasebook.speaking(language)(key, **facts)

    # --- what people do -------------------------------------------------------------------------------------------

    async def feed(self, *raws: dict[str, Any]) -> None:
        """Hand raw updates to intake in one batch; each gets an update id when it has none."""
        await self.intake.take([{"update_id": next(self._update_ids)} | raw for raw in raws])

    def private_message(self, user_id: int, text: str | None = None, *, language: str = "en", **fields: Any) -> dict[str, Any]:
        """Return the update of a message in a private chat; `fields` are further Bot API fields of the message."""
        user = person(user_id, language)
        message = {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": {"id": user_id, "type": "private", "first_name": user["first_name"]},
            "from": user,
        }
        if text is not None:
            message["text"] = text
        return {"message": message | fields}

    def group_message(
        self, user_id: int, text: str | None = None, *, chat_id: int = STAFF_GROUP, topic: int | None = None, reply_to: int | None = None,
        is_forum: bool = True, language: str = "en", **fields: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Return the update of a message in a group, in a topic or as a reply when these are given."""
        message = {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": {"id": chat_id, "type": "supergroup", "title": "Desk", "is_forum": is_forum},
            "from": person(user_id, language),
        }
        if text is not None:
            message["text"] = text
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = {"message_id": reply_to, "date": 1, "chat": message["chat"], "text": "…"}
        return {"message": message | fields}

    async def says(self, user_id: int, text: str | None = None, **fields: Any) -> int:
        """Somebody writes to the bot in private; returns the message id."""
        update = self.private_message(user_id, text, **fields)
        await self.feed(update)
        message_id: int = update["message"]["message_id"]
        return message_id

    async def says_in_group(self, user_id: int, text: str | None = None, **fields: Any) -> int:
        """Somebody writes in a group; returns the message id."""
        update = self.group_message(user_id, text, **fields)
        await self.feed(update)
        message_id: int = update["message"]["message_id"]
        return message_id

    async def presses(
        self, user_id: int, data: str, *, chat_id: int | None = None, message_id: int = 1, topic: int | None = None, language: str = "en"
    ) -> None:
        """Somebody presses a button that carries this data."""
        chat: dict[str, Any] = (
            {"id": user_id, "type": "private", "first_name": "X"}
            if chat_id is None
            else {"id": chat_id, "type": "supergroup", "title": "Desk", "is_forum": True}
        )
        message: dict[str, Any] = {
            "message_id": message_id,
            "date": 1,
            "chat": chat,
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "Kefu"},
            "text": "…",
        }
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        await self.feed(
            {
                "callback_query": {
                    "id": str(next(self._update_ids)),
                    "from": person(user_id, language),
                    "chat_instance": "1",
                    "data": data,
                    "message": message,
                }
            }
        )

    async def presses_button(self, user_id: int, label: str, *, language: str = "en") -> None:
        """Somebody presses the newest button with this label that stands in the private chat or in the staff group."""
        for row in reversed(await self.queued()):
            for line in (row.payload.get("reply_markup") or {}).get("inline_keyboard", []):
                for button in line:
                    if button["text"] == label and row.chat_id is not None:
                        chat_id = None if row.chat_id > 0 else row.chat_id
                        await self.presses(
                            user_id, button["callback_data"], chat_id=chat_id, message_id=row.sent_message_id or 1, language=language
                        )
                        return
        raise AssertionError(f"no button says {label!r}; there are {await self.button_labels()}")

    # --- what the bot says ----------------------------------------------------------------------------------------

    async def queued(self) -> Sequence[OutboxMessage]:
        """Return every outbox row, in order."""
        return await self.rows(OutboxMessage, OutboxMessage.position)

    async def said_to(self, chat_id: int) -> list[str]:
        """Return the texts said to a chat so far, oldest first."""
        return [row.payload["text"] for row in await self.queued() if row.chat_id == chat_id and "text" in row.payload]

    async def last_said_to(self, chat_id: int) -> str:
        """Return the newest text said to a chat."""
        return (await self.said_to(chat_id))[-1]

    async def press_answers(self) -> list[str]:
        """Return the texts with which presses were answered."""
        return [row.payload.get("text", "") for row in await self.queued() if row.method == "answerCallbackQuery"]

    async def button_labels(self) -> list[str]:
        """Return the labels of every inline button shown so far."""
        return [
            button["text"]
            for row in await self.queued()
            for line in (row.payload.get("reply_markup") or {}).get("inline_keyboard", [])
            for button in line
        ]

    async def methods(self) -> list[str]:
        """Return the Bot API methods queued so far, in order."""
        return [row.method for row in await self.queued()]

    async def claim(self, *, scarce: Collection[int] = ()) -> list[Outgoing]:
        """Take what may be said now, as delivery does, and leave it on its way."""
        async with self.database.begin() as session:
            claimed = await claim_messages(session, at=self.at, limit=50)
            return await gather_bursts(session, claimed, scarce=scarce, at=self.at)

    async def deliver(
        self, *, answers: dict[str, Outcome] | None = None, scarce: Collection[int] = (), once: bool = False
    ) -> list[tuple[str, dict[str, Any]]]:
        """Say everything that is queued; `answers` names what becomes of a method, `scarce` the chats that may hear only little more.

        Returns the calls as Telegram got them; `once` is one round of it.
        """
        made: list[tuple[str, dict[str, Any]]] = []
        for _ in range(500):
            async with self.database.begin() as session:
                claimed = await claim_messages(session, at=self.at, limit=50)
                claimed = await gather_bursts(session, claimed, scarce=scarce, at=self.at)
                calls = await prepare_calls(session, claimed, at=self.at, cap=self.business.unasked, tell=self.tell(session))
                for message, payload in calls:
                    made.append((message.method, payload))
                    await self._settle(session, message, (answers or {}).get(message.method))
            if once or not claimed:
                self.calls += made
                return made
        raise AssertionError("the outbox never becomes empty")

    async def _settle(self, session: Session, message: Outgoing, outcome: Outcome | None) -> None:
        number = next(self._sent_ids)
        if outcome is None:
            outcome = self._sent(message, number)
        if isinstance(outcome, Sent):
            await record_sent(session, [(message, outcome)], at=self.at, tell=self.tell(session))
        else:
            await settle_unsent(session, message=message, outcome=outcome, at=self.at, tell=self.tell(session))

    def _sent(self, message: Outgoing, number: int) -> Sent:
        match message.method:
            case "createForumTopic":
                return Sent(message_id=None, result={"message_thread_id": number})
            case "copyMessages" | "sendMediaGroup":
                copies = [number, *(next(self._sent_ids) for _ in message.payload["message_ids"][1:])]
                return Sent(message_id=number, result=[{"message_id": each} for each in copies])
            case "deleteMessage" | "setMessageReaction":
                return Sent(message_id=None, result=True)
            case _:
                return Sent(message_id=number, result={"message_id": number})

    def tell(self, session: Session) -> Tell:
        """Return the function that tells facts within a transaction."""
        return self.dispatching.tell_with(self.dispatching.voice(session, self.at))

    # --- what is remembered ---------------------------------------------------------------------------------------

    async def rows(self, table: type[Any], *order: Any) -> Sequence[Any]:
        """Return every row of a table, ordered by these columns or by its id."""
        async with self.database.read() as session:
            return (await session.execute(select(table).order_by(*(order or (table.id,))))).scalars().all()

    async def row(self, table: type[Any], **values: Any) -> Any:
        """Return the one row of a table that has these values."""
        async with self.database.read() as session:
            statement = select(table).where(*[getattr(table, name) == value for name, value in values.items()])
            return (await session.execute(statement)).scalar_one()

    async def story(self, customer_id: int) -> Sequence[Interaction]:
        """Return everything said to and by a customer."""
        async with self.database.read() as session:
            statement = select(Interaction).where(col(Interaction.customer_id) == customer_id).order_by(col(Interaction.id))
            return (await session.execute(statement)).scalars().all()

    async def keep(self, *rows: SQLModel) -> None:
        """Store rows as they are."""
        async with self.database.begin() as session:
            session.add_all(rows)

    async def has_staff_group(self, *, is_forum: bool = True) -> None:
        """Give the desk its staff group, an owner and an agent."""
        await self.keep(
            GroupChat(
                chat_id=STAFF_GROUP, title="Desk", is_forum=is_forum, is_member=True, may_manage_topics=is_forum, added_by=OWNER,
                staff_group_since=self.at, known_at=self.at,
            ),
            StaffMember(user_id=OWNER, name="Olivia", username="olivia", role=Role.OWNER, language=Language.ENGLISH, added_at=self.at),
            StaffMember(user_id=AGENT, name="Anna", username="anna", role=Role.AGENT, language=Language.ENGLISH, added_at=self.at, added_by=OWNER),
        )  # fmt: skip

    async def unsettled(self) -> list[OutboxMessage]:
        """Return the outbox rows that failed or are parked."""
        return [row for row in await self.queued() if row.state in (OutboxState.FAILED, OutboxState.PARKED)]


def person(user_id: int, language: str = "en") -> dict[str, Any]:
    """Return a Bot API user."""
    return {"id": user_id, "is_bot": False, "first_name": f"Person{user_id}", "username": f"person{user_id}", "language_code": language}
