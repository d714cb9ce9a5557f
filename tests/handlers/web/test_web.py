"""The web door: the webhook lets only Telegram in, and the figures can be read."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from handlers.web.app import build_app, with_hook
from handlers.web.health import Readiness, health_routes
from handlers.web.hooks import LARGEST_BODY, SECRET_HEADER, Hook
from handlers.web.metrics import Figures, GroupFigures

SECRET = "s3cret"
FIGURES = Figures(
    updates=5, updates_failed=1, batches=2, batch_seconds=0.204, batches_within={0.005: 1, 0.25: 2}, deliveries={"sent": 4, "blocked": 1},
    lanes={"reply": (3, 1.5)}, jobs={"visits": (2, 1)}, is_leader=True, failed_updates=1,
    groups=[GroupFigures(-1001, "Desk", "", 7, 2, 31), GroupFigures(-1002, 'Parcels "north"', "parcels", 0, 0, 0)],
)  # fmt: skip


class Door:
    """A web door: what it takes and how it is asked."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.is_open = True
        self.checks = {"database": "ok"}
        pages = build_app(health_routes(readiness=self._readiness, figures=self._figures))
        app = with_hook(pages, path="/telegram", hook=Hook(secret=SECRET, submit=self._submit))
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")

    async def _submit(self, raw: dict[str, Any]) -> bool:
        if self.is_open:
            self.taken.append(raw)
        return self.is_open

    async def _readiness(self) -> Readiness:
        return Readiness(self.checks)

    async def _figures(self) -> Figures:
        return FIGURES


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    yield door
    await door.client.aclose()


async def test_an_update_with_the_secret_is_taken(door: Door) -> None:
    answer = await door.client.post("/telegram", json={"update_id": 1}, headers={SECRET_HEADER: SECRET})
    assert (answer.status_code, door.taken) == (200, [{"update_id": 1}])


@pytest.mark.parametrize("secret", [None, "", "wrong", "s3cret ", "s3cre", "秘密"])
async def test_a_wrong_secret_is_turned_away(door: Door, secret: str | None) -> None:
    headers = {} if secret is None else {SECRET_HEADER: secret.encode()}
    answer = await door.client.post("/telegram", json={"update_id": 1}, headers=headers)  # type: ignore[arg-type]  # bytes, as an attacker would
    assert (answer.status_code, door.taken) == (401, [])


async def test_an_update_that_cannot_be_stored_now_must_come_again(door: Door) -> None:
    door.is_open = False
    answer = await door.client.post("/telegram", json={"update_id": 1}, headers={SECRET_HEADER: SECRET})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


@pytest.mark.parametrize("body", [b"", b"not json", b"[1]", b'"x"', b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_update_is_not_asked_for_again(door: Door, body: bytes) -> None:
    answer = await door.client.post("/telegram", content=body, headers={SECRET_HEADER: SECRET})
    assert (answer.status_code, door.taken) == (200, [])


async def test_a_body_larger_than_any_update_is_refused(door: Door) -> None:
    answer = await door.client.post("/telegram", content=b" " * (LARGEST_BODY + 1), headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 413


async def test_a_body_that_is_said_to_be_larger_is_not_read_at_all(door: Door) -> None:
    read: list[bytes] = []

    async def body() -> AsyncIterator[bytes]:
        for _ in range(100):
            read.append(b"x" * 65536)
            yield read[-1]

    headers = {SECRET_HEADER: SECRET, "Content-Length": str(100 * 65536)}
    answer = await door.client.post("/telegram", content=body(), headers=headers)
    assert (answer.status_code, door.taken) == (413, [])
    assert read == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_posting_is_a_hook(door: Door, method: str) -> None:
    assert (await door.client.request(method, "/telegram", headers={SECRET_HEADER: SECRET})).status_code == 405


async def test_the_process_lives(door: Door) -> None:
    assert (await door.client.get("/healthz")).json() == {"status": "alive"}


async def test_readiness_names_what_is_missing(door: Door) -> None:
    assert (await door.client.get("/readyz")).status_code == 200
    door.checks["database"] = "unavailable"
    answer = await door.client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": "unavailable"})


async def test_prometheus_can_read_the_figures(door: Door) -> None:
    text = (await door.client.get("/metrics")).text
    samples = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples[("kefu_updates_total", ())] == 5
    assert samples[("kefu_outbox_queued", (("lane", "reply"),))] == 3
    assert samples[("kefu_outbox_oldest_seconds", (("lane", "reply"),))] == 1.5
    assert samples[("kefu_deliveries_total", (("outcome", "blocked"),))] == 1
    assert samples[("kefu_job_runs_total", (("job", "visits"), ("result", "failed")))] == 1
    assert samples[("kefu_batch_seconds_bucket", (("le", "0.005"),))] == 1
    assert samples[("kefu_batch_seconds_count", ())] == 2
    desk = (("chat", "-1001"), ("group", "Desk"), ("team", ""))
    assert [samples[(f"kefu_group_{name}", desk)] for name in ("posts_last_minute", "posts_waiting", "open_tickets")] == [7, 2, 31]
    assert samples[("kefu_group_open_tickets", (("chat", "-1002"), ("group", 'Parcels "north"'), ("team", "parcels")))] == 0


async def test_the_program_publishes_no_description_of_its_doors(door: Door) -> None:
    for path in ("/docs", "/openapi.json", "/redoc"):
        assert (await door.client.get(path)).status_code == 404
