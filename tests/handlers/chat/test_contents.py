"""Contents: whatever a message carries is copied to the other side, or it is said that it cannot be."""

from random import Random
from typing import Any

import pytest
from aiogram.enums import ContentType
from aiogram.types import Message

from handlers.chat.media import CONTENT, NOT_COPYABLE
from tests.desk import AGENT, STAFF_GROUP, Desk
from tests.handlers.chat.staff_side import CUSTOMER, open_desk, ticket_of, topic_of
from tests.hostile.shapes import made_up_field

COPIED = (
    "text", "rich_message", "animation", "audio", "document", "live_photo", "photo", "sticker", "video", "video_note", "voice", "contact", "dice",
    "poll", "venue", "location",
)  # fmt: skip
TOLD = (
    "paid_media", "story", "checklist", "game", "invoice", "successful_payment", "gift", "unique_gift", "giveaway", "giveaway_winners", "unknown",
)  # fmt: skip
# What Telegram itself writes into a chat: nobody says it, and nobody is answered.
SERVICE = {
    "new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed", "migrate_to_chat_id",
    "migrate_from_chat_id", "pinned_message", "refunded_payment", "users_shared", "chat_shared", "gift_upgrade_sent", "connected_website",
    "write_access_allowed", "passport_data", "proximity_alert_triggered", "boost_added", "chat_background_set", "checklist_tasks_done",
    "checklist_tasks_added", "direct_message_price_changed", "forum_topic_created", "forum_topic_edited", "forum_topic_closed",
    "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "giveaway_created", "giveaway_completed",
    "managed_bot_created", "paid_message_price_changed", "poll_option_added", "poll_option_deleted", "suggested_post_approved",
    "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded", "video_chat_scheduled",
    "video_chat_started", "video_chat_ended", "video_chat_participants_invited", "web_app_data", "community_chat_added",
    "community_chat_removed", "community_chat_joined", "user_shared",
}  # fmt: skip


def carrying(kind: str) -> dict[str, Any]:
    """The fields of a message that carries this."""
    if kind == "unknown":
        return {"hologram": {"file_id": "h"}}
    if kind == "text":
        return {"text": "words"}
    return {kind: made_up_field(Message.model_fields[kind], Random(kind), fullness=0.0)}


def test_every_kind_of_the_bot_api_is_copied_told_or_none_of_our_business() -> None:
    assert {*COPIED, *TOLD, *SERVICE, "any"} == {kind.value for kind in ContentType}
    assert (frozenset({*COPIED, *TOLD}), frozenset(TOLD)) == (CONTENT, NOT_COPYABLE)


@pytest.mark.parametrize("kind", [*COPIED, *TOLD])
async def test_what_a_customer_sends_is_copied_into_the_topic_or_both_are_told(desk: Desk, kind: str) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    message_id = await desk.says(CUSTOMER, **carrying(kind))
    calls = await desk.deliver()
    if kind in COPIED:
        copy = {"chat_id": STAFF_GROUP, "from_chat_id": CUSTOMER, "message_id": message_id, "message_thread_id": topic_of(ticket)}
        assert calls == [("copyMessage", copy)]
    else:
        word = desk.phrase("media-kind", kind=kind)
        assert [(payload["chat_id"], payload["text"]) for _, payload in calls] == [
            (CUSTOMER, desk.phrase("message-not-relayed", kind=word)), (STAFF_GROUP, desk.phrase("message-not-relayed-staff", kind=word)),
        ]  # fmt: skip


@pytest.mark.parametrize("kind", [*COPIED, *TOLD])
async def test_what_staff_send_is_copied_to_the_customer_or_they_are_told(desk: Desk, kind: str) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    message_id = await desk.says_in_group(AGENT, topic=topic_of(ticket), **carrying(kind))
    calls = [(method, payload) for method, payload in await desk.deliver() if method != "editMessageText"]
    if kind in COPIED:
        assert calls == [("copyMessage", {"chat_id": CUSTOMER, "from_chat_id": STAFF_GROUP, "message_id": message_id})]
    else:
        ((_, payload),) = calls
        assert (payload["chat_id"], payload["text"]) == (STAFF_GROUP, desk.phrase("reply-refused"))
        assert payload["reply_parameters"]["message_id"] == message_id


@pytest.mark.parametrize("kind", ["refunded_payment", "chat_background_set", "boost_added", "giveaway_created"])
async def test_what_telegram_writes_itself_is_passed_on_by_nobody(desk: Desk, kind: str) -> None:
    await open_desk(desk)
    ticket = await ticket_of(desk)
    await desk.says(CUSTOMER, **carrying(kind))
    await desk.says_in_group(AGENT, topic=topic_of(ticket), **carrying(kind))
    assert await desk.deliver() == []
