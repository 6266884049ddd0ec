"""The running counts behind the public figures."""

from django.db import connection

from kardad.qa.models import Tally


def add(name: str, many: int = 1) -> None:
    """The count is higher (or, for a negative number, lower) by so many, in one atomic statement."""
    table = Tally._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, count) VALUES (%s, %s) "  # noqa: S608 – the name is our own
            f"ON CONFLICT (name) DO UPDATE SET count = {table}.count + %s",
            [name, max(many, 0), many],
        )
