"""Work on tickets: two matters of a customer are kept apart, tied together, put aside, ended by the customer and taken up again."""

from tests.journeys.tongues import BOTH, CHINESE, DESK_SAYS, ENGLISH, Tongue, asks, asks_again, new_ticket
from tests.journeys.town import Somebody, Town, until, words


def is_closed(town: Town, number: int) -> None:
    """Wait until the topic of a ticket is closed."""
    until(lambda: town.topic(number)["closed"], what=f"the end of the topic of ticket {number}")


def card_shows(town: Town, number: int, part: str) -> None:
    """Wait until the card of a ticket, which is changed where it stands, shows something."""
    until(lambda: part in words(town.sees_in_topic(number, "Customer: ")) or None, what=f"{part!r} on the card of ticket {number}")


def on_which(person: Somebody, town: Town, say: Tongue, *, said: str, first: int, second: int) -> None:
    """Let a customer write after a pause, and say that it is about the second of two tickets."""
    town.advance(hours=0.7)
    person.says(said)
    person.reads(say("which-ticket", number=first))
    person.presses(f"#{second} · ")
    town.sees_in_topic(second, said)
    town.sees_in_topic(first, DESK_SAYS("which-ticket-gone", number=second))


@BOTH
def test_matters_are_kept_apart_tied_together_put_aside_and_taken_up_again(busy_town: Town, say: Tongue) -> None:
    town = busy_town
    name = f"Ada & <{say.language}>"
    olivia = town.olivia()
    olivia.starts()
    olivia.says(f"/replies add lids-{say.code} en Dear {{name}}, lids are sold by {{company}}.")
    olivia.says(f"/replies add lids-{say.code} zh {{name}}您好，{{company}}有壶盖出售。")
    olivia.reads(f"lids-{say.code} in Chinese")
    ada, first = asks(town, name, say, "My pot is chipped", is_checked=True)
    second = asks_again(ada, say, "My cup came late", besides=first)
    anna = town.anna()

    anna.in_topic(second).says("Which cup?")
    ada.reads("Which cup?")
    anna.in_topic(first).says("Which pot?")
    asked = ada.reads("Which pot?")
    on_which(ada, town, say, said="It came in June", first=first, second=second)

    ada.says("And do you sell lids?", reply_to=asked["message_id"])
    other = town.sees_in_topic(first, "And do you sell lids?")
    anna.in_topic(first).says("/split", reply_to=other["message_id"])
    third = new_ticket(ada, say, besides=(first, second))
    town.sees_in_topic(third, "And do you sell lids?")
    assert (
        words(town.sees_in_topic(first, f"made this message a ticket of its own: #{third}")["reply_to_message"]) == "And do you sell lids?"
    )

    anna.in_topic(third).says(f"/r lids-{say.code}")
    lids = {ENGLISH: f"Dear {name}, lids are sold by Lantern Tea.", CHINESE: f"{name}您好，Lantern Tea有壶盖出售。"}
    ada.reads(lids[say])
    anna.in_topic(third).says(f"/link {first}")
    card_shows(town, third, f"Linked: #{first}")
    card_shows(town, first, f"Linked: #{third}")

    anna.in_topic(second).says(f"/merge {first}")
    ada.reads(say("ticket-merged", number=second, into=first))
    is_closed(town, second)
    assert "It came in June" in words(town.sees_in_topic(first, f"What was said on ticket #{second} so far"))
    ada.says("The blue one", reply_to=ada.reads("Which cup?")["message_id"])
    town.sees_in_topic(first, "The blue one")

    anna.in_topic(first).says("/snooze 2h")
    card_shows(town, first, "Put aside until")
    town.advance(hours=2.1)
    town.sees_in_topic(first, f"ticket #{first} was put aside until now")
    anna.in_topic(first).says("/snooze until they write")
    card_shows(town, first, "Put aside until the customer writes")
    ada.says("Hello?", reply_to=asked["message_id"])
    until(lambda: "Put aside" not in words(town.sees_in_topic(first, "Customer: ")) or None, what="the ticket taken up again")

    anna.in_topic(first).says("/history")
    story = words(town.sees_in_topic(first, f"{name}: tickets, and what was said last"))
    assert all(part in story for part in (f"#{first} · ", f"#{second} · ", f"#{third} · ", "Which pot?", "The blue one"))

    ada.says("/tickets")
    ada.presses(say("my-tickets-button-write", number=third))
    ada.presses(say("my-tickets-button-done"))
    ada.reads(say("ticket-closed", number=third, days=3))
    town.sees_in_topic(third, DESK_SAYS("ticket-closed-by", number=third, name=name))
    is_closed(town, third)
    ada.presses(say("ticket-take-up-again"))
    ada.reads(say("my-tickets-reopen-now", number=third))
    ada.says("Lids for the blue one, I mean")
    ada.reads(say("ticket-reopened", number=third))
    town.sees_in_topic(third, "Lids for the blue one, I mean")
    assert not town.topic(third)["closed"]
    for number in (first, third):
        anna.in_topic(number).says("/close")
        is_closed(town, number)


@BOTH
def test_solved_taken_up_and_closed_asks_the_customer_once_and_again_after_another_answer(town: Town, say: Tongue) -> None:
    uma, number = asks(town, f"Uma {say.code}", say, "The lid is loose")
    anna = town.anna().in_topic(number)
    question = say("survey-question", number=number).splitlines()[0]

    def asked() -> int:
        return sum(question in words(message) for message in town.messages(uma.chat_id))

    anna.says("Press it down, please")
    anna.says("/solve")
    uma.reads(question)
    for command, key in (("/reopen", "ticket-reopened-by"), ("/close", "ticket-closed-by")):
        anna.says(command)
        town.sees_in_topic(number, DESK_SAYS(key, number=number, name="Anna Weber"))
    uma.reads(say("ticket-closed", number=number, days=3))
    assert asked() == 1
    uma.says("It is loose again")
    town.sees_in_topic(number, "It is loose again")
    anna.says("We send a new lid")
    uma.reads("We send a new lid")
    town.advance(hours=0.01)  # within a second nobody is asked twice
    anna.says("/close")
    until(lambda: asked() == 2, what="the question once more")
