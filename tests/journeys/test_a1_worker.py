"""Scenario A1: a worker is verified at level one."""

from django.apps import apps
from django.core.serializers import serialize

from kardad.core.models import Event
from kardad.gateways.registry.port import Operation
from kardad.people.models import Attempt, Particulars, Person
from tests.journeys.walker import PASSWORD, text_of


def test_a_worker_is_verified_with_arabic_and_persian_digits(walker, registry, sms):
    walker.choose()
    response = walker.post(
        "people:verify_details",
        {
            "code": "۹۹۹۰۰۰۱۲۳۵",
            "mobile": "٠٩١٢٠٠٠٠٠٠١",
            "birth": "۱۳۷۰/۰۶/۳۱",
            "captcha_token": "t",
            "captcha_answer": "7",
            "captcha_proof": "",
        },
    )
    assert response.status_code == 302
    assert [call.given["mobile"] for call in registry.asked(Operation.MOBILE_OWNER)] == ["09120000001"]
    assert [call.given["national_code"] for call in registry.asked(Operation.MOBILE_OWNER)] == ["9990001235"]
    assert len(registry.asked(Operation.IDENTITY)) == 1
    assert len(sms.to("09120000001")) == 1
    assert walker.answer().url == "/verify/profile/"
    profile = walker.get("people:verify_profile")
    assert "علی کریمی" in text_of(profile)
    assert 'name="first_name"' not in profile.content.decode()
    walker.profile()
    person = Person.objects.get()
    assert (person.level, person.name, person.level_method) == (1, "علی کریمی", "otp_l1")
    assert Attempt.objects.get().state == "verified"
    names = list(Event.objects.order_by("id").values_list("name", flat=True))
    assert names.index("attempt.begun") < names.index("code.sent") < names.index("code.accepted") < names.index("person.level_changed")
    assert Event.objects.get(name="attempt.begun").data["consent"]
    assert Event.objects.get(name="attempt.begun").data["role"] == "کارگر و کارکنان"  # read in a sentence by its owner


def test_the_database_holds_no_plain_identifier(walker):
    walker.verify("karimi")
    from django.db import connection

    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not model._meta.app_label.startswith(("core", "people", "outbox", "work")):
                continue
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            words = repr(cursor.fetchall())
            for secret in ("9990001235", "9120000001", "1991-09-22", "1370/06/31", walker.code()):
                assert secret not in words, (model, secret)
    assert Particulars.objects.get().code == "9990001235"
    assert "9990001235" not in serialize("json", Person.objects.all())


def test_the_second_log_in_asks_for_no_verification(walker, another):
    walker.verify("karimi")
    response = another.post(
        "people:login", {"code": "9990001235", "password": PASSWORD, "captcha_token": "t", "captcha_answer": "7", "captcha_proof": ""}
    )
    assert response.status_code == 302
    assert another.get("portal:panel").status_code == 200


def test_the_whole_way_takes_at_most_twelve_requests(walker):
    walker.get("people:verify")
    walker.post("people:verify", {"method": "otp_l1", "consent": "on"})
    walker.get("people:verify_role")
    walker.post("people:verify_role", {"role": "worker"})
    walker.get("people:verify_details")
    walker.describe("karimi")
    walker.get("people:verify_code")
    walker.answer()
    walker.get("people:verify_profile")
    walker.profile()
    walker.get("people:verify_done")
    assert walker.get("portal:panel").status_code == 200
    assert len(walker.answers) <= 12
