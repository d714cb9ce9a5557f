"""The router: which topic answers what; the first that fits does."""

from aiogram import Router

from handlers.chat import (
    admin,
    bans,
    complaints,
    consent_buttons,
    content_rules,
    desk,
    floods,
    free_text,
    human_check,
    inquiries,
    my_tickets,
    privacy,
    profile,
    setup,
    staff,
    start,
    surveys,
    visits,
)

# In this order: who is not listened to comes no further, a flood is braked before anything is done, and free text takes what is left.
_TOPICS = (
    bans, content_rules, human_check, floods, setup, staff, admin, desk, consent_buttons, surveys, visits, start, profile, privacy, inquiries, complaints, my_tickets, free_text,
)  # fmt: skip


def build_router() -> Router:
    """Return a new router of all topics."""
    router = Router(name="chat")
    for topic in _TOPICS:
        router.include_router(topic.build_router())
    return router
