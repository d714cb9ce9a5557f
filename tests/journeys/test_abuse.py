"""Abuse: somebody who insults is banned and heard again later; somebody new is checked, and what they send is judged."""

import re

from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue, asks, new_ticket, passes_check
from tests.journeys.town import Town, until, words


def until_banned(say: Tongue) -> str:
    """Return what somebody who is banned for a while reads before the end."""
    return say("ban-told-until", company="Lantern Tea", until="|").split("|")[0].strip()


@BOTH
def test_a_customer_is_banned_in_the_topic_and_heard_again_after_it(town: Town, say: Tongue) -> None:
    name = f"Rude {say.code}"
    rude, number = asks(town, name, say, "My tea is cold")
    town.sees_in_topic(number, "My tea is cold")

    anna = town.anna().in_topic(number)
    anna.says("/ban 3d insults")
    town.sees_in_topic(number, "You may ban for up to 24 hours")
    anna.says("/ban 2h insults")
    town.sees_in_topic(number, "is banned by Anna Weber")

    rude.says("You fools")
    rude.reads(until_banned(say))
    rude.says("You are all fools")
    olivia = town.olivia()
    olivia.starts()
    olivia.says("/bans")
    listed = olivia.reads(name)
    assert "insults" in words(listed)
    banned = re.search(rf"{name} · customer no\. (\d+)", words(listed))
    assert banned
    olivia.presses(DESK_SAYS("ban-button-lift", number=int(banned[1])))
    rude.reads(say("ban-lifted-told"))
    town.sees_in_topic(number, "has lifted the ban")
    rude.says("I am sorry")
    town.sees_in_topic(number, "I am sorry")
    assert not any("fools" in text for text in town.topic_texts(number))
    assert sum(until_banned(say) in words(message) for message in town.messages(rude.chat_id)) == 1


@BOTH
def test_a_ban_ends_by_itself(town: Town, say: Tongue) -> None:
    lee, number = asks(town, "Lee the Loud", say, "Is anybody there?")
    town.sees_in_topic(number, "Is anybody there?")
    town.anna().in_topic(number).says("/ban 30m")
    town.sees_in_topic(number, "is banned by Anna Weber")
    lee.says("Hey!")
    lee.reads(until_banned(say))
    town.advance(hours=0.6)
    lee.says("Quiet now")
    town.sees_in_topic(number, "Quiet now")
    until(lambda: not any("Hey!" in text for text in town.topic_texts(number)) or None, what="no word from the time of the ban")


@BOTH
def test_somebody_new_shows_to_be_a_person_and_comes_under_the_rules(busy_town: Town, say: Tongue) -> None:
    town = busy_town
    amy = town.customer("Amy", say.code)
    amy.says("Hello")
    amy.says("Is https://tea.example yours?")
    amy.reads(say("human-check-kept"))
    amy.says("/invite")
    amy.reads(say("human-check-command", command="/invite"))
    passes_check(amy, say)
    amy.says("/invite")
    amy.reads(say("refusal-no-referrals"))  # the answer of this business
    amy.reads("Is https://tea.example yours?")
    amy.says("/human")
    number = new_ticket(amy, say)
    town.sees_in_topic(number, "Is https://tea.example yours?")
    warning = town.sees_in_topic(number, DESK_SAYS("unwelcome-flagged", rule="links"))
    assert words(warning["reply_to_message"]) == "Is https://tea.example yours?"
    amy.says(attachment={"kind": "voice"})
    amy.reads(say("unwelcome-refused"))

    name = f"Bot {say.code}"
    bot = town.customer(name, say.code)
    bot.says("Our CASINO is open 赌场")
    bot.reads(until_banned(say))
    olivia = town.olivia()
    olivia.starts()
    olivia.says("/bans")
    assert DESK_SAYS("ban-by-rule", rule="casino") in words(olivia.reads(name))


@BOTH
def test_who_floods_is_answered_once_and_heard_with_every_word(town: Town, say: Tongue) -> None:
    quick, number = asks(town, f"Quick {say.code}", say, "My tea is cold")
    for each in range(24):
        quick.says(f"word {each}.")
    quick.reads(say("menu-flood"))
    until(lambda: all(any(f"word {each}." in text for text in town.topic_texts(number)) for each in range(24)) or None, what="every word")
    assert sum(say("menu-flood") in words(message) for message in town.messages(quick.chat_id)) == 1
