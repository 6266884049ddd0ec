"""The counter's pages: what they show and hide, what a press does, and a press again."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.people import flow, particulars
from kardad.people.actions import attesting
from kardad.people.models import Attempt, Paper, Person, Ticket, Visit
from tests.people import desks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LOOK = {
    "seen_identity_card": "on",
    "serial_identity_card": "9G12",
    "seen_birth_certificate": "on",
    "serial_birth_certificate": "الف ۲۱",
    "no_sim": "ask",
}
ORIGINALS = {"code": "۹۹۹۰۰۰۱۲۳۵", "birth": "۱۳۷۰/۰۶/۳۱"}


# Finding a ticket


@pytest.mark.parametrize("shape", ["{0}", "{1}", " {1} ", "http://127.0.0.1:8000/counter/{0}/", "https://x.ir/verify/follow/?tracking={0}"])
def test_a_ticket_is_found_by_typing_or_by_scanning(at_desk, found, shape):
    typed = shape.format(found.attempt.tracking, flow.show_tracking_code(found.attempt.tracking).lower())
    answer = at_desk.post(desks.url("counter"), {"tracking": typed})
    assert answer.status_code == 302
    assert answer["Location"] == desks.url("counter_ticket", found)


@pytest.mark.parametrize("typed", ["", "1234", "0123456789ABC", "<script>", "ک" * 13])
def test_a_wrong_code_is_said_beside_the_field(at_desk, typed):
    answer = at_desk.post(desks.url("counter"), {"tracking": typed})
    assert answer.status_code == 422
    assert 'id="id_tracking_error"' in desks.words(answer)


def test_before_the_papers_lie_there_an_officer_sees_role_initials_papers_and_the_day(at_desk, found):
    shown = desks.words(at_desk.get(desks.url("counter_ticket", found)))
    for told in ("کارگر", "ع. ک.", "شناسنامه", "آغاز مراجعه"):
        assert told in shown
    for hidden in ("کریمی", "9990001235", "۹۹۹۰۰۰۱۲۳۵", "0001</", "۱۳۷۰"):
        assert hidden not in shown


# A visit


def test_a_visit_from_the_first_look_to_the_receipt(at_desk, found, sms):
    here = desks.url("counter_ticket", found)
    assert at_desk.post(here, {"do": "begin"}).status_code == 302
    assert at_desk.post(here, LOOK | ORIGINALS | {"do": "ask"}).status_code == 302
    assert "همخوان است" in desks.words(at_desk.get(here))
    key = desks.url("counter_key", found)
    assert at_desk.post(key, {"do": "send"}).status_code == 302
    secret = {"code": sms.outbox[-1].code, "password": desks.PASSWORD, "again": desks.PASSWORD, "rules": "on"}
    assert at_desk.post(key, secret | {"do": "save"}).status_code == 302
    assert "صفحه‌کلید را به متصدی برگردانید" in desks.words(at_desk.get(key))
    answer = at_desk.post(here, LOOK | {"do": "finish"})
    assert answer["Location"] == desks.url("counter_receipt", found)
    assert Person.objects.get(level_method="in_person").level == 3


def test_a_second_press_of_the_verdict_shows_the_same_end(at_desk, officer, found, now):
    desks.attested(found, officer, desks.KARIMI, at=now)
    answer = at_desk.post(desks.url("counter_ticket", found), LOOK | {"do": "finish"})
    assert answer.status_code == 302
    assert len(desks.events("ticket.attested")) == 1


def test_two_presses_of_begin_are_one_visit(at_desk, found):
    for _ in range(2):
        assert at_desk.post(desks.url("counter_ticket", found), {"do": "begin"}).status_code == 302
    assert Visit.objects.count() == 1


def test_what_was_ticked_is_there_when_the_officer_comes_back(at_desk, officer, found, now):
    desks.begin(found, officer, at=now)
    at_desk.post(desks.url("counter_ticket", found), LOOK | {"do": "save"})
    shown = desks.words(at_desk.get(desks.url("counter_ticket", found)))
    assert 'value="9G12"' in shown
    assert "checked" in shown
    assert flow.show_tracking_code(found.attempt.tracking) in desks.words(at_desk.get(desks.url("counter")))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"serial_identity_card": ""}, "شماره «کارت ملی"),
        ({"code": ""}, "کد را از روی اصل مدرک بنویسید"),
        ({"birth": ""}, "تاریخ تولد را از روی اصل مدرک بنویسید"),
        ({"birth": "۱۴۰۰/۱۲/۳۰"}, "id_birth_error"),
        ({"code": "9990001236"}, "id_code_error"),
        ({"code": "9990001243"}, "با این نوبت یکی نیست"),
        ({"seen_identity_card": ""}, "هنوز دیده نشده است"),
        ({"no_sim": "forged"}, "id_no_sim_error"),
        ({"serial_identity_card": "9990001235"}, "نه کد ملی"),
    ],
)
def test_a_wrong_look_is_said_and_no_register_is_asked(at_desk, officer, found, now, registry, change, said):
    desks.begin(found, officer, at=now)
    answer = at_desk.post(desks.url("counter_ticket", found), LOOK | ORIGINALS | change | {"do": "ask"})
    assert answer.status_code in (409, 422)
    assert said in desks.words(answer)
    assert not registry.calls


def test_a_file_of_the_wrong_kind_is_refused_beside_its_field(at_desk, officer, found, now):
    desks.begin(found, officer, at=now)
    bad = SimpleUploadedFile("card.png", b"MZ")
    answer = at_desk.post(desks.url("counter_ticket", found), LOOK | {"do": "save", "scan_identity_card": bad})
    assert answer.status_code == 422
    assert "id_scan_identity_card_error" in desks.words(answer)
    assert desks.words(answer).count('<details class="details" open') == len(
        answer.context["form"].papers()
    )  # no error lies behind a closed door
    good = SimpleUploadedFile("card.png", desks.PNG)
    assert at_desk.post(desks.url("counter_ticket", found), LOOK | {"do": "save", "scan_identity_card": good}).status_code == 302
    assert Paper.objects.get().kind == "identity_card"


def test_a_death_in_the_register_is_never_written_on_a_page(at_desk, officer, make, now):
    make.person(level=1, code=desks.DECEASED["code"])
    found = desks.ticket(desks.DECEASED, at=now)
    desks.begin(found, officer, at=now)
    originals = {"code": desks.DECEASED["code"], "birth": "۱۳۳۰/۰۵/۰۵"}
    answer = at_desk.post(desks.url("counter_ticket", found), LOOK | originals | {"do": "ask"}, follow=True)
    shown = desks.words(answer) + desks.words(at_desk.get(desks.url("counter_receipt", found)))
    assert "فوت" not in shown
    assert "به مدیر سپرده شد" in shown
    assert at_desk.post(desks.url("counter_ticket", found), {"do": "alive"}).status_code == 302
    assert desks.events("person.alive_reported")


def test_taking_over_needs_a_reason(client, officer, other, found, now):
    desks.begin(found, officer, at=now)
    client.force_login(other)
    asked = client.post(desks.url("counter_ticket", found), {"do": "take_over", "reason": " "})
    assert asked.status_code == 422
    assert "<title>خطا:" in desks.words(asked)
    assert 'id="id_reason_error"' in desks.words(asked)
    assert 'href="#id_reason"' in desks.words(asked)
    assert Visit.objects.get(state="begun").officer_id == officer.pk
    client.post(desks.url("counter_ticket", found), {"do": "take_over", "reason": "شیفت تمام شد"})
    assert Visit.objects.get(state="begun").officer_id == other.pk


def test_dropping_needs_a_reason_and_its_form_stands_open_with_the_error(at_desk, officer, found, now):
    desks.begin(found, officer, at=now)
    asked = at_desk.post(desks.url("counter_ticket", found), {"do": "drop", "reason": ""})
    shown = desks.words(asked)
    assert asked.status_code == 422
    assert "<title>خطا:" in shown
    assert shown.index('<details class="details" open') < shown.index('id="id_reason_error"')
    assert shown.count('<details class="details" open') == 1  # of the scans none is opened by another form's error
    assert Visit.objects.get().state == "begun"
    assert at_desk.post(desks.url("counter_ticket", found), {"do": "drop", "reason": "شخص رفت"}).status_code == 302
    assert Visit.objects.get().state == "dropped"


def test_a_deed_that_is_refused_says_why_on_the_page_as_it_is_now(client, officer, other, found, now):
    desks.begin(found, officer, at=now)
    client.force_login(other)
    late = client.post(desks.url("counter_ticket", found), {"do": "begin"})
    assert late.status_code == 409
    assert "<title>خطا:" in desks.words(late)
    assert "متصدی دیگری این مراجعه را آغاز کرده است" in desks.words(late)
    assert client.post(desks.url("counter_ticket", found), {"do": "drop", "reason": "x"}).status_code == 409
    assert Visit.objects.get().officer_id == officer.pk


def test_missing_papers_end_in_a_receipt_that_names_them(at_desk, officer, found, now):
    desks.begin(found, officer, at=now)
    answer = at_desk.post(
        desks.url("counter_ticket", found),
        {"do": "miss", "no_sim": "ask", "seen_identity_card": "on", "serial_identity_card": "9G1"},
        follow=True,
    )
    assert "این مدرک‌ها همراه نبود: «شناسنامه»" in desks.words(answer)


# The person's own page


def test_the_key_page_shows_nothing_of_the_officer(at_desk, officer, found, now):
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=now)
    shown = desks.words(at_desk.get(desks.url("counter_key", found)))
    for hidden in ("نقش شما", "متصدی شماره", "منتظر تأیید دوم", officer.last_name, desks.office_of(officer).name):
        assert hidden not in shown


@pytest.mark.parametrize(
    ("change", "field"),
    [({"again": "دیگری-است-۱۲۳۴"}, "again"), ({"password": "12345", "again": "12345"}, "password"), ({"rules": ""}, "rules")],
)
def test_a_password_must_be_strong_written_twice_and_under_the_rules(at_desk, officer, found, now, change, field):
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    attesting.ask(visit, desks.shown(desks.KARIMI), by=desks.actor(officer), at=now)
    good = {"password": desks.PASSWORD, "again": desks.PASSWORD, "rules": "on", "code": ""}
    answer = at_desk.post(desks.url("counter_key", found), good | change)
    assert answer.status_code == 422
    assert f"id_{field}_error" in desks.words(answer)
    assert desks.PASSWORD not in desks.words(answer)


def test_the_key_page_waits_for_the_registers(at_desk, officer, found, now):
    desks.begin(found, officer, at=now)
    assert at_desk.get(desks.url("counter_key", found))["Location"] == desks.url("counter_ticket", found)


# Without a ticket

WALK = ORIGINALS | {"first_name": "علی", "last_name": "کریمی", "mobile": "۰۹۱۲۰۰۰۰۰۰۱", "consent": "on"}


def test_somebody_without_a_ticket_is_written_down_once(at_desk, officer):
    address = desks.url("counter_new") + "?role=worker"
    for _ in range(2):
        assert at_desk.post(address, WALK).status_code == 302
    attempt = Attempt.objects.get()
    assert attempt.office_id == desks.office_of(officer).pk
    assert Visit.objects.get().officer_id == officer.pk
    assert particulars.typed(attempt)["mobile"] == "+989120000001"


@pytest.mark.parametrize(
    "change", [{"consent": ""}, {"code": "9990001236"}, {"birth": "۱۳۹۵/۰۱/۰۱"}, {"mobile": "02188880000"}, {"first_name": ""}]
)
def test_a_walk_in_with_something_wrong_is_not_written_down(at_desk, change):
    answer = at_desk.post(desks.url("counter_new") + "?role=worker", WALK | change)
    assert answer.status_code in (409, 422)
    assert not Attempt.objects.exists()


def test_a_role_that_nobody_takes_over_a_counter_asks_for_the_role_again(at_desk):
    for role in ("manager", "officer", "x"):
        assert at_desk.post(desks.url("counter_new") + f"?role={role}", WALK).status_code == 200
    assert not Attempt.objects.exists()


def test_a_foreigner_and_a_company_have_fields_of_their_own(at_desk):
    assert "id_passport" in desks.words(at_desk.get(desks.url("counter_new") + "?role=foreign_national"))
    assert "id_company_id" in desks.words(at_desk.get(desks.url("counter_new") + "?role=employer_legal"))


def _second_needed(make, now):
    found = desks.ticket(desks.AHMADI, at=now, sampled=True)
    desks.attested(found, desks.officer(make), desks.AHMADI, at=now)
    return found


# The second look


def test_a_second_officer_sees_serials_and_initials_and_agrees(client, make, other, now):
    found = _second_needed(make, now)
    client.force_login(other)
    shown = desks.words(client.get(desks.url("counter_second", found)))
    assert "ش-۱۵۰" in shown or "ش-1۵۰" in shown
    assert "م. ا." in shown
    assert "احمدی" not in shown
    assert desks.url("counter_second", found) in desks.words(client.get(desks.url("counter")))
    assert client.post(desks.url("counter"), {"tracking": found.attempt.tracking})["Location"] == desks.url("counter_second", found)
    assert client.post(desks.url("counter_second", found), {"do": "agree"})["Location"] == desks.url("counter_receipt", found)
    assert client.post(desks.url("counter_second", found), {"do": "agree"}).status_code == 404
    found.refresh_from_db()
    assert found.state == "attested"


def test_the_first_officer_is_refused_as_the_second(client, make, now, officer):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    client.force_login(officer)
    for answer in (client.get(desks.url("counter_second", found)), client.post(desks.url("counter_second", found), {"do": "agree"})):
        assert answer.status_code == 409
        assert "متصدی دیگری در دفتری دیگر" in desks.words(answer)
    found.refresh_from_db()
    assert found.state == "second_needed"


def test_a_second_officer_who_refuses_without_saying_why_is_asked(client, make, other, now):
    found = _second_needed(make, now)
    client.force_login(other)
    answer = client.post(desks.url("counter_second", found), {"do": "refuse"})
    assert answer.status_code == 422
    assert "اختیاری" not in desks.words(answer)
    assert desks.words(answer).count("(برای برگرداندن لازم است)") == 2
    assert (
        client.post(desks.url("counter_second", found), {"do": "refuse", "missing": "identity_card", "reason": "خوانا نیست"}).status_code
        == 302
    )
    found.refresh_from_db()
    assert found.state == "incomplete"


# The receipt


def test_a_receipt_holds_no_full_identifier_and_no_officers_name(at_desk, officer, found, now):
    desks.attested(found, officer, desks.KARIMI, at=now)
    shown = desks.words(at_desk.get(desks.url("counter_receipt", found)))
    assert flow.show_tracking_code(found.attempt.tracking) in shown
    assert "data:image/svg" in shown
    assert desks.office_of(officer).name in shown
    for hidden in ("9990001235", "۹۹۹۰۰۰۱۲۳۵", "کریمی", "ش-۱۵۰", "+98912", "۰۹۱۲۰۰۰"):
        assert hidden not in shown.split("<main")[1].split("</main")[0]


def test_a_receipt_waits_for_a_finished_visit(at_desk, officer, found, now):
    desks.begin(found, officer, at=now)
    assert at_desk.get(desks.url("counter_receipt", found)).status_code == 404


# Cost


def test_the_desk_costs_the_same_with_one_and_with_ten_waiting(at_desk, make, now, django_assert_max_num_queries):
    first = desks.officer(make)
    costs = []
    for _ in range(2):
        for _ in range(4):
            typed = {"code": make.national_code(), "birth": "1991-09-22", "first_name": "علی", "last_name": "کریمی"}
            found = desks.ticket(typed, at=now - timedelta(minutes=1), sampled=True)
            Ticket.objects.filter(pk=found.pk).update(state="second_needed")
            Visit.objects.create(ticket=found, officer=first, office=desks.office_of(first), state="finished", began_at=now, ended_at=now)
        with django_assert_max_num_queries(25) as asked:
            at_desk.get(desks.url("counter"))
        costs.append(len(asked))
    assert costs[0] == costs[1]
