"""What a business decides: labels for its readers, promises for its customers."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm.business import Category, FirstResponse, TierLevel, label_of
from storage.vocabulary import Language, Severity

DELIVERY = Category(key="delivery", en="Delivery", zh="物流配送")
GOLD = TierLevel(name="gold", threshold=2000, factor=Decimal("1.5"), en="Gold", zh="金卡会员", loyal=True)


@pytest.mark.parametrize(
    ("key", "language", "label"),
    [
        ("delivery", Language.ENGLISH, "Delivery"),
        ("delivery", Language.CHINESE, "物流配送"),
        ("dropped", Language.ENGLISH, "dropped"),
    ],
)
def test_a_category_has_a_label_and_a_dropped_one_shows_its_key(key: str, language: Language, label: str) -> None:
    assert label_of([DELIVERY], key, language) == label


def test_a_tier_has_a_label_and_its_name_is_its_key() -> None:
    assert (GOLD.key, GOLD.label(Language.ENGLISH), GOLD.label(Language.CHINESE)) == ("gold", "Gold", "金卡会员")


def test_a_complaint_is_promised_an_answer_by_its_severity() -> None:
    promise = FirstResponse(inquiry=timedelta(hours=2), low=timedelta(hours=8), medium=timedelta(hours=4), high=timedelta(hours=1))
    assert [promise.to_complaint(severity) for severity in Severity] == [promise.low, promise.medium, promise.high]
