"""The panel: who I am, what waits for me, what happened – in the same few statements however much there is."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from kardad.cases.models import Case
from kardad.contracts.models import Contract
from kardad.core import drafts, incidents
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit import calendar
from kardad.people.actions import mandates as actions
from kardad.people.models import Attempt, Mandate, Membership, Organisation, Person, RoleGrant, Undo
from tests.cases import world as cases

pytestmark = pytest.mark.django_db
STATEMENTS = 10  # session and person, the acting role re-checked, seven reads; the bar is ten


@pytest.fixture
def enter(client, make):
    """A person stands before the panel."""

    def enter(**facts):
        rules = facts.pop("rules_version", "1405-09-01")
        person = make.person(rules_version=rules, **facts)
        client.force_login(person)
        return person

    return enter


def waiting(shown):
    return {step.find("h3").text: step.find("a")["href"] for step in shown.select("#waiting ~ .next-step")}


def happen(person, times, at):
    with transaction.atomic():
        for number in range(times):
            record("person.completed", person, by=Actor(person.pk, "member", level=person.level), at=at - timedelta(minutes=number))


def own(person, number, at, *, is_owner=True, state="active"):
    made = []
    for place in range(number):
        name = f"شرکت {person.pk}-{place}"
        organisation = Organisation.objects.create(
            company_index=name, company_id="99900012303", registration_number="1", name=name, sort_key=name, checked_at=at, joined_at=at
        )
        made.append(Membership.objects.create(organisation=organisation, person=person, is_owner=is_owner, state=state, asked_at=at))
    return made


def test_a_visitor_is_sent_to_log_in_and_comes_back(client):
    response = client.get("/panel/")
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('people:login')}?next=/panel/"


def test_the_panel_says_who_one_is_with_the_code_masked(enter, read):
    person = enter(code="9990001235")
    words = read("/panel/").text
    assert person.name in words
    assert "۹۹۹۰۰۰۱۲۳۵" not in words
    assert "9990001235" not in words
    assert "۹۹۹" in words


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_the_ladder_shows_the_step_on_which_one_stands(enter, read, level):
    enter(level=level)
    rungs = read("/panel/").select(".ladder .rung")
    assert [rung.get("aria-current") == "step" for rung in rungs] == [number == level for number in range(4)]
    assert sum("rung-done" in rung["class"] for rung in rungs) == level + 1


def test_a_member_at_level_zero_is_asked_to_verify_first(enter, read):
    enter(level=0)
    steps = waiting(read("/panel/"))
    assert next(iter(steps.values())) == reverse("people:verify")


def test_a_verified_person_without_an_account_form_completes_it(enter, read):
    enter(rules_version="")
    assert waiting(read("/panel/"))["فرم کاربری را کامل کنید"] == reverse("people:verify_profile")


def test_someone_with_nothing_to_do_reads_so(enter, read):
    enter()
    shown = read("/panel/")
    assert not waiting(shown)
    assert "کاری منتظر شما نیست" in shown.text


def test_an_attempt_on_its_way_is_followed_up_and_not_begun_again(enter, read, now, clock):
    person = enter(level=0)
    Attempt.objects.create(
        person=person, method="otp_l1", role="worker", state="waiting_provider", began_at=now, expires_at=now + timedelta(days=1)
    )
    steps = waiting(read("/panel/"))
    assert steps == {"احراز هویت شما در راه است": reverse("people:follow")}


def test_an_attempt_whose_time_is_over_is_forgotten(enter, read, now, clock):
    person = enter(level=0)
    Attempt.objects.create(
        person=person, method="otp_l1", role="worker", state="code_sent", began_at=now, expires_at=now - timedelta(minutes=1)
    )
    assert waiting(read("/panel/")) == {"هویت خود را ثابت کنید": reverse("people:verify")}


def test_a_role_that_waits_for_papers_leads_to_them(enter, read, now):
    person = enter()
    grant = RoleGrant.objects.create(person=person, role="lawyer", state="incomplete", reason="صفحه تمدید پروانه نیست.", asked_at=now)
    shown = read("/panel/")
    assert waiting(shown)["مدارک نقش «وکیل» کامل نیست"] == reverse("people:role_papers", args=[grant.pk])
    assert "صفحه تمدید پروانه نیست." in shown.text


def test_an_invited_agent_is_asked_to_answer(enter, read, make, now):
    person, principal = enter(), make.person(first_name="سارا", last_name="مؤمنی")
    mandate = Mandate.objects.create(
        principal=principal, agent=person, subject="مزد شهریور", invitation="A" * 13, invited_at=now, expires_at=now + timedelta(days=9)
    )
    assert waiting(read("/panel/"))["سارا مؤمنی شما را نماینده خود معرفی کرده است"] == reverse("people:mandate", args=[mandate.pk])


def test_somebody_elses_mandate_is_not_shown(enter, read, make, now):
    enter()
    Mandate.objects.create(
        principal=make.person(), agent=make.person(), subject="مزد", invitation="B" * 13, invited_at=now, expires_at=now + timedelta(days=9)
    )
    assert not waiting(read("/panel/"))


def test_a_contract_that_waits_for_its_worker_is_said_with_its_last_moment_and_an_employer_has_his_calendar(enter, read, make, now, clock):
    person, keeper = enter(), make.person()
    told = {"employer": keeper, "maker": keeper, "worker": person, "made_at": now, "changed_at": now, "sent_at": now}
    for state, days in (("sent", 9), ("sent", 3), ("sent", -1), ("signed", 1), ("revision_requested", 2)):
        Contract.objects.create(state=state, token=f"{state}{days}", due_at=now + timedelta(days=days), **told)
    shown = read("/panel/")
    assert waiting(shown)["قراردادی منتظر پاسخ شماست"] == reverse("contracts:read", args=["sent3"])
    assert shown.find("a", href=reverse("contracts:diaries"))
    assert not shown.find("a", href=reverse("contracts:ends"))
    RoleGrant.objects.create(person=person, role="employer_natural", state="active", asked_at=now)
    shown = read("/panel/")
    assert shown.find("a", href=reverse("contracts:ends"))
    assert shown.find("a", href=reverse("contracts:new"))


@pytest.mark.parametrize("factor", ["sms", "totp"])
def test_what_a_code_by_sms_alone_confirmed_comes_first_and_may_be_taken_back(enter, read, now, clock, factor):
    person = enter(level=1, rules_version="")
    by = Actor(person.pk, "member", level=1)
    mandate = actions.invite(person, factor=factor, basis="representative", subject="مزد مهر", by=by, at=now)
    steps = waiting(read("/panel/"))
    if factor == "totp":
        assert not any("کد پیامکی" in title for title in steps)
        return
    undo = mandate.undos.get()
    assert next(iter(steps.items())) == ("معرفی نماینده تنها با کد پیامکی تأیید شد", reverse("people:mandate_undo", args=[undo.pk]))
    words = read("/panel/").find("main").text
    assert "مزد مهر" in words
    assert calendar.with_time(undo.due_at) in words
    actions.undo(undo, by=by, at=now)
    assert not any("کد پیامکی" in title for title in waiting(read("/panel/")))


def test_a_window_that_is_over_or_anothers_is_not_shown(enter, read, make, now, clock):
    person, other = enter(), make.person()
    for principal, until in ((person, now), (other, now + timedelta(hours=9))):
        offer_undo(principal, now, until)
    assert not waiting(read("/panel/"))


def offer_undo(principal, now, until, number=0):
    mandate = Mandate.objects.create(
        principal=principal, subject="مزد", invitation=f"{principal.pk:06}{number:07}", invited_at=now, expires_at=now + timedelta(days=9)
    )
    return Undo.objects.create(mandate=mandate, person=principal, deed="appoint", made_at=now, due_at=until)


def test_an_owner_sees_who_waits_for_approval_and_a_plain_member_does_not(enter, read, make, client, now):
    owner, member = enter(), make.person()
    place = own(owner, 1, now)[0]
    Membership.objects.create(organisation=place.organisation, person=member, state="active", asked_at=now)
    for _ in range(2):
        Membership.objects.create(organisation=place.organisation, person=make.person(), state="awaiting", asked_at=now)
    steps = waiting(read("/panel/"))
    assert steps == {f"۲ نفر منتظر پذیرش در «{place.organisation.name}»": reverse("people:organisation", args=[place.organisation_id])}
    client.force_login(member)
    assert not any("منتظر پذیرش در" in title for title in waiting(read("/panel/")))


def test_a_waiting_approval_comes_before_other_organisations(enter, read, make, now):
    owner = enter()
    last = own(owner, 30, now)[-1]
    Membership.objects.create(organisation=last.organisation, person=make.person(), state="awaiting", asked_at=now)
    assert any("منتظر پذیرش" in title for title in waiting(read("/panel/")))


def test_a_forgotten_form_is_offered_again(enter, read, now):
    person = enter()
    path = reverse("people:mandate_invite")
    drafts.keep(path, {"subject": "مزد"}, person_id=person.pk, at=now)
    assert waiting(read("/panel/"))["«معرفی نماینده» نیمه‌کاره مانده است"] == path


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/no/such/page/", "javascript:alert(1)"])
def test_a_draft_of_no_page_of_ours_is_not_offered(enter, read, now, path):
    person = enter()
    drafts.keep(path, {"x": "y"}, person_id=person.pk, at=now)
    shown = read("/panel/")
    assert not waiting(shown)
    assert path not in [link["href"] for link in shown.select("main a")]


def test_a_second_factor_is_advised_until_there_is_one(enter, read):
    person = enter()
    assert read("/panel/").select_one("#ideas ~ .next-step a")["href"] == reverse("mfa_index")
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert read("/panel/").select_one("#ideas")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert not read("/panel/").select_one("#ideas")


def test_a_lost_sim_is_said(enter, read, now):
    enter(sms_suspended_at=now)
    assert waiting(read("/panel/"))["شماره همراه خود را تازه کنید"] == reverse("people:mobile")


def test_the_past_is_told_in_sentences_newest_first_ten_at_a_time(enter, read, now):
    person = enter()
    happen(person, 12, now)
    shown = read("/panel/")
    lines = shown.select(".timeline .event")
    assert len(lines) == 10
    assert all("فرم کاربری خود را کامل کردید." in line.text for line in lines)
    assert shown.select_one("#history ~ p a")["href"] == reverse("people:history")


def test_anothers_past_is_not_told(enter, read, make, now):
    enter()
    happen(make.person(), 3, now)
    assert not read("/panel/").select(".timeline .event")


def test_an_outage_is_told_in_the_panel(enter, read, now, clock):
    enter()
    incidents.open_incident(part="registers", title="استعلام کند است", text="درخواست‌ها می‌مانند.", by=SYSTEM, at=now)
    shown = read("/panel/").find("main")
    assert "استعلام کند است" in shown.text
    assert shown.find("a", href=reverse("portal:status"))


def test_the_acting_role_is_named_and_one_press_from_change(enter, read, client):
    enter(role="employer_natural")
    session = client.session
    session["acting"], session["acting_title"] = "employer_natural|", "کارفرمای حقیقی"
    session.save()
    side = read("/panel/").select_one("aside.side")
    assert "کارفرمای حقیقی" in side.text
    assert side.find("a", href=reverse("people:act_as"))


def test_staff_find_their_desks_and_others_do_not(make, client, read):
    client.force_login(make.staff("officer", at_office=make.office()))
    assert read("/panel/").find("a", href=reverse("people:counter"))
    client.force_login(make.staff("reviewer"))
    shown = read("/panel/")
    assert shown.find("a", href=reverse("office:home"))
    assert not shown.find("a", href=reverse("people:counter"))


def test_a_foreign_national_reads_his_own_kind_of_code(enter, read):
    enter(kind=Person.Kind.FOREIGN, code="990000000001", role="foreign_national")
    words = read("/panel/").select_one("aside.side").text
    assert "کد فراگیر" in words
    assert "۹۹۰۰۰۰۰۰۰۰۰۱" not in words


@pytest.mark.parametrize("rows", [1, 10, 100])
def test_the_panel_costs_the_same_however_much_there_is(enter, make, client, now, clock, django_assert_num_queries, rows):
    person = enter()
    happen(person, rows, now)
    for place in own(person, rows, now):
        Membership.objects.create(organisation=place.organisation, person=make.person(password=None), state="awaiting", asked_at=now)
    for number in range(min(rows, 20)):
        drafts.keep(f"/join/?{number}", {"a": "b"}, person_id=person.pk, at=now)
        Mandate.objects.create(
            principal=person,
            agent=person,
            subject="مزد",
            invitation=f"{rows:05}{number:08}",
            invited_at=now,
            expires_at=now + timedelta(days=9),
        )
    for number in range(rows):
        offer_undo(person, now, now + timedelta(hours=9), number)
    session = client.session
    session["acting"] = "worker|"
    session.save()
    with django_assert_num_queries(STATEMENTS):
        assert client.get("/panel/").status_code == 200


def test_the_panel_of_a_newcomer_costs_no_more(enter, client, django_assert_max_num_queries):
    enter(level=0)
    with django_assert_max_num_queries(STATEMENTS):
        client.get("/panel/")


def test_the_panel_stands_in_both_modes_with_one_heading(enter, read, mode):
    enter()
    shown = read("/panel/")
    assert len(shown.find_all("h1")) == 1
    assert shown.title.text.startswith("پنل من")


def test_a_panel_is_never_kept_by_a_cache(enter, client):
    enter()
    assert client.get("/panel/")["Cache-Control"] == "no-store"


def test_a_request_that_waits_for_its_owner_is_his_next_step(enter, client, read, now):
    from kardad.desk.models import Request

    person = enter()
    Request.objects.create(applicant=person, state="in_review", number="SR-1", made_at=now, changed_at=now)
    assert "کارشناس از شما مدرک یا توضیح خواسته است" not in waiting(read("/panel/"))
    asked = Request.objects.create(applicant=person, state="info_requested", number="SR-2", made_at=now, changed_at=now)
    assert waiting(read("/panel/"))["کارشناس از شما مدرک یا توضیح خواسته است"] == reverse("desk:request", args=[asked.pk])
    Request.objects.create(applicant=person, state="draft", made_at=now, changed_at=now + timedelta(hours=1))
    assert "درخواست خدمت شما نیمه‌کاره است" not in waiting(read("/panel/"))


def test_every_state_in_which_a_client_must_act_has_its_words():
    from kardad.desk import flow
    from kardad.portal import panel

    assert panel.REQUEST_TEXTS.keys() == set(flow.CLIENTS_TURN)


def test_the_panel_opens_with_the_seeds_own_words(enter, read):
    enter()
    assert read("/panel/").select_one("main .buttons a").text == "ثبت درخواست خدمات"


def test_a_petition_that_waits_and_a_session_ahead_stand_before_what_has_no_day(client, read, clock, now, django_assert_max_num_queries):
    made = cases.filed(state="set", next_at=now + timedelta(days=9))
    client.force_login(made.worker)
    assert [title for title in waiting(read("/panel/")) if title.startswith("جلسه هیئت: ")]
    lacking = cases.filed(state="defect")
    Case.objects.filter(pk=lacking.case.pk).update(filer=made.worker)
    shown = read("/panel/")
    found = waiting(shown)
    assert next(iter(found)) == "اداره خواسته است دادخواست را کامل کنید"
    assert found["اداره خواسته است دادخواست را کامل کنید"] == reverse("cases:petition_cure", args=[lacking.case.token])
    with django_assert_max_num_queries(STATEMENTS):
        client.get("/panel/")
    client.force_login(made.employer)
    assert not any("دادخواست" in title for title in waiting(read("/panel/")))


@pytest.mark.parametrize(("role", "room"), [("lawyer", "practice"), ("official_expert", "expertises")])
def test_a_lawyer_and_an_expert_find_the_room_of_their_cases(enter, read, mode, role, room, now):
    RoleGrant.objects.create(person=enter(), role=role, state="active", asked_at=now)
    assert bool(read("/panel/").select_one(f"a[href='{reverse(f'cases:{room}')}']")) == (mode == "authority")
