"""Tests: real parts, nothing patched, nothing skipped."""

import ast

import pytest

from tests.house.source import Module, dotted, imported, modules

PATCHING_LIBRARIES = {"unittest.mock", "mock", "pytest_mock", "freezegun", "time_machine", "responses", "aioresponses"}
PATCHING_FIXTURES = {"monkeypatch", "mocker"}
SKIPPING = {"pytest.skip", "pytest.importorskip", "pytest.xfail", "mark.skip", "mark.skipif", "mark.xfail"}


def patches(module: Module) -> list[str]:
    """Return the places that replace something behind the program's back."""
    found = [
        module.at(node, f"imports {name}")
        for node, name in imported(module)
        if any(f"{name}.".startswith(f"{library}.") for library in PATCHING_LIBRARIES)
    ]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.arg) and node.arg in PATCHING_FIXTURES:
            found.append(module.at(node, f"takes {node.arg}"))
        elif dotted(node).endswith("MonkeyPatch"):
            found.append(module.at(node, "uses MonkeyPatch"))
    return found


def skips(module: Module) -> list[str]:
    """Return the places that leave a test out."""
    return [
        module.at(node, dotted(node))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in SKIPPING
    ]


def test_nothing_is_patched() -> None:
    assert [line for module in modules("tests") for line in patches(module)] == []


def test_no_test_is_skipped() -> None:
    assert [line for module in modules("tests") for line in skips(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from unittest.mock import patch\n",
        "from unittest import mock\n",
        "import mock\n",
        "def test_x(monkeypatch): pass\n",
        "with pytest.MonkeyPatch.context() as patch: pass\n",
    ],
)
def test_patching_is_found(text: str) -> None:
    assert len(patches(Module("tests/x.py", text))) == 1


@pytest.mark.parametrize(
    "text", ["pytest.skip('no browser')\n", "@pytest.mark.skipif(True, reason='x')\ndef test_x(): pass\n", "pytest.importorskip('x')\n"]
)
def test_skipping_is_found(text: str) -> None:
    assert len(skips(Module("tests/x.py", text))) == 1
