"""Rotation: everything sealed with an older key is sealed anew, in small steps that can be killed and repeated."""

from collections.abc import Iterator

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models

from kardad.core import crypto
from kardad.core.fields import Sealed
from kardad.core.files import path_of
from kardad.core.models import Draft, StoredFile

BATCH = 500


def columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every sealed column: model and column name."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, Sealed):
                yield model, str(field.column)
    yield Draft, "sealed"


def reseal_columns() -> int:
    """No column holds a value under an older key; how many were sealed anew."""
    return sum(_reseal_column(model, column) for model, column in columns())


def reseal_files() -> int:
    """No stored file lies under an older key; how many were sealed anew. A new file is written before the old name points to it."""
    done = 0
    current = crypto.current_version().encode() + b":"
    for stored in StoredFile.objects.exclude(scan=StoredFile.Scan.INFECTED).order_by("pk").iterator():
        path = path_of(stored)
        with default_storage.open(path) as handle:
            raw = handle.read()
        if raw.startswith(current):
            continue
        again = ContentFile(crypto.seal_bytes(crypto.unseal_bytes(raw)))
        default_storage.delete(path)
        default_storage.save(path, again)
        done += 1
    return done


def _reseal_column(model: type[models.Model], column: str) -> int:
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, str(model._meta.pk.column)))
    quoted = connection.ops.quote_name(column)
    older = f"{quoted} <> '' AND {quoted} NOT LIKE %s"
    done = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {key}, {quoted} FROM {table} WHERE {older} LIMIT {BATCH}", [crypto.current_version() + ":%"])  # noqa: S608
            rows = cursor.fetchall()
            for pk, sealed in rows:
                again = crypto.seal(crypto.unseal(sealed))
                # Only if nobody changed it meanwhile; then the next round finds it again.
                cursor.execute(f"UPDATE {table} SET {quoted} = %s WHERE {key} = %s AND {quoted} = %s", [again, pk, sealed])  # noqa: S608
        done += len(rows)
        if len(rows) < BATCH:
            return done
