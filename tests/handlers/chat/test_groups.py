"""Several staff groups: chosen, given up, shared, lost; and what owners see of them."""

import pytest

from storage.audit import AuditEvent
from storage.groups import GroupChat
from storage.vocabulary import Role
from tests.desk import AGENT, BOT_USERNAME, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.group_side import BEN, PARCELS_GROUP, SECOND_GROUP, has_ben, has_group, ticket_about, with_teams
from tests.handlers.chat.staff_side import CUSTOMER, bot_member, copies_to, fresh, topic_of


async def joins(desk: Desk, chat_id: int, *, title: str = "Parcels desk", may_delete_messages: bool = False) -> None:
    """An owner makes the bot an administrator of a group."""
    raw = bot_member("administrator", by=OWNER, chat_id=chat_id, title=title, may_manage_topics=True)
    raw["my_chat_member"]["new_chat_member"]["can_delete_messages"] = may_delete_messages
    await desk.feed(raw)


async def says_setup(desk: Desk, chat_id: int, words: str = "", *, user_id: int = OWNER, is_forum: bool = True) -> str:
    """Somebody sends /setup in a group; returns what the bot says there last."""
    await desk.says_in_group(user_id, f"/setup {words}".strip(), chat_id=chat_id, is_forum=is_forum)
    return await desk.last_said_to(chat_id)


async def group_at(desk: Desk, chat_id: int) -> GroupChat:
    kept: GroupChat = await desk.row(GroupChat, chat_id=chat_id)
    return kept


# --- /setup -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["parcels", "Parcels", "物流"])
async def test_an_owner_gives_a_team_its_group_and_the_main_desk_stays(desk_on_both: Desk, words: str) -> None:
    await desk_on_both.has_staff_group()
    desk = with_teams(desk_on_both)
    await joins(desk, PARCELS_GROUP, may_delete_messages=True)
    assert await says_setup(desk, PARCELS_GROUP, words) == desk.phrase("setup-team-topics", team="Parcels")
    kept = await group_at(desk, PARCELS_GROUP)
    assert (kept.team, kept.may_delete_messages) == ("parcels", True)
    assert (await group_at(desk, STAFF_GROUP)).staff_group_since is not None
    menus = [
        row.payload["scope"]["chat_id"]
        for row in await desk.queued()
        if row.method == "setMyCommands" and "chat_id" in row.payload["scope"]
    ]
    assert {STAFF_GROUP, PARCELS_GROUP} <= set(menus)
    ticket = await ticket_about(desk)
    assert ticket.topic_chat_id == PARCELS_GROUP
    assert await says_setup(desk, PARCELS_GROUP, words) == desk.phrase("setup-in-order")
    [act] = [each for each in await desk.rows(AuditEvent) if each.act == "group.chosen"]
    assert act.after["team"] == "parcels"


async def test_a_plain_group_can_be_a_teams(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk)
    said = await says_setup(desk, PARCELS_GROUP, "experts plain", is_forum=False)
    assert said == desk.phrase("setup-team-plain", team="Experts")


async def test_further_groups_of_the_main_desk_share_its_tickets(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk)
    await joins(desk, SECOND_GROUP, may_delete_messages=True)
    assert await says_setup(desk, SECOND_GROUP, "main") == desk.phrase("setup-further-topics")
    assert (await group_at(desk, STAFF_GROUP)).staff_group_since is not None
    assert await says_setup(desk, -1001000000013, "main plain", is_forum=False) == desk.phrase("setup-further-plain")
    assert await says_setup(desk, SECOND_GROUP, "main") == desk.phrase("setup-in-order")
    assert await says_setup(desk, SECOND_GROUP) == desk.phrase("setup-in-order")


async def test_setup_alone_moves_the_main_desk_and_leaves_the_teams_where_they_are(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk)
    parcel, order = await ticket_about(desk), await ticket_about(desk, "order", user_id=1002)
    await joins(desk, SECOND_GROUP)
    await says_setup(desk, SECOND_GROUP)
    await desk.deliver()
    assert (await group_at(desk, STAFF_GROUP)).staff_group_since is None
    assert (await fresh(desk, parcel)).topic_id == parcel.topic_id
    assert (await fresh(desk, order)).topic_chat_id == SECOND_GROUP


@pytest.mark.parametrize(
    ("chat_id", "words", "key"),
    [
        (STAFF_GROUP, "parcels", "refusal-last-group-of-main-desk"),
        (STAFF_GROUP, "off", "refusal-last-group-of-main-desk"),
        (SECOND_GROUP, "off", "refusal-no-staff-group"),
    ],
)
async def test_the_main_desk_keeps_its_last_group(desk: Desk, chat_id: int, words: str, key: str) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk)
    await desk.feed(bot_member("administrator", by=OWNER, chat_id=SECOND_GROUP, may_manage_topics=True))
    await desk.feed(bot_member("administrator", by=OWNER, was="administrator", may_manage_topics=True))
    assert await says_setup(desk, chat_id, words) == desk.phrase(key)
    assert (await group_at(desk, STAFF_GROUP)).team is None


async def test_a_team_gets_no_group_before_the_main_desk_has_one(desk: Desk) -> None:
    await desk.has_staff_group()
    async with desk.database.begin() as session:
        await session.delete(await session.get(GroupChat, STAFF_GROUP))
    desk = with_teams(desk)
    assert await says_setup(desk, PARCELS_GROUP, "parcels plain", is_forum=False) == desk.phrase("refusal-main-desk-comes-first")


async def test_only_owners_choose_and_give_up_groups_and_a_wrong_team_is_named(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk)
    assert await says_setup(desk, PARCELS_GROUP, "off", user_id=AGENT) == desk.phrase("refusal-not-allowed", role="owner")
    assert await says_setup(desk, SECOND_GROUP, "nonsense", user_id=AGENT) == desk.phrase("refusal-not-allowed", role="owner")
    assert await says_setup(desk, SECOND_GROUP, "sales") == desk.phrase(
        "refusal-no-such-team", team="sales", known="parcels, experts, main"
    )
    assert (await group_at(desk, PARCELS_GROUP)).staff_group_since is not None


async def test_a_group_that_is_given_up_is_ignored_and_its_tickets_go_on_elsewhere(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    await has_group(desk_on_both, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk_on_both)
    ticket, closed = await ticket_about(desk), await ticket_about(desk, user_id=1002)
    await desk.says_in_group(AGENT, "/close", chat_id=PARCELS_GROUP, topic=topic_of(closed))
    await desk.deliver()
    assert await says_setup(desk, PARCELS_GROUP, "off") == desk.phrase("setup-released")
    await desk.deliver()
    now = await fresh(desk, ticket)
    assert (now.team, now.topic_chat_id) == ("parcels", STAFF_GROUP)
    assert (await fresh(desk, closed)).topic_id is None
    assert (await group_at(desk, PARCELS_GROUP)).team is None
    before = len(await desk.queued())
    await desk.says_in_group(AGENT, "Into the void", chat_id=PARCELS_GROUP, topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "/claim", chat_id=PARCELS_GROUP, topic=topic_of(ticket))
    assert len(await desk.queued()) == before
    assert await copies_to(desk, CUSTOMER) == []


async def test_in_private_an_owner_hears_of_the_teams(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk)
    await desk.says(OWNER, "/setup")
    assert (await desk.said_to(OWNER))[-3:] == [
        desk.phrase("setup-how", username=BOT_USERNAME),
        desk.phrase("setup-present-group", title="Desk"),
        desk.phrase("setup-teams", teams="parcels, experts"),
    ]


# --- sharing ----------------------------------------------------------------------------------------------------------


# --- lost and found ---------------------------------------------------------------------------------------------------


async def test_who_leaves_a_staff_group_leaves_the_staff(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, PARCELS_GROUP, team="parcels")
    await has_ben(desk)
    desk = with_teams(desk)
    raw = desk.group_message(OWNER, chat_id=PARCELS_GROUP)
    raw["message"]["left_chat_member"] = {"id": BEN, "is_bot": False, "first_name": "Ben"}
    await desk.feed(raw)
    assert "Ben" in await desk.last_said_to(OWNER)


async def test_topics_switched_off_in_a_team_group_are_noticed_there(desk: Desk) -> None:
    await desk.has_staff_group()
    await has_group(desk, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk)
    await desk.says_in_group(AGENT, "Where are the topics?", chat_id=PARCELS_GROUP, is_forum=False)
    assert await desk.last_said_to(OWNER) == desk.phrase("staff-group-without-topics", title="Parcels desk")
    await desk.says_in_group(AGENT, "There", chat_id=PARCELS_GROUP)
    assert await desk.last_said_to(PARCELS_GROUP) == desk.phrase("setup-team-topics", team="Parcels")


# --- /groups, /join, /leave -------------------------------------------------------------------------------------------


async def test_owners_see_how_each_group_stands_and_what_is_missing(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    await has_group(desk_on_both, PARCELS_GROUP, team="parcels", may_manage_topics=False, may_delete_messages=False)
    await has_group(desk_on_both, SECOND_GROUP, title="Lost desk", is_member=False)
    await has_group(desk_on_both, -77, title="Plain desk", is_forum=False, may_manage_topics=False, is_administrator=False)
    desk = with_teams(desk_on_both)
    await ticket_about(desk)
    await desk.says(CUSTOMER, "Waiting")
    await desk.says(OWNER, "/groups")
    text = await desk.last_said_to(OWNER)
    figures = desk.phrase("groups-figures", tickets=1, posts=2, waiting=1)
    assert "\n".join([desk.phrase("groups-line", title="Parcels desk", team="Parcels"), figures]) in text
    missing = ", ".join([desk.phrase("groups-missing-manage-topics"), desk.phrase("groups-missing-delete-messages")])
    assert desk.phrase("groups-missing", rights=missing) in text
    assert desk.phrase("groups-missing", rights=desk.phrase("groups-missing-member")) in text
    plain = ", ".join([desk.phrase("groups-missing-administrator"), desk.phrase("groups-missing-topics")])
    assert desk.phrase("groups-missing", rights=plain) in text
    assert text.endswith(desk.phrase("groups-homeless", teams="Experts"))
    await desk.says(AGENT, "/groups")
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-not-allowed", role="owner")


async def test_without_a_group_there_is_nothing_to_see(desk: Desk) -> None:
    await desk.has_staff_group()
    async with desk.database.begin() as session:
        await session.delete(await session.get(GroupChat, STAFF_GROUP))
    await desk.says(OWNER, "/groups")
    assert await desk.last_said_to(OWNER) == desk.phrase("groups-none")


async def test_staff_join_and_leave_teams_and_supervisors_do_it_for_others(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    await has_ben(desk_on_both, role=Role.SUPERVISOR)
    desk = with_teams(desk_on_both)
    me, ben = f"Person{AGENT}", f"Person{BEN}"
    await desk.says(AGENT, "/join parcels")
    assert await desk.last_said_to(AGENT) == desk.phrase("team-joined", name=me, team="Parcels")
    await desk.says(AGENT, "/join parcels")
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-already-in-team", name=me, team="Parcels")
    await desk.says(AGENT, "/join experts @ben")
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-not-allowed", role="supervisor")
    await desk.says_in_group(BEN, f"/join main @person{AGENT}")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("team-joined", name=me, team=desk.phrase("team-main"))
    await desk.says_in_group(BEN, "/join")
    lines = [
        desk.phrase("team-members-line", name=me, serves=f"{desk.phrase('team-main')}, Parcels"),
        desk.phrase("team-members-line", name=ben, serves=desk.phrase("team-members-all")),
    ]
    listed = await desk.last_said_to(STAFF_GROUP)
    assert [line for line in lines if line not in listed] == []
    await desk.says(AGENT, "/leave")
    assert desk.phrase("team-members-usage", keys="parcels, experts, main") in await desk.last_said_to(AGENT)
    await desk.says(AGENT, "/join main")
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-already-in-team", name=me, team=desk.phrase("team-main"))
    await desk.says(AGENT, "/leave main", language="zh")
    await desk.says_in_group(BEN, f"/leave parcels @person{AGENT}")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("team-left", name=me, team="Parcels", serves=desk.phrase("team-members-all"))
    await desk.says(AGENT, "/leave parcels")
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-not-in-team", name=me, team="Parcels")
    acts = [each.act for each in await desk.rows(AuditEvent)]
    assert acts == ["staff.team_joined", "staff.team_joined", "staff.team_left", "staff.team_left"]


async def test_strangers_join_nothing(desk: Desk) -> None:
    await desk.has_staff_group()
    desk = with_teams(desk)
    await desk.says(CUSTOMER, "/join parcels")
    assert desk.phrase("team-joined", name=f"Person{CUSTOMER}", team="Parcels") not in await desk.said_to(CUSTOMER)
    assert [each.act for each in await desk.rows(AuditEvent)] == []


async def test_with_several_groups_the_figures_have_a_line_for_each(desk_on_both: Desk) -> None:
    await desk_on_both.has_staff_group()
    await desk_on_both.says(OWNER, "/stats")
    assert desk_on_both.phrase("admin-stats-groups") not in await desk_on_both.last_said_to(OWNER)
    await has_group(desk_on_both, PARCELS_GROUP, team="parcels")
    desk = with_teams(desk_on_both)
    desk.later(hours=-6)
    parcels, other = await ticket_about(desk), await ticket_about(desk, "order", user_id=1002)
    await ticket_about(desk, "order", user_id=1003)
    desk.later(minutes=10)
    await desk.says_in_group(AGENT, "It comes", topic=topic_of(other))
    await desk.says_in_group(AGENT, "/close", topic=topic_of(other))
    await desk.deliver()
    await desk.says(OWNER, "/stats")
    lines = (await desk.last_said_to(OWNER)).split("\n")
    begin = lines.index(desk.phrase("admin-stats-groups"))
    assert lines[begin + 1 : begin + 3] == [
        desk.phrase("admin-stats-group", title="Desk", team="Main desk", open=1, opened=2, response="10 min"),
        desk.phrase("admin-stats-group", title="Parcels desk", team="Parcels", open=1, opened=1, response="–"),
    ]
    assert parcels.topic_chat_id == PARCELS_GROUP
