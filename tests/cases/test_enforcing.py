"""What follows a final decision: its enforcement to the last rial, its recall, the Divan with a new panel, the archive."""

from datetime import timedelta

import pytest

from kardad.cases import bargaining, carrying_out, maintenance, package, sweeps
from kardad.cases.actions import (
    archiving,
    collecting,
    confirming,
    decisions,
    enforcing,
    findings,
    issuing,
    objections,
    serving,
    settling,
)
from kardad.cases.models import Case, Collection, Enforcement, Instalment
from kardad.cases.queries import enforcing as queries
from kardad.cases.queries import standing
from kardad.core import sweeps as jobs
from kardad.documents.models import Document
from kardad.documents.standing import State
from kardad.documents.standing import of as standing_of
from kardad.inbox.actions import notices
from kardad.inbox.models import Delivery, Letter
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import boards
from tests.cases.boards import member, moment

pytestmark = pytest.mark.django_db
FINAL = moment("1404-08-13", "00:01")
LATER = moment("1404-08-20")
PAID = moment("1404-08-26")
FOUND = {1: 180_000_000, 2: 55_000_000}


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


def day(said):
    """A Jalali day."""
    return calendar.parse_jalali(said)


def final(found=FOUND):
    """A decision of the first board that nobody objected to."""
    made = boards.heard(at=moment("1404-07-20"))
    made.first = boards.served(made, found, at=moment("1404-07-23"), on=moment("1404-07-26"))
    sweeps.finalise(FINAL)
    made.case.refresh_from_db()
    made.by, made.debtor = factories.actor(made.worker), factories.actor(made.employer)
    return made


def place(made, person=None, at=LATER):
    """Where the person stands in the case."""
    return standing.of(Case.objects.get(pk=made.case.pk), person or made.worker, at=at)


def asked(made=None, at=LATER, **more):
    """The creditor has asked for enforcement."""
    made = made or final()
    made.enforcement = enforcing.request(place(made, at=at), by=made.by, at=at, **more)
    return made


def sent(made=None, at=LATER):
    """The court has the package."""
    made = asked(made, at=at)
    enforcing.send(made.enforcement, court="اجرای احکام مدنی دادگستری تهران", by=made.secretary, at=at)
    return made


def pay(made, amount, *, by=None, on="1404-08-25", at=PAID):
    """Money is told of."""
    return collecting.note_money(made.enforcement, amount=amount, received_on=day(on), by=by or made.by, at=at)


def now(made):
    """The enforcement as it stands."""
    return Enforcement.objects.get(pk=made.enforcement.pk)


def test_nothing_is_enforced_before_the_day_and_then_the_package_is_printed_once():
    made = boards.heard(at=moment("1404-07-20"))
    boards.served(made, FOUND, at=moment("1404-07-23"), on=moment("1404-07-26"))
    made.by = factories.actor(made.worker)
    with pytest.raises(enforcing.NotEnforceable) as refused:
        asked(made, at=moment("1404-08-12", "23:59"))
    assert "۱۲ آبان ۱۴۰۴" in refused.value.text
    sweeps.finalise(FINAL)
    with pytest.raises(enforcing.NotCreditor):
        enforcing.request(place(made, made.employer), by=factories.actor(made.employer), at=LATER)
    asked(made, iban="IR580540105180021273113007")
    with pytest.raises(enforcing.RunningAlready):
        asked(made)
    assert (made.enforcement.owed, made.enforcement.court) == (235_000_000, f"اجرای احکام مدنی دادگستری {made.office.city}")
    names = [one.name for one in package.pieces(made.enforcement)]
    assert names == ["1-request.pdf", "2-decision.pdf", "3-service-1.pdf", "3-service-2.pdf", "4-finality.pdf"]
    assert WorkItem.objects.get(kind=enforcing.SENDING, closed_at=None).office_id == made.office.pk
    assert list(Letter.objects.filter(event="enforcement.requested").values_list("person_id", flat=True)) == [made.employer.pk]
    with pytest.raises(package.NotReady):
        package.written(made.case, made.enforcement, at=LATER)
    with pytest.raises(NotAllowed):
        enforcing.send(made.enforcement, court="دادگاه", by=made.by, at=LATER)
    with pytest.raises(NotAllowed):
        pay(made, 1000)
    enforcing.send(made.enforcement, court="شعبه یکم اجرا", by=made.secretary, at=LATER)
    assert not WorkItem.objects.filter(kind=enforcing.SENDING, closed_at=None).exists()
    with pytest.raises(NotAllowed):
        enforcing.send(made.enforcement, court="شعبه یکم اجرا", by=made.secretary, at=LATER)


def test_money_is_followed_to_the_last_rial_and_the_debtors_word_waits_for_the_creditors():
    made = sent()
    with pytest.raises(enforcing.WrongSchedule):
        enforcing.allow(made.enforcement, schedule=[(day("1404-09-01"), 1000)], by=made.by, at=LATER)
    plan = carrying_out.plan(235_000_000, count=3, first_on=day("1404-08-30"), advance=35_000_000, advance_on=day("1404-08-25"))
    assert [(calendar.jalali(on), amount) for on, amount in plan] == [
        ("1404-08-25", 35_000_000),
        ("1404-08-30", 66_666_666),
        ("1404-09-30", 66_666_666),
        ("1404-10-30", 66_666_668),
    ]
    with pytest.raises(enforcing.NotCreditor):
        enforcing.allow(made.enforcement, schedule=plan, by=made.debtor, at=LATER)
    for wrong in ("1404-07-22", "1499-01-01"):  # before the decision, and when nobody lives any more
        with pytest.raises(enforcing.WrongPlanDay):
            enforcing.allow(made.enforcement, schedule=[(day(wrong), 235_000_000)], by=made.by, at=LATER)
    enforcing.allow(made.enforcement, schedule=plan, by=made.by, at=LATER)
    assert pay(made, 40_000_000).pk == pay(made, 40_000_000).pk  # pressed twice
    assert list(Instalment.objects.order_by("position").values_list("paid", flat=True)) == [35_000_000, 5_000_000, 0, 0]
    for amount, on in ((195_000_001, "1404-08-25"), (0, "1404-08-25"), (1000, "1404-08-27"), (1000, "1404-07-22")):
        with pytest.raises((collecting.TooMuch, collecting.WrongDay)):
            pay(made, amount, on=on)
    told = pay(made, 95_000_000, by=made.debtor)
    assert (told.state, now(made).received) == ("asked", 40_000_000)
    with pytest.raises(enforcing.NotCreditor):
        collecting.answer(told, "accept", by=made.debtor, at=LATER)
    collecting.answer(told, "accept", by=made.by, at=LATER)
    with pytest.raises(NotAllowed):
        collecting.answer(told, "refuse", by=made.by, at=LATER)
    assert now(made).received == 135_000_000
    denied = collecting.answer(pay(made, 7, by=made.debtor), "refuse", by=made.by, at=LATER)
    assert (denied.state, now(made).received) == ("refused", 135_000_000)
    pay(made, 99_999_999, by=made.secretary)
    assert (now(made).state, now(made).owed - now(made).received) == ("sent", 1)
    pay(made, 1, at=moment("1404-09-02"))
    assert (now(made).state, now(made).received) == ("ended", 235_000_000)
    assert not Instalment.objects.filter(paid_on=None).exists()
    assert Letter.objects.filter(event="enforcement.ended").count() == 2
    assert queries.due(Case.objects.get(pk=made.case.pk), today=day("1404-09-02")).rest == 0
    with pytest.raises(enforcing.NotEnforceable):
        enforcing.request(place(made), by=made.by, at=moment("1404-09-03"))
    assert sum(Collection.objects.filter(state="counted").values_list("amount", flat=True)) == 235_000_000


def test_a_new_plan_leaves_no_part_of_the_old_one_open():
    made = sent()
    for first, second in (("1404-08-25", "1404-09-25"), ("1404-10-01", "1404-11-01")):
        rest = now(made).owed - now(made).received
        plan = [(day(first), rest - 100_000_000), (day(second), 100_000_000)]
        enforcing.allow(made.enforcement, schedule=plan, by=made.by, at=LATER)
        if not now(made).received:
            pay(made, 5_000_000)
    rows = list(Instalment.objects.order_by("position").values_list("amount", "paid", "paid_on"))
    assert rows == [(5_000_000, 5_000_000, day("1404-08-25")), (130_000_000, 0, None), (100_000_000, 0, None)]


def test_what_falls_after_the_request_takes_it_back_with_a_letter_to_the_court():
    made = sent()
    pay(made, 35_000_000)
    service = Delivery.objects.get(notice=made.first.notice, party__side="respondent")
    notices.void(service, reason="سامانه در دسترس نبود", by=made.secretary, at=moment("1404-09-01"))
    assert now(made).state == "recalled"
    letter = Document.objects.get(kind=carrying_out.RECALL)
    request = Document.objects.get(kind=carrying_out.REQUEST)
    assert (standing_of(letter).state, standing_of(request).state) == (State.VALID, State.VOID)
    with pytest.raises(NotAllowed):
        enforcing.note_return(made.enforcement, by=made.by, at=moment("1404-09-02"))
    enforcing.note_return(made.enforcement, by=made.secretary, at=moment("1404-09-02"))
    assert not WorkItem.objects.filter(kind=enforcing.RETURNING, closed_at=None).exists()
    with pytest.raises(NotAllowed):
        enforcing.note_return(made.enforcement, by=made.secretary, at=moment("1404-09-02"))
    with pytest.raises(enforcing.NotEnforceable):
        enforcing.request(place(made), by=made.by, at=moment("1404-09-02"))
    notices.serve_again(service, via="account", by=made.secretary, at=moment("1404-09-02"))
    sweeps.finalise(moment("1404-10-01"))
    again = enforcing.request(place(made), by=made.by, at=moment("1404-10-02"))
    assert again.owed == 200_000_000  # what came before is not asked for twice


def appealed():
    """A final decision of the appeal board, served on both sides."""
    made = boards.heard(at=moment("1404-07-20"))
    boards.served(made, FOUND, at=moment("1404-07-23"), on=moment("1404-07-26"))
    said = {"items": made.items[1:], "grounds": "پرداخت شده است.", "excuse": ""}
    objections.object(place(made, made.employer), by=factories.actor(made.employer), at=moment("1404-08-10"), **said)
    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=moment("1404-09-08"))
    decide(made, at=moment("1404-09-08", "12:00"))
    made.by = factories.actor(made.worker)
    return made


def decide(made, *, at, outcome="upheld"):
    """The appeal board decides what was objected to, and the sides have it."""
    chair = member(made.seats[0])
    draft = decisions.draft(made.case, kind="merits", by=chair, at=at)
    findings.find(draft, made.items[1], by=chair, at=at, outcome=outcome, reasons="مدارک را دیدیم.")
    made.last = issuing.issue(boards.voted(made, draft, at=at), by=chair, at=at)
    serving.serve(made.last, by=made.secretary, at=at + timedelta(days=2))
    made.case.refresh_from_db()


def test_what_was_not_served_is_not_enforced_and_a_correction_sets_what_is_owed():
    made = appealed()
    service = Delivery.objects.filter(notice__code="N9", party__side="respondent")
    service.update(served_on=None)
    with pytest.raises(enforcing.NotServed) as refused:
        asked(made, at=moment("1404-09-12"))
    assert "سپهر" in refused.value.text
    service.update(served_on=day("1404-09-10"))
    asked(made, at=moment("1404-09-12"))
    enforcing.send(made.enforcement, court="اجرا", by=made.secretary, at=moment("1404-09-12"))
    pay(made, 1_000_000, on="1404-09-12", at=moment("1404-09-12", "18:00"))
    at, chair = moment("1404-09-15"), member(made.seats[0])
    draft = issuing.correct(made.last, by=chair, at=at)
    findings.find(draft, made.items[0], by=chair, at=at, outcome="stands", amount=170_000_000, reasons="اشتباه در جمع")
    decisions.write(draft, text="۱۷۰٬۰۰۰٬۰۰۰ ریال", was="۱۸۰٬۰۰۰٬۰۰۰ ریال", by=chair, at=at)
    issuing.issue(boards.voted(made, draft, at=at), by=chair, at=at)
    assert (now(made).state, now(made).owed, now(made).received) == ("sent", 225_000_000, 1_000_000)


def test_what_orders_something_to_be_done_does_not_end_with_its_money():
    made = final()
    Enforcement.objects.all().delete()
    made.first.findings.filter(item__position=2).update(amount=None, order="بازگشت به کار")
    type(made.first).objects.filter(pk=made.first.pk).update(total=180_000_000)
    sent(made)
    assert made.enforcement.orders == ["بازگشت به کار"]
    pay(made, 180_000_000)
    assert now(made).state == "sent"
    with pytest.raises(enforcing.NoReason):
        enforcing.end(made.enforcement, reason=" ", by=made.by, at=LATER)
    enforcing.end(made.enforcement, reason="به کار بازگشت.", by=made.by, at=LATER)
    assert now(made).state == "ended"
    assert queries.due(Case.objects.get(pk=made.case.pk), today=day("1404-09-01")).is_something is False


def test_only_a_case_without_an_open_matter_goes_to_the_archive_and_moves_no_more():
    assert "cases.archive" in jobs.load()
    made = sent()
    far = moment("1405-06-01")
    assert maintenance.archive(far) == 0
    with pytest.raises(archiving.StillOpen):
        archiving.archive(made.case, by=made.secretary, at=far)
    pay(made, 235_000_000)
    with pytest.raises(NotAllowed):
        archiving.archive(made.case, by=made.by, at=LATER)
    assert maintenance.archive(moment("1404-09-01")) == 0  # the Divan's days run
    assert [maintenance.archive(far), maintenance.archive(far)] == [1, 0]
    made.case.refresh_from_db()
    assert (made.case.state, made.case.ended_at) == ("archived", far)
    with pytest.raises(NotAllowed):
        archiving.archive(made.case, by=made.secretary, at=far)


@pytest.mark.parametrize(("outcome", "state"), [("upheld", "sent"), ("reversed", "recalled")])
def test_a_late_objection_stops_no_enforcement_until_the_appeal_board_decides_otherwise(outcome, state):
    made = sent()
    said = {"items": made.items[1:], "grounds": "پرداخت شده است.", "excuse": "بیمار بودم."}
    late = objections.object(place(made, made.employer), by=made.debtor, at=LATER, **said)
    objections.send_up(late, by=made.secretary, at=LATER)
    pay(made, 1_000_000)
    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=moment("1404-09-08"))
    chair, at = member(made.seats[0]), moment("1404-09-08", "12:00")
    draft = decisions.draft(made.case, kind="merits", by=chair, at=at)
    objections.rule(late, ruled="heard", by=chair, at=at)
    findings.find(draft, made.items[1], by=chair, at=at, outcome=outcome, reasons="مدارک را دیدیم.")
    issuing.issue(boards.voted(made, draft, at=at), by=chair, at=at)
    assert (now(made).state, now(made).received) == (state, 1_000_000)


def settled(default):
    """Both sides settled for ninety million in three months, confirmed and served."""
    made = boards.heard(at=moment("1404-07-20"))
    made.by, made.debtor = factories.actor(made.worker), factories.actor(made.employer)
    at = moment("1404-07-25")
    settling.open_table(place(made, at=at), by=made.by, at=at)
    agreed = bargaining.Terms(bargaining.parts(90_000_000, 3, day("1404-08-25")), default=default, waiver="case")
    settling.propose(place(made, made.employer, at=at), terms=agreed, by=made.debtor, at=at)
    table = settling.agree(place(made, at=at), version=1, by=made.by, at=at)
    for person, by in ((made.worker, made.by), (made.employer, made.debtor)):
        settling.sign(place(made, person, at=at), hash=table.hash, by=by, at=at)
    confirming.confirm_settlement(made.case, by=member(made.seats[0]), at=at)
    made.case.refresh_from_db()
    return made


@pytest.mark.parametrize(("default", "early", "owed"), [("all", "1404-09-05", 90_000_000), ("each", "1404-08-25", 30_000_000)])
def test_a_settlement_in_default_is_enforced_by_its_own_clause(default, early, owed):
    made = settled(default)
    assert made.case.state == "settled"
    with pytest.raises(enforcing.NotEnforceable):
        asked(made, at=moment(early))
    sent(made, at=moment("1404-09-06"))
    assert made.enforcement.owed == owed
    assert [one.name for one in package.pieces(made.enforcement)] == [
        "1-request.pdf",
        "2-decision.pdf",
        "3-service-1.pdf",
        "3-service-2.pdf",
    ]
    pay(made, 30_000_000, on="1404-09-06", at=moment("1404-09-07"))
    assert list(Instalment.objects.order_by("position").values_list("paid", flat=True)) == [30_000_000, 0, 0]
    assert now(made).state == ("sent" if default == "all" else "ended")
