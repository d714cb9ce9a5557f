"""A world with its server, and the two who talk to it: the bot over the Bot API, the people over the page's routes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import aiohttp
import telegram
from aiogram import types
from pydantic import BaseModel, TypeAdapter

from playground.seed import Cast
from playground.world import World

TOKEN = "4242:TEST-token-of-the-stage"
RETURNS: Mapping[str, tuple[Any, Any]] = {
    "getMe": (types.User, telegram.User),
    "getUpdates": (list[types.Update], telegram.Update),
    "getWebhookInfo": (types.WebhookInfo, telegram.WebhookInfo),
    "sendMediaGroup": (list[types.Message], telegram.Message),
    "copyMessage": (types.MessageId, telegram.MessageId),
    "copyMessages": (list[types.MessageId], telegram.MessageId),
    "forwardMessages": (list[types.MessageId], telegram.MessageId),
    "createForumTopic": (types.ForumTopic, telegram.ForumTopic),
    "getForumTopicIconStickers": (list[types.Sticker], telegram.Sticker),
    "getChat": (types.ChatFullInfo, telegram.ChatFullInfo),
    "getChatMember": (types.ResultChatMemberUnion, telegram.ChatMember),
    "getChatAdministrators": (list[types.ResultChatMemberUnion], telegram.ChatMember),
    "getFile": (types.File, telegram.File),
    "getMyCommands": (list[types.BotCommand], telegram.BotCommand),
    "getMyName": (types.BotName, telegram.BotName),
    "getMyDescription": (types.BotDescription, telegram.BotDescription),
    "getMyShortDescription": (types.BotShortDescription, telegram.BotShortDescription),
}
MESSAGE = (types.Message, telegram.Message)


class Stage:
    """What every test of the playground stands on. Whatever the bot is answered is read with both libraries on the way."""

    def __init__(self, world: World, cast: Cast, url: str, session: aiohttp.ClientSession) -> None:
        self.world = world
        self.cast = cast
        self.url = url
        self.session = session
        self._offset = 0

    async def raw(self, method: str, **parameters: Any) -> tuple[int, Any]:
        """One call of the bot: the HTTP status and the whole answer."""
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", json=parameters) as answer:
            return answer.status, await answer.json()

    async def bot(self, method: str, **parameters: Any) -> Any:
        """One call of the bot that succeeds: its result."""
        status, answer = await self.raw(method, **parameters)
        assert (status, answer["ok"]) == (200, True), answer
        read_with_both(method, answer["result"])
        return answer["result"]

    async def refusal(self, method: str, **parameters: Any) -> tuple[int, str]:
        """One call of the bot that fails: the code and the description."""
        status, answer = await self.raw(method, **parameters)
        assert not answer["ok"], answer
        assert status == answer["error_code"]
        return status, answer["description"]

    async def updates(self) -> list[dict[str, Any]]:
        """What came for the bot since the last time, confirmed."""
        found: list[dict[str, Any]] = await self.bot("getUpdates", offset=self._offset)
        if found:
            self._offset = found[-1]["update_id"] + 1
        return found

    async def page(self, path: str, verb: str = "POST", /, **body: Any) -> Any:
        """One call of the page that succeeds. `sender` stands for `from`, which Python keeps for itself."""
        status, answer = await self._page(path, verb, body)
        assert status == 200, answer
        return answer

    async def refused(self, path: str, verb: str = "POST", /, **body: Any) -> tuple[int, str]:
        """One call of the page that fails: the status and the sentence."""
        status, answer = await self._page(path, verb, body)
        assert status >= 400, answer
        return status, answer["detail"]

    async def write(self, sender: int, text: str, chat_id: int | None = None, **more: Any) -> Any:
        """A person writes, into the own private chat unless another is named."""
        return await self.page("messages", sender=sender, chat_id=sender if chat_id is None else chat_id, text=text, **more)

    async def send_keyboard(self, chat_id: int, *data: str) -> Any:
        """The bot sends a message with a button for each datum."""
        rows = [[{"text": datum, "callback_data": datum}] for datum in data]
        return await self.bot("sendMessage", chat_id=chat_id, text="choose", reply_markup={"inline_keyboard": rows})

    async def log(self, method: str | None = None) -> list[dict[str, Any]]:
        """The bot's calls so far."""
        found: list[dict[str, Any]] = await self.page(f"log?method={method}" if method else "log", "GET")
        return found

    async def _page(self, path: str, verb: str, body: dict[str, Any]) -> tuple[int, Any]:
        if "sender" in body:
            body["from"] = body.pop("sender")
        async with self.session.request(verb, f"{self.url}/playground/api/{path}", json=None if verb == "GET" else body) as answer:
            return answer.status, await answer.json()


def read_with_both(method: str, result: Any) -> None:
    """Reads an answer with aiogram and with python-telegram-bot; aiogram must know every field of it."""
    if isinstance(result, bool | int):
        return
    ours, theirs = RETURNS.get(method, MESSAGE)
    read = TypeAdapter(ours).validate_python(result, context={"bot": None})
    assert list(unknown_fields(read)) == []
    for part in result if isinstance(result, list) else [result]:
        assert theirs.de_json(part, bot=None) is not None


def unknown_fields(read: Any) -> list[str]:
    """The fields that aiogram has no name for, at any depth."""
    if isinstance(read, list | tuple):
        return [name for part in read for name in unknown_fields(part)]
    if not isinstance(read, BaseModel):
        return []
    # An animation carries a document and a made-up kind a hologram: the one is known, the other is meant to be unknown.
    here = [name for name in read.model_extra or {} if name != "hologram"]
    return here + [name for _, value in read for name in unknown_fields(value)]


def moment(text: str) -> datetime:
    """The moment of an ISO text."""
    return datetime.fromisoformat(text)
