"""A ticket that waits: the customer is reminded, the ticket is closed and taken up again; another is solved and objected to."""

from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue, asks
from tests.journeys.town import Town


@BOTH
def test_a_silent_customer_is_reminded_and_takes_the_closed_ticket_up_again(town: Town, say: Tongue) -> None:
    person, number = asks(town, "Silent", say)
    anna = town.anna().in_topic(number)
    anna.says("/claim")
    anna.says("Which colour is it?")
    person.reads("Which colour is it?")
    anna.says("/pending")
    town.sees_in_topic(number, DESK_SAYS("ticket-is-pending", number=number))
    town.sees_in_topic(number, "the clock stands still")
    nudge = say("ticket-nudge", number=number, hours=48)
    for _ in range(3):  # not by night
        town.advance(hours=13)
        if person.has_read(nudge):
            break
    person.reads(nudge)
    town.advance(hours=48)
    person.reads(say("ticket-closed", number=number, days=3))
    person.presses(say("ticket-take-up-again"))
    person.says("It is blue")
    person.reads(say("ticket-reopened", number=number))
    town.sees_in_topic(number, "It is blue")


@BOTH
def test_who_says_that_it_is_not_solved_is_heard(town: Town, say: Tongue) -> None:
    person, number = asks(town, "Unsolved", say)
    anna = town.anna().in_topic(number)
    anna.says("/tag refund")
    anna.says("/priority urgent")
    anna.says("/hold")
    town.sees_in_topic(number, DESK_SAYS("ticket-is-on-hold", number=number))
    anna.says("/solve")
    person.reads(say("ticket-solved", number=number))
    person.presses(say("ticket-not-solved"))
    person.says("Still broken")
    person.reads(say("ticket-reopened", number=number))
    card = town.sees_in_topic(number, "Tags: #refund")
    assert "Priority: urgent" in card["text"]
    town.sees_in_topic(number, "Still broken")
