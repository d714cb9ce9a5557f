"""Steps: what a search has found ahead is handed out in order, and nothing is looked for twice."""

from collections.abc import Sequence

import pytest

from crm.steps import NUMBERS_AT_ONCE, Ahead


@pytest.mark.parametrize(("count", "searches"), [(0, 1), (5, 1), (NUMBERS_AT_ONCE - 1, 1), (NUMBERS_AT_ONCE, 2), (NUMBERS_AT_ONCE + 3, 2)])
async def test_every_number_is_handed_out_once_and_in_order_with_few_searches(count: int, searches: int) -> None:
    begun_after = []

    async def find(after_id: int, limit: int) -> Sequence[int]:
        begun_after.append(after_id)
        return range(after_id + 1, min(after_id + limit, count) + 1)

    taken: list[int] = []
    ahead, after_id = Ahead(), 0
    while True:
        numbers = await ahead.take(find, after_id=after_id, limit=500)
        taken += numbers
        if len(numbers) < 500:
            break
        after_id = numbers[-1]
    assert taken == list(range(1, count + 1))
    assert len(begun_after) == searches
