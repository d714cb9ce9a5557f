"""News of groups: what the chat is told when the bot comes into a group, loses one, or staff are to answer elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from crm.notices import Notice
from storage.groups import GroupChat


@dataclass(frozen=True)
class GroupJoined(Notice):
    """An owner put the bot into a group (or gave it the rights that it needs); it is not the staff group yet."""

    group: GroupChat


@dataclass(frozen=True)
class ForeignGroup(Notice):
    """Somebody put the bot into a group or channel who may not. `by_nobody` when it was done anonymously."""

    group: GroupChat
    is_channel: bool
    by_nobody: bool


@dataclass(frozen=True)
class StaffGroupChosen(Notice):
    """Staff answer in this group from now on, and no longer in the former ones. Open tickets without a place must be shown.

    `is_further` when the main desk has groups besides this one.
    """

    group: GroupChat
    former: tuple[GroupChat, ...]
    is_further: bool = False


@dataclass(frozen=True)
class StaffGroupReleased(Notice):
    """Staff do not answer in this group any more; its open tickets must be shown elsewhere."""

    group: GroupChat


@dataclass(frozen=True)
class StaffGroupLost(Notice):
    """The bot was thrown out of the staff group."""

    group: GroupChat


@dataclass(frozen=True)
class StaffGroupBack(Notice):
    """The bot is in the staff group again. What was said since it was thrown out must be shown."""

    group: GroupChat
    lost_at: datetime


@dataclass(frozen=True)
class StaffGroupMoved(Notice):
    """The staff group became a supergroup: what was posted before cannot be answered any more and must be shown again."""

    group: GroupChat


@dataclass(frozen=True)
class TopicsOutOfReach(Notice):
    """In the staff group no topics can be made any more: switched off, or the right was taken away."""

    group: GroupChat
