"""The mouth: python-telegram-bot's bare bot over aiohttp; what Telegram answers comes back as a value."""

import asyncio
import json
import os
import warnings
from datetime import timedelta
from typing import Any

import aiohttp
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

from bot.delivery.drawings import drawn
from bot.logs import without_token
from crm.outcomes import Blocked, Migrated, NotReached, Outcome, Refused, Sent, TopicGone, TryLater, Unknown

# python-telegram-bot's own switch: durations come as timedelta, as they will in its next version.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# What is queued is a method by name and its fields, so the named methods of the bot cannot be used.
warnings.filterwarnings("ignore", category=PTBUserWarning, message="Please use 'Bot")

CONNECT_SECONDS = 10
READ_SECONDS = 45
_KEEPALIVE_SECONDS = 20
_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid", "topic not found")
_UNREACHABLE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot can't initiate conversation", "user not found")


class _NeverLeft(NetworkError):
    """The connection could not be made."""


class _NoAnswer(NetworkError):
    """The call went out and no answer came."""


class AiohttpRequest(BaseRequest):
    """Lets python-telegram-bot speak through one aiohttp session."""

    def __init__(self, *, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer: long, because every time-out leaves a message in doubt."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the session."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEEPALIVE_SECONDS),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, connect=CONNECT_SECONDS, sock_read=READ_SECONDS),
        )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: Any, **_more: Any
    ) -> tuple[int, bytes]:
        """Make one HTTP request; raise _NeverLeft when no connection came about and _NoAnswer when no answer came."""
        if self._session is None:
            raise _NeverLeft("the session is closed")
        body, headers = _body_of(request_data)
        try:
            async with self._session.request(method, url, data=body, headers=headers) as response:
                content = await response.read()
                status = response.status
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise _NeverLeft(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _NoAnswer(type(error).__name__) from error
        if status == 413:
            raise BadRequest("Request Entity Too Large")
        return status, content


async def _files_of(payload: dict[str, Any]) -> dict[str, InputFile]:
    if "photo" not in payload:
        return {}
    drawings = await asyncio.to_thread(drawn, payload)  # some hundredths of a second, and more for the first
    return {name: InputFile(content, filename=f"{name}.png") for name, content in drawings.items()}


def _body_of(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData, dict[str, str]]:
    """Return the body of a request: JSON, or a form where a file goes along."""
    if request_data is None or not request_data.contains_files:
        return json.dumps(request_data.parameters if request_data else {}).encode(), {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


class Mouth:
    """Says one thing to Telegram and tells what became of it."""

    def __init__(self, *, token: str, api: str, connections: int, is_paid: bool = False) -> None:
        """`is_paid` lets Telegram charge for what goes beyond its free pace of 30 messages a second."""
        self._is_paid = is_paid
        request = AiohttpRequest(connections=connections)
        self._requests = (request, AiohttpRequest(connections=1))
        self._bot: ExtBot[None] = ExtBot(
            token, base_url=f"{api}/bot", base_file_url=f"{api}/file/bot", request=request, get_updates_request=self._requests[1]
        )
        self._request = request

    async def open(self) -> None:
        """Open the connections. `getMe` is not asked: its failure would carry the token."""
        await self._request.initialize()

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()

    async def call(self, method: str, payload: dict[str, Any]) -> Outcome:
        """Make one call of the Bot API. Never raises for what the network or Telegram does."""
        if self._is_paid and method.startswith(("send", "copy")) and method != "sendChatAction":
            payload = payload | {"allow_paid_broadcast": True}
        files = await _files_of(payload)
        try:
            result = await self._bot.do_api_request(method, api_kwargs=payload | files)
        except TelegramError as error:
            return _outcome_of(error)
        first = result[0] if isinstance(result, list) and result else result
        message_id = first.get("message_id") if isinstance(first, dict) else None
        return Sent(message_id=message_id, result=result)


def _outcome_of(error: TelegramError) -> Outcome:
    why = without_token(error.message)
    said = why.lower()
    match error:
        case RetryAfter():
            wait = error.retry_after
            return TryLater(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Forbidden():
            return Blocked(why)
        case BadRequest() if any(words in said for words in _TOPIC_GONE):
            return TopicGone()
        case BadRequest() if any(words in said for words in _UNREACHABLE):
            return Blocked(why)
        case BadRequest():
            return Refused(why)
        case InvalidToken():
            return NotReached("Telegram does not know this bot token", token_refused=True)
        case Conflict():
            return NotReached(why)
        case _NeverLeft():
            return NotReached(why)
        case _NoAnswer():
            return Unknown(why)
        case NetworkError():
            return Unknown(why, is_answered=True)
        case _:
            return Unknown(why)
