"""The world: people, chats, files and the bot's queue, and the clock they live by."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground.calls import CallLog
from playground.chats import Chat, ChatType, Member, Standing
from playground.clock import Clock
from playground.events import Events
from playground.faults import FaultPlan
from playground.files import Files
from playground.limits import SendLimits
from playground.people import Bot, Person, PersonKind
from playground.updates import UpdateQueue
from playground.webhook import Webhook
from playground.wire import Json

FIRST_UPDATE_ID = 700_000_001


@dataclass
class Press:
    """A pressed button that waits for the bot's answer; `pressed_at` is in monotonic seconds."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    pressed_at: float
    answered: bool = False


@dataclass
class InlineQuery:
    """What a person typed behind the bot's name; `results` is None until the bot answers. `typed_at` is in monotonic seconds."""

    id: str
    person_id: int
    chat_id: int
    typed_at: float
    results: list[Json] | None = None


class World:
    """Everything there is, in memory. One event loop uses it."""

    def __init__(
        self,
        *,
        token: str,
        bot_username: str = "kefu_demo_bot",
        bot_name: str = "Kefu",
        enforce_limits: bool = False,
        starts_at: datetime | None = None,
    ) -> None:
        bot_id = token.partition(":")[0]
        if not bot_id.isdigit():
            raise ValueError("a token begins with the number of the bot and a colon")
        self.token = token
        self.bot = Bot(int(bot_id), bot_username, bot_name)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.events = Events()
        self.calls = CallLog()
        self.faults = FaultPlan()
        self.limits = SendLimits(enforced=enforce_limits)
        self.queue = UpdateQueue(FIRST_UPDATE_ID)
        self.webhook = Webhook(self.queue, self.faults)
        self.presses: dict[str, Press] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.ended = asyncio.Event()
        self._clock = Clock(starts_at)
        self._last_account_message_id = 0
        self._last_number = 5_000_000_000

    def now(self) -> datetime:
        """The moment in the world, aware, in UTC."""
        return self._clock.now()

    def move_clock(self, by: timedelta) -> None:
        """Moves the clock forward and tells the page. ValueError when `by` is negative."""
        self._clock.move(by)
        self.events.add({"type": "clock", "now": self.now().isoformat()})

    def set_clock(self, to: datetime) -> None:
        """Sets the clock to a later moment and tells the page. ValueError when the moment has passed."""
        self._clock.set(to)
        self.events.add({"type": "clock", "now": self.now().isoformat()})

    def tell_faults(self) -> None:
        """Tells the page which faults stand."""
        self.events.add({"type": "faults", "faults": self.faults.for_page()})

    def timestamp(self) -> int:
        """The moment as Telegram writes dates."""
        return int(self.now().timestamp())

    def next_number(self) -> int:
        """A number nothing else has: for polls, albums, presses, new chats."""
        self._last_number += 1
        return self._last_number

    def next_message_id(self, chat: Chat) -> int:
        """A supergroup counts its own messages; all other chats of the bot share the counter of its account."""
        if chat.type in {ChatType.SUPERGROUP, ChatType.CHANNEL}:
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_account_message_id += 1
        return self._last_account_message_id

    def add_person(
        self,
        first_name: str,
        *,
        person_id: int | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        kind: PersonKind = PersonKind.CUSTOMER,
        phone_number: str | None = None,
    ) -> Person:
        """A new person, with a private chat that is not started yet. ValueError when the id is taken."""
        chosen = person_id or max([5000, *self.people]) + 1
        if chosen in self.people or chosen == self.bot.id:
            raise ValueError("this id is taken")
        person = Person(chosen, first_name, last_name, username, language_code, kind, phone_number)
        self.people[chosen] = person
        self.chats[chosen] = Chat(chosen, ChatType.PRIVATE, person_id=chosen)
        return person

    def add_group(
        self, title: str, *, creator_id: int, chat_id: int | None = None, is_supergroup: bool = False, is_forum: bool = False
    ) -> Chat:
        """A new group with its creator. ValueError when the id is taken or a plain group is to be a forum."""
        if is_forum and not is_supergroup:
            raise ValueError("only a supergroup can be a forum")
        number = self.next_number()
        chosen = chat_id or (-1_000_000_000_000 - number if is_supergroup else -number)
        if chosen in self.chats:
            raise ValueError("this id is taken")
        kind = ChatType.SUPERGROUP if is_supergroup else ChatType.GROUP
        # The first message of a supergroup tells of its creation; in a forum its id 1 also stands for the General topic.
        chat = Chat(chosen, kind, title=title, is_forum=is_forum, last_message_id=1)
        chat.members[creator_id] = Member(creator_id, Standing.CREATOR)
        self.chats[chosen] = chat
        return chat

    def channel(self, chat_id: int) -> Chat:
        """The channel with this id, made when somebody first writes as it."""
        return self.chats.setdefault(chat_id, Chat(chat_id, ChatType.CHANNEL, title="A channel"))

    async def close(self) -> None:
        """Ends the long poll, every event stream and the webhook; the server can stop then."""
        self.ended.set()
        self.queue.close()
        self.events.close()
        await self.webhook.close()
