"""Groups: owners see how each staff group stands."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from crm.group_standings import GroupStanding, ask_for_groups
from handlers.chat.group_lacks import short_lacks
from handlers.chat.lists import listed
from handlers.chat.moved_tickets import team_words
from handlers.chat.places import InPrivate
from handlers.chat.turn import Turn


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="groups")
    router.message.register(show, Command("groups"), InPrivate())
    return router


async def show(message: Message, turn: Turn) -> None:
    """Show whose each staff group is, what goes on there, and which rights are missing."""
    voice, phrases = turn.voice, turn.phrases
    standings, homeless = await ask_for_groups(voice.session, by=turn.person.staff, at=voice.now, business=voice.business)
    if not standings:
        turn.reply("groups-none")
        return
    lines = [phrases("groups-title"), *(_block(standing, turn) for standing in standings)]
    if homeless:
        lines.append(phrases("groups-homeless", teams=listed((team_words(team, voice, phrases) for team in homeless), phrases)))
    turn.reply_text("\n\n".join(lines))


def _block(standing: GroupStanding, turn: Turn) -> str:
    group, phrases = standing.group, turn.phrases
    lines = [
        phrases("groups-line", title=group.title, team=team_words(group.team, turn.voice, phrases)),
        phrases("groups-figures", tickets=standing.open_topics, posts=standing.posts, waiting=standing.waiting),
    ]
    if missing := short_lacks(group, phrases):
        lines.append(phrases("groups-missing", rights=listed(missing, phrases)))
    if standing.kept_topics:
        lines.append(phrases("groups-kept-topics", count=standing.kept_topics))
    return "\n".join(lines)
