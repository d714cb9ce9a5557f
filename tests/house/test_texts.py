"""Texts: every key in every language, every key that the code names, and none that nobody says."""

import ast
import re
from collections.abc import Iterable

import pytest

from tests.house.fluent_files import Entry, read, read_language
from tests.house.source import Module, dotted, modules

KEY = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
# Keys that the code puts together from more than one f-string can show: a pattern, and where that happens.
ASSEMBLED: dict[str, str] = {}
# Literals that begin like a key and are none: the literal, and what it is.
NOT_A_KEY: dict[str, str] = {}


def differences(one: dict[str, Entry], other: dict[str, Entry]) -> list[str]:
    """Return what differs between two languages: keys, their files, variables and attributes."""
    found = [f"{key}: in one language only" for key in sorted(one.keys() ^ other.keys()) if not key.startswith("-")]
    for key in sorted(one.keys() & other.keys()):
        a, b = one[key], other[key]
        found += [f"{key}: in {a.file} and in {b.file}"] if a.file != b.file else []
        found += [f"{key}: variables {sorted(a.variables ^ b.variables)}"] if a.variables != b.variables else []
        found += [f"{key}: attributes differ"] if a.attributes != b.attributes else []
    return found


def named_keys(module: Module) -> list[tuple[ast.AST, re.Pattern[str]]]:
    """Return the keys that a module may name, as patterns: a literal is itself, `f"state-{x}"` any key of that shape."""
    silent = module.docstrings()
    inner = {part for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found: list[tuple[ast.AST, re.Pattern[str]]] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent | inner:
            key = node.value.partition(".")[0]
            if KEY.fullmatch(key):
                found.append((node, re.compile(re.escape(key))))
        elif isinstance(node, ast.JoinedStr):
            fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if re.fullmatch(r"[a-z0-9.-]*[a-z]{3}[a-z0-9.-]*", fixed) and "-" in fixed:
                shape = "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9-]+" for part in node.values)
                found.append((node, re.compile(shape.partition(r"\.")[0])))
    return found


def refusals(rooms: Iterable[Module]) -> dict[str, str]:
    """Return the business's refusals, as the keys that carry their words, with the place where each is defined."""
    classes = [(module, node) for module in rooms for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    known, size = {"Refusal"}, 0
    while size != len(known):
        size = len(known)
        known |= {node.name for _, node in classes for base in node.bases if ast.unparse(base).split(".")[-1] in known}
    return {kebab(node.name): module.at(node, node.name) for module, node in classes if node.name in known - {"Refusal"}}


def kebab(name: str) -> str:
    """Return TicketAlreadyClosed as ticket-already-closed."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def missing(rooms: Iterable[Module], entries: dict[str, Entry]) -> list[str]:
    """Return the keys that the code names and no file holds: what begins like a known key is taken for one."""
    families = {key.partition("-")[0] for key in entries}
    return [
        module.at(node, f"no text {pattern.pattern}")
        for module in rooms
        for node, pattern in named_keys(module)
        if pattern.pattern.partition("\\-")[0] in families
        and pattern.pattern.replace("\\", "") not in NOT_A_KEY
        and not any(pattern.fullmatch(key) for key in entries)
    ]


def needed(key: str, known: dict[str, Entry], seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the variables of a text and of the texts that it refers to."""
    if key not in known or key in seen:
        return frozenset()
    return known[key].variables.union(*(needed(reference, known, seen | {key}) for reference in known[key].references))


def untold(rooms: Iterable[Module], known: dict[str, Entry]) -> list[str]:
    """Return the calls that name a text and leave out one of its facts; what is given by `**facts` cannot be seen here."""
    return [
        module.at(node, f"{word.value!s} needs {sorted(facts)}")
        for module in rooms
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and all(keyword.arg for keyword in node.keywords) and not dotted(node.func).endswith(".has")
        for word in node.args
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
        if (facts := needed(word.value, known) - {str(keyword.arg).replace("_", "-") for keyword in node.keywords})
    ]


def unused(rooms: Iterable[Module], entries: dict[str, Entry]) -> list[str]:
    """Return the keys that nothing names: no literal, no f-string, no refusal, no other text."""
    rooms = list(rooms)
    patterns = [pattern for module in rooms for _, pattern in named_keys(module)] + [re.compile(pattern) for pattern in ASSEMBLED]
    named = {reference for entry in entries.values() for reference in entry.references} | set(refusals(rooms))
    return [
        f"{entry.file}: {key} is never said"
        for key, entry in entries.items()
        if key not in named and kebab(key).removeprefix("refusal-") not in named and not any(pattern.fullmatch(key) for pattern in patterns)
    ]


def test_the_files_are_fluent_and_name_each_key_once() -> None:
    assert [fault for language in ("en", "zh") for fault in read_language(language)[1]] == []


def test_every_language_says_the_same_with_the_same_facts() -> None:
    assert differences(read_language("en")[0], read_language("zh")[0]) == []


def test_keys_have_a_family_and_a_name() -> None:
    assert [key for key in read_language("en")[0] if not key.startswith("-") and not KEY.fullmatch(kebab(key))] == []


def test_every_key_that_the_code_names_has_a_text() -> None:
    assert missing(modules("handlers", "bot", "jobs", "crm"), read_language("en")[0]) == []


def test_texts_are_given_their_facts() -> None:
    assert untold(modules("handlers", "bot", "jobs", "crm"), read_language("en")[0]) == []


def test_every_text_is_said_somewhere() -> None:
    assert unused(modules("handlers", "bot", "jobs", "crm"), read_language("en")[0]) == []


def test_every_refusal_of_the_business_has_its_words() -> None:
    keys = {kebab(key).removeprefix("refusal-") for key, entry in read_language("en")[0].items() if entry.file == "refusals.ftl"}
    named = refusals(modules("crm", "handlers"))
    assert named
    assert [place for key, place in named.items() if key not in keys] == []
    assert keys - set(named) == set()


def entries(text: str, file: str = "tickets.ftl") -> dict[str, Entry]:
    return read({file: text})[0]


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ("ticket-closed = 工单 { $number } 已关闭\n    .button = 好\n", 0),
        ("ticket-shut = 工单 { $number }\n", 2),
        ("ticket-closed = 工单已关闭\n    .button = 好\n", 1),
        ("ticket-closed = 工单 { $number } 已关闭\n", 1),
        ("ticket-closed = 工单 { $number } 已关闭\n    .button = 好 { $name }\n", 1),
    ],
)
def test_a_difference_between_languages_is_found(other: str, count: int) -> None:
    assert len(differences(entries("ticket-closed = Ticket { $number } is closed\n    .button = Fine\n"), entries(other))) == count


def test_a_key_in_another_file_is_found() -> None:
    assert differences(entries("ticket-closed = Closed"), entries("ticket-closed = 关闭", "menu.ftl")) == [
        "ticket-closed: in tickets.ftl and in menu.ftl"
    ]


@pytest.mark.parametrize("text", ["ticket-closed = { $number\n", "ticket-closed = A\nticket-closed = B\n"])
def test_a_broken_file_is_found(text: str) -> None:
    assert len(read({"tickets.ftl": text})[1]) == 1


@pytest.mark.parametrize(
    ("code", "missed", "spare"),
    [
        ("texts('ticket-closed')", 0, 0),
        ("texts('ticket-closd')", 1, 1),
        ("texts(f'ticket-{state}')", 0, 0),
        ("texts(f'ticket-{state}-title')", 1, 1),
        ("texts('ticket-closed.button')", 0, 0),
        ("header('content-type')", 0, 1),
        ("class TicketClosed(Refusal): pass", 0, 0),
    ],
)
def test_keys_and_their_use_are_compared(code: str, missed: int, spare: int) -> None:
    rooms = [Module("handlers/chat/x.py", f"{code}\n")]
    assert len(missing(rooms, entries("ticket-closed = Closed"))) == missed
    assert len(unused(rooms, entries("ticket-closed = Closed"))) == spare


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("texts('ticket-closed', number=1, opened_at=at)", []),
        ("texts('ticket-closed', number=1)", ["handlers/chat/x.py:1: ticket-closed needs ['opened-at']"]),
        ("texts('ticket-closed', **facts)", []),
        ("texts.has('ticket-closed')", []),
    ],
)
def test_a_fact_that_is_left_out_is_found(code: str, found: list[str]) -> None:
    known = entries("ticket-closed = Ticket { $number } { ticket-age }\nticket-age = of { $opened-at }\n")
    assert untold([Module("handlers/chat/x.py", code)], known) == found


def test_a_text_that_another_text_refers_to_is_said() -> None:
    rooms = [Module("handlers/chat/x.py", "texts('ticket-closed')\n")]
    assert unused(rooms, entries("ticket-closed = { -brand } { ticket-name }\nticket-name = Ticket\n-brand = Kefu\n")) == []


def test_refusals_are_found_through_their_family() -> None:
    rooms = [
        Module(
            "crm/x.py", "class TicketRefusal(Refusal): pass\nclass TicketAlreadyClosed(TicketRefusal): pass\nclass Other(Exception): pass\n"
        )
    ]
    assert set(refusals(rooms)) == {"ticket-refusal", "ticket-already-closed"}
