"""An outpost: the real program against a playground that outlives it, with a look into its database."""

import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import SQLModel

from bot.phrasebook import Phrasebook
from storage.customers import Contact
from storage.interactions import Interaction
from storage.tickets import Ticket
from storage.vocabulary import Direction, Language
from tests.faults.ledger import Ledger
from tests.journeys.stage import Stage
from tests.journeys.town import ANNA, DESK, OLIVIA, Somebody, Town, until, words
from tests.programs import surroundings

SECRET = "the-secret"
SAY = Phrasebook().speaking(Language.ENGLISH).plain


class Outpost(Town):
    """A town whose program is started by `kefu run` and can be ended and started again while the playground goes on."""

    def __init__(
        self, *, directory: Path, database_url: str | None = None, webhook: bool = False, settings: Mapping[str, str] | None = None
    ) -> None:
        self.stage = Stage(directory)
        self.address, self.http = self.stage.address, self.stage.http
        self.database_url = database_url or f"sqlite:///{directory}/kefu.db"
        self.log_path = directory / "program.log"
        self.web = httpx.Client(base_url=f"http://127.0.0.1:{_free_port()}", timeout=30)
        self._directory = directory
        self.ledger = Ledger(self.database_url)
        self._log = self.log_path.open("wb")
        self._people = 0
        self._settings = {
            "KEFU_BOT_TOKEN": self.stage.token, "KEFU_BOT_API": self.address, "KEFU_DATABASE_URL": self.database_url,
            "KEFU_HTTP_PORT": str(self.web.base_url.port), "KEFU_MESSAGES_PER_SECOND": "0", "KEFU_OWNERS": str(OLIVIA),
            "KEFU_STAFF_CHAT": str(DESK), **(settings or {}),
        }  # fmt: skip
        if webhook:
            self._settings |= {"KEFU_WEBHOOK_URL": f"{self.web.base_url}/telegram", "KEFU_WEBHOOK_SECRET": SECRET}
        self.is_webhook = webhook

    def start(self) -> None:
        """Start the program; it is at work when `ready` has returned."""
        environment = surroundings(is_measured=False)
        self.process = subprocess.Popen(
            [str(Path(sys.executable).with_name("kefu")), "run"],
            cwd=self._directory, env=environment | self._settings, stdout=self._log, stderr=self._log, text=True,
        )  # fmt: skip

    def ready(self) -> None:
        """Wait until the program is at work."""
        until(self._is_ready, patience=60, what=f"a program at work; it says {self.log()[-2000:]}")

    def engage_anna(self, group: int = DESK) -> None:
        """Let Olivia press START, and take Anna on in the staff group."""
        self.olivia().starts()
        here = Somebody(self, ANNA, group).says("Good morning")
        Somebody(self, OLIVIA, group).says("/staff add", reply_to=here["message_id"])
        until(lambda: [words(each) for each in self.messages(group) if "Anna" in words(each)], what="Anna among the staff")
        self.settle()

    def end_program(self) -> None:
        """End the program as a service manager does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def stop(self) -> float:
        """End the program and its playground."""
        self.end_program()
        self.ledger.close()
        self.stage.end()
        self.web.close()
        self._log.close()
        return 0.0

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.log()[-3000:]
        try:
            return self.web.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    # --- faults ---------------------------------------------------------------------------------------------------

    def fault(self, kind: str, *, method: str = "*", chat_id: int | None = None, times: int | None = 1, **shape: Any) -> None:
        """Let something go wrong."""
        plan = {"method": method, "chat_id": chat_id, "times": times, "fault": {"kind": kind, **shape}}
        self.http.post("/playground/api/faults", json=plan).raise_for_status()

    def end_faults(self) -> None:
        """Let nothing go wrong any more."""
        self.http.request("DELETE", "/playground/api/faults").raise_for_status()

    def faults(self) -> list[dict[str, Any]]:
        """Return the faults that still stand."""
        faults: list[dict[str, Any]] = self.glance()["faults"]
        return faults

    # --- the database ---------------------------------------------------------------------------------------------

    def rows(self, table: type[SQLModel], *, key: str | None = None, **values: Any) -> list[Any]:
        """Return the rows of a table that have these values, as the ledger does."""
        return self.ledger.rows(table, key=key, **values)

    def settle(self, *, patience: float = 60) -> None:
        """Wait until every update is taken and every message is said or given up."""
        until(lambda: self.glance()["pending_updates"] == 0, patience=patience, what="an empty queue at Telegram")
        until(lambda: not self.ledger.waiting(), patience=patience, what=f"an empty outbox; the log says {self.log()[-1500:]}")

    def ticket(self, number: int) -> Ticket:
        """Return a ticket by its number."""
        (ticket,) = self.rows(Ticket, number=number)
        assert isinstance(ticket, Ticket)
        return ticket

    def contact(self, person: Somebody) -> Contact:
        """Return the contact of a customer."""
        (contact,) = self.rows(Contact, address=str(person.id))
        assert isinstance(contact, Contact)
        return contact

    def heard(self, person: Somebody) -> list[str | None]:
        """Return what was kept of what a customer said or pressed, oldest first."""
        return [row.text for row in self.rows(Interaction, author_id=person.id, direction=Direction.IN)]

    def failures(self) -> tuple[list[Any], list[Any]]:
        """Return the updates that failed, and the messages that failed or are parked, since this test began."""
        return self.ledger.failures()

    # --- people ---------------------------------------------------------------------------------------------------

    def newcomer(self, name: str) -> Somebody:
        """Let a new customer press START, and be greeted."""
        person = self.customer(name)
        person.starts()
        person.reads("Write here as you would")
        self.settle()
        return person

    def topics(self, number: int) -> list[dict[str, Any]]:
        """Return the topics that were made for a ticket."""
        desk = next(chat for chat in self.glance()["chats"] if chat["id"] == DESK)
        return [topic for topic in desk["topics"] if topic["name"].startswith(f"#{number} ")]

    def olivia_was_alerted(self) -> bool:
        """Tell whether the owner was told, within this hour or the last, that something could not be delivered."""
        return self.olivia().has_read(SAY("delivery-unsettled-alert"))

    def asked(self, method: str, chat_id: int) -> int:
        """Return how often a method was called for a chat, whatever became of it."""
        return sum(call["chat_id"] == chat_id for call in self.calls(method))

    def with_ticket(self, name: str) -> tuple[Somebody, int]:
        """Let a new customer ask for a person; return the customer and the ticket's number when the ticket stands in its topic."""
        person = self.newcomer(name)
        person.says("/human")
        person.presses(SAY("human-button-connect"))
        number = person.reads_ticket_number("Your ticket is")
        self.sees_in_topic(number, f"#{number} · ")
        self.settle()
        return person, number

    def times_read(self, person: Somebody, part: str) -> int:
        """Return how many messages of the bot containing these words stand in somebody's chat."""
        return sum(part in words(message) for message in self.messages(person.chat_id) if message["from"]["is_bot"])


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port
