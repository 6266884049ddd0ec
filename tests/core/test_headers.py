"""What every answer carries, and what no answer gives away."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kardad.core import middleware
from kardad.core.requests import caller_ip, current_request_id
from kardad.kit.refusal import Refusal

pytestmark = pytest.mark.django_db


def get(client, path="/healthz", **headers):
    return client.get(path, headers=headers)


def test_an_answer_names_its_request_with_an_id_of_our_own(client):
    one, two = get(client, **{"X-Request-ID": "theirs"}), get(client)
    assert len(one["X-Request-ID"]) == 16
    assert one["X-Request-ID"] not in ("theirs", two["X-Request-ID"])
    assert current_request_id() == two["X-Request-ID"]


@pytest.mark.parametrize("path", ["/panel/cases/%00/", "/panel/cases/a%00b/take/", "/panel/letters/%00/", "/check/%00"])
def test_an_address_with_a_null_byte_is_no_fault_and_no_row_is_sought_by_one(client, path):
    answer = get(client, path)
    assert answer.status_code < 500
    assert "\0" not in answer.wsgi_request.path + answer.wsgi_request.path_info


def test_the_content_policy_allows_only_ourselves_and_nothing_inline(client):
    policy = dict(part.strip().partition(" ")[::2] for part in get(client)["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "'self'" in policy["form-action"]
    assert "unsafe" not in str(policy)
    assert "script-src" not in policy or "'self'" in policy["script-src"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ],
)
def test_the_security_headers_stand_on_every_answer(client, header, value):
    assert get(client)[header] == value
    assert get(client, "/no-such-page/")[header] == value


def test_an_unknown_host_is_refused(client):
    answer = client.get("/healthz", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


def test_a_missing_page_is_persian_and_keeps_its_status(client):
    answer = get(client, "/no-such-page/")
    assert answer.status_code == 404
    assert "این صفحه پیدا نشد" in answer.content.decode()


def test_json_callers_get_the_error_object(client):
    answer = get(client, "/no-such-page/", Accept="application/json")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "NOT_FOUND"


def test_a_form_without_its_token_is_refused_in_persian(settings):
    from django.test import Client

    again = Client(enforce_csrf_checks=True).post("/login/")
    assert (again.status_code, 'href="/login/">بازکردن دوباره همین فرم' in again.content.decode()) == (403, True)
    answer = Client(enforce_csrf_checks=True).post("/no-such-page/")
    assert answer.status_code in (403, 404)
    assert "صفحه" in answer.content.decode()


def respond(**session):
    request = RequestFactory().get("/")
    request.session = type("Session", (), {"accessed": session.get("accessed", False)})()
    return middleware.security_headers(lambda _: HttpResponse("x"))(request)


def test_a_page_that_read_the_session_is_kept_by_no_cache():
    assert respond(accessed=True)["Cache-Control"] == "no-store"
    assert not respond(accessed=False).has_header("Cache-Control")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "9.9.9.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"),
        (2, "9.9.9.9", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_say_who_calls(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    assert caller_ip(request) == address


class Closed(Refusal):
    """A door that is closed."""

    code = "CLOSED_IN_TEST"
    status = 423
    message = "این در بسته است."


def test_a_refusal_that_no_form_caught_is_a_page_with_its_status_and_sentence():
    answer = middleware.refusals(lambda _: None).process_exception(_asked(), Closed())
    assert answer.status_code == 423
    assert "این در بسته است." in answer.content.decode()


def test_a_refusal_is_json_for_who_asks_for_json():
    answer = middleware.refusals(lambda _: None).process_exception(_asked(accept="application/json"), Closed())
    assert answer.status_code == 423
    assert b"CLOSED_IN_TEST" in answer.content


def test_a_fault_is_no_refusal():
    assert middleware.refusals(lambda _: None).process_exception(_asked(), ValueError()) is None


def _asked(accept="text/html"):
    from django.contrib.auth.models import AnonymousUser

    from kardad.core.actor import VISITOR

    request = RequestFactory().get("/", headers={"accept": accept})
    request.resolver_match, request.actor, request.user, request.session = None, VISITOR, AnonymousUser(), {}
    return request
