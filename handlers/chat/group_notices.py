"""Notices of groups: what stands in a group that the bot joined, and what owners must know of the staff group."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from aiogram.methods import LeaveChat, ReopenForumTopic, SendMessage

from crm.deliveries import StaffGroupUnreachable
from crm.group_news import (
    ForeignGroup,
    GroupJoined,
    StaffGroupBack,
    StaffGroupChosen,
    StaffGroupLost,
    StaffGroupMoved,
    StaffGroupReleased,
    TopicsOutOfReach,
)
from crm.groups import has_topics
from crm.spoken import spoken_from
from crm.teams import team_label
from crm.ticket_notices import CustomerWrote
from handlers.chat.group_lacks import lacks_text
from handlers.chat.media import NOT_COPYABLE
from handlers.chat.menus import queue_command_menus, take_menu_away
from handlers.chat.recaps import recap_texts
from handlers.chat.relaying import relay_to_staff
from handlers.chat.ticket_notices import show_story
from handlers.chat.ticket_places import place_of
from handlers.chat.voice import Voice
from storage.groups import GroupChat
from storage.interactions import find_interaction, find_places
from storage.places import hold_places
from storage.tickets import Ticket, count_open_tickets, list_open_tickets
from storage.vocabulary import Direction, Lane

# That a group is lost may be known only from a post that fails, and until then others were queued that fail as well.
_POSTS_UNDER_WAY = timedelta(minutes=10)


async def _group_joined(notice: GroupJoined, voice: Voice) -> None:
    group = notice.group
    key = "setup-joined-ready" if has_topics(group) else "setup-joined-without-right" if group.is_forum else "setup-joined-without-topics"
    _say(group, voice, voice.staff_phrases(key, company=voice.business.company))


async def _foreign_group(notice: ForeignGroup, voice: Voice) -> None:
    if notice.by_nobody and not notice.is_channel:
        _say(notice.group, voice, voice.staff_phrases("setup-joined-by-nobody"))
    voice.do(LeaveChat(chat_id=notice.group.chat_id), lane=Lane.STAFF)


async def _staff_group_chosen(notice: StaffGroupChosen, voice: Voice) -> None:
    voice.forget_staff_groups()
    group = notice.group
    for former in notice.former:
        take_menu_away(voice, former.chat_id)
        if former.is_member:
            _say(former, voice, voice.staff_phrases("setup-moved-away", title=group.title))
    _say(group, voice, await _welcome(notice, voice))
    if (lacks := lacks_text(group, voice.staff_phrases)) is not None:
        _say(group, voice, lacks)
    await queue_command_menus(voice)
    topics = has_topics(group)
    await _show_open(
        voice, lambda ticket, homeless: homeless or (topics and ticket.topic_id is None and ticket.topic_chat_id == group.chat_id)
    )


async def _welcome(notice: StaffGroupChosen, voice: Voice) -> str:
    group, form = notice.group, "topics" if has_topics(notice.group) else "plain"
    if group.team is not None:
        return voice.staff_phrases(f"setup-team-{form}", team=team_label(group.team, voice.business, voice.business.staff_language))
    if notice.is_further:
        return voice.staff_phrases(f"setup-further-{form}")
    return voice.staff_phrases(f"setup-done-{form}", tickets=await count_open_tickets(voice.session))


async def _staff_group_released(notice: StaffGroupReleased, voice: Voice) -> None:
    voice.forget_staff_groups()
    take_menu_away(voice, notice.group.chat_id)
    if notice.group.is_member:
        _say(notice.group, voice, voice.staff_phrases("setup-released"))
    await _show_open(voice, lambda ticket, homeless: homeless)


async def _staff_group_lost(notice: StaffGroupLost | StaffGroupUnreachable, voice: Voice) -> None:
    voice.forget_staff_groups()
    await voice.tell_owners("staff-group-lost", title=notice.group.title)


async def _staff_group_back(notice: StaffGroupBack, voice: Voice) -> None:
    voice.forget_staff_groups()
    group, lost_at = notice.group, notice.lost_at
    _say(group, voice, voice.staff_phrases("setup-back"))
    since, topics = lost_at - _POSTS_UNDER_WAY, has_topics(group)

    def is_wanted(ticket: Ticket, homeless: bool) -> bool:
        has_missed = ticket.last_message_at >= since or (topics and ticket.topic_id is None)
        return homeless or (ticket.topic_chat_id == group.chat_id and has_missed)

    await _show_open(voice, is_wanted)


async def _staff_group_moved(notice: StaffGroupMoved, voice: Voice) -> None:
    voice.forget_staff_groups()
    await queue_command_menus(voice)
    group = notice.group
    await _show_open(voice, lambda ticket, homeless: homeless or (ticket.topic_id is None and ticket.topic_chat_id == group.chat_id))


async def _topics_out_of_reach(notice: TopicsOutOfReach, voice: Voice) -> None:
    await voice.tell_owners("staff-group-without-topics", title=notice.group.title)


async def _show_open(voice: Voice, is_wanted: Callable[[Ticket, bool], bool]) -> None:
    """Show open tickets, each where it stands or else in a place of its team; `is_wanted` is told whether it stands nowhere."""
    await hold_places(voice.session)
    after_id = 0
    while tickets := await list_open_tickets(voice.session, after_id=after_id):
        for ticket in tickets:
            here = await voice.group_of(ticket)
            if is_wanted(ticket, here is None):
                target = here or await place_of(ticket, voice)
                if target is not None:
                    await _show(ticket, voice, target)
        after_id = tickets[-1].id


async def _show(ticket: Ticket, voice: Voice, group: GroupChat) -> None:
    """Post a ticket's story: in the topic that it has in this group already, or in a new one."""
    if ticket.topic_chat_id != group.chat_id or ticket.topic_id is None:
        await show_story(ticket, voice, group)
        return
    voice.do(ReopenForumTopic(chat_id=group.chat_id, message_thread_id=0), lane=Lane.STAFF, ticket_id=ticket.id, in_topic=True)
    story = await recap_texts(ticket, voice)
    for text in story.texts:
        voice.say(
            SendMessage(chat_id=group.chat_id, text=text, parse_mode="HTML"),
            lane=Lane.STAFF, direction=Direction.INTERNAL, customer_id=ticket.customer_id, ticket_id=ticket.id, in_topic=True,
        )  # fmt: skip
    for place in await find_places(voice.session, interaction_ids=story.media_interaction_ids):
        interaction = await find_interaction(voice.session, place.interaction_id)
        kind = str((interaction.media or {}).get("kind", "text")) if interaction else "text"
        if place.chat_id < 0 or interaction is None or kind in NOT_COPYABLE:
            continue
        spoken = spoken_from(interaction)
        notice = CustomerWrote(ticket, place.interaction_id, place.chat_id, place.message_id, kind, None, spoken)
        await relay_to_staff(notice, voice, group)


def _say(group: GroupChat, voice: Voice, text: str) -> None:
    voice.say(SendMessage(chat_id=group.chat_id, text=text, parse_mode="HTML"), lane=Lane.STAFF, direction=Direction.INTERNAL)


RENDERERS: Mapping[type, Any] = {
    GroupJoined: _group_joined,
    ForeignGroup: _foreign_group,
    StaffGroupChosen: _staff_group_chosen,
    StaffGroupReleased: _staff_group_released,
    StaffGroupLost: _staff_group_lost,
    StaffGroupUnreachable: _staff_group_lost,
    StaffGroupBack: _staff_group_back,
    StaffGroupMoved: _staff_group_moved,
    TopicsOutOfReach: _topics_out_of_reach,
}
