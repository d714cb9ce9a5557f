"""Teams: how they are named, and who of the staff is in which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.audit import note_act
from crm.business import Business, Team
from crm.permissions import require_role
from crm.refusals import Refusal
from crm.rules.teams import MAIN, serves
from storage.database import Session
from storage.staff import StaffMember
from storage.vocabulary import Language, Role

_LONGEST_WORD = 40


class NoSuchTeam(Refusal):
    """The business has no team of this name; facts: `team`, `known`."""


class AlreadyInTeam(Refusal):
    """Somebody is in the team already; facts: `name`, `team`."""


class NotInTeam(Refusal):
    """Somebody is not in the team; facts: `name`, `team`."""


@dataclass(frozen=True)
class Place:
    """Whose group one shall be: of the team with this key, or of the main desk; `is_further` when others of the main desk stay."""

    team: str | None = None
    is_further: bool = False


MAIN_PLACE = Place()


def place_named(word: str, teams: Sequence[Team]) -> Place:
    """Return the place that is meant by a word, none being the main desk alone; raise NoSuchTeam."""
    if not word:
        return MAIN_PLACE
    team = team_named(word, teams)
    return Place(team, is_further=team is None)


def team_named(word: str, teams: Sequence[Team]) -> str | None:
    """Return the key of the team that is meant by its key or a label, None for the main desk; raise NoSuchTeam."""
    said = word.strip().casefold()
    if said == MAIN:
        return None
    for team in teams:
        if said in (team.key, team.en.casefold(), team.zh.casefold()):
            return team.key
    raise NoSuchTeam(team=word[:_LONGEST_WORD], known=", ".join([*(team.key for team in teams), MAIN]))


def team_label(team: str, business: Business, language: Language) -> str:
    """Return the words for a team, or its key when the business has dropped it."""
    return next((each.label(language) for each in business.teams if each.key == team), team)


def teams_of(member: StaffMember) -> frozenset[str]:
    """Return the keys of the teams that somebody is in, the main desk's among them; none when they serve all."""
    return frozenset((member.teams or "").split())


def serves_team(member: StaffMember, team: str | None) -> bool:
    """Tell whether tickets of a team (None: of the main desk) can be given to somebody by the desk itself."""
    return serves(teams_of(member), team)


async def join_team(session: Session, *, member: StaffMember, team: str | None, by: StaffMember | None, at: datetime) -> StaffMember:
    """Let somebody serve a team: oneself, or with a supervisor's right another. Raises NotAllowed and AlreadyInTeam."""
    actor = _require_right(by, member)
    key, teams = team or MAIN, teams_of(member)
    if key in teams:
        raise AlreadyInTeam(name=member.name, team=key)
    _set(session, "staff.team_joined", member, teams | {key}, by=actor, at=at)
    return member


async def leave_team(session: Session, *, member: StaffMember, team: str | None, by: StaffMember | None, at: datetime) -> StaffMember:
    """Let somebody serve a team no longer; who has left all serves all again. Raises NotAllowed and NotInTeam."""
    actor = _require_right(by, member)
    key, teams = team or MAIN, teams_of(member)
    if key not in teams:
        raise NotInTeam(name=member.name, team=key)
    _set(session, "staff.team_left", member, teams - {key}, by=actor, at=at)
    return member


def _require_right(by: StaffMember | None, member: StaffMember) -> StaffMember:
    return require_role(by, Role.AGENT if by is not None and by.id == member.id else Role.SUPERVISOR)


def _set(session: Session, act: str, member: StaffMember, teams: frozenset[str], *, by: StaffMember, at: datetime) -> None:
    before = {"teams": member.teams}
    member.teams = " ".join(sorted(teams)) or None
    note_act(session, act=act, by=by, at=at, subject=member.name, before=before, after={"teams": member.teams})
