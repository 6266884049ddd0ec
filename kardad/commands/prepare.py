"""`kardad prepare`: database, cache table and static files are as this version of the code wants them."""

import hashlib
import sys
from argparse import ArgumentParser, Namespace
from io import StringIO
from pathlib import Path

from kardad.commands import begin

NAME = "prepare"
HELP = "bring database, cache table and static files up to date; quick when they are"
STAMP = ".made-from"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes nothing."""


def run(args: Namespace) -> int:
    """What had to change was changed and is named; a production set-up with something missing is refused before that."""
    begin()
    from kardad.core import checks

    checks.require()
    for done in (migrate(), collect()):
        if done:
            sys.stdout.write(done + "\n")
    return 0


def migrate() -> str:
    """The tables are those of the models, the cache's included."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return f"database: {len(plan)} migrations" if plan else ""


def collect() -> str:
    """The static files are collected, named by their content and compressed; skipped when no source changed."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    wanted = _sources()
    stamp = root / STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return ""
    told = StringIO()
    call_command("collectstatic", interactive=False, clear=True, verbosity=1, stdout=told)
    stamp.write_text(wanted)
    return f"static files: {told.getvalue().strip().splitlines()[-1]}"


def _sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name).timestamp()}\n".encode())
    return digest.hexdigest()
