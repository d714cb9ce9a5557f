"""The router: which topic answers what; the first that fits does."""

from aiogram import Router

from handlers.chat import (
    admin,
    aliases,
    canned_replies,
    canned_reply_list,
    complaints,
    consent_buttons,
    desk,
    floods,
    free_text,
    inline_replies,
    inquiries,
    my_tickets,
    originals,
    privacy,
    profile,
    reactions,
    setup,
    staff,
    start,
    surveys,
    ticket_marks,
    ticket_states,
    ticket_ties,
    visits,
    which_ticket,
    withdrawals,
)

# In this order: a flood is braked before anything is done, and free text takes what nothing else has taken.
_TOPICS = (
    floods, setup, staff, admin, ticket_states, ticket_marks, ticket_ties, canned_replies, canned_reply_list, inline_replies, withdrawals, originals,
    reactions, aliases, desk, consent_buttons, surveys, visits, start, profile, privacy, inquiries, complaints, my_tickets, which_ticket, free_text,
)  # fmt: skip


def build_router() -> Router:
    """Return a new router of all topics."""
    router = Router(name="chat")
    for topic in _TOPICS:
        router.include_router(topic.build_router())
    return router
