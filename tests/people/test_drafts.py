"""Nothing typed is lost: drafts save themselves, and an ended session returns to the same form with the same words."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from kardad.core import drafts, sweeps
from kardad.core.models import Draft
from tests import factories
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
FORM = "/panel/account/mobile/"  # any form behind the log-in
TYPED = "۰۹۱۲۰۰۰۰۰۹۹"


@pytest.fixture
def person(make):
    return make.person()


@pytest.fixture
def here(client, person):
    accounts.enter(client, person)
    return client


def test_after_an_ended_session_the_same_form_has_the_same_words(here, person):
    Session.objects.all().delete()

    led = here.post(FORM, {"mobile": TYPED})
    assert led["Location"] == f"/login/?next={FORM.replace('/', '%2F')}"
    back = here.post(led["Location"], {"code": accounts.own(person).code, "password": factories.PASSWORD})

    assert back["Location"] == FORM
    assert f'value="{TYPED}"' in here.get(FORM).content.decode()


def test_so_it_is_when_the_browser_has_forgotten_everything(person):
    client = Client()
    led = client.post(FORM, {"mobile": TYPED})
    client.post(led["Location"], {"code": accounts.own(person).code, "password": factories.PASSWORD})

    assert TYPED in client.get(FORM).content.decode()


def test_so_it_is_through_the_second_step(make):
    person, client = make.with_totp(make.person()), Client()
    led = client.post(FORM, {"mobile": TYPED})
    step = client.post(led["Location"], {"code": accounts.own(person).code, "password": factories.PASSWORD})
    back = client.post(step["Location"], {"code": factories.totp_code()})

    assert back["Location"] == FORM
    assert TYPED in client.get(FORM).content.decode()


def test_someone_else_who_logs_in_on_this_browser_does_not_get_them(here, make):
    Session.objects.all().delete()
    led = here.post(FORM, {"mobile": TYPED})
    other = make.person()

    here.post(led["Location"], {"code": accounts.own(other).code, "password": factories.PASSWORD})

    assert TYPED not in here.get(FORM).content.decode()
    assert not Draft.objects.filter(person_id=other.pk).exists()


def test_a_form_on_another_page_returns_to_the_page_it_stood_on(person):
    client = Client()
    led = client.post(FORM, {"mobile": TYPED}, HTTP_REFERER="http://testserver/panel/account/password/?a=1")
    assert led["Location"].endswith("next=%2Fpanel%2Faccount%2Fpassword%2F%3Fa%3D1")
    led = client.post(FORM, {"mobile": TYPED}, HTTP_REFERER="https://evil.example/x")
    assert led["Location"].endswith(f"next={FORM.replace('/', '%2F')}")


def test_secrets_and_codes_are_never_kept(client):
    client.post(
        FORM, {"mobile": TYPED, "password": "راز", "new_password": "راز", "code": "123456", "captcha_answer": "۵", "credential": "{}"}
    )

    assert [drafts.typed(draft) for draft in Draft.objects.all()] == [{"mobile": TYPED}]


def test_what_is_kept_lies_sealed(client):
    client.post(FORM, {"mobile": TYPED})

    assert TYPED not in Draft.objects.get().sealed


def test_a_sent_form_has_no_draft_any_more(here, person, make, registry):
    from kardad.gateways.registry.port import Operation, Outcome

    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    here.post("/panel/drafts/", {"path": FORM, "mobile": TYPED})
    make.show(here, person)
    assert here.post(FORM, {"mobile": TYPED}).status_code == 302

    assert Draft.objects.count() == 0


def test_a_refused_form_keeps_its_draft(here):
    here.post("/panel/drafts/", {"path": FORM, "mobile": TYPED})

    assert here.post(FORM, {"mobile": "1"}).status_code == 422
    assert Draft.objects.count() == 1


def test_the_page_keeps_what_is_typed_while_one_types(here, person):
    for typed in ("۰۹۱۲", TYPED):
        assert here.post("/panel/drafts/", {"path": FORM, "mobile": typed, "password": "راز"}).status_code == 204

    draft = Draft.objects.get(person_id=person.pk)
    assert drafts.typed(draft) == {"mobile": TYPED}
    assert TYPED in here.get(FORM).content.decode()


def test_several_answers_to_one_question_are_all_kept(here):
    here.post("/panel/drafts/", {"path": "/panel/x/", "rights": ["a", "b"]})

    assert drafts.typed(Draft.objects.get()) == {"rights": ["a", "b"]}


@pytest.mark.parametrize("path", ["", "x", "//evil.example/", "https://evil.example/", "/" + "x" * 300])
def test_only_pages_of_ours_have_drafts(here, path):
    assert here.post("/panel/drafts/", {"path": path, "mobile": TYPED}).status_code in (413, 422)
    assert Draft.objects.count() == 0


def test_a_flood_is_not_kept(here):
    assert here.post("/panel/drafts/", {"path": FORM, "mobile": "x" * 200_000}).status_code == 413


def test_a_visitor_keeps_none_by_the_way_and_nobody_reads_anothers(client, here, make):
    assert Client().post("/panel/drafts/", {"path": FORM, "mobile": TYPED}).status_code == 401
    here.post("/panel/drafts/", {"path": FORM, "mobile": TYPED})
    other = Client()
    accounts.enter(other, make.person())

    assert TYPED not in other.get(FORM).content.decode()
    assert other.get("/panel/drafts/").status_code == 405


def test_forgotten_drafts_are_found_and_after_a_month_they_are_gone(here, person, now):
    here.post("/panel/drafts/", {"path": FORM, "mobile": TYPED})

    assert not drafts.forgotten(person.pk, before=now).exists()
    assert drafts.forgotten(person.pk, before=now + timedelta(days=1)).count() == 1
    sweeps.run("core.forget", now + timedelta(days=29))
    assert Draft.objects.count() == 1
    sweeps.run("core.forget", now + timedelta(days=31))
    assert Draft.objects.count() == 0
