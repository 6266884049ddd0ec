"""Migrations are in step with the models, and stand on nothing of ours."""

import ast

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.rules import reading

MIGRATIONS = [path for path in reading.files(".py", under=reading.PACKAGE) if "migrations" in path.parts and path.name != "__init__.py"]


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models(request):
    if request.config.getoption("--no-migrations"):
        pytest.skip("without migrations there is nothing to compare")
    ours = [config.label for config in apps.get_app_configs() if config.name.startswith("kardad.")]
    call_command("makemigrations", *ours, check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", MIGRATIONS, ids=reading.name)
def test_a_migration_imports_nothing_of_ours_but_fields(path):
    imported = [node.module or "" for node in ast.walk(reading.tree(path)) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(reading.tree(path)) if isinstance(node, ast.Import) for alias in node.names]
    ours = [one for one in imported if one.startswith("kardad")]
    # Django itself writes the path of a field and of a default; those are frozen names, not logic.
    assert [one for one in ours if ".models" not in one and one not in ("kardad.core.fields", "kardad.core.tables")] == []


@pytest.mark.parametrize("path", MIGRATIONS, ids=reading.name)
def test_a_migration_has_a_name(path):
    assert "_auto_" not in path.name
