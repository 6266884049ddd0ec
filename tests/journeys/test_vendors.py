"""The journeys over the real adapters, against the local server that speaks the vendors' protocols."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.core import outside
from kardad.people.models import Person
from tests.journeys.walker import Walker, text_of
from tests.vendors import credentials
from tests.vendors.fixtures import _running_vendor_server, vendor_server

__all__ = ["_running_vendor_server", "vendor_server"]


@pytest.fixture
def live(db, vendor_server, settings, clock, no_captcha):
    """A visitor whose site asks Zohal and Jibit, and sends by Kavenegar and SMS.ir."""
    from tests.conftest import NOW

    vendor_server.clock(NOW)
    window = vendor_server.url("sso")
    settings.GATEWAYS = {"registry": ["zohal", "jibit"], "sms": ["kavenegar", "smsir"], "sso": ["oidc"], "scanner": ["memory"]}
    settings.GATEWAY_OPTIONS = {
        "zohal": {"contract": {"token": credentials.ZOHAL_TOKEN, "base_url": vendor_server.url("zohal") + "/api/v0/services"}},
        "jibit": {
            "contract": {
                "key": credentials.JIBIT_API_KEY,
                "secret": credentials.JIBIT_SECRET_KEY,
                "base_url": vendor_server.url("jibit") + "/ide",
            }
        },
        "kavenegar": {
            "contract": {
                "key": credentials.KAVENEGAR_KEY,
                "sender": credentials.KAVENEGAR_SENDER,
                "base_url": vendor_server.url("kavenegar"),
            },
            "templates": {"code": {"approved": credentials.KAVENEGAR_TEMPLATE, "tokens": {"code": "token"}}},
        },
        "smsir": {
            "contract": {"key": credentials.SMSIR_KEY, "sender": credentials.SMSIR_LINE, "base_url": vendor_server.url("smsir")},
            "templates": {"code": {"approved": str(credentials.SMSIR_TEMPLATE), "tokens": {"code": "CODE"}}},
        },
        "oidc": {
            "contract": {
                "issuer": window,
                "authorize_url": f"{window}/oauth2/authorize",
                "token_url": f"{window}/oauth2/token",
                "jwks_url": f"{window}/oauth2/jwks",
                "userinfo_url": f"{window}/api/v1/user/userinfo",
                "client_id": credentials.SSO_CLIENT_ID,
                "client_secret": credentials.SSO_CLIENT_SECRET,
                "redirect_uri": "http://testserver/verify/window/back/",
            }
        },
    }
    outside.forget()
    yield Walker(Client(), None), vendor_server
    outside.forget()


def test_a_worker_is_verified_through_the_vendors_protocols(live):
    walker, server = live
    walker.choose()
    assert walker.describe("karimi").status_code == 302
    assert len(server.calls("zohal", "shahkar")) == 1
    assert len(server.calls("zohal", "identity")) == 1
    sent = server.outbox("09120000001")
    assert [one.provider for one in sent] == ["kavenegar"]
    walker.answer(sent[0].code)
    walker.profile()
    assert Person.objects.get().name == "علی کریمی"


def test_no_vendor_sends_a_code_for_somebody_elses_sim(live):
    walker, server = live
    walker.choose()
    assert walker.describe("not_owned").status_code == 409
    assert server.outbox("09120000007") == []
    assert server.calls("zohal", "identity") == []


def test_when_one_register_is_down_the_next_is_asked(live):
    walker, server = live
    server.rule("zohal", "shahkar", status=502, body={})
    walker.choose()
    assert walker.describe("karimi").status_code == 302
    assert len(server.calls("jibit", "matching")) == 1


def test_when_all_registers_are_down_the_attempt_is_kept(live):
    walker, server = live
    server.rule("zohal", "shahkar", status=502, body={})
    server.rule("jibit", "matching", status=503, body={"code": "providers.not_available", "message": "x"})
    walker.choose()
    walker.describe("karimi")
    assert walker.attempt.state == "waiting_provider"
    assert "درخواست شما نگه داشته شد" in text_of(walker.get("people:verify_checks"))


def test_when_one_messenger_has_no_credit_the_next_sends_the_same_code(live):
    walker, server = live
    server.rule("kavenegar", "lookup", status=418, body={"return": {"status": 418, "message": "x"}, "entries": None})
    walker.choose()
    assert walker.describe("karimi").status_code == 302
    assert [one.provider for one in server.outbox("09120000001")] == ["smsir"]


def test_a_blocked_number_is_told_so(live):
    walker, _ = live
    walker.choose()
    walker.describe("irancell")
    assert "پیامک به شماره شما مسدود است" in text_of(walker.get("people:verify_code"))


def _leave(walker):
    import httpx

    walker.choose(method="national_window")
    gone = walker.client.get(reverse("people:verify_window") + "?go=1")
    return httpx.get(gone.url, follow_redirects=False).headers["location"]


def test_the_national_window_proves_a_person(live):
    walker, server = live
    server.rule("sso", "authorize", subject="9990001235")
    back = _leave(walker)
    assert walker.client.get(back).status_code == 302
    person = Person.objects.get()
    assert (person.level, person.level_method) == (1, "national_window")


@pytest.mark.parametrize(
    "broken", [{"claims": {"nonce": "x"}}, {"claims": {"aud": "other"}}, {"alg": "none"}, {"expired": True}, {"forged": True}]
)
def test_a_token_that_is_not_what_it_must_be_proves_nobody(live, broken):
    walker, server = live
    server.rule("sso", "authorize", subject="9990001235")
    server.rule("sso", "token", id_token=broken)
    walker.client.get(_leave(walker))
    assert not Person.objects.exists()
