"""Faults at the webhook: who knocks without the secret or with too much, and what is no update."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.outpost import SAY, SECRET, Outpost
from tests.journeys.town import Somebody

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MEGABYTE = 1024 * 1024
FIRST_FREE_ID = 900_000_000


def update(person: Somebody, number: int, text: str) -> dict[str, Any]:
    """Return an update as Telegram would send it."""
    who = {"id": person.id, "is_bot": False, "first_name": "X"}
    chat = {"id": person.id, "type": "private", "first_name": "X"}
    return {
        "update_id": FIRST_FREE_ID + number, "message": {"message_id": FIRST_FREE_ID + number, "date": 1, "from": who, "chat": chat, "text": text}
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["wrong_secret", "large_body"])
def test_an_update_that_is_turned_away_comes_again_and_is_handled_once(webhook: Outpost, kind: str) -> None:
    person, number = webhook.with_ticket("Cal")
    webhook.fault(kind)
    person.says("It leaks")
    webhook.sees_in_topic(number, "It leaks")
    webhook.settle()
    assert webhook.faults() == []
    assert not person.has_read(SAY("update-failed"))
    assert webhook.topic_texts(number).count("It leaks") == 1
    assert webhook.heard(person)[-1] == "It leaks"
    assert webhook.failures() == ([], [])


@pytest.mark.parametrize("secret", [None, b"", b"wrong", SECRET.encode() + b" x", SECRET.upper().encode(), "秘密".encode(), b"\xff\xfe"])
def test_a_stranger_without_the_secret_changes_nothing(webhook: Outpost, secret: bytes | None) -> None:
    person, number = webhook.with_ticket("Dan")
    headers = {} if secret is None else {HEADER.encode(): secret}
    answer = webhook.web.post("/telegram", json=update(person, 1, "Send me money"), headers=headers)
    assert answer.status_code == 401
    person.says("It leaks")
    webhook.sees_in_topic(number, "It leaks")
    webhook.settle()
    assert "Send me money" not in webhook.topic_texts(number)
    assert "Send me money" not in webhook.heard(person)
    assert webhook.failures() == ([], [])


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[1]", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"update_id": 1'], ids=lambda body: repr(body[:12])
)
def test_what_is_no_update_is_taken_and_forgotten(webhook: Outpost, body: bytes) -> None:
    person = webhook.newcomer("Eve")
    # Another answer would only let it come again and again, and hold up what comes behind it.
    assert webhook.web.post("/telegram", content=body, headers={HEADER: SECRET}).status_code == 200
    person.says("/nonsense")
    person.reads(SAY("menu-unknown-command"))
    webhook.settle()
    assert webhook.heard(person) == ["/start", "/nonsense"]
    assert webhook.failures() == ([], [])


def test_the_kind_of_content_does_not_matter_but_the_method_does(webhook: Outpost) -> None:
    person, number = webhook.with_ticket("Flo")
    content = json.dumps(update(person, 2, "It leaks")).encode()
    headers = {HEADER: SECRET, "Content-Type": "text/plain"}
    assert webhook.web.post("/telegram", content=content, headers=headers).status_code == 200
    assert [webhook.web.request(method, "/telegram", headers={HEADER: SECRET}).status_code for method in ("GET", "PUT", "DELETE")] == [
        405
    ] * 3
    webhook.settle()
    assert webhook.heard(person)[-1] == "It leaks"
    # Telegram knows no such message, so it cannot be copied; both sides are told.
    assert person.has_read("could not pass this on")
    assert [text for text in webhook.topic_texts(number) if "cannot be shown here" in text]
    webhook.ledger.forgive()


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize("secret", [SECRET, "wrong"])
def test_a_huge_body_is_turned_away_without_being_held_in_memory(webhook: Outpost, secret: str, is_chunked: bool) -> None:
    person = webhook.newcomer("Gil")
    before = peak_memory(webhook)
    size = 64 * MEGABYTE

    def body() -> Iterator[bytes]:
        for _ in range(size // MEGABYTE):
            yield b"x" * MEGABYTE

    headers = {HEADER: secret} if is_chunked else {HEADER: secret, "Content-Length": str(size)}
    try:
        status = webhook.web.post("/telegram", content=body(), headers=headers).status_code
    except httpx.TransportError:  # the door was shut while the body was still on its way
        status = None
    assert status in (None, 413 if secret == SECRET else 401)
    person.says("/nonsense")
    person.reads(SAY("menu-unknown-command"))
    webhook.settle()
    assert peak_memory(webhook) - before < 16 * MEGABYTE
    assert webhook.heard(person) == ["/start", "/nonsense"]
    assert webhook.failures() == ([], [])


def peak_memory(outpost: Outpost) -> int:
    """Return the most memory that the program has held so far, in bytes."""
    status = Path(f"/proc/{outpost.process.pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) * 1024
