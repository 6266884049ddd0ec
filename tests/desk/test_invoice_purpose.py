"""What an invoice is for: its pages and papers name the request, and lead to it whoever may open it."""

import pytest
from django.urls import reverse

from kardad.billing.models import Payment
from kardad.kit.text import to_persian_digits
from tests.billing import pages as money
from tests.billing import world as shop
from tests.desk import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def paid(bureau, client):
    """A paid request, its client at the browser, and its payment."""
    client.force_login(bureau.client)
    request = world.paid(bureau)
    return request, Payment.objects.get(invoice=request.invoice)


def test_the_pages_of_an_invoice_and_its_payment_lead_to_the_request(paid, client):
    request, payment = paid
    link = reverse("desk:request", args=[request.pk])
    for place in (reverse("billing:invoice", args=[request.invoice.token]), reverse("billing:payment", args=[payment.token])):
        answer = client.get(place)
        assert f'href="{link}"' in answer.content.decode(), place
        assert to_persian_digits(request.number) in money.text(answer)
        assert to_persian_digits(request.invoice.number) in money.text(answer)
        assert request.invoice.number not in money.text(answer)
    assert client.get(link).status_code == 200


def test_the_papers_carry_the_number_of_the_request(paid, client):
    request, payment = paid
    for place in (reverse("billing:paper", args=[request.invoice.token]), reverse("billing:payment_paper", args=[payment.token])):
        told = money.text(client.get(place))
        assert "شماره درخواست" in told
        assert to_persian_digits(request.number) in told


def test_an_invoice_of_nothing_here_names_nothing(bureau, client):
    made = shop.invoice()
    client.force_login(made.person)
    told = money.text(client.get(reverse("billing:invoice", args=[made.token])))
    assert to_persian_digits(made.number) in told
    assert "SR-" not in told


def test_who_pays_for_a_client_and_reaches_the_request_no_more_is_given_no_link(bureau, client, monkeypatch):
    from kardad.desk.queries import requests as queries

    request = world.invoiced(bureau)
    monkeypatch.setattr(queries, "writer_reaches", lambda request: False)
    client.force_login(bureau.client)
    answer = client.get(reverse("billing:invoice", args=[request.invoice.token]))
    assert reverse("desk:request", args=[request.pk]) not in answer.content.decode()
    assert to_persian_digits(request.number) in money.text(answer)
