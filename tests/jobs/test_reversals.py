"""Reversals: the shop's table of what was sent back reverses those purchases, each once."""

from pathlib import Path

import pytest

from crm.points import earn_points
from crm.reversals import ReversalFault, ReversalLine, reverse_imported_purchase
from crm.rules.imports import BadLine, LineProblem
from jobs.imported_tables import UnreadableTable
from jobs.reversals import ReversalReport, import_reversals, read_reversals
from storage.audit import AuditEvent
from storage.points import PointsEntry
from storage.purchases import Purchase
from tests.scene import Scene


def table(folder: Path, content: str) -> Path:
    """Write a table and return its path."""
    path = folder / "reversals.csv"
    path.write_text(content)
    return path


async def bought(scene: Scene, *references: str, amount_minor: int = 10_000, currency: str = "CNY") -> None:
    """Let a customer buy something now for each reference, with its points."""
    customer = await scene.customer()
    for reference in references:
        purchase = await scene.purchase(customer, reference, amount_minor=amount_minor, currency=currency)
        async with scene.database.begin() as session:
            await earn_points(session, purchase=purchase, customer=customer, at=scene.at, business=scene.business)


async def imported(scene: Scene, path: Path) -> ReversalReport:
    """Import a table at the moment of the scene."""
    return await import_reversals(scene.database, read_reversals(path), at=scene.at, business=scene.business, make_tell=scene.make_tell)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Reference,Reason,Amount\nA-1,sent back,100\n", {"reference": "A-1", "reason": "sent back", "amount": "100"}),
        ("订单号;原因\nA-1;退货\n", {"reference": "A-1", "reason": "退货"}),
        ("order no\nA-1\n", {"reference": "A-1"}),
    ],
)
def test_tables_need_a_reference_and_may_name_reason_and_amount(tmp_path: Path, header: str, row: dict[str, str]) -> None:
    assert [each for _, each in read_reversals(table(tmp_path, header))] == [row]


def test_a_table_without_a_reference_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable) as refused:
        list(read_reversals(table(tmp_path, "reason\nsent back\n")))
    assert refused.value.missing == ("reference",)


async def test_purchases_are_reversed_once_and_what_is_not_found_is_told(scene: Scene, tmp_path: Path) -> None:
    await bought(scene, "A-1", "A-2", "A-3")
    lines = ["reference,reason,amount", "A-1,sent back,", "A-9,,", " ,lost,", "A-2,,-100.00", "A-3,,50", "A-3,,free", "A-1,,"]
    path = table(tmp_path, "\n".join(lines))
    report = await imported(scene, path)
    assert (report.reversed, report.known, report.points, report.left_out) == (2, 1, 200, 4)
    assert report.problems == [
        LineProblem(3, ReversalFault.PURCHASE_UNKNOWN, "A-9"),
        LineProblem(4, ReversalFault.REFERENCE_MISSING, ""),
        LineProblem(6, ReversalFault.AMOUNT_DIFFERS, "50"),
        LineProblem(7, ReversalFault.AMOUNT_DIFFERS, "free"),
    ]
    again = await imported(scene, path)
    assert (again.reversed, again.known, again.points, again.left_out) == (0, 3, 0, 4)
    assert {row.reference: row.reversed_at for row in await scene.rows(Purchase)} == {"A-1": scene.at, "A-2": scene.at, "A-3": None}
    assert sum(row.points for row in await scene.rows(PointsEntry)) == 100
    assert [(event.act, event.staff_id, event.subject, event.after) for event in await scene.rows(AuditEvent)] == [
        ("purchase.reversed", None, "A-1", {"reversed": True, "reason": "sent back"}),
        ("purchase.reversed", None, "A-2", {"reversed": True, "reason": ""}),
    ]


async def test_an_amount_is_read_in_the_currency_of_the_purchase(scene: Scene) -> None:
    await bought(scene, "A-1", amount_minor=10_000, currency="JPY")
    async with scene.database.begin() as session:
        with pytest.raises(BadLine) as bad:
            await reverse_imported_purchase(
                session, line=ReversalLine("A-1", amount="100.00"), at=scene.at, business=scene.business, tell=scene.tell
            )
        assert bad.value.fault is ReversalFault.AMOUNT_DIFFERS
        undone = await reverse_imported_purchase(
            session, line=ReversalLine(" A-1 ", amount="\u221210,000"), at=scene.at, business=scene.business, tell=scene.tell
        )
    assert (undone.is_new, undone.points) == (True, 10_000)


async def test_long_tables_are_reversed_in_batches(scene: Scene, tmp_path: Path) -> None:
    references = [f"A-{number}" for number in range(203)]
    await bought(scene, *references)
    assert (await imported(scene, table(tmp_path, "\n".join(["reference", *references])))).reversed == 203
