"""Follow-up visits: a supervisor plans them, the bot asks or a colleague calls, and what came of it is not forgotten."""

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.town import ANNA, CHEN, Somebody, Town, words

BOOK = Phrasebook()
BOTH = pytest.mark.parametrize(("language", "code"), [(Language.ENGLISH, "en"), (Language.CHINESE, "zh-hans")])


def days_pass_until(town: Town, person: Somebody, part: str, *, halves: int = 10) -> None:
    """Let days pass until somebody reads these words; by night and by day in turn, whenever the test begins: by night nobody is asked."""
    for _ in range(halves):
        town.advance(hours=13)
        if person.has_read(part):
            break
    person.reads(part)


@BOTH
def test_the_bot_asks_what_a_supervisor_wants_to_know_and_an_unhappy_answer_is_told(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    question = {"en": "How is the new kettle?", "zh-hans": "新水壶用得还顺手吗？"}[code]
    person = town.customer("Asked", code, username=f"asked_{code[:2]}")
    person.starts()
    person.reads("Asked")
    olivia = town.olivia()
    olivia.starts()
    olivia.says(f"/visit @asked_{code[:2]} 1d bot {question}")
    olivia.reads("The bot asks Asked")
    days_pass_until(town, person, question)
    person.presses(say("visit-button-unhappy"))
    person.reads(say("visit-ask-unhappy")[:10])
    person.says("It leaks")
    person.reads({"en": "Thank you for telling us. It is ticket", "zh-hans": "谢谢您告诉我们。这件事已登记为工单"}[code])
    olivia.reads("Asked is not happy")


@BOTH
def test_a_plan_is_written_by_command_and_a_customer_is_asked_with_its_words(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    key, questions = f"settled_{language}", {"en": "Did the lid arrive in one piece?", "zh-hans": "壶盖完好无损地送到了吗？"}
    olivia = town.olivia()
    olivia.starts()
    olivia.says(f"/plan {key} ticket bot inquiry\n1 en {questions['en']}\n1 zh {questions['zh-hans']}")
    assert questions[code] in words(olivia.reads(key))
    olivia.presses(f"Switch on: {key}")
    person = town.customer("Planned", code)
    person.starts()
    person.says("/human")
    person.presses(say("human-button-connect"))
    number = person.reads_ticket_number({"en": "Your ticket is", "zh-hans": "您的工单号是"}[code])
    town.anna().in_topic(number).says("/close")
    person.reads({"en": "is closed", "zh-hans": "已关闭"}[code])
    days_pass_until(town, person, questions[code])
    person.presses(say("visit-button-fine"))
    person.reads(say("visit-fine")[:10])
    olivia.presses(f"Switch off: {key}")
    olivia.presses(f"Delete: {key}")
    olivia.presses("Yes, delete")
    olivia.says("/audit")
    olivia.reads(f"deleted the plan of visits {key}")


@BOTH
def test_a_colleague_visits_in_person_and_says_what_came_of_it(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    town.customer("Called", "en", username=f"called_{code[:2]}").starts()
    olivia = town.olivia()
    olivia.starts()
    olivia.says("/plans")
    olivia.reads("Plans of visits")
    agent = Somebody(town, *{"en": (ANNA, ANNA), "zh-hans": (CHEN, CHEN)}[code])
    name = {"en": "@anna", "zh-hans": "@chenjing"}[code]
    agent.starts()
    olivia.says(f"/visit @called_{code[:2]} 1d {name} Ask about the kettle")
    olivia.reads("is to visit Called")
    days_pass_until(town, agent, "Ask about the kettle")
    agent.says("/visits")
    agent.presses(say("visits-button-done", place=1))
    agent.reads(say("visit-ask-outcome", name="Called"))
    agent.presses(say("visit-outcome-fine"))
    agent.reads({"en": "What was said?", "zh-hans": "客户说了什么？"}[code])
    agent.says("All is well with the kettle")
    agent.reads(say("visit-words-kept"))
    agent.says("/visits")
    agent.reads(say("visits-none"))
    olivia.says("/visits")
    assert "100 %" in words(olivia.reads("The plan kept"))


@BOTH
def test_a_colleague_hands_a_visit_over_and_the_other_says_what_came_of_it(town: Town, language: Language, code: str) -> None:
    person = town.customer("Handed", "en", username=f"handed_{code[:2]}")
    person.starts()
    person.reads("Handed")
    olivia = town.olivia()
    olivia.starts()
    people = {Language.ENGLISH: (ANNA, "@anna", "Anna Weber"), Language.CHINESE: (CHEN, "@chenjing", "陈静")}
    other = Language.CHINESE if language is Language.ENGLISH else Language.ENGLISH
    (giver_id, giver_word, giver_name), (taker_id, _, taker_name) = people[language], people[other]
    giver, taker = Somebody(town, giver_id, giver_id), Somebody(town, taker_id, taker_id)
    for each in (giver, taker):
        each.starts()
    ours, theirs = BOOK.speaking(language).plain, BOOK.speaking(other).plain
    question = f"Ask about the cups {code}"
    olivia.says(f"/visit @handed_{code[:2]} 1d {giver_word} {question}")
    olivia.reads("is to visit Handed")
    days_pass_until(town, giver, question)
    giver.presses(ours("visit-button-hand"))
    giver.presses(taker_name)
    giver.reads(ours("visit-handed-to", name="Handed", colleague=taker_name))
    card = taker.reads(question)
    assert words(card).startswith(theirs("visit-handed-private", by=giver_name))
    taker.presses(theirs("visit-button-done"))
    taker.reads(theirs("visit-ask-outcome", name="Handed"))
    taker.presses(theirs("visit-outcome-fine"))
    taker.reads({Language.ENGLISH: "What was said?", Language.CHINESE: "客户说了什么？"}[other], after=card)
    taker.presses(theirs("visit-button-nothing"))
    giver.presses(ours("visit-button-done"))  # of a card that shows how it was
    olivia.says("/audit")
    olivia.reads("handed the visit to customer no.")


@BOTH
def test_a_visit_that_nobody_pays_is_told_to_the_owner_and_lapses(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    name = f"Forgotten {code[:2]}"
    town.customer(name, "en", username=f"forgotten_{code[:2]}").starts()
    olivia = town.olivia()
    olivia.starts()
    agent = Somebody(town, *{"en": (ANNA, ANNA), "zh-hans": (CHEN, CHEN)}[code])
    agent.starts()
    colleague = {"en": "@anna", "zh-hans": "@chenjing"}[code]
    olivia.says(f"/visit @forgotten_{code[:2]} 1d {colleague} Ask about the lid")
    olivia.reads(f"is to visit {name}")
    days_pass_until(town, agent, "Ask about the lid")
    days_pass_until(town, olivia, f"{name} (no.")
    assert "Overdue visits in person" in words(olivia.reads(f"{name} (no."))
    days_pass_until(town, agent, say("visit-skip-too-late"), halves=20)
    assert name in words(agent.reads(say("visit-skip-too-late")))
    olivia.reads(f"The visit to {name} that you planned is not paid")
    asked = agent.says("/visits")
    agent.reads(say("visits-none"), after=asked)
