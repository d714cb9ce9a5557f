"""Masking: which numbers and links of customers staff do not read."""

from dataclasses import replace

import pytest

from crm.business import Business
from crm.masking import mask_media, mask_phone, mask_words
from crm.rules.masking import Mask


def masking(business: Business, *mask: Mask, zone: str = "Asia/Shanghai") -> Business:
    """The business with these masks, in a time zone."""
    return replace(business, time_zone=zone, relay=replace(business.relay, mask=frozenset(mask)))


def seen(words: str, business: Business) -> str:
    """What staff see of a text."""
    hidden = mask_words(words, (), business)
    return words if hidden is None else hidden.words


@pytest.mark.parametrize(
    ("zone", "words", "expected"),
    [
        ("Asia/Shanghai", "打13800138000找我", f"打{'•' * 9}00找我"),
        ("Asia/Shanghai", "+49 30 1234567", "+•• •• •••••67"),
        ("Europe/Berlin", "030 1234567", "••• •••••67"),
        ("Europe/Berlin", "13800138000", "13800138000"),
        ("UTC", "13800138000", "13800138000"),
        ("UTC", "+8613800138000", f"+{'•' * 11}00"),
        ("Asia/Shanghai", "order 4711 of 2026-03-04, 128.50 CNY", "order 4711 of 2026-03-04, 128.50 CNY"),
    ],
)
def test_phone_numbers_are_those_of_the_country_of_the_business_and_those_that_name_theirs(
    business: Business, zone: str, words: str, expected: str
) -> None:
    assert seen(words, masking(business, Mask.PHONES, zone=zone)) == expected


def test_each_mask_hides_its_own(business: Business) -> None:
    words = "13800138000 4111111111111111 www.example.com"
    assert seen(words, masking(business)) == words
    assert seen(words, masking(business, Mask.LINKS)) == f"13800138000 4111111111111111 {'•' * 15}"
    assert seen(words, masking(business, Mask.CARDS)) == f"13800138000 {'•' * 12}1111 www.example.com"
    assert seen(words, masking(business, Mask.PHONES)) == f"{'•' * 9}00 4111111111111111 www.example.com"


def test_what_the_messenger_takes_for_a_phone_number_or_a_link_is_hidden_too(business: Business) -> None:
    entities = [{"type": "phone_number", "offset": 0, "length": 6}, {"type": "url", "offset": 7, "length": 5}]
    hidden = mask_words("110120 例子.中国", entities, masking(business, Mask.PHONES, Mask.LINKS))
    assert hidden is not None
    assert (hidden.words, hidden.entities) == ("••••20 •••••", ())


def test_a_number_of_two_digits_has_nothing_to_hide(business: Business) -> None:
    assert mask_phone("12", masking(business, Mask.PHONES)) == "12"
    assert mask_phone("+8613800138000", masking(business, Mask.CARDS)) == "+8613800138000"


def test_where_nothing_is_hidden_a_contact_is_shown_as_it_is(business: Business) -> None:
    assert mask_media({"kind": "contact", "name": "Ivy", "phone": "+49 30 901820"}, business) is None
