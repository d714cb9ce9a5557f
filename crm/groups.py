"""Groups: where the bot is a member, and in which of them staff answer."""

from collections.abc import Collection
from datetime import datetime

from crm.audit import note_act
from crm.deliveries import follow_group
from crm.group_facts import GroupFacts, keep_facts
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
from crm.notices import Tell
from crm.permissions import is_allowed, require_role
from crm.refusals import Refusal
from crm.teams import MAIN_PLACE, Place
from storage.audit import Facts
from storage.database import Session
from storage.groups import GroupChat, find_group, forget_staff_groups, list_staff_groups, staff_groups_at_hand
from storage.staff import StaffMember, find_staff_member
from storage.tickets import forget_topics_elsewhere
from storage.vocabulary import Role

# Telegram's ids of supergroups and channels lie below this, those of basic groups above.
_SUPERGROUPS_BELOW = -1_000_000_000_000


class GroupHasNoTopics(Refusal):
    """The group has no topics and nobody said that it shall do without."""


class TopicsNotManaged(Refusal):
    """The group has topics, but the bot may not manage them as far as it knows."""


class MainDeskComesFirst(Refusal):
    """A team gets a group only when the main desk has one."""


class LastGroupOfMainDesk(Refusal):
    """The main desk would be left without a group."""


class NoStaffGroup(Refusal):
    """Staff do not answer in this group."""


def has_topics(group: GroupChat) -> bool:
    """Tell whether tickets get topics in a group."""
    return group.is_forum and group.may_manage_topics


async def note_membership(
    session: Session, *, facts: GroupFacts, has_joined: bool, by: int | None, owners: Collection[int], at: datetime, tell: Tell
) -> GroupChat:
    """Remember how the bot stands in a group and tell what follows.

    `by` is the user who changed it, None when that cannot be known; `has_joined` when the bot was not in the group before.
    `owners` are the owners by the settings.
    """
    group = await find_group(session, facts.chat_id)
    was_member, lost_at = group is not None and group.is_member, group.known_at if group else at
    had_topics = group is not None and has_topics(group)
    group = await keep_facts(session, group, facts, at)
    if facts.is_member and has_joined and not was_member:
        group.added_by = by
        await session.flush()
        await _tell_joined(session, group, facts, lost_at=lost_at, owners=owners, at=at, tell=tell)
        return group
    await session.flush()
    if group.staff_group_since is not None and was_member and not group.is_member:
        _note(session, "group.lost", was=group, group=None, by=await _staff_of(session, by), at=at)
        await tell(StaffGroupLost(group))
    elif group.staff_group_since is not None and group.is_member:
        await _tell_topics(group, had_topics=had_topics, tell=tell)
    elif has_topics(group) and not had_topics and await _is_ours(session, by, owners):
        await tell(GroupJoined(group))
    return group


async def choose_staff_group(
    session: Session,
    *,
    chat_id: int,
    title: str,
    is_forum: bool,
    is_plain_wanted: bool,
    by: StaffMember | None,
    at: datetime,
    tell: Tell,
    place: Place = MAIN_PLACE,
) -> bool:
    """Make a group a staff group in this place; False when it is already, as wished.

    Raises NotAllowed unless `by` is an owner, GroupHasNoTopics or TopicsNotManaged unless a group without topics is wanted,
    MainDeskComesFirst and LastGroupOfMainDesk.
    """
    owner = require_role(by, Role.OWNER)
    group = await find_group(session, chat_id)
    await _require_main_desk(session, chat_id, place)
    may_manage_topics = group is not None and group.may_manage_topics
    if not is_plain_wanted and not is_forum:
        raise GroupHasNoTopics()
    if not is_plain_wanted and not may_manage_topics:
        raise TopicsNotManaged()
    facts = GroupFacts(chat_id, title, is_channel=False, is_forum=is_forum, is_member=True, may_manage_topics=may_manage_topics)
    return await _take_as_staff_group(session, facts, place=place, by=owner, at=at, tell=tell)


async def release_staff_group(session: Session, *, chat_id: int, by: StaffMember | None, at: datetime, tell: Tell) -> None:
    """Let staff answer in a group no longer. Raises NotAllowed unless `by` is an owner, NoStaffGroup and LastGroupOfMainDesk."""
    owner = require_role(by, Role.OWNER)
    groups = await list_staff_groups(session)
    group = next((each for each in groups if each.chat_id == chat_id), None)
    if group is None:
        raise NoStaffGroup
    if group.team is None and not any(each.team is None for each in groups if each is not group):
        raise LastGroupOfMainDesk
    _note(session, "group.released", was=group, group=None, by=owner, at=at)
    group.staff_group_since = group.team = None
    await _settle_groups(session)
    await tell(StaffGroupReleased(group))


async def adopt_staff_group(
    session: Session,
    *,
    chat_id: int,
    title: str,
    is_forum: bool,
    may_manage_topics: bool,
    at: datetime,
    tell: Tell,
    may_delete_messages: bool | None = None,
    is_administrator: bool | None = None,
) -> None:
    """Make a group that the settings name the staff group; nothing is told when it is already."""
    facts = GroupFacts(chat_id, title, False, is_forum, True, may_manage_topics, may_delete_messages, is_administrator)
    await _take_as_staff_group(session, facts, place=MAIN_PLACE, by=None, at=at, tell=tell)


async def note_topics(session: Session, *, group: GroupChat, is_forum: bool, tell: Tell) -> None:
    """Topics were switched on or off in the staff group; no update says so, only its messages do."""
    had_topics = has_topics(group)
    group.is_forum = is_forum
    await session.flush()
    await _tell_topics(group, had_topics=had_topics, tell=tell)


async def note_upgrade(session: Session, *, old_chat_id: int, new_chat_id: int, tell: Tell) -> None:
    """A group became a supergroup, as the first message in the new one says."""
    await follow_group(session, old_chat_id=old_chat_id, new_chat_id=new_chat_id)
    await session.flush()
    group = await find_group(session, new_chat_id)
    if group is not None and group.staff_group_since is not None:
        await tell(StaffGroupMoved(group))


async def _tell_joined(
    session: Session, group: GroupChat, facts: GroupFacts, *, lost_at: datetime, owners: Collection[int], at: datetime, tell: Tell
) -> None:
    if not await _is_ours(session, group.added_by, owners):
        if not await _may_be_upgrade(session, facts):
            await tell(ForeignGroup(group, facts.is_channel, by_nobody=group.added_by is None))
    elif group.staff_group_since is not None:
        _note(session, "group.back", was=None, group=group, by=await _staff_of(session, group.added_by), at=at)
        await tell(StaffGroupBack(group, lost_at))
    elif not facts.is_channel:
        await tell(GroupJoined(group))


async def _tell_topics(group: GroupChat, *, had_topics: bool, tell: Tell) -> None:
    if had_topics and not has_topics(group):
        await tell(TopicsOutOfReach(group))
    elif has_topics(group) and not had_topics:
        await tell(StaffGroupChosen(group, ()))


async def _is_ours(session: Session, user_id: int | None, owners: Collection[int]) -> bool:
    if user_id is None:
        return False
    return user_id in owners or is_allowed(await find_staff_member(session, user_id=user_id), Role.OWNER)


async def _may_be_upgrade(session: Session, facts: GroupFacts) -> bool:
    """Leaving the supergroup that the staff group is just becoming would lose it: the message that says so comes a moment later."""
    basic = [group for group in await staff_groups_at_hand(session) if group.chat_id > _SUPERGROUPS_BELOW]
    return facts.chat_id < _SUPERGROUPS_BELOW and any(group.title == facts.title for group in basic)


async def _require_main_desk(session: Session, chat_id: int, place: Place) -> None:
    if place.team is None:
        return
    of_main_desk = [group.chat_id for group in await list_staff_groups(session) if group.team is None]
    if not of_main_desk:
        raise MainDeskComesFirst
    if of_main_desk == [chat_id]:
        raise LastGroupOfMainDesk


async def _take_as_staff_group(
    session: Session, facts: GroupFacts, *, place: Place, by: StaffMember | None, at: datetime, tell: Tell
) -> bool:
    group = await find_group(session, facts.chat_id)
    was_staff_group = group is not None and group.staff_group_since is not None
    stays = group is not None and was_staff_group and (group.team == place.team or by is None)
    was_member, lost_at = group is not None and group.is_member, group.known_at if group else at
    had_topics = group is not None and has_topics(group)
    group = await keep_facts(session, group, facts, at)
    await session.flush()
    if stays and was_member:
        await _tell_topics(group, had_topics=had_topics, tell=tell)
        return had_topics != has_topics(group)
    if stays:
        forget_staff_groups(session)
        _note(session, "group.back", was=None, group=group, by=by, at=at)
        await tell(StaffGroupBack(group, lost_at))
        return True
    others = [each for each in await list_staff_groups(session) if each.chat_id != group.chat_id and each.team is None]
    former = () if place.team is not None or place.is_further else tuple(others)
    for each in former:
        each.staff_group_since = None
    group.staff_group_since, group.team = at, place.team
    _note(session, "group.chosen", was=former[0] if former else None, group=group, by=by, at=at)
    await _settle_groups(session)
    await tell(StaffGroupChosen(group, former, is_further=place.is_further and bool(others)))
    return True


async def _settle_groups(session: Session) -> None:
    await session.flush()
    forget_staff_groups(session)
    await forget_topics_elsewhere(session, chat_ids=[group.chat_id for group in await list_staff_groups(session)])


async def _staff_of(session: Session, user_id: int | None) -> StaffMember | None:
    return None if user_id is None else await find_staff_member(session, user_id=user_id)


def _note(session: Session, act: str, *, was: GroupChat | None, group: GroupChat | None, by: StaffMember | None, at: datetime) -> None:
    note_act(session, act=act, by=by, at=at, before=_facts_of(was), after=_facts_of(group))


def _facts_of(group: GroupChat | None) -> Facts:
    if group is None:
        return {"group": None, "chat": None, "team": None}
    return {"group": group.title, "chat": group.chat_id, "team": group.team}
