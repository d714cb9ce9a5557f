"""Drawings: pictures that a queued message names, made when it is sent."""

import io
from typing import Any

from crm.rules.tier_way import TierWay, read_tier_way

_WIDTH, _HEIGHT = 800, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 740, 84, 116
_FINE = 2  # drawn twice as large and made smaller, so that edges are smooth
_PAPER, _TRACK, _DONE, _MARK, _INK, _FAINT = "#fbf8f2", "#e6ded0", "#2f7d5b", "#ffffff", "#24312b", "#8a8577"


def drawn(payload: dict[str, Any]) -> dict[str, bytes]:
    """Return the drawings that a payload names, as PNG files by the field that they belong into."""
    photo = payload.get("photo")
    way = read_tier_way(photo) if isinstance(photo, str) else None
    return {} if way is None else {"photo": draw_tier_way(way)}


def draw_tier_way(way: TierWay) -> bytes:
    """Return a picture of a bar with a mark for each tier, filled as far as the customer has come. It holds numbers and no words."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (_WIDTH * _FINE, _HEIGHT * _FINE), _PAPER)
    draw = ImageDraw.Draw(image)
    small, large = ImageFont.load_default(24 * _FINE), ImageFont.load_default(32 * _FINE)
    reached = _LEFT + (_RIGHT - _LEFT) * way.share
    for end, colour in ((_RIGHT, _TRACK), (reached, _DONE)):
        draw.rounded_rectangle(_fine(_LEFT - 16, _TOP, end + 16, _BOTTOM), radius=16 * _FINE, fill=colour)
    for place, threshold in enumerate(way.thresholds):
        x = _LEFT + (_RIGHT - _LEFT) * place / (len(way.thresholds) - 1)
        is_reached = way.counted >= threshold
        draw.ellipse(_fine(x - 11, _TOP + 5, x + 11, _BOTTOM - 5), fill=_MARK if is_reached else _FAINT)
        draw.text((x * _FINE, 136 * _FINE), f"{threshold:,}", font=small, fill=_INK if is_reached else _FAINT, anchor="ma")
    draw.text((min(max(reached, 90), 710) * _FINE, 64 * _FINE), f"{way.counted:,}", font=large, fill=_DONE, anchor="ms")
    file = io.BytesIO()
    image.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _fine(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * _FINE, top * _FINE, right * _FINE, bottom * _FINE
