"""`kardad prepare`: whatever is missing is made, what is there is left alone."""

from pathlib import Path

import pytest

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
