"""SC-3 of the documents, whole and by pages alone: what a representative may not do, service on her, a settlement on appeal."""

import contextlib
import json

import pytest
from django.db import transaction
from django.urls import reverse

from kardad.cases.actions import objections
from kardad.cases.models import Capability, Decision, Hearing, Instalment, Objection, Settlement
from kardad.inbox.models import Delivery, Letter, Notice, Representation
from kardad.kit import calendar, money
from tests import factories
from tests.journeys.court import Court, calendar_of_scenarios, days, deliveries, links, moment, served, sides, state, words
from tests.people.staff_world import company, picture, place

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
KAVEH = {"kind": "legal", "company_name": "شرکت کاوه", "company_id": "99900012303", "address": "تهران، جاده نمونه، کارگاه کاوه"}
ASKED = {"W01": {"way": "typed", "amount": "۱۲۰٬۰۰۰٬۰۰۰"}}
DUE = ("1404/08/15", "1404/09/15", "1404/10/15")


@pytest.fixture
def court(db, clock, no_captcha, monkeypatch, settings):
    """The office on the first day."""
    settings.OPERATOR = "authority"
    calendar_of_scenarios(monkeypatch)
    return Court(clock, "1404-05-04")


@contextlib.contextmanager
def had_it_been():
    """What the scenario tells of another course is walked from here, and never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def people(court):
    """Ali, who speaks for Kaveh, the lawyer, the head of Kaveh's staff, and somebody else."""
    begun = moment("1404-05-04", "08:00")
    made = {
        "ali": factories.person(first_name="علی", last_name="یوسفی", level=2),
        "kaveh": factories.person(first_name="فرهاد", last_name="کاوه", level=2, role="employer"),
        "karimi": factories.person(first_name="نگار", last_name="کریمی", level=2, code="9990001235"),
        "head": factories.person(first_name="سارا", last_name="منابع", level=2, code="9990001243"),
        "stranger": factories.person(level=2),
    }
    place(company(begun, "شرکت کاوه"), made["kaveh"], begun)
    return type("People", (), made)


def introduced(court, people, case):
    """Kaveh's lawyer is entered from her ordinary deed; the letter that both accept does not speak of objecting or settling."""
    party = sides(case).respondent
    court.press(court.secretary, "inbox_office:represent", party.pk, code="9990001235", was_seen="on")
    letter = {"can": ["withdraw"], "deed": "ordinary", "deed_number": "", "deed_on": "1404/05/10", "files": picture("letter.png")}
    court.press(people.kaveh, "cases:empower", case.token, **letter)
    assert not Capability.objects.filter(recorded_at__isnull=False).exists()
    court.press(people.karimi, "cases:accept_powers", case.token)
    found = Capability.objects.get(recorded_at__isnull=False)
    assert (found.can_object, found.can_settle, found.can_withdraw) == (False, False, True)
    return party


def refuses_a_second(court, people, party):
    """One representative a side (LP 22): another is let in only when the first has gone."""
    stands = Representation.objects.get(party=party, ended_at=None)
    for who, name, args in (
        (people.kaveh, "inbox", [party.dossier.token, party.pk]),
        (court.secretary, "inbox_office", [party.pk]),
    ):
        answer = court.tries(who, f"{name}:represent", *args, code="9990001243", was_seen="on")
        assert answer["Location"] == reverse(f"{name}:end_representation", args=[stands.pk])
    assert Representation.objects.count() == 1
    with had_it_been():
        court.press(people.kaveh, "inbox:end_representation", stands.pk)
        court.press(court.secretary, "inbox_office:represent", party.pk, code="9990001243", was_seen="on")
        assert Representation.objects.get(party=party, ended_at=None).agent_id == people.head.pk


def puts_off_once(court, people, case, seats):
    """2. She cannot settle and the principal is needed: put off once, and not a second time (LP 27)."""
    party = sides(case).respondent
    court.on("1404-05-12")
    hearing = court.sets(case, "1404-05-25")
    assert Delivery.objects.get(notice=hearing.notice, party=party, is_copy=False).agent_id == people.karimi.pk
    court.on("1404-05-25")
    there = sides(case)
    court.comes(hearing, *seats, there.claimant)
    court.press(court.secretary, "cases_office:come", hearing.pk, who=f"party-{party.pk}", by_whom="representative")
    court.press(seats[0].person, "cases_office:open_hearing", hearing.pk)
    assert "اختیار سازش نداده" in court.reads(people.karimi, "cases:settlement", case.token)
    court.press(seats[0].person, "cases_office:adjourn", hearing.pk, ground="limited_representative")
    assert state(case) == ("adjourned", "DB", None)
    second = court.sets(case, "1404-06-01")
    court.on("1404-06-01")
    with had_it_been():
        court.comes(second, *seats, there.claimant)
        court.press(seats[0].person, "cases_office:open_hearing", second.pk)
        assert court.tries(seats[0].person, "cases_office:adjourn", second.pk, ground="limited_representative").status_code == 422
        assert Hearing.objects.get(pk=second.pk).state == "open"
    return second


def serves_the_lawyer(court, people, first, party):
    """4. Served on the lawyer: Kaveh's days run from that day, whenever it opens its copy (LP 39)."""
    court.on("1404-06-08")
    decision = court.serves(first)
    assert decision["respondent"].agent_id == people.karimi.pk
    copy = Delivery.objects.get(notice=first.notice, party=party, is_copy=True)
    court.on("1404-06-12")
    court.press(people.kaveh, f"/panel/inbox/{Letter.objects.get(delivery=copy, person=people.kaveh).pk}/", do="open")
    assert served(decision["respondent"])[0] == "1404-06-08"
    assert days(decision["respondent"])[:2] == ("1404-06-23", "1404-06-24")


def objects(court, people, case):
    """5. She may not object without express words (LP 26); both ways out lead to an objection in time."""
    court.on("1404-06-20")
    blocked = court.opens(people.karimi, "cases:object", case.token, status=403)
    for said in ("ماده ۲۶", "خودش اعتراض کند", "معرفی‌نامه تازه"):
        assert said in words(blocked), said
    assert reverse("cases:empower", args=[case.token]) in links(blocked)
    item = str(case.items.get().pk)
    assert court.tries(people.karimi, "cases:object", case.token, items=[item], grounds="مزد پرداخت شده است.").status_code == 403
    assert not Objection.objects.exists()
    letter = {"can": ["object"], "deed": "ordinary", "deed_on": "1404/06/20", "files": picture("amended.png")}
    court.press(people.karimi, "cases:empower", case.token, **letter)
    court.opens(people.karimi, "cases:object", case.token, status=403)  # an amended letter that Kaveh has not accepted
    with had_it_been():
        court.press(people.kaveh, "cases:accept_powers", case.token)
        court.press(people.karimi, "cases:object", case.token, items=[item], grounds="مزد پرداخت شده است.")
        assert state(case)[:2] == ("appealed", "DRB")
    court.press(people.kaveh, "cases:decline_powers", case.token)
    with had_it_been():
        court.on("1404-06-25")
        court.press(people.kaveh, "cases:object", case.token, items=[item], grounds="پرداخت شده.", excuse="وکیل اختیار نداشت.")
        assert Objection.objects.get().is_late
    court.on("1404-06-24", "16:00")
    court.press(people.kaveh, "cases:object", case.token, items=[item], grounds="مزد پرداخت شده است.")
    assert not Objection.objects.get().is_late


def test_sc3_from_the_letter_of_a_representative_to_three_instalments(court, people):
    case = court.petition(people.ali, KAVEH, claims=ASKED)
    court.on("1404-05-05")
    court.press(court.secretary, "cases_office:accept", case.pk)
    seats = court.draws(case)
    court.on("1404-05-11")
    party = introduced(court, people, case)
    refuses_a_second(court, people, party)
    second = puts_off_once(court, people, case, seats)
    # 3. Heard, and decided within seven days in favour of Ali.
    court.meets(second, sides(case).claimant)
    court.on("1404-06-05")
    first = court.decides(case, seats, item_1={"outcome": "allowed", "amount": "۱۲۰٬۰۰۰٬۰۰۰"})
    assert calendar.jalali(first.due_on) == "1404-06-08"
    serves_the_lawyer(court, people, first, party)
    objects(court, people, case)
    # 6. Nine of the appeal board sit; the sides settle before them in three instalments, sign by code, and the chair confirms.
    court.on("1404-07-01")
    nine = court.draws(case)
    session = court.sets(case, "1404-07-14")
    court.on("1404-07-14")
    court.comes(session, *nine, sides(case).claimant, party)
    court.press(nine[0].person, "cases_office:open_hearing", session.pk)
    settled(court, people, case, nine)
    nothing_is_left(court, people, case, nine, session)


def settled(court, people, case, nine):
    """From the open table to the confirmed report."""
    token = case.token
    court.press(people.ali, "cases:settlement_open", token)
    court.press(people.kaveh, "cases:settlement_offer", token, amount="۱۰۰٬۰۰۰٬۰۰۰")
    court.press(people.ali, "cases:settlement_offer", token, amount="۸۰٬۰۰۰٬۰۰۰")
    assert Settlement.objects.get().figure == 90_000_000
    terms = {"default": "all", "waiver": "case", "promises": "گواهی سابقه کار داده می‌شود."}
    terms |= {f"due_on_{at}": day for at, day in enumerate(DUE, start=1)} | {f"amount_{at}": "۳۰٬۰۰۰٬۰۰۰" for at in (1, 2, 3)}
    court.press(people.kaveh, f"{reverse('cases:settlement_propose', args=[token])}?parts=3", **terms)
    assert court.tries(people.karimi, "cases:settlement_agree", token, version=1).status_code == 403
    court.press(people.ali, "cases:settlement_agree", token, version=1)
    assert court.tries(nine[0].person, "cases_office:confirm_settlement", case.pk).status_code == 404  # nobody has signed
    for who in (people.ali, people.kaveh):
        court.press(who, "cases:settlement_sign", token, hash=Settlement.objects.get().hash, sure="on")
    for who in (nine[1].person, court.secretary):
        assert court.tries(who, "cases_office:confirm_settlement", case.pk).status_code == 404
    court.press(nine[0].person, "cases_office:confirm_settlement", case.pk)
    assert state(case) == ("settled", "DRB", None)


def nothing_is_left(court, people, case, nine, session):
    """No verdict on the matter, no way to object, no word of the Divan; the instalments are for both sides and nobody else."""
    token, shown = case.token, [calendar.long(calendar.parse_jalali(day)) for day in DUE]
    report = Decision.objects.get(case=case, instance="DRB")
    assert (report.kind, report.total) == ("settlement", 90_000_000)
    assert Hearing.objects.get(pk=session.pk).state == "closed"
    assert [(one.amount, calendar.slashed(one.due_on)) for one in Instalment.objects.order_by("position")] == [
        (30_000_000, "".join(day).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))) for day in DUE
    ]
    paper = Notice.objects.get(code="N14")
    assert set(deliveries(paper)) == {"claimant", "respondent"}
    assert [one["amount"] for one in json.loads(paper.says)["instalments"]] == [30_000_000] * 3
    printed = court.paper(people.ali, paper)
    for said in (money.in_words(90_000_000), *shown, "گواهی سابقه کار"):
        assert said in printed, said
    for who in (people.ali, people.kaveh):
        assert all(day in court.reads(who, "cases:settlement", token) for day in shown)
        for name in ("cases:case", "cases:decisions"):
            page = court.opens(who, name, token)
            assert "به دیوان" not in words(page)
            assert reverse("cases:object", args=[token]) not in links(page)
        court.opens(who, "cases:object", token, status=404)
    for who in (people.stranger, people.head, court.secretary, nine[0].person, nine[1].person):
        court.opens(who, "cases:settlement", token, status=404)
    for name in ("cases_office:case", "cases_office:decisions"):
        assert not any(day in court.reads(court.secretary, name, case.pk) for day in shown)
    assert objections.objectable(case) is None
    first = Instalment.objects.order_by("position")[0]
    court.on("1404-08-15", "12:00")
    court.press(people.kaveh, "cases:remit", token, first.pk, amount="۳۰٬۰۰۰٬۰۰۰", paid_on="1404/08/15")
    court.press(people.ali, "cases:confirm_remittance", token, first.remittances.get().pk)
    assert Instalment.objects.get(pk=first.pk).paid == 30_000_000
    assert "دست نخورده است" in court.reads(court.secretary, f"/office/service/dossiers/{case.dossier.pk}/evidence/")
