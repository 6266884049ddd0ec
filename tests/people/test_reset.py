"""A lost password: the same answer for everyone, the code only to the mobile on record, the second factors untouched."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from kardad.core.models import Event
from kardad.kit import calendar
from kardad.outbox.models import Message
from kardad.people.models import Code, Person
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
NEW = "رمز-تازه-و-بلند-۱۴۰۵"
BIRTH = "1370/06/31"  # 1991-09-22


def ask(client, code, *, shown=BIRTH):
    return client.post("/reset/", {"code": code, "shown": shown})


def test_code_birth_and_sms_make_a_new_password(client, make, sms):
    person = make.person()

    assert ask(client, accounts.own(person).code)["Location"] == "/reset/code/"
    assert client.post("/reset/code/", {"code": accounts.sent_code(sms, person)})["Location"] == "/reset/password/"
    assert client.post("/reset/password/", {"password": NEW})["Location"] == "/login/"

    assert Person.objects.get(pk=person.pk).check_password(NEW)
    assert accounts.log_in(client, person, password=NEW).status_code == 302
    assert Message.objects.filter(template="password_changed", person_id=person.pk).count() == 1
    assert Event.objects.filter(name="account.password_reset", person_id=person.pk).count() == 1


def test_nothing_tells_an_account_from_none(client, make, sms):
    person = make.person(code="9990001235")
    make.person(code="9990001243", state="frozen")
    seen = set()
    for code, birth in (("9990001235", BIRTH), ("9990001235", "1371/06/31"), ("9990001243", BIRTH), ("9991234561", BIRTH)):
        client.cookies.clear()
        first = ask(client, code, shown=birth)
        second = client.get(first["Location"])
        third = client.post(first["Location"], {"code": "000000"})
        seen.add((first.status_code, first["Location"], page_of(second), third.status_code, page_of(third)))

    assert len(seen) == 1
    assert len(sms.outbox) == 1
    assert sms.outbox[0].mobile == "0" + accounts.own(person).mobile.removeprefix("+98")


def test_the_account_is_looked_up_only_after_the_answer_has_left(make, sms, rf):
    """What the visitor waits for is the same work for every code; the rest is done when the answer is closed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kardad.core.actor import VISITOR
    from kardad.people.views import resets

    person = make.person()
    answers, statements = [], []
    for code in (accounts.own(person).code, "9991234561"):
        request = visit(rf, {"code": code, "shown": BIRTH})
        request.actor = VISITOR
        with CaptureQueriesContext(connection) as seen:
            answers.append(resets.reset(request))
        statements.append([query["sql"].split(" ", 1)[0] for query in seen.captured_queries])
        assert not any("people_person" in query["sql"] for query in seen.captured_queries)
        assert sms.outbox == []
    assert statements[0] == statements[1]
    for answer in answers:
        answer.close()
        answer.close()
    assert len(sms.outbox) == 1


def test_a_wrong_birth_date_sends_nothing_and_no_code_helps(client, make, sms):
    person = make.person()
    ask(client, accounts.own(person).code, shown="1371/06/31")

    assert sms.outbox == []
    assert client.post("/reset/code/", {"code": "123456"}).status_code == 401
    assert client.get("/reset/password/")["Location"] == "/reset/"


def test_a_member_not_yet_verified_shows_the_mobile_on_record(client, make, sms):
    person = make.person(level=0)

    ask(client, accounts.own(person).code, shown="09129999999")
    assert sms.outbox == []
    ask(client, accounts.own(person).code, shown=accounts.own(person).mobile)
    assert len(sms.outbox) == 1


def test_someone_verified_is_not_reached_by_his_mobile_alone(client, make, sms):
    person = make.person(level=1)

    ask(client, accounts.own(person).code, shown=accounts.own(person).mobile)

    assert sms.outbox == []


@pytest.mark.parametrize("nonsense", ["", "x", "0912", "1400/12/30", "2031-02-30", "' OR 1=1 --"])
def test_what_is_neither_a_day_nor_a_mobile_is_told_at_the_field(client, make, nonsense):
    answer = ask(client, "9990001235", shown=nonsense)

    assert answer.status_code == 422
    assert "shown" in answer.context["form"].errors


def test_a_foreigner_may_write_the_birth_date_as_his_papers_do(client, make, sms):
    person = make.person(kind="foreign", code="990000000001", birth="1990-05-01")

    ask(client, "990000000001", shown="1990-05-01")

    assert len(sms.to("0" + accounts.own(person).mobile.removeprefix("+98"))) == 1


def test_the_code_serves_once_and_not_in_another_session(client, make, sms, django_client):
    person = make.person()
    ask(client, accounts.own(person).code)
    code = accounts.sent_code(sms, person)
    ask(django_client, accounts.own(person).code, shown="1371/06/31")

    assert django_client.post("/reset/code/", {"code": code}).status_code == 401
    assert client.post("/reset/code/", {"code": code}).status_code == 302
    assert client.post("/reset/code/", {"code": code})["Location"] == "/reset/"


def test_a_stranger_cannot_use_up_the_owners_tries(client, make, sms, django_client):
    person = make.person()
    ask(client, accounts.own(person).code)
    ask(django_client, accounts.own(person).code, shown="1371/06/31")
    for _ in range(5):
        assert django_client.post("/reset/code/", {"code": "000000"}).status_code == 401

    assert client.post("/reset/code/", {"code": accounts.sent_code(sms, person)}).status_code == 302


def test_five_wrong_codes_kill_the_code_and_a_late_one_is_refused_alike(client, make, sms, clock):
    person = make.person()
    ask(client, accounts.own(person).code)
    for _ in range(5):
        assert client.post("/reset/code/", {"code": "000000"}).status_code == 401
    assert client.post("/reset/code/", {"code": accounts.sent_code(sms, person)}).status_code == 401
    clock.shift(timedelta(minutes=31))
    ask(client, accounts.own(person).code)
    clock.shift(timedelta(seconds=181))
    assert client.post("/reset/code/", {"code": accounts.sent_code(sms, person)}).status_code == 401


def test_tries_are_limited_alike_for_an_account_and_for_none(client, make):
    make.person(code="9990001235")
    counts = []
    for code in ("9990001235", "9991234561"):
        answers = [ask(client, code).status_code for _ in range(6)]
        counts.append(answers)
    assert counts[0] == counts[1] == [302] * 5 + [429]


def test_a_reset_ends_every_session_and_leaves_second_factors(client, make, sms, django_client):
    person = make.with_totp(make.person())
    accounts.enter(django_client, person)
    ask(client, accounts.own(person).code)
    client.post("/reset/code/", {"code": accounts.sent_code(sms, person)})
    client.post("/reset/password/", {"password": NEW})

    assert django_client.get("/panel/account/").status_code == 302
    assert Authenticator.objects.filter(user=person).count() == 1
    assert accounts.log_in(client, person, password=NEW)["Location"] == "/panel/security/authenticate/"


def test_a_weak_password_is_refused_and_the_page_stays(client, make, sms):
    person = make.person()
    ask(client, accounts.own(person).code)
    client.post("/reset/code/", {"code": accounts.sent_code(sms, person)})

    assert client.post("/reset/password/", {"password": "1234567890"}).status_code == 422
    assert client.post("/reset/password/", {"password": NEW}).status_code == 302
    assert client.post("/reset/password/", {"password": NEW + "۲"})["Location"] == "/reset/"


def test_the_proof_grows_old(client, make, sms, clock):
    person = make.person()
    ask(client, accounts.own(person).code)
    client.post("/reset/code/", {"code": accounts.sent_code(sms, person)})
    clock.shift(timedelta(minutes=16))

    assert client.post("/reset/password/", {"password": NEW})["Location"] == "/reset/"


def test_a_sim_that_is_no_longer_his_gets_no_code(client, make, sms, now):
    person = make.person()
    Person.objects.filter(pk=person.pk).update(sms_suspended_at=now)

    assert ask(client, accounts.own(person).code)["Location"] == "/reset/code/"
    assert sms.outbox == []


def test_a_messenger_that_fails_shows_nothing_to_the_visitor(client, make, sms, sms2):
    from kardad.gateways.sms.port import Outcome

    sms.fail(Outcome.UNAVAILABLE)
    sms2.fail(Outcome.UNAVAILABLE)

    assert ask(client, accounts.own(make.person()).code).status_code == 302


def test_no_identifier_lies_open_in_the_session(client, make):
    from django.contrib.sessions.models import Session

    person = make.person()
    ask(client, accounts.own(person).code)

    held = str([row.get_decoded() for row in Session.objects.all()])
    assert accounts.own(person).code not in held
    assert accounts.own(person).mobile not in held
    assert accounts.own(person).birth not in held
    assert Code.objects.count() == 1


def test_birth_dates_of_the_factory_are_what_they_seem():
    assert calendar.parse_jalali(BIRTH).isoformat() == "1991-09-22"


def visit(rf, data):
    from django.contrib.sessions.backends.db import SessionStore

    request = rf.post("/reset/", data)
    request.session = SessionStore()
    return request


def page_of(answer):
    """The page without what differs at every visit: tokens."""
    import re

    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())


@pytest.fixture
def django_client():
    """A second browser."""
    from django.test import Client

    return Client()
