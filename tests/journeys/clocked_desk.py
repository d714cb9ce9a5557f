"""A desk whose clock is told to it, as a program of its own: all of the real one, by the clock of a playground that outlives it.

Its first argument is how many seconds that clock is ahead; each line that it reads is that number again, when the clock was moved.
"""

import asyncio
import contextlib
import sys
from datetime import UTC, datetime, timedelta

from bot.business import load_business
from bot.lifespan import Program, Surroundings
from bot.logs import set_up_logs
from bot.serving import listen
from bot.settings import load_settings

CAUGHT_UP = "caught up"


class ToldClock:
    """The present moment and what the other clock is ahead of it."""

    def __init__(self, ahead: str) -> None:
        self.ahead = timedelta(seconds=float(ahead))

    def now(self) -> datetime:
        """Return the moment that it is there."""
        return datetime.now(UTC) + self.ahead


async def main(clock: ToldClock) -> None:
    """Run the desk until stopped."""
    settings = load_settings()
    set_up_logs(log_format=settings.log_format, level=settings.log_level)
    surroundings = Surroundings(clock=clock.now)
    listening = listen(settings.http_host, settings.http_port)
    program = Program(settings, business=load_business(settings.business), listening=listening, surroundings=surroundings)
    hearing = asyncio.create_task(hear(program, clock))
    await program.run()
    hearing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await hearing


async def hear(program: Program, clock: ToldClock) -> None:
    """Hear that the clock was moved, do what has become due, and say so."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        clock.ahead = timedelta(seconds=float(line))
        await program.catch_up()
        sys.stdout.write(f"{CAUGHT_UP}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(ToldClock(sys.argv[1])))
