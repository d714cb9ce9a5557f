"""Visits in person that do not end well: what the customer said becomes a ticket, and everybody whom it concerns is told."""

import pytest

from tests.journeys.test_visits import days_pass_until
from tests.journeys.tongues import BOTH, CHINESE, DESK_SAYS, ENGLISH, Tongue
from tests.journeys.town import ANNA, CHEN, Somebody, Town, words

STAFF = {ENGLISH: (ANNA, "@anna", "Anna Weber"), CHINESE: (CHEN, "@chenjing", "陈静")}
ABOUT = {ENGLISH: "Ask about the lid", CHINESE: "问问盖子"}
SAID = {ENGLISH: "The lid does not close", CHINESE: "盖子盖不上"}


def to_visit(town: Town, say: Tongue, name: str) -> tuple[Somebody, Somebody, Somebody]:
    """Let a colleague have somebody to visit today; return the customer, the colleague and the owner."""
    agent_id, word, _ = STAFF[say]
    person, agent, olivia = town.customer(name, say.code, username=name.lower()), Somebody(town, agent_id, agent_id), town.olivia()
    for each in (person, agent, olivia):
        each.starts()
    person.reads(name)
    about = f"{ABOUT[say]} {name}"
    olivia.says(f"/visit @{name.lower()} 1d {word} {about}")
    olivia.reads(f"is to visit {name}")
    days_pass_until(town, agent, about)
    return person, agent, olivia


@BOTH
@pytest.mark.parametrize("has_words", [True, False])
def test_a_visit_in_person_that_ends_unhappy_opens_a_ticket_and_those_in_charge_are_told(town: Town, say: Tongue, has_words: bool) -> None:
    name = f"Unhappy_{say.language}_{has_words}"
    person, agent, olivia = to_visit(town, say, name)
    agent.presses(say("visit-button-done"))
    asked = agent.reads(say("visit-ask-outcome", name=name))
    agent.presses(say("visit-outcome-unhappy"))
    agent.reads(say("visit-ask-said", name=name, outcome=say("visit-outcome-unhappy"), place="private"), after=asked)
    if has_words:
        agent.says(SAID[say])
        agent.reads(say("visit-words-kept"), after=asked)
    else:
        agent.presses(say("visit-button-nothing"))
    number = person.reads_ticket_number(say.before_number("ticket-opened-follow-up"))
    agent.reads(say("visit-ticket-is", name=name, number=number), after=asked)
    olivia.reads(f"{name} is not happy, says a follow-up visit: ticket #{number}")
    line = words(town.sees_in_topic(number, DESK_SAYS("visit-answer-line-staff", outcome="unhappy", name=STAFF[say][2])))
    assert f"{ABOUT[say]} {name}" in line
    assert (SAID[say] in line) is has_words

    # Whoever presses on reads that this is over; the ticket is answered like any other, and the customer reads the answer.
    agent.presses(say("visit-button-done"))
    agent.says("/visits")
    agent.reads(say("visits-none"), after=asked)
    answer = f"A new lid is on its way to {name}"
    town.anna().in_topic(number).says(answer)
    person.reads(answer)


@BOTH
def test_who_does_not_answer_is_called_once_more_and_then_left(town: Town, say: Tongue) -> None:
    name = f"Silent_{say.language}"
    _, agent, _ = to_visit(town, say, name)
    agent.presses(say("visit-button-done"))
    agent.presses(say("visit-outcome-no-answer"))
    first = agent.reads(say("visit-comes-again", name=name, day="|").split("|")[0])
    for _ in range(18):
        town.advance(hours=13)
        if any(f"{ABOUT[say]} {name}" in words(each) for each in town.messages(agent.chat_id) if each["message_id"] > first["message_id"]):
            break
    card = agent.reads(f"{ABOUT[say]} {name}", after=first)
    assert say("visit-outcome-no-answer") in words(card)
    agent.presses(say("visit-button-done"))
    agent.presses(say("visit-outcome-no-answer"))
    agent.reads(say("visit-left", name=name), after=card)
