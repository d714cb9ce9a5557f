"""Members of teams: staff say which teams they serve, supervisors say it for others."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.permissions import require_role
from crm.rules.teams import MAIN
from crm.staff import find_colleague
from crm.teams import join_team, leave_team, team_named, teams_of
from handlers.chat.lists import listed
from handlers.chat.moved_tickets import team_words
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.staff import StaffMember, list_staff
from storage.vocabulary import Role


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="team_members")
    router.message.register(join, Command("join"), StaffHere())
    router.message.register(leave, Command("leave"), StaffHere())
    return router


async def join(message: Message, command: CommandObject, turn: Turn) -> None:
    """Serve a team: `/join delivery`, for others `/join delivery @name`; alone it shows who is in which."""
    meant = await _meant(command, turn)
    if meant is not None:
        staff, team, member = meant
        await join_team(turn.voice.session, member=member, team=team, by=staff, at=turn.voice.now)
        turn.reply("team-joined", name=member.name, team=team_words(team, turn.voice, turn.phrases))


async def leave(message: Message, command: CommandObject, turn: Turn) -> None:
    """Serve a team no longer: `/leave delivery`, for others `/leave delivery @name`; alone it shows who is in which."""
    meant = await _meant(command, turn)
    if meant is not None:
        staff, team, member = meant
        await leave_team(turn.voice.session, member=member, team=team, by=staff, at=turn.voice.now)
        turn.reply("team-left", name=member.name, team=team_words(team, turn.voice, turn.phrases), serves=_serves(member, turn))


async def _meant(command: CommandObject, turn: Turn) -> tuple[StaffMember, str | None, StaffMember] | None:
    """Return who commands, the team and the member that are named; None when none is, and who is in which team is shown."""
    staff = require_role(turn.person.staff, Role.AGENT)
    word, who = _words(command)
    if not word:
        turn.reply_text(await _list_text(turn))
        return None
    team = team_named(word, turn.voice.business.teams)
    return staff, team, await find_colleague(turn.voice.session, word=who) if who else staff


def _words(command: CommandObject) -> tuple[str, str]:
    word, _, who = (command.args or "").strip().partition(" ")
    return word, who.strip()


async def _list_text(turn: Turn) -> str:
    phrases = turn.phrases
    lines = [phrases("team-members-title")]
    for member in await list_staff(turn.voice.session):
        lines.append(phrases("team-members-line", name=member.name, serves=_serves(member, turn)))
    keys = listed([*(team.key for team in turn.voice.business.teams), MAIN], turn.phrases)
    return "\n".join([*lines, "", phrases("team-members-usage", keys=keys)])


def _serves(member: StaffMember, turn: Turn) -> str:
    teams = sorted(teams_of(member))
    if not teams:
        return turn.phrases.plain("team-members-all")
    return listed((team_words(team, turn.voice, turn.phrases) for team in teams), turn.phrases)
