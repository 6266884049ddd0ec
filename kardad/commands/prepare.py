"""`kardad prepare`: database, cache table and static files are as this version of the code wants them."""

import hashlib
import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

from kardad.commands import begin
from kardad.kit.refusal import Refusal

NAME = "prepare"
HELP = "bring database, cache table and static files up to date; quick when they are"
STAMP = ".made-from"


def add_arguments(parser: ArgumentParser) -> None:
    """The command may be asked for demo data too."""
    parser.add_argument("--anew", action="store_true", help="in a demo, drop every table first")
    parser.add_argument("--demo", action="store_true", help="in a demo without people, make the demo data as well")


def run(args: Namespace) -> int:
    """What had to change was changed and is named; a production set-up with something missing is refused before that."""
    begin()
    from kardad.core import checks

    checks.require()
    if args.anew:
        drop()
    for step in (migrate, collect, *([show] if args.demo else [])):
        if done := step():
            sys.stdout.write(done + "\n")
            sys.stdout.flush()
    return 0


class NotADemo(Refusal):
    """What real people wrote is never dropped by a command."""

    code = "NOT_A_DEMO"
    message = "داده‌ها فقط در نصب نمایشی (KARDAD_DEMO) از نو ساخته می‌شود."


def drop() -> None:
    """The demo's database is empty."""
    from django.conf import settings
    from django.db import connection

    if not settings.DEMO:
        raise NotADemo
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}{cascade}")


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


def show() -> str:
    """A demo that nobody has joined yet has its demo data."""
    from django.conf import settings

    from kardad.people.models import Person

    if not settings.DEMO or not find_spec("kardad.commands.demo") or Person.objects.exists():
        return ""
    import_module("kardad.commands.demo").run(Namespace())
    return "demo data: made"


def _sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name).timestamp()}\n".encode())
    return digest.hexdigest()
