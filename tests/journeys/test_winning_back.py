"""Winning back through the real program: valuable customers fall silent, and people see to them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.always_open import ALWAYS_OPEN
from tests.conftest import new_postgres_database
from tests.journeys.test_campaigns import awake
from tests.journeys.town import DESK, Somebody, Town, until, words

BOOK = Phrasebook()
# A desk that never sleeps and asks nothing after a purchase: what is said to somebody here is said because of their silence.
BUSINESS = (
    """
company = "Lantern Tea"
time_zone = "Asia/Shanghai"

"""
    + ALWAYS_OPEN
    + """

[visits]
after_purchase_days = 0

[reminders]
silence_days = 0
"""
)
# So many others buy a little that three customers are the top fifth.
OTHERS = 16


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.xdist_group(f"silent-{kind}")) for kind in ("sqlite", "postgresql")])
def silent_town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """The real program, once for each database, in which months pass."""
    url = asyncio.run(new_postgres_database(request.getfixturevalue("postgres_url"))) if request.param == "postgresql" else None
    (tmp_path / "business.toml").write_text(BUSINESS, encoding="utf-8")
    town = Town(directory=tmp_path, database_url=url, settings={"KEFU_BUSINESS": str(tmp_path / "business.toml")})
    yield town
    town.stop()


def buys(olivia: Somebody, username: str, amount: int, reference: str) -> None:
    """Let Olivia tell of a purchase."""
    olivia.says(f"/purchase @{username} {amount} CNY {reference}")
    olivia.reads(reference)


def ticket_about(town: Town, name: str) -> int:
    """Wait for a topic about somebody, and return the ticket's number."""

    def look() -> int | None:
        chat = next(chat for chat in town.glance()["chats"] if chat["id"] == DESK)
        numbers = [int(topic["name"].split(" ")[0][1:]) for topic in chat["topics"] if f" {name} " in topic["name"]]
        return numbers[-1] if numbers else None

    return until(look, patience=60, what=f"a topic about {name}")


def read_by(town: Town, person: Somebody) -> list[str]:
    """Return what the bot has said to somebody so far."""
    return [words(message) for message in town.messages(person.chat_id) if message["from"]["is_bot"]]


def test_valuable_customers_who_fall_silent_are_seen_to_by_people(silent_town: Town) -> None:
    town, olivia = silent_town, silent_town.olivia()
    awake(town)  # nobody is won back in their sleep
    olivia.starts()
    ivy, lin, mute = (
        town.customer("Ivy", "en", username="ivy_bought"),
        town.customer("Lin", "zh-hans", username="lin_bought"),
        town.customer("Mute", "en", username="mute_bought"),
    )
    for person in (ivy, lin, mute):
        person.starts()
    for number in range(OTHERS):
        town.customer(f"Other{number}", username=f"other_{number}").starts()
        town.advance(hours=0.01)
    for turn in range(3):
        for number, name in enumerate(("ivy", "lin", "mute")):
            buys(olivia, f"{name}_bought", 90_000 + number, f"{name}-{turn}")
        town.advance(days=14)
    for number in range(OTHERS):
        buys(olivia, f"other_{number}", 10 + number, f"small-{number}")
    before = {person.id: read_by(town, person) for person in (ivy, lin, mute)}
    town.advance(days=15)
    numbers = [ticket_about(town, name) for name in ("Ivy", "Lin", "Mute")]
    staff = BOOK.speaking(Language.ENGLISH).plain
    for number in numbers:
        town.sees_in_topic(number, staff("card-quiet"))
        town.sees_in_topic(number, "A valuable customer has fallen silent")
    assert {person.id: read_by(town, person) for person in (ivy, lin, mute)} == before

    # One is written to by staff, one writes, one never hears of it.
    anna = town.anna()
    anna.in_topic(numbers[0]).says("Dear Ivy, is the kettle still good?")
    ivy.reads("is the kettle still good")
    ivy.says("It is, and I need a lid")
    town.sees_in_topic(numbers[0], "I need a lid")
    anna.in_topic(numbers[0]).says("/close")
    ivy.reads(f"#{numbers[0]} is closed")
    ivy.reads(f"How did we do with ticket #{numbers[0]}")

    lin.says("还有绿茶吗？")
    lin.reads(f"这件事已登记为工单 #{numbers[1]}")
    anna.in_topic(numbers[1]).says("有的，给您留一罐。")
    lin.reads("给您留一罐")
    anna.in_topic(numbers[1]).says("/close")
    lin.reads(f"#{numbers[1]} 已关闭")

    closed = staff("ticket-closed-by", number=numbers[2], name="Anna Weber")
    for command in ("/claim", "/solve", "/reopen", "/close"):
        anna.in_topic(numbers[2]).says(command)
    town.sees_in_topic(numbers[2], staff("ticket-reopened-by", number=numbers[2], name="Anna Weber"))
    town.sees_in_topic(numbers[2], closed)
    town.advance(days=8)  # a visit would have been due
    assert read_by(town, mute) == before[mute.id]
    mute.says("/tickets")
    mute.reads(staff("my-tickets-none")[:12])
