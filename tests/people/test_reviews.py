"""Reviewers see masked data, leave a trace with every look, decide with a reason, and never twice (identity.md, A5 and A10)."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.outbox.models import Message
from kardad.people import particulars
from kardad.people.actions import attempts, mandates, papers, reviews, roles
from kardad.people.models import Attempt, Membership, Paper, Person, RoleGrant
from kardad.work import actions as work
from kardad.work.models import WorkItem
from tests.people.staff_world import before, by, company, events, log_in, questions, stored


def waiting(now, *, typed=None, found=None, person=None, state="manual_review", **extra):
    """An attempt that a reviewer must see."""
    given = {"code": "0199999996", "mobile": "+989120000009", "birth": "2001-11-30", "first_name": "علی رضا", "last_name": "محمدي"}
    attempt = Attempt.objects.create(
        method="otp_l1",
        role="worker",
        state=state,
        person=person,
        typed=json.dumps(given | (typed or {}), ensure_ascii=False),
        found=json.dumps(found or {"similarity": 82}, ensure_ascii=False),
        code_index=particulars.code_index("iran", given["code"]),
        began_at=now,
        expires_at=now + timedelta(days=7),
        **extra,
    )
    work.open_item("review_attempt", attempt, title="بازبینی احراز هویت", role="reviewer", at=now)
    return attempt


@pytest.fixture
def reviewer(client, make):
    person = make.staff("reviewer")
    log_in(client, person)
    return person


def page_of(attempt):
    return reverse("people_office:review_attempt", args=[attempt.pk])


def test_the_reviewer_sees_both_name_keys_and_masked_data_only(client, reviewer, make, now):
    person = make.person(level=0)
    attempt = waiting(now, person=person, found={"similarity": 82, "first_name": "علیرضا", "last_name": "محمدی"})
    shown = client.get(page_of(attempt)).content.decode()
    assert shown.count("علیرضامحمدی") == 2
    assert "۸۲ از ۱۰۰" in shown
    for secret in ("0199999996", "۰۱۹۹۹۹۹۹۹۶", "9120000009", "۹۱۲۰۰۰۰۰۰۹", "2001-11-30"):
        assert secret not in shown
    look = person.reads.get()
    assert (look.reader_id, look.reason) == (reviewer.pk, "بررسی احراز هویت")
    assert events("attempt.looked_at")[0].actor_id == reviewer.pk


def test_approval_with_a_reason_lets_the_applicant_go_on_to_his_code(client, reviewer, now, clock):
    attempt = waiting(now)
    assert client.post(page_of(attempt), {"verdict": "approve", "reason": ""}).status_code == 422
    assert client.post(page_of(attempt), {"verdict": "approve", "reason": "نام یکی است"}).status_code == 302
    attempt.refresh_from_db()
    assert attempt.state == "approved"
    assert Message.objects.get().template == "go_on"
    assert events("attempt.approved")[0].data["reason"] == "نام یکی است"
    assert not WorkItem.objects.filter(closed_at=None).exists()


def test_refusal_ends_the_attempt(client, reviewer, now, clock):
    attempt = waiting(now)
    client.post(page_of(attempt), {"verdict": "refuse", "reason": "دو نام دیگر"})
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_at is not None) == ("rejected", True)


def test_the_second_of_two_reviewers_is_told_clearly(client, reviewer, make, now, clock):
    attempt = waiting(now)
    attempts.decide(attempt, approve=True, reason="خوب", by=by(make.staff("reviewer"), "reviewer"), at=now)
    answer = client.post(page_of(attempt), {"verdict": "refuse", "reason": "نه"})
    assert answer.status_code == 409
    assert papers.AlreadyDecided.message in answer.content.decode()
    attempt.refresh_from_db()
    assert attempt.state == "approved"


def test_nobody_judges_his_own_verification(client, reviewer, now, clock):
    attempt = waiting(now, person=reviewer)
    assert client.post(page_of(attempt), {"verdict": "approve", "reason": "خودم"}).status_code == 409
    attempt.refresh_from_db()
    assert attempt.state == "manual_review"


def test_a_letter_of_introduction_is_opened_by_the_reviewer_with_a_trace(client, reviewer, make, now, clock):
    person = make.person(level=0)
    attempt = waiting(now, person=person, error="IDV_NOT_COMPANY_MEMBER")
    Paper.objects.create(kind="introduction_letter", attempt=attempt, file_id=stored(person, now), added_at=now)
    shown = client.get(page_of(attempt)).content.decode()
    assert "معرفی‌نامه شرکت" in shown
    token = attempt.papers.get().file.token
    assert client.get(reverse("people:paper", args=[token])).status_code == 200
    assert person.reads.filter(what__startswith="مدرک").count() == 1


def test_a_letter_of_someone_without_account_leaves_its_trace_in_the_attempt(client, reviewer, make, now, clock):
    attempt = waiting(now)
    visitor = make.person()
    Paper.objects.create(kind="introduction_letter", attempt=attempt, file_id=stored(visitor, now), added_at=now)
    client.get(reverse("people:paper", args=[attempt.papers.get().file.token]))
    assert events("attempt.looked_at")[0].data["what"].startswith("مدرک")


def test_a_role_is_granted_with_its_papers_on_the_desk(client, reviewer, make, now, clock):
    person = make.person()
    licence = roles.Licence("۱۲۳۴", "کانون مرکز")
    files = {"lawyer_licence": stored(person, now)}
    grant = roles.ask(person, role="lawyer", licence=licence, files=files, by=by(person), at=now)
    address = reverse("people_office:review_grant", args=[grant.pk])
    shown = client.get(address).content.decode()
    assert "پروانه وکالت" in shown
    assert particulars.own(person).code not in shown
    assert person.reads.get().reason == "بررسی نقش"
    assert client.post(address, {"verdict": "ask_papers", "reason": "ناخواناست"}).status_code == 422
    assert client.post(address, {"verdict": "refuse", "reason": ""}).status_code == 422
    assert client.post(address, {"verdict": "ask_papers", "missing": ["lawyer_licence"], "reason": "ناخواناست"}).status_code == 302
    grant.refresh_from_db()
    assert (grant.state, grant.missing, grant.reason) == ("incomplete", ["lawyer_licence"], "ناخواناست")
    assert client.post(address, {"verdict": "approve", "reason": ""}).status_code == 302
    assert client.post(address, {"verdict": "refuse", "reason": "دیر"}).status_code == 409
    grant.refresh_from_db()
    assert grant.state == "active"


def test_no_field_that_a_verdict_needs_is_called_optional(client, reviewer, make, now, clock):
    grant = before("review_grant", RoleGrant.objects.create(person=make.person(), role="lawyer", state="pending", asked_at=now), now)
    shown = client.get(reverse("people_office:review_grant", args=[grant.pk])).content.decode()
    assert "اختیاری" not in shown
    assert "(برای نقص و رد لازم است)" in shown
    assert "(برای نقص مدرک لازم است)" in shown


def test_the_desk_says_which_paper_lacks_before_the_button_does(client, reviewer, make, now, clock):
    grant = before("review_grant", RoleGrant.objects.create(person=make.person(), role="lawyer", state="pending", asked_at=now), now)
    address = reverse("people_office:review_grant", args=[grant.pk])
    assert "تا این‌ها نرسد" in client.get(address).content.decode()
    assert client.post(address, {"verdict": "approve", "reason": ""}).status_code == 409


def test_a_mandate_is_confirmed_on_the_desk_and_both_sides_read_of_the_look(client, reviewer, make, now, clock):
    principal, agent = make.person(), make.person()
    one = mandates.invite(principal, factor="totp", basis="representative", subject="پیگیری مزد", by=by(principal), at=now)
    address = reverse("people_office:review_mandate", args=[one.pk])
    assert client.get(address).status_code == 404
    one = mandates.accept(one, by=by(agent), at=now)
    mandates.add_papers(one, files={"mandate_letter": stored(agent, now)}, by=by(agent), at=now)
    assert "نمایندگی‌نامه" in client.get(address).content.decode()
    assert principal.reads.count() == agent.reads.count() == 1
    assert client.post(address, {"verdict": "approve", "reason": ""}).status_code == 302
    one.refresh_from_db()
    assert one.state == "active"


@pytest.mark.parametrize(("verdict", "state", "owns"), [("approve", "active", True), ("refuse", "refused", False)])
def test_a_member_of_a_company_without_owner_is_judged_on_the_desk(client, reviewer, make, now, clock, verdict, state, owns):
    member = before("review_membership", Membership.objects.create(organisation=company(now), person=make.person(), asked_at=now), now)
    address = reverse("people_office:review_membership", args=[member.pk])
    assert "صاحب حساب ندارد" in client.get(address).content.decode()
    assert client.post(address, {"verdict": verdict, "reason": "دیده شد"}).status_code == 302
    assert client.post(address, {"verdict": verdict, "reason": "دیده شد"}).status_code == 409
    member.refresh_from_db()
    assert (member.state, member.is_owner) == (state, owns)


def test_the_list_shows_what_waits_oldest_first_and_filters_by_kind(client, reviewer, make, now):
    old, new = waiting(now - timedelta(days=4)), waiting(now)
    grant = RoleGrant.objects.create(person=make.person(), role="lawyer", state="pending", asked_at=now)
    work.open_item("review_grant", grant, title="بررسی نقش وکیل", role="reviewer", at=now)
    address = reverse("people_office:reviews")
    shown = client.get(address).content.decode()
    assert shown.index(page_of(old)) < shown.index(page_of(new))
    only = client.get(address, {"kind": "review_grant"}).content.decode()
    assert "بررسی نقش وکیل" in only
    assert page_of(old) not in only
    assert client.get(address, {"kind": "x' OR 1=1", "after": "nonsense~x"}).status_code == 200


def test_the_list_goes_on_after_its_last_row_without_losing_or_repeating_any(client, reviewer, now):
    pages = [page_of(waiting(now - timedelta(minutes=number % 7))) for number in range(60)]
    address, seen = reverse("people_office:reviews"), []
    while address:
        shown = client.get(address)
        seen += [page for page in pages if f'"{page}"' in shown.content.decode()]
        address = reverse("people_office:reviews") + shown.context["next_url"] if shown.context["next_url"] else ""
    assert sorted(seen) == sorted(pages)


def test_the_list_and_the_desk_ask_the_same_number_of_questions_for_10_and_100(client, reviewer, now):
    counts = []
    for many in (10, 90):
        last = [waiting(now) for _ in range(many)][-1]
        counts.append([questions(client, reverse("people_office:reviews")), questions(client, page_of(last))])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16


# A death signal.


@pytest.fixture
def manager(client, make):
    person = make.staff("manager")
    log_in(client, person)
    return person


@pytest.fixture
def frozen(make, now):
    """An account that a death signal closed, and the attempt that brought the signal."""
    person = make.person(code="9987654320")
    Person.objects.filter(pk=person.pk).update(state="frozen", state_reason="نشانه فوت در ثبت احوال")
    attempt = Attempt.objects.create(
        method="otp_l1", role="worker", state="rejected", error="IDV_DECEASED", code_index=person.code_index, began_at=now, expires_at=now
    )
    work.open_item("death_signal", attempt, title="نشانه فوت", role="manager", at=now)
    return attempt, person


def test_a_manager_opens_the_account_again_or_keeps_it_closed_once(client, manager, frozen, clock):
    attempt, person = frozen
    address = reverse("people_office:death_signal", args=[attempt.pk])
    assert person.name in client.get(address).content.decode()
    assert person.reads.get().reason == "بررسی نشانه فوت"
    assert client.post(address, {"verdict": "refuse", "reason": "گواهی فوت دیده شد"}).status_code == 302
    assert client.post(address, {"verdict": "refuse", "reason": "باز"}).status_code == 409
    person.refresh_from_db()
    assert person.state == "frozen"
    assert client.post(address, {"verdict": "approve", "reason": "خودش با شناسنامه آمد"}).status_code == 302
    person.refresh_from_db()
    assert person.state == "active"


def test_a_signal_without_an_account_is_only_acknowledged(client, manager, now, clock):
    attempt = Attempt.objects.create(method="otp_l1", role="worker", state="rejected", error="IDV_DECEASED", began_at=now, expires_at=now)
    work.open_item("death_signal", attempt, title="نشانه فوت", role="manager", at=now)
    address = reverse("people_office:death_signal", args=[attempt.pk])
    assert "حساب بسته‌ای نیست" in client.get(address).content.decode()
    assert client.post(address, {"verdict": "approve", "reason": "x"}).status_code == 422
    assert client.post(address, {"verdict": "refuse", "reason": "دیدم"}).status_code == 302
    assert not WorkItem.objects.filter(closed_at=None).exists()


def test_only_managers_settle_a_death_signal_and_never_their_own(make, frozen, now):
    attempt, person = frozen
    for actor in (by(make.staff("reviewer"), "reviewer"), by(person, "manager")):
        for act in (
            lambda who: reviews.reopen(person, reason="x", by=who, at=now),
            lambda who: reviews.keep_closed(attempt, reason="x", by=who, at=now),
        ):
            with pytest.raises(papers.NotAllowed):
                act(actor)
    person.refresh_from_db()
    assert person.state == "frozen"


def test_whoever_did_not_see_a_colleagues_decision_does_not_undo_it(client, reviewer, make, now, clock):
    person = make.person()
    files = {"lawyer_licence": stored(person, now)}
    grant = roles.ask(person, role="lawyer", licence=roles.Licence("۱۲۳۴", "کانون مرکز"), files=files, by=by(person), at=now)
    address = reverse("people_office:review_grant", args=[grant.pk])
    seen = client.get(address).context["seen"]
    colleague = by(make.staff("reviewer"), "reviewer")
    roles.ask_papers(grant, missing=["lawyer_licence"], reason="ناخواناست", by=colleague, at=now)
    late = client.post(address, {"verdict": "approve", "reason": "", "seen": seen})
    assert late.status_code == 409
    assert "پیش از شما تصمیم گرفته شده است" in late.content.decode()
    grant.refresh_from_db()
    assert grant.state == "incomplete"
    assert client.post(address, {"verdict": "approve", "reason": "", "seen": late.context["seen"]}).status_code == 302


def test_the_desk_sends_back_what_its_reviewer_saw(client, reviewer, make, now):
    grant = before("review_grant", RoleGrant.objects.create(person=make.person(), role="lawyer", state="pending", asked_at=now), now)
    shown = client.get(reverse("people_office:review_grant", args=[grant.pk]))
    assert f'name="seen" value="{shown.context["seen"]}"' in shown.content.decode()


def test_nobody_judges_what_he_began_himself_while_logged_out(client, reviewer, now, clock):
    attempt = waiting(now)
    Attempt.objects.filter(pk=attempt.pk).update(code_index=reviewer.code_index)
    answer = client.post(page_of(attempt), {"verdict": "approve", "reason": "خودم هستم"})
    assert answer.status_code == 409
    assert "کار خودتان" in answer.content.decode()
    attempt.refresh_from_db()
    assert attempt.state == "manual_review"
