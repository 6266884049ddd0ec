"""Petitions filed one after another, and one bare row of a case inserted, by the CPU of this process and of its connection's own backend.

Run as `python -m benchmarks.filing '{"count": …}'` on a ground of PostgreSQL; answers JSON in milliseconds.
"""

import json
import os
import secrets
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

WARM = 3


def main() -> None:
    """File, insert, and tell the CPU of each."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured(**json.loads(sys.argv[1]))) + "\n")


def measured(*, count: int) -> dict[str, Any]:
    """The median CPU of filing one petition and of inserting one bare row, and the greatest number of statements of a filing."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from kardad.cases.actions import filing
    from kardad.cases.models import Case
    from tests import factories
    from tests.cases import petitions

    at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    person = factories.person(level=2)
    by = factories.actor(person)
    drafts = [petitions.whole(person, at=at, text=f"مزد نگرفته‌ام؛ بار {place}.") for place in range(count + WARM + 1)]

    def bare() -> None:
        with transaction.atomic():
            Case.objects.create(token=secrets.token_hex(16), by_side="worker", filer=person, petition="{}", made_at=at, changed_at=at)

    with CaptureQueriesContext(connection) as seen:
        filing.submit(drafts.pop(), by=by, at=at)
    statements = sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for one in seen.captured_queries)
    filed, inserted = [], []
    for draft in drafts:
        filed.append(_spent(backend, lambda draft=draft: filing.submit(draft, by=by, at=at)))
        inserted.append(_spent(backend, bare))
    return {"filed": median(filed[WARM:]), "bare": median(inserted[WARM:]), "statements": statements}


def _spent(backend: int, deed: Callable[[], object]) -> float:
    """Milliseconds of CPU, ours and the database's, that the deed took."""
    from benchmarks.servers import cpu_of

    before = time.process_time() * 1000 + cpu_of(backend)
    deed()
    return time.process_time() * 1000 + cpu_of(backend) - before


if __name__ == "__main__":
    main()
