"""A chain is opened once, its entries stand on one another, and the database keeps them."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kardad.evidence import actions, canonical, queries
from kardad.evidence import chain as links
from kardad.evidence.models import Chain, Entry
from kardad.evidence.verifying import verify
from tests.conftest import NOW
from tests.evidence.conftest import BY, grow

pytestmark = pytest.mark.django_db


def test_a_subject_has_one_chain_that_commits_to_its_first_title(subject, chain):
    again = actions.open_chain(subject, title="عنوان دیگر", office_id=3, at=NOW + timedelta(days=1))
    assert again.pk == chain.pk
    assert links.token(chain.title, chain.salt) == chain.token
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM evidence_chain")
        assert "مزد" not in cursor.fetchone()[0]


def test_an_entry_stands_on_the_one_before_and_names_nobody(chain):
    first, second = grow(chain, 2)
    said = canonical.decode(second.body.encode())
    assert (said["seq"], said["chain"], said["data"]) == (1, chain.token, {"number": 1})
    assert bytes.fromhex(second.hash) == links.link(bytes.fromhex(first.hash), links.digest(second.body.encode()))
    assert said["actor"]["role"] == "worker"
    assert len(said["actor"]["person"]) == 32
    assert said["actor"]["for"].startswith("person:")
    assert not said["actor"]["for"].endswith(":12")
    chain.refresh_from_db()
    assert (chain.length, chain.head) == (2, second.hash)


def test_what_is_not_proof_is_refused(chain):
    with pytest.raises(LookupError), transaction.atomic():
        actions.append(chain, "notice.burnt", by=BY, at=NOW)
    with pytest.raises(canonical.NotCanonical), transaction.atomic():
        actions.append(chain, "notice.placed", by=BY, at=NOW, share=0.5)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_part_of_its_deed(chain):
    with pytest.raises(RuntimeError):
        actions.append(chain, "notice.placed", by=BY, at=NOW)
    with pytest.raises(LookupError), transaction.atomic():  # noqa: PT012 – the first is undone by the second
        actions.append_many([(chain, "notice.placed", {})], by=BY, at=NOW)
        actions.append_many([(chain, "notice.burnt", {})], by=BY, at=NOW)
    chain.refresh_from_db()
    assert (chain.length, Entry.objects.count()) == (0, 0)


def test_many_facts_keep_their_order_in_each_chain(chain, make):
    other = actions.open_chain(make.person(level=1), title="دیگری", office_id=None, at=NOW)
    with transaction.atomic():
        facts = [(one, "notice.placed", {"number": number}) for number in range(5) for one in (other, chain)]
        entries = actions.append_many(facts, by=BY, at=NOW)
    assert [(one.chain_id, one.seq) for one in entries] == [(one.pk, number) for number in range(5) for one in (other, chain)]
    assert other.length == chain.length == 5


STATEMENTS = (
    "UPDATE evidence_entry SET kind = 'x'",
    "DELETE FROM evidence_entry",
    "UPDATE evidence_leaf SET length = 9",
    "DELETE FROM evidence_leaf",
    "UPDATE evidence_node SET hash = ''",
    "DELETE FROM evidence_node",
    "UPDATE evidence_root SET signature = ''",
    "UPDATE evidence_root SET size = 5",
    "DELETE FROM evidence_root",
)


def test_the_database_refuses_to_change_or_remove_proof(chain, make):
    grow(chain)
    grow(actions.open_chain(make.person(level=1), title="", office_id=None, at=NOW))
    actions.close_days(at=NOW + timedelta(days=1))
    more = [f"TRUNCATE evidence_{name} CASCADE" for name in ("entry", "leaf", "node", "root")] if connection.vendor == "postgresql" else []
    at_once = "SET CONSTRAINTS ALL IMMEDIATE; " if connection.vendor == "postgresql" else ""
    for statement in (*STATEMENTS, *more):
        with pytest.raises(DatabaseError, match="proof is append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(at_once + statement)
    if connection.vendor == "sqlite":
        _ensure_nothing_is_replaced()
    with pytest.raises(TypeError):
        Entry.objects.all().delete()
    with pytest.raises(TypeError):
        Entry.objects.get(chain=chain).save()


def _ensure_nothing_is_replaced():
    """SQLite's REPLACE removes what has one of the row's unique values without a DELETE; every such value is tried alone."""
    named = {
        "entry": ("id", "chain_id, seq", "kind, body, hash"),
        "leaf": ('"index"', "chain_id, length", "head, hash"),
        "node": ("id", "level, place", "hash"),
        "root": ("id", "day", "size, root, statement, signature, made_at, stamp, stamp_due_at"),
    }
    for table, (key, unique, rest) in named.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {key}, {unique}, {rest} FROM evidence_{table} ORDER BY 1 LIMIT 1")
            kept, *values = cursor.fetchone()
        place, marks = unique.count(",") or 0, ", ".join(["%s"] * (1 + len(values)))
        elsewhere = "2001-01-01" if table == "root" else 9_999
        for same in ([kept, *values[:place], elsewhere, *values[place + 1 :]], [9_999, *values]):
            for verb in ("INSERT OR REPLACE", "REPLACE"):
                statement = f"{verb} INTO evidence_{table} ({key}, {unique}, {rest}) VALUES ({marks})"
                with (
                    pytest.raises(DatabaseError, match="proof is append-only"),
                    transaction.atomic(),
                    connection.cursor() as cursor,
                ):
                    cursor.execute(statement, same)


@pytest.mark.django_db(transaction=True)
def test_two_who_append_at_once_follow_one_another(chain):
    barrier = threading.Barrier(2)
    faults = []

    def work():
        try:
            barrier.wait()
            for _ in range(5):
                grow(Chain.objects.get(pk=chain.pk))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert faults == []
    actions.ensure_key()
    verdict = verify(queries.dossier(chain), keys=queries.published_keys())
    assert verdict.is_valid, verdict.problems
    assert verdict.covers.entries == 10
