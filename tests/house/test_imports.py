"""Imports: at the top, downward, and each library in its home."""

import ast
import sys

import pytest

from tests.house.source import MIGRATIONS, ROOMS, Module, dotted, imported, is_inside, modules

# Which of our modules may import a library. The contracts in pyproject.toml say the same, but know only the folders that they name.
HOMES = {
    "aiogram": ("handlers.chat", "bot"),
    "telegram": ("bot.delivery",),
    "apscheduler": ("jobs.timetable",),
    "sqlmodel": ("storage",),
    "sqlalchemy": ("storage",),
    "alembic": ("storage",),
    "aiosqlite": ("storage",),
    "asyncpg": ("storage",),
    "sqlite3": ("storage",),
    "fastapi": ("playground",),
    "starlette": ("handlers.web", "playground", "bot.serving", "bot.lifespan"),
    "uvicorn": ("playground", "bot"),
    "fluent": ("bot.phrasebook",),
    "holidays": ("bot.public_holidays",),
    "aiohttp": ("bot", "playground"),
    "PIL": ("bot.delivery",),
    "playground": ("playground", "bot.demo"),
    "regex": ("crm.patterns",),
}
# Imports that may hide, and why.
LATE = {
    ("bot/cli.py", "bot.demo"): "the playground and its pages would slow every start by a fifth",
    ("bot/public_holidays.py", "holidays"): "six megabytes for who names no country",
    ("bot/delivery/drawings.py", "PIL"): "ten megabytes for who sends no picture",
    ("crm/patterns.py", "regex"): "two megabytes for who has no patterns",
    ("storage/migrating.py", "alembic"): "eleven megabytes, databases of others among them, for who has nothing to migrate",
    ("storage/migrating.py", "alembic.config"): "the same",
}
# Standard library that is not arithmetic: clocks, chance, files, the network.
NOT_ARITHMETIC = frozenset(
    "asyncio http io os pathlib random secrets shutil socket sqlite3 subprocess tempfile threading time urllib uuid".split()
)


def late_imports(module: Module) -> list[str]:
    """Return the imports that hide: in a function, under TYPE_CHECKING, or by a call."""
    found = []
    for function in module.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and (module.path, getattr(node, "module", None)) not in LATE:
                found.append(module.at(node, "import inside a function"))
    for node in ast.walk(module.tree):
        if dotted(node).split(".")[-1] == "TYPE_CHECKING":
            found.append(module.at(node, "TYPE_CHECKING"))
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in {"import_module", "__import__"}:
            found.append(module.at(node, "import by a call"))
    return sorted(set(found))


def strays(module: Module) -> list[str]:
    """Return the imports of libraries outside of their homes."""
    return [
        module.at(node, f"{name} outside of its home")
        for node, name in imported(module)
        if (homes := HOMES.get(name.split(".")[0])) and not is_inside(module.name, homes)
    ]


def impurities(module: Module) -> list[str]:
    """Return the imports of a rule that are neither arithmetic of the standard library, nor a rule, nor a refusal, nor the vocabulary."""
    arithmetic = tuple(sys.stdlib_module_names - NOT_ARITHMETIC)
    allowed = (*arithmetic, "crm.rules", "crm.refusals", "storage.vocabulary")
    return [module.at(node, f"{name} in a rule") for node, name in imported(module) if not is_inside(name, allowed)]


def ours(module: Module) -> list[str]:
    """Return the imports of our own code."""
    return [module.at(node, f"{name} is ours") for node, name in imported(module) if name.startswith(".") or is_inside(name, ROOMS)]


def init_with_code(module: Module) -> list[str]:
    """Return what an `__init__` holds besides a docstring."""
    return [module.at(node, "code in __init__") for node in module.tree.body if getattr(node, "value", None) not in module.docstrings()]


def test_imports_stand_at_the_top_of_the_file() -> None:
    assert [line for module in modules(*ROOMS, "tests") for line in late_imports(module)] == []


def test_every_late_import_is_still_late() -> None:
    late = {
        (module.path, node.module)
        for module in modules(*ROOMS)
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom)
    }
    assert late == set(LATE)


def test_each_library_stays_in_its_home() -> None:
    assert [line for module in modules(*ROOMS) for line in strays(module)] == []


def test_every_home_is_in_use() -> None:
    used = {name.split(".")[0] for module in modules(*ROOMS) for _, name in imported(module)}
    assert set(HOMES) - {"aiosqlite", "asyncpg", "sqlite3", "starlette"} - used == set()


def test_rules_import_arithmetic_refusals_and_the_vocabulary_only() -> None:
    assert [line for module in modules("crm/rules") for line in impurities(module)] == []


def test_what_rules_lean_on_imports_nothing_of_ours() -> None:
    pure = [module for module in modules("crm", "storage") if module.name in {"crm.refusals", "storage.vocabulary"}]
    assert len(pure) == 2
    assert [line for module in pure for line in [*ours(module), *impurities(module)]] == []


def test_migrations_import_nothing_of_ours() -> None:
    assert [line for module in modules(f"{MIGRATIONS}versions") for line in ours(module)] == []


def test_an_init_holds_a_docstring_at_most() -> None:
    inits = [module for module in modules(*ROOMS) if module.is_init]
    assert len(inits) >= len(ROOMS)
    assert [line for module in inits for line in init_with_code(module)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def f() -> None:\n    import os\n", ["crm/x.py:2: import inside a function"]),
        ("class A:\n    async def f(self) -> None:\n        from a import b\n", ["crm/x.py:3: import inside a function"]),
        ("import typing\nif typing.TYPE_CHECKING:\n    import a\n", ["crm/x.py:2: TYPE_CHECKING"]),
        ("import importlib\nimportlib.import_module('a')\n", ["crm/x.py:2: import by a call"]),
        ("import os\n\n\ndef f() -> str:\n    return os.name\n", []),
    ],
)
def test_a_hidden_import_is_found(text: str, found: list[str]) -> None:
    assert late_imports(Module("crm/x.py", text)) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("crm/tickets.py", "from sqlmodel import select\n", ["crm/tickets.py:1: sqlmodel.select outside of its home"]),
        ("bot/intake.py", "import telegram.ext\n", ["bot/intake.py:1: telegram.ext outside of its home"]),
        ("handlers/web/app.py", "import aiogram\n", ["handlers/web/app.py:1: aiogram outside of its home"]),
        ("jobs/visits.py", "import playground.world\n", ["jobs/visits.py:1: playground.world outside of its home"]),
        ("bot/delivery/sender.py", "import telegram.ext\n", []),
        ("storage/tickets.py", "import sqlalchemy\n", []),
    ],
)
def test_a_library_outside_of_its_home_is_found(path: str, text: str, found: list[str]) -> None:
    assert strays(Module(path, text)) == found


@pytest.mark.parametrize(
    "line",
    ["import structlog", "import time", "from random import choice", "from storage.tickets import Ticket", "from crm import notices"],
)
def test_a_rule_that_is_not_pure_is_found(line: str) -> None:
    pure = "from datetime import date\nfrom storage.vocabulary import Tier\nfrom crm.rules import sla\n"
    assert impurities(Module("crm/rules/x.py", pure)) == []
    assert [finding[:16] for finding in impurities(Module("crm/rules/x.py", pure + line))] == ["crm/rules/x.py:4"]


@pytest.mark.parametrize("line", ["from storage.columns import word", "import crm", "from . import columns"])
def test_a_migration_that_knows_the_code_is_found(line: str) -> None:
    assert len(ours(Module("storage/migrations/versions/0001_first.py", f"import sqlalchemy as sa\n{line}\n"))) == 1


@pytest.mark.parametrize(("text", "count"), [("", 0), ('"""Rooms."""\n', 0), ('"""Rooms."""\n\nx = 1\n', 1), ("from a import b\n", 1)])
def test_code_in_an_init_is_found(text: str, count: int) -> None:
    assert len(init_with_code(Module("crm/__init__.py", text))) == count
