"""Purchases: recorded once, with points and a visit; a line that is none says why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crm.permissions import NotAllowed
from crm.purchases import PurchaseFault, PurchaseLine, Recorded, record_purchase, record_purchase_by_hand
from crm.rules.imports import BadLine
from storage.audit import AuditEvent
from storage.points import PointsEntry
from storage.purchases import Purchase
from storage.visits import Visit
from storage.vocabulary import Role
from tests.scene import Scene

LINE = PurchaseLine(customer="1", amount="199.00", currency="CNY", date="2026-03-03", reference="A-1")


async def record(scene: Scene, line: PurchaseLine) -> Recorded:
    """Record a line at the moment of the scene."""
    async with scene.database.begin() as session:
        return await record_purchase(session, line=line, at=scene.at, business=scene.business)


async def test_a_purchase_is_stored_with_its_points_and_a_visit(scene: Scene) -> None:
    await scene.customer()
    recorded = await record(scene, LINE)
    [purchase] = await scene.rows(Purchase)
    assert (recorded.is_new, recorded.points) == (True, 199)
    assert (purchase.reference, purchase.amount_minor, purchase.currency) == ("A-1", 19_900, "CNY")
    assert (purchase.at, purchase.imported_at) == (datetime(2026, 3, 2, 16, tzinfo=UTC), scene.at)
    assert [entry.purchase_id for entry in await scene.rows(PointsEntry)] == [purchase.id]
    assert [visit.subject_id for visit in await scene.rows(Visit)] == [purchase.id]


async def test_the_same_reference_twice_is_one_purchase(scene: Scene) -> None:
    await scene.customer()
    await record(scene, LINE)
    again = await record(scene, replace(LINE, reference=" A-1 ", date="2026-03-01"))
    assert (again.is_new, again.points) == (False, 0)
    assert (len(await scene.rows(Purchase)), len(await scene.rows(PointsEntry))) == (1, 1)


@pytest.mark.parametrize("change", [{"amount": "200"}, {"currency": "EUR"}, {"customer": "2"}])
async def test_a_reference_of_another_purchase_is_told(scene: Scene, change: dict[str, str]) -> None:
    await scene.customer(1)
    await scene.customer(2)
    await record(scene, LINE)
    with pytest.raises(BadLine) as bad:
        await record(scene, replace(LINE, **change))
    assert bad.value.fault is PurchaseFault.REFERENCE_IN_USE


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026-03-03", "2026-03-02T16:00:00"),
        ("2026/3/3", "2026-03-02T16:00:00"),
        ("2026.03.03", "2026-03-02T16:00:00"),
        ("2026-03-03 15:30", "2026-03-03T07:30:00"),
        ("2026-03-03T15:30:20", "2026-03-03T07:30:20"),
        ("2026/3/3 9:05", "2026-03-03T01:05:00"),
        ("2026-03-03T15:30:00Z", "2026-03-03T15:30:00"),
        ("2026-03-03T15:30:00+01:00", "2026-03-03T14:30:00"),
        ("2026-03-04", "2026-03-03T16:00:00"),
    ],
)
async def test_dates_are_read_in_the_time_zone_of_the_business(scene: Scene, date: str, moment: str) -> None:
    await scene.customer()
    recorded = await record(scene, replace(LINE, date=date))
    assert recorded.purchase.at == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"customer": "2"}, PurchaseFault.CUSTOMER_UNKNOWN),
        ({"customer": ""}, PurchaseFault.CUSTOMER_UNKNOWN),
        ({"customer": "13800138000"}, PurchaseFault.CUSTOMER_AMBIGUOUS),
        ({"amount": ""}, PurchaseFault.AMOUNT_NOT_UNDERSTOOD),
        ({"amount": "=1+1"}, PurchaseFault.AMOUNT_NOT_UNDERSTOOD),
        ({"amount": "1,234"}, PurchaseFault.AMOUNT_AMBIGUOUS),
        ({"amount": "1.2345"}, PurchaseFault.AMOUNT_TOO_PRECISE),
        ({"amount": "-5"}, PurchaseFault.AMOUNT_NEGATIVE),
        ({"amount": "99999999999999"}, PurchaseFault.AMOUNT_TOO_LARGE),
        ({"currency": ""}, PurchaseFault.CURRENCY_UNKNOWN),
        ({"currency": "RMB"}, PurchaseFault.CURRENCY_UNKNOWN),
        ({"date": ""}, PurchaseFault.DATE_NOT_UNDERSTOOD),
        ({"date": "yesterday"}, PurchaseFault.DATE_NOT_UNDERSTOOD),
        ({"date": "0001-01-01"}, PurchaseFault.DATE_NOT_UNDERSTOOD),
        ({"date": "2026-02-30"}, PurchaseFault.DATE_NOT_UNDERSTOOD),
        ({"date": "2026-03-03 25:00"}, PurchaseFault.DATE_NOT_UNDERSTOOD),
        ({"date": "03/04/2026"}, PurchaseFault.DATE_NOT_UNDERSTOOD),
        ({"date": "2026-03-05"}, PurchaseFault.DATE_IN_FUTURE),
        ({"date": "2026-03-04T12:00:01Z"}, PurchaseFault.DATE_IN_FUTURE),
        ({"reference": " "}, PurchaseFault.REFERENCE_MISSING),
        ({"reference": "x" * 129}, PurchaseFault.REFERENCE_TOO_LONG),
    ],
)
async def test_a_line_that_is_no_purchase_says_why_and_changes_nothing(scene: Scene, change: dict[str, str], fault: PurchaseFault) -> None:
    await scene.customer(1)
    for number in (7, 8):
        await scene.customer(number, phone="+8613800138000")
    with pytest.raises(BadLine) as bad:
        await record(scene, replace(LINE, **change))
    assert bad.value.fault is fault
    assert len(bad.value.value) <= 80
    assert await scene.rows(Purchase) == []


async def test_currencies_may_be_written_in_small_letters(scene: Scene) -> None:
    await scene.customer()
    assert (await record(scene, replace(LINE, currency=" cny "))).purchase.currency == "CNY"


async def test_supervisors_tell_of_a_purchase_and_it_is_noted_once(scene: Scene) -> None:
    await scene.customer()
    supervisor, agent = await scene.staff(Role.SUPERVISOR), await scene.staff(Role.AGENT, user_id=2001)
    kept = []
    for _ in range(2):
        async with scene.database.begin() as session:
            recorded = await record_purchase_by_hand(
                session, line=replace(LINE, category=" tea "), by=supervisor, at=scene.at, business=scene.business
            )
        kept.append((recorded.is_new, recorded.purchase.category))
    assert kept == [(True, "tea"), (False, "tea")]
    assert [(event.act, event.subject, event.after) for event in await scene.rows(AuditEvent)] == [
        ("purchase.recorded", "A-1", {"points": 199})
    ]
    async with scene.database.begin() as session:
        with pytest.raises(NotAllowed):
            await record_purchase_by_hand(session, line=LINE, by=agent, at=scene.at, business=scene.business)
