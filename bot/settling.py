"""Settling: what a start asks of Telegram and sets right: who we are, how updates come, owners, command menus, the staff group."""

import asyncio
import contextlib
from datetime import datetime
from urllib.parse import urlsplit

import structlog

from bot.clock import Clock
from bot.delivery.mouth import Mouth
from bot.settings import Settings
from bot.wiring import Parts
from crm.groups import adopt_staff_group
from crm.outcomes import Blocked, Migrated, NotReached, Refused, Sent, TryLater
from crm.staff import appoint_owners
from handlers.chat.dispatching import ALLOWED_UPDATES
from handlers.chat.menus import queue_command_menus
from storage.database import DATABASE_ERRORS, OVERTAKEN_ERRORS, Database, is_collision, is_unavailable, reason_of

log = structlog.get_logger(__name__)

DEFAULT_HOOK_PATH = "/telegram"
_ASK_AGAIN_SECONDS = 3.0
_MOST_OVERTAKEN = 10


class CannotStart(Exception):
    """The program cannot start; the message says why in one sentence."""


class Settling:
    """Makes the calls of a start, however long Telegram or the database take to be there."""

    def __init__(self, settings: Settings, *, mouth: Mouth, database: Database, now: Clock, stop: asyncio.Event) -> None:
        self._settings = settings
        self._mouth = mouth
        self._database = database
        self._now = now
        self._stop = stop

    async def choose_how_updates_come(self) -> None:
        """Let Telegram call us when a webhook is set, or keep updates until we ask for them."""
        settings = self._settings
        if settings.webhook_url is not None and settings.webhook_secret is not None:
            await self._call(
                "setWebhook",
                url=hook_address(settings.webhook_url),
                secret_token=settings.webhook_secret.get_secret_value(),
                allowed_updates=list(ALLOWED_UPDATES),
            )
        else:
            await self._call("deleteWebhook")

    async def ask_identity(self) -> str | None:
        """Return the bot's username, however long Telegram takes to be there; None when stopped meanwhile."""
        while not self._stop.is_set():
            outcome = await self._mouth.call("getMe", {})
            match outcome:
                case Sent(result={"username": str(username)}):
                    return username
                case NotReached(token_refused=True):
                    raise CannotStart("KEFU_BOT_TOKEN: Telegram does not know this token.")
                case _:
                    log.warning("program.telegram_not_reached", why=getattr(outcome, "why", type(outcome).__name__))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), timeout=_ASK_AGAIN_SECONDS)
        return None

    async def _call(self, method: str, **payload: object) -> object:
        """Make a call that the start needs, however long Telegram takes to answer it.

        Return its result, where a group has moved to, or None when Telegram refused it or the program is stopped meanwhile.
        """
        while not self._stop.is_set():
            outcome = await self._mouth.call(method, payload)
            match outcome:
                case Sent(result=result):
                    return result
                case Migrated():
                    return outcome
                case Refused(why=why) | Blocked(why=why):
                    log.error("program.call_refused", method=method, why=why)
                    return None
                case TryLater(wait=wait):
                    seconds = wait.total_seconds()
                case _:
                    seconds = _ASK_AGAIN_SECONDS
            log.warning("program.call_delayed", method=method, outcome=type(outcome).__name__, seconds=seconds)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), timeout=seconds)
        return None

    async def settle_when_possible(self, parts: Parts) -> None:
        """Settle, however long the database takes to be there again: it may go away once more just after it came back.

        People write meanwhile, and may be first with a ticket that is being shown: then it is done again.
        """
        overtaken = 0
        while not self._stop.is_set():
            try:
                await self._settle(parts)
            except (*DATABASE_ERRORS, *OVERTAKEN_ERRORS) as error:
                if isinstance(error, OVERTAKEN_ERRORS) or is_collision(error):
                    overtaken += 1
                    log.warning("program.overtaken", error=type(error).__name__)
                    if overtaken == _MOST_OVERTAKEN:
                        raise
                    continue
                if not is_unavailable(error):
                    raise
                log.error("program.held_up", why=reason_of(error))
                await asyncio.sleep(1)
            else:
                return

    async def _settle(self, parts: Parts) -> None:
        """Let owners, command menus and staff group be as the settings say. Only the leader does, so that nothing is settled twice."""
        at = self._now()
        async with self._database.begin() as session:
            await appoint_owners(session, user_ids=self._settings.owners, at=at)
            await session.flush()
            await queue_command_menus(parts.dispatching.voice(session, at))
        if self._settings.staff_chat is not None:
            await self._adopt_staff_chat(parts, self._settings.staff_chat, at)

    async def _adopt_staff_chat(self, parts: Parts, chat_id: int, at: datetime) -> None:
        chat = await self._call("getChat", chat_id=chat_id)
        member = await self._call("getChatMember", chat_id=chat_id, user_id=self._settings.bot_id)
        if isinstance(chat, Migrated):
            log.warning("program.staff_chat_moved", setting="KEFU_STAFF_CHAT", chat=chat_id, now=chat.chat_id)
            await self._adopt_staff_chat(parts, chat.chat_id, at)
            return
        if not isinstance(chat, dict) or not isinstance(member, dict) or member.get("status") in ("left", "kicked"):
            log.error("program.staff_chat_out_of_reach", setting="KEFU_STAFF_CHAT", chat=chat_id)
            return
        async with self._database.begin() as session:
            await adopt_staff_group(
                session,
                chat_id=chat_id,
                title=str(chat.get("title", chat_id)),
                is_forum=bool(chat.get("is_forum")),
                may_manage_topics=bool(member.get("can_manage_topics")),
                may_delete_messages=bool(member.get("can_delete_messages")),
                is_administrator=member.get("status") in ("creator", "administrator"),
                at=at,
                tell=parts.make_tell(session, at),
            )


def hook_address(webhook_url: str) -> str:
    """Return the address at which Telegram finds the webhook: the setting, with a path when it names none."""
    return webhook_url if urlsplit(webhook_url).path.strip("/") else webhook_url + DEFAULT_HOOK_PATH
