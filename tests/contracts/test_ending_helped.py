"""Who does not read has an end or a settlement read to him before a witness of his choice, who makes nothing known to the other side."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.contracts import auditing
from kardad.contracts.actions import ending, resigning, wording
from kardad.contracts.causes import Evidence
from kardad.contracts.models import Contract, Signature
from kardad.inbox.models import Letter
from tests import factories
from tests.contracts import test_ending as ends
from tests.contracts import test_settlement as settlements
from tests.contracts import world
from tests.contracts.test_papers import bare
from tests.contracts.test_papers_others import printed
from tests.contracts.test_signing_helped import named
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def friend():
    return factories.person(level=2, first_name="نادر", last_name="امینی")


def sides(made, friend, sms, clock, at):
    """Worker and keeper at their browsers, on that day, each SIM proved."""
    clock.move_to(at, tick=False)
    for one in (made.keeper, made.worker, friend):
        one.refresh_from_db()
        one.mobile_proved_at = at
        one.save()
    return Side(made, made.worker, sms, ip="10.0.0.2"), Side(made, made.keeper, sms)


def attests(worker, friend, sms, where):
    """The friend bears witness by his own code."""
    assert worker.post("assist_version", named(friend), *where).status_code == 302
    return worker.post("assist_version", {"code": world.by_code(sms, friend)}, *where)


def test_a_resignation_is_read_before_a_witness_and_stays_the_workers_until_he_signs(sms, clock, friend):
    made, at = ends.running(sms), world.NOW + timedelta(days=30)
    worker, keeper = sides(made, friend, sms, clock, at)
    told = ending.Named(cause="resignation", ends_on=day("1404-02-20"), shown=Evidence(detail="به شهر دیگری می‌روم."))
    version = resigning.write(ends.side_of(made, "worker")[0], told, by=made.works, at=at)
    where = ("ending", version.number)
    assert worker.get("assist_version", *where).headers["Location"] == worker.at("sign_version", *where)
    worker.post("sign_version", {"do": "read"}, *where)
    assert "گواهی دهد" in worker.get("sign_version", *where).content.decode()
    page = worker.get("assist_version", *where).content.decode()
    assert "استعفا می‌دهم" in page
    assert {worker.post("assist_version", named(one), *where).status_code for one in (made.keeper, made.worker)} == {422}
    assert attests(worker, friend, sms, where).headers["Location"] == worker.at("sign_version", *where)
    assert friend.name in worker.get("sign_version", *where).content.decode()
    assert {keeper.get(name, *where).status_code for name in ("sign_version", "assist_version", "paper_unsigned")} == {404}
    assert not any("ending/" in address for _, address in keeper.get("contract").context["ways"] if address.endswith("/sign/"))
    wording.lapse(version.pk, at=version.until)
    assert not Letter.objects.filter(person=made.keeper, event__in=("contract.wording_expired", "contract.resigned")).exists()


def test_a_settlement_is_signed_by_who_does_not_read_and_its_witness_stands_on_the_paper(sms, clock, friend):
    made = ends.running(sms, pay={"amount": 6_000_000})
    ends.declared(made, at=settlements.AT)
    version = settlements.prepared(made, at=settlements.AT)
    ends.gave(made, "employer", version, sms, at=settlements.AT)
    at = settlements.AT + timedelta(minutes=5)
    worker, keeper = sides(made, friend, sms, clock, at)
    where = ("settlement", version.number)
    worker.post("sign_version", {"do": "read"}, *where)
    attests(worker, friend, sms, where)
    assert keeper.get("assist_version", *where).status_code == 404
    assert worker.signs("sign_version", *where).status_code == 302
    assert worker.get("assist_version", *where).status_code == 404
    assert sorted(Signature.objects.filter(version=version).values_list("side", flat=True)) == ["employer", "witness", "worker"]
    version.refresh_from_db()
    version.contract = Contract.objects.get(pk=made.contract.pk)
    assert version.state == "signed"
    assert bare("نادر امینی") in printed(version, at=at)
    assert list(auditing.differences()) == []
    assert reverse("contracts:settlement", args=[made.contract.token]) in worker.get("ending").content.decode()
