"""The database itself refuses to change or remove history."""

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER core_event_kept_{deed} BEFORE {deed} ON core_event BEGIN SELECT RAISE(ABORT, 'history is append-only'); END".format(deed=deed)
    for deed in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE OR REPLACE FUNCTION core_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'history is append-only'; END $$",
    "CREATE TRIGGER core_event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON core_event FOR EACH STATEMENT EXECUTE FUNCTION core_event_kept()",
]
SQLITE_BACK = [f"DROP TRIGGER core_event_kept_{deed}" for deed in ("UPDATE", "DELETE")]
POSTGRES_BACK = ["DROP TRIGGER core_event_kept ON core_event", "DROP FUNCTION core_event_kept()"]


def forwards(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_squashed_0003_incident_group")]
    operations = [migrations.RunPython(forwards, backwards)]
