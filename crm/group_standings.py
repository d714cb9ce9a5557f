"""Standings of groups: whose each is, how much goes on there, and what the bot may not do there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.permissions import require_role
from crm.topics import REFUSED_UNTIL_LEFT
from storage.database import Session
from storage.former_topics import count_kept_topics
from storage.group_figures import count_open_topics, count_posts_since, count_waiting_posts
from storage.groups import GroupChat, list_staff_groups
from storage.staff import StaffMember
from storage.vocabulary import Role


@dataclass(frozen=True)
class GroupStanding:
    """How a staff group stands: its open tickets, the posts of the last minute, the posts that wait, and old topics that cannot be deleted."""

    group: GroupChat
    open_topics: int
    posts: int
    waiting: int
    kept_topics: int = 0


async def group_standings(session: Session, *, at: datetime) -> list[GroupStanding]:
    """Return how each staff group stands, whether the bot is in it or not, the first chosen first."""
    groups = await list_staff_groups(session)
    chat_ids = [group.chat_id for group in groups]
    if not chat_ids:
        return []
    topics = await count_open_topics(session, chat_ids=chat_ids)
    posts = await count_posts_since(session, chat_ids=chat_ids, since=at - timedelta(minutes=1))
    waiting = await count_waiting_posts(session, chat_ids=chat_ids)
    kept = await count_kept_topics(session, refusals=REFUSED_UNTIL_LEFT)
    return [GroupStanding(group, *(counts.get(group.chat_id, 0) for counts in (topics, posts, waiting, kept))) for group in groups]


async def ask_for_groups(
    session: Session, *, by: StaffMember | None, at: datetime, business: Business
) -> tuple[Sequence[GroupStanding], Sequence[str]]:
    """Return how each staff group stands, and the keys of the teams without one. Raises NotAllowed unless `by` is an owner."""
    require_role(by, Role.OWNER)
    standings = await group_standings(session, at=at)
    present = {standing.group.team for standing in standings if standing.group.is_member}
    return standings, [team.key for team in business.teams if team.key not in present]
