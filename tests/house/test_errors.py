"""Errors: everything is caught at the edges only, and a silenced warning says why."""

import ast
import io
import re
import tokenize

import pytest

from tests.house.source import ROOMS, Module, dotted, modules

# Where everything may be caught. It is logged once with its traceback there, and the work goes on with the next one.
EDGES = {
    "bot/intake": "one update that fails must not stop the others",
    "bot/delivery": "one message that cannot be sent must not stop the others",
    "jobs/running.py": "one run of a job that fails must not stop the timetable",
    "bot/retrying": "one failed update that fails again must not stop the others",
    "playground/": "the stand-in answers an error as Telegram does, whatever broke",
}
BROAD = {"Exception", "BaseException"}
SUPPRESSION = re.compile(r"#\s*(?P<what>type:\s*ignore|noqa|pragma:\s*no\s*(?:cover|branch)|fmt:\s*\w+|mypy:)(?P<rest>.*)")


def catches_all(module: Module) -> list[str]:
    """Return the handlers that catch everything and do not raise it again."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
            is_broad = any(one is None or dotted(one).removeprefix("builtins.") in BROAD for one in caught)
            last = node.body[-1]
            if is_broad and not (isinstance(last, ast.Raise) and last.exc is None):
                found.append(module.at(node, "catches everything"))
        elif isinstance(node, ast.Call) and dotted(node.func).endswith("suppress") and BROAD & {dotted(one) for one in node.args}:
            found.append(module.at(node, "suppresses everything"))
    return found


def unexplained(module: Module) -> list[str]:
    """Return the suppressions without a code or without a reason."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT and (match := SUPPRESSION.match(token.string)):
            what, rest = match["what"], match["rest"]
            if what.startswith(("fmt", "mypy")):
                continue
            needs_code = not what.startswith("pragma")
            code = re.match(r"\[[\w, -]+\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*", rest)
            reason = rest[code.end() :] if code else rest
            if (needs_code and not code) or not re.search(r"\w+\s+\w+", reason):
                found.append(f"{module.path}:{token.start[0]}: {what} without a code and a reason")
    return found


def test_everything_is_caught_at_the_edges_only() -> None:
    found = [line for module in modules(*ROOMS) for line in catches_all(module)]
    assert [line for line in found if not line.startswith(tuple(EDGES))] == []


def test_every_edge_is_still_an_edge() -> None:
    found = [line for module in modules(*ROOMS) for line in catches_all(module)]
    assert [edge for edge in EDGES if not any(line.startswith(edge) for line in found)] == []


def test_every_suppression_says_why() -> None:
    assert [line for module in modules(*ROOMS, "tests") for line in unexplained(module)] == []


@pytest.mark.parametrize(
    ("handler", "count"),
    [
        ("except:\n    pass", 1),
        ("except Exception:\n    log.error('x')", 1),
        ("except (ValueError, BaseException) as error:\n    raise Other from error", 1),
        ("except Exception:\n    undo()\n    raise", 0),
        ("except ValueError:\n    pass", 0),
    ],
)
def test_a_handler_that_catches_everything_is_found(handler: str, count: int) -> None:
    assert len(catches_all(Module("crm/x.py", f"try:\n    f()\n{handler}\n"))) == count


def test_suppressing_everything_is_found() -> None:
    assert len(catches_all(Module("crm/x.py", "with contextlib.suppress(Exception):\n    f()\n"))) == 1


@pytest.mark.parametrize(
    ("comment", "count"),
    [
        ("# type: ignore", 1),
        ("# type: ignore[arg-type]", 1),
        ("# noqa", 1),
        ("# noqa: B008", 1),
        ("# pragma: no cover", 1),
        ("# type: ignore[arg-type]  # the stub forgets None", 0),
        ("# noqa: ASYNC109  # the library names it so", 0),
        ("# pragma: no cover  # only on Windows", 0),
        ("# the type of the answer", 0),
    ],
)
def test_a_suppression_without_a_reason_is_found(comment: str, count: int) -> None:
    assert len(unexplained(Module("crm/x.py", f"x = 1  {comment}\n"))) == count
