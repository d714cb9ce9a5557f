"""The relay's story: pictures, names, reactions and second thoughts pass between a customer and the staff; numbers do not."""

import time
from typing import Any

from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue, asks
from tests.journeys.town import ANNA, DESK, OLIVIA, Town, until, words

BY_EVERY_WAY = True


def is_one_album(town: Town, chat_id: int, first: dict[str, Any], *captions: str) -> bool:
    """Tell whether photos with these captions, and no others, stand together in a chat."""
    together = [message for message in town.messages(chat_id) if message.get("media_group_id") == first["media_group_id"]]
    return [words(message) for message in together] == list(captions)


def bot_reacts(town: Town, chat_id: int, message: dict[str, Any]) -> list[str]:
    """Return what the bot shows on a message."""
    shown = next(each for each in town.messages(chat_id) if each["message_id"] == message["message_id"])
    return [each["emoji"] for each in shown["reactions"] if each["person_id"] is None]


@BOTH
def test_albums_reactions_changes_and_deletions_pass_in_both_directions(town: Town, say: Tongue) -> None:
    lee, number = asks(town, "Lee", say, "My tea set came broken")
    town.sees_in_topic(number, "came broken")

    lee.sends_album("front", "side", "back")
    front = town.sees_in_topic(number, "front")
    town.sees_in_topic(number, "back")
    assert is_one_album(town, DESK, front, "front", "side", "back")

    anna = town.anna().in_topic(number)
    anna.sends_album("red ones", "blue ones")
    lee.reads("blue ones")
    red = lee.reads("red ones")
    assert is_one_album(town, lee.chat_id, red, "red ones", "blue ones")

    answer = anna.says("Which do you want?", reply_to=front["message_id"])
    copy = lee.reads("Which do you want?")
    assert words(copy["reply_to_message"]) == "front"
    time.sleep(1)  # nobody reacts in the instant in which a message arrives, before the desk knows that it did
    lee.town.act("reactions", sender=lee.id, chat_id=lee.chat_id, message_id=copy["message_id"], emoji="🤔")
    until(lambda: bot_reacts(town, DESK, answer) == ["🤔"], what="the customer's reaction in the topic")
    lee.town.act("reactions", sender=lee.id, chat_id=lee.chat_id, message_id=copy["message_id"])
    until(lambda: bot_reacts(town, DESK, answer) == [], what="the reaction taken back")
    wish = lee.says("The blue ones", reply_to=copy["message_id"])
    in_topic = town.sees_in_topic(number, "The blue ones")
    assert in_topic["reply_to_message"]["message_id"] == answer["message_id"]
    town.act("reactions", sender=ANNA, chat_id=DESK, message_id=in_topic["message_id"], emoji="👍")
    until(lambda: bot_reacts(town, lee.chat_id, wish) == ["👍"], what="the colleague's reaction at the customer")

    lee.edits(wish, "The red ones, sorry")
    town.sees_in_topic(number, "The red ones, sorry")
    anna.edits(answer, "Which do you want, and by when?")
    lee.reads("and by when?")

    mistake = anna.says("Sorry, wrong customer")
    lee.reads("Sorry, wrong customer")
    anna.says("/delete", reply_to=mistake["message_id"])
    town.sees_in_topic(number, DESK_SAYS("relay-withdrawn", name="Anna Weber"))
    until(lambda: not lee.has_read("Sorry, wrong customer"), what="the deleted answer")

    lee.says("Ours are better", forward_from=OLIVIA)
    town.sees_in_topic(number, DESK_SAYS("relay-forwarded", kind="user", name="Olivia")[:20])
    town.sees_in_topic(number, "Ours are better")
    lee.says(attachment={"kind": "story"})
    lee.reads(say("message-not-relayed", kind=say("media-kind", kind="story")))


@BOTH
def test_a_number_is_hidden_in_the_topic_and_read_by_those_in_charge(busy_town: Town, say: Tongue) -> None:
    town = busy_town
    person, number = asks(town, "Caller", say, f"Please call {say.code}: +49 170 1234567", is_checked=True)
    hidden = town.sees_in_topic(number, f"Please call {say.code}")
    assert ("1234567" in words(hidden), words(hidden).endswith("67")) == (False, True)
    olivia = town.olivia()
    olivia.starts()
    town.act(
        "messages", sender=OLIVIA, chat_id=DESK, thread_id=hidden["message_thread_id"], text="/original", reply_to=hidden["message_id"]
    )
    town.sees_in_topic(number, DESK_SAYS("relay-original-sent"))
    olivia.reads(f"Please call {say.code}: +49 170 1234567")
    said = person.says("Or write to me")
    town.sees_in_topic(number, "Or write to me")
    person.edits(said, "Or call +49 170 7654321")
    changed = town.sees_in_topic(number, "Or call")
    assert "7654321" not in words(changed)
    assert not any("1234567" in text or "7654321" in text for text in town.topic_texts(number))


def looks(message: dict[str, Any]) -> list[tuple[str, int, int, str | None]]:
    """How the words of a message are formatted."""
    return [(each["type"], each["offset"], each["length"], each.get("url")) for each in message.get("entities", [])]


@BOTH
def test_formatted_words_look_the_same_on_both_sides_and_a_command_is_not_shown(town: Town, say: Tongue) -> None:
    person, number = asks(town, "Fay", say, "My 😀 tea is cold")
    assert words(town.sees_in_topic(number, "My 😀 tea is cold")) == "My 😀 tea is cold"
    text = "Dear 😀 bold, link, code and secret"
    parts = [("bold", 8, 4, None), ("text_link", 14, 4, "https://example.com/x"), ("code", 20, 4, None), ("spoiler", 29, 6, None)]
    entities: list[dict[str, Any]] = [
        {"type": kind, "offset": offset, "length": length} | ({"url": url} if url else {}) for kind, offset, length, url in parts
    ]
    anna = town.anna().in_topic(number)
    anna.says(text, entities=entities)
    assert looks(person.reads(text)) == parts
    person.says(f"Back: {text}", entities=[entity | {"offset": entity["offset"] + 6} for entity in entities])
    back = [(kind, offset + 6, length, url) for kind, offset, length, url in parts]
    assert looks(town.sees_in_topic(number, f"Back: {text}")) == back


@BOTH
def test_what_staff_take_back_goes_on_both_sides(town: Town, say: Tongue) -> None:
    person, number = asks(town, "Gus", say, "Where is it?")
    anna = town.anna().in_topic(number)
    mistake = anna.says("It is lost for ever")
    person.reads("It is lost for ever")
    anna.says("/delete", reply_to=mistake["message_id"])
    town.sees_in_topic(number, DESK_SAYS("relay-withdrawn", name="Anna Weber"))
    until(lambda: not person.has_read("It is lost for ever"), what="the answer deleted at the customer")
    until(lambda: "It is lost for ever" not in town.topic_texts(number), what="the answer deleted in the topic")
    anna.says("/history")
    town.sees_in_topic(number, "It is lost for ever")
