"""A stage: the playground alone, as a process of its own."""

import re
import subprocess
import sys
from pathlib import Path

import httpx

from tests.programs import surroundings

ROOT = Path(__file__).parents[2]
TOKEN = "123456:TESTTESTTESTTESTTESTTEST"


class Stage:
    """A playground that outlives the programs which play on it."""

    def __init__(self, directory: Path, *arguments: str) -> None:
        self.token = TOKEN
        self._log = (directory / "stage.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "playground", "--token", TOKEN, *arguments],
            cwd=ROOT,
            env=surroundings(is_measured=False),
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._process.stdout is not None
        found = re.search(r"http://\S+", self._process.stdout.readline())
        assert found, (directory / "stage.log").read_text()
        self.address = found[0]
        self.http = httpx.Client(base_url=self.address, timeout=30)

    def end(self) -> None:
        """End the playground."""
        self._process.terminate()
        self._process.wait(timeout=20)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self.http.close()
        self._log.close()
