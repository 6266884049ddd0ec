"""The intake desk: what is complete is accepted, what is not is asked for field by field, what belongs elsewhere is sent on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kardad.cases import policy, shown
from kardad.cases.actions import conciliating, intake, naming
from kardad.cases.models import Case, Draw, Grant, Member, Seat, SideMark
from kardad.core import history
from kardad.core.actor import SYSTEM
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Delivery, Letter, Notice
from kardad.kit.flow import NotAllowed
from kardad.kit.text import to_persian_digits
from kardad.people.models import Person
from kardad.work import actions as work
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import boards, world
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def fresh(made):
    return Case.objects.get(pk=made.case.pk)


def test_an_accepted_petition_has_a_class_number_and_waits_for_a_date():
    made = world.filed()
    intake.accept(made.case, by=made.secretary, at=NOW)
    case = fresh(made)
    assert (case.state, case.accepted_at) == ("accepted", NOW)
    assert case.class_number.startswith("1404-")
    assert case.due_at > NOW
    assert Letter.objects.filter(person=made.worker, event="case.accepted").count() == 1
    with pytest.raises(NotAllowed):
        intake.accept(made.case, by=made.secretary, at=NOW)


def test_a_defect_is_asked_field_by_field_and_dismissed_only_after_its_period():
    made = world.filed()
    with pytest.raises(intake.NoReason):
        intake.mark_defect(made.case, asked={"claims.period": "  "}, by=made.secretary, at=NOW)
    intake.mark_defect(made.case, asked={"claims.period": "دوره حقوق معوقه را بنویسید."}, by=made.secretary, at=NOW)
    assert fresh(made).asked == {"claims.period": "دوره حقوق معوقه را بنویسید."}
    served = Delivery.objects.get(notice__code="N2")
    assert served.party.side == "claimant"
    late = served.deadlines.get().final_on
    with pytest.raises(intake.NotLate):
        intake.lapse(made.case, reason="کامل نشد", by=made.secretary, at=NOW + timedelta(days=3))
    intake.lapse(made.case, reason="کامل نشد", by=made.secretary, at=NOW + timedelta(days=(late - NOW.date()).days + 1))
    assert fresh(made).state == "dismissed"


def test_who_was_drawn_at_the_office_that_sends_it_on_sits_in_it_no_more():
    made = world.filed(state="accepted")
    world.pool(made.office)
    member = Member.objects.first()
    draw = Draw.objects.create(case=made.case, instance="DB", commitment="x", secret="y", committed_at=NOW, drawn_at=NOW)
    Seat.objects.create(draw=draw, case=made.case, member=member, person=member.person, instance="DB", taken_at=NOW)
    intake.transfer(made.case, to=factories.office(kind="labour"), reason="کارگاه آنجاست.", by=made.secretary, at=NOW)
    assert not Seat.objects.filter(left_at=None).exists()


def test_a_case_sent_on_keeps_its_day_and_is_the_new_offices_alone(client):
    made = world.filed()
    other = factories.office(name="اداره کار غرب تهران", kind="labour")
    theirs = world.secretary(other)
    assert intake.accept(made.case, by=made.secretary, at=NOW).class_number == fresh(made).dossier.number
    intake.transfer(made.case, to=other, reason="آخرین کارگاه در غرب تهران است.", by=made.secretary, at=NOW + timedelta(days=2))
    intake.receive(made.case, by=theirs, at=NOW + timedelta(days=3))
    case = fresh(made)
    assert (case.state, case.office, case.dossier.office, case.filed_at, case.class_number) == ("filed", other, other, NOW, None)
    assert case.dossier.number == to_persian_digits(case.number)  # no longer the class number of an office that has it no more
    case = intake.accept(case, by=theirs, at=NOW + timedelta(days=3))
    assert (case.class_number, fresh(made).dossier.number) == (f"1404-{other.pk}-000001",) * 2
    assert Letter.objects.filter(event="case.transferred").count() == 2
    page = reverse("cases_office:case", args=[case.pk])
    assert as_(client, theirs).get(page).status_code == 200
    assert as_(client, made.secretary).get(page).status_code == 404


def test_the_work_of_a_case_is_its_offices_alone_and_goes_with_it_from_its_conciliation_on(client):
    made = world.filed()
    here, other = made.case.office, factories.office(name="اداره کار غرب تهران", kind="labour")
    theirs, home = world.secretary(other), reverse("office:home")
    conciliating.conciliate(made.case, body="council", by=made.secretary, at=NOW)
    failed = Notice.objects.create(dossier=made.case.dossier, code="N1", title="دعوتنامه", office_id=here.pk, made_by_id=0, made_at=NOW)
    late = Delivery.objects.create(
        notice=failed, party=made.sides["respondent"], via="paper", rung="placed", placed_at=NOW, office_id=here.pk
    )
    work.open_item("delivery.failed", late, title="ابلاغ نشد", role="secretary", at=NOW, office_id=here.pk)
    number = to_persian_digits(made.case.number)
    for who, reads in ((made.secretary, True), (theirs, False)):
        page = as_(client, who).get(home).content.decode()
        assert (number in page, "ابلاغ نشد" in page) == (reads, reads)
    intake.transfer(made.case, to=other, reason="کارگاه در غرب تهران است.", by=made.secretary, at=NOW)
    assert WorkItem.objects.get(kind="case.conciliation").outcome == "transferred"
    for who, reads in ((made.secretary, False), (theirs, True)):
        page = as_(client, who).get(home).content.decode()
        assert (number in page, "ابلاغ نشد" in page) == (reads, reads)
    assert (Delivery.objects.get(pk=late.pk).office_id, Notice.objects.get(pk=failed.pk).office_id) == (other.pk, other.pk)


@pytest.mark.parametrize("role", ["member", "manager", "expert", "board_member", "finance_officer"])
def test_nobody_but_a_secretary_judges_a_petition(role):
    made = world.filed()
    by = factories.actor(factories.person(), role)
    for deed in (
        lambda: intake.accept(made.case, by=by, at=NOW),
        lambda: intake.mark_defect(made.case, asked={"claims": "؟"}, by=by, at=NOW),
        lambda: intake.transfer(made.case, to=factories.office(kind="labour"), reason="؟", by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert fresh(made).state == "filed"


def test_the_next_step_of_an_accepted_case_is_its_date():
    made = world.filed(state="accepted")
    assert shown.deeds(made.case, "secretary")[0].url == reverse("cases_office:set_hearing", args=[made.case.pk])


def test_a_case_is_tied_to_a_case_of_its_office_and_never_in_a_ring():
    made = world.filed()
    other = world.filed(at_office=made.office)
    far = world.filed()
    intake.tie(other.case, lead=made.case, by=made.secretary, at=NOW)
    for lead, case in ((made, made), (other, made), (far, made)):
        with pytest.raises(intake.NotRelated):
            intake.tie(case.case, lead=lead.case, by=made.secretary, at=NOW)
    assert fresh(other).lead == made.case


def as_(client, actor):
    from kardad.people.models import Person

    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def test_a_restricted_case_opens_by_a_grant_for_a_week(client):
    made = world.filed()
    manager = factories.actor(factories.staff("manager"), "manager")
    page = reverse("cases_office:case", args=[made.case.pk])
    intake.restrict(made.case, reason="طرف سرشناس", by=manager, at=NOW)
    assert as_(client, made.secretary).get(page).status_code == 404
    ask = {"number": made.case.number, "reason": "پاسخ به استعلام", "wanted": "read"}
    as_(client, made.secretary).post(reverse("cases_office:ask_access"), ask)
    as_(client, made.secretary).post(reverse("cases_office:ask_access"), ask)
    grant = Grant.objects.get()
    assert WorkItem.objects.filter(kind="case.grant", closed_at=None).count() == 1
    assert as_(client, made.secretary).get(reverse("cases_office:decide_access", args=[grant.pk])).status_code == 404
    as_(client, manager).post(reverse("cases_office:decide_access", args=[grant.pk]), {"name": "grant"})
    assert as_(client, made.secretary).get(page).status_code == 200
    Grant.objects.update(until=NOW)
    assert as_(client, made.secretary).get(page).status_code == 404


def test_a_restricted_case_is_shut_at_the_desk_of_service_too(client, clock):
    made = boards.heard(at=NOW - timedelta(hours=2))
    decision = boards.served(made, {1: 1000, 2: "rejected"}, at=NOW)
    dossier, delivery = made.case.dossier_id, decision.notice.deliveries.first()
    manager, index = factories.actor(factories.staff("manager"), "manager"), reverse("inbox_office:dossiers")
    rooms = [
        ("dossier", dossier),
        ("evidence", dossier),
        ("notice_choose", dossier),
        ("notice", decision.notice_id),
        ("delivery", delivery.pk),
    ]
    pages = [reverse(f"inbox_office:{name}", args=[pk]) for name, pk in rooms] + [reverse("inbox_office:side", args=[dossier])]

    def found(who):
        listed = f'href="{pages[0]}"' in as_(client, who).get(index).content.decode()
        return {client.get(page).status_code for page in pages} | {listed}

    assert found(made.secretary) == {200, True}
    assert found(manager) >= {200, True}
    intake.restrict(made.case, reason="طرف سرشناس", by=manager, at=NOW)
    assert found(made.secretary) == found(manager) == {404, False}
    told = {
        "case": made.case,
        "person_id": made.secretary.person_id,
        "reason": "x",
        "asked_at": NOW,
        "until": timezone.now() + timedelta(days=7),
    }
    grant = Grant.objects.create(state="granted", **told)
    assert (found(made.secretary), found(manager)) == ({200, True}, {404, False})
    Grant.objects.filter(pk=grant.pk).update(until=timezone.now())
    assert found(made.secretary) == {404, False}


def test_a_restriction_is_lifted_when_one_asks_and_another_who_is_a_manager_agrees(client):
    made = world.filed()
    first, second = (factories.actor(factories.staff("manager"), "manager") for _ in range(2))
    page, ask = reverse("cases_office:case", args=[made.case.pk]), reverse("cases_office:ask_access")
    intake.restrict(made.case, reason="طرف سرشناس", by=first, at=NOW)
    assert as_(client, first).get(reverse("cases_office:restrict", args=[made.case.pk])).status_code == 404
    wanted = {"number": made.case.number, "reason": "دیگر لازم نیست", "wanted": "lift"}
    assert "طرف پرونده" not in as_(client, first).get(ask).content.decode()
    assert as_(client, world.secretary(world.office())).post(ask, wanted).status_code == 302
    assert not Grant.objects.exists()  # of another office: nobody is asked, and he is told the same
    for _ in range(2):
        as_(client, first).post(ask, wanted)
    as_(client, made.secretary).post(ask, wanted | {"wanted": "read"})
    lifting, reading = Grant.objects.order_by("pk")
    answer = reverse("cases_office:decide_access", args=[lifting.pk])
    judge = factories.staff("manager")
    dossiers.add_party(made.case.dossier, side="third", name="ثالث", person=judge, by=SYSTEM, at=NOW)
    for who in (first, made.secretary, factories.actor(judge, "manager")):
        assert as_(client, who).post(answer, {"name": "grant"}).status_code == 404
    for who in (first, made.secretary):
        with pytest.raises(NotAllowed):
            intake.decide_access(lifting, "grant", by=who, at=NOW)
    assert fresh(made).is_restricted
    assert "محدودیت پرونده" in as_(client, second).get(answer).content.decode()
    assert as_(client, second).post(answer, {"name": "grant"}).status_code == 302
    assert not fresh(made).is_restricted
    assert [as_(client, who).get(page).status_code for who in (first, made.secretary)] == [200, 200]
    assert [one.state for one in Grant.objects.order_by("pk")] == ["ended", "ended"]
    assert not WorkItem.objects.filter(kind="case.grant", closed_at=None).exists()
    intake.restrict(made.case, reason="دوباره", by=second, at=NOW)
    assert as_(client, first).get(page).status_code == 404  # what lifted it once opens nothing
    again = intake.ask_access(made.case, reason="x", is_lifting=True, by=first, at=NOW)
    intake.decide_access(again, "refuse", by=second, at=NOW)
    assert fresh(made).is_restricted
    assert reading.pk != again.pk != lifting.pk


def test_a_manager_who_has_a_grant_lifts_no_restriction_alone(client):
    made = world.filed()
    first, second = (factories.actor(factories.staff("manager"), "manager") for _ in range(2))
    intake.restrict(made.case, reason="طرف سرشناس", by=first, at=NOW)
    intake.decide_access(intake.ask_access(made.case, reason="x", by=first, at=NOW), "grant", by=second, at=timezone.now())
    page, deed = (reverse(f"cases_office:{name}", args=[made.case.pk]) for name in ("case", "restrict"))
    assert "درخواست برداشتن محدودیت" in as_(client, first).get(page).content.decode()
    answer = client.post(deed, {"reason": "دیگر لازم نیست"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("cases_office:ask_access"))
    assert made.case.number in answer.content.decode()
    intake.restrict(made.case, reason="دوباره", by=first, at=NOW)
    assert fresh(made).is_restricted
    assert [one.state for one in Grant.objects.all()] == ["granted"]
    lifting = intake.ask_access(made.case, reason="دیگر لازم نیست", is_lifting=True, by=first, at=NOW)
    intake.decide_access(lifting, "grant", by=second, at=NOW)
    assert not fresh(made).is_restricted
    intake.restrict(made.case, reason="دوباره", by=second, at=NOW)
    assert as_(client, first).get(page).status_code == 404  # what was granted before it was lifted opens nothing


def test_whoever_had_a_grant_whose_days_are_gone_may_ask_again():
    made = world.filed()
    manager = factories.actor(factories.staff("manager"), "manager")
    first = intake.ask_access(made.case, reason="x", by=made.secretary, at=NOW)
    intake.decide_access(first, "grant", by=manager, at=NOW)
    assert intake.ask_access(made.case, reason="x", by=made.secretary, at=NOW) == first
    later = NOW + policy.GRANT_LASTS
    assert intake.ask_access(made.case, reason="x", by=made.secretary, at=later) != first
    assert WorkItem.objects.filter(kind="case.grant", closed_at=None).count() == 1


def test_the_desk_by_its_pages(client, django_assert_max_num_queries):
    made = world.filed()
    for _ in range(3):
        world.filed(at_office=made.office)
    browser = as_(client, made.secretary)
    with django_assert_max_num_queries(10):
        queue = browser.get(reverse("cases_office:queue"), {"desk": "all"})
    assert queue.status_code == 200
    assert '?desk=all" aria-current="true"' in queue.content.decode()
    assert "مریم کاظمی" in queue.content.decode()
    assert browser.get(reverse("cases_office:queue"), {"q": made.case.number}).content.decode().count('scope="row"') == 1
    for name in ("accept", "mark_defect", "transfer", "tie"):
        assert browser.get(reverse(f"cases_office:{name}", args=[made.case.pk])).status_code == 200, name
    answer = browser.post(reverse("cases_office:mark_defect", args=[made.case.pk]), {"claims_period": "دوره را بنویسید."})
    assert answer.status_code == 302
    assert fresh(made).state == "defect"
    assert "دوره را بنویسید." in browser.get(reverse("cases_office:case", args=[made.case.pk])).content.decode()


@pytest.mark.parametrize("name", ["case", "accept", "receive", "mark_defect", "lapse", "transfer", "tie", "restrict"])
def test_sides_strangers_and_other_offices_find_no_case(client, name):
    made = world.filed()
    elsewhere = world.secretary(world.office())
    for who in (made.worker, made.employer, factories.person(), factories.staff("board_member"), factories.staff("expert")):
        client.force_login(who)
        assert client.get(reverse(f"cases_office:{name}", args=[made.case.pk])).status_code == 404
    assert as_(client, elsewhere).get(reverse(f"cases_office:{name}", args=[made.case.pk])).status_code == 404


def test_every_step_has_its_sentence():
    made = world.filed()
    intake.accept(made.case, by=made.secretary, at=NOW)
    assert history.sentences()["case.accepted"]


def test_a_desk_finds_a_case_by_its_number_its_code_and_its_sides_and_never_another_offices(client, django_assert_max_num_queries):
    made, other = world.filed(), world.filed(at_office=factories.office(name="اداره کار غرب", kind="labour"))
    for one in (made, other):
        naming.again(one.case)
    client.force_login(Person.objects.get(pk=made.secretary.person_id))

    def found(typed):
        answer = client.get(reverse("cases_office:queue"), {"q": typed}).content.decode()
        return [one.case.pk for one in (made, other) if reverse("cases_office:case", args=[one.case.pk]) in answer]

    mine = [made.case.pk]
    code = made.worker.particulars.code
    for typed in (
        made.case.number,
        made.case.dossier.tracking_code,
        "كاظمي",
        "مریم کاظمی",
        "کاظمی  مریم",
        "سپهر راد",
        code,
        to_persian_digits(code),
    ):
        assert found(typed) == mine, typed
    for typed in (
        "کاظ",
        "مریم راد نیست",
        other.case.number,
        other.case.dossier.tracking_code,
        other.worker.particulars.code,
        "0000000000",
        "%",
    ):
        assert found(typed) == [], typed
    with django_assert_max_num_queries(10):
        found("کاظمی")
    Case.objects.filter(pk=made.case.pk).update(is_restricted=True)
    assert found("کاظمی") == []
    assert not SideMark.objects.filter(mark__contains="کاظمی").exists()


def test_a_case_that_goes_to_another_office_is_found_there(client):
    made = world.filed()
    naming.again(made.case)
    there = factories.office(name="اداره کار غرب", kind="labour")
    intake.transfer(made.case, to=there, reason="کارگاه آن‌جاست", by=made.secretary, at=NOW)
    assert set(SideMark.objects.filter(case=made.case).values_list("office_id", flat=True)) == {there.pk}
