"""The town: what the program has said so far, read from the playground's call log as it grows."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.crash.victim import Victim
from tests.journeys.town import DESK

_CARD = re.compile(r"<b>#(\d+) · ")
_TICKET = re.compile(r"Your complaint is ticket <b>#(\d+)</b>")


@dataclass(frozen=True)
class Shown:
    """A message with buttons that stands in a private chat."""

    message_id: int
    buttons: tuple[str, ...]
    ticket_number: int | None


@dataclass
class Town:
    """What stands where, as far as the people of the town have read it."""

    victim: Victim
    last_call: int = 0
    shown: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    threads: dict[int, int] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    def read_on(self) -> None:
        """Read what was said since the last time."""
        for call in self.victim.calls(after=self.last_call):
            self.last_call = call["id"]
            if call["ok"]:
                self._note(call["method"], call["parameters"], call["result"])

    def button(self, chat_id: int, prefix: str, *, after: int) -> tuple[int, str] | None:
        """Return message id and data of the newest button that begins so, on a message after this one."""
        for shown in reversed(self.shown[chat_id]):
            for data in shown.buttons:
                if shown.message_id > after and data.startswith(prefix):
                    return shown.message_id, data
        return None

    def ticket_opened(self, chat_id: int, *, after: int) -> int | None:
        """Return the number of the ticket that the customer was told of after this message."""
        return next((shown.ticket_number for shown in self.shown[chat_id] if shown.ticket_number and shown.message_id > after), None)

    def _note(self, method: str, given: dict[str, Any], result: Any) -> None:
        chat_id = given.get("chat_id")
        if method == "sendMessage" and chat_id == DESK:
            card = _CARD.match(given["text"])
            if card and "message_thread_id" in given:
                self.threads[int(card[1])] = given["message_thread_id"]
        elif method == "sendMessage" and isinstance(chat_id, int):
            rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
            buttons = tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)
            told = _TICKET.search(given["text"])
            if buttons or told:
                self.shown[chat_id].append(Shown(result["message_id"], buttons, int(told[1]) if told else None))
        elif method == "closeForumTopic":
            self.closed.add(given["message_thread_id"])
        elif method == "reopenForumTopic":
            self.closed.discard(given["message_thread_id"])
