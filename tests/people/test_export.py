"""A copy of one's own data: everything of mine, nothing of another's, only after I showed myself again."""

import json
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kardad.availability.models import Certificate
from kardad.core import drafts
from kardad.core.models import Event, StoredFile
from kardad.outbox.actions import queue_text
from kardad.people import models, particulars
from kardad.people.queries import copies
from kardad.work import actions as work
from tests.people import accounts, desks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
PAGE = "/panel/account/export/"


@pytest.fixture
def person(make):
    return make.person(code="9990001235", phone="+989120000001")


@pytest.fixture
def here(client, person, make):
    accounts.enter(client, person)
    make.show(client, person)
    return client


def test_it_holds_my_identifiers_roles_history_and_the_looks_of_others(here, person, make, now):
    particulars.read(person, by=make.actor(make.staff("reviewer"), "reviewer"), what="کد ملی", reason="بررسی", at=now)

    answer = here.post(PAGE)
    found = json.loads(answer.content)

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert found["particulars"]["code"] == "9990001235"
    assert found["particulars"]["mobile"] == "+989120000001"
    assert [(row["role"], row["state"]) for row in found["roles"]] == [("کارگر و کارکنان", "active")]
    assert found["roles"][0]["asked_at"]["jalali"] == "1404-08-10"
    assert any("وارد حساب" in line["text"] for line in found["history"])
    assert found["read_by_others"][0]["role"] == "بررس مدارک"
    assert Event.objects.filter(name="account.exported", person_id=person.pk).count() == 1


def stored(owner_id, *, at, name="card.png"):
    """A clean file of someone."""
    return StoredFile.objects.create(
        name=name, media_type="image/png", size=9, sha256="0" * 64, scan=StoredFile.Scan.CLEAN, owner_id=owner_id, stored_at=at
    )


def mandate(principal, agent, *, at, number, **extra):
    """A mandate that stands."""
    values = {"subject": f"پیگیری {number}", "invitation": f"INVITATION{number:03}", "state": "active", "decided_at": at}
    return models.Mandate.objects.create(
        principal=principal, agent=agent, invited_at=at, expires_at=at + timedelta(days=9), **values | extra
    )


def kept(person, other, officer, *, at, number):
    """One more of everything that is kept of the person."""
    given, held = (mandate(*pair, at=at, number=number * 2 + place) for place, pair in enumerate([(person, other), (other, person)]))
    models.Undo.objects.create(mandate=given, person=person, deed="appoint", state="lapsed", made_at=at)
    models.MobileChange.objects.create(person=person, mobile="+989350000002", mobile_index="x", state="cancelled", asked_at=at)
    typed = desks.KARIMI | {"password_hash": "argon2-secret"}
    ticket = desks.ticket(typed, at=at, person=person)
    visit = models.Visit.objects.create(ticket=ticket, officer=officer, office=desks.office_of(officer), state="finished", began_at=at)
    grant = models.RoleGrant.objects.create(person=person, role="lawyer", state="refused", reason="پروانه خوانا نیست.", asked_at=at)
    paper = {"added_at": at, "serial": "A-77"}
    models.Paper.objects.create(kind="lawyer_licence", grant=grant, file=stored(person.pk, at=at), **paper)
    models.Paper.objects.create(kind="mandate_letter", mandate=held, file=None, file_dropped_at=at, **paper)
    models.Paper.objects.create(kind="identity_card", visit=visit, file=stored(officer.pk, at=at, name="desk.png"), **paper)
    models.WorkplaceCode.objects.create(person=person, code="0123456789", title="کارگاه من", valid_from=date(2025, 3, 21))
    models.Inquiry.objects.create(person=person, operation="birth", provider="demo", track_id=f"T{number}", outcome="match", asked_at=at)
    span = {"since": at - timedelta(days=1), "until": at, "made_at": at}
    Certificate.objects.create(person_id=person.pk, statement="{}", key="k", signature="s", **span)
    work.open_item("review_grant", grant, title="بررسی نقش", role="reviewer", at=at)
    drafts.keep(f"/panel/form/{number}/", {"about": "نیمه‌کاره", "password": "never"}, person_id=person.pk, at=at)
    queue_text("mandate_invited", "+989120000001", at=at, person_id=person.pk, parameters={"invitation": "INVITED-SECRET"})
    models.Person.objects.filter(pk=brought(person, at=at, number=number).pk).update(guardian=person)


def brought(guardian, *, at, number):
    """A ward for whom the guardian took a ticket."""
    someone = models.Person.objects.create(first_name="نورا", last_name=f"کریمی {number}", joined_at=at)
    ticket = desks.ticket(desks.AHMADI, at=at, person=someone)
    models.Consent.objects.create(person=guardian, attempt=ticket.attempt, text="guardian", version="1", given_at=at)
    return someone


@pytest.fixture
def other(make):
    """The other side of the mandates."""
    return make.person(first_name="مریم", last_name="احمدی")


@pytest.fixture
def full(person, other, officer, make, now):
    """The person, of whom something of every kind is kept."""
    make.with_totp(person)
    kept(person, other, officer, at=now, number=1)
    person.guardian = other
    person.save()
    return person


def test_every_section_has_a_persian_title_on_the_page(here):
    page = here.get(PAGE).content.decode()

    assert [title for title in copies.titles() if f"<li>{title}</li>" not in page] == []
    assert len(set(copies.titles())) == len(copies.SECTIONS) + len(copies.ABOVE)


def test_every_section_of_the_file_is_filled_by_what_is_kept(full, here):
    found = json.loads(here.post(PAGE).content)

    assert [name for name in copies.SECTIONS if not found[name]] == []


def test_sections_are_there_and_empty_when_nothing_is_kept(here, make):
    found = json.loads(here.post(PAGE).content)

    assert {name for name in copies.SECTIONS if found[name]} <= {"sessions", "messages"}
    assert set(copies.SECTIONS) <= set(found)


def test_mandates_of_both_directions_name_the_other_side_and_no_invitation(full, here):
    answer = here.post(PAGE)
    found = json.loads(answer.content)

    assert [(row["about"], row["other"]) for row in found["mandates_given"]] == [("پیگیری 2", "مریم احمدی")]
    assert [(row["about"], row["other"]) for row in found["mandates_held"]] == [("پیگیری 3", "مریم احمدی")]
    assert [(row["deed"], row["state"]) for row in found["undos"]] == [("معرفی نماینده", "lapsed")]
    assert "INVIT" not in answer.content.decode()


def test_my_own_papers_have_an_address_that_opens_and_an_officers_scan_has_none(full, here):
    found = json.loads(here.post(PAGE).content)

    token = models.Paper.objects.get(kind="lawyer_licence").file.token
    told = [(row["kind"], row["state"], row["address"] and row["address"].endswith(f"/panel/papers/{token}/")) for row in found["papers"]]
    assert told == [("پروانه وکالت", "clean", True), ("نمایندگی‌نامه", "dropped", None), ("کارت ملی هوشمند یا رسید آن", "clean", None)]
    assert [row["name"] for row in found["files"]] == ["card.png"]


def test_an_officers_copy_has_no_scan_of_those_who_sat_before_him(full, officer):
    assert copies.files(officer) == []
    assert copies.papers_of(officer) == []
    assert copies.visits(officer) == []


def test_messages_are_told_by_kind_time_masked_number_and_state_without_what_filled_them(full, here):
    row = json.loads(here.post(PAGE).content)["messages"][0]

    assert (row["kind"], row["state"]) == ("mandate_invited", "waiting")
    assert row["text"].endswith("با کد {invitation} در پنل خود بپذیرید.")
    assert row["made_at"]["jalali"]
    assert row["mobile"].endswith("0001")
    assert "9120000001" not in row["mobile"]


def test_ways_in_are_told_by_kind_and_day_without_what_opens_them(full, person):
    assert [row["kind"] for row in copies.factors(person)] == ["برنامه رمزساز"]
    assert set(copies.factors(person)[0]) == {"kind", "made_at", "last_used_at"}


def test_a_session_is_told_by_device_and_masked_address(here, person):
    told = json.loads(here.post(PAGE).content)["sessions"]

    assert [row["address"] for row in told] == ["۱۲۷.۰.•.•"]
    assert here.session.session_key not in json.dumps(told)


def test_the_librarys_own_table_of_emails_which_the_copy_leaves_out_holds_nobody(full, here):
    assert not EmailAddress.objects.exists()


def test_drafts_hold_what_i_typed_and_never_a_password(full, here):
    assert [row["typed"] for row in json.loads(here.post(PAGE).content)["drafts"]] == [{"about": "نیمه‌کاره"}]


def test_of_another_there_is_no_more_than_the_name(full, here, other, officer):
    body = here.post(PAGE).content.decode()

    for one in (other, officer):
        assert accounts.own(one).code not in body
        assert accounts.own(one).mobile not in body
    assert officer.name not in json.dumps(json.loads(body)["visits"], ensure_ascii=False)
    assert desks.AHMADI["code"] not in body
    assert "9350000002" not in body
    assert "argon2" not in body


def test_what_is_kept_of_others_is_not_in_mine(full, make):
    stranger = make.person()

    assert {name for name, rows in copies.affairs(stranger).items() if rows} == set()


def test_it_takes_the_same_number_of_statements_however_much_is_kept(full, person, other, officer, now):
    with CaptureQueriesContext(connection) as few:
        copies.affairs(person)
    for number in range(2, 6):
        kept(person, other, officer, at=now, number=number)
    with CaptureQueriesContext(connection) as many:
        told = copies.affairs(person)

    assert len(told["papers"]) == 15
    assert len(many) == len(few) <= len(copies.SECTIONS)


def test_it_holds_no_secret_of_the_account(here, person, make):
    make.with_totp(person)

    body = here.post(PAGE).content.decode()

    assert person.password not in body
    assert person.code_index not in body
    assert person.login_key not in body
    assert "GEZDGNBVGY3TQOJQ" not in body


def test_nothing_of_another_person_is_in_it(here, make):
    other = make.person(code="9990001243")

    body = here.post(PAGE).content.decode()

    assert "9990001243" not in body
    assert accounts.own(other).mobile not in body


def test_opening_the_page_hands_out_nothing(here):
    answer = here.get(PAGE)

    assert answer["Content-Type"].startswith("text/html")
    assert "9990001235" not in answer.content.decode()


def test_without_a_step_up_it_asks_for_one(client, person):
    accounts.enter(client, person)

    assert client.post(PAGE)["Location"].startswith("/panel/account/step-up/")


def test_a_visitor_is_led_to_log_in(client):
    assert client.get(PAGE)["Location"].startswith("/login/")
    assert client.post(PAGE)["Location"].startswith("/login/")
