"""Bans in the chat: kept but not heard, told once, and lifted."""

import pytest

from handlers.chat.ban_buttons import UnbanPress
from handlers.chat.menu import MenuAct, MenuPress
from storage.audit import AuditEvent
from storage.bans import Ban
from storage.customers import Contact, Customer
from storage.interactions import Interaction
from storage.staff import StaffMember
from storage.surveys import SurveyResponse
from storage.vocabulary import Author, Language
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.ban_side import NAME, NEVER, banned, on_ticket, strict
from tests.handlers.chat.customer_side import IVY, Talker, copied, tickets
from tests.handlers.chat.staff_side import card_message_of, fresh, heard, topic_of


async def test_what_somebody_says_who_is_banned_is_kept_and_reaches_nobody(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ivy, ticket = await banned(desk, "2h insults")
    before = len(await copied(desk))
    for words in ("You fools", "/human", "/complain now", "Fools!"):
        await ivy.says(words)
    await ivy.sends_album("one", "two")
    assert await ivy.hears() == [ivy.words("ban-told-until", company="Lantern Tea", until="Wed 4 Mar, 22:00")]
    assert (len(await copied(desk)), len(await tickets(desk))) == (before, 1)
    kept = await heard(desk, "You fools")
    assert (kept.customer_id, kept.ticket_id, kept.author) == (ticket.customer_id, None, Author.CUSTOMER)
    assert await ivy.state() is None


async def test_the_end_is_told_in_the_language_and_the_time_zone_of_who_is_banned(desk: Desk) -> None:
    ivy, ticket = await on_ticket(desk, Language.CHINESE)
    async with desk.database.begin() as session:
        (await session.get_one(Customer, ticket.customer_id)).time_zone = "Europe/Berlin"
    await desk.says_in_group(OWNER, "/ban 2h", topic=topic_of(ticket))
    await ivy.says("骂人的话")
    assert await ivy.hears() == [ivy.words("ban-told-until", company="Lantern Tea", until="3月4日周三 15:00")]


async def test_when_the_ban_ends_everything_is_as_before(desk: Desk) -> None:
    ivy, _ = await banned(desk, "2h")
    await ivy.says("You fools")
    await ivy.hears()
    before = len(await copied(desk))
    desk.later(hours=2)
    await ivy.says("I am sorry")
    assert len(await copied(desk)) == before + 1
    assert ivy.words("ban-told-until", company="Lantern Tea", until="Wed 4 Mar, 22:00") not in await ivy.hears()


async def test_a_ban_without_an_end_says_none_and_who_was_told_hears_of_the_lifting(desk: Desk) -> None:
    ivy, ticket = await banned(desk)
    line = desk.phrase("ban-line-set", name=NAME, by=f"Person{OWNER}", until=NEVER, reason="not given")
    assert await desk.last_said_to(STAFF_GROUP) == line
    await ivy.says("You fools")
    assert await ivy.hears_one() == ivy.words("ban-told", company="Lantern Tea")
    await desk.says_in_group(OWNER, "/unban", topic=topic_of(ticket))
    assert await ivy.hears_one() == ivy.words("ban-lifted-told")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("ban-line-lifted", name=NAME, by=f"Person{OWNER}")
    before = len(await copied(desk))
    await ivy.says("I am sorry")
    assert len(await copied(desk)) == before + 1
    assert [row.act for row in await desk.rows(AuditEvent)] == ["customer.banned", "customer.unbanned"]


async def test_what_is_known_of_a_customer_tells_of_a_ban(desk: Desk) -> None:
    _, ticket = await banned(desk)
    await desk.says_in_group(AGENT, "/info", topic=topic_of(ticket))

    def line(until: str) -> str:
        return desk.phrase("ban-line-known", by=f"Person{OWNER}", until=until, reason="not given")

    assert line(NEVER) in await desk.last_said_to(STAFF_GROUP)
    await desk.says(OWNER, f"/customer {ticket.customer_id}")
    assert line(NEVER) in await desk.last_said_to(OWNER)
    await desk.says_in_group(OWNER, "/unban", topic=topic_of(ticket))
    await desk.says_in_group(OWNER, "/ban 2h", topic=topic_of(ticket))
    await desk.says_in_group(AGENT, "/info", topic=topic_of(ticket))
    assert line("Wed 4 Mar, 22:00") in await desk.last_said_to(STAFF_GROUP)
    desk.later(hours=2)
    await desk.says_in_group(AGENT, "/info", topic=topic_of(ticket))
    assert "🚫" not in await desk.last_said_to(STAFF_GROUP)


async def test_who_never_knew_of_a_ban_does_not_hear_of_its_lifting(desk: Desk) -> None:
    ivy, ticket = await banned(desk)
    await desk.says_in_group(OWNER, "/unban", topic=topic_of(ticket))
    assert await ivy.hears() == []


async def test_who_has_blocked_the_bot_hears_of_no_lifting(desk: Desk) -> None:
    ivy, ticket = await banned(desk)
    await ivy.says("You fools")
    await ivy.hears()
    async with desk.database.begin() as session:
        [contact] = await desk.rows(Contact)
        (await session.get_one(Contact, contact.id)).blocked_at = desk.at
    await desk.says_in_group(OWNER, "/unban", topic=topic_of(ticket))
    assert await ivy.hears() == []


async def test_a_ban_holds_for_what_comes_in_the_same_batch(desk_on_both: Desk) -> None:
    desk = desk_on_both
    ivy, ticket = await on_ticket(desk)
    before = len(await copied(desk))
    await desk.feed(
        desk.private_message(IVY, "first"),
        desk.group_message(OWNER, "/ban 1h", topic=topic_of(ticket)),
        desk.private_message(IVY, "second"),
        desk.group_message(OWNER, "/unban", topic=topic_of(ticket)),
        desk.private_message(IVY, "third"),
    )
    assert len(await copied(desk)) == before + 2
    told = ivy.words("ban-told-until", company="Lantern Tea", until="Wed 4 Mar, 21:00")
    assert [text for text in await ivy.hears() if text in (told, ivy.words("ban-lifted-told"))] == [told, ivy.words("ban-lifted-told")]


async def test_presses_of_somebody_who_is_banned_are_answered_without_a_word_and_do_nothing(desk: Desk) -> None:
    ivy, ticket = await on_ticket(desk)
    await desk.says_in_group(AGENT, "/close", topic=topic_of(ticket))
    await ivy.hears()
    await desk.says_in_group(OWNER, "/ban", topic=topic_of(ticket))
    await ivy.presses("survey-score", score=1)
    await ivy.presses_data(MenuPress(act=MenuAct.ASK).pack())
    [ban] = await desk.rows(Ban)
    await ivy.presses_data(UnbanPress(ban_id=ban.id).pack())
    assert (await desk.press_answers())[-3:] == ["", "", ""]
    assert (await ivy.hears(), await desk.rows(SurveyResponse), await ivy.state()) == ([], [], None)
    assert (await desk.rows(Ban))[0].lifted_at is None


async def test_what_somebody_changes_who_is_banned_stays_with_us(desk: Desk) -> None:
    ivy, ticket = await on_ticket(desk)
    message_id = await ivy.says("My tea is cold")
    await desk.deliver()
    await desk.says_in_group(OWNER, "/ban", topic=topic_of(ticket))
    await desk.deliver()
    await ivy.edits(message_id, text="You fools")
    assert await desk.deliver() == []
    root, changed = await heard(desk, "My tea is cold"), await heard(desk, "You fools")
    assert (changed.root_id, changed.version, changed.ticket_id) == (root.id, 2, None)


async def test_a_reaction_of_somebody_who_is_banned_moves_nothing(desk: Desk) -> None:
    ivy, _ = await banned(desk)
    await desk.deliver()
    chat = {"id": IVY, "type": "private", "first_name": "X"}
    user = {"id": IVY, "is_bot": False, "first_name": NAME}
    thumb = [{"type": "emoji", "emoji": "👎"}]
    await desk.feed(
        {"message_reaction": {"chat": chat, "message_id": 1, "user": user, "date": 1, "old_reaction": [], "new_reaction": thumb}}
    )
    assert (await desk.deliver(), await ivy.hears()) == ([], [])


async def test_links_open_no_door_to_somebody_who_is_banned(desk: Desk) -> None:
    ivy, _ = await banned(desk)
    await desk.says(OWNER, "/staff add")
    token = (await desk.last_said_to(OWNER)).split("start=")[1].split()[0].split("<")[0].split('"')[0]
    for payload in ("", " ref_7", f" {token}"):
        await ivy.says(f"/start{payload}")
    assert await ivy.hears() == [ivy.words("ban-told", company="Lantern Tea")]
    assert IVY not in {member.user_id for member in await desk.rows(StaffMember)}


async def test_somebody_who_is_banned_is_a_stranger_in_the_staff_group(desk: Desk) -> None:
    ivy, ticket = await banned(desk)
    await desk.deliver()
    [ban] = await desk.rows(Ban)
    await desk.says_in_group(IVY, "/unban", topic=topic_of(ticket))
    await desk.presses(IVY, UnbanPress(ban_id=ban.id).pack(), chat_id=STAFF_GROUP, message_id=await card_message_of(desk, ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-stranger", name=NAME)
    assert (await desk.rows(Ban))[0].lifted_at is None
    assert await ivy.hears() == []


async def test_somebody_who_was_banned_and_becomes_a_colleague_is_heard(desk: Desk) -> None:
    ivy, ticket = await banned(desk)
    hello = desk.group_message(IVY, "Hello, I begin today", topic=topic_of(ticket))
    await desk.feed(hello)
    reply = desk.group_message(OWNER, "/staff add")
    reply["message"]["reply_to_message"] = hello["message"]
    await desk.feed(reply)
    await ivy.says("/bans")
    assert ivy.words("bans-title", count=1) in await ivy.hears_one()
    await desk.says_in_group(OWNER, f"/staff remove {IVY}")
    await ivy.says("/start")
    assert await ivy.hears_one() == ivy.words("ban-told", company="Lantern Tea")


async def flood(desk: Desk, ivy: Talker, date: int) -> None:
    """Write more than anybody can read."""
    for number in range(desk.business.flood.messages + 2):
        await ivy.says(f"word {number}", date=date)


async def test_floods_ban_nobody_unless_the_business_says_so(desk: Desk) -> None:
    ivy = Talker(desk)
    for date in (1000, 2000, 3000):
        await flood(desk, ivy, date)
    assert await desk.rows(Ban) == []


async def test_the_second_flood_of_a_day_bans_where_the_business_says_so(desk: Desk) -> None:
    desk = strict(desk, floods_a_day=2)
    ivy = Talker(desk)
    await flood(desk, ivy, 1000)
    desk.later(hours=25)
    await flood(desk, ivy, 100_000)
    assert await desk.rows(Ban) == []
    desk.later(hours=23)
    await ivy.hears()
    await flood(desk, ivy, 200_000)
    [ban] = await desk.rows(Ban)
    assert (ban.rule, (ban.ends_at - ban.started_at).total_seconds()) == ("flood", 3600)
    assert ivy.words("menu-flood") not in (said := await ivy.hears())
    assert said[-1] == ivy.words("ban-told-until", company="Lantern Tea", until="Fri 6 Mar, 21:00")
    assert len([row for row in await desk.rows(Interaction) if row.text == "word 0"]) == 3


async def test_the_flood_of_a_colleague_is_braked_but_never_banned(desk: Desk) -> None:
    desk = strict(desk, floods_a_day=1)
    await desk.has_staff_group()
    owner = Talker(desk, OWNER)
    await flood(desk, owner, 1000)
    assert (await owner.hears())[-1] == owner.words("menu-flood")
    assert await desk.rows(Ban) == []


@pytest.mark.parametrize("command", ["/close", "/solve"])
async def test_who_is_banned_hears_nothing_of_the_end_of_a_ticket(desk: Desk, command: str) -> None:
    ivy, ticket = await banned(desk, "24h spam")
    await ivy.hears()
    await desk.says_in_group(AGENT, command, topic=topic_of(ticket))
    assert await ivy.hears() == []
    assert (await fresh(desk, ticket)).closed_at == desk.at
