"""Serving: the program's own HTTP server on a socket of its own."""

import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from starlette.types import ASGIApp


class PortTaken(Exception):
    """Another program listens on the port already."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.host = host
        self.port = port


class HostNotOurs(Exception):
    """The host is no address of this machine."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Raises PortTaken and HostNotOurs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        taken = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        if isinstance(error, PermissionError) or error.errno in _TAKEN:
            raise PortTaken(host, port) from error
        raise HostNotOurs(host) from error
    # A small answer would otherwise wait for the client's acknowledgement of the one before.
    taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return taken


_TAKEN = frozenset({98, 48, 10048})  # EADDRINUSE on Linux, macOS and Windows


def address_of(taken: socket.socket) -> str:
    """Return the web address of a listening socket."""
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class HttpServer(uvicorn.Server):
    """Serves an application until told to stop; the program, not the server, listens to signals."""

    def __init__(self, app: ASGIApp, taken: socket.socket, *, before_end: Callable[[], Awaitable[None]] | None = None) -> None:
        super().__init__(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2, backlog=512))
        self._taken = taken
        self._before_end = before_end

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the program."""
        yield

    async def run_until_stopped(self) -> None:
        """Serve until `stop`."""
        await self.serve(sockets=[self._taken])

    def stop(self) -> None:
        """Answer what is under way and end."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End open polls and streams before the connections are waited for."""
        if self._before_end is not None:
            await self._before_end()
        await super().shutdown(sockets)
