"""Log-in: code and password, the same answer for every wrong one, the second step, the role that is acted in."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from kardad.core.models import Event
from kardad.people.models import Mandate, Person, RoleGrant
from tests import factories
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha")]


@pytest.fixture
def hashes(monkeypatch):
    """How many Argon2 runs there were."""
    runs = []
    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counted(self, *args, original=original, name=name, **kwargs):
            runs.append(name)
            return original(self, *args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    return runs


def test_a_right_password_opens_the_panel(client, make, clock):
    person = make.person()

    answer = accounts.log_in(client, person)

    assert answer.status_code == 302
    assert answer["Location"] == reverse("portal:panel")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Event.objects.filter(name="account.logged_in", person_id=person.pk).count() == 1


def test_persian_and_spaced_digits_are_the_same_code(client, make, clock):
    person = make.person(code="9990001235")

    answer = accounts.log_in(client, person, code=" ۹۹۹ ۰۰۰ ۱۲۳۵ ")

    assert answer.status_code == 302


def test_a_foreigner_logs_in_with_twelve_digits(client, make, clock):
    person = make.person(kind="foreign", code="990000000001")

    assert accounts.log_in(client, person).status_code == 302


def test_unknown_wrong_and_displaced_look_the_same_and_cost_one_hash_each(client, make, clock, hashes):
    known = make.person(code="9990001235")
    gone = make.person(code="9990001243", level=0)
    Person.objects.filter(pk=gone.pk).update(state="displaced", code_index=None)
    answers = []
    for code in ("9990001235", "9990001243", "9991234561"):
        hashes.clear()
        answer = client.post("/login/", {"code": code, "password": "نادرست-نادرست"})
        answers.append((answer.status_code, errors(answer)))
        assert len(hashes) == 1
    assert len(set(answers)) == 1
    assert answers[0][0] == 401
    assert "کد ملی یا رمز عبور درست نیست" in answers[0][1]
    assert known.pk


def test_a_good_log_in_costs_exactly_one_hash(client, make, clock, hashes):
    person = make.person()
    hashes.clear()

    assert accounts.log_in(client, person).status_code == 302

    assert len(hashes) == 1


def test_someone_without_a_password_is_as_unknown(client, make, clock, hashes):
    person = make.person(password=None)
    hashes.clear()

    answer = accounts.log_in(client, person)

    assert answer.status_code == 401
    assert len(hashes) == 1


def test_a_frozen_account_says_what_to_do_only_after_a_right_password(client, make, clock):
    person = make.person(state="frozen", state_reason="نشانه فوت")

    wrong = accounts.log_in(client, person, password="نادرست-نادرست")
    right = accounts.log_in(client, person)

    assert wrong.status_code == 401
    assert "پیشخوان" not in errors(wrong)
    assert right.status_code == 423
    assert "پیشخوان" in right.content.decode()
    assert "فوت" not in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_with_a_wrong_check_digit_is_told_at_the_field_and_never_counted(client, make, clock):
    answer = client.post("/login/", {"code": "9990001236", "password": "x"})

    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors


def test_after_ten_wrong_passwords_even_the_right_one_waits_and_unknown_codes_wait_alike(client, make, clock):
    person = make.person(code="9990001235")
    for code in ("9990001235", "9991234561"):
        for _ in range(10):
            assert client.post("/login/", {"code": code, "password": "نادرست-نادرست"}).status_code == 401
        last = client.post("/login/", {"code": code, "password": factories.PASSWORD})
        assert last.status_code == 429

    clock.shift(3601)
    assert accounts.log_in(client, person).status_code == 302


def test_right_passwords_use_up_no_tries(client, make, clock):
    person = make.person()
    for _ in range(12):
        assert accounts.log_in(client, person).status_code == 302
        client.post("/logout/")


def test_many_accounts_from_one_address_are_stopped(client, make, clock, monkeypatch):
    monkeypatch.setattr("kardad.people.policy.LOGIN_FAILURES_AN_IP", 3)
    for code in ("9990001235", "9990001243", "9991234561"):
        assert client.post("/login/", {"code": code, "password": "نادرست-نادرست"}).status_code == 401

    assert client.post("/login/", {"code": "0102030405", "password": "نادرست-نادرست"}).status_code == 429


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_next_never_leads_away(client, make, clock, evil):
    answer = accounts.log_in(client, make.person(), next_url=evil)

    assert answer["Location"] == reverse("portal:panel")


def test_next_leads_back_to_the_page_that_was_wanted(client, make, clock):
    person = make.person()
    first = client.get("/panel/account/")

    assert first.status_code == 302
    assert first["Location"].startswith("/login/?next=")
    answer = client.post(first["Location"], {"code": accounts.own(person).code, "password": factories.PASSWORD})
    assert answer["Location"] == "/panel/account/"


def test_the_session_gets_a_new_key_at_log_in(client, make, clock):
    client.get("/login/")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    accounts.log_in(client, make.person())

    assert client.session.session_key != before


def test_a_visitor_with_a_session_of_his_own_is_led_on(client, make, clock):
    accounts.enter(client, make.person())

    assert client.get("/login/")["Location"] == reverse("portal:panel")
    assert accounts.log_in(client, make.person()).status_code == 302


def test_the_captcha_must_be_solved(client, make, clock, monkeypatch):
    monkeypatch.undo()
    answer = accounts.log_in(client, make.person())

    assert answer.status_code == 422
    assert "captcha" in answer.context["form"].errors


def test_the_only_role_is_acted_in(client, make, clock):
    accounts.enter(client, make.person(role="worker"))

    assert client.session["acting"] == "worker|"
    assert client.session["acting_title"] == "کارگر و کارکنان"


def test_of_several_roles_the_last_used_is_acted_in(client, make, clock, now):
    person = make.person(role="worker")
    RoleGrant.objects.create(person=person, role="practitioner", state="active", asked_at=now)
    accounts.enter(client, person)
    assert client.session["acting"] == "member|"

    session = client.session
    session["acting"] = "practitioner|"
    session.save()
    client.post("/logout/")
    accounts.enter(client, person)

    assert client.session["acting"] == "practitioner|"


def test_a_role_that_ended_is_not_acted_in_again(client, make, clock, now):
    person, principal = make.person(), make.person()
    mandate = Mandate.objects.create(
        principal=principal, agent=person, subject="کار", invitation="X", state="active", invited_at=now, expires_at=now
    )
    accounts.enter(client, person)
    session = client.session
    session["acting"] = f"representative|person:{principal.pk}"
    session.save()
    client.post("/logout/")
    Mandate.objects.filter(pk=mandate.pk).update(state="revoked")

    accounts.enter(client, person)

    assert client.session["acting"] != f"representative|person:{principal.pk}"


def test_whoever_has_a_second_factor_is_not_in_before_he_showed_it(client, make, clock):
    person = make.with_totp(make.person())

    first = accounts.log_in(client, person, next_url="/panel/account/")

    assert first["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get("/panel/account/").status_code == 302
    assert client.get("/panel/security/authenticate/").status_code == 200
    second = client.post("/panel/security/authenticate/", {"code": factories.totp_code()})
    assert second["Location"] == "/panel/account/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_second_step_is_refused_and_after_ten_all_are(client, make, clock):
    person = make.with_totp(make.person())
    accounts.log_in(client, person)
    for _ in range(10):
        assert client.post("/panel/security/authenticate/", {"code": "000000"}).status_code == 401

    assert client.post("/panel/security/authenticate/", {"code": factories.totp_code()}).status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_code_of_the_app_serves_once(client, make, clock):
    person = make.with_totp(make.person())
    accounts.enter(client, person)
    client.post("/logout/")

    accounts.log_in(client, person)

    assert client.post("/panel/security/authenticate/", {"code": factories.totp_code()}).status_code == 401


def test_the_second_step_without_the_first_leads_to_the_log_in_page(client, make, clock):
    answer = client.get("/panel/security/authenticate/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_an_account_frozen_between_the_steps_stays_out(client, make, clock):
    person = make.with_totp(make.person())
    accounts.log_in(client, person)
    Person.objects.filter(pk=person.pk).update(state="frozen")

    answer = client.post("/panel/security/authenticate/", {"code": factories.totp_code()})

    assert "_auth_user_id" not in client.session
    assert answer.status_code in (302, 423)


def test_a_name_with_markup_and_template_signs_is_shown_as_text(client, make, clock):
    person = make.person(first_name="<script>alert(1)</script>", last_name="{{ settings.SECRET_KEY }}{% now 'Y' %}")
    accounts.enter(client, person)

    shown = client.get("/panel/account/").content.decode()

    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "{{ settings.SECRET_KEY }}" in shown


def test_a_foreign_host_and_a_header_with_a_line_break_lead_nowhere(client, make, clock):
    assert client.get("/login/", HTTP_HOST="evil.example").status_code == 400
    answer = accounts.log_in(client, make.person(), next_url="/panel/%0d%0aSet-Cookie:%20a=b")
    assert "a" not in answer.cookies


def test_log_out_ends_the_session_and_asks_first_when_it_was_only_visited(client, make, clock):
    person = make.person()
    accounts.enter(client, person)

    assert client.get("/logout/").status_code == 200
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.post("/logout/")["Location"] == reverse("portal:home")
    assert "_auth_user_id" not in client.session
    assert client.post("/logout/").status_code == 302
    assert Event.objects.filter(name="account.logged_out", person_id=person.pk).count() == 1


def test_a_log_in_costs_as_many_statements_with_thirty_sessions_as_with_one(client, make, clock, django_assert_max_num_queries):
    person = make.person()
    accounts.enter(client, person)
    with django_assert_max_num_queries(40) as few:
        accounts.enter(Client(), person)
    for _ in range(30):
        accounts.enter(Client(), person)
    with django_assert_max_num_queries(40) as many:
        accounts.enter(Client(), person)

    assert len(few.captured_queries) == len(many.captured_queries)


def errors(answer):
    """The words of the form's refusal."""
    return " ".join(str(message) for message in answer.context["form"].non_field_errors())
