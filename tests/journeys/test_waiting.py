"""A ticket that waits: the customer is reminded, the ticket is closed and taken up again; another is solved and objected to."""

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.town import Somebody, Town

BOOK = Phrasebook()
BOTH = pytest.mark.parametrize(("language", "code"), [(Language.ENGLISH, "en"), (Language.CHINESE, "zh-hans")])
YOUR_TICKET = {Language.ENGLISH: "Your ticket is", Language.CHINESE: "您的工单号是"}
WAITING = {Language.ENGLISH: "We still wait for your answer", Language.CHINESE: "仍在等待您的回复"}
CLOSED = {Language.ENGLISH: "is closed. If something", Language.CHINESE: "已关闭。如果问题"}
REOPENED = {Language.ENGLISH: "We have reopened", Language.CHINESE: "已重新打开"}
SOLVED = {Language.ENGLISH: "We think that ticket", Language.CHINESE: "我们认为工单"}


def asks(town: Town, name: str, language: Language, code: str) -> tuple[Somebody, int]:
    """Let a new customer ask for a person; return the customer and the ticket's number."""
    person = town.customer(name, code)
    person.starts()
    person.says("/human")
    person.presses(BOOK.speaking(language).plain("human-button-connect"))
    return person, person.reads_ticket_number(YOUR_TICKET[language])


@BOTH
def test_a_silent_customer_is_reminded_and_takes_the_closed_ticket_up_again(town: Town, language: Language, code: str) -> None:
    person, number = asks(town, "Silent", language, code)
    anna = town.anna().in_topic(number)
    anna.says("/claim")
    anna.says("Which colour is it?")
    person.reads("Which colour is it?")
    anna.says("/pending")
    town.sees_in_topic(number, "waits for the customer. As soon as")
    for _ in range(3):  # not by night
        town.advance(hours=13)
        if person.has_read(WAITING[language]):
            break
    person.reads(WAITING[language])
    town.advance(hours=48)
    person.reads(CLOSED[language])
    person.presses(BOOK.speaking(language).plain("ticket-take-up-again"))
    person.says("It is blue")
    person.reads(REOPENED[language])
    town.sees_in_topic(number, "It is blue")


@BOTH
def test_who_says_that_it_is_not_solved_is_heard(town: Town, language: Language, code: str) -> None:
    person, number = asks(town, "Unsolved", language, code)
    anna = town.anna().in_topic(number)
    anna.says("/tag refund")
    anna.says("/priority urgent")
    anna.says("/solve")
    person.reads(SOLVED[language])
    person.presses(BOOK.speaking(language).plain("ticket-not-solved"))
    person.says("Still broken")
    person.reads(REOPENED[language])
    card = town.sees_in_topic(number, "Tags: #refund")
    assert "Priority: urgent" in card["text"]
    town.sees_in_topic(number, "Still broken")
