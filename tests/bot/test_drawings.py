"""Drawings: a picture of the way through the tiers, made when it is sent."""

import io

import pytest
from PIL import Image

from bot.delivery.drawings import draw_tier_way, drawn
from crm.rules.tier_way import TierWay

THRESHOLDS = (0, 500, 2000)
GREEN = (47, 125, 91)


def green_columns(picture: bytes) -> int:
    """Return in how many columns the middle of the bar is filled."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    return sum(image.getpixel((x, 88)) == GREEN for x in range(image.width))


def test_a_picture_is_a_small_png() -> None:
    picture = draw_tier_way(TierWay(620, THRESHOLDS))
    image = Image.open(io.BytesIO(picture))
    assert (image.format, image.size) == ("PNG", (800, 200))
    assert len(picture) < 20_000


def test_the_bar_is_filled_as_far_as_the_customer_has_come() -> None:
    columns = [green_columns(draw_tier_way(TierWay(count, THRESHOLDS))) for count in (0, 250, 500, 1999, 2000, 10**9)]
    assert columns == sorted(columns)
    assert columns[0] < columns[1] < columns[2] < columns[3]
    assert columns[2] == pytest.approx(columns[4] / 2, abs=20)
    assert columns[4] == columns[5]


@pytest.mark.parametrize("count", [1, 19])
def test_any_number_of_tiers_can_be_drawn(count: int) -> None:
    assert draw_tier_way(TierWay(5, tuple(range(count + 1))))


@pytest.mark.parametrize("payload", [{}, {"text": "drawing:tiers:1:0,5"}, {"photo": "AgACAgIAAxk"}, {"photo": 5}])
def test_what_names_no_drawing_is_left_alone(payload: dict[str, object]) -> None:
    assert drawn(payload) == {}
    assert list(drawn({"photo": "drawing:tiers:1:0,5"})) == ["photo"]
