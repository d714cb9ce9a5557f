"""A plugin of pytest (`-p tests.house.crm_coverage`): the run fails when a branch of crm/ was not taken."""

import io
from collections.abc import Generator

import coverage
import pytest

ROOM = "crm/*"
FLOOR = 100.0
REPORT = pytest.StashKey[str]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Measure the room once pytest-cov, which this wraps, has brought the data of all processes together."""
    result = yield
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return result
    measured = coverage.Coverage()
    measured.load()
    report = io.StringIO()
    if measured.report(include=[ROOM], file=report) < FLOOR:
        session.config.stash[REPORT] = report.getvalue()
        session.testsfailed += 1  # pytest-cov fails its run in the same way
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was missed, above pytest's own last line."""
    if report := terminalreporter.config.stash.get(REPORT, None):
        terminalreporter.section(f"coverage of {ROOM} is below {FLOOR:.0f} %", red=True, bold=True)
        terminalreporter.write_line(report)
