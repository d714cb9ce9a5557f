"""Commands that do not exist: whoever mistypes one reads which was meant, and a customer hears nothing of it."""

from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue, asks
from tests.journeys.town import Town


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
