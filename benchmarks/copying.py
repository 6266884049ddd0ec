"""PostgreSQL's COPY of rows that another way has just written, into tables with the same indexes, foreign keys and triggers."""

import time
from collections.abc import Sequence
from typing import Any


def last(tables: Sequence[str]) -> dict[str, int]:
    """The greatest number of each table: what comes after it is of the next round."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
            found[table] = cursor.fetchone()[0]
        return found


def copied(since: dict[str, int]) -> tuple[int, float]:
    """How many rows came since, and how long COPY takes to write them, in one commit, into tables with all that ours have."""
    from django.db import connection, transaction

    rows, written = 0, {}
    with connection.cursor() as cursor:
        for table, greatest in since.items():
            _twin(cursor, table)
            with cursor.copy(f"COPY (SELECT * FROM {table} WHERE id > {greatest}) TO STDOUT") as out:
                written[table] = b"".join(bytes(part) for part in out)
            rows += written[table].count(b"\n")
        began = time.perf_counter()
        with transaction.atomic():
            for table, told in written.items():
                with cursor.copy(f"COPY twin.{table} FROM STDIN") as into:
                    into.write(told)
        return rows, time.perf_counter() - began


def _twin(cursor: Any, table: str) -> None:
    """A table of the same columns, indexes, checks, foreign keys and triggers; it keeps its rows from round to round, as ours does."""
    cursor.execute("CREATE SCHEMA IF NOT EXISTS twin")
    cursor.execute("SELECT to_regclass(%s)", [f"twin.{table}"])
    if cursor.fetchone()[0]:
        return
    cursor.execute(f"CREATE TABLE twin.{table} (LIKE {table} INCLUDING ALL)")
    kept = f"conrelid = '{table}'::regclass AND contype = 'f'"
    cursor.execute(f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE {kept}")
    for (rule,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE twin.{table} ADD {rule}")
    cursor.execute(f"SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal")
    for (trigger,) in cursor.fetchall():
        cursor.execute(trigger.replace(f"public.{table}", f"twin.{table}"))
