"""The playground as a program of its own."""

import asyncio
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

ROOT = Path(__file__).parents[2]


async def started(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "playground",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize(("arguments", "people"), [((), 7), (("--empty", "--enforce-limits"), 0), (("--crowd", "3"), 10)])
async def test_it_says_where_it_listens_and_stops_promptly_in_the_middle_of_a_poll(arguments: tuple[str, ...], people: int) -> None:
    program = await started("--token", "123456:TEST", *arguments)
    assert program.stdout is not None
    words = (await asyncio.wait_for(program.stdout.readline(), 20)).decode().split()
    assert words[:2] == ["playground", "ready"]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{words[2]}/playground/api/state") as answer:
            assert len((await answer.json())["people"]) == people
        poll = asyncio.create_task(_poll(session, f"{words[2]}/bot123456:TEST/getUpdates?timeout=50"))
        await asyncio.sleep(0.2)
        program.terminate()
        assert await asyncio.wait_for(poll, 5) == []
    output, errors = await asyncio.wait_for(program.communicate(), 10)
    assert (output, errors) == (b"", b"")


async def _poll(session: aiohttp.ClientSession, address: str) -> object:
    async with session.get(address) as answer:
        return (await answer.json())["result"]


async def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = await started("--token", "123456:TEST", "--port", str(port))
        output, errors = await asyncio.wait_for(program.communicate(), 20)
    assert (program.returncode, output, errors.decode()) == (2, b"", f"Port {port} on 127.0.0.1 is not free.\n")


async def test_a_token_without_a_number_is_refused() -> None:
    program = await started("--token", "nonsense")
    output, errors = await asyncio.wait_for(program.communicate(), 20)
    assert (program.returncode, output) == (2, b"")
    assert errors.decode() == "A token begins with the number of the bot and a colon.\n"
