"""Near commands: who mistypes a command is told so, with the one that was probably meant."""

import re
from difflib import get_close_matches

from handlers.chat.menus import (
    AGENT_COMMANDS,
    CUSTOMER_COMMANDS,
    GROUP_COMMANDS,
    GROUP_COMMANDS_OF_SUPERVISORS,
    OWNER_COMMANDS,
    SUPERVISOR_COMMANDS,
)
from storage.staff import StaffMember
from storage.vocabulary import Role

# The last words of each line stand in no menu, so that menus stay short.
_OF_AGENTS = (*CUSTOMER_COMMANDS, *AGENT_COMMANDS, *GROUP_COMMANDS, "languages", "unban", "visit")
_OF_SUPERVISORS = (*_OF_AGENTS, *SUPERVISOR_COMMANDS, *GROUP_COMMANDS_OF_SUPERVISORS, "original", "shift", "reassign")
_BY_ROLE = {Role.AGENT: _OF_AGENTS, Role.SUPERVISOR: _OF_SUPERVISORS, Role.OWNER: (*_OF_SUPERVISORS, *OWNER_COMMANDS)}
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)")
_LIKENESS = 0.72  # of 1: a letter too many, missing or swapped, also in a short word


def commands_of(staff: StaffMember | None) -> tuple[str, ...]:
    """Return the commands that somebody may use; for None those of customers."""
    return CUSTOMER_COMMANDS if staff is None else _BY_ROLE[staff.role]


def command_in(words: str) -> str:
    """Return the command that a message begins with, without its slash."""
    found = _COMMAND.match(words)
    return found[1] if found is not None else ""


def near_command(word: str, staff: StaffMember | None) -> str | None:
    """Return the command that somebody has probably meant by a word; None when nobody can tell."""
    found = get_close_matches(word.lower(), sorted(set(commands_of(staff))), n=1, cutoff=_LIKENESS)
    return found[0] if found else None
