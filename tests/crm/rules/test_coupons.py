"""Coupons: what a line of the shop's list may look like."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.coupons import LONGEST_CODE, NO_END, CouponFault, CouponLine, read_coupon, written_ways
from crm.rules.imports import BadLine

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize("code", ["ABC", "spring-2041", "A.B_c-9", "1234567890123", "x" * LONGEST_CODE, " ABC\t"])
def test_a_code_is_kept_as_it_is_written(code: str) -> None:
    read = read_coupon(CouponLine("birthday", code), at=NOW, zone=ZONE)
    assert (read.code, read.list_name, read.expires_at) == (code.strip(), "birthday", NO_END)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", CouponFault.CODE_MISSING),
        ("  ", CouponFault.CODE_MISSING),
        ('="00123"', CouponFault.CODE_IS_FORMULA),
        ("@SUM(A1)", CouponFault.CODE_IS_FORMULA),
        ("+4912345", CouponFault.CODE_IS_FORMULA),
        ("-ABC", CouponFault.CODE_IS_FORMULA),
        ("1.23457E+12", CouponFault.CODE_SHORTENED),
        ("1,2E+9", CouponFault.CODE_SHORTENED),
        ("AB", CouponFault.CODE_NOT_UNDERSTOOD),
        ("two words", CouponFault.CODE_NOT_UNDERSTOOD),
        ("生日快乐", CouponFault.CODE_NOT_UNDERSTOOD),
        ("GRÜN-1", CouponFault.CODE_NOT_UNDERSTOOD),
        ("１２３", CouponFault.CODE_NOT_UNDERSTOOD),
        ("<b>1", CouponFault.CODE_NOT_UNDERSTOOD),
        ("x" * (LONGEST_CODE + 1), CouponFault.CODE_NOT_UNDERSTOOD),
    ],
)
def test_what_is_no_code_is_refused_with_its_reason(code: str, fault: CouponFault) -> None:
    with pytest.raises(BadLine) as bad:
        read_coupon(CouponLine("birthday", code), at=NOW, zone=ZONE)
    assert (bad.value.fault, bad.value.value) == (fault, code.strip())


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", CouponFault.LIST_MISSING),
        (" ", CouponFault.LIST_MISSING),
        ("birth day", CouponFault.LIST_NOT_UNDERSTOOD),
        ("生日", CouponFault.LIST_NOT_UNDERSTOOD),
        ("x" * 21, CouponFault.LIST_NOT_UNDERSTOOD),
    ],
)
def test_a_list_has_a_name_that_the_business_file_can_name(name: str, fault: CouponFault) -> None:
    with pytest.raises(BadLine) as bad:
        read_coupon(CouponLine(name, "ABC"), at=NOW, zone=ZONE)
    assert bad.value.fault is fault


def test_the_name_of_a_list_is_the_same_in_any_case() -> None:
    assert read_coupon(CouponLine(" Birthday ", "ABC"), at=NOW, zone=ZONE).list_name == "birthday"


@pytest.mark.parametrize("day", ["2026-03-31", "2026/3/31", "2026.03.31", "2026年3月31日", "2026-03-31 00:00:00", " 2026-03-31 "])
def test_a_coupon_is_good_for_the_whole_of_its_last_day_at_the_shop(day: str) -> None:
    assert read_coupon(CouponLine("birthday", "ABC", day), at=NOW, zone=ZONE).expires_at == datetime(2026, 3, 31, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ("31.12.2026", CouponFault.DATE_NOT_UNDERSTOOD),
        ("2026-02-30", CouponFault.DATE_NOT_UNDERSTOOD),
        ("2026-12-31 18:00", CouponFault.DATE_NOT_UNDERSTOOD),
        ("0000-01-01", CouponFault.DATE_NOT_UNDERSTOOD),
        ("9999-12-31", CouponFault.DATE_NOT_UNDERSTOOD),
        ("=TODAY()", CouponFault.DATE_NOT_UNDERSTOOD),
        ("2026-03-03", CouponFault.DATE_OVER),
    ],
)
def test_a_day_that_is_none_or_over_is_refused(day: str, fault: CouponFault) -> None:
    with pytest.raises(BadLine) as bad:
        read_coupon(CouponLine("birthday", "ABC", day), at=NOW, zone=ZONE)
    assert (bad.value.fault, bad.value.value) == (fault, day)


def test_a_coupon_of_today_is_still_good() -> None:
    assert read_coupon(CouponLine("birthday", "ABC", "2026-03-04"), at=NOW, zone=ZONE).expires_at > NOW


@given(list_name=st.text(max_size=60), code=st.text(max_size=60), good_until=st.text(max_size=60))
def test_any_line_is_a_coupon_or_names_its_fault(list_name: str, code: str, good_until: str) -> None:
    try:
        read = read_coupon(CouponLine(list_name, code, good_until), at=NOW, zone=ZONE)
    except BadLine:
        return
    assert read.code.isascii()
    assert 3 <= len(read.code) <= LONGEST_CODE
    assert read.expires_at > NOW


def test_a_code_is_looked_up_in_capitals_and_small_letters_too() -> None:
    assert list(written_ways(" Spring-1 ")) == ["Spring-1", "SPRING-1", "spring-1"]
    assert list(written_ways("123")) == ["123"]
