"""Presence in the chat: staff say that they are here or away and which languages they speak; supervisors set shifts."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.assignment import assign_waiting_tickets
from crm.permissions import require_role
from crm.presence import come_here, go_away, languages_of, presence_of, set_shift, speak_languages
from crm.staff import find_colleague
from handlers.chat.lists import listed
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.staff import list_staff
from storage.vocabulary import Language, Role

# What is left when somebody comes back waits for the clock's next round.
_ASSIGNED_AT_ONCE = 20
_OFF = "off"


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="presence")
    router.message.register(here, Command("here"), StaffHere())
    router.message.register(away, Command("away"), StaffHere())
    router.message.register(shift, Command("shift"), StaffHere())
    router.message.register(languages, Command("languages"), StaffHere())
    return router


async def here(message: Message, turn: Turn) -> None:
    """Say that one is here; tickets that wait for somebody are given out at once."""
    voice = turn.voice
    member = await come_here(voice.session, by=turn.person.staff, at=voice.now)
    turn.reply("presence-here", name=member.name)
    await voice.session.flush()
    await assign_waiting_tickets(voice.session, after_id=0, at=voice.now, business=voice.business, tell=turn.tell, limit=_ASSIGNED_AT_ONCE)


async def away(message: Message, command: CommandObject, turn: Turn) -> None:
    """Say that one is away: `/away`, `/away until 14:00`, `/away 2h`, with or without a reason."""
    member = await go_away(turn.voice.session, by=turn.person.staff, words=command.args or "", at=turn.voice.now, zone=turn.zone)
    reason = turn.phrases.plain("presence-reason", reason=member.away_reason) if member.away_reason else ""
    if member.away_until is None:
        turn.reply("presence-away", name=member.name, reason=reason)
    else:
        turn.reply("presence-away-until", name=member.name, reason=reason, until=turn.phrases.moment(member.away_until, turn.zone))


async def shift(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show all shifts, or set one: `/shift @name mon-fri 9:00-17:00`, `/shift @name off`."""
    require_role(turn.person.staff, Role.SUPERVISOR)
    who, _, words = (command.args or "").strip().partition(" ")
    if not who:
        turn.reply_text(await _shifts(turn))
        return
    if not words.strip():
        turn.reply("shift-usage")
        return
    voice = turn.voice
    member = await find_colleague(voice.session, word=who)
    wanted = None if words.strip().lower() == _OFF else words
    await set_shift(
        voice.session, by=turn.person.staff, member=member, words=wanted, at=voice.now, zone=voice.business.time_zone, tell=turn.tell
    )
    if member.shift is None:
        turn.reply("shift-none", name=member.name)
    else:
        turn.reply("shift-set", name=member.name, shift=member.shift, zone=voice.business.time_zone)


async def languages(message: Message, command: CommandObject, turn: Turn) -> None:
    """Say which languages one speaks: `/languages en zh`, `/languages off`; alone it shows them."""
    staff = require_role(turn.person.staff, Role.AGENT)
    words = (command.args or "").lower().replace(",", " ").split()
    if words and words != [_OFF] and not set(words) <= set(Language):
        turn.reply("presence-languages-usage")
        return
    if words:
        said = [] if words == [_OFF] else [Language(word) for word in words]
        await speak_languages(turn.voice.session, by=staff, languages=said, at=turn.voice.now)
    spoken = languages_of(staff)
    if not spoken:
        turn.reply("presence-languages-unknown", name=staff.name)
        return
    named = listed((turn.phrases.plain(f"language-{language}") for language in Language if language in spoken), turn.phrases)
    turn.reply("presence-languages", name=staff.name, languages=named)


async def _shifts(turn: Turn) -> str:
    zone, phrases = turn.voice.business.time_zone, turn.phrases
    lines = [phrases("shift-title", zone=zone)]
    for member in await list_staff(turn.voice.session):
        hours = member.shift or phrases.plain("shift-any-time")
        is_here = presence_of(member, at=turn.voice.now, zone=zone).is_here
        lines.append(phrases("shift-line", name=member.name, shift=hours, presence="here" if is_here else "away"))
    return "\n".join([*lines, "", phrases("shift-usage")])
