"""`kardad prepare`: database, cache table and static files are as this version of the code wants them."""

import hashlib
import os
import sqlite3
import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

from kardad.commands import begin
from kardad.kit.refusal import Refusal

NAME = "prepare"
HELP = "bring database, cache table and static files up to date; quick when they are"
STAMP = ".made-from"
JOINED_AT = "6313814"  # from this version on the first migrations are joined
PACKAGE = Path(__file__).parents[1]
VAR = Path(os.environ.get("KARDAD_VAR", PACKAGE.parent / "var"))


def add_arguments(parser: ArgumentParser) -> None:
    """The command may be asked for demo data too."""
    parser.add_argument("--anew", action="store_true", help="in a demo, drop every table first")
    parser.add_argument("--demo", action="store_true", help="in a demo without people, make the demo data as well")


def run(args: Namespace) -> int:
    """What had to change was changed and is named; a production set-up with something missing is refused before that."""
    stamp = VAR / STAMP
    if args.demo and not args.anew and stamp.exists() and stamp.read_text() == (_as_it_stands() or "unknown"):
        return 0
    begin()
    from kardad.core import checks

    checks.require()
    if args.anew:
        drop()
    for step in (migrate, seal, collect, *([show] if args.demo else []), gather):
        if done := step():
            sys.stdout.write(done + "\n")
            sys.stdout.flush()
    if args.demo and (stands := _as_it_stands()):
        stamp.write_text(stands)
    return 0


def _as_it_stands() -> str:
    """The digest of all that a demo here is made from: code, settings, its database's schema; nothing where the database is a server's.

    It is read without Django, which alone would take longer than a second start may.
    """
    database = VAR / "kardad.sqlite3"
    if "DATABASE_URL" in os.environ or not (database.exists() and (VAR / "static" / STAMP).exists()):
        return ""
    with closing(sqlite3.connect(database)) as base:
        seen = [base.execute("PRAGMA schema_version").fetchone()[0], database.stat().st_ino]
    seen += sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("KARDAD_"))
    for folder, _, names in os.walk(PACKAGE):
        files = [Path(folder, name) for name in names if not name.endswith(".pyc")]
        seen += [f"{path} {found.st_size} {found.st_mtime_ns}" for path in files for found in [path.stat()]]
    return hashlib.sha256("\n".join(sorted(map(str, seen))).encode()).hexdigest()


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


class OlderDatabase(Refusal):
    """Its tables stand in the middle of what this version has joined into one migration."""

    code = "OLDER_DATABASE"
    message = "این پایگاه داده قدیمی‌تر از آن است که یک‌باره به این نسخه برسد. نخست نسخهٔ {version} را نصب و prepare را اجرا کنید. ({apps})"


class NewerDatabase(Refusal):
    """Its tables were changed by migrations that this version does not know."""

    code = "NEWER_DATABASE"
    message = "این پایگاه داده با نسخهٔ تازه‌تری از کارداد به‌روز شده است. همان نسخه را نصب کنید. ({migrations})"


def supported() -> None:
    """A database that this version cannot bring up to date is refused before anything in it is changed."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    applied = set(MigrationRecorder(connection).applied_migrations())
    joined = {one: key for key, made in known.items() for one in made.replaces}
    if unknown := sorted(one for one in applied if one[0] in {app for app, _ in known} and one not in known and one not in joined):
        raise NewerDatabase(migrations="، ".join(".".join(one) for one in unknown))
    begun = {key for one, key in joined.items() if one in applied} - applied
    if half := sorted(key[0] for key in begun if not applied.issuperset(known[key].replaces)):
        raise OlderDatabase(version=JOINED_AT, apps="، ".join(half))


def migrate() -> str:
    """The tables are those of the models, the cache's included."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    supported()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return f"database: {len(plan)} migrations" if plan else ""


def seal() -> str:
    """There is a key that signs proof; its private part is a file of this machine."""
    from kardad.evidence import actions
    from kardad.evidence.models import Key

    had = Key.objects.exists()
    key = actions.ensure_key().key
    return "" if had else f"key of proof: {key}"


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


def gather() -> str:
    """What stands in code and files is found by search as this version has it."""
    from django.utils import timezone

    from kardad.search import actions, index

    actions.gather(at=timezone.now())
    index.opened().catch_up(most=index.ALL)
    return ""


def _sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name).timestamp()}\n".encode())
    return digest.hexdigest()
