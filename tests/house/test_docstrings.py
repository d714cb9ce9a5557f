"""Docstrings: a module says in one line what lives there, a public function what it returns or does."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import MIGRATIONS, ROOMS, Function, Module, modules


def without_a_line(module: Module) -> list[str]:
    """Return the module when it has no docstring of one line; an `__init__` may be empty."""
    docstring = ast.get_docstring(module.tree)
    if docstring is None:
        return [] if module.is_init and not module.tree.body else [f"{module.path}: no docstring"]
    return [] if len(docstring.splitlines()) == 1 else [f"{module.path}: a docstring of several lines"]


def public_functions(module: Module) -> Iterator[Function]:
    """Yield the functions that others call: at the top, or in a class that follows nobody else's interface."""
    for node in module.tree.body:
        if isinstance(node, Function):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not node.bases:
            yield from (inner for inner in node.body if isinstance(inner, Function))


def unexplained(module: Module) -> list[str]:
    """Return the public functions without a docstring."""
    return [
        module.at(function, f"{function.name} has no docstring")
        for function in public_functions(module)
        if not function.name.startswith("_") and ast.get_docstring(function) is None
    ]


def test_every_module_says_in_one_line_what_lives_there() -> None:
    assert [line for module in modules(*ROOMS) if not module.path.startswith(MIGRATIONS) for line in without_a_line(module)] == []


def test_public_functions_say_what_they_return_or_do() -> None:
    rooms = modules("crm", "storage", "bot")
    assert [line for module in rooms if not module.path.startswith(MIGRATIONS) for line in unexplained(module)] == []


@pytest.mark.parametrize(("text", "count"), [("x = 1\n", 1), ('"""One.\n\nTwo.\n"""\n', 1), ('"""One."""\n', 0)])
def test_a_module_without_its_line_is_found(text: str, count: int) -> None:
    assert len(without_a_line(Module("crm/x.py", text))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("async def close(): pass\n", 1),
        ("class Desk:\n    def open(self): pass\n", 1),
        ("def close():\n    'Close it.'\n", 0),
        ("def _close(): pass\n", 0),
        ("class _Desk:\n    def open(self): pass\n", 0),
        ("class Memory(BaseStorage):\n    def get_state(self): pass\n", 0),
    ],
)
def test_a_public_function_without_a_docstring_is_found(text: str, count: int) -> None:
    assert len(unexplained(Module("crm/x.py", text))) == count
