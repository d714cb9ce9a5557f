"""The town that the browser looks at, the browser, and where its pictures go."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.messenger import PATIENCE, Screen
from tests.journeys.town import ROOT, Town

PICTURES = ROOT / "docs" / "pictures"
SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = 1
INSTALLED = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
OpenPage = Callable[..., Screen]


def a_town(directory: Path) -> Town:
    """Start the real program with its playground, on a Tuesday morning when the desk is open."""
    town = Town(directory=directory, is_measured=False)
    now = datetime.fromisoformat(town.state()["now"]).astimezone(SHANGHAI)
    morning = datetime.combine(now.date() + timedelta(days=(TUESDAY - now.weekday() - 1) % 7 + 1), time(10, 24), SHANGHAI)
    town.act("clock", to=morning.isoformat())
    return town


@pytest.fixture(scope="package")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town in which each story has people of its own."""
    town = a_town(tmp_path_factory.mktemp("browser"))
    yield town
    town.stop()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser: the installed one, else Playwright's own. One for each test, for its event loop must be gone when another test runs one."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        found = next(filter(None, map(shutil.which, INSTALLED)), None)
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, town: Town) -> Iterator[OpenPage]:
    """Open the page in a window of its own. When the story is over, nothing may have gone wrong behind its back."""
    screens: list[Screen] = []

    def open_page(width: int, height: int, **settings: Any) -> Screen:
        context = contexts.enter_context(
            browser.new_context(
                viewport={"width": width, "height": height},
                locale="en-GB", timezone_id=SHANGHAI.key, color_scheme="light", reduced_motion="reduce", **settings,
            )
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        screens.append(Screen(context.new_page(), town.address))
        screens[-1].opens()
        return screens[-1]

    with ExitStack() as contexts:
        yield open_page
        assert [fault for screen in screens for fault in screen.faults] == []


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """The folder for pictures: the one of the documents when KEFU_PICTURES is set, else one that is thrown away."""
    return PICTURES if os.environ.get("KEFU_PICTURES") else tmp_path
