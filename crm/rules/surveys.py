"""Satisfaction surveys: scores of 1 to 5 and what they amount to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import sqrt

from crm.refusals import Refusal

LOWEST_SCORE = 1
HIGHEST_SCORE = 5
GOOD_SCORE = 4
ENOUGH_ANSWERS = 30

_Z_OF_95_PERCENT = 1.959963984540054


class ScoreOutOfRange(Refusal):
    """A score that the scale does not have; facts: `score`, `lowest`, `highest`."""


def require_score(score: int) -> int:
    """The score itself when it is 1 to 5; raises ScoreOutOfRange otherwise."""
    if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        raise ScoreOutOfRange(score=score, lowest=LOWEST_SCORE, highest=HIGHEST_SCORE)
    return score


def is_good(score: int) -> bool:
    """Whether the score counts as satisfied: 4 or 5, as Zendesk counts; a 3 does not."""
    return require_score(score) >= GOOD_SCORE


def is_low(score: int, *, threshold: int) -> bool:
    """Whether the score is so low that the reason is asked: up to and with the threshold."""
    return require_score(score) <= threshold


def csat(scores: Iterable[int]) -> float | None:
    """CSAT: the percentage of good answers among all answers, 0 to 100; None without answers. Raises ScoreOutOfRange."""
    good = [is_good(score) for score in scores]
    return 100 * sum(good) / len(good) if good else None


def wilson_interval(good: int, n: int) -> tuple[float, float] | None:
    """The 95 % interval around a CSAT of `good` among `n` answers, both ends in percent; None without answers.

    Shown with fewer than 30 answers. Wilson's score interval (E. B. Wilson, 1927, without continuity correction).
    """
    if not n:
        return None
    z2 = _Z_OF_95_PERCENT**2
    share = good / n
    middle = share + z2 / (2 * n)
    reach = _Z_OF_95_PERCENT * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low, high = (middle - reach) / (1 + z2 / n), (middle + reach) / (1 + z2 / n)
    return max(0.0, 100 * low), min(100.0, 100 * high)


def survey_expires_at(sent_at: datetime, *, days: int) -> datetime:
    """The first moment at which a survey that was sent then is no longer taken."""
    return sent_at + timedelta(days=days)
