"""Abuse: somebody who insults is banned and heard again later; somebody new is checked, and what they send is judged."""

import re
from pathlib import Path

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.town import Somebody, Town, until, words

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


RULES = """
company = "Lantern Tea"
time_zone = "Asia/Shanghai"

[opening_hours]
monday = ["09:00-18:30"]

[human_check]
enabled = true
kind = "sum"

[[content_rules]]
name = "casino"
pattern = '\\bcasino\\b'
act = "ban"
ban_for = "2w"

[[content_rules]]
name = "links"
links = true
act = "flag"
"""


def presses_sum(person: Somebody) -> None:
    """Answer the sum that somebody new is asked."""
    found = re.search(r"(\d+) \+ (\d+)", words(person.reads("how much is")))
    assert found
    person.presses(str(int(found[1]) + int(found[2])))


def test_somebody_new_shows_to_be_a_person_and_comes_under_the_rules(tmp_path: Path) -> None:
    desk = BOOK.speaking(Language.ENGLISH).plain
    business = tmp_path / "business.toml"
    business.write_text(RULES, encoding="utf-8")
    town = Town(directory=tmp_path, settings={"KEFU_BUSINESS": str(business)})
    try:
        amy = town.customer("Amy")
        amy.says("Is https://tea.example yours?")
        presses_sum(amy)
        amy.reads("Is https://tea.example yours?")
        amy.says("/human")
        number = amy.reads_ticket_number("Your ticket is")
        town.sees_in_topic(number, "Is https://tea.example yours?")
        warning = town.sees_in_topic(number, desk("unwelcome-flagged", rule="links"))
        assert words(warning["reply_to_message"]) == "Is https://tea.example yours?"

        bot = town.customer("Bot")
        bot.says("Our CASINO is open")
        bot.reads("does not take messages from you until")
        olivia = town.olivia()
        olivia.starts()
        olivia.says("/bans")
        assert desk("ban-by-rule", rule="casino") in words(olivia.reads("Bot"))
    finally:
        town.stop()
