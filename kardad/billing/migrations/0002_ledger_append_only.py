"""The database itself refuses to change or remove what the ledger says; PostgreSQL also that a posting is not zero in sum."""

from django.db import migrations

TABLES = ("billing_posting", "billing_entry")
SQLITE = [
    f"CREATE TRIGGER {table}_kept_{deed} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for table in TABLES
    for deed in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER {table}_kept_{deed}" for table in TABLES for deed in ("UPDATE", "DELETE")]
POSTGRES = [
    "CREATE OR REPLACE FUNCTION billing_ledger_kept() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION billing_ledger_kept()"
        for table in TABLES
    ),
    "CREATE OR REPLACE FUNCTION billing_posting_is_zero() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF (SELECT sum(rials) FROM billing_entry WHERE posting_id = NEW.posting_id) <> 0 "
    "THEN RAISE EXCEPTION 'a posting is not zero in sum'; END IF; RETURN NULL; END $$",
    "CREATE CONSTRAINT TRIGGER billing_entry_zero AFTER INSERT ON billing_entry DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION billing_posting_is_zero()",
]
POSTGRES_BACK = [
    "DROP TRIGGER billing_entry_zero ON billing_entry",
    "DROP FUNCTION billing_posting_is_zero()",
    *(f"DROP TRIGGER {table}_kept ON {table}" for table in TABLES),
    "DROP FUNCTION billing_ledger_kept()",
]


def forwards(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_squashed_0007_papers")]
    operations = [migrations.RunPython(forwards, backwards)]
