"""On PostgreSQL the product runs under a role that may add proof and has no right to change or remove it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from kardad.core.actor import SYSTEM
from kardad.evidence import actions, queries
from kardad.evidence.models import Root
from tests.conftest import NOW
from tests.evidence.conftest import grow
from tests.evidence.test_chains import STATEMENTS

SQL = Path(__file__).parents[2] / "deploy" / "append-only-role.sql"
OTHERS = (
    "DELETE FROM evidence_chain",
    "DELETE FROM evidence_key",
    "ALTER TABLE evidence_entry DISABLE TRIGGER ALL",
    "UPDATE core_event SET name = ''",
)


@pytest.mark.django_db
def test_a_role_without_the_right_appends_closes_and_stamps(chain):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text(encoding="utf-8"))
        cursor.execute("SET LOCAL ROLE kardad_app")
    grow(chain, 3)
    assert actions.close_days(at=NOW + timedelta(days=1)) == 1
    actions.rotate_key(by=SYSTEM, at=NOW + timedelta(days=1))
    assert actions.stamp_due(Root.objects.get().pk, at=NOW + timedelta(days=1))
    for statement in (*STATEMENTS, *OTHERS):
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert queries.receipt(chain.entries.get(seq=0))["root"] is not None
