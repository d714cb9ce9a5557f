"""A prompt start: importing this first lets the collector rest until everything is loaded; what is loaded stays, so it looks in vain."""

import gc

gc.disable()


def begin_collecting() -> None:
    """Let the collector work, but not on what is loaded by now."""
    gc.freeze()
    gc.enable()
