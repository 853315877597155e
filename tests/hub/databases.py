"""A real PostgreSQL for the tests, started by them; and fresh databases on it or on SQLite."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"))
_numbers = count()


class PostgresServer:
    """One cluster in a folder of its own, reached by a socket in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user is not None:
            account = pwd.getpwnam(self.user)
            os.chown(folder, account.pw_uid, account.pw_gid)
            folder.chmod(0o700)

    def start(self, *settings: str) -> None:
        """Make the cluster if it is new, and start it; durable as in production."""
        if not (self.folder / "cluster").exists():
            self._run("initdb", "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                      "-D", str(self.folder / "cluster"))  # fmt: skip
        options = [f"-k {self.folder}", "-c listen_addresses=", "-c max_connections=80"]
        options += [f"-c {it}" for it in settings]
        self._run("pg_ctl", "-w", "-D", str(self.folder / "cluster"), "-l",
                  str(self.folder / "log"), "-o", " ".join(options), "start")  # fmt: skip

    def stop(self, how: str = "fast") -> None:
        """Stop the cluster: `fast`, or `immediate` as a crash would."""
        self._run("pg_ctl", "-w", "-D", str(self.folder / "cluster"), "-m", how, "stop")

    def url(self, database: str) -> str:
        """Return the URL of *database*."""
        return f"postgresql://hub@/{database}?host={self.folder}"

    def new_database(self, template: str | None = None) -> str:
        """Make a database, empty or as the one at the URL *template*, and return its URL."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            like = _name(template) if template else "template1"
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}" STRATEGY file_copy')
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove the database at *url*: thousands of them would fill a disk."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{_name(url)}" WITH (FORCE)')

    def _run(self, program: str, *words: str) -> None:
        found = BINARIES / program
        path = str(found) if found.exists() else program
        # Output to a file: the server inherits it, and a pipe would keep us waiting for its end.
        with (Path(tempfile.gettempdir()) / f"{self.folder.name}.out").open("ab") as out:
            subprocess.run(
                [path, *words], check=True, stdout=out, stderr=out, user=self.user, cwd="/",
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )  # fmt: skip


def _name(url: str) -> str:
    """Return the name of the database at *url*."""
    return url.split("@/")[1].split("?", maxsplit=1)[0]


@contextmanager
def running_server(*settings: str) -> Iterator[PostgresServer]:
    """Run a cluster while the block lasts, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="hub-pg-"))
    server = PostgresServer(folder)
    try:
        server.start(*settings)
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
