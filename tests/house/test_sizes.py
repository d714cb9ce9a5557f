"""Sizes: what outgrows its file is two things."""

import pytest

from tests.house.source import MIGRATIONS, ROOMS, Module, modules

FILE_LINES = 350
FUNCTION_LINES = 60
# What may be longer, and why: a path, or a path and a function ("crm/x.py:name").
LONGER: dict[str, str] = {}


def too_long(module: Module) -> list[str]:
    """Return the module itself and its functions where they are too long, as the keys of LONGER."""
    found = [module.path] if len(module.text.splitlines()) > FILE_LINES else []
    return found + [
        f"{module.path}:{function.name}" for function in module.functions() if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
    ]


def measured() -> list[str]:
    """Return what is too long in the rooms; migrations are lists of columns and may be."""
    return [name for module in modules(*ROOMS) if not module.path.startswith(MIGRATIONS) for name in too_long(module)]


def test_files_and_functions_are_short() -> None:
    assert [name for name in measured() if name not in LONGER] == []


def test_what_is_allowed_to_be_longer_still_is() -> None:
    assert set(LONGER) - set(measured()) == set()
    assert all(LONGER.values())


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (FILE_LINES + 1, ["crm/x.py"]),
        (FILE_LINES, []),
    ],
)
def test_a_long_file_is_found(lines: int, found: list[str]) -> None:
    assert too_long(Module("crm/x.py", "x = 1\n" * lines)) == found


@pytest.mark.parametrize(("lines", "found"), [(FUNCTION_LINES, ["crm/x.py:grow"]), (FUNCTION_LINES - 1, [])])
def test_a_long_function_is_found(lines: int, found: list[str]) -> None:
    assert too_long(Module("crm/x.py", "class A:\n    async def grow(self):\n" + "        x = 1\n" * lines)) == found
