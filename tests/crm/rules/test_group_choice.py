"""The choice of a group: where a new ticket goes when several groups could show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.rules.group_choice import Room, roomiest

ROOMS = st.lists(
    st.builds(Room, st.integers(-9, -1), st.integers(0, 40), st.integers(0, 600)), min_size=1, unique_by=lambda room: room.chat_id
)


@pytest.mark.parametrize(
    ("rooms", "chosen"),
    [
        ([(-1, 5, 0), (-2, 4, 9)], -2),
        ([(-1, 4, 9), (-2, 4, 8)], -2),
        ([(-1, 4, 8), (-2, 4, 8)], -1),
        ([(-1, 16, 0), (-2, 15, 499)], -2),
        ([(-1, 0, 500), (-2, 15, 0)], -2),
        ([(-1, 0, 500), (-2, 16, 499)], -2),
        ([(-1, 18, 0), (-2, 17, 0)], -2),
        ([(-1, 0, 700), (-2, 3, 500)], -1),
    ],
)
def test_a_busy_or_full_group_is_passed_over_while_another_has_room(rooms: list[tuple[int, int, int]], chosen: int) -> None:
    assert roomiest([Room(*room) for room in rooms], busy_posts=15, most_topics=500) == chosen


@given(ROOMS)
def test_one_of_the_groups_is_always_chosen_and_a_full_one_only_when_all_are(rooms: list[Room]) -> None:
    chosen = next(room for room in rooms if room.chat_id == roomiest(rooms, busy_posts=15, most_topics=500))
    assert chosen.open_topics < 500 or all(room.open_topics >= 500 for room in rooms)
    with_room = [room for room in rooms if room.open_topics < 500 and room.posts <= 15]
    assert not with_room or (chosen in with_room and chosen.posts == min(room.posts for room in with_room))
