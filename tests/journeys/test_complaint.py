"""The main story: a customer complains, staff answer, the customer rates, and time goes on."""

import re
from typing import Any

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.town import DESK, FRONT_OFFICE, OLIVIA, Somebody, Town, until, words

BY_EVERY_WAY = True

BOOK = Phrasebook()
BOTH = pytest.mark.parametrize(("language", "code"), [(Language.ENGLISH, "en"), (Language.CHINESE, "zh-hans")])


def asks_for_a_person(town: Town, name: str) -> tuple[Somebody, int]:
    """Let a new customer ask for a person; return the customer and the number of the ticket."""
    person = town.customer(name)
    person.starts()
    person.says("/human")
    person.presses(BOOK.speaking(Language.ENGLISH).plain("human-button-connect"))
    return person, person.reads_ticket_number("Your ticket is")


@BOTH
def test_from_the_complaint_to_the_rating(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    desk = BOOK.speaking(Language.ENGLISH).plain
    tom = town.customer("Tom & <Jerry>", code)
    tom.starts()
    assert "Tom & <Jerry>" in words(tom.reads(say("menu-introduction").splitlines()[0][:20]))

    tom.says("/complain")
    tom.presses({"en": "Delivery", "zh-hans": "物流配送"}[code])
    tom.reads(say("complaint-describe")[:20])
    tom.says("The parcel came broken & <late> 包裹坏了")
    tom.reads(say("complaint-noted-first")[:12])
    tom.says(attachment={"kind": "photo", "caption": "see here"})
    tom.reads(say("complaint-noted-more"))
    tom.presses(say("complaint-button-next"))
    tom.presses(say("complaint-severity-high"))
    tom.presses({"en": "A refund", "zh-hans": "退款"}[code])
    tom.reads("The parcel came broken & <late> 包裹坏了")
    tom.presses(say("complaint-button-send"))
    number = tom.reads_ticket_number({"en": "Your complaint is ticket", "zh-hans": "您的投诉已登记为工单"}[code])

    card = town.sees_in_topic(number, f"#{number} · ")
    assert town.topic(number)["name"].startswith(f"#{number} · Tom & <Jerry> · ")
    assert desk("severity-high") in words(card)
    town.sees_in_topic(number, "The parcel came broken & <late> 包裹坏了")
    photo = town.sees_in_topic(number, "see here")
    assert photo["photo"]

    anna = town.anna().in_topic(number)
    anna.presses(desk("card-claim"))
    town.sees_in_topic(number, "Anna Weber has it")
    question = anna.says("Sorry, Tom. Which order was it?", reply_to=photo["message_id"])
    heard = tom.reads("Which order was it?")
    assert words(heard["reply_to_message"]) == "see here"
    answer = tom.says("Order 4711", reply_to=heard["message_id"])
    relayed = town.sees_in_topic(number, "Order 4711")
    assert relayed["reply_to_message"]["message_id"] == question["message_id"]

    tom.edits(answer, "Order 4712, sorry")
    town.sees_in_topic(number, "Order 4712, sorry")
    anna.edits(question, "Sorry, Tom. Which order was it, and when?")
    tom.reads("and when?")
    anna.says("/note a friendly customer")
    town.sees_in_topic(number, desk("desk-note-kept"))
    assert not tom.has_read("a friendly customer")

    anna.says("/close")
    tom.reads(say("survey-question", number=number).splitlines()[0].replace("<b>", "").replace("</b>", ""))
    until(lambda: town.topic(number)["closed"], what="a closed topic")
    tom.presses("2")
    tom.reads(say("survey-ask-why")[:12])
    tom.says("Too slow")
    tom.reads(say("survey-comment-kept")[:8])
    town.sees_in_topic(number, "Too slow")
    tom.presses("4")
    until(lambda: "✓ 4" in str(tom.reads("#" + str(number))) or None, what="the changed score")


@BOTH
def test_free_text_becomes_a_question_without_typing_it_again(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    kim = town.customer("Kim", code)
    kim.starts()
    kim.says({"en": "Where is my parcel 4711?", "zh-hans": "我的包裹4711到哪里了？"}[code])
    kim.reads("4711")
    kim.presses(say("menu-button-ask"))
    kim.presses({"en": "My order", "zh-hans": "我的订单"}[code])
    kim.presses(say("inquiry-button-send"))
    number = kim.reads_ticket_number({"en": "Your ticket is", "zh-hans": "您的工单号是"}[code])
    town.sees_in_topic(number, "4711")
    kim.says({"en": "And a second one", "zh-hans": "还有一个"}[code])
    town.sees_in_topic(number, {"en": "And a second one", "zh-hans": "还有一个"}[code])
    kim.says("/tickets")
    kim.reads(f"#{number}")


def test_a_customer_who_writes_soon_after_the_end_reopens_and_later_opens_anew(town: Town) -> None:
    lee, number = asks_for_a_person(town, "Lee")
    anna = town.anna().in_topic(number)
    anna.says("How can I help?")
    lee.reads("How can I help?")
    anna.says("/close")
    lee.reads("is closed")
    lee.says("One more thing")
    lee.reads("reopened")
    town.sees_in_topic(number, "One more thing")
    assert not town.topic(number)["closed"]
    town.anna().in_topic(number).says("/close")
    until(lambda: town.topic(number)["closed"], what="a closed topic")
    town.advance(days=5)
    lee.says("/human")
    lee.presses(BOOK.speaking(Language.ENGLISH).plain("human-button-connect"))
    newer = until(
        lambda: next((int(found[1]) for each in reversed(town.messages(lee.chat_id)) if (found := re.search(r"Your ticket is #(\d+)", words(each))) and int(found[1]) != number), None),
        what="a new ticket",
    )  # fmt: skip
    assert f"#{number}" in words(town.sees_in_topic(newer, "Earlier ticket"))


@pytest.mark.parametrize(
    "kind", ["photo", "document", "video", "voice", "video_note", "animation", "audio", "sticker", "location", "poll", "dice"]
)
def test_every_kind_of_message_reaches_staff(town: Town, kind: str) -> None:
    person, number = asks_for_a_person(town, f"Sender of a {kind}")
    town.topic(number)
    extras: dict[str, dict[str, Any]] = {
        "location": {"latitude": 31.2, "longitude": 121.5},
        "poll": {"question": "Tea?", "options": ["yes", "no"]},
    }
    person.says(attachment={"kind": kind, **extras.get(kind, {})})

    def relayed() -> bool:
        thread = town.topic(number)["message_thread_id"]
        return any(kind in message for message in town.messages(DESK) if message.get("message_thread_id") == thread)

    until(relayed, what=f"a {kind} in the topic")


@pytest.mark.parametrize("kind", ["story", "unknown"])
def test_what_cannot_be_relayed_is_told_to_both_sides(town: Town, kind: str) -> None:
    person, number = asks_for_a_person(town, f"Sender of a {kind}")
    person.says(attachment={"kind": kind})
    person.reads("could not pass this on")
    town.sees_in_topic(number, "cannot be shown here")


def test_a_reply_to_somebody_who_blocked_the_bot_is_told_in_the_topic(town: Town) -> None:
    ben, number = asks_for_a_person(town, "Ben")
    anna = town.anna().in_topic(number)
    town.act("blocked", person_id=ben.id, blocked=True)
    anna.says("Are you there?")
    town.sees_in_topic(number, "Not delivered")


def test_a_deleted_topic_is_made_anew_with_its_story(town: Town) -> None:
    eve = town.customer("Eve")
    eve.starts()
    eve.says("/human")
    eve.says("It is about my invoice")
    number = eve.reads_ticket_number("Your ticket is")
    town.sees_in_topic(number, "It is about my invoice")
    first = town.topic(number)["message_thread_id"]
    town.act("topics/deletions", chat_id=DESK, thread_id=first)
    eve.says("Hello? Anybody there?")
    until(lambda: town.topic(number)["message_thread_id"] != first, what="a new topic")
    town.sees_in_topic(number, "It is about my invoice")
    town.sees_in_topic(number, "Hello? Anybody there?")
    town.anna().in_topic(number).says("Yes, here")
    eve.reads("Yes, here")


def test_somebody_who_is_not_staff_reaches_no_customer(town: Town) -> None:
    ann, number = asks_for_a_person(town, "Ann")
    stranger = town.customer("Mallory")
    town.act(f"groups/{DESK}/members", person_id=stranger.id, status="member", by=OLIVIA)
    thread = town.topic(number)["message_thread_id"]
    town.act("messages", sender=stranger.id, chat_id=DESK, thread_id=thread, text="Give me your password")
    town.sees_in_topic(number, "not on the staff list")
    assert not ann.has_read("password")


def test_two_messages_at_once_from_a_new_customer_make_one_topic(town: Town) -> None:
    say = BOOK.speaking(Language.ENGLISH).plain
    zoe = town.customer("Zoe")
    zoe.starts()
    zoe.says("/human")
    zoe.presses(say("human-button-connect"))
    for part in range(5):
        zoe.says(f"part {part}")
    number = zoe.reads_ticket_number("Your ticket is")
    town.sees_in_topic(number, "part 4")
    group = next(chat for chat in town.state()["chats"] if chat["id"] == DESK)
    assert len([topic for topic in group["topics"] if topic["name"].startswith(f"#{number} ")]) == 1
    parts = [text for text in town.topic_texts(number) if text.startswith("part")]
    assert parts == [f"part {part}" for part in range(5)]


def test_a_plain_group_is_answered_by_replying_to_the_post(town: Town) -> None:
    olivia = town.olivia()
    olivia.starts()
    town.act("messages", sender=OLIVIA, chat_id=FRONT_OFFICE, text="/setup plain")
    until(lambda: any("staff group now" in words(each) for each in town.messages(FRONT_OFFICE)), what="the new staff group")
    try:
        pat = town.customer("Pat")
        pat.starts()
        pat.says("/human")
        pat.says("Do you have oolong?")
        pat.reads_ticket_number("Your ticket is")
        post = until(
            lambda: next(
                (each for each in town.messages(FRONT_OFFICE) if "Do you have oolong?" in words(each) and each["from"]["is_bot"]), None
            ),
            what="the question in the group",
        )
        town.act("messages", sender=2001, chat_id=FRONT_OFFICE, text="Yes, three kinds", reply_to=post["message_id"])
        pat.reads("Yes, three kinds")
        town.act("messages", sender=2001, chat_id=FRONT_OFFICE, text="I am off to lunch")
        pat.says("Wonderful")
        until(lambda: any("Wonderful" in words(each) for each in town.messages(FRONT_OFFICE)), what="the answer in the group")
        assert not pat.has_read("lunch")
    finally:
        town.act("messages", sender=OLIVIA, chat_id=DESK, text="/setup")
        until(lambda: any("staff group now" in words(each) for each in town.messages(DESK)), what="the old staff group again")
