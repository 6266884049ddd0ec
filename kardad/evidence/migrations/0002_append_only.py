"""The database itself refuses to change or remove what proves; a root may only be given its stamp, once."""

from django.db import migrations

KEPT = ("evidence_entry", "evidence_leaf", "evidence_node")
REFUSE = "SELECT RAISE(ABORT, 'proof is append-only')"
ROOT = ("id", "day", "size", "root", "statement", "signature", "made_at")

SQLITE = [
    f"CREATE TRIGGER {table}_kept_{deed} BEFORE {deed} ON {table} BEGIN {REFUSE}; END" for table in KEPT for deed in ("UPDATE", "DELETE")
] + [
    f"CREATE TRIGGER evidence_root_kept_DELETE BEFORE DELETE ON evidence_root BEGIN {REFUSE}; END",
    "CREATE TRIGGER evidence_root_kept_UPDATE BEFORE UPDATE ON evidence_root WHEN OLD.stamp <> '' OR "
    + " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in ROOT)
    + f" BEGIN {REFUSE}; END",
]
SQLITE_BACK = [f"DROP TRIGGER {table}_kept_{deed}" for table in (*KEPT, "evidence_root") for deed in ("UPDATE", "DELETE")]

POSTGRES = [
    "CREATE OR REPLACE FUNCTION evidence_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'proof is append-only'; END $$",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION evidence_kept()"
        for table in KEPT
    ),
    "CREATE TRIGGER evidence_root_kept BEFORE DELETE OR TRUNCATE ON evidence_root FOR EACH STATEMENT EXECUTE FUNCTION evidence_kept()",
    "CREATE TRIGGER evidence_root_stamped BEFORE UPDATE ON evidence_root FOR EACH ROW WHEN (OLD.stamp <> '' OR "
    + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ROOT)
    + ") EXECUTE FUNCTION evidence_kept()",
]
POSTGRES_BACK = [
    *(f"DROP TRIGGER {table}_kept ON {table}" for table in (*KEPT, "evidence_root")),
    "DROP TRIGGER evidence_root_stamped ON evidence_root",
    "DROP FUNCTION evidence_kept()",
]


def forwards(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_squashed_0003_entry_moment_in_body_alone")]
    operations = [migrations.RunPython(forwards, backwards)]
