"""Winning back by words, through the real program: regulars, who slips away and occasional customers each read their own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import new_postgres_database
from tests.journeys.test_campaigns import awake
from tests.journeys.test_winning_back import BUSINESS, buys, read_by
from tests.journeys.tongues import CHINESE, ENGLISH, Tongue
from tests.journeys.town import DESK, Somebody, Town

TONGUES = (ENGLISH, CHINESE)
# Four others spend the most and ten the least, so that nobody of this story is valuable. None of them has a rhythm.
RICH, POOR = 4, 10
SOMETHING_ELSE = {ENGLISH: "Something else", CHINESE: "其他问题"}
TONES = ("loyal", "slipping", "occasional")


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.xdist_group(f"tones-{kind}")) for kind in ("sqlite", "postgresql")])
def silent_town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """The real program, once for each database, in which months pass."""
    url = asyncio.run(new_postgres_database(request.getfixturevalue("postgres_url"))) if request.param == "postgresql" else None
    (tmp_path / "business.toml").write_text(BUSINESS + "tier_within_percent = 0\n", encoding="utf-8")
    town = Town(directory=tmp_path, database_url=url, settings={"KEFU_BUSINESS": str(tmp_path / "business.toml")})
    yield town
    town.stop()


def tone(say: Tongue, kind: str, person: Somebody, names: dict[int, str]) -> str:
    """Return what somebody is to read."""
    return say(f"winback-{kind}", name=names[person.id], company="Lantern Tea")


def test_each_reads_the_tone_that_fits_how_they_bought(silent_town: Town) -> None:
    town, olivia = silent_town, silent_town.olivia()
    awake(town)  # nobody is won back in their sleep
    olivia.starts()
    people = {
        (kind, say): town.customer(f"{kind.title()} {say.language}", say.code, username=f"{kind}_{say.language}")
        for kind in TONES
        for say in TONGUES
    }
    names = {person.id: f"{kind.title()} {say.language}" for (kind, say), person in people.items()}
    others = [f"other_{number}" for number in range(RICH + POOR)]
    for person in people.values():
        person.starts()
    for name in others:
        town.customer(name, username=name).starts()
        town.advance(hours=0.01)

    def buy(kind: str, amount: int, turn: int) -> None:
        for say in TONGUES:
            buys(olivia, f"{kind}_{say.language}", amount, f"{kind}-{say.language}-{turn}")

    for turn in range(3):
        buy("slipping", 3_000, turn)
        town.advance(days=14)
    # Six weeks later others have bought since: who was silent meanwhile is slipping away, who buys from now on is not.
    for number, name in enumerate(others):
        buys(olivia, name, 90_000 if number < RICH else 500, f"other-{number}")
        town.advance(hours=0.002)
    for turn in range(3):
        buy("loyal", 2_900, turn)
        buy("occasional", 10, turn)
        town.advance(days=14)
    town.advance(days=15)

    for (kind, say), person in people.items():
        person.reads(tone(say, kind, person, names))
    for (kind, say), person in people.items():
        said = read_by(town, person)
        assert [text for text in said if text in [tone(say, each, person, names) for each in TONES]] == [tone(say, kind, person, names)]
    assert [topic["name"] for topic in next(chat for chat in town.glance()["chats"] if chat["id"] == DESK)["topics"]] == []

    # What they answer goes to a colleague, as the message says; who wants no more of it says so by one tap.
    for kind, say in (("loyal", ENGLISH), ("slipping", CHINESE)):
        person = people[kind, say]
        asked = person.says("The last tea was stale")
        person.reads(say("free-text-what-next")[:10], after=asked)
        person.presses(say("menu-button-ask"))
        person.presses(SOMETHING_ELSE[say])
        person.presses(say("inquiry-button-send"))
        number = person.reads_ticket_number(say.before_number("ticket-opened"))
        town.sees_in_topic(number, "The last tea was stale")
    for say in TONGUES:
        people["occasional", say].presses(say("consent-button-opt-out"))
        people["occasional", say].reads(say("consent-off-reminders"))
