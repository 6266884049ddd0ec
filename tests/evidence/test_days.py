"""Days close once and for all, keys follow one another, and what is handed out proves itself."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kardad import cli
from kardad.core import outside
from kardad.core.actor import SYSTEM
from kardad.evidence import actions, canonical, keys, merkle, queries, receipts, signing, sweeps
from kardad.evidence.actions import days
from kardad.evidence.models import Chain, Key, Leaf, Node, Root
from kardad.evidence.verifying import verify
from kardad.gateways.timestamp.port import Outcome
from kardad.inbox.actions import sealing
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.evidence.conftest import grow

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = timezone.localdate(NOW)


def judged(lines, **more):
    given = lines if not isinstance(lines, dict) else canonical.encode(lines)
    return verify(given, keys={"keys": queries.published_keys(), **more})


def problems(verdict):
    return [(one.problem, one.seq) for one in verdict.problems]


def more_chains(make, count):
    return [actions.open_chain(make.person(level=1), title=f"پرونده {number}", office_id=None, at=NOW) for number in range(count)]


def test_an_entry_has_a_promise_until_its_day_is_closed(chain):
    entries = grow(chain, 3)
    promised = queries.receipt(entries[1])
    assert promised["promise"]["statement"]["seq"] == 1
    assert judged(promised).is_valid
    assert sweeps.close_days(NOW + DAY) == 1
    sealed = queries.receipt(entries[1])
    assert (sealed["promise"], sealed["leaf"]) == (None, {"index": 0, "length": 3})
    assert judged(sealed).is_valid
    sealed["entry"]["at"] = sealed["entry"]["at"].replace("2025", "2024")
    assert problems(judged(sealed)) == [("ENTRY_ALTERED", 1)]


def test_every_day_has_its_root_also_those_without_growth(chain, make):
    others = more_chains(make, 3)
    for number, one in enumerate([chain, *others]):
        grow(one, number + 1)
    assert actions.close_days(at=NOW) == 0
    grow(chain, at=NOW + 3 * DAY)
    assert actions.close_days(at=NOW + 4 * DAY) == 4
    assert actions.close_days(at=NOW + 4 * DAY) == 0
    sizes = list(Root.objects.order_by("day").values_list("day", "size"))
    assert sizes == [(TODAY + number * DAY, size) for number, size in enumerate((4, 4, 4, 4))]
    grow(others[1], at=NOW + 4 * DAY)
    assert actions.close_days(at=NOW + 5 * DAY) == 1
    assert judged(queries.log(made_at=NOW)).is_valid
    assert judged(queries.dossier(others[1])).is_valid
    assert (Leaf.objects.count(), Node.objects.count()) == (5, 3)


def test_a_clock_that_runs_ahead_closes_nothing_until_somebody_has_looked(chain, capsys, time_machine):
    grow(chain)
    assert actions.close_days(at=NOW + DAY) == 1
    ahead = NOW + 400 * DAY
    assert (sweeps.close_days(ahead), Root.objects.count()) == (0, 1)
    assert sealing.watch(at=ahead)
    assert sealing.watch(at=ahead)
    item = WorkItem.objects.get(kind=sealing.KIND)
    assert (item.role, item.closed_at) == ("manager", None)
    time_machine.move_to(NOW + 40 * DAY, tick=False)  # the machine had rested, and its clock is right
    assert cli.main(["seal"]) == 0
    assert (capsys.readouterr().out, Root.objects.count()) == ("39 days\n", 40)
    assert not sealing.watch(at=NOW + 40 * DAY)
    assert WorkItem.objects.get(kind=sealing.KIND).closed_at
    assert sealing.watch(at=NOW + 5 * DAY)  # the clock went back behind the roots
    assert "آینده" in WorkItem.objects.get(kind=sealing.KIND, closed_at=None).title


def test_what_grew_after_a_root_waits_for_the_next(chain):
    grow(chain, 2)
    actions.close_days(at=NOW + DAY)
    late = grow(chain, at=NOW)[0]  # a deed of yesterday, committed today
    assert judged(queries.receipt(late)).is_valid
    assert queries.receipt(late)["root"] is None
    actions.close_days(at=NOW + 2 * DAY)
    assert queries.receipt(late)["root"]["statement"]["size"] == 2
    assert list(Chain.objects.values_list("grown_on", flat=True)) == [None]


def test_days_prove_that_the_log_only_grew(make):
    for number in range(7):
        for one in more_chains(make, number % 3 + 1):
            grow(one, at=NOW + number * DAY)
        actions.close_days(at=NOW + (number + 1) * DAY)
    roots = list(Root.objects.order_by("day"))
    for old in roots:
        for new in roots[roots.index(old) :]:
            shown = queries.consistency(old, new)
            proof = [bytes.fromhex(one) for one in shown["proof"]]
            assert merkle.grows(old.size, new.size, proof, bytes.fromhex(old.root), bytes.fromhex(new.root))
    for one in Chain.objects.all():
        assert judged(queries.receipt(one.entries.get())).is_valid


def test_a_closing_that_was_killed_goes_on(chain, make, monkeypatch):
    monkeypatch.setattr(days, "BATCH", 2)
    for one in [chain, *more_chains(make, 4)]:
        grow(one)
    real, calls = days._add_leaves, []

    def killed(day):
        calls.append(day)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(day)

    monkeypatch.setattr(days, "_add_leaves", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.close_day(TODAY, at=NOW + DAY)
    assert (Leaf.objects.count(), Root.objects.count()) == (2, 0)
    assert actions.close_day(TODAY, at=NOW + DAY)
    assert not actions.close_day(TODAY, at=NOW + DAY)
    assert (Leaf.objects.count(), Root.objects.get().size) == (5, 5)
    assert judged(queries.log(made_at=NOW)).is_valid


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_one_root(make, monkeypatch):
    monkeypatch.setattr(days, "BATCH", 3)
    for one in more_chains(make, 10):
        grow(one)
    barrier, faults, made = threading.Barrier(2), [], []

    def work():
        try:
            barrier.wait()
            made.append(actions.close_days(at=NOW + DAY))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (faults, sorted(made)) == ([], [0, 1])
    assert (Leaf.objects.count(), Key.objects.count()) == (10, 1)
    assert judged(queries.log(made_at=NOW)).is_valid


def test_a_clock_that_went_back_makes_no_root_older_than_the_one_before(chain):
    grow(chain)
    actions.close_day(TODAY, at=NOW + 2 * DAY)
    actions.close_day(TODAY + DAY, at=NOW + DAY)
    first, second = Root.objects.order_by("day")
    assert first.made_at == second.made_at
    assert judged(queries.log(made_at=NOW)).is_valid


def test_a_private_key_is_a_file_for_its_owner_and_never_in_the_database():
    key, signature = actions.sealed(b"a paper")
    path = keys.folder() / f"{key}.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    assert signing.check(signing.from_text(Key.objects.get().public), b"a paper", signing.from_text(signature))
    secret = path.read_bytes().splitlines()[1].decode()
    assert secret not in str(list(Key.objects.values_list()))
    keys._read.cache_clear()
    path.unlink()
    with pytest.raises(keys.KeyGone):
        actions.sealed(b"a paper")
    actions.lose_key(key, by=SYSTEM, at=NOW)
    assert actions.sealed(b"a paper")[0] != key


def test_a_rotated_key_is_trusted_by_who_trusted_the_first(chain):
    (entry,) = grow(chain)
    first = actions.ensure_key()
    actions.close_days(at=NOW + DAY)
    old = queries.published_keys()
    made = actions.rotate_key(by=SYSTEM, at=NOW + DAY + timedelta(hours=1))
    (later,) = grow(chain, at=NOW + DAY + timedelta(hours=2))
    actions.close_days(at=NOW + 2 * DAY)
    assert queries.receipt(later)["root"]["statement"]["key"] == made.key != first.key
    for one in (entry, later):
        assert verify(canonical.encode(queries.receipt(one)), keys=old).is_valid
    forged = queries.receipt(later)
    forged["keys"][1]["endorsement"] = forged["keys"][1]["endorsement"][:-4] + "AAAA"
    assert problems(verify(canonical.encode(forged), keys=old)) == [("SIGNER_UNKNOWN", 1)]


def test_what_a_lost_key_signed_needs_an_older_stamp(chain):
    (entry,) = grow(chain)
    actions.close_days(at=NOW + DAY)
    root = Root.objects.get()
    stamper = outside.stamper()
    lost = actions.lose_key(actions.ensure_key().key, by=SYSTEM, at=timezone.now() + DAY)
    assert problems(judged(queries.receipt(entry))) == [("KEY_NOT_VALID", 0)]
    with pytest.raises(Exception, match="EVIDENCE_KEY_LOST"):
        actions.lose_key(Key.objects.get(place=0).key, by=SYSTEM, at=NOW)
    assert actions.stamp_due(root.pk, at=NOW + DAY)
    assert not actions.stamp_due(root.pk, at=NOW + 2 * DAY)
    verdict = judged(queries.receipt(entry), authorities=queries.published_authorities())
    assert verdict.is_valid, problems(verdict)
    assert verdict.covers.stamped
    assert problems(judged(queries.receipt(entry))) == [("KEY_NOT_VALID", 0)]
    assert stamper.name == "memory"
    assert lost.place == 1


def test_a_stamp_that_does_not_come_is_asked_for_again(chain, monkeypatch):
    grow(chain)
    actions.close_days(at=NOW + DAY)
    with monkeypatch.context() as none:
        none.setattr(outside, "stamper", lambda: None)
        assert sweeps.stamp(NOW + DAY) == 0
    outside.stamper().fail(Outcome.UNAVAILABLE, times=1)
    assert sweeps.stamp(NOW + DAY) == 0
    assert sweeps.stamp(NOW + DAY + timedelta(minutes=1)) == 0
    assert sweeps.stamp(NOW + DAY + days.RETRY) == 1


def test_a_dossier_names_its_papers(chain):
    digest = "ab" * 32
    entries = grow(chain, 2)
    grow(chain, sha256=digest)
    lines = list(queries.dossier(chain, papers=[("ابلاغ.pdf", digest), ("دیگر.pdf", "00" * 32)]))
    assert canonical.decode(lines[-1])["paper"] == {"name": "ابلاغ.pdf", "sha256": digest, "seq": 2}
    assert judged(lines).is_valid
    altered = receipts.entry_line(entries[1].body.replace('"level":2', '"level":3').encode(), bytes.fromhex(entries[1].hash))
    assert problems(judged([*lines[:2], altered, *lines[3:]])) == [("ENTRY_ALTERED", 1)]
