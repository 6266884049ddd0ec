"""Second factors: set up, used, renamed, removed – by their owner, after he has shown himself, and never the last one of staff."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from kardad.core.models import Event
from kardad.people.models import Person
from tests import factories
from tests.people import accounts
from tests.people.softkey import SoftKey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
INDEX, ADD_APP, ADD_KEY = "/panel/security/", "/panel/security/totp/activate/", "/panel/security/webauthn/add/"
CODES, LOGIN_KEY = "/panel/security/recovery-codes/", "/panel/security/webauthn/login/"


@pytest.fixture
def person(make):
    return make.person()


@pytest.fixture
def here(client, person, make):
    accounts.enter(client, person)
    make.show(client, person)
    return client


def app_code(secret):
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def add_app(client):
    return client.post(ADD_APP, {"code": app_code(client.get(ADD_APP).context["secret"])})


def add_key(client, key=None, name="گوشی من"):
    key = key or SoftKey()
    credential = key.make(json.loads(client.get(ADD_KEY).context["options"]))
    return key, client.post(ADD_KEY, {"name": name, "credential": json.dumps(credential)})


# The app.


def test_an_app_is_set_up_by_its_first_code_and_recovery_codes_follow(here, person):
    assert add_app(here)["Location"] == CODES

    shown = here.get(CODES)
    assert len(shown.context["codes"]) == 10
    assert Event.objects.filter(name="factor.totp_added", person_id=person.pk).count() == 1


def test_nothing_of_the_secrets_lies_open(here, person):
    secret = here.get(ADD_APP).context["secret"]
    assert secret not in str(dict(here.session.items()))
    add_app(here)

    codes = here.get(CODES).context["codes"]
    held = json.dumps([row.data for row in Authenticator.objects.all()])
    assert secret not in held
    assert not any(code in held for code in codes)


def test_a_wrong_first_code_sets_up_nothing_and_both_tabs_show_one_secret(here):
    first, second = here.get(ADD_APP).context["secret"], here.get(ADD_APP).context["secret"]

    assert first == second
    assert here.post(ADD_APP, {"code": "000000"}).status_code == 401
    assert Authenticator.objects.count() == 0


def test_a_second_press_is_harmless(here):
    add_app(here)

    assert here.post(ADD_APP, {"code": "000000"})["Location"] == INDEX
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_setting_up_needs_a_step_up(client, person):
    accounts.enter(client, person)

    for page in (ADD_APP, ADD_KEY):
        assert client.get(page)["Location"].startswith("/panel/account/step-up/")


def test_the_first_factor_ends_sessions_that_began_without_it(here, person):
    other = Client()
    accounts.enter(other, person)

    add_app(here)

    assert other.get("/panel/account/").status_code == 302
    assert here.get("/panel/account/").status_code == 200


def test_the_app_is_taken_away_with_its_recovery_codes(here, person, clock):
    add_app(here)

    assert here.get("/panel/security/totp/deactivate/").status_code == 200
    assert here.post("/panel/security/totp/deactivate/")["Location"] == INDEX
    assert here.post("/panel/security/totp/deactivate/")["Location"] == INDEX
    assert Authenticator.objects.count() == 0
    assert Event.objects.filter(name="factor.totp_removed", person_id=person.pk).count() == 1


# Recovery codes.


def test_a_recovery_code_serves_once_in_place_of_the_app(here, person):
    add_app(here)
    code = here.get(CODES).context["codes"][0]
    for expected in (302, 401):
        visitor = Client()
        accounts.log_in(visitor, person)
        assert visitor.post("/panel/security/authenticate/", {"code": code}).status_code == expected

    assert len(here.get(CODES).context["codes"]) == 9


def test_fresh_recovery_codes_kill_the_earlier_ones(here, person):
    add_app(here)
    earlier = here.get(CODES).context["codes"]

    here.post("/panel/security/recovery-codes/generate/")

    assert not set(earlier) & set(here.get(CODES).context["codes"])


def test_recovery_codes_are_shown_only_after_a_step_up_and_to_no_one_without_a_factor(here, client, make, clock):
    assert here.get(CODES).status_code == 404
    add_app(here)
    clock.shift(timedelta(minutes=11))
    for page in (CODES, "/panel/security/recovery-codes/generate/"):
        assert here.get(page).status_code == 302


# Passkeys.


def test_a_passkey_is_made_and_logs_in_without_a_password(here, person):
    key, answer = add_key(here)
    assert answer["Location"] == CODES

    visitor = Client()
    options = visitor.get(LOGIN_KEY).json()["options"]
    entered = visitor.post(LOGIN_KEY, {"credential": json.dumps(key.sign(options))})

    assert entered["Location"] == reverse("portal:panel")
    assert visitor.session["_auth_user_id"] == str(person.pk)


def test_a_passkey_is_the_second_step_after_the_password(here, person):
    key, _ = add_key(here)
    visitor = Client()
    accounts.log_in(visitor, person)
    options = json.loads(visitor.get("/panel/security/authenticate/").context["options"])

    visitor.post("/panel/security/authenticate/", {"credential": json.dumps(key.sign(options))})

    assert visitor.session["_auth_user_id"] == str(person.pk)


def test_a_passkey_steps_up(here, person, clock):
    key, _ = add_key(here)
    clock.shift(timedelta(minutes=11))
    options = json.loads(here.get("/panel/account/step-up/").context["options"])

    here.post("/panel/account/step-up/?next=/panel/account/export/", {"credential": json.dumps(key.sign(options))})

    assert here.session["step_up"]["by"] == "passkey"
    assert here.post("/panel/account/export/").status_code == 200


def test_an_answer_to_an_earlier_challenge_does_not_log_in(here, person):
    key, _ = add_key(here)
    visitor = Client()
    signed = key.sign(visitor.get(LOGIN_KEY).json()["options"])
    visitor.get(LOGIN_KEY)

    assert visitor.post(LOGIN_KEY, {"credential": json.dumps(signed)})["Location"] == "/login/"
    assert "_auth_user_id" not in visitor.session


def test_the_key_of_another_does_not_show_this_person(here, person, make, clock):
    key, _ = add_key(here)
    other = make.person()
    visitor = Client()
    accounts.enter(visitor, other)
    make.show(visitor, other)
    add_key(visitor)
    clock.shift(timedelta(minutes=11))
    options = json.loads(visitor.get("/panel/account/step-up/").context["options"])

    answer = visitor.post("/panel/account/step-up/", {"credential": json.dumps(key.sign(options))})

    assert answer.status_code == 401


def test_a_key_that_did_not_ask_for_finger_or_pin_is_not_taken(here):
    _, answer = add_key(here, SoftKey(verifies=False))

    assert answer.status_code == 401
    assert Authenticator.objects.count() == 0


NONSENSE = ["", "{", "null", "[]", "1", '"x"', "{}", '{"id": 1}', '{"id":"AA","rawId":"AA","type":"public-key","response":{}}']


@pytest.mark.parametrize("credential", NONSENSE)
def test_whatever_a_browser_sends_is_refused_and_never_breaks(here, person, credential):
    add_key(here)
    assert here.post(ADD_KEY, {"name": "x", "credential": credential}).status_code in (401, 422)
    assert here.post("/panel/account/step-up/", {"credential": credential}).status_code in (401, 422)
    visitor = Client()
    visitor.get(LOGIN_KEY)
    assert visitor.post(LOGIN_KEY, {"credential": credential})["Location"] == "/login/"


def test_a_frozen_account_is_closed_to_its_key_too(here, person):
    key, _ = add_key(here)
    Person.objects.filter(pk=person.pk).update(state="frozen")
    visitor = Client()

    answer = visitor.post(LOGIN_KEY, {"credential": json.dumps(key.sign(visitor.get(LOGIN_KEY).json()["options"]))})

    assert answer.status_code == 423
    assert "پیشخوان" in answer.content.decode()


def test_a_key_gets_another_name_and_is_taken_away(here, person):
    add_key(here)
    row = Authenticator.objects.get(type="webauthn")

    here.post(f"/panel/security/webauthn/keys/{row.pk}/edit/", {"name": "<b>کلید</b>"})
    assert "&lt;b&gt;کلید" in here.get(INDEX).content.decode()
    assert here.get(f"/panel/security/webauthn/keys/{row.pk}/remove/").status_code == 200
    here.post(f"/panel/security/webauthn/keys/{row.pk}/remove/")

    assert Authenticator.objects.count() == 0
    assert here.post(f"/panel/security/webauthn/keys/{row.pk}/remove/").status_code == 404


def test_nobody_touches_the_key_of_another(here, make):
    add_key(here)
    row = Authenticator.objects.get(type="webauthn")
    other, stranger = Client(), make.person()
    accounts.enter(other, stranger)
    make.show(other, stranger)

    for deed in ("edit", "remove"):
        page = f"/panel/security/webauthn/keys/{row.pk}/{deed}/"
        assert other.get(page).status_code == 404
        assert other.post(page, {"name": "x"}).status_code == 404
        assert Client().get(page)["Location"].startswith("/login/")
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_ten_keys_are_enough(here, person):
    for number in range(10):
        Authenticator.objects.create(user=person, type="webauthn", data={"name": f"{number}", "credential": SAMPLE})

    assert here.post(ADD_KEY, {"name": "x", "credential": "[1]"}).status_code == 409


# Staff.


def staff_pages():
    """Every address under /office/ and /counter/, with something in the place of its arguments."""
    from django.urls import get_resolver

    found = []

    def walk(patterns, before):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, route)
            elif route.startswith(("office/", "counter/")):
                found.append("/" + re.sub("<int:[^>]+>", "1", re.sub("<(slug:|str:)?[^>:]+>", "x", route)))

    walk(get_resolver().url_patterns, "")
    return found


@pytest.mark.parametrize("role", ["officer", "reviewer", "manager"])
def test_staff_without_a_second_factor_are_led_to_set_one_up_wherever_they_go(client, make, role):
    worker = make.staff(role, factor=False, at_office=make.office())
    accounts.enter(client, worker)
    led = 0
    for page in staff_pages():
        for answer in (client.get(page), client.post(page)):
            assert answer.status_code in (302, 404, 405), page
            if answer.status_code == 302:
                assert answer["Location"].startswith(INDEX), page
                led += 1

    assert led > 0
    assert "پیش از هر کار" in client.get(INDEX).content.decode()


def test_the_door_of_every_staff_page_asks_for_the_second_factor(make):
    from kardad.people import access

    for role in ("officer", "reviewer", "manager"):
        bare, whole = make.staff(role, factor=False), make.staff(role)
        with pytest.raises(access.SecondFactorFirst):
            access.staff(make.actor(bare, role), role)
        assert access.staff(make.actor(whole, role), role).role == role


def test_someone_who_is_not_staff_sees_nothing_there(make):
    from django.http import Http404

    from kardad.people import access

    with pytest.raises(Http404):
        access.staff(make.actor(make.with_totp(make.person()), "worker"))
    with pytest.raises(Http404):
        access.staff(make.actor(make.staff("officer"), "officer"), "manager")


def test_staff_never_take_away_their_last_factor(client, make, clock):
    worker = make.staff("officer")
    accounts.enter(client, worker)
    make.show(client, worker, factor="totp")

    answer = client.post("/panel/security/totp/deactivate/")

    assert answer.status_code == 409
    assert Authenticator.objects.filter(user=worker, type="totp").exists()


# The library's own pages.


def test_no_page_of_the_library_is_mounted():
    from django.urls import NoReverseMatch

    for name in (
        "account_signup",
        "account_reset_password",
        "account_email",
        "mfa_reauthenticate",
        "mfa_list_webauthn",
        "usersessions_list",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_whoever_the_library_would_ask_again_comes_to_our_page(make, rf):
    from kardad.people.allauth import AccountAdapter

    assert AccountAdapter().get_reauthentication_methods(make.person())[0]["url"] == "/panel/account/step-up/"


def test_every_page_is_persian(here):
    add_app(here)
    add_key(here)
    key = Authenticator.objects.get(type="webauthn")
    pages = [INDEX, ADD_KEY, CODES, "/panel/security/totp/deactivate/", f"/panel/security/webauthn/keys/{key.pk}/edit/"]
    for page in pages:
        body = here.get(page).content.decode()
        main = re.sub(r"<[^>]+>|\{.*?\}", " ", body[body.index("<main") : body.index("</main>")])
        assert not re.findall(r"[A-Za-z]{4,}", main), page


def test_a_visitor_is_led_to_log_in(client):
    for page in (INDEX, ADD_APP, ADD_KEY, CODES, "/panel/security/totp/deactivate/", "/panel/security/recovery-codes/generate/"):
        assert client.get(page)["Location"].startswith("/login/"), page


SAMPLE = {}


@pytest.fixture(autouse=True)
def _sample(client):
    key = SoftKey()
    options = {"publicKey": {"user": {"id": "MQ"}, "rp": {"id": "testserver"}, "challenge": "AAAA"}}
    SAMPLE.update(key.make(options))
    assert factories.TOTP_SECRET
