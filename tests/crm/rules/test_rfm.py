"""RFM: the published rows of the R package come out, and every customer gets a score and a segment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.rfm import Cuts, RfmSegment, Score, cuts_of, quantile, score_of, segment_of

# The quantiles of rfm_data_orders, 995 customers, each with the 1 that the package adds.
PUBLISHED = Cuts(days=(115, 181, 297.4, 482), orders=(4, 5, 6, 8), amount=(255.8, 382, 506.4, 666))
triples = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60), st.integers(0, 10**9)), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("days", "orders", "amount", "number"),
    [(205, 6, 472, 343), (140, 3, 340, 412), (194, 4, 405, 323), (98, 7, 596, 544), (132, 5, 448, 433)],
)
def test_the_published_customers_score_as_published(days: int, orders: int, amount: int, number: int) -> None:
    assert score_of(days, orders, amount, PUBLISHED).number == number


@pytest.mark.parametrize(("share", "value"), [(0.2, 1.8), (0.4, 2.6), (0.5, 3), (0.8, 4.2), (0, 1), (1, 5)])
def test_a_quantile_lies_between_its_neighbours_in_proportion(share: float, value: float) -> None:
    assert quantile([1, 2, 3, 4, 5], share) == pytest.approx(value)


@pytest.mark.parametrize(
    ("score", "segment"),
    [
        (Score(5, 5, 5), RfmSegment.CHAMPIONS),
        (Score(4, 4, 4), RfmSegment.POTENTIAL_LOYALIST),
        (Score(2, 3, 3), RfmSegment.LOYAL),
        (Score(3, 2, 5), RfmSegment.PROMISING),
        (Score(5, 1, 1), RfmSegment.NEW),
        (Score(1, 4, 5), RfmSegment.CANNOT_LOSE),
        (Score(1, 5, 5), RfmSegment.AT_RISK),
        (Score(1, 5, 3), RfmSegment.NEED_ATTENTION),
        (Score(3, 1, 1), RfmSegment.ABOUT_TO_SLEEP),
        (Score(1, 1, 1), RfmSegment.LOST),
        (Score(5, 4, 1), RfmSegment.OTHERS),
    ],
)
def test_the_first_segment_that_fits_counts(score: Score, segment: RfmSegment) -> None:
    assert segment_of(score) is segment


def test_nobody_who_bought_makes_no_fifths() -> None:
    assert cuts_of([], [], []) is None


@given(triples)
def test_everybody_scores_from_one_to_five_and_who_is_better_never_scores_less(customers: list[tuple[int, int, int]]) -> None:
    days, orders, amounts = (list(each) for each in zip(*customers, strict=True))
    cuts = cuts_of(days, orders, amounts)
    assert cuts is not None
    scores = [score_of(*customer, cuts) for customer in customers]
    assert all(1 <= part <= 5 for score in scores for part in (score.recency, score.frequency, score.money))
    by_money = sorted(zip(amounts, [score.money for score in scores], strict=True))
    assert [money for _, money in by_money] == sorted(money for _, money in by_money)
    by_days = sorted(zip(days, [score.recency for score in scores], strict=True))
    assert [recency for _, recency in by_days] == sorted((recency for _, recency in by_days), reverse=True)
