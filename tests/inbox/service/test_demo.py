"""The demo's dossiers: every rung, every sort of trouble, days ahead and past; rooms that open; and nothing where people are real."""

from datetime import UTC, datetime
from heapq import merge

import pytest
from django.test import Client
from django.urls import reverse

from kardad.inbox import demo
from kardad.inbox.models import Announcement, Deadline, Delivery, Dossier, Letter, Notice, Visit
from kardad.kit import calendar
from kardad.people.models import RoleGrant
from kardad.work.models import WorkItem
from tests import factories

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 11, 21, 7, 40, tzinfo=UTC)
AFTER_NOWRUZ = datetime(2027, 3, 28, 5, 10, tzinfo=UTC)


def played(at):
    """The stories of a moment, in the order of their deeds."""
    office = factories.office(kind="labour")
    people = [factories.person(role=role) for role in ("worker", "employer_natural", "practitioner")]
    people.append(factories.staff("secretary", at_office=office))
    return list(merge(*demo.stories(people, at=at)))


def window(role):
    browser, found = Client(), RoleGrant.objects.get(role=role, state="active").person
    browser.force_login(found)
    factories.show(browser, found, "totp")
    return browser, found


@pytest.mark.parametrize("at", [SATURDAY, AFTER_NOWRUZ])
def test_there_is_a_service_of_every_sort_and_its_rooms_open(settings, time_machine, at):
    settings.DEMO = True
    time_machine.move_to(at, tick=False)
    assert played(at)[-1] == at
    ways = Delivery.objects.exclude(via="elsewhere")
    rungs = set(ways.filter(via="account", voided_at=None, is_copy=False).values_list("rung", flat=True))
    assert rungs - {"placed"} == {"notified", "opened", "acknowledged"}  # a text that leaves is delivered within minutes
    assert set(Visit.objects.values_list("outcome", flat=True)) == {"returned", "refused", "relative", "handed"}
    fallen = ways.get(voided_at__isnull=False)
    assert (fallen.replaced_by.get().served_on is not None, fallen.notice.deliveries.filter(is_copy=True).exists()) == (True, True)
    today = calendar.tehran_day(at)
    running = Deadline.objects.filter(superseded_at=None)
    assert running.filter(safe_until__gt=today, at_risk_since=None).count() >= 3
    assert running.filter(final_on__lte=today, at_risk_since=None).exists()
    doubt = running.get(at_risk_since__isnull=False)
    waits = {(one.kind, one.subject_id) for one in WorkItem.objects.filter(closed_at=None, role="secretary")}
    failed, waiting = ways.get(problem="unopened"), ways.get(via="paper", rung="waiting")
    assert waits == {("delivery.failed", failed.pk), ("delivery.paper", waiting.pk), ("deadline.at_risk", doubt.pk)}
    assert Notice.objects.filter(state="draft").count() == Announcement.objects.count() == 1
    assert not Letter.objects.filter(at__gt=at).exists()
    browser, _ = window("secretary")
    pages = [reverse(f"inbox_office:{name}") for name in ("dossiers", "papers", "failures", "risks", "announcements")]
    pages += [reverse("inbox_office:dossier", args=[one.pk]) for one in Dossier.objects.filter(kind="office")]
    assert {browser.get(page).status_code for page in [*pages, reverse("inbox_office:risk", args=[doubt.pk])]} == {200}
    for role in ("worker", "employer_natural", "practitioner"):
        browser, person = window(role)
        pages = [one.dossier.url for one in Letter.objects.filter(person=person, dossier__isnull=False)]
        assert pages
        assert {browser.get(page).status_code for page in {*pages, reverse("inbox:inbox")}} == {200}


def test_a_bureau_shows_only_what_another_body_served_and_nothing_where_people_are_real(settings):
    settings.DEMO, settings.OPERATOR = True, "bureau"
    assert max(played(SATURDAY)) <= SATURDAY
    assert set(Delivery.objects.values_list("via", flat=True)) == {"elsewhere"}
    settings.DEMO = False
    with pytest.raises(RuntimeError, match="demo"):
        played(SATURDAY)
