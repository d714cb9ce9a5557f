"""The event loop in which everything runs: the faster one where it is installed."""

from asyncio import AbstractEventLoop

try:
    import uvloop as loops
except ImportError:
    import asyncio as loops  # type: ignore[no-redef]  # there is no uvloop for Windows


def new_event_loop() -> AbstractEventLoop:
    """Return a new loop."""
    return loops.new_event_loop()
