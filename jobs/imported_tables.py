"""Imported tables: reads what other programs write, a CSV file of any size."""

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

LONGEST_LINE = 1_000_000
_PIECE = 1 << 20
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t")

Row = tuple[int, Mapping[str, str]]
# Shapes of the names that a column may have, in English or Chinese, by the name that we give it.
Headers = Mapping[str, re.Pattern[str]]


class UnreadableTable(Exception):
    """The file is no such table; `missing` names the columns that it has not (none when it cannot be read at all)."""

    def __init__(self, *missing: str) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def read_table(path: Path, *, needed: Headers, further: Headers) -> Iterator[Row]:
    """Yield the lines of a CSV file (UTF-8, UTF-16 or GB18030; comma, semicolon or tab) with their numbers, by our column names.

    The first line names the columns: those that are `needed`, and `further` ones that may be there too. The file may be of any size: it
    is never in memory as a whole. Raises UnreadableTable, and OSError when there is no such file.
    """
    encoding = _encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = next((line for line in _lines_of(file) if line.strip()), "")
        file.seek(0)
        reader = csv.reader(_lines_of(file), delimiter=max(_DELIMITERS, key=first.count))
        try:
            columns = _columns(next((cells for cells in reader if any(cells)), []), needed, further)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
        except csv.Error as error:
            raise UnreadableTable from error


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(2) in _UTF16_MARKS:
            return "utf-16"
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableTable


def _lines_of(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        # What has no lines, or a sign that no text has, is no table: it would fill the memory, or fail in the database.
        if len(line) == LONGEST_LINE or "\0" in line:
            raise UnreadableTable
        yield line


def _columns(header: list[str], needed: Headers, further: Headers) -> dict[str, int]:
    names = [" ".join(cell.split()) for cell in header]
    found = {
        name: place
        for name, shape in (*needed.items(), *further.items())
        for place, cell in reversed(list(enumerate(names)))
        if shape.fullmatch(cell)
    }
    missing = [name for name in needed if name not in found]
    if missing:
        raise UnreadableTable(*missing)
    return found
