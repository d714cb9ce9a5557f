"""Campaigns: what may become of one, when its messages are through, and its buttons."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.campaigns import ButtonFault, CampaignButton, NoButtons, may_become, read_buttons, sending_ends
from crm.rules.quiet_hours import QuietHours, is_quiet
from storage.vocabulary import CampaignState

QUIET = QuietHours(time(21, 30), time(8, 30))
NONE = QuietHours(time(0), time(0))
NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)  # in Shanghai
SHANGHAI = "Asia/Shanghai"


def test_what_has_ended_stays_so_and_a_draft_is_not_sent_without_a_list() -> None:
    for ended in (CampaignState.DONE, CampaignState.STOPPED):
        assert not any(may_become(ended, wanted) for wanted in CampaignState)
    assert not may_become(CampaignState.DRAFT, CampaignState.RUNNING)
    assert not may_become(CampaignState.DRAFT, CampaignState.SCHEDULED)


def test_whatever_has_not_ended_can_be_stopped() -> None:
    going = set(CampaignState) - {CampaignState.DONE, CampaignState.STOPPED}
    assert all(may_become(state, CampaignState.STOPPED) for state in going)


@pytest.mark.parametrize(
    ("people", "at", "quiet", "ends"),
    [
        ({}, NOON, QUIET, NOON),
        ({SHANGHAI: 0}, NOON, QUIET, NOON),
        ({SHANGHAI: 1500}, NOON, QUIET, NOON + timedelta(minutes=1)),
        ({SHANGHAI: 1500, "Europe/Berlin": 1500}, NOON, NONE, NOON + timedelta(minutes=2)),
        # It is night in Berlin until 7:30 UTC.
        ({"Europe/Berlin": 1500}, NOON, QUIET, datetime(2026, 3, 4, 7, 31, tzinfo=UTC)),
        # 9.5 hours to the evening are enough for 855,000; the others get it after 8:30 the next day.
        ({SHANGHAI: 855_000 + 1500}, NOON, QUIET, datetime(2026, 3, 5, 0, 31, tzinfo=UTC)),
    ],
)
def test_sending_ends_when_all_are_through_who_are_awake(people: dict[str, int], at: datetime, quiet: QuietHours, ends: datetime) -> None:
    assert sending_ends(people, at, quiet=quiet) == ends


@given(
    st.dictionaries(st.sampled_from([SHANGHAI, "Europe/Berlin", "America/New_York"]), st.integers(1, 500_000), min_size=1),
    st.integers(0, 60 * 24),
)
def test_nothing_ends_in_a_night_in_which_nobody_is_awake(people: dict[str, int], minutes: int) -> None:
    at = NOON + timedelta(minutes=minutes)
    ends = sending_ends(people, at, quiet=QUIET)
    assert ends - at >= timedelta(seconds=sum(people.values()) / 25) - timedelta(milliseconds=1)
    assert any(not is_quiet(QUIET, ends - timedelta(milliseconds=1), zone) for zone in people)


@pytest.mark.parametrize(
    ("words", "buttons"),
    [
        ("", ()),
        ("I am in\n\n Not now ", (CampaignButton("I am in"), CampaignButton("Not now"))),
        ("Shop | https://example.com/a?b=1", (CampaignButton("Shop", "https://example.com/a?b=1", is_counted=False),)),
        ("Shop|count https://example.com", (CampaignButton("Shop", "https://example.com"),)),
        ("Shop | 计数 https://example.com", (CampaignButton("Shop", "https://example.com"),)),
    ],
)
def test_each_line_is_a_button(words: str, buttons: tuple[CampaignButton, ...]) -> None:
    assert read_buttons(words) == buttons


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("a\nb\nc\nd", ButtonFault.TOO_MANY),
        ("| https://example.com", ButtonFault.LABEL),
        ("x" * 41, ButtonFault.LABEL),
        ("Shop |", ButtonFault.LINK),
        ("Shop | example.com", ButtonFault.LINK),
        ("Shop | https://a b", ButtonFault.LINK),
        ("Shop | http://no", ButtonFault.LINK),
        ("Shop | https://example./s.html", ButtonFault.LINK),
        ("Shop | https://.com", ButtonFault.LINK),
        ("Shop | count https://shop/tea.html", ButtonFault.LINK),
        ("Shop | https://" + "x" * 600, ButtonFault.LINK),
        ("Shop | javascript:alert(1)", ButtonFault.LINK),
    ],
)
def test_what_makes_no_button_is_said(words: str, fault: ButtonFault) -> None:
    with pytest.raises(NoButtons) as caught:
        read_buttons(words)
    assert caught.value.fault is fault


@pytest.mark.parametrize("label", ["For {name}", "{", "给｛name｝"])
def test_labels_are_the_same_for_everybody(label: str) -> None:
    with pytest.raises(NoButtons) as caught:
        read_buttons(f"{label} | https://example.com")
    assert caught.value.fault is ButtonFault.BRACES
