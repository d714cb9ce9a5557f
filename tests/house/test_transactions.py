"""Transactions and time: one place commits, and nobody reads a clock behind the caller's back."""

import ast

import pytest

from tests.house.source import Module, dotted, imported, modules

# Who may end a transaction, and why.
COMMITS = {
    "storage/database.py": "the transactions of the desk",
    "storage/inline_sqlite.py": "hands the database's own calls on to the driver",
    "storage/migrating.py": "the schema's own, made before the desk opens its first",
}
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "time.time", "time.time_ns", "time.monotonic", "time.localtime", "time.gmtime",
}  # fmt: skip


def commits(module: Module) -> list[str]:
    """Return the calls that end a transaction."""
    return [
        module.at(node, f"{node.func.attr}()")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"commit", "rollback"}
    ]


def clocks(module: Module) -> list[str]:
    """Return the places that read the machine's clock, called or handed on."""
    found = [
        module.at(node, f"reads {dotted(node)}")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in CLOCKS
    ]
    return found + [module.at(node, f"imports {name}") for node, name in imported(module) if name in CLOCKS]


def dropped_updates(module: Module) -> list[str]:
    """Return the places that would throw customers' messages away."""
    named = {"drop_pending_updates"}
    return [
        module.at(node, "drop_pending_updates")
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.keyword) and node.arg in named)
        or (isinstance(node, ast.Constant) and node.value in named)
        or (isinstance(node, ast.Attribute) and node.attr in named)
    ]


def test_only_the_database_module_ends_a_transaction() -> None:
    found = {module.path for module in modules("bot", "handlers", "jobs", "crm", "storage") if commits(module)}
    assert found == set(COMMITS)


def test_the_business_and_its_doors_are_told_the_time() -> None:
    assert [line for module in modules("crm", "handlers", "jobs") for line in clocks(module)] == []


def test_waiting_updates_are_never_thrown_away() -> None:
    assert [line for module in modules("bot", "handlers", "jobs", "crm", "storage") for line in dropped_updates(module)] == []


@pytest.mark.parametrize("call", ["await session.commit()", "await self.session.rollback()", "(await connect()).commit()"])
def test_a_commit_elsewhere_is_found(call: str) -> None:
    assert len(commits(Module("crm/x.py", f"async def f() -> None:\n    {call}\n    await session.flush()\n"))) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("import datetime\nat = datetime.datetime.now(datetime.UTC)\n", 1),
        ("from datetime import datetime\nmake = Field(default_factory=datetime.utcnow)\n", 1),
        ("from time import time\n", 1),
        ("at = date.today()\n", 1),
        ("at = clock.now()\n", 0),
        ("age = now - opened_at\n", 0),
    ],
)
def test_a_glance_at_the_clock_is_found(text: str, count: int) -> None:
    assert len(clocks(Module("crm/x.py", text))) == count


@pytest.mark.parametrize(
    "text", ["set_webhook(drop_pending_updates=True)", "call({'drop_pending_updates': True})", "method.drop_pending_updates = True"]
)
def test_throwing_updates_away_is_found(text: str) -> None:
    assert len(dropped_updates(Module("bot/x.py", text))) == 1
