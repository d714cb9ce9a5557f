"""Lean imports: importing this first keeps a library out that draws help pages and tracebacks in colour; a server has no use for it."""

import sys

# typer brings both along, and structlog and httpx take them up wherever they are installed: three megabytes.
for name in ("rich", "pygments"):
    sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say that a module is not there
