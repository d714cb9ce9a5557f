"""Groups: what the settings choose, and what is told of it."""

import pytest

from crm.group_news import (
    StaffGroupBack,
    StaffGroupChosen,
    TopicsOutOfReach,
)
from crm.groups import (
    GroupHasNoTopics,
    TopicsNotManaged,
    adopt_staff_group,
    choose_staff_group,
    has_topics,
    note_topics,
)
from crm.permissions import NotAllowed
from storage.groups import GroupChat, find_staff_group
from storage.staff import StaffMember
from storage.vocabulary import Language, Role
from tests.scene import Scene

GROUP, OTHER = -1001, -1002


async def adopt(scene: Scene, chat_id: int = GROUP, *, may_manage_topics: bool = True) -> None:
    async with scene.database.begin() as session:
        await adopt_staff_group(
            session, chat_id=chat_id, title="Desk", is_forum=True, may_manage_topics=may_manage_topics, at=scene.at, tell=scene.tell
        )


async def staff_group_of(scene: Scene) -> int | None:
    async with scene.database.read() as session:
        group = await find_staff_group(session)
        return group.chat_id if group else None


def owner(scene: Scene, role: Role = Role.OWNER) -> StaffMember:
    return StaffMember(user_id=1, name="Olivia", role=role, language=Language.ENGLISH, added_at=scene.at)


async def test_the_group_of_the_settings_is_adopted_once(scene: Scene) -> None:
    for _ in range(3):
        await adopt(scene)
        scene.later(days=1)
    assert await staff_group_of(scene) == GROUP
    assert [notice.former for notice in scene.told_of(StaffGroupChosen)] == [()]


async def test_another_group_in_the_settings_takes_over(scene: Scene) -> None:
    await adopt(scene)
    scene.later(days=1)
    await adopt(scene, OTHER)
    assert await staff_group_of(scene) == OTHER
    assert [each.chat_id for each in scene.told_of(StaffGroupChosen)[-1].former] == [GROUP]


async def test_a_group_that_gained_the_right_while_the_bot_was_off_shows_its_tickets_in_topics(scene: Scene) -> None:
    await adopt(scene, may_manage_topics=False)
    await adopt(scene)
    assert [has_topics(notice.group) for notice in scene.told_of(StaffGroupChosen)] == [False, True]


async def test_a_group_that_lost_the_right_while_the_bot_was_off_is_told_of(scene: Scene) -> None:
    await adopt(scene)
    await adopt(scene, may_manage_topics=False)
    assert len(scene.told_of(TopicsOutOfReach)) == 1
    assert await staff_group_of(scene) == GROUP


async def test_a_lost_group_that_is_adopted_again_is_back(scene: Scene) -> None:
    await adopt(scene)
    async with scene.database.begin() as session:
        group = await session.get(GroupChat, GROUP)
        assert group is not None
        group.is_member = False
    assert await staff_group_of(scene) is None
    lost_at = scene.at
    scene.later(hours=1)
    await adopt(scene)
    assert [notice.lost_at for notice in scene.told_of(StaffGroupBack)] == [lost_at]
    assert await staff_group_of(scene) == GROUP


@pytest.mark.parametrize(
    ("role", "is_forum", "is_plain_wanted", "refusal"),
    [
        (Role.SUPERVISOR, True, False, NotAllowed),
        (Role.AGENT, False, True, NotAllowed),
        (Role.OWNER, False, False, GroupHasNoTopics),
        (Role.OWNER, True, False, TopicsNotManaged),
    ],
)
async def test_a_group_is_not_chosen_without_right_or_topics(
    scene: Scene, role: Role, is_forum: bool, is_plain_wanted: bool, refusal: type[Exception]
) -> None:
    async with scene.database.begin() as session:
        with pytest.raises(refusal):
            await choose_staff_group(
                session, chat_id=GROUP, title="Desk", is_forum=is_forum, is_plain_wanted=is_plain_wanted, by=owner(scene, role),
                at=scene.at, tell=scene.tell,
            )  # fmt: skip
    assert await staff_group_of(scene) is None


async def test_topics_that_stay_as_they_are_are_not_told(scene: Scene) -> None:
    await adopt(scene, may_manage_topics=False)
    told = len(scene.told)
    async with scene.database.begin() as session:
        group = await find_staff_group(session)
        assert group is not None
        await note_topics(session, group=group, is_forum=False, tell=scene.tell)
    assert len(scene.told) == told
