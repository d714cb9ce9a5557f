"""Coupons: the shop's table of codes comes onto its lists; a bad line is told and nothing else is lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm.coupon_imports import CouponReport
from crm.rules.coupons import NO_END, CouponFault
from crm.rules.imports import SHOWN_PROBLEMS, LineProblem
from jobs.coupons import import_coupons, read_coupons
from jobs.imported_tables import UnreadableTable
from storage.audit import AuditEvent
from storage.coupons import Coupon
from tests.scene import Scene

ENGLISH = "List,Code,Good until\nbirthday,SPRING-1,2026-12-31\n"
ROW = {"list": "birthday", "code": "SPRING-1", "good_until": "2026-12-31"}
END = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)


def table(folder: Path, content: str | bytes) -> Path:
    """Write a table and return its path."""
    path = folder / "coupons.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


async def imported(scene: Scene, path: Path, list_name: str = "") -> CouponReport:
    """Import a table at the moment of the scene."""
    rows = read_coupons(path, list_name=list_name)
    return await import_coupons(scene.database, rows, at=scene.at, business=scene.business, list_name=list_name)


@pytest.mark.parametrize(
    "content",
    [
        ENGLISH,
        ENGLISH.replace(",", ";"),
        ENGLISH.encode("utf-16"),
        "\ufeff清单,券码,有效期至\nbirthday,SPRING-1,2026-12-31\n",
        "清单,券码,有效期至\nbirthday,SPRING-1,2026-12-31\n".encode("gb18030"),
        "note,valid until,coupon code,list name\nx,2026-12-31,SPRING-1,birthday\n",
    ],
)
def test_tables_are_read_whatever_program_wrote_them(tmp_path: Path, content: str | bytes) -> None:
    assert [row for _, row in read_coupons(table(tmp_path, content))] == [ROW]


def test_a_table_of_codes_alone_needs_the_name_of_its_list(tmp_path: Path) -> None:
    path = table(tmp_path, "code\nSPRING-1\n")
    assert [row for _, row in read_coupons(path, list_name="birthday")] == [{"code": "SPRING-1"}]
    with pytest.raises(UnreadableTable) as refused:
        list(read_coupons(path))
    assert refused.value.missing == ("list",)


async def test_bad_lines_are_told_and_the_rest_is_stored_once(scene: Scene, tmp_path: Path) -> None:
    lines = [
        "list,code,good until",
        "birthday,SPRING-1,2026-12-31",
        ",,",
        "",
        "birthday,=1+1,2026-12-31",
        ",SPRING-2,",
        "birthday,SPRING-1,2026-12-31",
        "birthday,SPRING-1,2027-12-31",
        "years,SPRING-1,",
        "birthday,1.5E+11,",
        "birthday,OLD-1,2025-12-31",
    ]
    path = table(tmp_path, "\n".join(lines))
    report = await imported(scene, path)
    assert (report.added, report.known, report.left_out) == ({"birthday": 1, "years": 1}, 1, 5)
    assert report.problems == [
        LineProblem(5, CouponFault.CODE_IS_FORMULA, "=1+1"),
        LineProblem(6, CouponFault.LIST_MISSING, "SPRING-2"),
        LineProblem(10, CouponFault.CODE_SHORTENED, "1.5E+11"),
        LineProblem(11, CouponFault.DATE_OVER, "2025-12-31"),
        LineProblem(8, CouponFault.DATE_DIFFERS, "SPRING-1"),
    ]
    assert [(row.list_name, row.code, row.expires_at) for row in await scene.rows(Coupon)] == [
        ("birthday", "SPRING-1", END), ("years", "SPRING-1", NO_END),
    ]  # fmt: skip
    again = await imported(scene, path)
    assert (sum(again.added.values()), again.known, again.left_out, len(await scene.rows(Coupon))) == (0, 3, 5, 2)
    assert [(event.act, event.staff_id, event.subject, event.after) for event in await scene.rows(AuditEvent)] == [
        ("coupon.imported", None, "birthday", {"count": 1}), ("coupon.imported", None, "years", {"count": 1}),
    ]  # fmt: skip


async def test_what_is_given_already_stays_given_when_the_file_comes_again(scene: Scene, tmp_path: Path) -> None:
    await scene.customer()
    path = table(tmp_path, ENGLISH)
    await imported(scene, path)
    [coupon] = await scene.rows(Coupon)
    async with scene.database.begin() as session:
        session.add(coupon)
        coupon.customer_id, coupon.given_at, coupon.cause = 1, scene.at, "birthday:1:2026"
    assert (await imported(scene, path)).known == 1
    assert [(row.customer_id, row.given_at) for row in await scene.rows(Coupon)] == [(1, scene.at)]


async def test_lines_without_a_list_belong_to_the_one_that_is_named(scene: Scene, tmp_path: Path) -> None:
    await imported(scene, table(tmp_path, "list,code\n,SPRING-1\nyears,SPRING-2\n"), list_name="birthday")
    assert [(row.list_name, row.code) for row in await scene.rows(Coupon)] == [("birthday", "SPRING-1"), ("years", "SPRING-2")]


async def test_long_lists_come_in_whole_and_only_the_first_thousand_bad_lines_are_told(scene: Scene, tmp_path: Path) -> None:
    good = [f"CODE-{number}" for number in range(1203)]
    report = await imported(scene, table(tmp_path, "\n".join(["code", *good, *["?"] * (SHOWN_PROBLEMS + 5), *good])), list_name="birthday")
    assert (report.added, report.known, report.left_out) == ({"birthday": 1203}, 1203, SHOWN_PROBLEMS + 5)
    assert len(report.problems) == SHOWN_PROBLEMS


async def test_an_import_that_breaks_off_stores_nothing(scene: Scene, tmp_path: Path) -> None:
    path = table(tmp_path, "code\n" + "\n".join(f"CODE-{number}" for number in range(700)) + "\n\0\n")
    with pytest.raises(UnreadableTable):
        await imported(scene, path, "birthday")
    assert await scene.rows(Coupon) == []
