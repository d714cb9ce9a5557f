"""Imports of coupons: the shop's codes come onto their lists, each once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crm.audit import note_act
from crm.business import Business
from crm.rules.coupons import CouponFault, CouponLine, ReadCoupon, read_coupon
from crm.rules.imports import BadLine, LinesLeftOut
from storage.coupons import add_coupons, find_codes
from storage.database import Session


@dataclass
class CouponReport(LinesLeftOut):
    """What an import did: codes that came new onto each list, codes that were there already, and lines left out."""

    added: dict[str, int] = field(default_factory=dict)
    known: int = 0


async def add_coupon_lines(
    session: Session, *, lines: Iterable[tuple[int, CouponLine]], report: CouponReport, at: datetime, business: Business
) -> None:
    """Put the codes of some lines, with their numbers, on their lists; a bad line is left out, and a code that is there stays as it is."""
    by_list: dict[str, list[tuple[int, ReadCoupon]]] = {}
    for number, line in lines:
        try:
            coupon = read_coupon(line, at=at, zone=business.time_zone)
        except BadLine as problem:
            report.leave_out(number, problem)
            continue
        by_list.setdefault(coupon.list_name, []).append((number, coupon))
    for list_name, coupons in by_list.items():
        ends = await find_codes(session, list_name=list_name, codes=[coupon.code for _, coupon in coupons])
        fresh: dict[str, datetime] = {}
        for number, coupon in coupons:
            if coupon.code not in ends:
                ends[coupon.code] = fresh[coupon.code] = coupon.expires_at
            elif ends[coupon.code] == coupon.expires_at:
                report.known += 1
            else:
                report.leave_out(number, BadLine(CouponFault.DATE_DIFFERS, coupon.code))
        added = await add_coupons(session, list_name=list_name, codes=fresh, at=at)
        report.added[list_name] = report.added.get(list_name, 0) + added
        report.known += len(fresh) - added


def note_coupon_import(session: Session, *, report: CouponReport, at: datetime) -> None:
    """Note in the audit how many codes came onto which list."""
    for list_name, count in report.added.items():
        if count:
            note_act(session, act="coupon.imported", by=None, at=at, before={}, after={"count": count}, subject=list_name)
