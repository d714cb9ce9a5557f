"""The tables of the business file about groups of staff: teams and how tickets are spread."""

from collections.abc import Collection, Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.business_values import Key, Label
from crm.business import GroupRules, Team
from crm.rules.teams import MAIN, Route
from storage.vocabulary import Language, TicketKind

MOST_TEAMS = 20
# Words that stand where a team's key could stand.
_TAKEN = frozenset({MAIN, "plain", "off"})


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TeamTable(_Table):
    """`[[teams]]`; what names no kinds, categories and languages gets tickets by hand only."""

    key: Key
    en: Label
    zh: Label
    kinds: tuple[TicketKind, ...] = ()
    categories: tuple[Key, ...] = ()
    languages: tuple[Language, ...] = ()


class GroupsTable(_Table):
    """`[groups]`"""

    most_topics: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    busy_posts: Annotated[int, Field(strict=True, ge=1, le=20)]
    delete_topics_after_days: Annotated[int, Field(strict=True, ge=0, le=3650)]


def _different(teams: tuple[TeamTable, ...]) -> tuple[TeamTable, ...]:
    if len(teams) > MOST_TEAMS:
        raise ValueError(f"should have at most {MOST_TEAMS} entries")
    keys = [team.key for team in teams]
    for place, key in enumerate(keys):
        if key in _TAKEN:
            raise ValueError(f"no team can have the key {key}, which means something else in /setup and /transfer")
        if key in keys[:place]:
            raise ValueError(f"the key {key} stands there twice")
    return teams


Teams = Annotated[tuple[TeamTable, ...], AfterValidator(_different)]


def require_categories(teams: Sequence[TeamTable], categories: Collection[str]) -> None:
    """Raise ValueError when a team names a category that there is not."""
    for place, team in enumerate(teams, start=1):
        for key in team.categories:
            if key not in categories:
                raise ValueError(f"teams.{place}.categories names {key}, which is no category")


def team_of(table: TeamTable) -> Team:
    """Return the team that an entry describes."""
    route = Route(table.key, kinds=frozenset(table.kinds), categories=frozenset(table.categories), languages=frozenset(table.languages))
    return Team(key=table.key, en=table.en, zh=table.zh, route=route)


def group_rules_of(table: GroupsTable) -> GroupRules:
    """Return how tickets are spread over groups."""
    return GroupRules(**dict(table))
