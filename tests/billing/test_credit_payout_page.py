"""The buyer himself asks that his credit be paid to his account: the box, the form, the step before it, and two of staff after it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.billing import queries
from kardad.billing.actions import payouts, receipts
from kardad.billing.actions.invoices import Buyer
from kardad.billing.models import Payout
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.people import particulars
from kardad.people.models import Membership
from tests import factories
from tests.billing import office_world as office
from tests.billing import pages, world
from tests.billing.office_world import IBAN
from tests.billing.test_receipts import receipt
from tests.billing.world import CLIENT, FINANCE, MANAGER
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST, ASK = reverse("billing:invoices"), reverse("billing:payout")
OWED = 2_300_000


@pytest.fixture
def buyer(shop, client):
    """Somebody who paid more than his invoice needs, and is logged in."""
    made = pages.mine(client)
    receipts.approve(receipts.submit(made, receipt=receipt(made.total + OWED, "1"), by=CLIENT, at=NOW), by=FINANCE, at=NOW)
    return made.person


def ask(client, **typed):
    return client.post(ASK, {"rials": "۲٬۳۰۰٬۰۰۰", "iban": IBAN, **typed})


def knows(person, iban=IBAN):
    kept = particulars.own(person)
    kept.iban = iban
    kept.save()


def test_the_box_tells_what_is_owed_and_leads_to_the_form(buyer, client):
    shown = pages.text(client.get(LIST))
    assert "اعتبار شما" in shown
    assert "۲٬۳۰۰٬۰۰۰ ریال" in shown
    assert ASK in client.get(LIST).content.decode()
    assert 'value="۲٬۳۰۰٬۰۰۰"' in client.get(ASK).content.decode()


def test_who_has_no_credit_has_neither_box_nor_form(shop, client):
    pages.mine(client)
    assert "اعتبار شما" not in pages.text(client.get(LIST))
    assert client.get(ASK)["Location"] == LIST
    assert ask(client)["Location"] == LIST
    assert not Payout.objects.exists()


def test_a_visitor_is_led_to_log_in(shop, client):
    assert client.get(ASK)["Location"].startswith("/login/")


def test_an_open_session_is_not_enough(buyer, client):
    led = ask(client)
    assert led["Location"].startswith(reverse("people:step_up"))
    assert not Payout.objects.exists()


def test_who_shows_himself_asks_and_two_of_staff_decide(buyer, client):
    holder = f"person:{buyer.pk}"
    factories.show(client, buyer)
    assert ask(client)["Location"] == LIST
    row = Payout.objects.get()
    assert (row.holder, row.rials, row.iban, row.state, row.requested_by_id) == (holder, OWED, IBAN, "requested", buyer.pk)
    shown = client.get(LIST)
    assert "در حال بررسی" in pages.text(shown)
    assert IBAN not in shown.content.decode()
    assert ASK not in shown.content.decode()
    manager, finance = office.sits("manager"), office.sits("finance_officer")
    assert office.press(manager, "payout", row.pk, verdict="approve").status_code == 302
    assert queries.credit_of(holder) == OWED
    assert office.press(finance, "payout", row.pk, do="send").status_code == 302
    assert office.press(finance, "payout", row.pk, verdict="finish", trace="P-1").status_code == 302
    assert queries.credit_of(holder) == 0
    assert sum(queries.balances().values()) == 0
    assert "به حساب شما رسید" in pages.text(client.get(LIST))
    assert Letter.objects.filter(person=buyer, event="payout.done").count() == 1


def test_the_account_that_is_known_is_shown_masked_and_taken_when_none_is_typed(buyer, client):
    knows(buyer)
    shown = client.get(ASK).content.decode()
    assert IBAN not in shown
    assert IBAN[-4:] in shown or "•" in shown or "*" in shown
    factories.show(client, buyer)
    ask(client, iban="", rials="۳۰۰٬۰۰۰")
    assert (Payout.objects.get().iban, Payout.objects.get().rials) == (IBAN, 300_000)


def test_without_a_known_account_one_must_be_typed(buyer, client):
    factories.show(client, buyer)
    assert ask(client, iban="").status_code == 422
    assert ask(client, iban="IR000000000000000000000000").status_code == 422
    assert not Payout.objects.exists()


def test_another_account_wants_a_person_who_is_known_well_enough(buyer, client):
    knows(buyer, "IR820540102680020817909002")
    factories.show(client, buyer)
    answer = ask(client)
    assert answer.status_code >= 400
    assert not Payout.objects.exists()


@pytest.mark.parametrize("rials", ["۲٬۳۰۰٬۰۰۱", "۰", "-۵", "نه"])
def test_more_than_is_there_is_not_asked_for(buyer, client, rials):
    factories.show(client, buyer)
    assert ask(client, rials=rials).status_code == 422
    assert not Payout.objects.exists()


def test_what_was_asked_for_is_not_asked_for_twice(buyer, client):
    factories.show(client, buyer)
    ask(client)
    assert ask(client)["Location"] == LIST
    assert Payout.objects.count() == 1
    with pytest.raises(payouts.PayoutTooLarge):
        payouts.ask_own(buyer, rials=1, iban=IBAN, by=factories.actor(buyer), at=NOW)


def test_nobody_asks_for_the_credit_of_another(buyer):
    with pytest.raises(NotAllowed):
        payouts.ask_own(buyer, rials=1, iban=IBAN, by=factories.actor(factories.person()), at=NOW)


def test_a_refusal_is_told_with_its_reason_and_the_credit_stays(buyer, client):
    row = payouts.ask_own(buyer, rials=OWED, iban=IBAN, by=factories.actor(buyer), at=NOW)
    payouts.decline(row, reason="شبا به نام دیگری است.", by=MANAGER, at=NOW)
    assert "شبا به نام دیگری است." in pages.text(client.get(LIST))
    assert queries.credit_of(f"person:{buyer.pk}") == OWED
    assert Letter.objects.filter(person=buyer, event="payout.declined").count() == 1


def test_who_acts_for_an_organisation_sees_its_credit_and_takes_none_of_it(shop, client):
    person, place = factories.person(), pages.firm()
    pages.seat(place, person, Membership.Right.REQUESTS)
    made = world.invoice(buyer=Buyer(person=person, organisation=place))
    receipts.approve(receipts.submit(made, receipt=receipt(made.total + OWED, "1"), by=CLIENT, at=NOW), by=FINANCE, at=NOW)
    client.force_login(person)
    session = client.session
    session["acting"], session["acting_title"] = f"employer_legal|organisation:{place.pk}", place.name
    session.save()
    shown = client.get(LIST)
    assert "اعتبار سازمان" in pages.text(shown)
    assert ASK not in shown.content.decode()
    assert client.get(ASK)["Location"] == LIST


def test_the_box_adds_the_same_few_statements_however_much_was_asked(buyer, client):
    counts = []
    for _ in range(2):
        for _ in range(6):
            row = payouts.ask_own(buyer, rials=1000, iban=IBAN, by=factories.actor(buyer), at=NOW)
            payouts.decline(row, reason="نه", by=MANAGER, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10
