"""The relay's story: pictures, names, reactions and second thoughts pass between a customer and the staff."""

from typing import Any

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.town import ANNA, DESK, OLIVIA, Town, until, words

say = Phrasebook().speaking(Language.ENGLISH).plain


def is_one_album(town: Town, chat_id: int, first: dict[str, Any], *captions: str) -> bool:
    """Tell whether photos with these captions, and no others, stand together in a chat."""
    together = [message for message in town.messages(chat_id) if message.get("media_group_id") == first["media_group_id"]]
    return [words(message) for message in together] == list(captions)


def bot_reacts(town: Town, chat_id: int, message: dict[str, Any]) -> list[str]:
    """Return what the bot shows on a message."""
    shown = next(each for each in town.messages(chat_id) if each["message_id"] == message["message_id"])
    return [each["emoji"] for each in shown["reactions"] if each["person_id"] is None]


def test_albums_reactions_and_deletions_pass_in_both_directions(town: Town) -> None:
    lee = town.customer("Lee")
    lee.starts()
    lee.says("/human My tea set came broken")
    number = lee.reads_ticket_number("Your ticket is")
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

    answer = anna.says("Which do you want?")
    copy = lee.reads("Which do you want?")
    lee.town.act("reactions", sender=lee.id, chat_id=lee.chat_id, message_id=copy["message_id"], emoji="🤔")
    until(lambda: bot_reacts(town, DESK, answer) == ["🤔"], what="the customer's reaction in the topic")
    lee.town.act("reactions", sender=lee.id, chat_id=lee.chat_id, message_id=copy["message_id"])
    until(lambda: bot_reacts(town, DESK, answer) == [], what="the reaction taken back")
    wish = lee.says("The blue ones")
    in_topic = town.sees_in_topic(number, "The blue ones")
    town.act("reactions", sender=ANNA, chat_id=DESK, message_id=in_topic["message_id"], emoji="👍")
    until(lambda: bot_reacts(town, lee.chat_id, wish) == ["👍"], what="the colleague's reaction at the customer")

    mistake = anna.says("Sorry, wrong customer")
    lee.reads("Sorry, wrong customer")
    anna.says("/delete", reply_to=mistake["message_id"])
    town.sees_in_topic(number, say("relay-withdrawn"))
    until(lambda: not lee.has_read("Sorry, wrong customer"), what="the deleted answer")

    lee.says("Ours are better", forward_from=OLIVIA)
    town.sees_in_topic(number, say("relay-forwarded", kind="user", name="Olivia")[:20])
    town.sees_in_topic(number, "Ours are better")
