"""Notices in the chat: finds the words and the messages for each fact that must be told."""

from collections.abc import Awaitable, Callable
from typing import Any

from crm.notices import Notice
from handlers.chat import (
    assignment_notices,
    ban_notices,
    campaign_notices,
    canned_reply_notices,
    coaching_notices,
    coupon_notices,
    deadline_notices,
    failure_notices,
    greeting_notices,
    group_notices,
    job_notices,
    presence_notices,
    relay_notices,
    reminder_notices,
    review_notices,
    staff_notices,
    survey_notices,
    ticket_notices,
    ticket_state_notices,
    ticket_tie_notices,
    transfer_notices,
    visit_lapse_notices,
    visit_notices,
    which_ticket_notices,
)
from handlers.chat.voice import Voice

Renderer = Callable[[Any, Voice], Awaitable[None]]

RENDERERS: dict[type[Notice], Renderer] = {
    **canned_reply_notices.RENDERERS,
    **coaching_notices.RENDERERS,
    **assignment_notices.RENDERERS,
    **ban_notices.RENDERERS,
    **campaign_notices.RENDERERS,
    **coupon_notices.RENDERERS,
    **deadline_notices.RENDERERS,
    **failure_notices.RENDERERS,
    **greeting_notices.RENDERERS,
    **group_notices.RENDERERS,
    **job_notices.RENDERERS,
    **presence_notices.RENDERERS,
    **relay_notices.RENDERERS,
    **reminder_notices.RENDERERS,
    **review_notices.RENDERERS,
    **staff_notices.RENDERERS,
    **survey_notices.RENDERERS,
    **ticket_notices.RENDERERS,
    **ticket_state_notices.RENDERERS,
    **ticket_tie_notices.RENDERERS,
    **transfer_notices.RENDERERS,
    **visit_lapse_notices.RENDERERS,
    **visit_notices.RENDERERS,
    **which_ticket_notices.RENDERERS,
}


async def render(notice: Notice, voice: Voice) -> None:
    """Queue the messages by which a fact is told. Raises LookupError for a notice that nobody words."""
    renderer = RENDERERS.get(type(notice))
    if renderer is None:
        raise LookupError(f"nobody words {type(notice).__name__}")
    await renderer(notice, voice)
