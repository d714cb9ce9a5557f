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


READING = """`make bench` measures this in one run on one machine and writes this page.

**How to read it.** Every figure is the median of the rounds, with the least and the greatest beside it. The contestants take turns within
a round (A B C D, A B C D, …), each time started anew on a fresh copy of a migrated database, so what slows the machine for a while slows
all of them; a ratio is taken within each round, and its median is shown. So a ratio says more than a rate, and a rate says
little about another machine. The Bot API is a stand-in on the loopback that costs next to nothing (its processor time is shown): real
Telegram answers in tens of milliseconds and allows about 30 messages a second, which is less than any figure here.

**Who takes part.** "aiogram echo" and "python-telegram-bot echo" are bare bots that say back what they hear and keep nothing: the first with
`start_polling` or its aiohttp webhook handler, the second with `run_polling` and `concurrent_updates(True)`, or its update queue behind an
aiohttp server. "Kefu" is the whole program (`kefu run`) as anybody would start it, but for the pace (`KEFU_MESSAGES_PER_SECOND=0`) and a
business file that is always open and takes nobody for a flood: it keeps the message, the answer, the state of the dialogue, the outbox and
what became of each delivery, and confirms an update only after its effects are committed."""
