"""Commands that do not exist: whoever mistypes one reads which was meant, and a customer hears nothing of it."""

from tests.journeys.tongues import BOTH, CHINESE, DESK_SAYS, Tongue, asks
from tests.journeys.town import DESK, OLIVIA, Somebody, Town, words


@BOTH
def test_who_mistypes_a_command_reads_which_was_meant(town: Town, say: Tongue) -> None:
    person, number = asks(town, f"Slip {say.code}", say, "My tea is cold")
    person.says("/ticket")
    person.reads(say("menu-near-command", word="ticket", near="tickets"))
    heard = len(town.messages(person.chat_id))
    anna = town.anna().in_topic(number)
    anna.says("/clsoe")
    town.sees_in_topic(number, DESK_SAYS("menu-near-command", word="clsoe", near="close"))
    anna.says("/refund 20")
    town.sees_in_topic(number, DESK_SAYS("desk-unknown-command", word="refund"))
    anna.says("/close")
    person.reads(say("ticket-closed", number=number, days=3))
    assert not any("refund" in str(message) for message in town.messages(person.chat_id)[heard:])


def test_who_mistypes_beside_the_tickets_is_told_too(town: Town) -> None:
    is_told_beside_the_tickets(town, DESK_SAYS)


def test_so_is_who_reads_chinese(chinese_town: Town) -> None:
    is_told_beside_the_tickets(chinese_town, CHINESE)


def is_told_beside_the_tickets(town: Town, say: Tongue) -> None:
    """Let an agent and the owner mistype where no ticket is, and an agent speak to another bot."""
    for member in (town.anna(), Somebody(town, OLIVIA, DESK)):
        member.reads(say("desk-no-such-command", word="refund"), after=member.says("/refund 20"))
        member.reads(say("menu-near-command", word="quue", near="queue"), after=member.says("/quue"))
    town.anna().says("/weather@another_bot")
    town.anna().reads(say("desk-no-such-command", word="last"), after=town.anna().says("/last"))
    assert not any("weather" in words(message) for message in town.messages(DESK) if message["from"]["is_bot"])
