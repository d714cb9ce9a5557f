"""The programs that meet the faults: one by polling and one by webhook, shared by the tests, each of which has people of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.outpost import Outpost

POLLING = pytest.param("polling", marks=pytest.mark.xdist_group("faults-polling"))
WEBHOOK = pytest.param("webhook", marks=pytest.mark.xdist_group("faults-webhook"))


@pytest.fixture(scope="package")
def polling_outpost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outpost]:
    """The real program, polling."""
    yield from _at_work(tmp_path_factory.mktemp("polling"), webhook=False)


@pytest.fixture(scope="package")
def webhook_outpost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outpost]:
    """The real program with a webhook."""
    yield from _at_work(tmp_path_factory.mktemp("webhook"), webhook=True)


def _at_work(directory: Path, *, webhook: bool) -> Iterator[Outpost]:
    outpost = Outpost(directory=directory, webhook=webhook)
    outpost.start()
    try:
        outpost.ready()
        outpost.engage_anna()
        yield outpost
    finally:
        outpost.stop()


@pytest.fixture(params=[POLLING])
def polling(request: pytest.FixtureRequest, polling_outpost: Outpost) -> Iterator[Outpost]:
    """The program that polls, at rest before a test and after it."""
    yield from _at_rest(polling_outpost)


@pytest.fixture(params=[WEBHOOK])
def webhook(request: pytest.FixtureRequest, webhook_outpost: Outpost) -> Iterator[Outpost]:
    """The program with the webhook, at rest before a test and after it."""
    yield from _at_rest(webhook_outpost)


@pytest.fixture(params=[POLLING, WEBHOOK])
def both(request: pytest.FixtureRequest) -> Iterator[Outpost]:
    """The program that polls, and the one with the webhook."""
    yield from _at_rest(request.getfixturevalue(f"{request.param}_outpost"))


def _at_rest(outpost: Outpost) -> Iterator[Outpost]:
    outpost.ledger.forgive()
    yield outpost
    outpost.end_faults()
    outpost.settle()
