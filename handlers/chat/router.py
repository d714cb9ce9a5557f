"""The router: which topic answers what; the first that fits does."""

from aiogram import Router

from handlers.chat import (
    admin,
    aliases,
    audit,
    bans,
    campaign_answers,
    campaign_writing,
    campaigns,
    canned_replies,
    canned_reply_list,
    coaching,
    complaints,
    consent_buttons,
    content_rules,
    coupons,
    desk,
    floods,
    free_text,
    greeting_stops,
    groups,
    handovers,
    human_check,
    inline_replies,
    inquiries,
    my_tickets,
    originals,
    points,
    presence,
    privacy,
    profile,
    purchases,
    queue,
    reactions,
    referral_links,
    referrals,
    reviews,
    rewards,
    setup,
    staff,
    start,
    surveys,
    team,
    team_members,
    ticket_marks,
    ticket_states,
    ticket_ties,
    topics,
    transfers,
    visit_desk,
    visit_hands,
    visit_list,
    visit_plan_writing,
    visit_planning,
    visits,
    vouchers,
    which_ticket,
    withdrawals,
)

# In this order: who is not listened to comes no further, a flood is braked before anything is done, who asks for a person in the middle
# of a dialogue is heard by that, and free text takes what is left.
_TOPICS = (
    bans, content_rules, referral_links, human_check, floods, setup, staff, admin, audit, handovers, transfers, topics, team_members, groups, presence, team,
    reviews, coaching, campaigns, campaign_writing, campaign_answers, queue, visit_desk, visit_hands, visit_list, visit_planning, visit_plan_writing, ticket_states, ticket_marks,
    ticket_ties, canned_replies, canned_reply_list, inline_replies, withdrawals, originals, reactions, aliases, vouchers, coupons, greeting_stops, desk, consent_buttons, surveys, visits, purchases,
    points, rewards, referrals, start, profile, privacy, complaints, my_tickets, inquiries, which_ticket, free_text,
)  # fmt: skip


def build_router() -> Router:
    """Return a new router of all topics."""
    router = Router(name="chat")
    for topic in _TOPICS:
        router.include_router(topic.build_router())
    return router
