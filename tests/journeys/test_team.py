"""The supervisors' story: a ticket goes from hand to hand, is judged, and everything that was done can be read."""

from tests.journeys.tongues import BOTH, CHINESE, DESK_SAYS, Tongue, asks
from tests.journeys.town import ANNA, CHEN, DESK, Somebody, Town, number_in, until, words


@BOTH
def test_a_ticket_is_handed_on_and_the_owner_sees_how_the_team_does(town: Town, say: Tongue) -> None:
    is_handed_on_and_judged(town, say, DESK_SAYS)


def test_the_same_where_staff_read_chinese(chinese_town: Town) -> None:
    is_handed_on_and_judged(chinese_town, CHINESE, CHINESE)


def is_handed_on_and_judged(town: Town, say: Tongue, ours: Tongue) -> None:
    """Play the story with a customer who reads one language and staff who read another or the same."""
    person, number = asks(town, "Handed on", say)
    anna, chen = town.anna().in_topic(number), town.chen().in_topic(number)
    anna.says("/claim")
    town.sees_in_topic(number, ours("desk-claimed", number=number, name="Anna Weber"))
    anna.says("/assign @chenjing")
    line = town.sees_in_topic(number, ours("assigned-by", by="Anna Weber", number=number, user_id="0", name="陈静"))
    assert [entity["user"]["id"] for entity in line["entities"] if entity["type"] == "text_mention"] == [CHEN]
    town.sees_in_topic(number, ours("card-status-open", name="陈静"))
    anna.says("I stay with it, too")
    person.reads("I stay with it, too")
    town.sees_in_topic(number, ours("assigned-holder", number=number, name="陈静"))

    olivia, team = town.olivia(), ours("team-title", days=30)
    olivia.starts()
    Somebody(town, CHEN, town.chen().chat_id).says("/away 2h")
    town.chen().reads(ours("presence-away-until", name="陈静", until="?", reason="").split("?")[0].strip())
    away = ours("team-member", presence="until", name="陈静", until="?").split("?")[0].strip()
    assert away in words(olivia.reads(team, after=olivia.says("/team")))

    chens, annas = Somebody(town, CHEN, CHEN), Somebody(town, ANNA, ANNA)
    for private in (chens, annas):
        private.starts()
    olivia.says("/reassign @chenjing @anna")
    done = {ours("handover-done", count=count, giver="陈静", taker="Anna Weber") for count in range(1, 60)}
    until(
        lambda: any(words(each).splitlines()[:1] and words(each).splitlines()[0] in done for each in town.messages(DESK)),
        what="the handover",
    )
    annas.reads(f"#{number} · Handed on")
    town.sees_in_topic(number, ours("card-status-open", name="Anna Weber"))
    anna.says("/assign @chenjing")
    town.sees_in_topic(number, ours("card-status-open", name="陈静"))
    olivia.says(f"/audit {number}")
    story = words(olivia.reads(ours("act-ticket-assigned", ticket=number)))
    assert story.count(ours("audit-change", fact=ours("fact-assignee"), before="Anna Weber", after="陈静")) == 2
    assert ours("audit-change", fact=ours("fact-assignee"), before="陈静", after="Anna Weber") in story

    chen.says("Solved.")  # whoever answers is here again
    person.reads("Solved.")
    chen.says("/close")
    person.reads(say("ticket-closed", number=number, days=3))
    person.presses("5")
    person.reads(say("survey-ask-more"))
    person.says("Quick and kind")
    town.sees_in_topic(number, "Quick and kind")
    here = ours("team-member", presence="here", name="陈静", until="–")
    assert ours("team-csat", percent="?", answers=1).split("?")[0].strip() in words(olivia.reads(here, after=olivia.says("/team")))
    question = ours("review-of", number=0, name="陈静", closed="?").split("#")[0].strip()
    drawn = number_in(olivia.reads(question, after=olivia.says("/review @chenjing")))
    olivia.presses("5")
    olivia.reads(ours("review-ask-remark", number=drawn, mark=5, name="陈静"))
    olivia.says(f"Well done {say.code}")
    olivia.reads(ours("review-remarked", name="陈静"))
    chens.reads(f"Well done {say.code}")
    mark = ours("review-average", name="陈静", average="5", count=1).split("5")[0]
    olivia.reads(f"{mark}5", after=olivia.says("/reviews"))
