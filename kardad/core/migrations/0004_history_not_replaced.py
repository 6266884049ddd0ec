"""History is not replaced either: SQLite's INSERT OR REPLACE removes a row and fires no trigger of DELETE."""

from django.db import migrations

TABLES = ("core_event",)
SQLITE = [
    f"CREATE TRIGGER {table}_kept_INSERT BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for table in TABLES
]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_kept_INSERT")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_history_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
