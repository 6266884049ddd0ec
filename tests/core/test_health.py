"""Health: alive, ready, measured; and faults that show nothing."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path

from kardad.core import views

urlpatterns = [path("broken", lambda request: 1 / 0)]
handler500 = "kardad.core.views.failed"


@pytest.mark.parametrize("at", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_a_healthy_process_says_so_and_no_cache_keeps_it(client, at):
    answer = client.get(at)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_without_the_database_a_process_is_alive_but_not_ready(client, monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "database"})


def test_figures_are_there_for_prometheus(client):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b"process_cpu_seconds_total" in answer.content


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_is_a_persian_page_without_a_traceback():
    answer = Client(raise_request_exception=False).get("/broken")
    body = answer.content.decode()
    assert answer.status_code == 500
    assert "اشکالی از سوی ما" in body
    assert "ZeroDivisionError" not in body
    assert "/kardad/" not in body


def test_a_request_that_cannot_be_read_is_answered_in_persian(rf):
    from django.contrib.auth.models import AnonymousUser

    from kardad.core.actor import VISITOR

    request = rf.get("/", headers={"accept": "application/json"})
    request.actor, request.user = VISITOR, AnonymousUser()
    answer = views.bad_request(request, Exception())
    assert answer.status_code == 400
    assert b"BAD_REQUEST" in answer.content
