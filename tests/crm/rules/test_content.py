"""Rules of content: all conditions must be met, the severest rule counts, and words are looked at as people see them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.content import Content, ContentAct, ContentRule, bare, by_severity, is_new_customer, may_match

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
VIDEO = Content(words="look", has_link=True, media_kind="video")


def rule(act: ContentAct = ContentAct.REFUSE, name: str = "r", **conditions: Any) -> ContentRule:
    return ContentRule(name=name, act=act, **conditions)


@pytest.mark.parametrize(
    ("conditions", "content", "is_new", "fits"),
    [
        ({"links": True}, VIDEO, False, True),
        ({"links": True}, Content("look", False, "video"), False, False),
        ({"media": frozenset({"video", "photo"})}, VIDEO, False, True),
        ({"media": frozenset({"photo"})}, VIDEO, False, False),
        ({"media": frozenset({"video"}), "links": True}, Content("look", False, "video"), False, False),
        ({"links": True, "new_customers_only": True}, VIDEO, True, True),
        ({"links": True, "new_customers_only": True}, VIDEO, False, False),
        ({"pattern": "anything"}, Content("", False, "text"), False, True),
    ],
)
def test_every_condition_that_is_given_must_be_met(conditions: dict[str, Any], content: Content, is_new: bool, fits: bool) -> None:
    assert may_match(rule(**conditions), content, is_new=is_new) is fits


def test_the_severest_rule_is_asked_first_and_equals_as_they_stand() -> None:
    rules = [rule(ContentAct.FLAG, "a"), rule(ContentAct.REFUSE, "b"), rule(ContentAct.BAN, "c"), rule(ContentAct.REFUSE, "d")]
    assert [each.name for each in by_severity(rules)] == ["c", "b", "d", "a"]


@pytest.mark.parametrize(("hours", "is_new"), [(0, True), (167, True), (168, False)])
def test_a_customer_is_new_for_so_many_days(hours: int, is_new: bool) -> None:
    assert is_new_customer(NOON, NOON + timedelta(hours=hours), days=7) is is_new


def test_nobody_is_new_for_no_days() -> None:
    assert is_new_customer(NOON, NOON, days=0) is False


@pytest.mark.parametrize(
    ("words", "seen"),
    [("ca\u200bsi\u2060no", "casino"), ("ｃａｓｉｎｏ", "casino"), ("\U0001d41casino", "casino"), ("博彩", "博彩"), ("plain", "plain")],
)
def test_signs_of_no_width_and_odd_letters_hide_nothing(words: str, seen: str) -> None:
    assert bare(words) == seen


@given(words=st.text())
def test_bare_words_stay_as_they_are(words: str) -> None:
    assert bare(bare(words)) == bare(words)
