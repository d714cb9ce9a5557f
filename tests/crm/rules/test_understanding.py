"""Explicit words: what a customer wants, in English and in Chinese."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.understanding import Intent, fold, understand

WORDS: Mapping[Intent, Sequence[str]] = {
    Intent.COMPLAINT: ["complaint", "complaints", "refund", "投诉", "退钱", "12315", "VIP投诉"],
    Intent.HUMAN: ["human", "talk to someone", "人工"],
    Intent.TICKETS: ["my complaints", "my tickets", "我的投诉"],
    Intent.POINTS: ["points", "积分", ""],
    Intent.GREETING: ["hi", "hello", "你好"],
    Intent.THANKS: ["thanks", "that's all", "谢谢", "谢谢你"],
}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        pytest.param("I have a complaint", Intent.COMPLAINT, id="a word alone"),
        pytest.param("REFUND!!!", Intent.COMPLAINT, id="capitals"),
        pytest.param("ｒｅｆｕｎｄ", Intent.COMPLAINT, id="full width"),
        pytest.param("我要投诉你们", Intent.COMPLAINT, id="Chinese anywhere"),
        pytest.param("我要refund谢谢", Intent.COMPLAINT, id="Latin between Chinese"),
        pytest.param("我打12315了", Intent.COMPLAINT, id="a number between Chinese"),
        pytest.param("order 8123159", None, id="a number within a number"),
        pytest.param("is it refundable?", None, id="a word within a word"),
        pytest.param("preprefund refund", Intent.COMPLAINT, id="first within a word, then alone"),
        pytest.param("a VIP投诉 here", Intent.COMPLAINT, id="a word of both scripts"),
        pytest.param("hello, I want to talk  to\nsomeone", Intent.HUMAN, id="a phrase over a line break"),
        pytest.param("转人工", Intent.HUMAN, id="human in Chinese"),
        pytest.param("human, I have a complaint", Intent.COMPLAINT, id="the more urgent one wins"),
        pytest.param("show my complaints", Intent.TICKETS, id="the longer word hides the shorter"),
        pytest.param("我的投诉怎么样了", Intent.TICKETS, id="and in Chinese"),
        pytest.param("my complaints and a new complaint", Intent.COMPLAINT, id="hidden in one place, said in another"),
        pytest.param("how many points do I have", Intent.POINTS, id="points"),
        pytest.param("Hi 👋", Intent.GREETING, id="a greeting and a wave"),
        pytest.param("你好啊", Intent.GREETING, id="a greeting and a particle"),
        pytest.param("你好，我的快递呢", None, id="more than a greeting"),
        pytest.param("hello where is my parcel", None, id="more than a greeting in English"),
        pytest.param("hello, my points?", Intent.POINTS, id="a greeting and a wish"),
        pytest.param("hello and thanks", None, id="a word between two courtesies"),
        pytest.param("Hello! Thanks!", Intent.GREETING, id="two courtesies"),
        pytest.param("that’s all", Intent.THANKS, id="a curly apostrophe"),
        pytest.param("谢谢你", Intent.THANKS, id="thanks"),
        pytest.param("this", None, id="hi within this"),
        pytest.param("blue or green?", None, id="nothing"),
        pytest.param("", None, id="empty"),
    ],
)
def test_understand(text: str, intent: Intent | None) -> None:
    assert understand(text, WORDS) is intent


def test_an_intent_without_words_is_never_understood() -> None:
    assert understand("refund", {}) is None


@given(st.text())
def test_folding_twice_changes_little_and_nothing_is_understood_without_words(text: str) -> None:
    assert understand(text, {}) is None
    assert "  " not in fold(text)


@given(before=st.text(alphabet=" ,.!?你我", max_size=5), after=st.text(alphabet=" ,.!?你我", max_size=5))
def test_an_urgent_word_is_understood_whatever_stands_around_it(before: str, after: str) -> None:
    assert understand(f"{before}refund{after}", WORDS) is Intent.COMPLAINT
