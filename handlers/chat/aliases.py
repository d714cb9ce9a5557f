"""Aliases: a staff member chooses the name that customers see."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from crm.aliases import choose_alias
from crm.business import StaffNames
from crm.permissions import require_role
from handlers.chat.staff import StaffHere
from handlers.chat.turn import Turn
from storage.vocabulary import Role

NO_ALIAS = "off"


def build_router() -> Router:
    """Return the topic's router."""
    router = Router(name="aliases")
    router.message.register(choose, Command("alias"), StaffHere())
    return router


async def choose(message: Message, command: CommandObject, turn: Turn) -> None:
    """Show the alias, choose one, or drop it: `/alias`, `/alias Lily`, `/alias off`."""
    staff = require_role(turn.person.staff, Role.AGENT)
    if command.args:
        wanted = None if command.args.strip().lower() == NO_ALIAS else command.args
        await choose_alias(turn.voice.session, by=staff, text=wanted, at=turn.voice.now)
    lines = [turn.phrases("alias-none") if staff.alias is None else turn.phrases("alias-is", name=staff.alias)]
    if turn.voice.business.relay.staff_names is not StaffNames.ALIAS:
        lines.append(turn.phrases("alias-not-shown"))
    turn.reply_text("\n".join(lines))
