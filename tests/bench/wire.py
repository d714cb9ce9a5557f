"""HTTP in a few lines: a server and a client that cost far less than the programs they measure."""

import asyncio
import re
from collections.abc import Callable

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TYPE = re.compile(rb"\r\ncontent-type: *([^\r;]+)", re.IGNORECASE)
_RETRY_AFTER = re.compile(rb"\r\nretry-after: *(\d+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"

Answer = Callable[["Asked", str, bytes, bytes], None]


class Asked(asyncio.Protocol):
    """One connection of a client. Every request is handed over with its path, its content type and its body."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the way back."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Hand over each request that is complete."""
        self._buffer += data
        while (head_end := self._buffer.find(_HEAD_END)) >= 0:
            head = self._buffer[:head_end]
            length = _LENGTH.search(head)
            end = head_end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < end:
                return
            body, self._buffer = self._buffer[head_end + 4 : end], self._buffer[end:]
            kind = _TYPE.search(head)
            self._answer(self, head.split(b" ", 2)[1].decode(), kind[1] if kind else b"", body)

    def respond(self, body: bytes, status: bytes = b"200 OK") -> None:
        """Answer the request that was handed over last; nothing happens when the client is gone."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)
            )


class Asking(asyncio.Protocol):
    """One connection to a server, with at most one request under way.

    `done` is called with the connection, the status and the seconds of Retry-After; the status is 0 when the connection broke.
    """

    def __init__(self, done: Callable[["Asking", int, int], None]) -> None:
        self._done = done
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._is_waiting = False

    @property
    def is_open(self) -> bool:
        """Tell whether a request can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Report a request that is left without an answer."""
        self._transport = None
        self._finish(0, 0)

    def send(self, head: bytes, body: bytes) -> None:
        """Send a request; `head` ends after its last header line."""
        assert self._transport is not None
        self._buffer, self._is_waiting = b"", True
        self._transport.write(b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body))

    def data_received(self, data: bytes) -> None:
        """Report the answer when it is complete."""
        self._buffer += data
        head_end = self._buffer.find(_HEAD_END)
        if head_end < 0:
            return
        head = self._buffer[:head_end]
        length = _LENGTH.search(head)
        if len(self._buffer) >= head_end + 4 + (int(length[1]) if length else 0):
            wait = _RETRY_AFTER.search(head)
            self._finish(int(head[9:12]), int(wait[1]) if wait else 0)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

    def _finish(self, status: int, retry_after: int) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self._done(self, status, retry_after)
