"""A campaign through the real program: the owner composes it, a customer gets it, presses and wants no more."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.town import Town, words

BOOK = Phrasebook()
DAY = range(11, 20)  # o'clock in Shanghai: nobody is asleep, and the hour of reminders has come


def awake(town: Town) -> None:
    """Let it be day."""
    hour = datetime.fromisoformat(town.glance()["now"]).astimezone(ZoneInfo("Asia/Shanghai")).hour
    if hour not in DAY:
        town.advance(hours=(DAY.start - hour) % 24)


@pytest.mark.parametrize(("language", "code"), [(Language.ENGLISH, "en"), (Language.CHINESE, "zh-hans")])
def test_a_campaign_reaches_a_customer_who_answers_and_opts_out(town: Town, language: Language, code: str) -> None:
    ours, theirs = BOOK.speaking(Language.ENGLISH).plain, BOOK.speaking(language).plain
    news = {Language.ENGLISH: "The spring tea is here", Language.CHINESE: "春茶到了"}[language]
    answer = {Language.ENGLISH: "Keep me a tin", Language.CHINESE: "给我留一罐"}[language]
    olivia, person = town.olivia(), town.customer("Tea lover", code)
    awake(town)
    olivia.starts()
    person.starts()
    person.reads("Tea lover")
    town.advance(hours=1.1)  # who has just pressed START is left alone
    olivia.says(f"/campaign Spring {language}")
    number = words(olivia.reads(f"Spring {language}")).split(":")[0].split()[-1]
    olivia.presses(ours("campaign-button-text", variant="A", language=ours(f"language-{language}")))
    olivia.reads(ours("campaign-ask-words", variant="A", language=ours(f"language-{language}"), known="{name}, {points}, {company}"))
    olivia.says(news)
    olivia.reads("Up to 3 buttons")
    olivia.says(answer)
    olivia.reads(f"[{answer}]")
    olivia.presses(ours("campaign-button-preview"))
    olivia.reads(news)
    olivia.presses(ours("campaign-button-count"))
    olivia.reads(f"Spring {language}\n", patience=60)  # the list is drawn up: no state stands behind the name
    olivia.presses(ours("campaign-button-send"))
    olivia.reads(f"Send campaign {number} to")
    olivia.presses(ours("campaign-button-send-sure"))
    person.reads(news, patience=60)
    person.presses(answer)
    person.reads(answer)
    person.presses(theirs("consent-button-opt-out"))
    person.reads(theirs("consent-off-campaigns"))
    assert [words(message) for message in town.messages(person.chat_id)].count(news) == 1
