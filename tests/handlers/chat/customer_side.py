"""A customer in a private chat, for tests of the customer's side: speaks, presses by the key of a label, and hears what is new."""

import itertools
from typing import Any

from storage.conversations import Conversation
from storage.customers import Customer
from storage.tickets import Ticket
from storage.vocabulary import Language
from tests.desk import BOT_ID, Desk

IVY = 1001
OTTO = 1002
PHOTO = [{"file_id": "photo", "file_unique_id": "p", "width": 10, "height": 10}]
STORY = {"chat": {"id": 5, "type": "private", "first_name": "X"}, "id": 3}
# Unhurried: the dates of a test's messages lie a minute apart, so that no test is a flood by its speed.
_minutes = itertools.count(1_772_600_000, 60)


class Talker:
    """Somebody who chats with the bot in private."""

    def __init__(self, desk: Desk, user_id: int = IVY, language: Language = Language.ENGLISH) -> None:
        self.desk = desk
        self.user_id = user_id
        self.language = language
        self._heard = 0

    async def says(self, text: str | None = None, **fields: Any) -> int:
        """Send a message and return its id."""
        return await self.desk.says(self.user_id, text, **{"language": self.language.value, "date": next(_minutes)} | fields)

    async def sends_album(self, *captions: str | None, group: str = "album") -> None:
        """Send photos together, in one batch."""
        updates = [
            self.desk.private_message(
                self.user_id, language=self.language.value, photo=PHOTO, media_group_id=group, date=next(_minutes),
                **({"caption": caption} if caption else {}),
            )
            for caption in captions
        ]  # fmt: skip
        await self.desk.feed(*updates)

    async def edits(self, message_id: int, **fields: Any) -> None:
        """Change a message that was sent."""
        update = self.desk.private_message(self.user_id, language=self.language.value, **fields)
        await self.desk.feed({"edited_message": update["message"] | {"message_id": message_id, "edit_date": 2}})

    async def answers(self, answered: int, text: str) -> int:
        """Reply to a message of the chat."""
        chat = {"id": self.user_id, "type": "private", "first_name": "X"}
        bot = {"id": BOT_ID, "is_bot": True, "first_name": "Kefu"}
        return await self.says(text, reply_to_message={"message_id": answered, "date": 1, "chat": chat, "from": bot, "text": "…"})

    async def presses(self, key: str, **facts: Any) -> None:
        """Press the newest button with the label of this key."""
        await self.presses_label(self.desk.phrasebook.speaking(self.language).plain(key, **facts))

    async def presses_label(self, label: str) -> None:
        """Press the newest button with this label."""
        await self.desk.presses_button(self.user_id, label, language=self.language.value)

    async def presses_data(self, data: str) -> None:
        """Press a button that carries this, wherever it comes from."""
        await self.desk.presses(self.user_id, data, language=self.language.value)

    def words(self, key: str, **facts: Any) -> str:
        """Return a text in the customer's language."""
        return self.desk.phrase(key, self.language, **facts)

    async def hears(self) -> list[str]:
        """Return what was said to the customer since the last time."""
        said = await self.desk.said_to(self.user_id)
        new, self._heard = said[self._heard :], len(said)
        return new

    async def hears_one(self) -> str:
        """Return the one thing that was said since the last time."""
        (text,) = await self.hears()
        return text

    async def sees(self) -> list[str]:
        """Return the labels below the last message."""
        rows = [row for row in await self.desk.queued() if row.chat_id == self.user_id and "text" in row.payload]
        markup = rows[-1].payload.get("reply_markup") or {}
        return [button["text"] for line in markup.get("inline_keyboard", markup.get("keyboard", [])) for button in line]

    async def is_answered_by(self, key: str, **facts: Any) -> bool:
        """Tell whether the last press was answered with this text."""
        return (await self.desk.press_answers())[-1] == self.desk.phrasebook.speaking(self.language).plain(key, **facts)

    async def state(self) -> str | None:
        """Return where the dialogue stands."""
        rows = await self.desk.rows(Conversation, Conversation.user_id)
        return next((row.state for row in rows if row.user_id == self.user_id), None)

    async def customer(self) -> Customer:
        """Return the customer as they are kept."""
        customers: dict[int, Customer] = {each.id: each for each in await self.desk.rows(Customer)}
        story = [row for row in await self.desk.queued() if row.chat_id == self.user_id]
        return customers[story[-1].customer_id or 0]


async def tickets(desk: Desk) -> list[Ticket]:
    """Return every ticket, oldest first."""
    return list(await desk.rows(Ticket))


async def copied(desk: Desk) -> list[int]:
    """Return the ids of the messages that were copied to the staff group, in order."""
    rows = [row for row in await desk.queued() if row.method in ("copyMessage", "copyMessages") and (row.chat_id or 0) < 0]
    return [number for row in rows for number in row.payload.get("message_ids") or [row.payload["message_id"]]]
