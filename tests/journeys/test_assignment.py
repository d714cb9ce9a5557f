"""Assignment: a ticket finds somebody who is here, is reminded of, goes on to another who is told, and is handed on by hand."""

from typing import Any

from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue, asks, asks_again
from tests.journeys.town import ANNA, CHEN, DESK, Town, until, words

ANNAS, CHENS = "Anna Weber", "陈静"


def calls(message: dict[str, Any]) -> set[int]:
    """Return whom a message notifies by name."""
    return {entity["user"]["id"] for entity in message.get("entities", []) if entity["type"] == "text_mention"}


def stands_in_group(town: Town, part: str) -> None:
    """Wait until something stands in the staff group."""
    until(lambda: any(part in words(each) for each in town.messages(DESK)), what=f"{part!r} in the staff group")


@BOTH
def test_a_silent_colleague_is_reminded_and_another_gets_the_ticket_and_the_next_one(busy_town: Town, say: Tongue) -> None:
    town = busy_town
    anna, chen = town.anna(), town.chen()
    anna.says("/here")
    chen.says(f"/away lunch {say.code}")
    stands_in_group(town, f"{CHENS} is away (lunch {say.code})")
    person, number = asks(town, "Lou", say, "My tea is cold", is_checked=True)
    given = town.sees_in_topic(number, DESK_SAYS("assigned-by-desk", number=number, name=ANNAS, user_id="0"))
    assert calls(given) == {ANNA}
    until(lambda: f"{ANNAS} has it" in words(town.sees_in_topic(number, "Status:")) or None, what="Anna on the card")
    chen.in_topic(number).says("/claim")
    town.sees_in_topic(number, DESK_SAYS("refusal-ticket-already-claimed", number=number, name=ANNAS))

    chen.says("/here")
    stands_in_group(town, DESK_SAYS("presence-here", name=CHENS))
    town.advance(hours=0.52)
    assert calls(town.sees_in_topic(number, f"the customer of ticket #{number} has been waiting for your answer")) == {ANNA}
    town.advance(hours=0.52)
    instead = town.sees_in_topic(number, DESK_SAYS("assigned-instead", number=number, was=ANNAS, name=CHENS, user_id="0", was_id="0"))
    assert calls(instead) == {ANNA, CHEN}

    chen.says("/alias 小静")
    answer = chen.in_topic(number).says("A fresh pot is on its way")
    person.reads("A fresh pot is on its way")
    assert person.has_read(say("relay-speaker", name="小静"))
    until(lambda: has_receipt(town, answer), what="the receipt on the answer")
    person.says("And a warm cup?")
    assert calls(town.sees_in_topic(number, f"{CHENS}, the customer waits for you")) == {CHEN}

    other = asks_again(person, say, "And my cup is broken", besides=number)
    town.sees_in_topic(other, DESK_SAYS("assigned-by-desk", number=other, name=CHENS, user_id="0"))  # who helped last comes first
    chen.in_topic(other).says("/assign @anna")
    handed = town.sees_in_topic(other, DESK_SAYS("assigned-by", number=other, by=CHENS, name=ANNAS, user_id="0"))
    assert calls(handed) == {ANNA}
    anna.in_topic(other).says("/unassign")
    town.sees_in_topic(other, DESK_SAYS("assigned-nobody", number=other, name=ANNAS))
    chen.in_topic(other).presses(DESK_SAYS("card-claim"))
    until(lambda: f"{CHENS} has it" in words(town.sees_in_topic(other, "Status:")) or None, what="陈静 on the card")
    for each in (number, other):
        chen.in_topic(each).says("/close")
        person.reads(say("ticket-closed", number=each, days=3))


def has_receipt(town: Town, message: dict[str, Any]) -> bool:
    """Tell whether the desk shows on a message of the staff group that it has arrived."""
    shown = next(each for each in town.messages(DESK) if each["message_id"] == message["message_id"])
    return [each["emoji"] for each in shown["reactions"]] == ["👌"]
