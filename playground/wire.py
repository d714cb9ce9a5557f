"""The JSON that crosses the wire, and the parameters of a Bot API call read the way Telegram reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

STRUCTURES = frozenset(
    {
        "allowed_updates",
        "caption_entities",
        "commands",
        "entities",
        "explanation_entities",
        "link_preview_options",
        "media",
        "message_ids",
        "options",
        "permissions",
        "reaction",
        "reply_markup",
        "reply_parameters",
        "results",
        "scope",
    }
)
NUMBERS = frozenset(
    {"chat_id", "from_chat_id", "limit", "message_id", "message_thread_id", "offset", "reply_to_message_id", "timeout", "user_id"}
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    file_name: str
    content_type: str
    content: bytes


class Parameters:
    """The parameters of one call. Forms carry everything as text, JSON bodies carry real values; both read the same here."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads: Mapping[str, Upload] = uploads or {}

    def has(self, name: str) -> bool:
        """Whether the caller gave it at all; an empty text counts as not given, as at Telegram."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """The text of a parameter, or an empty one."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value) if isinstance(value, dict | list) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """The number, or the default where it is missing or no number."""
        value = self.values.get(name)
        if isinstance(value, bool):
            return int(value)
        try:
            return int(value) if value is not None else default
        except (TypeError, ValueError):
            return default

    def number(self, name: str) -> float:
        """The number with a fraction, or 0."""
        try:
            return float(self.values.get(name) or 0)
        except (TypeError, ValueError):
            return 0.0

    def boolean(self, name: str) -> bool:
        """True for true, yes and 1."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """The decoded JSON of a parameter, None when it is missing. ValueError when it is no JSON."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        return json.loads(value) if isinstance(value, str) else value

    def numbers(self, name: str) -> list[int]:
        """The list of whole numbers. ValueError when it is anything else."""
        given = self.structure(name)
        if not isinstance(given, list) or not all(isinstance(number, int) for number in given):
            raise ValueError(f"{name} is no list of numbers")
        return given

    def as_logged(self) -> Json:
        """The parameters with their real types, files as their names."""
        seen: Json = {}
        for name, value in self.values.items():
            seen[name] = self._typed(name, value)
        for name, upload in self.uploads.items():
            seen.setdefault(name, f"file:{upload.file_name}")
        return seen

    def _typed(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if name in STRUCTURES:
            try:
                return json.loads(value)
            except ValueError:
                return value
        if name in NUMBERS:
            try:
                return int(value)
            except ValueError:
                return value
        return {"true": True, "True": True, "false": False, "False": False}.get(value, value)
