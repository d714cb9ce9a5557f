"""A campaign with a film and links, through the real program: who pressed is counted once, and only presses that Telegram tells of."""

from typing import Any

from tests.journeys.test_campaign_work import ANSWER, SHOP, begins, counts, newcomers, speaking, stands
from tests.journeys.test_campaigns import awake
from tests.journeys.tongues import BOTH, CHINESE, ENGLISH, Tongue
from tests.journeys.town import Somebody, Town, newest, until, words

PLAIN = {ENGLISH: "The catalogue", CHINESE: "看目录"}
NOBODY = {ENGLISH: "clicked 0, replied 0", CHINESE: "点击 0，回复 0"}
TWO = {ENGLISH: "clicked 2, replied 0", CHINESE: "点击 2，回复 0"}
PLAIN_ADDRESS, COUNTED_ADDRESS = "https://example.com/catalogue", "https://example.com/counted"


def film(person: Somebody, caption: str) -> dict[str, Any]:
    """Wait for a film with these words, and return its message."""
    return until(
        lambda: newest([each for each in person.town.messages(person.chat_id) if each.get("video")], caption), patience=60, what="a film"
    )


def buttons(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the buttons under a message by their labels."""
    return {button["text"]: button for row in message["reply_markup"]["inline_keyboard"] for button in row}


def writes_film(olivia: Somebody, say: Tongue, caption: str, lines: str) -> None:
    """Send a text with a file that is refused, and then a film; then the buttons, at first with a link that is none."""
    language = say(f"language-{say.language}")
    last = olivia.town.messages(olivia.chat_id)[-1]
    olivia.presses(say("campaign-button-text", variant="A", language=language))
    asked = olivia.reads(say("campaign-ask-words", variant="A", language=language, known="{")[:12], after=last)
    olivia.says(attachment={"kind": "document", "caption": caption})
    olivia.reads(say("campaign-not-this"), after=asked)
    olivia.says(attachment={"kind": "video", "caption": caption})
    asked = olivia.reads("https://example.com", after=asked)
    olivia.says(f"{PLAIN[say]} | example")
    asked = olivia.reads(say("campaign-buttons-link"), after=asked)
    olivia.says(lines)
    olivia.reads(say("campaign-links-uncounted"), after=asked)
    olivia.reads(f"[{PLAIN[say]}]", after=asked)


@BOTH
def test_presses_on_links_are_counted_once_for_each_customer_and_those_of_a_preview_never(town: Town, say: Tongue) -> None:
    olivia = town.olivia()
    olivia.starts()
    awake(town)
    people = newcomers(town, say, f"Yan {say.language}", 3)
    name, answer, (shop, count) = f"Film {say.language}", ANSWER[say], SHOP[say]
    lines = f"{answer}\n{PLAIN[say]} | {PLAIN_ADDRESS}\n{shop} | {count} {COUNTED_ADDRESS}"
    with speaking(olivia, say):
        number = begins(olivia, say, name)
        writes_film(olivia, say, f"{{name}}, {name}", lines)
        olivia.presses(say("campaign-button-test"))
        tried = film(olivia, f"Olivia Stone, {name}")
        assert buttons(tried)[PLAIN[say]]["url"].rstrip("/") == PLAIN_ADDRESS
        olivia.presses(shop)
        olivia.reads(say("campaign-answer-link"), after=tried)
        asked = olivia.says(f"/campaign {number}")
        olivia.reads(name, after=asked)
        counts(olivia, say, name)
        olivia.presses(say("campaign-button-send"))
        olivia.reads(say("campaign-send-really", number=number, people="|", ends="").split("|")[0])
        olivia.presses(say("campaign-button-send-sure"))
        got = [film(person, f"Yan {say.language} {place}, {name}") for place, person in enumerate(people)]
        stands(olivia, number, NOBODY[say])

        first, second, _ = people
        assert "callback_data" not in buttons(got[0])[PLAIN[say]]
        for _ in range(2):
            first.presses(shop)
        link = first.reads(say("campaign-answer-link"))
        assert buttons(link)[shop]["url"].rstrip("/") == COUNTED_ADDRESS
        first.presses(answer)
        first.reads(say("campaign-answer-heard", answer=answer))
        second.presses(shop)
        second.reads(say("campaign-answer-link"))
        olivia.presses(say("campaign-button-refresh"))
        sheet = stands(olivia, number, TWO[say])
    assert say("media-kind", kind="video") in sheet
    assert [len([each for each in town.messages(person.chat_id) if name in words(each)]) for person in people] == [1, 1, 1]
