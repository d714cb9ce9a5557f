"""Reports of imports, as an operator reads them whose desk speaks Chinese."""

import sqlite3
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pytest

from bot.phrasebook import Phrasebook
from crm.purchases import PurchaseFault
from crm.reversals import ReversalFault
from crm.rules.coupons import CouponFault
from storage.vocabulary import Language
from tests.always_open import ALWAYS_OPEN
from tests.bot.test_cli import kefu

PURCHASES = """客户,金额,货币,日期,单号
1,128.50,CNY,2026-03-01,LT-1
1,128.50,CNY,2026-03-01,LT-1
9,10,CNY,2026-03-01,LT-2
1,很多,CNY,2026/03/01,LT-3
1,10,CNY,2026-03-01,
"""
REVERSALS = """单号,原因,退款金额
LT-1,退货,
LT-1,退货,
LT-9,丢失,
LT-1,退一部分,10
"""
COUPONS = """券码,清单,有效期至
CHA-1,birthday,
CHA-1,birthday,
CHA-2,years,
=1+1,birthday,
CHA-3,birthday,2020-01-01
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with a desk that speaks Chinese and has one customer."""
    (tmp_path / "shop.toml").write_text(
        f'company = "灯笼茶"\ntime_zone = "Asia/Shanghai"\nstaff_language = "zh"\n{ALWAYS_OPEN}', encoding="utf-8"
    )
    migrated = kefu("migrate", directory=tmp_path, settings={"KEFU_BUSINESS": "shop.toml"})
    assert migrated.returncode == 0
    database = sqlite3.connect(tmp_path / "var" / "kefu.db")
    with database:
        database.execute(
            "INSERT INTO customer (id, name, language, language_chosen, time_zone, created_at) VALUES (1, '林', 'zh', 0, 'UTC', '2026-01-01 00:00:00')"
        )
    database.close()
    return tmp_path


def imports(shop: Path, *arguments: str) -> tuple[int, list[str]]:
    """Import a file; return how it ended and the lines of the report."""
    done = kefu("import", *arguments, directory=shop, settings={"KEFU_BUSINESS": "shop.toml"})
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_reports_of_all_imports_are_chinese_where_staff_speak_chinese(shop: Path, encoding: str) -> None:
    for name, table in (("purchases", PURCHASES), ("reversals", REVERSALS), ("coupons", COUPONS)):
        (shop / f"{name}.csv").write_text(table, encoding=encoding)
    assert imports(shop, "purchases", "purchases.csv") == (
        1,
        [
            "第 4 行：没有客户使用这个编号、用户名或电话号码（9）",
            "第 5 行：金额无法识别（很多）",
            "第 6 行：缺少单号（–）",
            "已导入 1 笔购买，1 笔之前已导入，获得 128 积分，跳过 3 行。",
        ],
    )
    assert imports(shop, "reversals", "reversals.csv") == (
        1,
        [
            "第 4 行：没有这个单号的购买记录（LT-9）",
            "第 5 行：金额与该笔购买不符；只能整笔撤销（10）",
            "已撤销 1 笔购买，1 笔之前已撤销，收回 128 积分，跳过 2 行。",
        ],
    )
    assert imports(shop, "coupons", "coupons.csv") == (
        1,
        [
            "第 5 行：券码不能以公式符号（= + - @）开头（=1+1）",
            "第 6 行：券码已经过期（2020-01-01）",
            "清单 birthday：新增 1 个券码。",
            "清单 years：新增 1 个券码。",
            "已导入 2 个券码，1 个之前已有，跳过 2 行。",
        ],
    )


def test_a_table_that_cannot_be_imported_is_refused_in_chinese(shop: Path) -> None:
    (shop / "codes.csv").write_text("券码\nCHA-1\n", encoding="utf-8")
    assert imports(shop, "coupons", "codes.csv") == (2, ["codes.csv: 首行还需要包含以下列名：list。"])
    (shop / "archive.csv").write_bytes(b"PK\x03\x04\0\0")
    for name in ("purchases", "reversals", "coupons"):
        assert imports(shop, name, "archive.csv") == (
            2,
            ["archive.csv: 这个文件不是可以读取的表格（支持 UTF-8、UTF-16 或 GB18030 编码的 CSV）。"],
        )
    assert imports(shop, "coupons", "codes.csv", "--list", "birthday") == (
        0,
        ["清单 birthday：新增 1 个券码。", "已导入 1 个券码，0 个之前已有，没有跳过的行。"],
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("key", "faults"), [("purchase-line", PurchaseFault), ("reversal-line", ReversalFault), ("coupon-line-left-out", CouponFault)]
)
def test_every_fault_of_a_line_has_words_of_its_own(language: Language, key: str, faults: Iterable[StrEnum]) -> None:
    phrases = Phrasebook().speaking(language)
    said = [phrases.plain(key, line=2, fault=fault.value, value="x") for fault in faults]
    assert len(set(said)) == len(said)
