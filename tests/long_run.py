"""What every run that takes minutes does: it says what it found at once, and puts away what it started when it is ended."""

import signal
import sys


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def end_when_terminated() -> None:
    """Let SIGTERM end the run as Ctrl+C does, on the way out through every `finally`: programs and servers do not outlive it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
