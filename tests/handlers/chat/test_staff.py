"""Staff: the list, join links, and how people lose the right."""

import re
from datetime import timedelta
from typing import Any

import pytest

from storage.interactions import Interaction
from storage.staff import StaffInvitation, StaffMember
from storage.vocabulary import Author, Language, Role
from tests.desk import AGENT, BOT_USERNAME, OWNER, STAFF_GROUP, Desk, person
from tests.handlers.chat.staff_side import ANONYMOUS, CHANNEL, CUSTOMER, STRANGER, copies_to, member_changed, ticket_of, topic_of

FORWARDED = {"forward_origin": {"type": "user", "date": 1, "sender_user": person(STRANGER)}}


def answered(user_id: int, **fields: Any) -> dict[str, Any]:
    """The fields of a message that replies to one of somebody."""
    chat = {"id": STAFF_GROUP, "type": "supergroup", "title": "Desk", "is_forum": True}
    return {"reply_to_message": {"message_id": 900, "date": 1, "chat": chat, "from": person(user_id), "text": "Hi"} | fields}


async def member(desk: Desk, user_id: int) -> StaffMember:
    kept: StaffMember = await desk.row(StaffMember, user_id=user_id)
    return kept


async def link_of(desk: Desk, words: str = "/staff add") -> str:
    """The token of a new join link that an owner asked for in private."""
    await desk.says(OWNER, words)
    found = re.search(rf"https://t\.me/{BOT_USERNAME}\?start=staff_(\S+)", await desk.last_said_to(OWNER))
    assert found is not None
    return found[1]


async def test_the_list_names_everybody_with_role_and_id(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(OWNER, "/staff")
    listed = await desk.last_said_to(STAFF_GROUP)
    assert listed.startswith(
        f"<b>Staff</b>\n1. Person{OWNER} @person{OWNER} · owner · <code>{OWNER}</code>\n2. Anna @anna · agent · <code>{AGENT}</code>\n"
    )
    await desk.says(OWNER, "/staff", language="zh")
    assert (await desk.last_said_to(OWNER)).startswith("<b>客服名单</b>\n1. ")


async def test_supervisors_read_the_list_and_agents_do_not(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(AGENT, "/staff")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-not-allowed", role="supervisor")
    await desk.says_in_group(OWNER, f"/staff supervisor @person{AGENT}")
    await desk.says_in_group(AGENT, "/staff")
    assert (await desk.last_said_to(STAFF_GROUP)).startswith("<b>Staff</b>")
    for words in ("/staff add", "/staff remove 1", f"/staff agent {OWNER}"):
        await desk.says_in_group(AGENT, words)
        assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-not-allowed", role="owner")
    assert await desk.rows(StaffInvitation, StaffInvitation.token_hash) == []


async def test_staff_of_no_staff_group_may_manage_in_private_only(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(OWNER, "/staff", chat_id=-100_9)
    assert await desk.queued() == []


async def test_adding_by_reply_makes_an_agent_who_may_answer_at_once(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.says_in_group(OWNER, "/staff add", **answered(STRANGER))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("staff-added", name=f"Person{STRANGER}", role="agent")
    added = await member(desk, STRANGER)
    assert (added.role, added.added_by, added.username, added.language) == (Role.AGENT, OWNER, f"person{STRANGER}", Language.ENGLISH)
    await desk.says_in_group(STRANGER, "At your service", topic=topic_of(ticket))
    assert len(await copies_to(desk, CUSTOMER)) == 1


async def test_adding_by_reply_as_supervisor_and_twice(desk: Desk) -> None:
    await desk.has_staff_group()
    for _ in range(2):
        await desk.says_in_group(OWNER, "/staff add supervisor", **answered(AGENT))
    assert (await member(desk, AGENT)).role is Role.SUPERVISOR
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-already-staff", name="Anna", role="supervisor")
    await desk.says_in_group(OWNER, "/staff add", **answered(OWNER))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-owner-by-settings", name=f"Person{OWNER}")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"from": ANONYMOUS, "sender_chat": {"id": STAFF_GROUP, "type": "supergroup", "title": "Desk"}}, "refusal-not-one-person"),
        ({"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": CHANNEL}, "refusal-not-one-person"),
        ({"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}}, "refusal-not-one-person"),
        ({"from": {"id": 5, "is_bot": True, "first_name": "Beep"}}, "refusal-not-one-person"),
        (FORWARDED, "refusal-forwarded-says-nothing"),
    ],
)
async def test_what_names_no_person_adds_nobody(desk: Desk, fields: dict[str, Any], refusal: str) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(OWNER, "/staff add", **answered(STRANGER, **fields))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase(refusal)
    assert len(await desk.rows(StaffMember)) == 2


async def test_who_made_the_topic_is_not_added_by_a_command_in_it(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(OWNER, "/staff add", topic=900, **answered(STRANGER, forum_topic_created={"name": "x", "icon_color": 1}))
    assert len(await desk.rows(StaffMember)) == 2
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("staff-link-sent", username=BOT_USERNAME)


async def test_a_join_link_makes_one_person_a_staff_member_once(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await desk.has_staff_group()
    token = await link_of(desk, "/staff add supervisor")
    assert len(token) == 22
    await desk.says(STRANGER, f"/start staff_{token}", language="zh")
    joined = await member(desk, STRANGER)
    assert (joined.role, joined.added_by, joined.language) == (Role.SUPERVISOR, OWNER, Language.CHINESE)
    assert await desk.last_said_to(STRANGER) == desk.phrase("staff-welcome", Language.CHINESE, role="主管", title="Desk")
    assert await desk.last_said_to(OWNER) == desk.phrase(
        "staff-joined-alert", name=f"Person{STRANGER}", user_id=str(STRANGER), role="supervisor"
    )
    await desk.says(CUSTOMER, f"/start staff_{token}")
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("refusal-invitation-not-valid")
    assert len(await desk.rows(StaffMember)) == 3


async def test_used_expired_unknown_and_hostile_links_sound_alike(desk: Desk) -> None:
    await desk.has_staff_group()
    token = await link_of(desk)
    desk.later(hours=desk.business.staff.invitation_hours)
    for payload in (token, "A" * 22, "", "<b>&", "1; DROP TABLE staff_member"):
        await desk.says(STRANGER, f"/start staff_{payload}")
        assert await desk.last_said_to(STRANGER) == desk.phrase("refusal-invitation-not-valid")
    assert len(await desk.rows(StaffMember)) == 2


async def test_of_a_link_only_the_hash_is_kept(desk: Desk) -> None:
    await desk.has_staff_group()
    token = await link_of(desk)
    [invitation] = await desk.rows(StaffInvitation, StaffInvitation.token_hash)
    assert token not in invitation.token_hash
    assert invitation.expires_at == desk.at + timedelta(hours=24)
    await desk.says(STRANGER, f"/start staff_{token}")
    texts = [each.text for each in await desk.rows(Interaction) if each.text]
    assert [text for text in texts if token in text] == []
    assert len([text for text in texts if "staff_…" in text]) == 2


async def test_a_link_asked_for_in_the_group_comes_in_private(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(OWNER, "/staff add")
    assert "start=staff_" in await desk.last_said_to(OWNER)
    assert await desk.said_to(STAFF_GROUP) == [desk.phrase("staff-link-sent", username=BOT_USERNAME)]


async def test_a_link_of_somebody_who_owns_nothing_any_more_is_worth_nothing(desk: Desk) -> None:
    await desk.has_staff_group()
    token = await link_of(desk)
    async with desk.database.begin() as session:
        owner = await session.get(StaffMember, (await member(desk, OWNER)).id)
        assert owner is not None
        owner.removed_at = desk.at
    await desk.says(STRANGER, f"/start staff_{token}")
    assert await desk.last_said_to(STRANGER) == desk.phrase("refusal-invitation-not-valid")


async def test_who_is_on_the_staff_already_does_not_use_a_link_up(desk: Desk) -> None:
    await desk.has_staff_group()
    token = await link_of(desk)
    await desk.says(AGENT, f"/start staff_{token}")
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-already-staff", name=f"Person{AGENT}", role="agent")
    await desk.says(STRANGER, f"/start staff_{token}")
    assert (await member(desk, STRANGER)).role is Role.AGENT


async def test_who_joins_before_there_is_a_group_is_told_to_wait(desk: Desk) -> None:
    await desk.keep(StaffMember(user_id=OWNER, name="Olivia", role=Role.OWNER, language=Language.ENGLISH, added_at=desk.at))
    token = await link_of(desk)
    await desk.says(STRANGER, f"/start staff_{token}")
    assert await desk.last_said_to(STRANGER) == desk.phrase("staff-welcome-without-group", role="agent")


@pytest.mark.parametrize("who", ["2", "@Anna", "anna", str(AGENT)])
async def test_removing_by_word(desk: Desk, who: str) -> None:
    await desk.has_staff_group()
    await desk.says(OWNER, f"/staff remove {who}")
    assert await desk.last_said_to(OWNER) == desk.phrase("staff-removed", name="Anna")
    assert (await member(desk, AGENT)).removed_at == desk.at


async def test_removing_by_reply_and_back_again(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(OWNER, "/staff remove", **answered(AGENT))
    assert (await member(desk, AGENT)).removed_at == desk.at
    await desk.says_in_group(OWNER, "/staff remove", **answered(AGENT))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-not-on-staff", word=f"Person{AGENT}")
    await desk.says_in_group(OWNER, "/staff add supervisor", **answered(AGENT))
    back = await member(desk, AGENT)
    assert (back.removed_at, back.role) == (None, Role.SUPERVISOR)


@pytest.mark.parametrize(
    ("words", "refusal", "facts"),
    [
        ("/staff remove", "refusal-nobody-named", {}),
        ("/staff remove 7", "refusal-not-on-staff", {"word": "7"}),
        ("/staff remove @bob", "refusal-not-on-staff", {"word": "@bob"}),
        ("/staff remove 1", "refusal-own-rights-untouched", {}),
        ("/staff agent 1", "refusal-owner-by-settings", {"name": f"Person{OWNER}"}),
        ("/staff agent anna", "refusal-already-staff", {"name": "Anna", "role": "agent"}),
        ("/staff owner anna", "staff-usage", {}),
        ("/staff add owner", "staff-usage", {}),
        ("/staff dance", "staff-usage", {}),
    ],
)
async def test_what_cannot_be_is_said(desk: Desk, words: str, refusal: str, facts: dict[str, str]) -> None:
    await desk.has_staff_group()
    await desk.says(OWNER, words)
    assert await desk.last_said_to(OWNER) == desk.phrase(refusal, Language.ENGLISH, **facts)
    assert [each.removed_at for each in await desk.rows(StaffMember)] == [None, None]


async def test_an_owner_cannot_be_removed_by_another(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.keep(StaffMember(user_id=STRANGER, name="Otto", role=Role.OWNER, language=Language.ENGLISH, added_at=desk.at))
    await desk.says(OWNER, f"/staff remove {STRANGER}")
    assert await desk.last_said_to(OWNER) == desk.phrase("refusal-owner-by-settings", name="Otto")


async def test_a_username_of_two_people_names_neither(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.keep(
        StaffMember(
            user_id=STRANGER, name="Ann", username="ANNA", role=Role.AGENT, language=Language.ENGLISH, added_at=desk.at, added_by=OWNER
        )
    )
    await desk.says(OWNER, "/staff remove @anna")
    assert await desk.last_said_to(OWNER) == desk.phrase("refusal-name-of-several", word="@anna")


async def test_a_customer_hears_nothing_of_staff(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says(CUSTOMER, "/staff")
    assert [text for text in await desk.said_to(CUSTOMER) if "Staff" in text or "staff add" in text] == []


@pytest.mark.parametrize("status", ["left", "kicked", "restricted"])
async def test_who_leaves_the_staff_group_loses_the_right_at_once(desk: Desk, status: str) -> None:
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    await desk.feed(member_changed(AGENT, status, by=OWNER), desk.group_message(AGENT, "Wait", topic=topic_of(ticket)))
    assert (await member(desk, AGENT)).removed_at == desk.at
    assert desk.phrase("staff-left-alert", name="Anna") in await desk.said_to(OWNER)
    assert await copies_to(desk, CUSTOMER) == []


async def test_where_the_bot_is_no_administrator_the_service_message_says_who_left(desk: Desk) -> None:
    await desk.has_staff_group(is_forum=False)
    await desk.says_in_group(AGENT, is_forum=False, left_chat_member=person(AGENT))
    assert (await member(desk, AGENT)).removed_at == desk.at


async def test_leaving_of_owners_strangers_and_in_other_groups_changes_nothing(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.feed(
        member_changed(OWNER, "left", by=OWNER), member_changed(STRANGER, "kicked", by=OWNER),
        member_changed(AGENT, "left", by=AGENT, chat_id=-100_9), member_changed(AGENT, "member", by=OWNER, was="left"),
    )  # fmt: skip
    assert [each.removed_at for each in await desk.rows(StaffMember)] == [None, None]
    assert await desk.queued() == []


async def test_what_owners_are_told_and_say_is_kept(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(OWNER, "/staff")
    assert [each.author for each in await desk.rows(Interaction)] == [Author.STAFF, Author.BOT]
