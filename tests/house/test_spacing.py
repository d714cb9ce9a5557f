"""Spacing: in Chinese texts a space stands between Chinese and Latin signs, but not in what people are to type."""

import re
from collections.abc import Mapping

import pytest

from tests.house.fluent_files import LOCALES

HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
TOGETHER = re.compile(f"{HAN}[A-Za-z0-9/@]|[A-Za-z0-9]{HAN}")
# What is typed or named as it is, what Telegram reads, and what Fluent does; the spaces around facts are set when a text is said.
LEFT_OUT = re.compile(r"<code>.*?</code>|<[^<>]*>|\{ \$[\w-]+ (?:->|\})|NUMBER\([^()]*\)")


def crowded(files: Mapping[str, str]) -> list[str]:
    """Return the lines of texts in which Chinese and Latin signs stand together."""
    return [
        f"{name}: {line.strip()}"
        for name, text in files.items()
        for line in text.splitlines()
        if not line.startswith("#") and TOGETHER.search(LEFT_OUT.sub("\N{FULL BLOCK}", line))
    ]


def test_chinese_and_latin_signs_stand_apart() -> None:
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted((LOCALES / "zh").glob("*.ftl"))}
    assert len(files) > 1, "there is no Chinese text: this test would look at nothing"
    assert crowded(files) == []


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("a = 发送/start 即可", 1),
        ("a = 共3 个", 1),
        ("a = 请用Telegram 打开", 1),
        ("a = 在 Telegram里打开", 1),
        ("a = 请在 Telegram 里打开，发送 /start", 0),
        ("a = 例如 <code>3天</code>、<b>由{ $name }负责</b>", 0),
        ("# 说明3", 0),
    ],
)
def test_signs_that_stand_together_are_found(line: str, count: int) -> None:
    assert len(crowded({"a.ftl": line})) == count
