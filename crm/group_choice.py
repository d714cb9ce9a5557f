"""The choice of a group for a ticket: those of its team, and of several the one with most room."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm.business import Business
from crm.rules.group_choice import Room, roomiest
from storage.database import Session
from storage.group_figures import count_open_topics, count_posts_since, count_waiting_posts
from storage.groups import GroupChat, staff_groups_at_hand

_MINUTE = timedelta(minutes=1)
_ROOMS = "rooms_of_groups"
# What a new ticket adds to its group: the topic, the card, and what was said.
POSTS_OF_NEW_TICKET = 3


async def groups_of_team(session: Session, team: str | None) -> Sequence[GroupChat]:
    """Return the groups where a team's tickets are shown: its own, or those of the main desk when it has none."""
    groups = await staff_groups_at_hand(session)
    return [group for group in groups if group.team == team] or [group for group in groups if group.team is None]


async def choose_group(session: Session, *, team: str | None, at: datetime, business: Business) -> GroupChat | None:
    """Return the group in which a ticket of this team (None: of the main desk) is shown from now on; None when there is none."""
    groups = await groups_of_team(session, team)
    if len(groups) <= 1:
        return groups[0] if groups else None
    rules = business.groups
    rooms = await _rooms(session, groups, at)
    chat_id = roomiest([rooms[group.chat_id] for group in groups], busy_posts=rules.busy_posts, most_topics=rules.most_topics)
    chosen = rooms[chat_id]
    rooms[chat_id] = Room(chat_id, chosen.posts + POSTS_OF_NEW_TICKET, chosen.open_topics + 1)
    return next(group for group in groups if group.chat_id == chat_id)


async def rooms_of(session: Session, groups: Sequence[GroupChat], *, at: datetime) -> dict[int, Room]:
    """Return how much goes on in each of these groups."""
    chat_ids = [group.chat_id for group in groups]
    waiting = await count_waiting_posts(session, chat_ids=chat_ids)
    posts = await count_posts_since(session, chat_ids=chat_ids, since=at - _MINUTE)
    topics = await count_open_topics(session, chat_ids=chat_ids)
    return {
        chat_id: Room(chat_id, posts=posts.get(chat_id, 0) + waiting.get(chat_id, 0), open_topics=topics.get(chat_id, 0))
        for chat_id in chat_ids
    }


async def _rooms(session: Session, groups: Sequence[GroupChat], at: datetime) -> dict[int, Room]:
    """Asked for once in a transaction; what it chooses itself is added by hand."""
    known: dict[int, Room] = session.info.setdefault(_ROOMS, {})
    if missing := [group for group in groups if group.chat_id not in known]:
        known.update(await rooms_of(session, missing, at=at))
    return known
