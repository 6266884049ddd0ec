"""SC-1 of the documents, whole and by pages alone: filed, heard, decided, objected to on the last day, final on appeal."""

import contextlib
import json
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from kardad.cases.models import Case, Decision, Objection, Vote
from kardad.core import sweeps
from kardad.inbox.models import Letter, Notice
from kardad.kit import money
from kardad.kit.text import to_persian_digits
from tests import factories
from tests.journeys.court import (
    CLAIMANT,
    EMPLOYMENT,
    NARRATIVE,
    WORKSHOP,
    Court,
    calendar_of_scenarios,
    days,
    deliveries,
    links,
    moment,
    served,
    sides,
    state,
    words,
)
from tests.people.staff_world import company, place

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
SEPEHR = {"kind": "legal", "company_name": "شرکت سپهر", "company_id": "99900012303", "address": "تهران، جاده نمونه، کارگاه سپهر"}
ASKED = {
    "W01": {"way": "typed", "amount": "۲۰۰٬۰۰۰٬۰۰۰"},
    "W03": {"way": "typed", "amount": "۶۰٬۰۰۰٬۰۰۰"},
}
CLAIMED = ("حقوق معوقه", "عیدی و پاداش", "۲۰۰٬۰۰۰٬۰۰۰", "۶۰٬۰۰۰٬۰۰۰")
WAGES, BONUS = 180_000_000, 55_000_000


@pytest.fixture
def court(db, clock, no_captcha, monkeypatch, settings):
    """The office on the first day."""
    settings.OPERATOR = "authority"
    calendar_of_scenarios(monkeypatch)
    return Court(clock, "1404-07-01")


@contextlib.contextmanager
def had_it_been():
    """What the scenario tells of another course is walked from here, and never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def follow_the_days(*names):
    """What the sweeps do now."""
    for name in names or ("cases.finalise",):
        sweeps.run(name, timezone.now())


def begins(court, s):
    """Who they are."""
    s.maryam = factories.person(first_name="مریم", last_name="کاظمی", level=2)
    s.clerk = factories.person(first_name="نیما", last_name="سپهری", level=2, role="employer")
    place(company(moment("1404-07-01"), "شرکت سپهر"), s.clerk, moment("1404-07-01"))
    s.stranger = factories.person(level=2)


def files(court, s):
    """Filed, with its receipt."""
    s.case = court.petition(s.maryam, SEPEHR, claims=ASKED)
    receipt = court.reads(s.maryam, "cases:petition_done", s.case.token)
    assert state(s.case) == ("filed", "DB", None)
    assert s.case.number == f"1404-{court.office.pk}-000001"
    for said in (
        "مریم کاظمی",
        "شرکت سپهر",
        "۱ مهر ۱۴۰۴",
        s.case.dossier.tracking_code[:4].translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    ):
        assert said in receipt, said
    assert [(one.code, one.amount) for one in s.case.items.order_by("position")] == [("W01", 200_000_000), ("W03", 60_000_000)]


def is_invited(court, s):
    """Accepted, its panel drawn, both invited; arrival is service."""
    court.on("1404-07-05")
    reads_the_petition(court, court.secretary, "cases_office:petition_text", s.case.pk)
    court.opens(s.clerk, "cases:petition_text", s.case.token, status=404)
    for name in ("cases:case", "cases:cases", "cases:settlement"):
        page = court.reads(s.clerk, name, *([] if name == "cases:cases" else [s.case.token]))
        assert not [said for said in (NARRATIVE["text"], *CLAIMED) if said in page], name
    court.press(court.secretary, "cases_office:accept", s.case.pk)
    s.seats = court.draws(s.case)
    assert len(s.seats) == 3
    court.on("1404-07-06", "22:40")
    s.hearing = court.sets(s.case, "1404-07-20")
    summons, petition = (deliveries(Notice.objects.get(code=code)) for code in ("N1", "N3"))
    assert set(summons) == {"claimant", "respondent"}
    assert set(petition) == {"respondent"}
    assert {served(one) for one in [*summons.values(), *petition.values()]} == {("1404-07-06", "legal")}
    told = reads_the_petition(court, s.clerk, "cases:petition_text", s.case.token)
    assert "حقوق معوقه" in court.reads(s.clerk, "cases:settlement", s.case.token)
    assert to_persian_digits(s.maryam.particulars.code) not in told
    assert CLAIMANT["address"] not in told
    for seat in s.seats:
        reads_the_petition(court, seat.person, "cases_office:petition_text", s.case.pk)
    court.opens(s.stranger, "cases:petition_text", s.case.token, status=404)
    court.on("1404-07-09", "08:15")
    letter = Letter.objects.get(delivery=summons["respondent"], person=s.clerk)
    court.press(s.clerk, f"/panel/inbox/{letter.pk}/", do="open")
    assert served(summons["respondent"]) == ("1404-07-06", "actual")
    assert served(summons["claimant"]) == ("1404-07-06", "legal")


def reads_the_petition(court, who, name, key):
    """The words of the petition's page, which are all there."""
    told = court.reads(who, name, key)
    for said in (NARRATIVE["text"], *CLAIMED, "۲۶۰٬۰۰۰٬۰۰۰", WORKSHOP["name"], EMPLOYMENT["job"]):
        assert said in told, (name, said)
    return told


def is_heard(court, s):
    """Heard by three of three with both sides; decided within seven days."""
    court.on("1404-07-20")
    s.there = sides(s.case)
    court.meets(s.hearing, s.there.claimant, s.there.respondent)
    assert state(s.case) == ("heard", "DB", None)
    court.on("1404-07-23")
    found = {"item_1": {"outcome": "allowed", "amount": "۱۸۰٬۰۰۰٬۰۰۰"}, "item_2": {"outcome": "allowed", "amount": "۵٬۵۰۰٬۰۰۰ تومان"}}
    s.first = court.decides(s.case, s.seats, **found)
    assert (s.first.due_on, s.first.total, s.first.state) == (moment("1404-07-27").date(), WAGES + BONUS, "issued")
    assert state(s.case) == ("decided", "DB", None)


def is_served(court, s):
    """Served on both; until 08/13 nothing is final and nothing is enforced."""
    court.on("1404-07-26")
    decision = court.serves(s.first)
    assert {days(one) for one in decision.values()} == {("1404-08-11", "1404-08-12", "1404-08-13")}
    told = json.loads(s.first.notice.says)
    assert (told["total"], len(told["findings"])) == (235_000_000, 2)
    for who in (s.maryam, s.clerk):
        shown = court.opens(who, "cases:decisions", s.case.token)
        for said in ("۲۳۵٬۰۰۰٬۰۰۰", money.in_words(235_000_000), "۱۱ آبان ۱۴۰۴", "۱۲ آبان ۱۴۰۴"):
            assert said in words(shown), said
    court.on("1404-08-12", "22:00")
    follow_the_days()
    assert state(s.case) == ("window", "DB", None)
    assert "۱۲ آبان ۱۴۰۴" in words(court.tries(s.maryam, "cases:certify", s.case.token))
    assert not enforcement(court, s.maryam, s.case)
    s.items = {one.code: str(one.pk) for one in s.case.items.all()}
    with had_it_been():  # nobody objects
        court.on("1404-08-13", "00:00")
        follow_the_days()
        assert state(s.case) == ("final", "DB", "1404-08-13")
    with had_it_been():  # objected to a day later: kept, flagged, the appeal board's to say
        court.on("1404-08-13", "00:01")
        follow_the_days()
        court.press(s.clerk, "cases:object", s.case.token, items=[s.items["W03"]], grounds="پرداخت شده است.", excuse="بیمار بودم.")
        late = Objection.objects.get()
        assert (late.is_late, state(s.case)) == (True, ("final", "DB", "1404-08-13"))
        court.press(court.secretary, "cases_office:objection_send_up", late.pk)
        assert state(s.case) == ("appealed", "DRB", None)


def objects(court, s):
    """The company objects in the last hour to the bonus alone; the other side sees its copy and nothing that was not filed."""
    court.on("1404-08-12", "23:00")
    refused = court.tries(s.clerk, "cases:object", s.case.token, items=[s.items["W03"]], grounds=" ")
    assert refused.status_code == 422
    assert not Notice.objects.filter(code="N8").exists()
    court.press(s.clerk, "cases:object", s.case.token, items=[s.items["W03"]], grounds="عیدی را واریز کرده‌ایم.")
    filed = Objection.objects.get()
    assert (filed.is_late, [one.code for one in filed.items.all()], state(s.case)) == (False, ["W03"], ("appealed", "DRB", None))
    copy = deliveries(Notice.objects.get(code="N8"))
    assert set(copy) == {"claimant"}
    assert "عیدی را واریز کرده‌ایم." in court.paper(s.maryam, Notice.objects.get(code="N8"))
    court.on("1404-08-13", "00:00")
    follow_the_days()
    assert state(s.case) == ("appealed", "DRB", None)


def is_heard_on_appeal(court, s):
    """The appeal board: eight of nine, five to three."""
    court.on("1404-08-20")
    s.nine = court.draws(s.case)
    assert len(s.nine) == 9
    assert not {one.person_id for one in s.nine} & {one.person_id for one in s.seats}
    s.hearing = court.sets(s.case, "1404-09-08")
    court.on("1404-09-08")
    s.eight = court.meets(s.hearing, s.there.claimant, s.there.respondent, but=s.nine[-1:])
    upheld = {"item_2": {"outcome": "upheld"}}
    with had_it_been():  # four to four: met anew (LP 68)
        version = court.writes(s.case, s.eight[0].person, **upheld)
        court.votes(s.case, s.eight, version, against=s.eight[4:])
        assert court.tries(s.eight[0].person, "cases_office:decision_issue", s.case.pk).status_code == 409
        court.press(s.eight[0].person, "cases_office:decision_renew", s.case.pk)
        assert state(s.case) == ("adjourned", "DRB", None)
    s.final = court.decides(s.case, s.eight, against=s.eight[5:], **upheld)
    assert state(s.case) == ("final", "DRB", "1404-09-08")
    assert (s.final.total, Vote.objects.filter(decision=s.final, opinion="agree").count()) == (235_000_000, 5)
    assert [one.outcome for one in s.final.findings.order_by("item__position")] == ["stands", "upheld"]


def is_final(court, s):
    """Served: the paper names the Divan and its days, and both sides read no vote."""
    court.on("1404-09-10")
    paper = court.serves(s.final)
    assert {days(one)[:2] for one in paper.values()} == {("1404-12-10", "1404-12-11")}
    for who in (s.maryam, s.clerk):
        read, page = court.paper(who, s.final.notice), court.reads(who, "cases:decisions", s.case.token)
        assert "دیوان عدالت اداری" in page
        for said in ("تا ۳ ماه", "دیوان عدالت اداری", "۲۳۵٬۰۰۰٬۰۰۰", money.in_words(235_000_000), "۱۰ اسفند ۱۴۰۴", "۱۱ اسفند ۱۴۰۴"):
            assert said in read, said
        for vote in ("نظر دیگری دارم", "مخالفم", "موافق"):
            assert vote not in page, vote
            assert vote not in read, vote
    assert enforcement(court, s.maryam, s.case)
    assert not enforcement(court, s.clerk, s.case)
    court.press(s.maryam, "cases:certify", s.case.token)
    assert Notice.objects.filter(code="N12", state="placed").count() == 1
    assert Decision.objects.filter(case=s.case, state="issued").count() == 2


def is_proved(court, s):
    """Nobody else ever saw any of it, and what happened is proved."""
    for name in ("cases:case", "cases:decisions", "cases:petition_done"):
        court.opens(s.stranger, name, s.case.token, status=404)
    assert Case.objects.count() == 1
    assert "دست نخورده است" in court.reads(court.secretary, f"/office/service/dossiers/{s.case.dossier.pk}/evidence/")


def test_sc1_from_the_petition_to_the_final_decision(court):
    s = SimpleNamespace()
    for step in (begins, files, is_invited, is_heard, is_served, objects, is_heard_on_appeal, is_final, is_proved):
        step(court, s)


def enforcement(court, who, case):
    """Where the pages of the case lead to enforcement."""
    found = set()
    for name in ("cases:case", "cases:decisions"):
        found |= {one for one in links(court.opens(who, name, case.token)) if one and "enforce" in one}
    return found
