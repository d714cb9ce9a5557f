"""Macros: what is done with a ticket after a canned reply was sent on it, as supervisors write it."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.rules.priorities import priority_named
from storage.vocabulary import Afterwards, Priority

NOTHING = "nothing"
_STATUSES = {**{str(each): each for each in Afterwards}, "hold": Afterwards.ON_HOLD}
_ON, _OFF = "+＋", "-－"


@dataclass(frozen=True)
class Steps:
    """What follows a canned reply: tags off and on, another priority, and at last another status."""

    status: Afterwards | None = None
    priority: Priority | None = None
    tags_on: tuple[str, ...] = ()
    tags_off: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Steps()

    @property
    def mark(self) -> str | None:
        """What tells these steps from others; None when nothing follows."""
        return repr(self) if self else None


def read_steps(words: Sequence[str]) -> Steps | None:
    """The steps that words such as `solve +refund -waiting high` name, nothing by `nothing` alone; None when one of them names no step.

    Tags are taken as they are written. At most one word may name a status and one a priority.
    """
    statuses = [_STATUSES[word] for word in words if word in _STATUSES]
    priorities = [named for word in words if word not in _STATUSES and (named := priority_named(word)) is not None]
    on = [word[1:] for word in words if word[0] in _ON and len(word) > 1]
    off = [word[1:] for word in words if word[0] in _OFF and len(word) > 1]
    if list(words) == [NOTHING]:
        return Steps()
    if not words or len(statuses) + len(priorities) + len(on) + len(off) != len(words) or len(statuses) > 1 or len(priorities) > 1:
        return None
    return Steps(next(iter(statuses), None), next(iter(priorities), None), tuple(on), tuple(off))
