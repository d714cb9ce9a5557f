"""The stages of the domain page: from events only, and they can fall."""

import pytest

from crm.rules.lifecycle import stage
from storage.vocabulary import Stage


@pytest.mark.parametrize(
    ("inbound", "paid", "last_year", "tier", "nps", "expected"),
    [
        pytest.param(0, 0, 0, False, None, Stage.PROSPECT, id="known, never wrote, never bought"),
        pytest.param(1, 0, 0, False, None, Stage.CONTACTED, id="wrote"),
        pytest.param(0, 1, 1, False, None, Stage.FIRST_PURCHASE, id="bought without a word"),
        pytest.param(9, 1, 0, False, 10, Stage.FIRST_PURCHASE, id="a promoter with one order"),
        pytest.param(9, 2, 2, False, 10, Stage.REPEAT_PURCHASE, id="a promoter with two orders"),
        pytest.param(9, 9, 4, False, None, Stage.REPEAT_PURCHASE, id="many orders, but not in a year"),
        pytest.param(9, 3, 3, False, 8, Stage.REPEAT_PURCHASE, id="three orders and no promoter"),
        pytest.param(9, 5, 5, False, None, Stage.LOYAL, id="five orders in a year"),
        pytest.param(9, 1, 1, True, None, Stage.LOYAL, id="a loyal tier"),
        pytest.param(9, 3, 0, False, 9, Stage.LOYAL, id="three orders and a promoter"),
    ],
)
def test_stage(inbound: int, paid: int, last_year: int, tier: bool, nps: int | None, expected: Stage) -> None:
    found = stage(inbound_messages=inbound, paid_orders=paid, orders_last_year=last_year, tier_is_loyal=tier, last_nps=nps)
    assert found is expected
