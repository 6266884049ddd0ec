"""Joining of seed 000 (L0), lifting to L1 without being asked twice, and whose code it is in the end."""

import re

import pytest
from django.test import Client

from kardad.core import sweeps
from kardad.people import particulars
from kardad.people.models import Attempt, Code, Consent, Particulars, Person, RoleGrant
from tests.journeys.walker import CAPTCHA, PASSWORD, Walker, text_of

NEW = {
    "first_name": "علي",
    "last_name": "كريمي",
    "code": "۹۹۹۰۰۰۱۲۳۵",
    "mobile": "۰۹۱۲۰۰۰۰۰۰۱",
    "password": PASSWORD,
    "rules": "on",
} | CAPTCHA


def join(walker, **more):
    walker.post("people:join", {"role": "worker"})
    walker.post("people:join_details", NEW | more)
    return walker.post("people:join_code", {"code": walker.code()})


def test_the_three_choices_of_the_seed_are_offered(walker):
    words = text_of(walker.get("people:join"))
    for choice in ("کارفرما", "کارگر و کارکنان", "فعال حوزه کار"):
        assert choice in words
    assert "ادامه روند عضویت" in words


def test_a_member_stands_in_a_free_panel_at_level_zero(walker, registry):
    response = join(walker)
    assert response.url == "/panel/"
    person = Person.objects.get()
    assert (person.level, person.name) == (0, "علی کریمی")
    assert RoleGrant.objects.get().role == "worker"
    assert Consent.objects.filter(text="panel_rules", person=person).exists()
    assert registry.calls == []
    assert person.check_password(PASSWORD)
    assert "password_hash" not in Attempt.objects.get().typed


def test_nothing_joins_without_the_rules(walker, sms):
    walker.post("people:join", {"role": "worker"})
    form = {key: value for key, value in NEW.items() if key != "rules"}
    assert walker.post("people:join_details", form).status_code == 422
    assert sms.outbox == []


@pytest.mark.parametrize("password", ["12345678901", "password123", "کوتاه"])
def test_a_weak_password_is_refused_with_how_to_mend_it(walker, password):
    walker.post("people:join", {"role": "worker"})
    response = walker.post("people:join_details", NEW | {"password": password})
    assert response.status_code == 422
    assert 'value="علي"' in response.content.decode() or 'value="علی"' in response.content.decode()


def test_lifting_to_level_one_asks_only_what_is_not_known(walker):
    join(walker)
    walker.choose()
    page = walker.get("people:verify_details").content.decode()
    assert 'name="birth"' in page
    assert 'name="code"' not in page
    assert 'name="mobile"' not in page
    assert walker.post("people:verify_details", {"birth": "1370/06/31"} | CAPTCHA).status_code == 302
    response = walker.answer()
    person = Person.objects.get()
    assert person.level == 1
    assert response.url == "/verify/done/"
    assert walker.get("people:verify_done").status_code == 200


def test_a_member_whose_sim_is_somebody_elses_may_write_another(walker):
    join(walker, code="0001234560", mobile="09120000007")
    walker.choose()
    refused = walker.post("people:verify_details", {"birth": "1375/12/30"} | CAPTCHA)
    assert refused.status_code == 409
    assert "شماره‌ای را بنویسید که به نام خودتان است" in text_of(refused)
    for page in (refused, walker.get("people:verify_details")):
        assert re.search('name="mobile"[^>]*value="09120000007"|value="09120000007"[^>]*name="mobile"', page.content.decode())
    assert walker.post("people:verify_details", {"birth": "1375/12/30", "mobile": "09120000006"} | CAPTCHA).status_code == 302
    assert walker.answer().url == "/verify/done/"
    assert (Person.objects.get().level, Particulars.objects.get().mobile) == (1, "+989120000006")


def mistype(walker, code="0102030405", **more):
    """A member who joined with a code that is not his was refused at his verification."""
    join(walker, code=code, **more)
    walker.choose()
    return walker.post("people:verify_details", {"birth": "1370/06/31"} | CAPTCHA)


def test_a_member_who_mistyped_his_code_mends_it_beside_the_birth_date(walker):
    refused = mistype(walker)
    assert refused.status_code == 409
    for page in (refused, walker.get("people:verify_details")):
        body = page.content.decode()
        assert re.search('name="code"[^>]*value="0102030405"|value="0102030405"[^>]*name="code"', body)
        assert body.index('name="code"') < body.index('name="birth"') < body.index('name="mobile"')
    given = {"code": "9990001235", "birth": "1370/06/31", "mobile": "09120000001"} | CAPTCHA
    assert walker.post("people:verify_details", given).status_code == 302
    assert walker.answer().url == "/verify/done/"
    person = Person.objects.get()
    assert (person.level, person.code_index) == (1, particulars.code_index("iran", "9990001235"))
    assert Particulars.objects.get().code == "9990001235"
    walker.client.logout()
    assert walker.post("people:login", {"code": "9990001235", "password": PASSWORD} | CAPTCHA).url == "/panel/"


def test_after_a_wrong_birth_date_the_code_is_asked_again_and_the_mobile_is_not(walker):
    refused = mistype(walker, code="9990001235")
    assert refused.status_code == 302  # nothing is wrong yet
    walker.post("people:verify_checks", {"do": "cancel"})
    walker.choose()
    refused = walker.post("people:verify_details", {"birth": "1370/06/30"} | CAPTCHA)
    assert walker.attempt.error == "IDV_BIRTH_MISMATCH"
    for page in (refused, walker.get("people:verify_details")):
        body = page.content.decode()
        assert 'name="code"' in body
        assert 'name="mobile"' not in body
    # A tab that was open before sends the birth date alone.
    assert walker.post("people:verify_details", {"birth": "1370/06/31"} | CAPTCHA).status_code == 302


def test_an_emptied_code_is_asked_for(walker):
    mistype(walker)
    assert walker.post("people:verify_details", {"code": "", "birth": "1370/06/31"} | CAPTCHA).status_code == 422


def test_a_verified_person_is_not_asked_for_another_code(walker):
    walker.verify("karimi")
    walker.choose()
    refused = walker.post("people:verify_details", {"birth": "1370/06/30"} | CAPTCHA)
    assert walker.attempt.error == "IDV_BIRTH_MISMATCH"
    for page in (refused, walker.get("people:verify_details")):
        assert 'name="code"' not in page.content.decode()
    walker.post("people:verify_details", {"code": "0001234560", "birth": "1370/06/31"} | CAPTCHA)
    assert particulars.typed(walker.attempt)["code"] == "9990001235"


def test_a_mended_code_is_taken_from_whoever_only_claimed_it(walker, another):
    join(another, mobile="09121234567")
    claimant = Person.objects.get()
    mistype(walker)
    walker.post("people:verify_details", {"code": "9990001235", "birth": "1370/06/31", "mobile": "09120000001"} | CAPTCHA)
    assert walker.answer().url == "/verify/done/"
    claimant.refresh_from_db()
    assert (claimant.state, claimant.code_index) == ("displaced", None)
    owner = Person.objects.get(level=1)
    assert (owner.particulars.code, owner.check_password(PASSWORD)) == ("9990001235", True)


def test_a_mended_code_whose_owner_is_verified_leads_to_his_account(walker, another):
    another.verify("karimi")
    mistype(walker, mobile="09121234567")
    walker.post("people:verify_details", {"code": "9990001235", "birth": "1370/06/31", "mobile": "09120000001"} | CAPTCHA)
    told = walker.answer()
    assert told.url == "/panel/account/"
    assert "با این کد ملی حساب دیگری دارید" in text_of(walker.client.get(told.url))
    claimant = Person.objects.get(level=0)
    assert (claimant.state, claimant.code_index) == ("active", particulars.code_index("iran", "0102030405"))
    assert Particulars.objects.get(person=claimant).code == "0102030405"


def test_of_two_codes_mended_in_two_windows_the_first_proved_one_stays(walker, sms):
    mistype(walker)
    elsewhere = Walker(Client(), sms)
    elsewhere.client.force_login(Person.objects.get())
    elsewhere.choose()
    elsewhere.post("people:verify_details", {"birth": "1375/12/30"} | CAPTCHA)
    elsewhere.post("people:verify_details", {"code": "0001234560", "birth": "1375/12/30", "mobile": "09120000006"} | CAPTCHA)
    walker.post("people:verify_details", {"code": "9990001235", "birth": "1370/06/31", "mobile": "09120000001"} | CAPTCHA)
    assert walker.answer(walker.code(mobile="09120000001")).url == "/verify/done/"
    assert elsewhere.answer(elsewhere.code(mobile="09120000006")).status_code == 409
    person = Person.objects.get()
    assert (person.level, person.code_index, person.particulars.code) == (1, particulars.code_index("iran", "9990001235"), "9990001235")


def test_who_was_sent_to_verify_is_led_back_to_what_he_wanted(walker):
    join(walker)
    sent = walker.get("people:role_add", role="lawyer")
    assert sent.url == "/verify/?next=%2Fpanel%2Froles%2Fadd%2Flawyer%2F"
    walker.client.get(sent.url)
    walker.choose()
    walker.post("people:verify_details", {"birth": "1370/06/31"} | CAPTCHA)
    walker.answer()
    assert 'href="/panel/roles/add/lawyer/"' in walker.get("people:verify_done").content.decode()


def test_nobody_is_led_to_another_site_after_verifying(walker):
    walker.client.get("/verify/?next=https://elsewhere.example/")
    walker.verify("karimi")
    assert "elsewhere.example" not in walker.get("people:verify_done").content.decode()


def test_a_taken_code_is_told_only_after_the_code(walker, another):
    join(walker)
    another.post("people:join", {"role": "employer"})
    response = another.post("people:join_details", NEW | {"mobile": "09121234567"})
    assert response.status_code == 302
    assert "قبلاً ثبت‌نام" not in text_of(another.get("people:join_code"))
    done = another.post("people:join_code", {"code": another.code(mobile="09121234567")})
    assert done.url == "/login/"
    assert Person.objects.count() == 1


def test_the_owner_of_a_code_takes_it_from_whoever_only_claimed_it(walker, another, sms, clock):
    join(walker, mobile="09121234567")
    claimant = Person.objects.get()
    another.verify("karimi")
    claimant.refresh_from_db()
    owner = Person.objects.get(level=1)
    assert owner != claimant
    assert (claimant.state, claimant.code_index) == ("displaced", None)
    assert Particulars.objects.get(person=owner).code == "9990001235"
    from django.utils import timezone

    sweeps.run("outbox.send", timezone.now())
    assert [one.template for one in sms.to("09121234567")][-1] == "displaced"
    assert walker.get("portal:panel").status_code in (302, 404)


def test_a_verified_person_who_comes_again_is_sent_to_log_in(walker, another):
    walker.verify("karimi")
    another.choose()
    another.describe("karimi")
    response = another.answer()
    assert response.url == "/login/"
    assert Person.objects.count() == 1


def test_who_stopped_before_the_user_form_finds_it_again(walker, another):
    walker.choose()
    walker.describe("karimi")
    walker.answer()
    another.choose()
    another.describe("karimi")
    assert another.answer().url == "/verify/profile/"
    another.profile()
    assert another.get("portal:panel").status_code == 200
    assert (Person.objects.get().level, Person.objects.get().name) == (1, "علی کریمی")
    # The first browser, left open on the form, cannot set a second password.
    assert walker.profile(password="رمزی دیگر برای دزدان").url == "/login/"
    assert Person.objects.get().check_password(PASSWORD)


def test_a_logged_in_person_cannot_verify_as_somebody_else(walker):
    walker.verify("karimi")
    walker.choose()
    response = walker.post("people:verify_details", {"code": "0001234560", "birth": "1375/12/30", "mobile": "09120000006"} | CAPTCHA)
    assert response.status_code in (302, 409)
    assert Person.objects.count() == 1
    assert Particulars.objects.get().code == "9990001235"


def test_a_minor_is_told_to_come_through_a_guardian(walker, registry):
    walker.choose()
    response = walker.describe("karimi", birth="1389/01/01")
    assert response.status_code == 409
    assert "ولی یا قیم" in text_of(response)
    assert registry.calls == []


def test_sending_the_same_form_twice_sends_one_code(walker, sms):
    walker.choose()
    walker.describe("karimi")
    again = walker.describe("karimi")
    assert again.status_code == 302
    assert len(sms.outbox) == 1
    assert Code.objects.count() == 1


def test_two_tabs_end_in_one_person(walker):
    walker.choose()
    walker.describe("karimi")
    code = walker.code()
    assert walker.answer(code).status_code == 302
    assert walker.answer(code).status_code == 302  # the second tab is led on
    assert Person.objects.count() == 1


def test_the_back_button_after_the_code_leads_forward(walker):
    walker.verify("karimi")
    assert walker.get("people:verify_code").url == "/verify/done/"
    assert walker.get("people:verify_details").url == "/verify/checks/"


@pytest.mark.parametrize(
    "name",
    [
        "people:verify_details",
        "people:verify_checks",
        "people:verify_code",
        "people:verify_ticket",
        "people:verify_done",
        "people:verify_window",
        "people:verify_window_back",
        "people:join_code",
        "people:verify_profile",
    ],
)
def test_a_stranger_finds_no_attempt(walker, another, name):
    walker.choose()
    walker.describe("karimi")
    assert another.get(name).status_code == 404


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "{{7*7}}", "{% debug %}", "' OR 1=1 --", "\u202eevil\u202c"])
def test_what_is_typed_is_only_ever_text(walker, typed):
    walker.post("people:join", {"role": "worker"})
    response = walker.post("people:join_details", NEW | {"first_name": typed, "code": "1"})
    body = response.content.decode()
    assert "<script>alert(1)</script>" not in body
    assert ">49<" not in body


def test_the_demo_page_is_gone_where_people_are_real(walker, settings):
    assert walker.get("people:demo_messages").status_code == 200
    settings.DEMO = False
    assert walker.get("people:demo_messages").status_code == 404
    assert walker.get("people:demo_sso").status_code == 404


def test_the_user_form_is_open_later_and_ends_in_the_account(walker, another):
    walker.choose()
    walker.describe("karimi")
    walker.answer()
    walker.profile(email="ali@example.com", iban="IR810100000000000001000003")
    another.client.force_login(Person.objects.get())
    assert "فرم کاربری" in text_of(another.get("people:account"))
    page = another.get("people:verify_profile")
    assert 'value="ali@example.com"' in page.content.decode()
    assert "IR8101" not in page.content.decode()
    saved = another.post("people:verify_profile", {"email": "", "address": "تهران، خیابان کار"})
    assert saved.url == "/panel/account/"
    kept = Particulars.objects.get()
    assert (kept.email, kept.address, kept.iban) == ("", "تهران، خیابان کار", "IR810100000000000001000003")


def test_a_member_who_says_he_is_a_foreign_national_is_asked_for_that_code(walker):
    join(walker)
    walker.choose(role="foreign_national")
    assert 'name="code"' in walker.get("people:verify_details").content.decode()
