"""What comes next in a contract and until when: said to each side in each state, on the contract's page and in the list."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from kardad.contracts import flow
from kardad.contracts.actions import ending, resigning
from kardad.contracts.causes import Evidence
from kardad.contracts.models import Contract
from kardad.contracts.queries import standing
from kardad.contracts.shown import following
from kardad.kit import calendar
from tests.contracts import test_ending as ends
from tests.contracts import world
from tests.contracts.world import NOW, day

pytestmark = pytest.mark.django_db
SIDES = (standing.EMPLOYER, standing.WORKER)


def read(made, person):
    """The contract's page of this person: what comes next, and the links beside it."""
    client = Client()
    client.force_login(person)
    page = BeautifulSoup(client.get(made.contract.url).content, "html.parser")
    box = page.select_one(".next-step")
    link = box.a and box.a["href"]
    assert link is None or client.get(link).status_code in (200, 302), link
    assert page.select_one("main .tag")
    assert link not in [one["href"] for one in page.select(".buttons a")]
    return box.get_text(" ", strip=True), link


def put(made, **values):
    Contract.objects.filter(pk=made.contract.pk).update(**values)


def test_every_state_says_to_each_side_what_comes_next():
    assert set(following.BY_SIDE) == {(side, state) for side in SIDES for state in flow.STATES}


def test_each_side_reads_what_waits_for_whom_and_until_when(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    made = world.sent(sms=sms)
    until = calendar.long(calendar.tehran_day(NOW + timedelta(days=10)))
    told, link = read(made, made.worker)
    assert link == reverse("contracts:read", args=[made.contract.token])
    assert until in told
    client = Client()
    client.force_login(made.worker)
    assert "منتظر پاسخ شما" in client.get(made.contract.url).content.decode()
    told, link = read(made, made.keeper)
    assert (until in told, link) == (True, None)
    for person, words in ((made.worker, "منتظر پاسخ شما تا"), (made.keeper, "منتظر کارگر تا")):
        client = Client()
        client.force_login(person)
        whose = "mine" if person == made.worker else f"organisation-{made.company.pk}"
        shown = client.get(reverse("contracts:index"), {"whose": whose}).content.decode()
        assert f"{words} {calendar.slashed(calendar.tehran_day(NOW + timedelta(days=10)))}" in shown


def test_an_end_that_comes_near_or_was_named_or_a_wording_that_waits_is_said_before_all_else(sms, time_machine):
    made = ends.running(sms)
    time_machine.move_to(NOW, tick=False)
    told, link = read(made, made.worker)
    assert ("جاری" in told, calendar.long(ends.LAST) in told, link.endswith("/life/")) == (True, True, True)
    time_machine.move_to(NOW + timedelta(days=160), tick=False)
    told, link = read(made, made.keeper)
    assert ("روز تا آخرین روز" in told, link.endswith("/renewal/")) == (True, True)
    time_machine.move_to(NOW + timedelta(days=200), tick=False)
    assert "مدت این قرارداد گذشته است" in read(made, made.keeper)[0]
    time_machine.move_to(NOW + timedelta(days=60), tick=False)
    place, actor = ends.side_of(made, "worker")
    at = NOW + timedelta(days=60)
    version = resigning.write(place, ending.Named(cause="resignation", ends_on=day("1404-04-01"), shown=Evidence()), by=actor, at=at)
    told, link = read(made, made.worker)
    assert ("منتظر امضای شما" in told, link) == (True, reverse("contracts:sign_version", args=[made.contract.token, "ending", 1]))
    assert "جاری" in read(made, made.keeper)[0]
    ends.gave(made, "worker", version, sms, at=at)
    for person, words in ((made.keeper, "کارگر استعفا داده است"), (made.worker, "استعفای شما منتظر کارفرماست")):
        told, link = read(made, person)
        assert (words in told, calendar.long(day("1404-04-01")) in told, link.endswith("/ending/")) == (True, True, True)
    place, actor = ends.side_of(made, "employer")
    resigning.accept(place, by=actor, at=at)
    assert "پایان این قرارداد ثبت شده است" in read(made, made.worker)[0]


def test_a_settlement_that_is_due_and_what_is_over_say_so(sms, time_machine):
    time_machine.move_to(ends.ENDED, tick=False)
    made = ends.running(sms)
    ends.declared(made)
    told, link = read(made, made.keeper)
    assert (calendar.long(ends.LAST + timedelta(days=15)) in told, link.endswith("/settlement/")) == (True, True)
    for state in ("settled", "void", "renewed", "rejected", "expired", "suspended"):
        put(made, state=state)
        assert read(made, made.keeper)[0]
        assert read(made, made.worker)[0]
