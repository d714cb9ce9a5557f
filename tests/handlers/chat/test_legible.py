"""Legible updates: signs and numbers that no database holds, and what hostile clients put in their place."""

import pytest
from pydantic import ValidationError

from handlers.chat.legible import legible, require_legible


@pytest.mark.parametrize("number", ["9" * 30, "9" * 30 + "_", "1_" * 20 + "\n\n", f"  -{'9' * 25}.000 ", "٩" * 30, "1" + "0" * 400])
def test_an_id_that_no_column_holds_is_refused_however_it_is_spelt(number: str) -> None:
    with pytest.raises(ValidationError, match="64 bits"):
        require_legible({"message": {"chat": {"id": number}}})


@pytest.mark.parametrize("number", ["9223372036854775807", "1_000_000_000_000_000", "AgACAgIAAxkBAAIB1234567890", "12345678901234567890x"])
def test_other_ids_are_left_as_they_are(number: str) -> None:
    assert require_legible({"file_id": number}) == {"file_id": number}


def test_signs_that_no_database_holds_are_left_out_and_no_number_is_nothing() -> None:
    assert legible({"te\x00xt": "a\x00b\ud800c", "parts": ["\x00"], "weight": float("inf"), "id": 5}) == {
        "text": "abc", "parts": [""], "weight": None, "id": 5,
    }  # fmt: skip
