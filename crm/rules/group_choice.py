"""The choice of a group: where a new ticket is shown when several groups could show it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """How much goes on in a group: posts of the last minute and those that wait, and open tickets."""

    chat_id: int
    posts: int
    open_topics: int


def roomiest(rooms: Sequence[Room], *, busy_posts: int, most_topics: int) -> int:
    """The group with the fewest posts; one that is busy or full is passed over as long as another is not.

    Among equals it is the one with fewer open tickets, then the first. There is at least one group.
    """

    def rank(room: Room) -> tuple[bool, bool, int, int]:
        return room.open_topics >= most_topics, room.posts > busy_posts, room.posts, room.open_topics

    return min(rooms, key=rank).chat_id
