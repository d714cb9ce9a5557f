"""Care over time: profile, birthday, follow-up visit, and what owners see."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.town import Town, words

BY_EVERY_WAY = True

BOOK = Phrasebook()
BOTH = pytest.mark.parametrize(("language", "code"), [(Language.ENGLISH, "en"), (Language.CHINESE, "zh-hans")])


@BOTH
def test_a_birthday_is_greeted_once_in_the_customers_own_morning(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    person = town.customer("Birthday child", code)
    person.starts()
    person.says("/profile")
    person.presses(say("profile-button-birthday"))
    now = datetime.fromisoformat(town.glance()["now"]).astimezone(ZoneInfo("Asia/Shanghai"))
    person.says("31.2.")
    person.reads({"en": "31.2.", "zh-hans": "31.2."}[code])
    day = now.date().replace(day=min(now.day, 28))
    person.says(f"1990-{day.month:02}-{day.day:02}")
    person.reads({"en": "1990", "zh-hans": "1990年"}[code])
    town.jump("next_birthday")
    for _ in range(3):
        if person.has_read(greeting(language), within=4):  # the next year brings another one
            break
        town.jump("next_birthday")
    person.reads(greeting(language))
    town.advance(hours=1)
    town.advance(days=1)
    assert sum(greeting(language) in words(message) for message in town.messages(person.chat_id)) == 1


def greeting(language: Language) -> str:
    """Return what only a birthday greeting says."""
    return {Language.ENGLISH: "Happy birthday", Language.CHINESE: "生日快乐"}[language]


@BOTH
def test_a_follow_up_visit_with_a_bad_answer_opens_a_ticket(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    person = town.customer("Visited", code)
    person.starts()
    person.says("/human")
    person.presses(say("human-button-connect"))
    number = person.reads_ticket_number({"en": "Your ticket is", "zh-hans": "您的工单号是"}[code])
    town.anna().in_topic(number).says("/close")
    person.reads({"en": "is closed", "zh-hans": "已关闭"}[code])
    for _ in range(6):
        town.advance(days=1)
        if person.has_read({"en": "Has everything been in order", "zh-hans": "之后一切顺利吗"}[code]):
            break
    person.reads({"en": "Has everything been in order", "zh-hans": "之后一切顺利吗"}[code])
    person.presses(say("visit-button-unhappy"))
    person.reads(say("visit-ask-unhappy")[:10])
    person.says("It broke again")
    person.reads({"en": "Thank you for telling us. It is ticket", "zh-hans": "谢谢您告诉我们。这件事已登记为工单"}[code])


@BOTH
def test_a_phone_number_is_taken_from_the_owner_only(town: Town, language: Language, code: str) -> None:
    say = BOOK.speaking(language).plain
    person = town.customer("Caller", code, phone_number="+8613800138000")
    person.starts()
    person.says("/profile")
    person.presses(say("profile-button-phone"))
    person.reads(say("profile-ask-phone")[:10])
    person.says(attachment={"kind": "contact", "phone_number": "+491701234567", "first_name": "Somebody", "user_id": 1002})
    person.reads(say("refusal-only-own-contact")[:8])
    town.act("contacts", sender=person.id)
    person.reads("138")


@BOTH
def test_privacy_switches_greetings_off(town: Town, language: Language, code: str) -> None:
    person = town.customer("Quiet", code)
    person.starts()
    person.says("/privacy")
    person.presses({"en": "switch off", "zh-hans": "关闭"}[code])
    person.presses({"en": "switch on", "zh-hans": "开启"}[code])


@BOTH
def test_the_language_can_be_changed(town: Town, language: Language, code: str) -> None:
    person = town.customer("Polyglot", code)
    person.starts()
    person.says("/language")
    person.presses({"en": "中文", "zh-hans": "English"}[code])
    other = Language.CHINESE if language is Language.ENGLISH else Language.ENGLISH
    person.says("/help")
    person.reads(BOOK.speaking(other).plain("menu-help", company="Lantern Tea").splitlines()[0].replace("<b>", "").replace("</b>", ""))


def test_owners_see_figures_jobs_and_customers(town: Town) -> None:
    olivia = town.olivia()
    olivia.starts()
    customer = town.customer("Known", username="known_one")
    customer.starts()
    customer.reads("Known")
    for command, part in [
        ("/stats", "Open tickets now"),
        ("/jobs", "Birthday greetings"),
        ("/failed", "failed"),
        ("/customer @known_one", "Known"),
        ("/staff", "Anna Weber"),
    ]:
        olivia.says(command)
        olivia.reads(part)
    olivia.says("/jobs")
    olivia.presses("Run: Birthday greetings")
    olivia.reads("Birthday greetings")


def test_a_customer_gets_none_of_the_owners_commands(town: Town) -> None:
    nosy = town.customer("Nosy")
    nosy.starts()
    for command in ("/stats", "/jobs", "/failed", "/customer 1", "/staff"):
        nosy.says(command)
    nosy.says("/help")
    nosy.reads("How to reach")  # answers come in order, so those before have come
    said = " ".join(words(message) for message in town.messages(nosy.chat_id) if message["from"]["is_bot"])
    assert "Open tickets now" not in said
    assert "Anna Weber" not in said


def test_the_program_is_ready_and_tells_its_figures(town: Town) -> None:
    assert town.http.get("/readyz").json()["ready"] is True
    text = town.http.get("/metrics").text
    assert "kefu_updates_total" in text
    assert 'kefu_deliveries_total{outcome="sent"}' in text
