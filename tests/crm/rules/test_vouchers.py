"""Vouchers: codes that can be read and typed in any way."""

import itertools
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.vouchers import ALPHABET, CODE_LENGTH, code_as_shown, read_code, voucher_code


def test_a_code_has_no_signs_that_look_like_others() -> None:
    assert not set("0O1IL2Z5S8BUV") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_codes_are_drawn_from_the_whole_alphabet() -> None:
    numbers = itertools.cycle(range(len(ALPHABET)))
    drawn = "".join(voucher_code(lambda below: next(numbers) % below) for _ in range(len(ALPHABET)))
    assert set(drawn) == set(ALPHABET)
    assert len({voucher_code(secrets.randbelow) for _ in range(1000)}) == 1000


@given(numbers=st.lists(st.integers(0, len(ALPHABET) - 1), min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_what_is_shown_can_be_read_again(numbers: list[int]) -> None:
    code = voucher_code(lambda below: numbers.pop())
    shown = code_as_shown(code)
    assert [read_code(text) for text in (shown, shown.lower(), shown.replace("-", " "), f" {code}\n")] == [code] * 4


@pytest.mark.parametrize("text", ["", "ACDEF", "ACDEF-34670", "ACDEF-34679-A", "ＡCDEF-34679", "兑换码"])
def test_what_can_be_no_code_is_none(text: str) -> None:
    assert read_code(text) is None
