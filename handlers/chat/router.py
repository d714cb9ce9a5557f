"""The router: which topic answers what; the first that fits does."""

from aiogram import Router

from handlers.chat import start


def build_router() -> Router:
    """Return a new router of all topics."""
    router = Router(name="chat")
    for topic in (start,):
        router.include_router(topic.build_router())
    return router
