"""`kardad prepare`: whatever is missing is made, what is there is left alone."""

import os
import sqlite3
from argparse import Namespace
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kardad import cli
from kardad.commands import prepare


@pytest.mark.django_db
def test_static_files_are_collected_once_and_again_when_a_source_changes(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    assert prepare.collect().startswith("static files: ")
    assert (tmp_path / "static" / "ui" / "css").is_dir()
    assert prepare.collect() == ""
    monkeypatch.setattr(prepare, "_sources", lambda: "changed")
    assert prepare.collect().startswith("static files: ")


def test_a_first_call_makes_the_database_and_says_so(installation):
    assert installation.first.returncode == 0, installation.first.stderr
    assert "database: " in installation.first.stdout
    assert "static files: " in installation.first.stdout
    assert installation.python("from kardad.people.models import Person; print(Person.objects.count())") == "0"
    assert installation.python("from django.core.cache import cache; cache.set('a', 1); print(cache.get('a'))") == "1"


def test_a_second_call_has_nothing_to_do(installation):
    again = installation.call("prepare")
    assert (again.returncode, again.stdout) == (0, "")


def as_before_the_joining():
    """One app's migrations stand as they did; what they were joined into."""
    recorder = MigrationRecorder(connection)
    joined = MigrationLoader(None).disk_migrations["qa", "0001_squashed_0006_old_address_digest_required"]
    recorder.record_unapplied(joined.app_label, joined.name)
    for one in joined.replaces:
        recorder.record_unapplied(*one)
        recorder.record_applied(*one)
    return joined


@pytest.mark.django_db
def test_a_database_of_the_version_before_the_joining_goes_on():
    as_before_the_joining()
    assert prepare.migrate() == ""


@pytest.mark.django_db
def test_a_database_in_the_middle_of_what_was_joined_is_refused():
    MigrationRecorder(connection).record_unapplied(*as_before_the_joining().replaces[-1])
    with pytest.raises(prepare.OlderDatabase) as refused:
        prepare.migrate()
    assert "qa" in refused.value.text


@pytest.mark.django_db
def test_a_database_of_a_later_version_is_refused():
    MigrationRecorder(connection).record_applied("qa", "0999_of_tomorrow")
    with pytest.raises(prepare.NewerDatabase) as refused:
        prepare.migrate()
    assert "qa.0999_of_tomorrow" in refused.value.text


def test_static_files_are_named_by_their_content(installation):
    names = [path.name for path in Path(installation.folder, "static").rglob("*.css")]
    assert any(len(name.split(".")) == 3 for name in names)


def test_a_demo_can_be_begun_anew(installation):
    installation.python("from django_q.models import Schedule; Schedule.objects.create(name='x', func='y')")
    done = installation.call("prepare", "--anew")
    assert done.returncode == 0, done.stderr
    assert installation.python("from django_q.models import Schedule; print(Schedule.objects.count())") == "0"


def test_where_people_are_real_nothing_is_dropped(settings):
    settings.DEMO = False
    with pytest.raises(prepare.NotADemo):
        prepare.drop()


def test_a_set_up_with_something_missing_is_refused_in_one_line(settings, capsys):
    settings.OPERATOR = "ministry"
    assert cli.main(["prepare"]) == cli.FAULT
    assert "ImproperlyConfigured" in capsys.readouterr().err


@pytest.fixture
def demo(tmp_path, monkeypatch):
    """What a demo is made from, in small: a module, static files, a database."""
    for name in ("static", "code"):
        (tmp_path / name).mkdir()
    (tmp_path / "static" / prepare.STAMP).write_text("static")
    (tmp_path / "code" / "one.py").write_text("1")
    sqlite3.connect(tmp_path / "kardad.sqlite3").close()
    monkeypatch.setattr(prepare, "VAR", tmp_path)
    monkeypatch.setattr(prepare, "PACKAGE", tmp_path / "code")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / prepare.STAMP).write_text(prepare._as_it_stands())
    return tmp_path


class Begun(Exception):
    """Django was asked for."""


def begins(monkeypatch):
    """Whether `kardad prepare --demo` has something to do."""

    def begin():
        raise Begun

    monkeypatch.setattr(prepare, "begin", begin)
    try:
        prepare.run(Namespace(demo=True, anew=False))
    except Begun:
        return True
    return False


def test_a_demo_that_stands_is_left_alone(demo, monkeypatch):
    assert not begins(monkeypatch)


def alter(demo):
    with closing(sqlite3.connect(demo / "kardad.sqlite3")) as base:
        base.execute("CREATE TABLE stray (x)")


@pytest.mark.parametrize(
    "change",
    [
        lambda demo: (demo / "code" / "two.py").write_text("2"),
        lambda demo: (demo / "code" / "one.py").write_text("10"),
        lambda demo: (demo / "kardad.sqlite3").unlink(),
        lambda demo: (demo / "static" / prepare.STAMP).unlink(),
        lambda demo: (demo / prepare.STAMP).unlink(),
        lambda demo: os.environ.update(KARDAD_OPERATOR="bureau"),
        alter,
    ],
)
def test_a_demo_is_looked_at_again_when_anything_of_it_changed(demo, monkeypatch, change):
    monkeypatch.setenv("KARDAD_OPERATOR", "authority")
    (demo / prepare.STAMP).write_text(prepare._as_it_stands())
    change(demo)
    assert begins(monkeypatch)


def test_of_a_database_on_a_server_nothing_is_taken_for_granted(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://127.0.0.1/kardad")
    assert prepare._as_it_stands() == ""
