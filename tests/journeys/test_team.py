"""The supervisors' story: a ticket goes from hand to hand, is judged, and everything that was done can be read."""

from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue, asks
from tests.journeys.town import ANNA, CHEN, DESK, Somebody, Town, number_in, until, words


@BOTH
def test_a_ticket_is_handed_on_and_the_owner_sees_how_the_team_does(town: Town, say: Tongue) -> None:
    person, number = asks(town, "Handed on", say)
    anna, chen = town.anna().in_topic(number), town.chen().in_topic(number)
    anna.says("/claim")
    town.sees_in_topic(number, DESK_SAYS("desk-claimed", number=number, name="Anna Weber"))
    anna.says("/assign @chenjing")
    line = town.sees_in_topic(number, f"Anna Weber gives ticket #{number} to 陈静")
    assert [entity["user"]["id"] for entity in line["entities"] if entity["type"] == "text_mention"] == [CHEN]
    town.sees_in_topic(number, "陈静 has it")
    anna.says("I stay with it, too")
    person.reads("I stay with it, too")
    town.sees_in_topic(number, DESK_SAYS("assigned-holder", number=number, name="陈静"))

    olivia = town.olivia()
    olivia.starts()
    Somebody(town, CHEN, town.chen().chat_id).says("/away 2h")
    town.chen().reads("陈静 is away until")
    assert "○ 陈静 · away until" in words(olivia.reads("The team", after=olivia.says("/team")))

    chens, annas = Somebody(town, CHEN, CHEN), Somebody(town, ANNA, ANNA)
    for private in (chens, annas):
        private.starts()
    olivia.says("/reassign @chenjing @anna")
    until(lambda: any("from 陈静 to Anna Weber" in words(each) for each in town.messages(DESK)), what="the handover in the group")
    annas.reads(f"#{number} · Handed on")
    town.sees_in_topic(number, "Anna Weber has it")
    anna.says("/assign @chenjing")
    town.sees_in_topic(number, "陈静 has it")
    olivia.says(f"/audit {number}")
    story = words(olivia.reads(f"gave ticket #{number} to somebody"))
    assert story.count("assignee: Anna Weber → 陈静") == 2
    assert "assignee: 陈静 → Anna Weber" in story

    chen.says("Solved.")  # whoever answers is here again
    person.reads("Solved.")
    chen.says("/close")
    person.reads(say("ticket-closed", number=number, days=3))
    person.presses("5")
    person.reads(say("survey-ask-more"))
    person.says("Quick and kind")
    town.sees_in_topic(number, "Quick and kind")
    team = olivia.reads("● 陈静 · here", after=olivia.says("/team"))
    assert "Satisfaction: " in words(team)
    asked = olivia.reads("How was this handled?", after=olivia.says("/review @chenjing"))
    drawn = number_in(asked)
    olivia.presses("5")
    olivia.reads(DESK_SAYS("review-ask-remark", number=drawn, mark=5, name="陈静"))
    olivia.says(f"Well done {say.code}")
    olivia.reads(DESK_SAYS("review-remarked", name="陈静"))
    chens.reads(f"Well done {say.code}")
    olivia.reads("陈静: 5", after=olivia.says("/reviews"))
