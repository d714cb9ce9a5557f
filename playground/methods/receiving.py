"""How the bot gets its updates: getUpdates, the webhook methods, and the answer to a pressed button."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from playground.mishaps import mishandled
from playground.refusals import Refused, bad_request
from playground.wire import Json, Parameters
from playground.world import World

ANSWER_LIMIT = 200
PRESS_LIFETIME_SECONDS = 150
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def get_updates(world: World, p: Parameters) -> list[Json]:
    if world.webhook.url:
        raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
    limit = p.integer("limit", 100)

    async def poll(wait_seconds: int) -> list[Json]:
        return await world.queue.poll(
            offset=p.integer("offset"),
            limit=limit if 1 <= limit <= 100 else 100,
            wait_seconds=wait_seconds,
            types=_allowed_updates(p),
        )

    updates = await poll(max(0, p.integer("timeout")))
    return await mishandled(world, updates, gather=lambda: poll(0))


def set_webhook(world: World, p: Parameters) -> bool:
    url = p.text("url")
    if not url:
        return delete_webhook(world, p)
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = p.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    if p.boolean("drop_pending_updates"):
        world.queue.clear()
    world.queue.allow(_allowed_updates(p))
    world.queue.end_poll()
    world.webhook.set(
        parts.geturl(),
        secret=secret,
        max_connections=min(100, max(1, p.integer("max_connections", 40))),
        ip_address=p.text("ip_address"),
        has_custom_certificate="certificate" in p.uploads,
    )
    return True


def delete_webhook(world: World, p: Parameters) -> bool:
    if p.boolean("drop_pending_updates"):
        world.queue.clear()
    world.webhook.remove()
    return True


def get_webhook_info(world: World, p: Parameters) -> Json:
    return world.webhook.info()


def answer_callback_query(world: World, p: Parameters) -> bool:
    text, url = p.text("text"), p.text("url")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    press = world.presses.get(p.text("callback_query_id"))
    if press is None or press.answered or time.monotonic() - press.pressed_at > PRESS_LIFETIME_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if url and not url.startswith((f"https://t.me/{world.bot.username}?", f"t.me/{world.bot.username}?")):
        raise bad_request("URL_INVALID")
    press.answered = True
    world.events.add(
        {
            "type": "callback_answer",
            "callback_query_id": press.id,
            "person_id": press.person_id,
            "chat_id": press.chat_id,
            "text": text or None,
            "show_alert": p.boolean("show_alert"),
            "url": url or None,
        }
    )
    return True


def _allowed_updates(p: Parameters) -> list[str] | None:
    try:
        given: Any = p.structure("allowed_updates")
    except ValueError:
        return None
    return given if isinstance(given, list) else None


METHODS = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "answerCallbackQuery": answer_callback_query,
}
