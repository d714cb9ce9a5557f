"""Coupons: an operator imports codes, a birthday brings one, the customer finds it again, staff see whose it is and the owner that none is left."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.always_open import ALWAYS_OPEN
from tests.conftest import new_postgres_database
from tests.journeys.town import Somebody, Town, words
from tests.programs import surroundings

BOOK = Phrasebook()
BUSINESS = f"""
company = "Lantern Tea"
time_zone = "Asia/Shanghai"
{ALWAYS_OPEN}
[greetings]
birthday_coupons = "birthday"
[unasked]
per_day = 0
per_week = 0
"""
CODES = "list,code,good until\nbirthday,SPRING-2041,\nbirthday,=1+1,\n\nbirthday,SPRING-2041,\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """The real program of a shop that has imported one code before the desk started."""
    url = f"sqlite:///{tmp_path}/kefu.db"
    if request.param == "postgresql":
        url = asyncio.run(new_postgres_database(request.getfixturevalue("postgres_url")))
    (tmp_path / "business.toml").write_text(BUSINESS, encoding="utf-8")
    (tmp_path / "coupons.csv").write_text(CODES)
    settings = {"KEFU_BUSINESS": str(tmp_path / "business.toml"), "KEFU_DATABASE_URL": url}
    environment = surroundings() | settings
    command = [str(Path(sys.executable).with_name("kefu")), "import", "coupons", "coupons.csv"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "Line 3: a code must not begin as a formula does (= + - @) (=1+1)",
        "List birthday: 1 new code.",
        "1 code imported, 1 there already, 1 line left out.",
    ]
    town = Town(directory=tmp_path, settings=settings)
    yield town
    town.stop()


def tells_birthday(person: Somebody, language: Language) -> None:
    """Tell a birthday."""
    say = BOOK.speaking(language).plain
    person.starts()
    person.says("/profile")
    person.presses(say("profile-button-birthday"))
    person.says("1990-07-14")
    person.reads("1990")


def test_a_birthday_brings_a_code_once(shop: Town) -> None:
    mei, tom, olivia = shop.customer("Mei", "zh-hans"), shop.customer("Tom", "en"), shop.olivia()
    olivia.starts()
    tells_birthday(mei, Language.CHINESE)
    tells_birthday(tom, Language.ENGLISH)
    for _ in range(4):
        if tom.has_read("birthday") and mei.has_read("生日快乐"):
            break
        shop.jump("next_birthday")
    greetings = [words(mei.reads("生日快乐")), words(tom.reads("appy birthday"))]
    codes = [found for text in greetings for found in re.findall("SPRING-[0-9]+", text)]
    assert codes == ["SPRING-2041"]
    lucky = mei if "SPRING" in greetings[0] else tom
    lucky.says("/rewards")
    assert "SPRING-2041" in words(lucky.reads({mei.id: "送给您的礼物", tom.id: "Your gifts"}[lucky.id]))
    olivia.reads("has no code left")
    anna = shop.anna()
    anna.says("/coupons")
    anna.reads("birthday: 0 left, 1 given")
    anna.says("/coupons spring-2041")
    anna.reads({mei.id: "Mei", tom.id: "Tom"}[lucky.id])
    shop.advance(days=1)
    assert sum("SPRING-2041" in words(message) for person in (mei, tom) for message in shop.messages(person.chat_id)) == 2
