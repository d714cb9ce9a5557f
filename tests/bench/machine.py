"""The machine on which is measured, in words."""

import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("aiogram", "python-telegram-bot", "aiohttp", "uvicorn", "fastapi", "sqlalchemy", "sqlmodel", "aiosqlite", "asyncpg")


def describe(directory: Path, *, postgres: Mapping[str, str], is_pinned: bool, command: str) -> str:
    """Return the machine, the versions and the arrangement as a Markdown list; `directory` is where the SQLite files lie."""
    memory = int(re.findall(r"MemTotal: *(\d+)", Path("/proc/meminfo").read_text())[0]) / 2**20
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    cores = (
        "programs on core 0, the Bot API on core 1, PostgreSQL on either"
        if is_pinned
        else "all processes on any core, as the kernel decides"
    )
    lines = (
        f"measured: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC by `{command}`",
        f"processor: {_processor()}, {os.cpu_count()} cores; load of the machine at the start {load}",
        f"memory: {memory:.0f} GB",
        f"system: {platform.system()} {platform.release()}; SQLite files on {_file_system(directory)}",
        f"Python {platform.python_version()}; {', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}",
        f"SQLite {sqlite3.sqlite_version}, WAL with synchronous=FULL",
        f"PostgreSQL {postgres['server_version']}, fsync {postgres['fsync']}, synchronous_commit {postgres['synchronous_commit']}, otherwise as it comes",
        f"cores: {cores}",
    )
    return "\n".join(f"- {line}" for line in lines)


def _processor() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return found[1].strip() if found else platform.machine()


def _file_system(directory: Path) -> str:
    return subprocess.run(["stat", "--file-system", "--format=%T", directory], check=True, capture_output=True, text=True).stdout.strip()
