"""Staff: owners by the settings, and links that two people use at once."""

from collections.abc import Sequence

import pytest

from crm.staff import InvitationNotValid, NotOnStaff, accept_invitation, appoint_owners, find_colleague, invite_staff
from storage.customers import Contact
from storage.database import Session
from storage.staff import StaffInvitation, StaffMember, find_staff_member
from storage.vocabulary import Channel, Language, Role
from tests.scene import Scene

OLIVIA, OTTO, ANNA = 1, 2, 3


async def appoint(scene: Scene, *user_ids: int) -> None:
    async with scene.database.begin() as session:
        await appoint_owners(session, user_ids=user_ids, at=scene.at)


async def owners(scene: Scene) -> Sequence[int]:
    return sorted(each.user_id for each in await scene.rows(StaffMember) if each.role is Role.OWNER and each.removed_at is None)


async def test_owners_are_those_of_the_settings(scene: Scene) -> None:
    await appoint(scene, OLIVIA, OLIVIA, OTTO)
    assert await owners(scene) == [OLIVIA, OTTO]
    scene.later(days=1)
    await appoint(scene, OTTO)
    assert await owners(scene) == [OTTO]
    [olivia] = [each for each in await scene.rows(StaffMember) if each.user_id == OLIVIA]
    assert (olivia.removed_at, olivia.name) == (scene.at, str(OLIVIA))
    await appoint(scene, OLIVIA)
    assert await owners(scene) == [OLIVIA]


async def test_an_owner_who_wrote_before_is_known_by_name(scene: Scene) -> None:
    await scene.customer(7, name="Olivia", username="olivia", language=Language.CHINESE)
    [contact] = await scene.rows(Contact)
    assert contact.channel is Channel.TELEGRAM
    await appoint(scene, int(contact.address))
    [olivia] = await scene.rows(StaffMember)
    assert (olivia.name, olivia.username, olivia.language) == ("Olivia", "olivia", Language.CHINESE)


async def test_an_agent_becomes_an_owner_by_the_settings_and_stays_nobody_afterwards(scene: Scene) -> None:
    await scene.keep(
        StaffMember(
            user_id=ANNA, name="Anna", role=Role.AGENT, language=Language.ENGLISH, added_at=scene.at, added_by=OLIVIA, removed_at=scene.at
        )
    )
    await appoint(scene, ANNA)
    assert await owners(scene) == [ANNA]
    await appoint(scene, OLIVIA)
    assert await owners(scene) == [OLIVIA]


async def test_an_owner_whom_the_settings_did_not_make_is_left_alone(scene: Scene) -> None:
    await scene.keep(StaffMember(user_id=ANNA, name="Anna", role=Role.OWNER, language=Language.ENGLISH, added_at=scene.at, added_by=OLIVIA))
    await appoint(scene, OLIVIA)
    assert await owners(scene) == [OLIVIA, ANNA]


async def accept(scene: Scene, session: Session, user_id: int) -> None:
    await accept_invitation(
        session, token="secret", user_id=user_id, name="Somebody", username=None, language=Language.ENGLISH, at=scene.at, tell=scene.tell
    )


async def test_of_two_who_use_a_link_at_the_same_time_one_wins(scene: Scene) -> None:
    await appoint(scene, OLIVIA)
    async with scene.database.begin() as session:
        olivia = await find_staff_member(session, user_id=OLIVIA)
        assert olivia is not None
        await invite_staff(session, by=olivia, role=Role.AGENT, token="secret", at=scene.at, business=scene.business)
    async with scene.database.begin() as session:
        # Read before the other one used it, as a second process may have.
        unused = [each for each in await _invitations(session) if each.used_at is None]
        assert len(unused) == 1
        await session.execute(StaffInvitation.__table__.update().values(used_at=scene.at, used_by=OTTO))  # type: ignore[attr-defined]  # SQLModel hides __table__
        with pytest.raises(InvitationNotValid):
            await accept(scene, session, ANNA)
    assert [each.user_id for each in await scene.rows(StaffMember)] == [OLIVIA]


async def _invitations(session: Session) -> Sequence[StaffInvitation]:
    found = await session.get(StaffInvitation, "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")
    return [found] if found else []


@pytest.mark.parametrize("word", ["0", "2", "9999999999", "²", "@"])
async def test_a_word_that_means_nobody_is_refused(scene: Scene, word: str) -> None:
    await appoint(scene, OLIVIA)
    async with scene.database.read() as session:
        with pytest.raises(NotOnStaff):
            await find_colleague(session, word=word)
