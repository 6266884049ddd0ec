"""Many contracts at once on the real database: two workers, two keepers and two presses make and sign nothing twice."""

import pytest
from django.db import connection

from kardad.calc.roster import books
from kardad.contracts.actions import batch_rosters, batch_signing, batch_work
from kardad.contracts.actions.drafting import For
from kardad.contracts.actions.signing import Seen
from kardad.contracts.forms import rosters as forms
from kardad.contracts.models import Batch, BatchRow, Contract, Signature
from kardad.core import outside
from tests import factories
from tests.cases.test_votes_race import at_once
from tests.contracts import rosters, world
from tests.contracts.world import NOW, day

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


def sent(made, person, once):
    book = books.read("w.xlsx", rosters.xlsx(*(rosters.row(number) for number in range(6))), forms.Table("drafts"))
    told = batch_rosters.Sent("drafts", once, "w.xlsx")
    return batch_rosters.begin(person, For(made.company), book, told, by=factories.actor(person, "employer"), at=NOW)


def work(batch):
    return batch_work.work(batch.pk, read=forms.reader(day("1404-01-05")), clock=lambda: NOW)


def test_two_files_two_workers_and_three_presses_at_once(sms, monkeypatch):
    monkeypatch.setattr("kardad.contracts.actions.batch_rosters.PART", 2)
    made = world.world()
    made.company.company_id = "10380284790"
    made.company.save()
    other = factories.person(level=2, role="employer")
    world.seat(made.company, other, rights=("contracts",))
    first, second = sent(made, made.keeper, "a" * 32), sent(made, other, "b" * 32)
    at_once(*[lambda: work(first)] * 2, *[lambda: work(second)] * 2)
    for one in (first, second):
        work(one)
        one.refresh_from_db()
        assert (one.state, one.done, one.bad) == ("done", 6, 0)
    assert Contract.objects.count() == first.made + second.made == 6
    assert BatchRow.objects.filter(state="there").count() == 6
    # Which of the two made a draft is chance; the owner signs them all.
    first.rows.update(state="made")
    by, seen = made.keeps, Seen(session_key="desk")
    listed = batch_signing.begin(first, once="c" * 32, by=by, at=NOW)
    at_once(*[lambda: work(listed)] * 2)
    listed.refresh_from_db()
    assert listed.state == "ready"
    batch_signing.ask(listed, digest=listed.sha256, knows=listed.knows, seen=seen, by=by, at=NOW)
    code = world.by_code(outside.messengers()[0], made.keeper)
    given = {"code": code, "digest": listed.sha256, "knows": listed.knows, "seen": seen, "by": by, "at": NOW}
    found = at_once(*[lambda: batch_signing.sign(Batch.objects.get(pk=listed.pk), **given)] * 3)
    assert found.count(None) == 1
    at_once(*[lambda: work(listed)] * 3)
    listed.refresh_from_db()
    signed = Signature.objects.filter(signed_at__isnull=False)
    assert (listed.state, listed.made, signed.count()) == ("done", 6, 6)
    assert signed.values("version").distinct().count() == 6
