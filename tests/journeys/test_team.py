"""A team at work: a ticket goes from one to another, the owner sees who is here, who did what, and looks at how it was done."""

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.test_complaint import asks_for_a_person
from tests.journeys.town import CHEN, Somebody, Town, words

SAY = Phrasebook().speaking(Language.ENGLISH).plain


def test_a_ticket_is_handed_on_and_the_owner_sees_how_the_team_does(town: Town) -> None:
    person, number = asks_for_a_person(town, "Handed on")
    anna, chen = town.anna().in_topic(number), town.chen().in_topic(number)
    anna.says("/claim")
    town.sees_in_topic(number, SAY("desk-claimed", number=number, name="Anna Weber"))
    anna.says("/assign @chenjing")
    line = town.sees_in_topic(number, f"Anna Weber gives ticket #{number} to 陈静")
    assert [entity["user"]["id"] for entity in line["entities"] if entity["type"] == "text_mention"] == [CHEN]
    town.sees_in_topic(number, "陈静 has it")
    anna.says("I stay with it, too")
    person.reads("I stay with it, too")
    town.sees_in_topic(number, SAY("assigned-holder", number=number, name="陈静"))

    olivia = town.olivia()
    olivia.starts()
    Somebody(town, CHEN, town.chen().chat_id).says("/away 2h")
    town.chen().reads("陈静 is away until")
    olivia.says("/team")
    assert "○ 陈静 · away until" in words(olivia.reads("The team"))
    olivia.says(f"/audit {number}")
    assert "assignee: Anna Weber → 陈静" in words(olivia.reads(f"gave ticket #{number} to somebody"))

    chen.says("Solved.")  # whoever answers is here again
    person.reads("Solved.")
    chen.says("/close")
    person.reads("is closed")
    olivia.says("/review @chenjing")
    drawn = olivia.reads_ticket_number("How was this handled?")
    olivia.presses("5")
    olivia.reads(SAY("review-ask-remark", number=drawn, mark=5, name="陈静"))
    olivia.says("Well done")
    olivia.reads(SAY("review-remarked", name="陈静"))
    olivia.says("/reviews")
    olivia.reads("陈静: 5")
