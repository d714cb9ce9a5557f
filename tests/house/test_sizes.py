"""Sizes: what outgrows its file is two things."""

import ast

import pytest

from tests.house.source import MIGRATIONS, ROOMS, Function, Module, modules

FILE_LINES = 350
FUNCTION_LINES = 60
# What may be longer, and why: a path, or a path and a function ("crm/x.py:name").
LONGER: dict[str, str] = {}


def lines_of(function: Function) -> int:
    """Return how many lines a function has without those of the functions inside it, which are counted by themselves."""
    inner = {line for node in ast.walk(function) if isinstance(node, Function) and node is not function for line in _span(node)}
    return len(set(_span(function)) - inner)


def _span(node: Function) -> range:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return range(first, (node.end_lineno or first) + 1)


def too_long(module: Module) -> list[str]:
    """Return the module itself and its functions where they are too long, as the keys of LONGER."""
    found = [module.path] if len(module.text.splitlines()) > FILE_LINES else []
    return found + [f"{module.path}:{function.name}" for function in module.functions() if lines_of(function) > FUNCTION_LINES]


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


@pytest.mark.parametrize(("lines", "found"), [(FUNCTION_LINES - 1, ["crm/x.py:inner"]), (FUNCTION_LINES - 2, [])])
def test_a_function_is_measured_without_those_inside_it(lines: int, found: list[str]) -> None:
    inner = "    @route\n    def inner():\n" + "        x = 1\n" * lines
    assert too_long(Module("crm/x.py", f"def routes():\n{inner}    return app\n")) == found
