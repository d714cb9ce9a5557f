"""Lean imports: importing this first keeps a library out that draws help pages and tracebacks in colour; a server has no use for it."""

import sys

# typer brings rich along, and structlog takes it up wherever it is installed: with pygments that is three megabytes.
sys.modules["rich"] = None  # type: ignore[assignment]  # Python's own way to say that a module is not there
