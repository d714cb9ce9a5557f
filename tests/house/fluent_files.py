"""The Fluent files as the house tests read them: keys, their variables and their attributes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fluent.syntax import FluentParser, ast

from tests.house.source import ROOT

LOCALES = ROOT / "bot" / "locales"
LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Entry:
    """One key: the file that holds it, its variables, its attributes with theirs, and the keys that it refers to."""

    file: str
    variables: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    references: frozenset[str]


def _nodes(node: object) -> Iterator[ast.BaseNode]:
    if isinstance(node, ast.BaseNode):
        yield node
        for value in vars(node).values():
            yield from _nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from _nodes(item)


def _variables(node: object) -> frozenset[str]:
    return frozenset(inner.id.name for inner in _nodes(node) if isinstance(inner, ast.VariableReference))


def read(files: Mapping[str, str]) -> tuple[dict[str, Entry], list[str]]:
    """Return the keys of one language, terms with their dash, from texts by file name; and what is wrong with the files."""
    entries: dict[str, Entry] = {}
    faults: list[str] = []
    for name, text in files.items():
        for item in FluentParser(with_spans=False).parse(text).body:
            if isinstance(item, ast.Junk):
                faults.append(f"{name}: not Fluent: {(item.content or '').strip()[:80]}")
            if not isinstance(item, ast.Message | ast.Term):
                continue
            key = f"-{item.id.name}" if isinstance(item, ast.Term) else item.id.name
            if key in entries:
                faults.append(f"{name}: {key} is there twice")
            references = {inner.id.name for inner in _nodes(item) if isinstance(inner, ast.MessageReference)}
            terms = {f"-{inner.id.name}" for inner in _nodes(item) if isinstance(inner, ast.TermReference)}
            attributes = {attribute.id.name: _variables(attribute.value) for attribute in item.attributes}
            entries[key] = Entry(name, _variables(item.value), attributes, frozenset(references | terms))
    return entries, faults


def read_language(language: str) -> tuple[dict[str, Entry], list[str]]:
    """Return the keys and the faults of a language's folder; fail when it holds no file."""
    folder: Path = LOCALES / language
    files = {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.ftl"))}
    assert files, f"bot/locales/{language}/ holds no text: this test would look at nothing"
    return read(files)
