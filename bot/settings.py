"""Settings from the environment or `.env`."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.database import UnknownDatabase, driver_url

TOKEN_SHAPE = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,100}")
_SECRET_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,256}")
PREFIX = "KEFU_"
TELEGRAM_API = "https://api.telegram.org"


class LogFormat(StrEnum):
    """How log lines look."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """Which log lines are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class WrongSetting(Exception):
    """A setting has a value that cannot be used; `variable` names it and `why` says what it should be."""

    def __init__(self, variable: str, why: str) -> None:
        super().__init__(f"{variable}: {why}")
        self.variable = variable
        self.why = why


class Settings(BaseSettings):
    """Everything that the operator decides outside the chat."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    bot_token: SecretStr | None = None
    bot_api: str = TELEGRAM_API
    database_url: str = "sqlite:///var/kefu.db"
    staff_chat: int | None = None
    owners: Annotated[tuple[int, ...], NoDecode] = ()
    business: Path | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    messages_per_second: float = Field(default=28, ge=0, le=1000)
    log_format: LogFormat = LogFormat.CONSOLE
    log_level: LogLevel = LogLevel.INFO

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not TOKEN_SHAPE.fullmatch(token.get_secret_value()):
            raise ValueError("should look like 123456:ABC-def, as BotFather gives it")
        return token

    @field_validator("owners", mode="before")
    @classmethod
    def _owners_are_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        words = [word.strip() for word in value.split(",") if word.strip()]
        if not all(re.fullmatch(r"\d{1,15}", word) for word in words):
            raise ValueError("should be Telegram user ids, separated by commas")
        return tuple(int(word) for word in words)

    @field_validator("bot_api")
    @classmethod
    def _api_is_an_address(cls, value: str) -> str:
        return _web_address(value, schemes=("http", "https"))

    @field_validator("webhook_url")
    @classmethod
    def _webhook_is_an_address(cls, value: str | None) -> str | None:
        return None if value is None else _web_address(value, schemes=("http", "https"))

    @field_validator("webhook_secret")
    @classmethod
    def _secret_has_its_shape(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not _SECRET_SHAPE.fullmatch(secret.get_secret_value()):
            raise ValueError("should be 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
        return secret

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        try:
            driver_url(value)
        except UnknownDatabase as error:
            raise ValueError("should be sqlite:///path or postgresql://…") from error
        return value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _words_in_any_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> "Settings":
        if (self.webhook_url is None) != (self.webhook_secret is None):
            missing = "webhook_secret" if self.webhook_secret is None else "webhook_url"
            raise ValueError(f"{PREFIX}{missing.upper()} is missing: a webhook needs its address and its secret")
        return self

    @property
    def token(self) -> str:
        """The bot token in clear; raise WrongSetting when there is none."""
        if self.bot_token is None:
            raise WrongSetting(f"{PREFIX}BOT_TOKEN", "is not set; BotFather gives one, and `kefu demo` needs none")
        return self.bot_token.get_secret_value()

    @property
    def bot_id(self) -> int:
        """The bot's user id, which stands before the colon of its token."""
        return int(self.token.split(":")[0])


def _web_address(value: str, *, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("should be a web address such as https://example.org")
    return value.rstrip("/")


def load_settings(*, env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """Return the settings; raise WrongSetting naming the first variable that cannot be used."""
    try:
        return Settings(_env_file=env_file, **overrides)  # type: ignore[arg-type]  # the fields check themselves
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        message = str(first["msg"]).removeprefix("Value error, ")
        if not first["loc"]:
            variable, _, why = message.partition(" ")
            raise WrongSetting(variable, why) from None
        raise WrongSetting(f"{PREFIX}{str(first['loc'][0]).upper()}", _in_words(first["type"], message)) from None


def _in_words(kind: str, message: str) -> str:
    match kind:
        case "int_parsing":
            return "should be a whole number"
        case "float_parsing":
            return "should be a number"
        case _:
            return message[:1].lower() + message[1:]
