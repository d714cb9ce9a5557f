"""Privacy: what is kept, and the switches."""

import pytest

from storage.consents import Consent
from storage.vocabulary import ConsentKind
from tests.desk import Desk
from tests.handlers.chat.customer_side import Talker


@pytest.mark.parametrize("kind", list(ConsentKind))
async def test_a_switch_goes_off_and_on_again_and_shows_it(desk: Desk, kind: ConsentKind) -> None:
    ivy = Talker(desk)
    await ivy.says("/privacy")
    assert await ivy.hears_one() == ivy.words("privacy-text", company=desk.business.company)
    await ivy.presses(f"privacy-button-{kind}-off")
    assert await ivy.is_answered_by(f"privacy-{kind}-off")
    assert not (await desk.row(Consent, kind=kind)).granted
    await ivy.presses(f"privacy-button-{kind}-on")
    assert await ivy.is_answered_by(f"privacy-{kind}-on")
    assert (await desk.row(Consent, kind=kind)).granted


async def test_the_profile_leads_to_privacy(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("menu-button-privacy")
    assert (await ivy.hears())[-1] == ivy.words("privacy-text", company=desk.business.company)
