"""The people of the world and the bot's own profile."""

from dataclasses import dataclass, field
from enum import StrEnum

from playground.wire import Json

ANONYMOUS_ADMIN = 1087968824
CHANNEL_SENDER = 136817688


class PersonKind(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    OWNER = "owner"


@dataclass
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    kind: PersonKind = PersonKind.CUSTOMER
    phone_number: str | None = None
    deactivated: bool = False

    def as_user(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user

    def for_page(self) -> Json:
        """The person as the page shows one."""
        return {
            "id": self.id,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
            "kind": self.kind.value,
            "phone_number": self.phone_number,
        }


@dataclass
class Bot:
    """The bot's account: its name in each language, and its commands in each scope and language."""

    id: int
    username: str
    first_name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], tuple[Json, list[Json]]] = field(default_factory=dict)

    def as_user(self) -> Json:
        """The Bot API's User."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def for_page(self) -> Json:
        """The bot as the page shows it."""
        return {
            "id": self.id,
            "username": self.username,
            "first_name": self.first_name,
            "can_join_groups": True,
            "descriptions": dict(self.descriptions),
        }

    def commands_for_page(self) -> list[Json]:
        """Every list of commands with its scope and language."""
        return [
            {"scope": scope, "language_code": language, "commands": commands} for (_, language), (scope, commands) in self.commands.items()
        ]
