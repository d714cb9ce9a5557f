"""The event loop in which everything runs: the faster one where it is installed."""

import asyncio
from importlib import import_module
from importlib.util import find_spec

_MODULE = "uvloop" if find_spec("uvloop") else "asyncio"  # there is no uvloop for Windows


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Return a new loop."""
    made: asyncio.AbstractEventLoop = import_module(_MODULE).new_event_loop()
    return made
