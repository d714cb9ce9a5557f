"""The source of the house as the house tests read it: modules with their syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "jobs", "crm", "storage", "playground")
MIGRATIONS = "storage/migrations/"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A module: its path from the root of the project, with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, filename=self.path)

    @property
    def name(self) -> str:
        """The dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def is_init(self) -> bool:
        """Whether it is the `__init__` of a package."""
        return self.path.endswith("__init__.py")

    def at(self, node: ast.AST, what: str) -> str:
        """Return a finding: where, and what is wrong there."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {what}"

    def functions(self) -> Iterator[Function]:
        """Every function and method, the nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def docstrings(self) -> set[ast.AST]:
        """The string nodes that stand alone as a statement."""
        return {node.value for node in ast.walk(self.tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


@cache
def _read(folder: str) -> tuple[Module, ...]:
    files = sorted((ROOT / folder).rglob("*.py"))
    return tuple(Module(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files)


def modules(*folders: str) -> list[Module]:
    """Return the modules of rooms (or of folders in them); fail when one of them holds no code: nothing was looked at then."""
    found: list[Module] = []
    for folder in folders:
        inside = _read(folder)
        assert any(not module.is_init for module in inside), f"{folder}/ holds no module: this test would look at nothing"
        found.extend(inside)
    return found


def imported(module: Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Yield each import with the dotted name that it names; `from a import b` counts as a.b."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node, f"{'.' * node.level}{node.module or ''}.{alias.name}"


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for a chain of names, and the empty text for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{inner}.{attr}" if (inner := dotted(value)) else ""
        case _:
            return ""


def is_inside(name: str, homes: tuple[str, ...]) -> bool:
    """Tell whether a dotted name is one of the homes or lies in one."""
    return any(name == home or name.startswith(f"{home}.") for home in homes)
