"""Every method by its name, which Telegram reads without regard to case."""

from collections.abc import Callable

from playground.methods import copies, edits, forums, inline, media, members, profile, receiving, texts
from playground.wire import Parameters
from playground.world import World

Method = Callable[[World, Parameters], object]

_TOPICS: tuple[dict[str, Method], ...] = (
    {**texts.METHODS},
    {**copies.METHODS},
    {**media.METHODS},
    {**edits.METHODS},
    {**forums.METHODS},
    {**members.METHODS},
    {**profile.METHODS},
    {**receiving.METHODS},
    {**inline.METHODS},
)
METHODS: dict[str, Method] = {name.lower(): method for topic in _TOPICS for name, method in topic.items()}
