"""Whatever is done to one entry of a million is found and named, in memory that does not grow."""

import psutil
import pytest

from kardad.evidence import auditing
from kardad.evidence import chain as links
from kardad.evidence.models import Entry
from tests.evidence import bulk
from tests.evidence.bare import bare
from tests.proofs import length

pytestmark = pytest.mark.django_db
FULL = 1_000_000
MOST_GROWTH = 8 * 1024 * 1024  # bytes, whatever the number of entries


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """A database of a million entries (a tenth in CI), loaded once."""
    with django_db_blocker.unblock():
        bulk.fill(length(FULL))
        yield length(FULL)
        from django.core.management import call_command

        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.proof
def test_a_million_entries_are_read_in_memory_that_does_not_grow(filled):
    held, told = psutil.Process(), []
    auditing.audit()  # what is loaded once is loaded
    before = held.memory_info().rss
    verdict = auditing.audit(progress=lambda count: told.append((count, held.memory_info().rss)))
    assert verdict.is_valid, verdict.problems
    assert (verdict.covers.entries, told[-1][0]) == (filled, filled)
    assert max(rss for _, rss in told) - before < MOST_GROWTH


def altered(row):
    return row.body.replace('"level":2', '"level":3')


def rehashed(row, body):
    before = Entry.objects.get(chain_id=row.chain_id, seq=row.seq - 1) if row.seq else None
    return links.link(bytes.fromhex(before.hash) if before else links.BEGINNING, links.digest(body.encode())).hex()


def written_anew(row):
    """The entry altered, and the hash of every later one computed anew, as the operator himself could."""
    head, body = rehashed(row, altered(row)), altered(row)
    yield f"UPDATE evidence_entry SET body = '{body}', hash = '{head}' WHERE id = {row.pk}"
    for later in Entry.objects.filter(chain_id=row.chain_id, seq__gt=row.seq).order_by("seq"):
        head = links.link(bytes.fromhex(head), links.digest(later.body.encode())).hex()
        yield f"UPDATE evidence_entry SET hash = '{head}' WHERE id = {later.pk}"
    yield f"UPDATE evidence_chain SET head = '{head}' WHERE id = {row.chain_id}"


def put_in(row):
    """A fact that never was, before the entry, whose number and those of all later rows move on."""
    forged = altered(row)
    yield f"UPDATE evidence_entry SET seq = seq + 1000 WHERE chain_id = {row.chain_id} AND seq >= {row.seq}"
    yield f"UPDATE evidence_entry SET seq = seq - 999 WHERE chain_id = {row.chain_id} AND seq >= 1000"
    yield (
        "INSERT INTO evidence_entry (chain_id, seq, kind, body, hash) "
        f"SELECT chain_id, {row.seq}, kind, '{forged}', '{rehashed(row, forged)}' FROM evidence_entry WHERE id = {row.pk}"
    )
    yield f"UPDATE evidence_chain SET length = length + 1 WHERE id = {row.chain_id}"


def moved(row):
    """The entry and the next change places."""
    yield f"UPDATE evidence_entry SET seq = 9999 WHERE id = {row.pk}"
    yield f"UPDATE evidence_entry SET seq = {row.seq} WHERE chain_id = {row.chain_id} AND seq = {row.seq + 1}"
    yield f"UPDATE evidence_entry SET seq = {row.seq + 1} WHERE id = {row.pk}"


def cut(row):
    """The entry and all later ones are gone, and the chain says that they never were."""
    yield f"DELETE FROM evidence_entry WHERE chain_id = {row.chain_id} AND seq >= {row.seq}"
    yield f"UPDATE evidence_chain SET length = {row.seq}, head = '{rehashed(row, 'x')}' WHERE id = {row.chain_id}"


DEEDS = [
    (lambda row: [f"UPDATE evidence_entry SET body = '{altered(row)}' WHERE id = {row.pk}"], "ENTRY_ALTERED", 0),
    (lambda row: [f"UPDATE evidence_entry SET kind = 'service.voided' WHERE id = {row.pk}"], "ENTRY_ALTERED", 0),
    (lambda row: [f"UPDATE evidence_entry SET hash = '{'ab' * 32}' WHERE id = {row.pk}"], "ENTRY_ALTERED", 0),
    (lambda row: [f"DELETE FROM evidence_entry WHERE id = {row.pk}"], "ENTRY_MISSING", 0),
    (put_in, "ENTRY_INSERTED", 0),
    (moved, "ENTRY_MOVED", 0),
    (cut, "CHAIN_CUT", 0),
    (written_anew, "CHAIN_REWRITTEN", 49),
]


@pytest.mark.proof
def test_whatever_is_done_to_one_entry_of_a_chain_is_found_and_named(filled):
    chains = filled // bulk.EACH
    expected = []
    for number, (deed, problem, seal) in enumerate(DEEDS, start=1):
        victim = Entry.objects.select_related("chain").get(chain_id=chains * number // (len(DEEDS) + 1) + 1, seq=number * 5)
        bare(*deed(victim))
        expected.append((problem, victim.chain.token, seal or victim.seq))
    found = auditing.audit()
    first = {one.chain: (one.problem, one.chain, one.seq) for one in reversed(found.problems)}
    assert list(reversed(first.values())) == expected
    assert found.covers.entries == filled - len(DEEDS) * bulk.EACH
