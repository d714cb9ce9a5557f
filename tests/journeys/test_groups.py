"""Several staff groups: a ticket goes to its team, is passed on to the main desk, and long after it was closed its topic is gone and comes
back; and where the main desk has two groups, the one with more room gets what is new."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.always_open import ALWAYS_OPEN
from tests.journeys.conftest import BUSY_WAYS, furnished
from tests.journeys.town import ANNA, DESK, OLIVIA, Somebody, Town, newest, until, words

BOOK = Phrasebook()
NEW = ("Otto", "Pia", "Rose", "Sam")
LABELS = {Language.ENGLISH: "Parcels", Language.CHINESE: "物流"}
BUSINESS = (
    """\
company = "Lantern Tea"
time_zone = "Asia/Shanghai"
staff_language = "{language}"

"""
    + ALWAYS_OPEN
    + """

[[teams]]
key = "parcels"
en = "Parcels"
zh = "物流"
kinds = ["inquiry"]
languages = ["{language}"]

[groups]
delete_topics_after_days = 2
"""
)


@pytest.fixture(params=[pytest.param(each, id="-".join(each)) for each in product(Language, BUSY_WAYS)])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Language]]:
    """A program of its own with one team, for staff who read English and for staff who read Chinese, on each database."""
    language, way = request.param
    town = Town(**furnished(way, request, tmp_path_factory, BUSINESS.format(language=language.value)))
    yield town, language
    town.stop()


def topics_of(town: Town, chat_id: int, number: int) -> list[dict[str, Any]]:
    """The topics of a ticket in a group, oldest first."""
    chat = next(chat for chat in town.glance()["chats"] if chat["id"] == chat_id)
    return [topic for topic in chat["topics"] if topic["name"].startswith(f"#{number} ")]


def topic_names(town: Town, chat_id: int, *customers: str) -> list[str]:
    """The names of the topics of a group that name one of these customers."""
    chat = next(chat for chat in town.glance()["chats"] if chat["id"] == chat_id)
    return [topic["name"] for topic in chat["topics"] if any(f" · {name} · " in topic["name"] for name in customers)]


def topic_in(town: Town, chat_id: int, number: int) -> int:
    """The newest topic of a ticket in a group, waiting for it."""
    found = until(lambda: topics_of(town, chat_id, number), what=f"a topic of ticket {number} in {chat_id}")
    thread: int = found[-1]["message_thread_id"]
    return thread


def sees(town: Town, chat_id: int, thread: int, part: str) -> dict[str, Any]:
    """Wait until something with these words stands in a topic of a group."""

    def look() -> dict[str, Any] | None:
        return newest([message for message in town.messages(chat_id) if message.get("message_thread_id") == thread], part)

    return until(look, what=f"{part!r} in topic {thread} of {chat_id}")


def new_group(town: Town, title: str) -> int:
    """Olivia makes a group with topics, with the bot as administrator and Anna as a member."""
    group = town.act("groups", title=title, by=OLIVIA, is_forum=True, type="supergroup")
    chat_id: int = group["id"]
    rights = {"can_manage_topics": True, "can_delete_messages": True}
    town.act(f"groups/{chat_id}/members", status="administrator", by=OLIVIA, bot=True, rights=rights)
    town.act(f"groups/{chat_id}/members", status="member", by=OLIVIA, person_id=ANNA)
    return chat_id


def test_a_ticket_goes_from_team_to_team_and_outlives_its_topics(desk: tuple[Town, Language]) -> None:
    town, language = desk
    say, label = BOOK.speaking(language).plain, LABELS[language]
    group = new_group(town, "Parcels desk")
    olivia = Somebody(town, OLIVIA, group)
    olivia.reads(say("setup-joined-ready", company="Lantern Tea"))
    olivia.says("/setup parcels")
    olivia.reads(say("setup-team-topics", team=label))

    person = town.customer("Ivy", language=language.value)
    person.starts()
    person.says("/human")
    person.says("Where is my parcel?")
    number = until(lambda: _number(town, group), what="a ticket in the team's group")
    first = topic_in(town, group, number)
    sees(town, group, first, say("card-team", team=label))
    Somebody(town, ANNA, group, first).says("We look for it")
    person.reads("We look for it")

    heard = len(town.messages(person.chat_id))
    Somebody(town, ANNA, group, first).says("/transfer main")
    second = topic_in(town, DESK, number)
    sees(town, DESK, second, "We look for it")
    sees(town, group, first, say("transfer-write-there"))
    until(lambda: topics_of(town, group, number)[0]["closed"], what="the old topic closed")
    Somebody(town, OLIVIA, group, first).says("Is somebody at it?")
    sees(town, group, first, say("transfer-gone", number=number, team=say("team-main")).splitlines()[0])
    assert len(town.messages(person.chat_id)) == heard

    person.says("It has come")
    sees(town, DESK, second, "It has come")
    anna = Somebody(town, ANNA, DESK, second)
    anna.says("Good to hear")
    person.reads("Good to hear")
    measured = town.http.get("/metrics").text
    assert f'kefu_group_open_tickets{{chat="{DESK}",group="Kefu Desk",team=""}} 1.0' in measured
    assert f'kefu_group_open_tickets{{chat="{group}",group="Parcels desk",team="parcels"}} 0.0' in measured
    anna.says("/close")
    sees(town, DESK, second, say("ticket-closed-by", number=number, name="Anna Weber"))

    town.advance(days=3)
    until(lambda: not topics_of(town, group, number) and not topics_of(town, DESK, number), what="both topics deleted")
    Somebody(town, ANNA, DESK).says(f"/ticket {number}")
    third = topic_in(town, DESK, number)
    assert third not in (first, second)
    sees(town, DESK, third, "It has come")
    owner = town.olivia()
    owner.starts()
    owner.says("/groups")
    owner.reads("Parcels desk")

    further = new_group(town, "Second desk")
    olivia = Somebody(town, OLIVIA, further)
    olivia.reads(say("setup-joined-ready", company="Lantern Tea"))
    olivia.says("/setup main")
    olivia.reads(say("setup-further-topics"))
    for name in NEW:  # of another language, so that the main desk gets them
        somebody = town.customer(name, language="en" if language is Language.CHINESE else "zh-hans")
        somebody.starts()
        somebody.says(f"/human {name}")
    until(lambda: len(topic_names(town, DESK, *NEW) + topic_names(town, further, *NEW)) == len(NEW), what="a topic for each new ticket")
    shares = [len(topic_names(town, each, *NEW)) for each in (DESK, further, group)]
    assert min(shares[:2]) >= 1
    assert shares[2] == 0


def _number(town: Town, chat_id: int) -> int | None:
    for message in town.messages(chat_id):
        text = words(message)
        if text.startswith("#") and " · " in text:
            return int(text[1:].split(" ", 1)[0])
    return None
