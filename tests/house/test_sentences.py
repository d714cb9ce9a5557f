"""Sentences: what people read comes from the texts, never from the code."""

import ast
import re

import pytest

from tests.house.source import MIGRATIONS, Module, dotted, modules

# Modules whose Chinese is data, not speech, and why.
CHINESE_DATA: dict[str, str] = {
    "bot/phrasebook.py": "the units of a length of time",
    "crm/rules/priorities.py": "priorities as staff write them",
    "crm/rules/snoozes.py": "moments as staff write them",
    "crm/rules/plan_writing.py": "plans of visits as supervisors write them",
    "crm/rules/presence.py": "lengths of time as staff write them",
    "crm/rules/shifts.py": "weekdays as supervisors write them",
    "crm/rules/visits.py": "days, and who is to visit, as staff write them",
    "crm/rules/time_zones.py": "cities as customers write them",
}
# Modules whose constants in capitals hold words of somebody else, and whose.
QUOTED = {"crm/deliveries.py": "Telegram's error texts, with which its answers are compared"}
CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
FOUR_WORDS = re.compile(r"[A-Za-z][\w'’]*[,:;]?(?:\s+[A-Za-z][\w'’]*[,:;]?){3,}")
# Calls whose words no customer and no staff member reads: the log, the programmer's errors, expressions, SQL.
UNHEARD = re.compile(
    r"^(?:\w+\.)*(?:log|logger|_log)\.\w+$"
    r"|^re\.\w+$"
    r"|^(?:\w+\.)*(?:text|Index|CheckConstraint|DDL)$"
    r"|^(?:\w+\.)*\w*(?:Error|Warning|Unknown\w*|Broken\w*)$"
)


def unheard(module: Module) -> set[ast.AST]:
    """Return the nodes that nobody reads in the chat: docstrings, what a log or an error is given, the message of an assert."""
    nodes = set(module.docstrings())
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and UNHEARD.match(dotted(node.func)):
            nodes.update(ast.walk(node))
        elif isinstance(node, ast.Assert) and node.msg:
            nodes.update(ast.walk(node.msg))
    if module.path in QUOTED:
        nodes.update(part for node in tables(module) for part in ast.walk(node))
    return nodes


def tables(module: Module) -> list[ast.Assign | ast.AnnAssign]:
    """Return the assignments to constants in capitals at the top of a module."""
    assignments = [node for node in module.tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return [node for node in assignments if dotted(node.targets[0] if isinstance(node, ast.Assign) else node.target).isupper()]


def sentences(module: Module, pattern: re.Pattern[str]) -> list[str]:
    """Return the string literals, parts of f-strings too, in which the pattern is found and which somebody may read."""
    silent = unheard(module)
    return [
        module.at(node, match[0])
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent and (match := pattern.search(node.value))
    ]


def test_no_chinese_stands_in_code() -> None:
    rooms = [module for module in modules("bot", "handlers", "jobs", "crm", "storage") if module.path not in CHINESE_DATA]
    assert [line for module in rooms for line in sentences(module, CHINESE)] == []


def test_chinese_that_is_data_is_still_there() -> None:
    data = {module.path: module for module in modules("bot", "handlers", "jobs", "crm", "storage") if module.path in CHINESE_DATA}
    assert [path for path in CHINESE_DATA if path not in data or not sentences(data[path], CHINESE)] == []
    assert all(CHINESE_DATA.values())


def test_quotations_are_still_there() -> None:
    quoting = {
        module.path for module in modules("handlers", "jobs", "crm") for table in tables(module) if FOUR_WORDS.search(ast.unparse(table))
    }
    assert set(QUOTED) - quoting == set()
    assert all(QUOTED.values())


def test_no_sentence_stands_in_the_chat_the_jobs_or_the_business() -> None:
    rooms = [module for module in modules("handlers/chat", "jobs", "crm") if not module.path.startswith(MIGRATIONS)]
    assert [line for module in rooms for line in sentences(module, FOUR_WORDS)] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("say('您好')\n", 1),
        ("say(f'您好 {name}')\n", 1),
        ("MONTH = re.compile('(\\\\d+)月份')\n", 0),
        ("'''您好，这里是说明。'''\n", 0),
        ("YEAR = '年'\n", 0),
    ],
)
def test_chinese_in_code_is_found(text: str, count: int) -> None:
    assert len(sentences(Module("crm/x.py", text), CHINESE)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("say('Your ticket is closed now')\n", 1),
        ("say(f'Thank you, we wrote down {number}')\n", 1),
        ("raise TicketAlreadyClosed('this ticket is already closed')\n", 1),
        ("log.info('the ticket is closed now')\n", 0),
        ("raise ValueError('a score is one of five')\n", 0),
        ("def f():\n    'Close the ticket of a customer.'\n", 0),
        ("say('ticket-closed', number=1)\n", 0),
        ("assert x, 'the batch is never empty here'\n", 0),
    ],
)
def test_a_sentence_in_code_is_found(text: str, count: int) -> None:
    assert len(sentences(Module("crm/x.py", text), FOUR_WORDS)) == count


def test_a_quotation_stands_in_a_table_of_a_module_that_says_so() -> None:
    text = "_MOOT = ('message is not modified',)\ndef f():\n    say('the topic is not there')\n"
    assert len(sentences(Module("crm/deliveries.py", text), FOUR_WORDS)) == 1
    assert len(sentences(Module("crm/x.py", text), FOUR_WORDS)) == 2
