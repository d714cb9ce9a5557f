"""The team in the chat: supervisors see who is here, who has what, and how each did lately."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from crm.permissions import require_role
from crm.team import LOOKED_BACK_DAYS, Colleague, team_standing
from handlers.chat.places import InPrivate
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.vocabulary import Role

LONGEST_POST = 3500


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="team")
    router.message.register(team, Command("team"), StaffHere(), InPrivate())
    router.message.register(in_private_only, Command("team"), StaffHere())
    return router


async def in_private_only(message: Message, turn: Turn) -> None:
    """Show no figures of people where others read along."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    turn.reply("team-in-private")


async def team(message: Message, turn: Turn) -> None:
    """Show each of the staff in a few short lines; a large team is shown in several messages."""
    standing = await team_standing(turn.voice.session, by=turn.person.staff, at=turn.voice.now, business=turn.voice.business)
    post = turn.phrases("team-title", days=LOOKED_BACK_DAYS)
    for each in standing:
        block = _block(each, turn)
        if len(post) + len(block) > LONGEST_POST:
            turn.reply_text(post)
            post = block
        else:
            post = f"{post}\n\n{block}"
    turn.reply_text(post)


def _block(each: Colleague, turn: Turn) -> str:
    phrases = turn.phrases
    nothing = phrases.plain("team-nothing")
    until = each.presence.until
    lines = [
        phrases(
            "team-member",
            presence="here" if each.presence.is_here else "away" if until is None else "until",
            name=each.member.name,
            until=nothing if until is None else phrases.moment(until, turn.zone),
        )
    ]
    if each.oldest_at is None:
        lines.append(phrases("team-open-none"))
    else:
        lines.append(phrases("team-open", count=each.open_count, oldest=phrases.span(turn.voice.now - each.oldest_at)))
    lines.append(
        phrases(
            "team-figures",
            response=nothing if each.first_response is None else phrases.span(each.first_response),
            resolution=nothing if each.resolution is None else phrases.span(each.resolution),
        )
    )
    if each.csat is not None:
        lines.append(phrases("team-csat", percent=phrases.number(round(each.csat)), answers=each.answers))
    return "\n".join(lines)
