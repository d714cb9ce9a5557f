"""Results of groups: how the tickets of each staff group are getting on, where there are several groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.business import Business
from crm.figures import median_span, working_seconds
from storage.database import Session
from storage.group_figures import count_open_topics, count_opened_in, list_first_responses_in
from storage.groups import GroupChat, list_staff_groups


@dataclass(frozen=True)
class GroupResult:
    """How a group did since a moment, by the tickets that stand there now: open ones, those opened, the median first response."""

    group: GroupChat
    open_topics: int
    opened: int
    first_response: timedelta | None


async def group_results(session: Session, *, since: datetime, business: Business) -> Sequence[GroupResult]:
    """Return how each staff group did, the first chosen first; nothing when there is only one."""
    groups = await list_staff_groups(session)
    if len(groups) < 2:
        return []
    chat_ids = [group.chat_id for group in groups]
    still_open = await count_open_topics(session, chat_ids=chat_ids)
    opened = await count_opened_in(session, chat_ids=chat_ids, since=since)
    responses = await list_first_responses_in(session, chat_ids=chat_ids, since=since)
    return [
        GroupResult(
            group,
            still_open.get(group.chat_id, 0),
            opened.get(group.chat_id, 0),
            median_span(working_seconds(responses.get(group.chat_id, ()), business)),
        )
        for group in groups
    ]
