"""Groups: how the bot comes and goes, and how one becomes the staff group."""

import pytest

from bot.intake import Intake
from handlers.chat.dispatching import ALLOWED_UPDATES, ChatIdentity, Dispatching
from storage.customers import Contact
from storage.groups import GroupChat
from storage.interactions import Interaction
from tests.desk import AGENT, BOT_ID, BOT_USERNAME, OWNER, STAFF_GROUP, TOKEN, Desk
from tests.handlers.chat.staff_side import (
    ANONYMOUS,
    BOT,
    CUSTOMER,
    STRANGER,
    bot_member,
    card_message_of,
    copies_to,
    fresh,
    ticket_of,
    topic_of,
)

OTHER_GROUP = -1001000000002
BASIC_GROUP = -5001


async def owner_only(desk: Desk) -> None:
    """An owner, and no staff group yet."""
    await desk.has_staff_group()
    async with desk.database.begin() as session:
        await session.delete(await session.get(GroupChat, STAFF_GROUP))


async def group(desk: Desk, chat_id: int = STAFF_GROUP) -> GroupChat:
    kept: GroupChat = await desk.row(GroupChat, chat_id=chat_id)
    return kept


# --- coming and going -------------------------------------------------------------------------------------------------


async def test_the_bot_says_in_a_new_group_what_is_missing_until_nothing_is(desk: Desk) -> None:
    await owner_only(desk)
    await desk.feed(bot_member("member", by=OWNER, is_forum=False))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("setup-joined-without-topics", company=desk.business.company)
    await desk.feed(bot_member("left", by=OWNER, was="member", is_forum=False), bot_member("member", by=OWNER))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("setup-joined-without-right", company=desk.business.company)
    await desk.feed(bot_member("administrator", by=OWNER, was="member", may_manage_topics=True))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("setup-joined-ready", company=desk.business.company)
    kept = await group(desk)
    assert (kept.is_member, kept.is_forum, kept.may_manage_topics, kept.added_by) == (True, True, True, OWNER)
    assert "leaveChat" not in await desk.methods()


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize("by", [AGENT, STRANGER])
async def test_the_bot_leaves_what_nobody_of_ours_put_it_into(desk: Desk, kind: str, by: int) -> None:
    await desk.has_staff_group()
    await desk.feed(bot_member("administrator", by=by, chat_id=OTHER_GROUP, kind=kind))
    assert [(row.method, row.payload) for row in await desk.queued()] == [("leaveChat", {"chat_id": OTHER_GROUP})]
    assert (await group(desk, OTHER_GROUP)).added_by == by


@pytest.mark.parametrize(("kind", "methods"), [("supergroup", ["sendMessage", "leaveChat"]), ("channel", ["leaveChat"])])
async def test_who_adds_the_bot_anonymously_is_told_why_it_leaves(desk: Desk, kind: str, methods: list[str]) -> None:
    await desk.has_staff_group()
    await desk.feed(bot_member("member", by=ANONYMOUS, chat_id=OTHER_GROUP, kind=kind))
    assert await desk.methods() == methods


async def test_a_channel_of_an_owner_is_kept_quietly(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.feed(bot_member("administrator", by=OWNER, chat_id=OTHER_GROUP, kind="channel"))
    assert await desk.methods() == []


async def test_a_foreign_group_in_which_the_bot_was_before_it_knew_is_not_answered(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.feed(bot_member("administrator", by=STRANGER, chat_id=OTHER_GROUP, was="member", may_manage_topics=True))
    assert await desk.methods() == []


async def test_words_in_foreign_groups_are_neither_answered_nor_kept(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(STRANGER, "Our secrets", chat_id=OTHER_GROUP)
    await desk.says_in_group(AGENT, "/close", chat_id=OTHER_GROUP)
    assert await desk.methods() == []
    assert [each.text for each in await desk.rows(Interaction)] == [None, None]


async def test_the_bots_own_leaving_is_noted(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.feed(bot_member("member", by=STRANGER, chat_id=OTHER_GROUP), bot_member("left", by=BOT, was="member", chat_id=OTHER_GROUP))
    assert (await group(desk, OTHER_GROUP)).is_member is False


async def test_a_customer_who_blocks_the_bot_is_known_to_until_writing_again(desk: Desk) -> None:
    await desk.says(CUSTOMER, "Hello")
    block = bot_member("kicked", by=CUSTOMER, was="member")
    block["my_chat_member"]["chat"] = {"id": CUSTOMER, "type": "private", "first_name": "X"}
    await desk.feed(block)
    assert (await desk.row(Contact, address=str(CUSTOMER))).blocked_at == desk.at
    await desk.says(CUSTOMER, "I am back")
    assert (await desk.row(Contact, address=str(CUSTOMER))).blocked_at is None


def lacking(desk: Desk, *lacks: str) -> str:
    """What is said of rights that the bot lacks in a group."""
    return "\n".join([desk.phrase("setup-lacks"), *(desk.phrase(f"setup-lacks-{lack}") for lack in lacks)])


# --- /setup -----------------------------------------------------------------------------------------------------------


async def test_setup_names_what_is_missing_and_then_takes_the_group(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await owner_only(desk)
    ticket = await ticket_of(desk)
    assert ticket.topic_id is None
    await desk.says_in_group(OWNER, "/setup", is_forum=False)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-group-has-no-topics")
    await desk.says_in_group(OWNER, "/setup")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-topics-not-managed")
    await desk.feed(bot_member("administrator", by=OWNER, may_manage_topics=True))
    await desk.says_in_group(OWNER, f"/setup@{BOT_USERNAME}")
    assert desk.phrase("setup-done-topics", tickets=1) in await desk.said_to(STAFF_GROUP)
    await desk.deliver()
    assert (await fresh(desk, ticket)).topic_id is not None
    assert any("My tea is cold" in text for text in await desk.said_to(STAFF_GROUP))
    await desk.says_in_group(OWNER, "/setup")
    assert (await desk.said_to(STAFF_GROUP))[-2:] == [desk.phrase("setup-already-topics"), lacking(desk, "delete-messages")]
    await desk.says_in_group(AGENT, "We are coming", topic=topic_of(await fresh(desk, ticket)))
    assert len(await copies_to(desk, CUSTOMER)) == 1


async def test_a_plain_group_is_taken_when_that_is_wished(desk: Desk) -> None:
    await owner_only(desk)
    ticket = await ticket_of(desk)
    await desk.says_in_group(OWNER, "/setup plain", is_forum=False)
    assert desk.phrase("setup-done-plain", tickets=1) in await desk.said_to(STAFF_GROUP)
    await desk.deliver()
    await desk.says_in_group(AGENT, "Coming", is_forum=False, reply_to=await card_message_of(desk, await fresh(desk, ticket)))
    assert len(await copies_to(desk, CUSTOMER)) == 1
    await desk.says_in_group(OWNER, "/setup plain", is_forum=False)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("setup-already-plain")


@pytest.mark.parametrize("is_forum_first", [True, False])
async def test_a_plain_staff_group_that_gets_topics_shows_its_tickets_in_topics(desk: Desk, is_forum_first: bool) -> None:
    await desk.has_staff_group(is_forum=False)
    ticket = await ticket_of(desk)
    if is_forum_first:
        await desk.says_in_group(AGENT, "Topics are on")
        await desk.feed(bot_member("administrator", by=OWNER, was="member", may_manage_topics=True))
    else:
        await desk.feed(bot_member("administrator", by=OWNER, was="member", is_forum=False, may_manage_topics=True))
        await desk.says_in_group(AGENT, "Topics are on")
    assert (await desk.said_to(STAFF_GROUP)).count(desk.phrase("setup-done-topics", tickets=1)) == 1
    await desk.deliver()
    assert (await fresh(desk, ticket)).topic_id is not None


async def test_another_group_takes_the_desk_over_with_all_open_tickets(desk: Desk) -> None:
    await desk.has_staff_group()
    ticket, closed = await ticket_of(desk), await ticket_of(desk, 1002)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(closed))
    await desk.deliver()
    await desk.feed(bot_member("administrator", by=OWNER, chat_id=OTHER_GROUP, title="New <desk>", may_manage_topics=True))
    raw = desk.group_message(OWNER, "/setup", chat_id=OTHER_GROUP)
    raw["message"]["chat"]["title"] = "New <desk>"
    await desk.feed(raw)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("setup-moved-away", title="New <desk>")
    await desk.deliver()
    moved, forgotten = await fresh(desk, ticket), await fresh(desk, closed)
    assert (moved.topic_chat_id, forgotten.topic_chat_id, forgotten.topic_id) == (OTHER_GROUP, None, None)
    assert (await group(desk)).staff_group_since is None
    await desk.says_in_group(AGENT, "Into the old group", topic=topic_of(ticket))
    assert await copies_to(desk, CUSTOMER) == []
    await desk.says(1002, "One more thing")
    await desk.deliver()
    shown = await fresh(desk, closed)
    assert shown.topic_chat_id == OTHER_GROUP
    assert shown.topic_id is not None


async def test_setup_is_for_owners(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(AGENT, "/setup", chat_id=OTHER_GROUP)
    await desk.says_in_group(STRANGER, "/setup plain", chat_id=OTHER_GROUP)
    refused = desk.phrase("refusal-not-allowed", role="owner")
    assert await desk.said_to(OTHER_GROUP) == [refused, refused]
    await desk.says_in_group(
        OWNER, "/setup", chat_id=OTHER_GROUP, **{"from": ANONYMOUS, "sender_chat": {"id": OTHER_GROUP, "type": "supergroup"}}
    )
    assert await desk.last_said_to(OTHER_GROUP) == desk.phrase("desk-nobody")
    assert (await group(desk)).staff_group_since is not None


async def test_setup_in_private_explains(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says(OWNER, "/setup")
    assert (await desk.said_to(OWNER))[-2:] == [
        desk.phrase("setup-how", username=BOT_USERNAME), desk.phrase("setup-present-group", title="Desk"),
    ]  # fmt: skip


async def test_setup_in_private_without_a_staff_group_names_none(desk: Desk) -> None:
    await owner_only(desk)
    await desk.says(OWNER, "/setup")
    assert await desk.last_said_to(OWNER) == desk.phrase("setup-how", username=BOT_USERNAME)


async def test_a_customer_hears_nothing_of_setup(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says(CUSTOMER, "/setup")
    assert desk.phrase("setup-how", username=BOT_USERNAME) not in await desk.said_to(CUSTOMER)


async def test_as_long_as_nobody_owns_the_desk_setup_tells_the_id_to_put_into_the_settings(desk: Desk) -> None:
    identity = ChatIdentity(bot_id=BOT_ID, username=BOT_USERNAME, owners=())
    dispatching = Dispatching(token=TOKEN, identity=identity, business=desk.business, phrasebook=desk.phrasebook)
    intake = Intake(database=desk.database, dispatching=dispatching, bot_id=BOT_ID, now=lambda: desk.at)
    await intake.take([{"update_id": 1} | desk.private_message(CUSTOMER, "/setup")])
    assert await desk.last_said_to(CUSTOMER) == desk.phrase("setup-nobody-owns", user_id=str(CUSTOMER))


# --- a group becomes a supergroup -------------------------------------------------------------------------------------


async def test_a_bot_that_is_restricted_and_outside_counts_as_outside(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.feed(bot_member("restricted", by=OWNER, was="administrator"))
    assert (await group(desk)).is_member is False


async def test_setup_says_which_rights_are_lacking_until_none_is(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await owner_only(desk)
    await desk.feed(bot_member("member", by=OWNER))
    await desk.says_in_group(OWNER, "/setup plain")
    assert lacking(desk, "administrator", "delete-messages") in await desk.said_to(STAFF_GROUP)
    raw = bot_member("administrator", by=OWNER, was="member", may_manage_topics=True)
    await desk.feed(raw)
    await desk.says_in_group(OWNER, "/setup")
    assert await desk.last_said_to(STAFF_GROUP) == lacking(desk, "delete-messages")
    raw["my_chat_member"]["new_chat_member"]["can_delete_messages"] = True
    await desk.feed(raw)
    await desk.says_in_group(OWNER, "/setup")
    assert (await desk.said_to(STAFF_GROUP))[-2:] == [desk.phrase("setup-already-topics"), desk.phrase("setup-in-order")]


async def test_where_telegram_has_not_said_which_rights_there_are_nothing_is_claimed(desk: Desk) -> None:
    await desk.has_staff_group()
    await desk.says_in_group(OWNER, "/setup")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("setup-already-topics")


def test_reactions_are_among_the_updates_that_telegram_is_asked_for() -> None:
    assert "message_reaction" in ALLOWED_UPDATES
