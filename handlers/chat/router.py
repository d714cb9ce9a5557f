"""The router: which topic answers what; the first that fits does."""

from aiogram import Router

from handlers.chat import admin, consent_buttons, desk, setup, staff, start, surveys, visits


def build_router() -> Router:
    """Return a new router of all topics."""
    router = Router(name="chat")
    for topic in (setup, staff, admin, desk, consent_buttons, surveys, visits, start):
        router.include_router(topic.build_router())
    return router
