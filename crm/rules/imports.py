"""Imports: the lines of a file that cannot be taken, and the report of them."""

from dataclasses import dataclass, field
from enum import StrEnum

SHOWN_OF_A_VALUE = 80
SHOWN_PROBLEMS = 1000


class BadLine(Exception):
    """A line of an import cannot be taken: why, and the value that is at fault (cut to 80 characters)."""

    def __init__(self, fault: StrEnum, value: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.value = value[:SHOWN_OF_A_VALUE]


@dataclass(frozen=True)
class LineProblem:
    """A line that was left out: its number in the file, why, and the value that is at fault."""

    line: int
    fault: StrEnum
    value: str


@dataclass
class LinesLeftOut:
    """How many lines of a file an import left out; `problems` are the first thousand of them."""

    left_out: int = 0
    problems: list[LineProblem] = field(default_factory=list)

    def leave_out(self, line: int, bad: BadLine) -> None:
        """Count a line that is left out."""
        self.left_out += 1
        if len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append(LineProblem(line, bad.fault, bad.value))
