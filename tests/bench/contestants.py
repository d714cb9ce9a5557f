"""The contestants: two bare echo bots, and Kefu in full on either database; each by polling and by webhook."""

import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.children import PROGRAM_CORE, ROOT, SERVER_CORE, TOKEN, Child, Telegram
from tests.bench.databases import POSTGRESQL, SQLITE, Databases
from tests.bench.telegram import STAFF_CHAT

POLLING, WEBHOOK = "polling", "webhook"
_ALIASES = {"aiogram": "aiogram-polling", "ptb": "ptb-polling"}

# Always open, so that a message on a ticket is passed on and nothing else is said; and nobody of the crowd is a flood.
_HOURS = "\n".join(f'{day} = ["00:00-24:00"]' for day in "monday tuesday wednesday thursday friday saturday sunday".split())
BUSINESS = f"""company = "Lantern Tea"
time_zone = "Asia/Shanghai"
[opening_hours]
{_HOURS}
[flood]
messages = 60
seconds = 1
"""


@dataclass(frozen=True)
class Contestant:
    """A program, its database when it has one, and how updates come to it."""

    program: str
    database: str | None
    transport: str

    @property
    def name(self) -> str:
        """Return the name by which it is chosen."""
        return "-".join(part for part in (self.program, self.database, self.transport) if part)

    @property
    def is_served(self) -> bool:
        """Tell whether its database is a server of its own."""
        return self.database == POSTGRESQL

    @property
    def title(self) -> str:
        """Return the name by which it is shown."""
        shown = {"aiogram": "aiogram echo", "ptb": "python-telegram-bot echo", SQLITE: "Kefu, SQLite", POSTGRESQL: "Kefu, PostgreSQL"}
        return f"{shown[self.database or self.program]}, {self.transport}"


CONTESTANTS = tuple(
    Contestant(program, database, transport)
    for transport in (POLLING, WEBHOOK)
    for program, database in (("aiogram", None), ("ptb", None), ("kefu", SQLITE), ("kefu", POSTGRESQL))
)


def contestant_named(name: str) -> Contestant:
    """Return a contestant by its name; raise KeyError naming all there are."""
    names = {contestant.name: contestant for contestant in CONTESTANTS}
    found = names.get(_ALIASES.get(name, name))
    if found is None:
        raise KeyError(f"{name}; there are {', '.join(names)}")
    return found


@dataclass(frozen=True)
class Surroundings:
    """Where a measurement runs: a folder of its own, the databases, and whether programs and servers have a core each."""

    directory: Path
    databases: Databases
    is_pinned: bool

    def telegram(self) -> Telegram:
        """Start a loopback Bot API."""
        return Telegram(self.directory, core=SERVER_CORE if self.is_pinned else None)

    def start(
        self,
        contestant: Contestant,
        telegram: Telegram,
        *,
        database_url: str | None = None,
        instead: Sequence[str] = (),
        further: Mapping[str, str] | None = None,
    ) -> Child:
        """Start a contestant, on a fresh database unless one is given; another program `instead`, and with `further` settings."""
        port = free_port() if contestant.transport == WEBHOOK else 0
        settings: dict[str, str] = {}
        if contestant.database is None:
            command = [
                sys.executable,
                "-m",
                f"tests.bench.echo_{contestant.program}",
                telegram.address,
                TOKEN,
                *([str(port)] if port else []),
            ]
        else:
            command = [*instead] or [str(Path(sys.executable).with_name("kefu")), "run"]
            settings = self._settings(telegram, database_url or self.databases.fresh(contestant.database), port) | dict(further or {})
        return Child(
            command,
            core=PROGRAM_CORE if self.is_pinned else None,
            directory=ROOT if contestant.database is None else self.directory,
            settings=settings,
            log=self.directory / f"{contestant.name}.log",
        )

    def _settings(self, telegram: Telegram, database_url: str, port: int) -> dict[str, str]:
        business = self.directory / "business.toml"
        business.write_text(BUSINESS)
        chosen = {
            "bot_token": TOKEN,
            "bot_api": telegram.address,
            "database_url": database_url,
            "staff_chat": str(STAFF_CHAT),
            "business": str(business),
            "messages_per_second": "0",
            "http_port": str(port),
        }
        if port:
            chosen |= {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": "bench"}
        return {f"KEFU_{name.upper()}": value for name, value in chosen.items()}


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
