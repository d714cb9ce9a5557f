"""Campaigns held up midway, through the real program: paused, gone on with, stopped."""

import re
import time

from tests.journeys.test_campaign_work import begins, counts, newcomers, speaking, writes
from tests.journeys.test_campaigns import awake
from tests.journeys.tongues import BOTH, CHINESE, ENGLISH, Tongue
from tests.journeys.town import Somebody, Town, until, words

RETRY_SECONDS = 1
LINE = {ENGLISH: "Text A: ", CHINESE: "文案 A："}
NUMBERS = ("listed", "sent", "delivered", "blocked", "failed", "skipped", "open_ticket", "waiting")


def holds_up(town: Town, *people: Somebody) -> None:
    """Let Telegram put off whatever is said to some people, again and again."""
    for each in people:
        fault = {"kind": "status", "status": 429, "retry_after": RETRY_SECONDS}
        body = {"method": "sendMessage", "chat_id": each.chat_id, "fault": fault}
        town.http.post("/playground/api/faults", json=body).raise_for_status()


def readers(town: Town, text: str) -> list[int]:
    """Return the chats in which a text of the bot stands, each as often as it stands there."""
    chats = town.state()["messages"].items()
    return [int(chat) for chat, messages in chats for each in messages if each["from"]["is_bot"] and words(each) == text]


def sends(olivia: Somebody, say: Tongue, name: str, text: str) -> int:
    """Compose a campaign of one text, have its list drawn up and send it; return its number."""
    number = begins(olivia, say, name)
    writes(olivia, say, "A", text, "-")
    counts(olivia, say, name)
    counted = olivia.town.messages(olivia.chat_id)[-1]
    olivia.presses(say("campaign-button-send"))
    olivia.reads(say("campaign-send-really", number=number, people="|", ends="").split("|")[0], after=counted)
    olivia.presses(say("campaign-button-send-sure"))
    return number


def shows(olivia: Somebody, say: Tongue, number: int) -> str:
    """Ask for the sheet of a campaign, and return it."""
    asked = olivia.says(f"/campaign {number}")
    return words(olivia.reads(say("campaign-shares", a=100, b=0, control=0), after=asked))


def figures(olivia: Somebody, say: Tongue, number: int) -> dict[str, int]:
    """Have a campaign counted again, and return the figures of its text once all of its messages have arrived or are put off."""
    shows(olivia, say, number)
    olivia.presses(say("campaign-button-refresh"))

    def look() -> dict[str, int] | None:
        sheet = shows(olivia, say, number)
        line = next((each for each in sheet.splitlines() if each.startswith(LINE[say])), "")
        found = dict(zip(NUMBERS, map(int, re.findall(r"\d+", line)), strict=False))
        if not found or say("campaign-figures-anew") in sheet:
            time.sleep(0.5)
            return None
        if found["sent"] != found["delivered"] + found["blocked"]:
            olivia.presses(say("campaign-button-refresh"))
            return None
        return found

    return until(look, patience=60, what=f"figures of campaign {number}")


@BOTH
def test_what_is_paused_midway_reaches_the_rest_once_and_what_is_stopped_nobody_more(town: Town, say: Tongue) -> None:
    olivia, text, other = town.olivia(), f"Tea {say.language}", f"Cups {say.language}"
    olivia.starts()
    awake(town)
    early, late = newcomers(town, say, f"Wu {say.language}", 3), newcomers(town, say, f"Xu {say.language}", 2)
    holds_up(town, *late)
    with speaking(olivia, say):
        number = sends(olivia, say, f"Midway {say.language}", text)
        until(lambda: {each.chat_id for each in early} <= set(readers(town, text)), patience=60, what="the text with the first")
        shows(olivia, say, number)
        olivia.presses(say("campaign-button-pause"))
        olivia.reads(say("campaign-state-paused"))
        paused = figures(olivia, say, number)
        got = readers(town, text)
        assert paused["waiting"] >= len(late)
        town.act("faults", method="DELETE")
        time.sleep(RETRY_SECONDS + 1)
        town.advance(hours=1)
        assert figures(olivia, say, number)["delivered"] == len(readers(town, text)) == len(got)
        olivia.presses(say("campaign-button-resume"))
        until(lambda: {each.chat_id for each in late} <= set(readers(town, text)), patience=60, what="the text with the rest")
        assert len(readers(town, text)) == len(set(readers(town, text)))
        # Who got the first today waits for the second: it is stopped before tomorrow comes.
        more = newcomers(town, say, f"Yu {say.language}", 2)
        number = sends(olivia, say, f"Stopped {say.language}", other)
        until(lambda: {each.chat_id for each in more} <= set(readers(town, other)), patience=60, what="the second text with the new ones")
        shows(olivia, say, number)
        olivia.presses(say("campaign-button-stop"))
        olivia.reads(say("campaign-stop-really", number=number))
        olivia.presses(say("campaign-button-stop-sure"))
        olivia.reads(say("campaign-state-stopped"))
        town.advance(days=1)
        stopped = figures(olivia, say, number)
        assert stopped["delivered"] == len(readers(town, other)) == len(set(readers(town, other)))
        assert stopped["waiting"] >= len(early) + len(late)
    assert not {each.chat_id for each in (*early, *late)} & set(readers(town, other))
