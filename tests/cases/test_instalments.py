"""Instalments are told of: the debtor three days before, the creditor when one is late; what was paid or counts no more, nobody."""

from datetime import timedelta

import pytest

from kardad.cases import sweeps
from kardad.cases.actions import collecting, divan, enforcing
from kardad.cases.models import Case, Enforcement, Instalment, Settlement
from kardad.cases.queries import standing
from kardad.inbox.models import Letter
from kardad.kit import calendar
from tests import factories
from tests.cases import boards, scenes
from tests.cases.boards import moment

pytestmark = pytest.mark.django_db
BEGUN = moment("1404-08-20")


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


def pay(made, amount, on):
    """The desk writes down what reached the creditor on that day."""
    at = moment(on)
    collecting.note_money(made.running, amount=amount, received_on=at.date(), by=made.secretary, at=at)


def told(event):
    """Whom the letters of this event went to, and what they say."""
    return [(one.person, one.text) for one in Letter.objects.filter(event=event).order_by("pk")]


@pytest.fixture
def made():
    """The court has allowed three instalments: on 1404/09/10, 10/10 and 11/10."""
    found = boards.heard(at=moment("1404-07-20"))
    boards.served(found, {1: 90_000_000, 2: "rejected"}, at=moment("1404-07-23"), on=moment("1404-07-26"))
    sweeps.finalise(moment("1404-08-13", "00:01"))
    place = standing.of(Case.objects.get(pk=found.case.pk), found.worker, at=BEGUN)
    running = enforcing.request(place, by=factories.actor(found.worker), at=BEGUN)
    enforcing.send(running, court="اجرای احکام تهران", by=found.secretary, at=BEGUN)
    found.running = enforcing.note_court(running, number="۱۴۰۴-۵۵", by=found.secretary, at=BEGUN)
    plan = [(calendar.parse_jalali(f"1404-{month:02d}-10"), 30_000_000) for month in (9, 10, 11)]
    enforcing.allow(found.running, schedule=plan, by=found.secretary, at=BEGUN)
    return found


def test_the_debtor_is_reminded_three_days_before_and_the_creditor_told_when_it_is_late(made):
    assert sweeps.tell_instalments(moment("1404-09-07", "07:59")) == 0
    assert [sweeps.tell_instalments(moment("1404-09-07", "08:00")) for _ in range(2)] == [1, 0]
    [(person, said)] = told("instalment.near")
    assert person == made.employer
    assert "بنویسید که پرداخته‌اید" in said
    collecting.note_money(
        made.running, amount=10_000_000, received_on=moment("1404-09-08").date(), by=made.secretary, at=moment("1404-09-08")
    )
    assert sweeps.tell_instalments(moment("1404-09-10", "23:00")) == 0
    assert [sweeps.tell_instalments(moment("1404-09-11", "08:00")) for _ in range(2)] == [1, 0]
    [(person, said)] = told("instalment.late")
    assert person == made.worker
    assert "۲۰٬۰۰۰٬۰۰۰" in said
    assert "اجرای احکام تهران، شماره ۱۴۰۴-۵۵" in said
    assert sweeps.tell_instalments(moment("1404-10-06")) == 0  # once each


def test_what_was_paid_and_what_the_court_has_no_more_is_told_of_to_nobody(made):
    collecting.note_money(
        made.running, amount=30_000_000, received_on=moment("1404-09-01").date(), by=made.secretary, at=moment("1404-09-01")
    )
    assert sweeps.tell_instalments(moment("1404-09-12")) == 0
    enforcing.recall(made.running, reason="سازش شد", by=made.secretary, at=moment("1404-10-01"))
    assert sweeps.tell_instalments(moment("1404-12-01")) == 0
    assert not Letter.objects.filter(event__startswith="instalment.").exists()
    assert Instalment.objects.filter(tell_due_at__isnull=False).count() == 0


def test_while_the_divan_has_stayed_it_nobody_is_pressed_and_after_that_it_is_told(made):
    party = made.case.dossier.parties.get(side="respondent")
    row = divan.complain(made.case, party=party, number="۱", opened_on=BEGUN.date(), by=made.secretary, at=BEGUN)
    divan.stay(row, on=BEGUN.date(), by=made.secretary, at=BEGUN)
    assert sweeps.tell_instalments(moment("1404-09-07", "09:00")) == 0
    divan.lift(row, on=moment("1404-09-08").date(), by=made.secretary, at=moment("1404-09-08"))
    assert sweeps.tell_instalments(moment("1404-09-08", "09:00")) == 1
    assert [person for person, _ in told("instalment.near")] == [made.employer]


def test_instalments_of_a_settlement_are_told_of_too_until_the_court_has_it():
    scene = scenes.settled()
    first = Instalment.objects.order_by("position").first()
    after = calendar.day_start_end(first.due_on)[1] + timedelta(hours=9)
    assert sweeps.tell_instalments(after) >= 1
    [(person, said)] = told("instalment.late_settled")
    assert person == scene.made.sides["claimant"].representations.get(ended_at=None).agent
    assert "سازش‌نامه" in said
    assert not told("instalment.late")
    told_of = {"decision": Settlement.objects.get().decision, "party": scene.made.sides["claimant"], "owed": 90, "requested_at": after}
    Enforcement.objects.create(case=scene.made.case, **told_of)
    before = Letter.objects.filter(event__startswith="instalment.").count()
    sweeps.tell_instalments(after + timedelta(days=400))
    assert Letter.objects.filter(event__startswith="instalment.").count() == before
