"""SQLite's INSERT OR REPLACE fires no trigger of DELETE: what is there already is refused to be added once more."""

from django.db import migrations

REFUSE = "SELECT RAISE(ABORT, 'proof is append-only')"
UNIQUE = {
    "evidence_entry": ("id = NEW.id", "chain_id = NEW.chain_id AND seq = NEW.seq"),
    "evidence_leaf": ('"index" = NEW."index"', "chain_id = NEW.chain_id AND length = NEW.length"),
    "evidence_node": ("id = NEW.id", "level = NEW.level AND place = NEW.place"),
    "evidence_root": ("id = NEW.id", "day = NEW.day"),
}

SQLITE = [
    f"CREATE TRIGGER {table}_kept_INSERT BEFORE INSERT ON {table} WHEN "
    + " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {one})" for one in same)
    + f" BEGIN {REFUSE}; END"
    for table, same in UNIQUE.items()
]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in UNIQUE:
            schema_editor.execute(f"DROP TRIGGER {table}_kept_INSERT")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
