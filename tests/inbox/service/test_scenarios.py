"""The service parts of SC-1, SC-2 and SC-3 (disputes.md 9), through actions, on their own days."""

from datetime import datetime

import pytest

from kardad.inbox.actions import deadlines, dossiers, notices, paper, rungs
from kardad.inbox.models import Deadline, Delivery, Letter, Visit
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.work.models import WorkItem
from tests.inbox.service.conftest import SAYS, by
from tests.people.staff_world import company, place

pytestmark = pytest.mark.django_db


def moment(day, clock="10:00"):
    """A moment in Tehran on a Jalali day."""
    hour, minute = clock.split(":")
    return datetime.combine(calendar.parse_jalali(day), datetime.min.time(), calendar.TEHRAN).replace(hour=int(hour), minute=int(minute))


def served(delivery):
    """The Jalali day of service and its effect, as they are kept."""
    kept = Delivery.objects.get(pk=delivery.pk)
    return (calendar.jalali(kept.served_on) if kept.served_on else None, kept.effect)


def days(delivery):
    """The last safe day, the last day and the first day after of the deadline that began with the service."""
    found = Deadline.objects.get(delivery=delivery, superseded_at=None)
    return tuple(calendar.jalali(day) for day in (found.safe_until, found.hard_until, found.final_on))


def serve(dossier, code, secretary, at, **more):
    """The deliveries of record by side."""
    notice = notices.draft(dossier, code=code, title="برگه", says=SAYS[code], by=secretary, at=at, **more)
    return {one.party.side: one for one in notices.place(notice, by=secretary, at=at)}


def test_sc1_arrival_is_service_whoever_opens_it_and_whenever(secretary, make):
    maryam, clerk, firm = make.person(first_name="مریم"), make.person(), company(moment("1404-07-01"), "شرکت سپهر")
    place(firm, clerk, moment("1404-07-01"))
    dossier = dossiers.open_dossier(title="مریم و سپهر", number="۱۴۰۴/۷", by=secretary, at=moment("1404-07-01"))
    filer = dossiers.add_party(dossier, side="claimant", name=maryam.name, person=maryam, by=secretary, at=moment("1404-07-01"))
    dossiers.add_party(dossier, side="respondent", name=firm.name, organisation=firm, by=secretary, at=moment("1404-07-05"))
    late = moment("1404-07-06", "22:40")
    summons = serve(dossier, "N1", secretary, late)
    petition = serve(dossier, "N3", secretary, late, filer=filer)
    assert set(petition) == {"respondent"}
    assert served(summons["claimant"]) == served(summons["respondent"]) == ("1404-07-06", "legal")
    rungs.open_delivery(summons["respondent"], by=by(clerk), at=moment("1404-07-09", "08:15"))
    assert served(summons["respondent"]) == ("1404-07-06", "actual")
    assert served(summons["claimant"]) == ("1404-07-06", "legal")
    decision = serve(dossier, "N7", secretary, moment("1404-07-26"))
    assert {served(one) for one in decision.values()} == {("1404-07-26", "legal")}
    assert {days(one) for one in decision.values()} == {("1404-08-11", "1404-08-12", "1404-08-13")}
    objection = serve(
        dossier, "N8", secretary, moment("1404-08-12", "23:00"), filer=Delivery.objects.get(pk=summons["respondent"].pk).party
    )
    assert {letter.person_id for letter in Letter.objects.filter(delivery__in=objection.values())} == {maryam.pk}
    final = serve(dossier, "N9", secretary, moment("1404-09-10"))
    assert served(final["claimant"]) == ("1404-09-10", "legal")
    assert days(final["claimant"])[0] == "1404-12-10"  # the last day lies after closures that were declared later


def test_sc2_without_an_account_paper_counts_and_a_late_joiner_moves_no_day(secretary, make):
    reza, code = make.person(first_name="رضا"), make.national_code()
    dossier = dossiers.open_dossier(title="رضا و رحیمی", number="۱۴۰۴/۹", by=secretary, at=moment("1404-09-01"))
    dossiers.add_party(dossier, side="claimant", name=reza.name, person=reza, by=secretary, at=moment("1404-09-01"))
    dossiers.add_party(dossier, side="respondent", name="رحیمی", code=code, address="نشانی", by=secretary, at=moment("1404-09-01"))
    summons = serve(dossier, "N1", secretary, moment("1404-09-08"))
    assert served(summons["claimant"]) == ("1404-09-08", "legal")
    visit = paper.hand_out(summons["respondent"], agent_name="مأمور", by=secretary, at=moment("1404-09-08", "12:00"))
    assert calendar.jalali(visit.due_on) == "1404-09-10"
    clock = WorkItem.objects.get(kind="delivery.visit", subject_id=summons["respondent"].pk)
    assert clock.due_at == calendar.day_start_end(calendar.parse_jalali("1404-09-10"))[1]
    at, now = moment("1404-09-10", "17:30"), moment("1404-09-11")
    paper.record(visit, outcome="relative", at=at, receiver="حمید رحیمی", relation="برادر", by=secretary, now=now)
    assert served(summons["respondent"]) == ("1404-09-10", "legal")
    assert Visit.objects.get(pk=visit.pk).in_words == "ساعت هفده و سی دقیقه روز دوشنبه دهم آذر ماه یک هزار و چهارصد و چهار"
    decision = serve(dossier, "N7", secretary, moment("1404-10-01"))
    call = paper.hand_out(decision["respondent"], agent_name="مأمور", by=secretary, at=moment("1404-10-09"))
    paper.record(call, outcome="handed", at=moment("1404-10-10"), receiver="رحیمی", by=secretary, now=moment("1404-10-10", "14:00"))
    assert served(decision["claimant"]) == ("1404-10-01", "legal")
    assert served(decision["respondent"]) == ("1404-10-10", "actual")
    assert days(decision["claimant"])[1] == "1404-10-17"
    running = Deadline.objects.get(delivery=decision["respondent"])
    deadlines.recompute(
        running, cause="outage", at=moment("1404-10-11"), obstructed={calendar.parse_jalali("1404-10-27"): "اداره بسته بود"}
    )
    assert days(decision["respondent"]) == ("1404-10-25", "1404-10-28", "1404-10-29")
    rahimi, joined = make.person(code=code, last_name="رحیمی"), moment("1404-10-20")
    with pytest.raises(dossiers.CannotJoin):
        dossiers.join(rahimi, tracking_code="0000-0000-0000-1", by=by(rahimi), at=joined)
    dossiers.join(rahimi, tracking_code=dossier.tracking_code, by=by(rahimi), at=joined)
    kept = Delivery.objects.get(pk=decision["respondent"].pk)
    assert deliveries.may_see(kept, rahimi, joined)
    assert served(kept) == ("1404-10-10", "actual")
    assert days(kept) == ("1404-10-25", "1404-10-28", "1404-10-29")
    assert set(deliveries.of_person(rahimi.pk, at=joined)) == {kept, Delivery.objects.get(pk=summons["respondent"].pk)}
    certificate = serve(dossier, "N12", secretary, moment("1404-10-29"))
    assert (certificate["respondent"].via, served(certificate["respondent"])) == ("account", ("1404-10-29", "legal"))


def test_sc3_service_on_the_lawyer_runs_for_the_company_and_its_copy_counts_nothing(secretary, make):
    ali, karimi, head = make.person(first_name="علی"), make.person(last_name="کریمی"), make.person()
    owner, firm = make.person(), company(moment("1404-05-04"), "شرکت کاوه")
    place(firm, owner, moment("1404-05-04"), is_owner=True)
    dossier = dossiers.open_dossier(title="علی و کاوه", number="۱۴۰۴/۵", by=secretary, at=moment("1404-05-04"))
    dossiers.add_party(dossier, side="claimant", name=ali.name, person=ali, by=secretary, at=moment("1404-05-04"))
    kaveh = dossiers.add_party(dossier, side="respondent", name=firm.name, organisation=firm, by=secretary, at=moment("1404-05-04"))
    dossiers.represent(kaveh, agent=karimi, by=by(owner), at=moment("1404-05-11"))
    with pytest.raises(dossiers.SideRepresented):
        dossiers.represent(kaveh, agent=head, by=by(owner), at=moment("1404-05-11"))
    decision = serve(dossier, "N7", secretary, moment("1404-06-08"))
    copied = Delivery.objects.get(notice=decision["respondent"].notice, is_copy=True)
    assert {letter.person_id for letter in copied.letters.all()} == {owner.pk}
    assert {letter.person_id for letter in decision["respondent"].letters.all()} == {karimi.pk}
    rungs.open_delivery(copied, by=by(owner), at=moment("1404-06-12"))
    assert served(decision["respondent"]) == ("1404-06-08", "legal")
    assert days(decision["respondent"])[:2] == ("1404-06-23", "1404-06-24")
    assert not Deadline.objects.filter(delivery=copied).exists()
    assert served(copied) == (None, "")
