"""Purchases: reads the shop's table of purchases and stores them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm.business import Business
from crm.purchases import PurchaseLine, record_purchase
from crm.rules.imports import BadLine, LinesLeftOut
from jobs.imported_tables import Row, read_table
from storage.database import Database

BATCH = 200
_HEADERS = {
    "customer": re.compile(
        "customer|customer[ _](?:no|number|id)|phone|username|客户|客户编号|客戶|手机|手机号|电话|用户名", re.IGNORECASE
    ),
    "amount": re.compile("amount|total|金额|金額|总额", re.IGNORECASE),
    "currency": re.compile("currency|货币|貨幣|币种", re.IGNORECASE),
    "date": re.compile("date|time|日期|时间|时间日期|购买日期", re.IGNORECASE),
    "reference": re.compile("reference|ref|order|order[ _](?:no|number|id)|单号|單號|订单号|订单编号", re.IGNORECASE),
}
# A table may have these columns too.
_FURTHER = {"category": re.compile("category|类别|類別|分类|分類|品类", re.IGNORECASE)}


@dataclass
class PurchaseReport(LinesLeftOut):
    """What an import did: purchases stored, purchases that were known already, points earned, and lines left out."""

    imported: int = 0
    known: int = 0
    points: int = 0


def read_purchases(path: Path) -> Iterator[Row]:
    """Yield the lines of a table of purchases, as `read_table` does."""
    return read_table(path, needed=_HEADERS, further=_FURTHER)


async def import_purchases(database: Database, rows: Iterable[Row], *, at: datetime, business: Business) -> PurchaseReport:
    """Store purchases in transactions of 200 lines; a bad line is left out and reported. The same file twice does no harm."""
    report = PurchaseReport()
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        async with database.begin() as session:
            for number, row in batch:
                line = PurchaseLine(**{name: row.get(name, "") for name in (*_HEADERS, *_FURTHER)})
                try:
                    recorded = await record_purchase(session, line=line, at=at, business=business)
                except BadLine as problem:
                    report.leave_out(number, problem)
                    continue
                report.points += recorded.points
                report.imported += recorded.is_new
                report.known += not recorded.is_new
    return report
