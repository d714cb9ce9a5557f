"""What the desk lacks in a staff group, in words: short ones for a list, and a sentence that says what to press in Telegram."""

from collections.abc import Sequence

from crm.group_facts import Lack, lacks_of
from handlers.chat.speech import Phrases
from storage.groups import GroupChat

# What a group without topics does without because somebody wished it so.
_WISHED = frozenset({Lack.TOPICS, Lack.MANAGE_TOPICS})


def lacks_text(group: GroupChat, phrases: Phrases) -> str | None:
    """Return what is to be put right in the group and how; None when nothing is, as far as is known."""
    if lines := [phrases(f"setup-lacks-{lack}") for lack in lacks_of(group) if lack not in _WISHED]:
        return "\n".join([phrases("setup-lacks"), *lines])
    return None


def short_lacks(group: GroupChat, phrases: Phrases) -> Sequence[str]:
    """Return what is lacking in a few words each."""
    return [phrases.plain(f"groups-missing-{lack}") for lack in lacks_of(group)]
