"""What was measured, as one table on the screen and as docs/benchmarks.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One figure: its value in each round, its ratio to something else in each round, and what it should be."""

    name: str
    unit: str
    values: tuple[float, ...]
    ratios: tuple[float, ...] = ()
    goal: str = ""
    is_met: bool | None = None
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the row as words: name, median, least, most, ratio, goal, whether it is met, and what else is to be said."""
        numbers = [_number(number) for number in (median(self.values), min(self.values), max(self.values))]
        ratio = f"{median(self.ratios):.2f} ({min(self.ratios):.2f}–{max(self.ratios):.2f})" if self.ratios else ""
        met = "" if self.is_met is None else "yes" if self.is_met else "NO"
        return (self.name, f"{numbers[0]} {self.unit}", numbers[1], numbers[2], ratio, self.goal, met, self.note)


@dataclass(frozen=True)
class Section:
    """Figures that belong together, with how they were measured, in Markdown."""

    title: str
    how: str
    rows: tuple[Row, ...]


HEAD = ("figure", "median", "min", "max", "ratio", "goal", "met", "beside")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(sections: Sequence[Section]) -> str:
    """Return all figures as one table for the screen."""
    lines: list[tuple[str, ...] | str] = [HEAD]
    for section in sections:
        lines.append(section.title)
        lines.extend(row.cells() for row in section.rows)
    widths = [max(len(cells[column]) for cells in lines if not isinstance(cells, str)) for column in range(len(HEAD))]
    return "\n".join(_aligned(cells, widths) for cells in lines)


def _aligned(cells: tuple[str, ...] | str, widths: Sequence[int]) -> str:
    if isinstance(cells, str):
        return f"\n{cells}"
    first, *rest = (
        cell.ljust(width) if place == 0 or place >= 4 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join((first, *rest)).rstrip()


def markdown(sections: Sequence[Section], *, machine: str, reading: str) -> str:
    """Return the page."""
    parts = ["# Benchmarks", reading, "## The machine", machine]
    for section in sections:
        rows = "\n".join("| " + " | ".join(row.cells()) + " |" for row in section.rows)
        head = "| " + " | ".join(HEAD) + " |\n|---|---:|---:|---:|---|---|---|---|"
        parts += [f"## {section.title}", section.how, f"{head}\n{rows}"]
    return "\n\n".join(parts) + "\n"
