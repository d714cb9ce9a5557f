"""A town to tell stories in: the real program started by its command, and the people of the playground."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from tests.programs import surroundings

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
DESK = -1001000000001
FRONT_OFFICE = -4001
NOWHERE = 0  # a chat that there is not
BUTTON_IS_GONE = "the message has no button with this data"
ANNA, CHEN, OLIVIA = 2001, 2002, 3001
Found = TypeVar("Found")


def until(look: Callable[[], Found | None], *, patience: float = PATIENCE, what: str) -> Found:
    """Look until there is something to see; fail with `what` was expected."""
    end = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"did not see {what}")
        time.sleep(0.03)


class Town:
    """The program with its playground. Ends the program it started."""

    def __init__(
        self,
        *,
        directory: Path,
        database_url: str | None = None,
        webhook: bool = False,
        settings: Mapping[str, str] | None = None,
        is_measured: bool = True,
    ) -> None:
        environment = surroundings(is_measured=is_measured)
        environment |= {"KEFU_HTTP_PORT": "0", "KEFU_MESSAGES_PER_SECOND": "0", "PYTHONUNBUFFERED": "1", **(settings or {})}
        if database_url is not None:
            environment["KEFU_DATABASE_URL"] = database_url
        self.database_url = database_url or f"sqlite:///{directory}/var/demo.db"
        self.log_path = directory / "program.log"
        self._log = self.log_path.open("wb")
        self.process = subprocess.Popen(
            [str(Path(sys.executable).with_name("kefu")), "demo", *(["--webhook"] if webhook else [])],
            cwd=directory, env=environment, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip
        self.address = self._address()
        self.http = httpx.Client(base_url=self.address, timeout=30)
        self._people = 0

    def _address(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found = re.search(r"http://\S+", line)
            if found:
                return found[0]
        raise AssertionError(f"the program ended: {self.log_path.read_text()[-3000:]}")

    def stop(self) -> float:
        """End the program as Ctrl-C does; return how many seconds that took."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.http.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._log.close()
        return time.monotonic() - started

    def log(self) -> str:
        """Return what the program wrote to its log so far."""
        return self.log_path.read_text()

    # --- the world ------------------------------------------------------------------------------------------------

    def act(self, path: str, *, sender: int | None = None, method: str = "POST", **body: Any) -> Any:
        """Let somebody do something; fail with the playground's sentence when it is not possible."""
        if sender is not None:
            body["from"] = sender
        answer = self.http.request(method, f"/playground/api/{path}", json=body or None)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def state(self, *, messages_of: int | None = None) -> dict[str, Any]:
        """Return the whole world, or all of it but the messages of other chats: in a long story they are most of it."""
        chosen = {} if messages_of is None else {"messages_of": messages_of}
        state: dict[str, Any] = self.http.get("/playground/api/state", params=chosen).json()
        return state

    def glance(self) -> dict[str, Any]:
        """Return the world without messages."""
        return self.state(messages_of=NOWHERE)

    def messages(self, chat_id: int) -> list[dict[str, Any]]:
        """Return the messages of a chat that are not deleted."""
        messages = self.state(messages_of=chat_id)["messages"].get(str(chat_id), [])
        return [message for message in messages if not message.get("deleted")]

    def calls(self, method: str) -> list[dict[str, Any]]:
        """Return the Bot API calls of a method so far."""
        calls: list[dict[str, Any]] = self.http.get("/playground/api/log", params={"method": method}).json()
        return calls

    def advance(self, *, hours: float = 0, days: float = 0) -> None:
        """Move the clock."""
        self.act("clock", advance_seconds=hours * 3600 + days * 86400)

    def jump(self, name: str) -> None:
        """Move the clock to something that has a name."""
        self.act("clock", jump=name)

    def customer(self, name: str, language: str = "en", **fields: Any) -> "Somebody":
        """Let a new person come to town."""
        self._people += 1
        person = self.act("people", first_name=name, language_code=language, **fields)
        return Somebody(self, person["id"], person["id"])

    def anna(self) -> "Somebody":
        """Anna of the staff, in the staff group."""
        return Somebody(self, ANNA, DESK)

    def chen(self) -> "Somebody":
        """陈静 of the staff, in the staff group."""
        return Somebody(self, CHEN, DESK)

    def olivia(self) -> "Somebody":
        """Olivia, the owner, in her private chat with the bot."""
        return Somebody(self, OLIVIA, OLIVIA)

    def topic(self, number: int) -> dict[str, Any]:
        """Return the newest topic of a ticket, waiting for it."""

        def look() -> dict[str, Any] | None:
            chat = next(chat for chat in self.glance()["chats"] if chat["id"] == DESK)
            topics = [topic for topic in chat["topics"] if topic["name"].startswith(f"#{number} ")]
            return topics[-1] if topics else None

        return until(look, what=f"a topic of ticket {number}")

    def in_thread(self, thread: int) -> list[dict[str, Any]]:
        """Return the messages in a topic of the staff group."""
        return [message for message in self.messages(DESK) if message.get("message_thread_id") == thread]

    def topic_texts(self, number: int) -> list[str]:
        """Return what stands in a ticket's topic."""
        thread = self.topic(number)["message_thread_id"]
        return [words(message) for message in self.in_thread(thread)]

    def sees_in_topic(self, number: int, part: str) -> dict[str, Any]:
        """Wait until something containing these words stands in a ticket's topic, and return the newest such message."""

        def look() -> dict[str, Any] | None:
            thread = self.topic(number)["message_thread_id"]
            return newest(self.in_thread(thread), part)

        return until(look, what=f"{part!r} in the topic of ticket {number}")


@dataclass
class Somebody:
    """A person in a chat: the private chat with the bot, or a group."""

    town: Town
    id: int
    chat_id: int
    thread_id: int | None = field(default=None)

    def in_topic(self, number: int) -> "Somebody":
        """Go to the topic of a ticket, once it says what it is about."""
        thread = self.town.topic(number)["message_thread_id"]
        until(lambda: any(words(each) for each in self.town.in_thread(thread)), what=f"a card in the topic of ticket {number}")
        return Somebody(self.town, self.id, DESK, thread)

    def starts(self, payload: str | None = None) -> None:
        """Press START."""
        self.town.act("start", sender=self.id, **({"payload": payload} if payload else {}))

    def says(self, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """Write a message."""
        body: dict[str, Any] = {"from": self.id, "chat_id": self.chat_id, **fields}
        if text is not None:
            body["text"] = text
        if self.thread_id is not None:
            body["thread_id"] = self.thread_id
        message: dict[str, Any] = self.town.act("messages", **body)
        return message

    def sends_album(self, *captions: str) -> list[dict[str, Any]]:
        """Send photos together."""
        items = [{"kind": "photo", "caption": caption} for caption in captions]
        where: dict[str, Any] = {"chat_id": self.chat_id} | ({} if self.thread_id is None else {"thread_id": self.thread_id})
        album: list[dict[str, Any]] = self.town.act("albums", sender=self.id, items=items, **where)
        return album

    def edits(self, message: Mapping[str, Any], text: str) -> None:
        """Change the text of an own message."""
        self.town.act("edits", sender=self.id, chat_id=self.chat_id, message_id=message["message_id"], text=text)

    def presses(self, label: str) -> None:
        """Press the newest button with this label, or the shortest one containing it, waiting for it."""

        def look() -> tuple[int, str] | None:
            for message in reversed(self.town.messages(self.chat_id)):
                rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
                fitting = [each for row in rows for each in row if label in each["text"] and "callback_data" in each]
                if fitting:
                    best = min(fitting, key=lambda each: len(each["text"]))
                    return message["message_id"], best["callback_data"]
            return None

        def press() -> bool:
            found = look()
            if found is None:
                return False
            body = {"from": self.id, "chat_id": self.chat_id, "message_id": found[0], "data": found[1]}
            answer = self.town.http.post("/playground/api/presses", json=body)
            assert answer.status_code < 300 or BUTTON_IS_GONE in answer.text, answer.text
            return answer.status_code < 300  # a message that was changed after the look is looked at again

        until(press, what=f"a button {label!r} for {self.id}")

    def reads(self, part: str, *, after: Mapping[str, Any] | None = None, patience: float = PATIENCE) -> dict[str, Any]:
        """Wait until a message of the bot containing these words stands in the chat, and return the newest such; `after` what was said."""
        first = 0 if after is None else after["message_id"]

        def look() -> dict[str, Any] | None:
            said = [each for each in self.town.messages(self.chat_id) if each["from"]["is_bot"] and each["message_id"] > first]
            return newest(said, part)

        return until(
            look,
            patience=patience,
            what=f"{part!r} for {self.id}; there is {[words(each) for each in self.town.messages(self.chat_id)[-6:]]}",
        )

    def has_read(self, part: str, *, within: float = 0.0) -> bool:
        """Tell whether a message of the bot containing these words stands in the chat now, or does within some seconds."""
        end = time.monotonic() + within
        while newest([message for message in self.town.messages(self.chat_id) if message["from"]["is_bot"]], part) is None:
            if time.monotonic() >= end:
                return False
            time.sleep(0.1)
        return True

    def reads_ticket_number(self, part: str) -> int:
        """Wait for a message that names a ticket (`#12`), and return the number."""
        return number_in(self.reads(part))


def number_in(message: Mapping[str, Any]) -> int:
    """Return the number of the first ticket that a message names."""
    found = re.search(r"#(\d+)", words(message))
    assert found, f"no ticket number in {words(message)!r}"
    return int(found[1])


def words(message: Mapping[str, Any]) -> str:
    """Return the text or caption of a message, or the kind of a service message."""
    return str(message.get("text") or message.get("caption") or "")


def newest(messages: list[dict[str, Any]], part: str) -> dict[str, Any] | None:
    """Return the newest message that contains these words."""
    return next((message for message in reversed(messages) if part in words(message)), None)
