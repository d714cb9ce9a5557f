"""Names: a file is called by a word of the business."""

import tomllib
from collections.abc import Iterable
from pathlib import PurePosixPath

import pytest

from tests.house.source import ROOMS, ROOT, modules

SAYS_NOTHING = frozenset(
    "base common constant constants core helper helpers manager managers misc model models service services type types util utils".split()
)


def nameless(paths: Iterable[str]) -> list[str]:
    """Return the paths with a folder or file whose name says nothing."""
    return [path for path in paths if SAYS_NOTHING & {part.strip("_") for part in PurePosixPath(path).with_suffix("").parts}]


def test_every_file_is_called_by_what_it_is_about() -> None:
    assert nameless(module.path for module in modules(*ROOMS)) == []


@pytest.mark.parametrize(
    "path", ["crm/utils.py", "bot/helpers/dates.py", "storage/_base.py", "handlers/services.py", "jobs/types/__init__.py"]
)
def test_a_name_that_says_nothing_is_found(path: str) -> None:
    assert nameless([path, "crm/tickets.py", "crm/rules/sla.py"]) == [path]


def test_every_folder_with_code_is_a_room_that_the_tools_know() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    folders = {file.relative_to(ROOT).parts[0] for file in ROOT.glob("[!.]*/*.py")} - {"build", "dist"}
    assert folders - {"tests"} == set(ROOMS)
    assert set(project["importlinter"]["root_packages"]) == set(ROOMS)
    assert set(project["coverage"]["run"]["source"]) == set(ROOMS)
    assert set(project["mypy"]["files"]) == {*ROOMS, "tests"}
    assert {name.rstrip("*") for name in project["setuptools"]["packages"]["find"]["include"]} == set(ROOMS)
