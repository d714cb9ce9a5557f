"""Traces: the project tells nothing of the machine on which it was written, and its locks name no address."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT

LEFT_OUT = {".git", ".venv", "build", "dist", "htmlcov", "node_modules", "var"}
TEXT = {"", *".css .env .example .ftl .html .in .ini .js .json .mako .md .py .svg .toml .txt .yaml .yml".split()}
# Put together here so that this file does not find itself.
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb.deb" + "ian.org")
TRACES = re.compile(
    r"|".join(re.escape(host) for host in HOSTS)
    + r"|(?<![\w.~-])/(?:work|root)/"
    + r"|\.\./shared/"
    + r"|\b(?:issue|session)\s+#?\d+\b"
    + r"|\bissue\s*#",
    re.IGNORECASE,
)


def traces(name: str, text: str) -> list[str]:
    """Return the lines that tell of a registry, a path of the writer's machine, or of the work's own bookkeeping."""
    return [f"{name}:{number}: {match[0]}" for number, line in enumerate(text.splitlines(), 1) if (match := TRACES.search(line))]


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every text file of the project."""
    for file in _files(ROOT):
        if file.suffix in TEXT and not (file.name == ".env" or file.name.startswith(".coverage")):
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def _files(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and entry.name not in LEFT_OUT and not entry.name.endswith(("_cache", "__pycache__", ".egg-info", ".hypothesis")):
            yield from _files(entry)
        elif entry.is_file():
            yield entry


def unlocked(lock: str) -> list[str]:
    """Return what is wrong with a lock: a line that is neither a version with hashes nor a comment, or an address."""
    joined = lock.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    exact = re.compile(r"[a-z0-9-]+(?:\[[a-z0-9,-]+\])?==[\w.]+(?: ; [^#]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*")
    return [line.split(" ")[0] for line in lines if not exact.fullmatch(line)] + re.findall(r"\S+://\S+", lock)


def normal(requirement: str) -> str:
    """Return the name of a requirement as a lock writes it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", requirement)[0]).lower()


def test_nothing_tells_of_the_machine_or_of_the_bookkeeping() -> None:
    found = dict(texts())
    assert {"pyproject.toml", "Makefile", "requirements/run.txt", "README.md", ".ci/run"} <= set(found)
    assert [line for name, text in found.items() for line in traces(name, text)] == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_locks_are_exact_and_name_no_address(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert lock.count("==") > 40
    assert unlocked(lock) == []


def test_locks_hold_every_dependency_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, dev = (
        set(
            re.findall(
                r"^([a-z0-9-]+(?:\[[a-z0-9,-]+\])?==[\w.]+)",
                (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"),
                re.MULTILINE,
            )
        )
        for name in ("run", "dev")
    )
    assert run <= dev
    groups = project["dependency-groups"]
    assert {normal(one) for one in [*project["project"]["dependencies"], *groups["build"]]} <= {normal(one) for one in run}
    assert {normal(one) for one in groups["dev"] if isinstance(one, str)} <= {normal(one) for one in dev}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"--index https://{HOSTS[0]}/simple", 1),
        ("see " + "/work" + "/main/notes", 1),
        ("see " + "/ro" + "ot/.cache", 1),
        ("as iss" + "ue 2 says", 1),
        ("fixed in iss" + "ue #2", 1),
        ("in sess" + "ion 3 of the work", 1),
        ("ticket #123 is closed", 0),
        ("https://example.org/network/shared/page", 0),
        ("the session of 2 people", 0),
    ],
)
def test_a_trace_is_found(text: str, count: int) -> None:
    assert len(traces("x.md", text)) == count


@pytest.mark.parametrize(
    ("lock", "count"),
    [
        (f"aiogram==3.31.0 \\\n    --hash=sha256:{'a' * 64}\n", 0),
        (f"uvloop==0.22 ; sys_platform != 'win32' \\\n    --hash=sha256:{'a' * 64} \\\n    --hash=sha256:{'b' * 64}\n", 0),
        (f"sqlalchemy[asyncio]==2.1.9 \\\n    --hash=sha256:{'a' * 64}\n", 0),
        ("aiogram==3.31.0\n", 1),
        ("aiogram>=3\n", 1),
        ("--extra-index-url x\n", 1),
        ("aiogram @ https://example.org/a.whl\n", 2),
    ],
)
def test_a_loose_lock_is_found(lock: str, count: int) -> None:
    assert len(unlocked(lock)) == count
