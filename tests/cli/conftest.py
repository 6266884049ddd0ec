"""An installation of its own for the commands: a folder, a database, and processes that are ended by their own id."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from django.db import connection


@dataclass
class Installation:
    """Where the commands run."""

    folder: Path
    database: str
    env: dict[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen] = field(default_factory=list)

    def __post_init__(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KARDAD_", "DATABASE_URL", "COV_"))}
        self.env = kept | {"KARDAD_VAR": str(self.folder), "DATABASE_URL": self.database, "PYTHONPATH": ":".join(sys.path)}

    @property
    def said(self):
        """Where the last command that goes on writes."""
        return self.folder / "said.txt"

    def call(self, *argv, **env):
        """The finished process of one command."""
        return subprocess.run(self._command(argv), env=self.env | env, capture_output=True, text=True, check=False, timeout=120)

    def start(self, *argv, **env):
        """A command that goes on."""
        with self.said.open("w") as said:
            process = subprocess.Popen(self._command(argv), env=self.env | env, stdout=said, stderr=said)
        self.running.append(process)
        return process

    def python(self, code):
        """What a few lines inside this installation print."""
        lines = f"import django; django.setup()\n{code}"
        env = self.env | {"DJANGO_SETTINGS_MODULE": "kardad.settings"}
        done = subprocess.run([sys.executable, "-c", lines], env=env, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.strip()

    def end(self):
        """Nothing that was started here runs on."""
        for process in self.running:
            for one in [*_family(process.pid), process]:
                if psutil.pid_exists(one.pid):
                    os.kill(one.pid, signal.SIGKILL)
            process.wait(10)

    def _command(self, argv):
        return [sys.executable, "-m", "kardad.cli", *argv]


def _family(pid):
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def family(process):
    """The living descendants of a process."""
    return _family(process.pid)


def until(true, seconds=60):
    """Wait for something to come true; fail when it does not."""
    end = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > end:
            pytest.fail(f"did not happen in {seconds} s: {found!r}")
        time.sleep(0.1)
    return found


def free_port():
    """A port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, request, worker_id):
    """An installation whose database was made by `kardad prepare`, as everybody's is."""
    if request.config.getoption("--no-migrations"):
        pytest.skip("a database is prepared by migrations")
    folder = tmp_path_factory.mktemp("installation")
    database = f"sqlite:///{folder / 'kardad.sqlite3'}"
    if connection.vendor == "postgresql":
        import psycopg

        server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        name = f"kardad_commands_{worker_id}"
        socket_folder = connection.settings_dict["HOST"]
        with psycopg.connect(host=socket_folder, user="postgres", dbname="postgres", autocommit=True) as made:
            made.execute(f"CREATE DATABASE {name}")
        database = f"{server}/{name}"
    made = Installation(folder, database)
    made.first = made.call("prepare")
    return made


@pytest.fixture
def installation(prepared):
    """The prepared installation; what a test started in it is ended."""
    prepared.running.clear()
    yield prepared
    prepared.end()
