"""A campaign's whole life through the real program, by somebody who reads English and by somebody who reads Chinese."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.test_campaigns import awake
from tests.journeys.tongues import BOTH, CHINESE, ENGLISH, Tongue
from tests.journeys.town import Somebody, Town, until, words

PEOPLE = 14
ANSWER = {ENGLISH: "Keep me a tin", CHINESE: "给我留一罐"}
SHOP = {ENGLISH: ("To the shop", "count"), CHINESE: ("去商店", "计数")}
SOON = {ENGLISH: "1h", CHINESE: "1小时"}
COUNTED = {ENGLISH: "clicked 1, replied 1, opted out 1", CHINESE: "点击 1，回复 1，退订 1"}


@contextmanager
def speaking(olivia: Somebody, say: Tongue) -> Iterator[Tongue]:
    """Let the owner read another language for a while."""
    _chooses(olivia, say)
    try:
        yield say
    finally:
        _chooses(olivia, ENGLISH)


def _chooses(olivia: Somebody, say: Tongue) -> None:
    asked = olivia.says("/language")
    olivia.reads("请选择语言", after=asked)
    olivia.presses(say("menu-language-name"))
    olivia.reads(say("staff-start", name="Olivia Stone", company="Lantern Tea", role=say("role-owner")), after=asked)


def newcomers(town: Town, say: Tongue, name: str, count: int) -> list[Somebody]:
    """Let people come who speak a language, and wait until they are no longer chatting."""
    people = [town.customer(f"{name} {number}", say.code) for number in range(count)]
    for each in people:
        each.starts()
    for number, each in enumerate(people):
        each.reads(f"{name} {number}")
    town.advance(hours=1.1)  # who has just pressed START is left alone
    awake(town)
    return people


def begins(olivia: Somebody, say: Tongue, name: str) -> int:
    """Begin a campaign for those who speak a language; return its number."""
    asked = olivia.says(f"/campaign {name}")
    number = words(olivia.reads(name, after=asked)).partition(name)[0].strip("：: ").split()[-1]
    olivia.presses(say("campaign-button-segment"))
    olivia.reads(say("campaign-choose", segment="")[:4], after=asked)
    olivia.presses(say(f"language-{say.language}"))
    olivia.reads(say("campaign-part-language", words=say(f"language-{say.language}")), after=asked)
    chosen = olivia.town.messages(olivia.chat_id)[-1]
    olivia.presses(say("campaign-button-show"))
    olivia.reads(name, after=chosen)
    return int(number)


def writes(olivia: Somebody, say: Tongue, variant: str, text: str, buttons: str, *, is_photo: bool = False) -> None:
    """Write a text and its buttons."""
    language = say(f"language-{say.language}")
    last = olivia.town.messages(olivia.chat_id)[-1]
    olivia.presses(say("campaign-button-text", variant=variant, language=language))
    asked = olivia.reads(say("campaign-ask-words", variant=variant, language=language, known="{")[:12], after=last)
    if is_photo:
        olivia.says(attachment={"kind": "photo", "caption": text})
    else:
        olivia.says(text)
    asked = olivia.reads("https://example.com", after=asked)
    olivia.says(buttons)
    olivia.reads(text, after=asked)


def counts(olivia: Somebody, say: Tongue, name: str) -> None:
    """Have the list drawn up."""
    olivia.town.advance(hours=0.01)  # whoever presses as fast as a test does is a flood otherwise
    olivia.presses(say("campaign-button-count"))
    olivia.reads(f"{name}\n", patience=60)  # no state stands behind the name: it is told that the list is complete


def stands(olivia: Somebody, number: int, part: str) -> str:
    """Wait until the sheet of a campaign says something, and return the sheet."""

    def look() -> str | None:
        asked = olivia.says(f"/campaign {number}")
        said = words(olivia.reads("A", after=asked))
        if part in said:
            return said
        time.sleep(2)
        return None

    return until(look, patience=60, what=f"{part!r} on the sheet of campaign {number}")


def got(person: Somebody, text: str) -> bool:
    """Tell whether somebody has got a text."""
    return any(text in words(message) for message in person.town.messages(person.chat_id) if message["from"]["is_bot"])


@BOTH
def test_two_texts_a_picture_and_a_control_group_are_scheduled_tried_answered_and_counted(town: Town, say: Tongue) -> None:
    olivia = town.olivia()
    olivia.starts()
    awake(town)
    people = newcomers(town, say, f"Lin {say.language}", PEOPLE)
    name, answer, (shop, count) = f"Harvest {say.language}", ANSWER[say], SHOP[say]
    with speaking(olivia, say):
        number = begins(olivia, say, name)
        olivia.presses(say("campaign-button-shares"))
        olivia.reads(say("campaign-ask-shares")[:10])
        olivia.says("45 15")
        olivia.reads(say("campaign-shares", a=40, b=45, control=15))
        writes(olivia, say, "A", "{name} A {company}", f"{answer}\n{shop} | {count} https://example.com/a", is_photo=True)
        writes(olivia, say, "B", "{name} B", "-")
        olivia.presses(say("campaign-button-preview"))
        olivia.reads(f"{say('campaign-example-name')} A Lantern Tea")
        olivia.presses(say("campaign-button-test"))
        assert olivia.reads("Olivia Stone A Lantern Tea")["photo"]
        olivia.reads("Olivia Stone B")
        counts(olivia, say, name)
        olivia.presses(say("campaign-button-schedule"))
        olivia.reads(say("campaign-ask-moment")[:4])
        olivia.says(SOON[say])
        olivia.reads(say("campaign-next-scheduled"))
        assert not any(got(person, " A Lantern Tea") or got(person, " B") for person in people)
        town.advance(hours=1)
        until(lambda: any(got(person, " A Lantern Tea") for person in people), patience=60, what="text A with somebody")
        until(lambda: any(got(person, " B") for person in people), patience=60, what="text B with somebody")
        reader = next(person for person in people if got(person, " A Lantern Tea"))
        reader.presses(answer)
        reader.reads(say("campaign-answer-heard", answer=answer))
        reader.presses(shop)
        reader.reads(say("campaign-answer-link"))
        reader.says({ENGLISH: "Is it this year's?", CHINESE: "是今年的吗？"}[say])
        reader.presses(say("consent-button-opt-out"))
        reader.reads(say("consent-off-campaigns"))
        stands(olivia, number, say("campaign-figures-at", at="", until="").strip()[:3])
        olivia.presses(say("campaign-button-refresh"))
        sheet = stands(olivia, number, COUNTED[say])
    assert {each: f" {each}" in sheet for each in "AB"} == {"A": True, "B": True}
    for person in people:
        said = [words(message) for message in town.messages(person.chat_id)]
        assert len([text for text in said if text.endswith((" A Lantern Tea", " B"))]) <= 1
