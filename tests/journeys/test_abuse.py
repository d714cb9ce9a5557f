"""Somebody who insults is banned, hears so once, and is heard again when the ban is lifted."""

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.town import Town, until, words

BOOK = Phrasebook()


def test_a_customer_is_banned_in_the_topic_and_heard_again_after_it(town: Town) -> None:
    desk = BOOK.speaking(Language.ENGLISH).plain
    rude = town.customer("Rude")
    rude.starts()
    rude.says("/human")
    rude.says("My tea is cold")
    number = rude.reads_ticket_number("Your ticket is")
    town.sees_in_topic(number, "My tea is cold")

    anna = town.anna().in_topic(number)
    anna.says("/ban 3d insults")
    town.sees_in_topic(number, "You may ban for up to 24 hours")
    anna.says("/ban 2h insults")
    town.sees_in_topic(number, "is banned by Anna Weber")

    rude.says("You fools")
    rude.reads("does not take messages from you until")
    rude.says("You are all fools")
    olivia = town.olivia()
    olivia.starts()
    olivia.says("/bans")
    listed = olivia.reads("Rude")
    assert "insults" in words(listed)
    [[lift]] = [row for row in listed["reply_markup"]["inline_keyboard"] if row[0]["callback_data"].startswith("unban:")][-1:]
    olivia.presses(lift["text"])
    rude.reads(desk("ban-lifted-told"))
    town.sees_in_topic(number, "has lifted the ban")
    rude.says("I am sorry")
    town.sees_in_topic(number, "I am sorry")
    assert not any("fools" in text for text in town.topic_texts(number))


def test_a_ban_ends_by_itself(town: Town) -> None:
    lee = town.customer("Lee the Loud")
    lee.starts()
    lee.says("/human")
    lee.says("Is anybody there?")
    number = lee.reads_ticket_number("Your ticket is")
    town.sees_in_topic(number, "Is anybody there?")
    town.anna().in_topic(number).says("/ban 30m")
    town.sees_in_topic(number, "is banned by Anna Weber")
    lee.says("Hey!")
    lee.reads("does not take messages from you until")
    town.advance(hours=0.6)
    lee.says("Quiet now")
    town.sees_in_topic(number, "Quiet now")
    until(lambda: not any("Hey!" in text for text in town.topic_texts(number)) or None, what="no word from the time of the ban")
