"""The programs in which the journeys happen: SQLite and PostgreSQL, polling and webhook."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.always_open import ALWAYS_OPEN
from tests.conftest import new_postgres_database
from tests.journeys.lasting_town import LastingTown
from tests.journeys.tongues import CHINESE
from tests.journeys.town import ANNA, DESK, Somebody, Town, until

WAYS = ("sqlite-polling", "sqlite-webhook", "postgresql-polling", "postgresql-webhook")
BUSY_WAYS = ("sqlite-polling", "postgresql-webhook")  # each database and each way once; coverage looks at no more than these
# A desk that never sleeps, gives tickets out by itself, checks who is new, judges what they send, hides numbers and shows names.
BUSY_BUSINESS = (
    r"""
company = "Lantern Tea"
time_zone = "Asia/Shanghai"

"""
    + ALWAYS_OPEN
    + r"""

[assignment]
mode = "least_loaded"
silence_minutes = 30

[relay]
receipts = true
calls = true
staff_names = "alias"
mask = ["phones"]

[human_check]
enabled = true
kind = "sum"

[[content_rules]]
name = "casino"
pattern = '\bcasino\b|赌场'
act = "ban"
ban_for = "2w"

[[content_rules]]
name = "links"
links = true
act = "flag"

[[content_rules]]
name = "voices"
media = ["voice"]
act = "refuse"
"""
)

# Staff read Chinese.
CHINESE_BUSINESS = (
    """
company = "Lantern Tea"
time_zone = "Asia/Shanghai"
staff_language = "zh"

"""
    + ALWAYS_OPEN
)

# Hides all that can be hidden, calls who has a ticket, and lets old topics be deleted.
STRICT_BUSINESS = (
    """
company = "Lantern Tea"
time_zone = "Asia/Shanghai"

"""
    + ALWAYS_OPEN
    + """

[relay]
calls = true
mask = ["links", "phones", "cards"]

[groups]
delete_topics_after_days = 2
"""
)

# Greets with a gift, visits by a plan of three steps; points and tiers end sooner, so that a year sees it.
YEAR_BUSINESS = (
    """
company = "Lantern Tea"
time_zone = "Asia/Shanghai"

"""
    + ALWAYS_OPEN
    + """
[greetings]
birthday_points = 50
anniversaries = true

[points]
expire_months = 6

[tier_rules]
window_days = 180

[visits]
after_ticket_days = 0
after_purchase_days = 0

[[visit_plans]]
key = "after_help"
occasion = "ticket_closed"
by = "bot"
steps = [
  { days = 3, en = "Is everything settled?", zh = "事情都办妥了吗？" },
  { days = 30, en = "How has it been since?", zh = "之后一切可好？" },
  { days = 90, en = "Is there anything new?", zh = "最近有什么新的需要吗？" },
]
"""
)


def _ways(kind: str, ways: tuple[str, ...]) -> list[object]:
    return [pytest.param(way, marks=pytest.mark.xdist_group(f"{kind}-{way}"), id=way) for way in ways]


def _furnished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, business: str | None = None) -> dict[str, Any]:
    return furnished(request.param, request, tmp_path_factory, business)


def furnished(
    param: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, business: str | None = None
) -> dict[str, Any]:
    """Return how a program is started in one of the ways, with a database of its own."""
    kind, way = param.split("-")
    directory: Path = tmp_path_factory.mktemp(param)
    url = asyncio.run(new_postgres_database(request.getfixturevalue("postgres_url"))) if kind == "postgresql" else None
    settings = {}
    if business is not None:
        (directory / "business.toml").write_text(business, encoding="utf-8")
        settings["KEFU_BUSINESS"] = str(directory / "business.toml")
    return {"directory": directory, "database_url": url, "webhook": way == "webhook", "settings": settings}


def _settled(town: Town) -> Town:
    """Wait until staff have their group, as every customer of a desk that is in use can rely on."""
    until(lambda: town.messages(DESK), what="a staff group")
    return town


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let the stories of a file that says `BY_EVERY_WAY` happen on each database by each way to get updates, all others by two of the four."""
    if "town" in metafunc.fixturenames:
        ways = WAYS if getattr(metafunc.module, "BY_EVERY_WAY", False) else BUSY_WAYS
        metafunc.parametrize("town", _ways("journeys", ways), indirect=True, scope="package")


@pytest.fixture(scope="package")
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real program, once for each database. The stories share it, each with people of its own."""
    town = Town(**_furnished(request, tmp_path_factory), is_measured=request.param in BUSY_WAYS)
    yield _settled(town)
    town.stop()


@pytest.fixture(scope="package", params=_ways("busy", BUSY_WAYS))
def busy_town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real program with a business file that asks for much, once for each database. The stories share it, too."""
    town = Town(**_furnished(request, tmp_path_factory, BUSY_BUSINESS))
    yield _settled(town)
    town.stop()


@pytest.fixture(scope="package", params=_ways("chinese", BUSY_WAYS))
def chinese_town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real program with staff who read Chinese, in their group and in private, once for each database. The stories share it, too."""
    town = Town(**_furnished(request, tmp_path_factory, CHINESE_BUSINESS))
    _settled(town)
    for member in (town.olivia(), Somebody(town, ANNA, ANNA)):
        member.starts()
        member.says("/language")
        member.presses("中文")
        member.reads(CHINESE("staff-start", name="", company="", role="").splitlines()[-1].strip())
    yield town
    town.stop()


@pytest.fixture(scope="package", params=_ways("strict", BUSY_WAYS))
def strict_town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real program with a business file that hides much and tidies up, once for each database."""
    town = Town(**_furnished(request, tmp_path_factory, STRICT_BUSINESS))
    yield _settled(town)
    town.stop()


@pytest.fixture(params=_ways("year", BUSY_WAYS))
def year_town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LastingTown]:
    """The real program with a business file in which much happens within a year, once for each database; it can be killed."""
    town = LastingTown(**_furnished(request, tmp_path_factory, YEAR_BUSINESS))
    yield town
    town.stop()


@pytest.fixture(params=_ways("young", BUSY_WAYS))
def young_town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real program in its first moments, in which staff have no group yet."""
    town = Town(**_furnished(request, tmp_path_factory), is_measured=False)
    yield town
    town.stop()
