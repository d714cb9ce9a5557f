"""Satisfaction: CSAT as Zendesk and Simplesat count it, Wilson's interval."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.surveys import ScoreOutOfRange, csat, is_good, is_low, require_score, survey_expires_at, wilson_interval


@pytest.mark.parametrize(
    ("scores", "percent"),
    [
        pytest.param([5] * 8 + [1] * 2, 80.0, id="8 good, 2 bad"),
        pytest.param([4] * 7 + [3] + [2] * 2, 70.0, id="7 good, 1 neutral, 2 bad (Simplesat)"),
        pytest.param([3], 0.0, id="a 3 is not good"),
        pytest.param([], None, id="no answers"),
    ],
)
def test_csat(scores: list[int], percent: float | None) -> None:
    assert csat(scores) == percent


@pytest.mark.parametrize(
    ("good", "n", "interval"),
    [
        pytest.param(8, 10, (49.0162, 94.3318), id="8 of 10"),
        pytest.param(0, 10, (0.0, 27.7533), id="none of 10"),
        pytest.param(10, 10, (72.2467, 100.0), id="all of 10"),
        pytest.param(81, 263, (25.5286, 36.6206), id="81 of 263 (Newcombe 1998)"),
        pytest.param(1, 29, (0.6113, 17.1755), id="1 of 29 (Newcombe 1998)"),
    ],
)
def test_wilson_interval(good: int, n: int, interval: tuple[float, float]) -> None:
    assert wilson_interval(good, n) == pytest.approx(interval, abs=0.01)


def test_no_interval_without_answers() -> None:
    assert wilson_interval(0, 0) is None


@given(st.lists(st.integers(1, 5), min_size=1))
def test_csat_lies_within_its_interval(scores: list[int]) -> None:
    percent, interval = csat(scores), wilson_interval(sum(map(is_good, scores)), len(scores))
    assert percent is not None
    assert interval is not None
    assert 0 <= interval[0] <= percent + 1e-9
    assert percent - 1e-9 <= interval[1] <= 100


@pytest.mark.parametrize(("score", "low"), [(1, True), (2, True), (3, False), (5, False)])
def test_a_score_up_to_the_threshold_is_low(score: int, low: bool) -> None:
    assert is_low(score, threshold=2) is low


@pytest.mark.parametrize("score", [0, 6, -1, 11])
def test_a_score_beside_the_scale_is_refused(score: int) -> None:
    with pytest.raises(ScoreOutOfRange) as caught:
        require_score(score)
    assert caught.value.facts == {"score": score, "lowest": 1, "highest": 5}


def test_a_survey_expires_after_its_days() -> None:
    assert survey_expires_at(datetime(2026, 11, 23, 9, tzinfo=UTC), days=7) == datetime(2026, 11, 30, 9, tzinfo=UTC)
