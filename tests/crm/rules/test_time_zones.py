"""Time zones as people name them."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.time_zones import find_zone, zone_name


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("shanghai", "Asia/Shanghai"),
        ("Shanghia", "Asia/Shanghai"),
        ("上海", "Asia/Shanghai"),
        (" 北京 ", "Asia/Shanghai"),
        ("New York", "America/New_York"),
        ("new-york", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("São Paulo", "America/Sao_Paulo"),
        ("europe / berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("singapore", "Asia/Singapore"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("UTC+0", "UTC"),
        ("UTC+8", "Etc/GMT-8"),
        ("gmt -5", "Etc/GMT+5"),
        ("+08:00", "Etc/GMT-8"),
        ("＋８", "Etc/GMT-8"),
    ],
)
def test_a_place_has_its_zone(written: str, zone: str) -> None:
    assert find_zone(written) == zone


@pytest.mark.parametrize("written", ["", "xyz", "atlantis", "UTC+15", "UTC-13", "UTC+5:30", "12", "localtime", "a" * 10_000, "📷"])
def test_what_names_no_place_has_none(written: str) -> None:
    assert find_zone(written) is None


def test_every_zone_is_found_by_its_name() -> None:
    assert [zone for zone in available_timezones() - {"Factory", "localtime"} if find_zone(zone) is None] == []


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("America/New_York", "New York (America)"), ("UTC", "UTC"), ("Etc/GMT-8", "UTC+8"), ("Etc/GMT+5", "UTC-5"), ("Etc/GMT", "UTC+0")],
)
def test_a_zone_is_shown_by_its_city(zone: str, shown: str) -> None:
    assert zone_name(zone) == shown


@given(st.text(max_size=80))
def test_whatever_is_written_the_zone_is_one_or_none(written: str) -> None:
    zone = find_zone(written)
    assert zone is None or ZoneInfo(zone).key == zone
