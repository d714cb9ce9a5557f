"""Updates: whatever Telegram could hand over, by people who mean no good, by staff, or by anybody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update

from tests.desk import AGENT, BOT_ID, STAFF_GROUP
from tests.hostile.cast import (
    BASIC_GROUP,
    CHANNEL,
    EDGE_IDS,
    FACELESS,
    FOREIGN_GROUP,
    HOSTILE,
    KNOWN_HOSTILE,
    OTHER_AGENT,
    STAFF,
    VICTIMS,
    ticket_of,
    topic_of,
)
from tests.hostile.damage import VOUCHED_FOR, damaged
from tests.hostile.presses import forged_data
from tests.hostile.shapes import MESSAGE_FIELDS, UPDATE_KINDS, made_up, made_up_field
from tests.hostile.strange import strange_command, strange_name, strange_text

Raw = dict[str, Any]
# Only Telegram writes these, about what really happened in the group.
_SERVICE = frozenset({"migrate_to_chat_id", "migrate_from_chat_id", "left_chat_member"})
_MESSAGES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_message",
    "edited_business_message",
    "guest_message",
)
_NUMBERED_TOPICS = tuple(topic_of(ticket_of(user)) for user in (*VICTIMS, *KNOWN_HOSTILE))
_WORDS = (
    "Hello",
    "My parcel is lost",
    "I want to complain",
    "thank you",
    "how many points",
    "my tickets",
    "a person please",
    "1990-05-06",
    "Berlin",
    "Lin",
)


class Crowd(StrEnum):
    """Who is let loose on the desk."""

    STRANGERS = "strangers"  # customers and strangers, wherever they can write
    AGENTS = "agents"  # agents with all the rights and tricks they have
    EVERYBODY = "everybody"  # owners too, and updates that Telegram would never make


@dataclass(slots=True)
class Forge:
    """Makes updates by a seeded dice; `moment` is when they are said to have happened."""

    dice: Random
    crowd: Crowd
    moment: int
    number: int = 1000
    message_id: int = 10
    kinds: dict[str, int] = field(default_factory=dict)

    def update(self) -> Raw:
        """Return the next update, every fourth of them damaged."""
        kind, event = self._event()
        self.number += 1
        raw: Raw = {"update_id": self.number, kind: event}
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.dice.random() < 0.25:
            spare = VOUCHED_FOR if self.crowd is not Crowd.EVERYBODY else frozenset({"update_id"} if self.dice.random() < 0.97 else ())
            raw = damaged(raw, self.dice, spare=spare)
        return raw

    def _event(self) -> tuple[str, Any]:
        roll = self.dice.random()
        if roll < 0.5:
            kind = self.dice.choice(_MESSAGES) if self.dice.random() < 0.2 else "message"
            return kind, self.message()
        if roll < 0.75:
            return "callback_query", self.press()
        if roll < 0.82:
            return "edited_message", self.message() | {"message_id": self.dice.randint(1, self.message_id), "edit_date": self.moment}
        if roll < 0.87 and self.crowd is not Crowd.AGENTS:
            return self._membership()
        if roll < 0.89:
            return self.dice.choice((f"new_kind_{self.dice.randint(1, 9)}", "", "ключ")), {"id": 1, "text": strange_text(self.dice)}
        return self._made_up()

    # --- who and where ----------------------------------------------------------------------------------------------

    def user(self, among: Sequence[int] | None = None) -> Raw:
        """Return somebody of the crowd as the Bot API shows people."""
        user_id = self.dice.choice(among if among is not None else self._people())
        shown: Raw = {"id": user_id, "is_bot": user_id in FACELESS and user_id != 777000, "first_name": self._name(f"Person{user_id}")}
        if self.dice.random() < 0.3:
            shown["last_name"] = strange_name(self.dice)
        if self.dice.random() < 0.6:
            shown["username"] = self._name(f"person{user_id}")
        if self.dice.random() < 0.7:
            shown["language_code"] = self.dice.choice(("en", "zh", "zh-hans", "xx", strange_text(self.dice)[:20]))
        return shown

    def _people(self) -> Sequence[int]:
        roll = self.dice.random()
        if self.crowd is Crowd.AGENTS:
            return (AGENT, OTHER_AGENT)
        if self.crowd is Crowd.EVERYBODY and roll < 0.4:
            return STAFF
        if roll < 0.5:
            return KNOWN_HOSTILE
        return HOSTILE if roll < 0.85 else EDGE_IDS if roll < 0.95 else FACELESS

    def _name(self, usual: str) -> str:
        return strange_name(self.dice) if self.dice.random() < 0.25 else usual

    def place(self, user: Raw) -> Raw:
        """Return a chat in which somebody could be: their own, the staff group, another group, a channel."""
        roll = self.dice.random()
        if roll < (0.3 if self.crowd is Crowd.AGENTS else 0.65):
            return {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        if roll < 0.88:
            return {"id": STAFF_GROUP, "type": "supergroup", "title": self._name("Desk"), "is_forum": True}
        if roll < 0.94:
            return {"id": FOREIGN_GROUP, "type": "supergroup", "title": self._name("Elsewhere"), "is_forum": self.dice.random() < 0.5}
        kind, chat_id = self.dice.choice((("channel", CHANNEL), ("group", BASIC_GROUP), ("private", user["id"])))
        return {"id": chat_id, "type": kind, "title": strange_name(self.dice)}

    # --- what is said -----------------------------------------------------------------------------------------------

    def message(self) -> Raw:
        """Return a message with content of any kind."""
        user = self.user()
        chat = self.place(user)
        self.message_id += 1
        made: Raw = {"message_id": self.message_id, "date": self.moment + self.message_id * 7, "chat": chat, "from": user}
        made |= self._content(chat)
        if chat["id"] == STAFF_GROUP and self.dice.random() < 0.7:
            topic = self.dice.choice((*_NUMBERED_TOPICS, 1, 0, 2**31))
            made |= {"message_thread_id": topic, "is_topic_message": True}
        if self.dice.random() < 0.2:
            made["reply_to_message"] = self._answered(chat)
        if self.dice.random() < 0.08:
            made["sender_chat"] = self.dice.choice(({"id": CHANNEL, "type": "channel", "title": "News"}, chat))
        if self.crowd is not Crowd.EVERYBODY:
            made = {name: value for name, value in made.items() if name not in _SERVICE}
        return made

    def _content(self, chat: Raw) -> Raw:
        roll = self.dice.random()
        if roll < 0.25:
            return {"text": strange_command(self.dice)}
        if roll < 0.5:
            return {"text": self.dice.choice(_WORDS) if self.dice.random() < 0.5 else strange_text(self.dice)} | self._entities()
        if roll < 0.6:
            return {"contact": self._contact(chat)}
        names = [self.dice.choice(MESSAGE_FIELDS) for _ in range(self.dice.choice((1, 1, 1, 2, 4, 12)))]
        fields = Message.model_fields
        made = {fields[name].alias or name: made_up_field(fields[name], self.dice, fullness=0.4) for name in names}
        return made | ({"caption": strange_text(self.dice)[:1024]} if self.dice.random() < 0.3 else {})

    def _entities(self) -> Raw:
        if self.dice.random() < 0.6:
            return {}
        return {"entities": made_up_field(Message.model_fields["entities"], self.dice, fullness=0.6)}

    def _contact(self, chat: Raw) -> Raw:
        owner = self.dice.choice((chat["id"], VICTIMS[0], AGENT, None))
        number = self.dice.choice(("+8613800138000", "+8613800101001", "0", "", strange_text(self.dice)[:64]))
        return {"phone_number": number, "first_name": strange_name(self.dice)} | ({} if owner is None else {"user_id": owner})

    def _answered(self, chat: Raw) -> Raw:
        answered: Raw = {"message_id": self.dice.randint(0, 700), "date": self.dice.choice((0, 1, self.moment)), "chat": chat, "text": "…"}
        if self.dice.random() < 0.7:
            answered["from"] = self.user((*STAFF, *HOSTILE, BOT_ID))
        if self.dice.random() < 0.2:
            answered["forward_origin"] = made_up_field(Message.model_fields["forward_origin"], self.dice)
        return answered

    def press(self) -> Raw:
        """Return a press on a button, with data of any kind, on a message that is there, gone or out of reach."""
        user = self.user()
        press = made_up(CallbackQuery, self.dice, fullness=0.1) | {
            "id": str(self.dice.randrange(10**12)),
            "from": user,
            "data": forged_data(self.dice),
        }
        chat = self.place(user)
        message: Raw = {"message_id": self.dice.randint(0, 700), "date": 0 if self.dice.random() < 0.2 else self.moment, "chat": chat}
        if message["date"]:
            message |= {"from": {"id": BOT_ID, "is_bot": True, "first_name": "Kefu"}, "text": "…"}
            if chat["id"] == STAFF_GROUP:
                message |= {"message_thread_id": self.dice.choice(_NUMBERED_TOPICS), "is_topic_message": True}
            if self.dice.random() < 0.3:
                button = {"text": strange_text(self.dice), "callback_data": press["data"]}
                message["reply_markup"] = {"inline_keyboard": [[button]]}
        press["message"] = message
        if self.dice.random() < 0.1:
            del press["message"]
            press["inline_message_id"] = "x"
        return press

    # --- what happens -----------------------------------------------------------------------------------------------

    def _membership(self) -> tuple[str, Raw]:
        user = self.user()
        chat = self.place(user)
        if self.crowd is Crowd.STRANGERS and chat["id"] == STAFF_GROUP:
            chat = {"id": FOREIGN_GROUP, "type": "supergroup", "title": strange_name(self.dice)}
        event = made_up(ChatMemberUpdated, self.dice) | {"chat": chat, "from": user, "date": self.moment}
        kind = self.dice.choice(("my_chat_member", "chat_member"))
        if kind == "my_chat_member":
            for name in ("old_chat_member", "new_chat_member"):
                event[name]["user"] = {"id": BOT_ID, "is_bot": True, "first_name": "Kefu"}
        return kind, event

    def _made_up(self) -> tuple[str, Raw]:
        kind = self.dice.choice([kind for kind in UPDATE_KINDS if kind not in ("my_chat_member", "chat_member", *_MESSAGES)])
        shape: Callable[..., Raw] = made_up
        annotation: Any = Update.model_fields[kind].annotation
        event = shape(next(part for part in annotation.__args__ if part is not type(None)), self.dice, fullness=0.4)
        for name in ("from", "user"):
            if name in event:
                event[name] = self.user()
        return kind, event


def users_of(raws: Sequence[Raw]) -> set[int]:
    """Return the ids of those who act in these updates, as Telegram names them."""
    found = set()
    for raw in raws:
        for event in raw.values():
            for name in ("from", "user"):
                user = event.get(name) if isinstance(event, dict) else None
                if isinstance(user, dict) and isinstance(user.get("id"), int):
                    found.add(user["id"])
    return found
