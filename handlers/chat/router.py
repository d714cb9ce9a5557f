"""The router: which topic answers what; the first that fits does."""

from aiogram import Router

from handlers.chat import (
    admin,
    aliases,
    audit,
    bans,
    canned_replies,
    canned_reply_list,
    complaints,
    consent_buttons,
    content_rules,
    desk,
    floods,
    free_text,
    greeting_stops,
    handovers,
    human_check,
    inline_replies,
    inquiries,
    my_tickets,
    originals,
    presence,
    privacy,
    profile,
    queue,
    reactions,
    reviews,
    setup,
    staff,
    start,
    surveys,
    team,
    ticket_marks,
    ticket_states,
    ticket_ties,
    visits,
    which_ticket,
    withdrawals,
)

# In this order: who is not listened to comes no further, a flood is braked before anything is done, and free text takes what is left.
_TOPICS = (
    bans, content_rules, human_check, floods, setup, staff, admin, audit, handovers, presence, team, reviews, queue, ticket_states, ticket_marks,
    ticket_ties, canned_replies, canned_reply_list, inline_replies, withdrawals, originals, reactions, aliases, greeting_stops, desk, consent_buttons, surveys, visits,
    start, profile, privacy, inquiries, complaints, my_tickets, which_ticket, free_text,
)  # fmt: skip


def build_router() -> Router:
    """Return a new router of all topics."""
    router = Router(name="chat")
    for topic in _TOPICS:
        router.include_router(topic.build_router())
    return router
