"""The commands of bans: who may ban whom, for how long, and the list with its buttons."""

from typing import Any

import pytest

from handlers.chat.ban_buttons import BansPress, UnbanPress
from handlers.chat.bans import SHOWN_AT_ONCE
from storage.bans import Ban
from storage.staff import StaffMember
from storage.vocabulary import Language, Role
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.ban_side import MAX, NAME, NEVER, banned, on_ticket
from tests.handlers.chat.customer_side import IVY, OTTO, Talker
from tests.handlers.chat.staff_side import ANONYMOUS, STRANGER, fresh, topic_of


async def test_any_customer_is_banned_by_number_or_username_outside_of_their_ticket(desk: Desk) -> None:
    _, ticket = await on_ticket(desk)
    otto = Talker(desk, OTTO)
    await otto.says("/start")
    await otto.hears()
    number = (await otto.customer()).id
    await desk.says(OWNER, f"/ban {number} 2d spam and insults")
    until = desk.phrasebook.speaking(Language.ENGLISH).moment((await desk.rows(Ban))[0].ends_at, desk.business.time_zone)
    assert await desk.last_said_to(OWNER) == desk.phrase("ban-set", name=f"Person{OTTO}", number=number, until=until)
    assert (await desk.rows(Ban))[0].reason == "spam and insults"
    await desk.says_in_group(OWNER, f"/ban @PERSON{IVY}")
    assert (await desk.said_to(STAFF_GROUP))[-2:] == [
        desk.phrase("ban-line-set", name=NAME, by=f"Person{OWNER}", until=NEVER, reason="not given"),
        desk.phrase("ban-set", name=NAME, number=ticket.customer_id, until=NEVER),
    ]
    await desk.says(OWNER, f"/unban {number}")
    assert await desk.last_said_to(OWNER) == desk.phrase("ban-lifted", name=f"Person{OTTO}", number=number)
    await desk.says(OWNER, f"/unban {number}")
    assert await desk.last_said_to(OWNER) == desk.phrase("refusal-not-banned", name=f"Person{OTTO}", number=number)


@pytest.mark.parametrize(
    ("command", "key", "facts"),
    [
        ("/ban", "ban-usage", {}),
        ("/unban", "ban-usage", {}),
        ("/ban 999 2d", "refusal-customer-unknown", {"wanted": "999"}),
        ("/ban 99999999999999999999 2d", "refusal-customer-unknown", {"wanted": "99999999999999999999"}),
        ("/ban @nobody_here", "refusal-customer-unknown", {"wanted": "@nobody_here"}),
        ("/unban nobody", "refusal-customer-unknown", {"wanted": "nobody"}),
        ("/ban 1 0m", "refusal-span-out-of-range", {"days": 3650}),
        ("/ban 2", "refusal-staff-not-banned", {"name": f"Person{OWNER}"}),
        ("/unban 1", "refusal-not-banned", {"name": NAME, "number": 1}),
        ("/bans", "bans-none", {}),
    ],
)
async def test_what_cannot_be_done_is_said(desk: Desk, command: str, key: str, facts: dict[str, Any]) -> None:
    await on_ticket(desk)
    await desk.says(OWNER, "/start")  # an owner in private is a customer, too: the second
    await desk.says(OWNER, command)
    assert await desk.last_said_to(OWNER) == desk.phrase(key, **facts)
    assert await desk.rows(Ban) == []


async def test_in_a_topic_nobody_else_is_banned_by_mistake(desk: Desk) -> None:
    _, ticket = await on_ticket(desk)
    await Talker(desk, OTTO).says("/start")
    for words in ("2 4h", f"@person{OTTO} 4h", "#2"):
        await desk.says_in_group(OWNER, f"/ban {words}", topic=topic_of(ticket))
        assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-another-customer", number=ticket.number)
    assert await desk.rows(Ban) == []
    await desk.says_in_group(OWNER, f"/ban {ticket.customer_id} 4h three times rude", topic=topic_of(ticket))
    [ban] = await desk.rows(Ban)
    assert (ban.customer_id, ban.reason) == (ticket.customer_id, "three times rude")


async def test_words_that_are_no_length_are_the_reason(desk: Desk) -> None:
    await banned(desk, "insults, again and 4h long")
    [ban] = await desk.rows(Ban)
    assert (ban.ends_at, ban.reason) == (None, "insults, again and 4h long")


async def test_agents_ban_in_a_topic_for_a_day_at_most(desk: Desk) -> None:
    _, ticket = await on_ticket(desk)
    await desk.says_in_group(AGENT, "/ban 2d", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-ban-beyond-role", hours=24)
    await desk.says(AGENT, "/ban 1 1h")
    assert await desk.last_said_to(AGENT) == desk.phrase("refusal-not-allowed", role="supervisor")
    await desk.says_in_group(AGENT, "/ban insults", topic=topic_of(ticket))
    [ban] = await desk.rows(Ban)
    assert (ban.ends_at - ban.started_at).total_seconds() == 24 * 3600
    await desk.says_in_group(AGENT, "/unban", topic=topic_of(ticket))
    assert (await desk.rows(Ban))[0].lifted_at == desk.at


async def test_a_ban_on_a_closed_ticket_is_confirmed_there(desk: Desk) -> None:
    _, ticket = await on_ticket(desk)
    await desk.says_in_group(OWNER, "/close", topic=topic_of(ticket))
    await desk.says_in_group(OWNER, "/ban", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("ban-set", name=NAME, number=ticket.customer_id, until=NEVER)
    await desk.says_in_group(OWNER, "/unban", topic=topic_of(ticket))
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("ban-lifted", name=NAME, number=ticket.customer_id)


async def test_a_ticket_that_is_closed_while_its_customer_is_banned_asks_for_no_score(desk: Desk) -> None:
    ivy, ticket = await banned(desk)
    await desk.says_in_group(OWNER, "/close", topic=topic_of(ticket))
    assert ivy.words("survey-question", number=ticket.number) not in await ivy.hears()
    assert (await fresh(desk, ticket)).closed_at == desk.at


async def test_two_bans_in_one_batch_have_one_winner(desk: Desk) -> None:
    _, ticket = await on_ticket(desk)
    await desk.keep(StaffMember(user_id=MAX, name="Max", role=Role.SUPERVISOR, language=Language.ENGLISH, added_at=desk.at, added_by=OWNER))
    await desk.feed(
        desk.group_message(OWNER, "/ban 1h", topic=topic_of(ticket)), desk.group_message(MAX, "/ban 2h", topic=topic_of(ticket))
    )
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("refusal-already-banned", name=NAME, number=ticket.customer_id)
    assert len(await desk.rows(Ban)) == 1


async def test_the_list_shows_everybody_who_is_banned_and_lifts_by_a_press(desk: Desk) -> None:
    await desk.has_staff_group()
    people = [Talker(desk, 1101 + place) for place in range(SHOWN_AT_ONCE + 2)]
    for place, each in enumerate(people):
        await each.says("/start")
        await desk.says(OWNER, f"/ban @person{each.user_id} {place + 1}h rude")
    owner = Talker(desk, OWNER)
    await owner.hears()
    await owner.says("/bans")
    text = await owner.hears_one()
    assert text.startswith(desk.phrase("bans-title", count=len(people)))
    assert text.count("rude") == SHOWN_AT_ONCE
    assert f"by Person{OWNER}" in text
    await owner.presses("ban-button-older")
    assert (await owner.hears_one()).count("rude") == 2
    assert await owner.sees() == ["Lift: no. 3", "Lift: no. 1"]  # the owner has become customer no. 2
    await owner.presses_label("Lift: no. 3")
    assert await owner.is_answered_by("ban-lifted", name="Person1102", number=3)
    await owner.presses_label("Lift: no. 3")
    assert await owner.is_answered_by("refusal-not-banned", name="Person1102", number=3)


async def test_bans_by_rules_and_of_long_names_are_listed_too(desk: Desk) -> None:
    await desk.has_staff_group()
    await Talker(desk, IVY).says("/start")
    await desk.keep(*[Ban(customer_id=1, rule=rule, started_at=desk.at) for rule in ("casino", "flood")])
    await desk.says_in_group(AGENT, "/bans")
    text = await desk.last_said_to(STAFF_GROUP)
    assert desk.phrase("ban-by-rule", rule="casino") in text
    assert desk.phrase("ban-by-rule", rule="flood") in text


async def test_buttons_of_the_list_are_worth_nothing_in_other_hands_and_places(desk: Desk) -> None:
    ivy, _ = await banned(desk)
    [ban] = await desk.rows(Ban)
    lift, older = UnbanPress(ban_id=ban.id).pack(), BansPress(before_id=ban.id + 1).pack()
    for data in (lift, older):
        await desk.presses(STRANGER, data)
        assert (await desk.press_answers())[-1] == desk.phrase("refusal-not-allowed", role="agent")
        await desk.presses(OWNER, data, chat_id=-1007)
        assert (await desk.press_answers())[-1] == desk.phrase("press-is-old")
    await desk.presses(AGENT, lift, chat_id=STAFF_GROUP)
    assert (await desk.press_answers())[-1] == desk.phrase("refusal-not-allowed", role="supervisor")
    await desk.presses(OWNER, UnbanPress(ban_id=7).pack())
    assert (await desk.press_answers())[-1] == desk.phrase("press-is-old")
    assert (await desk.rows(Ban))[0].lifted_at is None
    await desk.presses(OWNER, older)
    assert desk.phrase("bans-title", count=1) in await desk.last_said_to(OWNER)
    assert await ivy.hears() == []


@pytest.mark.parametrize("command", ["/ban 1", "/unban 1", "/bans"])
async def test_customers_and_nobodies_have_no_such_commands(desk: Desk, command: str) -> None:
    _, ticket = await on_ticket(desk)
    otto = Talker(desk, OTTO)
    await otto.says(command)
    assert await otto.hears_one() == otto.words("menu-unknown-command")
    anonymous = desk.group_message(
        OWNER, command, topic=topic_of(ticket), sender_chat={"id": STAFF_GROUP, "type": "supergroup", "title": "Desk"}
    )
    anonymous["message"]["from"] = ANONYMOUS
    await desk.feed(anonymous)
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("desk-nobody")
    assert await desk.rows(Ban) == []
