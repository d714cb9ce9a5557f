"""Places of tickets: in which staff group one is shown, and the owners hear when its team has none."""

from aiogram.methods import SendMessage

from crm.group_choice import choose_group
from crm.teams import team_label
from handlers.chat.voice import Voice
from storage.groups import GroupChat
from storage.outbox import find_known_keys
from storage.places import look_again_for_groups
from storage.staff import list_staff
from storage.tickets import Ticket
from storage.vocabulary import Direction, Lane, Role


async def place_of(ticket: Ticket, voice: Voice) -> GroupChat | None:
    """Return the group in which a ticket that stands nowhere is to be shown; None while there is none."""
    group = await _choose(ticket, voice)
    if group is None:
        await look_again_for_groups(voice.session)
        group = await _choose(ticket, voice)
    if group is not None and ticket.team is not None and group.team is None:
        await _tell_of_team_without_group(ticket.team, voice)
    return group


async def _choose(ticket: Ticket, voice: Voice) -> GroupChat | None:
    return await choose_group(voice.session, team=ticket.team, at=voice.now, business=voice.business)


async def _tell_of_team_without_group(team: str, voice: Voice) -> None:
    """Owners hear it once: the main desk does the team's work until it has a group."""
    keys = {f"team-without-group:{team}:{owner.user_id}": owner for owner in await list_staff(voice.session, roles=(Role.OWNER,))}
    known = await find_known_keys(voice.session, keys)
    for key, owner in keys.items():
        if key in known:
            continue
        text = voice.phrases(owner.language)("team-without-group", team=team_label(team, voice.business, owner.language), word=team)
        voice.say(
            SendMessage(chat_id=owner.user_id, text=text, parse_mode="HTML"),
            lane=Lane.NOTICE, direction=Direction.INTERNAL, dedupe_key=key,
        )  # fmt: skip
