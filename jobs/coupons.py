"""Coupons: reads the shop's table of codes and puts them on their lists."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm.business import Business
from crm.coupon_imports import CouponReport, add_coupon_lines, note_coupon_import
from crm.rules.coupons import CouponLine
from jobs.imported_tables import Row, read_table
from storage.database import Database

BATCH = 500
_CODE = {"code": re.compile("code|coupon|coupon[ _]code|voucher|券码|优惠码|优惠券|优惠券码|兑换码|代码", re.IGNORECASE)}
_LIST = {"list": re.compile("list|list[ _]name|清单|名单|券名|清單", re.IGNORECASE)}
_FURTHER = {
    "good_until": re.compile("(?:good|valid)[ _]until|until|expires|expiry|expiry[ _]date|有效期|有效期至|截止日期|到期日", re.IGNORECASE)
}


def read_coupons(path: Path, *, list_name: str = "") -> Iterator[Row]:
    """Yield the lines of a table of codes, as `read_table` does; it needs no column for the list when that is named here."""
    if list_name:
        return read_table(path, needed=_CODE, further=_LIST | _FURTHER)
    return read_table(path, needed=_LIST | _CODE, further=_FURTHER)


async def import_coupons(database: Database, rows: Iterable[Row], *, at: datetime, business: Business, list_name: str = "") -> CouponReport:
    """Put codes on their lists, all in one transaction; a bad line is left out and reported. The same file twice does no harm.

    Lines that name no list belong to `list_name`.
    """
    report = CouponReport()
    remaining = iter(rows)
    async with database.begin() as session:
        while batch := list(islice(remaining, BATCH)):
            lines = [
                (number, CouponLine(row.get("list", "").strip() or list_name, row["code"], row.get("good_until", "")))
                for number, row in batch
            ]
            await add_coupon_lines(session, lines=lines, report=report, at=at, business=business)
        note_coupon_import(session, report=report, at=at)
    return report
