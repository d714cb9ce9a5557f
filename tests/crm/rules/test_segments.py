"""Segments: kept as data, read again the same, and refused when anything in them is not right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.rfm import RfmSegment
from crm.rules.segments import Group, Known, NoSegment, Segment, as_data, fits, from_data, toggled
from storage.vocabulary import Channel, Language, Stage

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ENGLISH = Known(
    language=Language.ENGLISH,
    tier="gold",
    stage=Stage.LOYAL,
    rfm=RfmSegment.LOYAL,
    tags=frozenset({"tea"}),
    last_sign_at=NOON - timedelta(days=10),
)
words = st.text(min_size=1, max_size=20)
segments = st.builds(
    Segment,
    languages=st.frozensets(st.sampled_from(Language)),
    tiers=st.frozensets(words, max_size=5),
    stages=st.frozensets(st.sampled_from(Stage)),
    rfm=st.frozensets(st.sampled_from(RfmSegment)),
    tags=st.frozensets(words, max_size=5),
    heard_days=st.integers(0, 3650),
    silent_days=st.integers(0, 3650),
    channel=st.sampled_from(Channel),
)  # fmt: skip


@given(segments)
def test_a_segment_is_read_again_as_it_was_kept(segment: Segment) -> None:
    assert from_data(as_data(segment)) == segment


@pytest.mark.parametrize(
    ("segment", "belongs"),
    [
        (Segment(), True),
        (Segment(languages=frozenset({Language.ENGLISH, Language.CHINESE})), True),
        (Segment(languages=frozenset({Language.CHINESE})), False),
        (Segment(tiers=frozenset({"gold"})), True),
        (Segment(tiers=frozenset({"silver"})), False),
        (Segment(stages=frozenset({Stage.LOYAL})), True),
        (Segment(stages=frozenset({Stage.PROSPECT})), False),
        (Segment(rfm=frozenset({RfmSegment.LOYAL})), True),
        (Segment(rfm=frozenset({RfmSegment.LOST})), False),
        (Segment(tags=frozenset({"tea", "cup"})), True),
        (Segment(tags=frozenset({"cup"})), False),
        (Segment(heard_days=11), True),
        (Segment(heard_days=10), False),
        (Segment(silent_days=10), True),
        (Segment(silent_days=11), False),
        (Segment(tiers=frozenset({"gold"}), silent_days=11), False),
    ],
)
def test_all_of_a_segment_must_apply(segment: Segment, *, belongs: bool) -> None:
    assert fits(segment, ENGLISH, NOON) is belongs


def test_of_whom_nothing_was_ever_heard_is_silent_and_was_not_heard_of() -> None:
    unheard = replace(ENGLISH, last_sign_at=None)
    assert fits(Segment(silent_days=30), unheard, NOON)
    assert not fits(Segment(heard_days=30), unheard, NOON)


@pytest.mark.parametrize(
    ("group", "value"),
    [(Group.LANGUAGE, "zh"), (Group.TIER, "gold"), (Group.STAGE, "loyal"), (Group.RFM, "lost"), (Group.TAG, "tea")],
)
def test_choosing_twice_chooses_no_more(group: Group, value: str) -> None:
    chosen = toggled(Segment(), group, value)
    assert chosen != Segment()
    assert toggled(chosen, group, value) == Segment()


@pytest.mark.parametrize("group", [Group.LANGUAGE, Group.STAGE, Group.RFM])
def test_a_word_that_its_group_does_not_know_is_refused(group: Group) -> None:
    with pytest.raises(NoSegment):
        toggled(Segment(), group, "everything")


@pytest.mark.parametrize(
    "data",
    [
        {"languages": ["fr"]},
        {"languages": "en"},
        {"tiers": [""]},
        {"tiers": [7]},
        {"tags": ["x" * 65]},
        {"tags": [str(number) for number in range(21)]},
        {"stages": ["king"]},
        {"rfm": ["king"]},
        {"heard_days": -1},
        {"heard_days": True},
        {"silent_days": 3651},
        {"silent_days": "30"},
        {"channel": "pigeon"},
        {"anything": []},
    ],
)
def test_what_is_no_segment_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(NoSegment):
        from_data(data)
