"""Inline mode on the page: what the bot offers stands above the input, and what is chosen is posted."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.messenger import WIDE
from tests.journeys.town import ANNA, Town, words

pytestmark = pytest.mark.xdist_group("browser")


def test_a_colleague_chooses_a_reply_in_the_topic(open_page: OpenPage, town: Town) -> None:
    olivia = town.olivia()
    olivia.starts()
    olivia.says("/replies add parcel-late en Dear {name}, we are sorry.")
    olivia.reads("parcel-late in English")
    guest = town.customer("Paula Post")
    guest.starts()
    guest.says("/human")
    guest.presses("Just connect me")
    guest.reads_ticket_number("Your ticket is")

    anna = open_page(*WIDE).right
    anna.becomes(ANNA)
    anna.opens_topic("Paula Post")
    composer = anna.pane.get_by_test_id("composer")
    composer.fill("@kefu_demo_bot parcel")
    anna.pane.locator('[data-result^="parcel-late"]').click()
    anna.reads("via @kefu_demo_bot")
    expect(composer).to_have_value("")
    anna.reads("Dear Paula Post, we are sorry.")
    assert words(guest.reads("we are sorry")) == "Dear Paula Post, we are sorry."
