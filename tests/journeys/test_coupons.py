"""Coupons: an operator imports codes, a birthday or points bring one, the customer finds it again, staff see whose it is and the owner that none is left."""

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
LANGUAGES = {Language.ENGLISH: "en", Language.CHINESE: "zh-hans"}
POT = {Language.ENGLISH: "A pot", Language.CHINESE: "一把壶"}
BUSINESS = f"""
company = "Lantern Tea"
time_zone = "Asia/Shanghai"
{ALWAYS_OPEN}
[greetings]
birthday_coupons = "birthday"
[unasked]
per_day = 0
per_week = 0
[[rewards]]
key = "pot"
en = "A pot"
zh = "一把壶"
points = 50
coupons = "pots"
"""
CODES = "list,code,good until\nbirthday,SPRING-2041,\nbirthday,=1+1,\n\nbirthday,SPRING-2041,\npots,POT-7001,\n"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real program of a shop that has imported one code of each list before the desk started."""
    tmp_path: Path = tmp_path_factory.mktemp(request.param)
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
        "List pots: 1 new code.",
        "2 codes imported, 1 there already, 1 line left out.",
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


def test_points_buy_a_code_once_and_the_next_reads_that_it_is_out_of_stock(shop: Town) -> None:
    people = {language: shop.customer(f"Buyer {language}", code, username=f"buyer_{language}") for language, code in LANGUAGES.items()}
    olivia, anna = shop.olivia(), shop.anna()
    olivia.starts()
    for language, person in people.items():
        say = BOOK.speaking(language).plain
        person.starts()
        person.reads(f"Buyer {language}")
        olivia.says(f"/points @buyer_{language} +80 welcome")
        olivia.reads(f"Buyer {language}")
        person.says("/rewards")
        person.reads(say("reward-line-left", reward=POT[language], points="50", remaining=1))
    mei, tom = people[Language.CHINESE], people[Language.ENGLISH]
    mei.presses(BOOK.speaking(Language.CHINESE).plain("reward-button", reward="一把壶", points="50"))
    mei.presses(BOOK.speaking(Language.CHINESE).plain("reward-button-confirm", points="50"))
    assert "POT-7001" in words(mei.reads("兑换成功"))
    tom.presses(BOOK.speaking(Language.ENGLISH).plain("reward-button", reward="A pot", points="50"))
    asked = tom.says("/rewards")
    tom.reads("A pot: 50 points (none left at the moment)", after=asked)
    said = [call for call in shop.calls("answerCallbackQuery") if "Nothing is left of" in str(call)]
    assert len(said) == 1
    tom.says("/points")
    tom.reads("Your points: 80")
    anna.says("/voucher pot-7001")
    anna.reads("Given for points to Buyer zh")
    anna.presses("Mark used")
    anna.reads("POT-7001 is marked as used (Anna")
    asked = mei.says("/rewards")
    mei.presses(BOOK.speaking(Language.CHINESE).plain("loyalty-button-mine"))
    assert "已于" in words(mei.reads("POT-7001", after=asked))
    olivia.reads("has no code left")
