"""Care as its guide shows it: points, a visit in person, and what came of a campaign. With KEFU_PICTURES=1 these make their pictures."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, a_town
from tests.browser.messenger import WIDE, Side
from tests.journeys.town import ANNA, OLIVIA, Somebody, Town

pytestmark = pytest.mark.xdist_group("browser")

NEWS = "The spring tea is here, {name}. Shall we keep a tin for you?"
PEOPLE = 24


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of its own, because a campaign reaches everybody."""
    town = a_town(tmp_path_factory.mktemp("care"))
    yield town
    town.stop()


def test_a_customer_with_points_is_visited(open_page: OpenPage, town: Town, pictures: Path) -> None:
    rosa, olivia = town.customer("Rosa", username="rosa_m"), town.olivia()
    for each in (rosa, olivia, Somebody(town, ANNA, ANNA)):
        each.starts()
    rosa.reads("Rosa")
    for amount, reference in ((428, "LT-20560"), (186, "LT-20561")):
        olivia.says(f"/purchase @rosa_m {amount}.00 CNY {reference} tea")
        olivia.reads(f"{reference} is kept")
    olivia.says("/visit @rosa_m tomorrow @anna Ask how the new tea set is")
    olivia.reads("Anna Weber is to visit Rosa")

    screen = open_page(*WIDE)
    customer, anna = screen.left, screen.right
    customer.becomes(rosa.id)
    customer.says("/points")
    customer.reads("Your points: 614")
    expect(customer.pane.locator('[data-attachment="photo"] img')).to_have_js_property("complete", True)
    screen.takes_picture(pictures / "points.png", of=customer.pane)

    town.advance(days=1)
    anna.becomes(ANNA)
    anna.opens_chat(ANNA)
    anna.reads("Ask how the new tea set is")
    anna.presses("Done")
    anna.reads("How did the visit to Rosa go?")
    anna.button("Call again").scroll_into_view_if_needed()
    screen.takes_picture(pictures / "visit.png", of=anna.pane)
    anna.presses("All is well")
    anna.reads("What was said?")


def test_what_came_of_a_campaign(open_page: OpenPage, town: Town, pictures: Path) -> None:
    olivia = town.olivia()
    people = [town.customer(f"Guest {number}", username=f"guest_{number}") for number in range(1, PEOPLE + 1)]
    for each in people:
        each.starts()
    for each in people:
        each.reads("How can we help?")
    town.advance(hours=1.1)  # who has just pressed START is left alone
    sends(olivia)
    reached = who_got_it(people)
    assert len(reached) < len(people)
    for each in reached[:8]:
        each.presses("Keep me a tin")
        each.reads("Thank you")
    for number, each in enumerate([*reached[:9], next(each for each in people if each not in reached)]):
        olivia.says(f"/purchase @guest_{people.index(each) + 1} 98.00 CNY LT-{20600 + number}")
        olivia.reads(f"LT-{20600 + number} is kept")

    screen = open_page(*WIDE)
    owner = screen.right
    owner.becomes(OLIVIA)
    owner.opens_chat(OLIVIA)
    shows_results(owner, "bought 9 (")
    screen.takes_picture(pictures / "campaign.png", of=owner.pane)


def sends(olivia: Somebody) -> None:
    """Write a campaign with a control group, and send it to everybody."""
    olivia.says("/campaign Spring tea")
    olivia.reads("Campaign 1: Spring tea")
    olivia.presses("A, B, control group")
    olivia.reads("Two numbers")
    olivia.says("0 30")
    olivia.reads("control group 30 %")
    olivia.presses("Text A · English")
    olivia.reads("Send me text A")
    olivia.says(NEWS)
    olivia.reads("Up to 3 buttons")
    olivia.says("Keep me a tin")
    olivia.reads("[Keep me a tin]")
    olivia.presses("Draw up the list")
    olivia.reads("Spring tea\n", patience=60)  # no state stands behind the name: it is told that the list is complete
    olivia.presses("Send now")
    olivia.reads("Send campaign 1 to")
    olivia.presses("Yes, send it")


def who_got_it(people: list[Somebody]) -> list[Somebody]:
    """Wait until nobody gets the campaign any more, and return who got it."""
    before: list[Somebody] = []
    for _ in range(30):
        time.sleep(3)
        now = [each for each in people if each.has_read("The spring tea is here")]
        if now and len(now) == len(before):
            return now
        before = now
    raise AssertionError("the campaign does not come to an end")


def shows_results(owner: Side, part: str) -> None:
    """Have the figures counted again, and ask for the sheet until it says something and nothing is being counted."""
    owner.says("/campaign 1")
    owner.reads("Campaign 1: Spring tea")
    owner.presses("Count again")
    for _ in range(30):
        owner.says("/campaign 1")
        time.sleep(2)
        sheet = owner.messages("Campaign 1: Spring tea").last.inner_text()
        if part in sheet and "counted" not in sheet:
            return
    raise AssertionError(f"{part!r} is not on the sheet")
