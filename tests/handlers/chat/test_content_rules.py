"""Content rules in the chat: refused, flagged, banned; in messages, commands and changes of messages."""

from dataclasses import replace
from typing import Any

import pytest
from aiogram.types import Message
from sqlalchemy import Engine, event

from crm.rules.content import ContentAct, ContentRule
from handlers.chat.content_rules import content_of
from storage.bans import Ban
from storage.content_flags import ContentFlag
from storage.interactions import Interaction
from tests.desk import OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.customer_side import IVY, PHOTO, Talker, copied, tickets
from tests.handlers.chat.staff_side import heard, ticket_of

REFUSED = ContentRule(name="betting", act=ContentAct.REFUSE, pattern=r"\bbetting\b")
FLAGGED = ContentRule(name="links", act=ContentAct.FLAG, links=True)
BANNED = ContentRule(name="casino", act=ContentAct.BAN, pattern="casino")
NO_PHOTOS = ContentRule(name="photos", act=ContentAct.REFUSE, media=frozenset({"photo"}), new_customers_only=True)
LINK: list[dict[str, Any]] = [{"type": "url", "offset": 0, "length": 11}]
WARNING = "“links”"


def with_rules(desk: Desk, *rules: ContentRule) -> Desk:
    """Return the desk of a business with these rules."""
    return desk.of(replace(desk.business, content_rules=rules))


async def warnings(desk: Desk) -> list[int | None]:
    """Return what the warnings in the staff group answer."""
    return [
        row.reply_to_interaction_id
        for row in await desk.queued()
        if row.chat_id == STAFF_GROUP and WARNING in row.payload.get("text", "") and row.method == "sendMessage"
    ]


async def test_what_is_refused_reaches_nobody_and_is_told_now_and_then(desk_on_both: Desk) -> None:
    desk = with_rules(desk_on_both, REFUSED)
    await desk.has_staff_group()
    await ticket_of(desk)
    ivy = Talker(desk)
    await ivy.hears()
    before = len(await copied(desk))
    for _ in range(3):
        await ivy.says("Try BETTING here")
    assert await ivy.hears() == [ivy.words("unwelcome-refused")]
    desk.later(minutes=1)
    await ivy.says("/human betting")
    assert await ivy.hears() == [ivy.words("unwelcome-refused")]
    assert (len(await copied(desk)), len(await tickets(desk))) == (before, 1)
    assert (await heard(desk, "Try BETTING here")).ticket_id is None
    await ivy.says("And my tea?")
    assert len(await copied(desk)) == before + 1


async def test_what_is_refused_in_a_dialogue_is_not_part_of_it(desk: Desk) -> None:
    desk = with_rules(desk, REFUSED)
    ivy = Talker(desk)
    await ivy.says("/ask")
    await ivy.presses_label("Delivery")
    await ivy.says("Where is it?")
    await ivy.says("betting")
    await ivy.presses("inquiry-button-send")
    [ticket] = await tickets(desk)
    assert {row.text for row in await desk.rows(Interaction) if row.ticket_id == ticket.id and row.author == "customer"} == {"Where is it?"}


async def test_what_is_flagged_reaches_the_staff_with_a_warning(desk: Desk) -> None:
    desk = with_rules(desk, FLAGGED)
    await desk.has_staff_group()
    await ticket_of(desk)
    ivy = Talker(desk)
    before = len(await copied(desk))
    await ivy.says("example.org is cheaper", entities=LINK)
    await ivy.says("Really")
    assert len(await copied(desk)) == before + 2
    assert await warnings(desk) == [(await heard(desk, "example.org is cheaper")).id]


async def test_what_was_flagged_before_a_ticket_is_warned_of_in_the_ticket(desk: Desk) -> None:
    desk = with_rules(desk, FLAGGED)
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("example.org is cheaper", entities=LINK)
    await ivy.says("Really")
    assert await warnings(desk) == []
    await ivy.says("/human")
    assert await warnings(desk) == [(await heard(desk, "example.org is cheaper")).id]
    assert [row.rule for row in await desk.rows(ContentFlag, ContentFlag.interaction_id)] == ["links"]


async def test_what_calls_for_a_ban_bans_and_is_told_at_once(desk: Desk) -> None:
    desk = with_rules(desk, replace(BANNED, ban_for=(desk.business.first_response.high)), FLAGGED)
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("A casino: example.org", entities=LINK)
    await ivy.says("casino casino")
    [ban] = await desk.rows(Ban)
    assert (ban.rule, ban.ends_at - ban.started_at) == ("casino", desk.business.first_response.high)
    assert await ivy.hears() == [ivy.words("ban-told-until", company="Lantern Tea", until="Wed 4 Mar, 21:00")]
    assert (await desk.rows(ContentFlag, ContentFlag.interaction_id), await copied(desk)) == ([], [])


async def test_a_kind_of_message_is_refused_to_new_customers_only(desk: Desk) -> None:
    desk = with_rules(desk, NO_PHOTOS)
    ivy = Talker(desk)
    await ivy.sends_album(None, None)
    assert await ivy.hears() == [ivy.words("unwelcome-refused")]
    desk.later(days=desk.business.new_customer_days)
    await ivy.says(photo=PHOTO)
    assert ivy.words("unwelcome-refused") not in await ivy.hears()


async def test_what_telegram_says_of_a_chat_comes_under_no_rule(desk: Desk) -> None:
    desk = with_rules(desk, replace(REFUSED, pattern=".*"))
    ivy = Talker(desk)
    await ivy.says(message_auto_delete_timer_changed={"message_auto_delete_time": 5})
    assert await ivy.hears() == []
    await ivy.says("Hello")
    assert await ivy.hears() == [ivy.words("unwelcome-refused")]


async def test_staff_come_under_no_rule(desk: Desk) -> None:
    desk = with_rules(desk, BANNED)
    await desk.has_staff_group()
    owner = Talker(desk, OWNER)
    await owner.says("casino")
    assert await desk.rows(Ban) == []
    assert len(await owner.hears()) == 1


async def test_a_message_that_is_changed_into_something_refused_stays_as_it_was(desk: Desk) -> None:
    desk = with_rules(desk, REFUSED)
    await desk.has_staff_group()
    ticket = await ticket_of(desk)
    ivy = Talker(desk)
    message_id = await ivy.says("My tea is cold")
    await desk.deliver()
    await ivy.hears()
    await ivy.edits(message_id, text="betting")
    assert await ivy.hears() == [ivy.words("unwelcome-refused")]
    assert [method for method, _ in await desk.deliver() if method.startswith("edit")] == []
    changed = await heard(desk, "betting")
    assert (changed.version, changed.ticket_id, changed.customer_id) == (2, None, ticket.customer_id)


async def test_what_is_changed_before_it_was_passed_on_is_not_passed_on(desk: Desk) -> None:
    desk = with_rules(desk, REFUSED)
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("Where is my parcel?")
    message_id = await ivy.says("Look")
    await ivy.edits(message_id, text="betting")
    await ivy.says("/human")
    assert len(await copied(desk)) == 1
    assert message_id not in await copied(desk)


async def test_what_is_all_changed_away_leaves_nothing_to_pass_on(desk: Desk) -> None:
    desk = with_rules(desk, REFUSED)
    await desk.has_staff_group()
    ivy = Talker(desk)
    message_id = await ivy.says("Look")
    await ivy.edits(message_id, text="betting")
    await ivy.hears()
    await ivy.says("/human")
    assert await ivy.hears_one() == ivy.words("human-ask-reason")
    assert await tickets(desk) == []


async def test_a_change_from_before_the_bot_came_is_judged_too(desk: Desk) -> None:
    desk = with_rules(desk, REFUSED, FLAGGED)
    ivy = Talker(desk)
    await ivy.edits(999, text="betting")
    assert await ivy.hears() == [ivy.words("unwelcome-refused")]
    await ivy.edits(999, text="example.org", entities=LINK)
    assert await ivy.hears() == []


async def test_a_message_that_is_changed_into_something_flagged_is_changed_with_a_warning(desk: Desk) -> None:
    desk = with_rules(desk, FLAGGED)
    await desk.has_staff_group()
    await ticket_of(desk)
    ivy = Talker(desk)
    message_id = await ivy.says("See my shop")
    await desk.deliver()
    for _ in range(2):  # the warning comes once, the change each time
        await ivy.edits(message_id, text="example.org", entities=LINK)
    assert await warnings(desk) == [(await heard(desk, "See my shop")).id]
    assert [method for method, _ in await desk.deliver() if method.startswith("edit")] == ["editMessageText"] * 2


async def test_a_message_that_is_changed_into_something_flagged_before_its_ticket_is_warned_of_there(desk: Desk) -> None:
    desk = with_rules(desk, FLAGGED)
    await desk.has_staff_group()
    ivy = Talker(desk)
    message_id = await ivy.says("See my shop")
    for _ in range(2):
        await ivy.edits(message_id, text="example.org", entities=LINK)
    await ivy.says("/human")
    assert await warnings(desk) == [(await heard(desk, "See my shop")).id]


async def test_while_no_staff_group_is_there_a_flagged_change_warns_nobody(desk: Desk) -> None:
    desk = with_rules(desk, FLAGGED)
    await ticket_of(desk)
    ivy = Talker(desk)
    message_id = await ivy.says("See my shop")
    await ivy.edits(message_id, text="example.org", entities=LINK)
    assert await warnings(desk) == []


async def test_a_change_into_what_calls_for_a_ban_bans(desk: Desk) -> None:
    desk = with_rules(desk, BANNED)
    ivy = Talker(desk)
    message_id = await ivy.says("Look")
    await ivy.hears()
    await ivy.edits(message_id, text="casino")
    assert await ivy.hears() == [ivy.words("ban-told", company="Lantern Tea")]
    assert len(await desk.rows(Ban)) == 1


async def test_rules_hold_for_somebody_who_has_not_shown_to_be_a_person(desk: Desk) -> None:
    checked = replace(desk.business.human_check, enabled=True)
    desk = desk.of(replace(desk.business, content_rules=(REFUSED, FLAGGED), human_check=checked))
    await desk.has_staff_group()
    ivy = Talker(desk)
    await ivy.says("betting")
    await ivy.says("example.org", entities=LINK)
    assert await ivy.hears() == [ivy.words("unwelcome-refused"), ivy.words("human-check-button", company="Lantern Tea")]
    await ivy.presses("human-check-press")
    await ivy.says("/human")
    assert len(await copied(desk)) == 1
    assert await warnings(desk) == [(await heard(desk, "example.org")).id]


async def test_rules_cost_an_ordinary_message_on_a_ticket_no_query(desk: Desk) -> None:
    await desk.has_staff_group()
    await ticket_of(desk)
    asked: list[int] = []
    for each in (desk, with_rules(desk, REFUSED, FLAGGED, BANNED)):
        ivy = Talker(each)
        await ivy.says("The first of this night is told when somebody is back")
        statements: list[str] = []

        def hear(_connection: Any, _cursor: Any, statement: str, *_: Any, heard: list[str] = statements) -> None:
            heard.append(statement)

        event.listen(Engine, "before_cursor_execute", hear)
        await ivy.says("My tea is still cold")
        event.remove(Engine, "before_cursor_execute", hear)
        asked.append(len(statements))
    assert asked[0] == asked[1] > 3


FIELDS: list[tuple[dict[str, Any], str, bool]] = [
    ({"text": "words"}, "words", False),
    ({"text": "example.org", "entities": LINK}, "example.org", True),
    ({"text": "here", "entities": [{"type": "text_link", "offset": 0, "length": 4, "url": "http://casino.example"}]}, "here\nhttp://casino.example", True),
    ({"text": "a@example.org", "entities": [{"type": "email", "offset": 0, "length": 13}]}, "a@example.org", False),
    ({"photo": PHOTO, "caption": "example.org", "caption_entities": LINK}, "example.org", True),
    ({"document": {"file_id": "d", "file_unique_id": "d", "file_name": "casino.apk"}}, "casino.apk", False),
    ({"contact": {"phone_number": "1", "first_name": "Casino", "last_name": "Ltd"}}, "Casino\nLtd", False),
    ({"venue": {"location": {"latitude": 1, "longitude": 2}, "title": "Casino", "address": "Main St"}}, "Casino\nMain St", False),
    (
        {
            "poll": {
                "id": "1", "question": "Casino?", "options": [{"text": "yes", "voter_count": 0, "persistent_id": "1"}], "total_voter_count": 0, "is_closed": False,
                "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
            }
        },
        "Casino?\nyes",
        False,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "words", "has_link"), FIELDS)
def test_rules_look_at_all_words_of_a_message(fields: dict[str, Any], words: str, has_link: bool) -> None:
    chat = {"id": IVY, "type": "private", "first_name": "X"}
    content = content_of(Message.model_validate({"message_id": 1, "date": 1, "chat": chat, **fields}))
    assert (content.words, content.has_link) == (words, has_link)
