"""How much the stand-in Bot API can take: whatever comes near to it would measure the stand-in, not the contestants."""

import asyncio
import json
import time
from urllib.parse import SplitResult, urlsplit

from tests.bench.children import TOKEN
from tests.bench.crowd import FIRST_CUSTOMER
from tests.bench.plan import Plan
from tests.bench.report import Row, Section
from tests.bench.wire import Asking
from tests.long_run import say

_CONNECTIONS = 8
_BODY = json.dumps({"chat_id": FIRST_CUSTOMER, "text": "hello 17"}).encode()


def measure(plan: Plan) -> Section:
    """Return how many messages a second it takes."""
    rates = tuple(_run(plan) for _ in range(plan.rounds))
    say(f"  {min(rates):,.0f} to {max(rates):,.0f} requests/s")
    return Section("The stand-in Bot API", _HOW, (Row("sendMessage", "/s", rates),))


def _run(plan: Plan) -> float:
    telegram = plan.around.telegram()
    try:
        return asyncio.run(_ask(urlsplit(telegram.address), plan.requests))
    finally:
        telegram.end()


async def _ask(address: SplitResult, requests: int) -> float:
    """Ask over several connections at once; return the rate."""
    host, port = address.hostname or "", address.port or 0
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n".encode()
    loop, ended, left = asyncio.get_running_loop(), asyncio.Event(), requests

    def go_on(connection: Asking, status: int, _retry_after: int) -> None:
        nonlocal left
        assert status in (0, 200)
        left -= 1
        if left == 0:
            ended.set()
        elif left >= _CONNECTIONS:
            connection.send(head, _BODY)

    connections = [(await loop.create_connection(lambda: Asking(go_on), host, port))[1] for _ in range(_CONNECTIONS)]
    began_at = time.monotonic()
    for connection in connections:
        connection.send(head, _BODY)
    await asyncio.wait_for(ended.wait(), timeout=120)
    seconds = time.monotonic() - began_at
    for connection in connections:
        connection.close()
    return requests / seconds


_HOW = f"""Asked by {_CONNECTIONS} connections at once from a program as light as itself, which is the slower part of the two where both share a core."""
