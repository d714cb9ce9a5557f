"""Growth as a part of the run: what a desk takes for its work with a thousand customers and with a million."""

from tests.bench.growth import measure_growth
from tests.bench.plan import Plan
from tests.bench.report import Row, Section

MOST_GROWTH = 2.0
STATS_MS = 300.0


def measure(plan: Plan) -> Section:
    """Return what each path takes with the most customers, and how much more that is than with the fewest."""
    figures = measure_growth(plan.customers, rounds=plan.growth_rounds, queued=plan.queued)
    sizes = sorted(plan.customers)
    paths: dict[tuple[str, str, str], dict[int, float]] = {}
    for figure in figures:
        paths.setdefault((figure.database, figure.what, figure.unit), {})[figure.customers] = figure.value
    rows = tuple(_row(database, what, unit, values, sizes) for (database, what, unit), values in paths.items())
    return Section("Growth", _HOW.replace("SIZES", ", ".join(f"{size:,}" for size in sizes)), rows)


def _row(database: str, what: str, unit: str, values: dict[int, float], sizes: list[int]) -> Row:
    fewest, most = values[sizes[0]], values[sizes[-1]]
    goal, is_met = "", None
    if unit == "ms":
        is_stats = "/stats" in what
        goal = f"≤ {STATS_MS:.0f} ms" if is_stats else f"≤ {MOST_GROWTH:.0f} ×"
        is_met = most <= STATS_MS if is_stats else most <= MOST_GROWTH * fewest
    note = ", ".join(f"{size:,}: {values[size]:,.1f} {unit}" for size in sizes[:-1])
    return Row(name=f"{database}: {what}", unit=unit, values=(most,), ratios=(most / fewest,), goal=goal, is_met=is_met, note=note)


_HOW = """What the desk takes in one process with SIZES customers, ten interactions and a purchase now and then for each. The first figure is
the median with the most customers, the ratio is to the fewest, and the others stand beside it. The sizes take turns at every path."""
