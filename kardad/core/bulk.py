"""Many rows at once: by COPY and one UPDATE on PostgreSQL, by Django's own statements elsewhere."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)
Prepared = Callable[[Any], Any]
BATCH = 500
FEW = 20  # for fewer the keys that COPY wants beforehand cost more than it saves
# Whose value in Python is what the driver sends; every other field prepares its own.
AS_IT_IS = {
    models.BigAutoField,
    models.BigIntegerField,
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.DateTimeField,
    models.ForeignKey,
    models.PositiveBigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.SmallIntegerField,
    models.TextField,
}
TEXTS = (models.CharField, models.TextField)


def like(one: Row, **other: Any) -> Row:
    """Another row that is not kept yet and is as this one but for these attributes (`person_id`, not `person`)."""
    made = object.__new__(type(one))
    made.__dict__.update(one.__dict__, **other)  # what a model's constructor does anew for each field of each row
    made._state = ModelState()
    return made


def insert(rows: Iterable[Row], *, alike: Collection[str] = ()) -> list[Row]:
    """The rows, all of one model and none kept before, are in the database and know their keys; their foreign keys are saved already.

    In the sealed fields `alike` equal texts are sealed once. Whoever reads the table sees which rows say the same there,
    so these may only be fields of which another column shows that anyway.
    """
    made, connection = list(rows), connections[DEFAULT_DB_ALIAS]
    if not made:
        return made
    model = type(made[0])
    if connection.vendor != "postgresql" or len(made) < FEW:
        return model._default_manager.bulk_create(made, batch_size=BATCH)
    table, fields = model._meta.db_table, model._meta.concrete_fields
    with connection.cursor() as cursor:
        key = model._meta.pk.column
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, key, len(made)])
        for row, (pk,) in zip(made, cursor.fetchall(), strict=True):
            row.pk = pk
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as into:
            for values in _prepared(made, fields, connection, alike=alike):
                into.write_row(values)
    for row in made:
        row._state.adding, row._state.db = False, connection.alias
    return made


def update(rows: Iterable[models.Model], names: Sequence[str]) -> int:
    """Each of the rows, all of one model, has these of its fields in the database; how many there were."""
    changed, connection = list(rows), connections[DEFAULT_DB_ALIAS]
    if not changed:
        return 0
    meta = changed[0]._meta
    known = {field.name: field for field in meta.concrete_fields}
    fields = [meta.pk, *(known[name] for name in names)]
    values = list(_prepared(changed, fields, connection))
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            wanted = ", ".join(f'"{field.column}" = %s' for field in fields[1:])
            cursor.executemany(
                f'UPDATE "{meta.db_table}" SET {wanted} WHERE "{meta.pk.column}" = %s',  # noqa: S608 – our own names
                [(*given, pk) for pk, *given in values],
            )
            return len(changed)
        # One statement over columns: a row's own statement costs ten times as much, and a CASE for each row more still.
        arrays = ", ".join(f"%s::{_type(field, connection)}[]" for field in fields)
        names_given = ", ".join(f'"{field.column}"' for field in fields)
        wanted = ", ".join(f'"{field.column}" = given."{field.column}"' for field in fields[1:])
        cursor.execute(
            f'UPDATE "{meta.db_table}" AS kept SET {wanted} FROM unnest({arrays}) AS given ({names_given}) '  # noqa: S608
            f'WHERE kept."{meta.pk.column}" = given."{meta.pk.column}"',
            [list(column) for column in zip(*values, strict=True)],
        )
        return cursor.rowcount


def _prepared(
    rows: Sequence[models.Model], fields: Sequence[models.Field], connection: Any, *, alike: Collection[str] = ()
) -> Iterable[Sequence[Any]]:
    """The rows' values as the driver sends them."""
    found = [(place, field.name, _way(field, connection)) for place, field in enumerate(fields)]
    ways = [(place, cache(way) if name in alike else way) for place, name, way in found if way]
    taken = attrgetter(*(field.attname for field in fields))
    for row in rows:
        values = list(taken(row))
        for place, way in ways:
            values[place] = way(values[place])
        yield values


def _way(field: models.Field, connection: Any) -> Prepared | None:
    """How a value of the field is prepared; None where it is sent as it is."""
    if connection.vendor == "postgresql" and type(field) in AS_IT_IS:
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _type(field: models.Field, connection: Any) -> str:
    """What PostgreSQL calls the field's values; a text is cut nowhere on its way to a column that is too short for it."""
    return "text" if isinstance(field, TEXTS) else str(field.rel_db_type(connection))
