"""Promises over time: a ticket that nobody answers is warned of, missed, listed and answered; and a closed desk says when it is back."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.business import load_business
from crm.rules.working_hours import add_working_time, next_opening
from handlers.chat.deadline_words import time_words
from handlers.chat.hours import opening_words
from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue, asks, asks_again, phrases_of
from tests.journeys.town import Somebody, Town, until, words

DESK = phrases_of(DESK_SAYS)
BUSINESS = load_business(None)
PROMISED = BUSINESS.first_response.inquiry
ZONE = ZoneInfo(BUSINESS.time_zone)


def now(town: Town) -> datetime:
    """The moment of the town's clock."""
    return datetime.fromisoformat(town.glance()["now"])


def wait_until(town: Town, moment: datetime) -> None:
    """Move the clock to a moment."""
    town.act("clock", advance_seconds=max(0.0, (moment - now(town)).total_seconds()) + 1)


def finds_overdue(reader: Somebody, part: str) -> None:
    """Ask what is past a deadline and turn its pages until something stands there; other stories left tickets, too."""
    asked = reader.says("/overdue")["message_id"]

    def page(number: int) -> str | None:
        later = [message for message in reader.town.messages(reader.chat_id) if message["message_id"] > asked]
        mark = "Longest overdue first" if number == 1 else f"page {number} of "  # a single page has no number
        return next((words(message) for message in later if mark in words(message)), None)

    for number in range(1, 50):
        said = until(partial(page, number), what=f"page {number}")
        if part in said:
            return
        reader.presses(DESK.plain("queue-button-on"))
    raise AssertionError(f"{part!r} is on no page")


@BOTH
def test_a_ticket_that_nobody_answers_is_warned_of_missed_and_answered(town: Town, say: Tongue) -> None:
    olivia = town.olivia()
    olivia.starts()
    opens = next_opening(BUSINESS.hours, now(town) + timedelta(days=4))  # by then first answers to tickets of other stories are missed
    assert opens is not None
    wait_until(town, opens + timedelta(minutes=1))
    person, number = asks(town, "Patient", say)
    opened = now(town)
    card = town.sees_in_topic(number, f"#{number} · ")
    assert f"more than {time_words(PROMISED / 2, DESK)} left" in words(card)
    town.anna().in_topic(number).presses(DESK.plain("card-claim"))
    town.sees_in_topic(number, "Anna Weber has it")

    wait_until(town, add_working_time(BUSINESS.hours, opened, PROMISED / 2))
    until(
        lambda: f"less than {time_words(PROMISED / 2, DESK)} left" in words(town.sees_in_topic(number, "Status:")) or None,
        what="half on the card",
    )
    wait_until(town, add_working_time(BUSINESS.hours, opened, PROMISED * 4 / 5))
    warning = town.sees_in_topic(number, "⏳")
    assert "Anna Weber" in words(warning)
    wait_until(town, add_working_time(BUSINESS.hours, opened, PROMISED))
    town.sees_in_topic(number, "⏰")
    assert "⏰" in words(olivia.reads(f"#{number} Patient"))
    until(lambda: "overdue" in words(town.sees_in_topic(number, "Status:")) or None, what="overdue on the card")
    assert "Priority: " in words(town.sees_in_topic(number, "Status:"))  # it comes sooner than others now

    anna = town.anna()
    finds_overdue(anna, f"#{number} Patient")
    olivia.says("/queue")
    olivia.reads("Open tickets: ")
    anna.in_topic(number).says("Here I am at last")
    person.reads("Here I am at last")
    until(lambda: "Solution due" in words(town.sees_in_topic(number, "Status:")) or None, what="the next promise on the card")
    town.advance(hours=1)
    assert sum(f"#{number} Patient" in words(message) for message in town.messages(olivia.chat_id) if "⏰" in words(message)) == 1
    town.anna().in_topic(number).says("/close")
    person.reads(say("ticket-closed", number=number, days=BUSINESS.reopen_days))


@BOTH
def test_who_writes_while_the_desk_is_closed_hears_when_it_is_back(town: Town, say: Tongue) -> None:
    evening = now(town).astimezone(ZONE).replace(hour=22, minute=0) + timedelta(days=1)
    wait_until(town, evening)
    person = town.customer("Night owl", say.code)
    person.starts()
    person.says("/profile")
    person.presses(say("profile-button-zone"))
    person.presses(say("profile-city-berlin"))
    number = asks_again(person, say, "")
    at = now(town)
    opens = next_opening(BUSINESS.hours, at)
    assert opens is not None
    back = opening_words(opens, now=at, zone="Europe/Berlin", phrases=phrases_of(say))  # as the customer's own clock shows it
    person.reads(say("hours-closed-until", back=back))
    person.says("Hello?")
    person.says("Still there?")
    town.sees_in_topic(number, "Still there?")
    said = [words(message) for message in town.messages(person.chat_id) if message["from"]["is_bot"]]
    assert sum(back in text for text in said) == 1
    town.anna().in_topic(number).says("/close")
    person.reads(say("ticket-closed", number=number, days=BUSINESS.reopen_days))
    wait_until(town, opens + timedelta(hours=1))  # other stories are told by day
