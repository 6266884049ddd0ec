"""Bad input and faults of the desk and its money, each met at a browser; what only real threads can show is in `*/test_races.py`."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.billing import queries
from kardad.billing.actions import payments
from kardad.billing.models import Invoice, Payment, Refund, VatRate
from kardad.core import outside
from kardad.desk.models import Attachment, Message, Request
from kardad.gateways.payments.outcomes import Differs
from kardad.gateways.scanner.memory import EICAR
from tests import factories
from tests.conftest import NOW
from tests.journeys.bureau import Window, done, filled, fresh, pdf, state, sums, sweep, words
from tests.samples import PDF

LONG = ("می‌خواهم مزدم را بگیرم 🙏🏽؛ " * 200)[:4_999] + "م"
CODE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
MINUTE, DAY = 60, 24 * 3600


@pytest.fixture
def bank(bureau):
    """The bank in memory."""
    return outside.payment_gateways()[0]


def opened(window, name, *args):
    """A page that somebody has open: what its form would send, later."""
    page = window.get(name, *args)
    assert page.status_code == 200
    return filled(page)


def back(bureau, payment, brought, client=None):
    """The browser brings back what the bank gave it."""
    return (client or bureau.client.client).get(reverse("billing:back", args=[payment.token]), brought)


def at_the_bank(bureau, invoice):
    """The client has paid there and is not back yet."""
    done(bureau.client.press("billing:pay", invoice.token, way="online-memory", much="whole"))
    payment = Payment.objects.latest("pk")
    return payment, bureau.at_bank(payment)


def raise_price(bureau):
    """From tomorrow on an opinion costs six million."""
    typed = {"service_code": "written", "rials": "۶٬۰۰۰٬۰۰۰", "valid_from": "۱۴۰۴/۰۹/۰۲"}
    proposed = done(bureau.finance.press("billing_office:propose", "price", **typed))
    done(bureau.manager.send(proposed["Location"], verdict="approve", reason=""))


def test_of_two_who_press_at_once_the_second_learns_it_and_keeps_his_words(bureau):
    request = bureau.in_review("written")
    of_expert = opened(bureau.expert, "desk_office:ask", request.pk)
    of_manager = opened(bureau.manager, "desk_office:price", request.pk)
    asking = {"other": "فیش آخر", "body": "فیش آخر را بفرستید، لطفاً."}
    done(bureau.manager.post("desk_office:price", request.pk, **of_manager))
    second = bureau.expert.post("desk_office:ask", request.pk, **of_expert | asking)
    assert second.status_code == 409
    assert "تغییر کرد" in words(second)
    assert asking["body"] in second.content.decode()
    assert not Message.objects.exists()


def test_a_request_given_to_somebody_else_is_not_answered_by_who_had_it(bureau):
    request = bureau.in_review("written")
    other = Window(factories.staff("expert", first_name="رضا"))
    mine = opened(bureau.expert, "desk_office:ask", request.pk)
    done(bureau.manager.press("desk_office:assign", request.pk, expert=other.person.pk, reason="مریم امروز نیست."))
    late = bureau.expert.post("desk_office:ask", request.pk, **mine | {"other": "فیش", "body": "فیش آخر را بفرستید."})
    assert late.status_code == 404
    assert bureau.expert.get("desk_office:request", request.pk).status_code == 404
    assert not Message.objects.exists()


def test_a_client_who_cancels_before_the_expert_presses_gets_no_invoice(bureau):
    request = bureau.in_review("written")
    done(bureau.price(request))
    look = opened(bureau.expert, "desk_office:invoice", request.pk)
    done(bureau.client.press("desk:request_cancel", request.pk, reason="حل شد."))
    late = bureau.expert.post("desk_office:invoice", request.pk, **look)
    assert late.status_code == 409
    assert (state(request), Invoice.objects.count()) == ("cancelled", 0)


def test_a_client_who_cancels_just_after_the_invoice_owes_nothing(bureau):
    request = bureau.in_review("written")
    look = opened(bureau.client, "desk:request_cancel", request.pk)
    done(bureau.price(request))
    done(bureau.expert.press("desk_office:invoice", request.pk))
    done(bureau.client.post("desk:request_cancel", request.pk, **look))
    assert (state(request), state(fresh(request).invoice)) == ("cancelled", "void")
    assert sum(queries.balances().values()) == 0


def test_a_price_that_changed_between_the_look_and_the_press_is_shown_first(bureau, clock):
    request = bureau.in_review("written")
    done(bureau.price(request))
    raise_price(bureau)
    look = opened(bureau.expert, "desk_office:invoice", request.pk)
    assert look["total"] == "4400000"
    clock.shift(DAY)
    refused = bureau.expert.post("desk_office:invoice", request.pk, **look)
    assert refused.status_code == 409
    assert "۶٬۶۰۰٬۰۰۰" in words(refused)
    assert not Invoice.objects.exists()


def test_an_invoice_that_was_seen_is_paid_as_it_was_seen(bureau, clock):
    invoice = bureau.invoiced("written").invoice
    look = opened(bureau.client, "billing:pay", invoice.token)
    raise_price(bureau)
    clock.shift(DAY)
    done(bureau.client.post("billing:pay", invoice.token, **look | {"way": "online-memory"}))
    payment = Payment.objects.get()
    back(bureau, payment, bureau.at_bank(payment))
    assert sums(invoice) == (4_000_000, 400_000, 4_400_000, 4_400_000, 0)


def test_a_balance_that_was_paid_meanwhile_is_not_paid_again(bureau):
    invoice = bureau.invoiced("written").invoice
    look = opened(bureau.client, "billing:pay", invoice.token)
    bureau.pay(invoice)
    again = bureau.client.post("billing:pay", invoice.token, **look | {"way": "online-memory"})
    assert again["Location"] == reverse("billing:invoice", args=[invoice.token])
    assert (Payment.objects.count(), sums(invoice)[3]) == (1, 4_400_000)


def test_a_callback_that_comes_before_the_payer_counts_once(bureau):
    request = bureau.invoiced("written")
    payment, brought = at_the_bank(bureau, request.invoice)
    assert back(bureau, payment, brought, Client(enforce_csrf_checks=True)).status_code == 302
    assert (state(payment), state(request)) == ("succeeded", "paid")
    for _ in range(2):
        assert back(bureau, payment, brought)["Location"] == reverse("billing:payment", args=[payment.token])
    assert sums(request.invoice)[3:] == (4_400_000, 0)
    assert queries.credit_of(request.invoice.holder) == 0


def test_a_callback_for_another_invoice_pays_neither(bureau):
    mine, other = bureau.invoiced("written").invoice, bureau.invoiced("written").invoice
    paid, brought = at_the_bank(bureau, mine)
    unpaid, _ = at_the_bank(bureau, other)
    assert back(bureau, unpaid, brought).status_code == 400
    assert (sums(mine)[3], sums(other)[3]) == (0, 0)
    assert back(bureau, paid, brought).status_code == 302
    assert (sums(mine)[3], sums(other)[3]) == (4_400_000, 0)


def test_an_amount_altered_on_the_way_is_not_believed(bureau):
    request = bureau.invoiced("written")
    done(bureau.client.press("billing:pay", request.invoice.token, way="online-memory", much="part", rials="۲٬۰۰۰٬۰۰۰"))
    payment = Payment.objects.get()
    back(bureau, payment, bureau.at_bank(payment) | {"amount": "4400000", "rials": "4400000"})
    assert (sums(request.invoice)[3:], state(request)) == ((2_000_000, 2_400_000), "partially_paid")


def test_a_bank_whose_amount_differs_fulfils_nothing_and_a_person_looks(bureau, bank):
    request = bureau.invoiced("written")
    payment, brought = at_the_bank(bureau, request.invoice)
    bank.answer("verify", Differs(provider="memory", code="x", is_taken=True, rials=1_000))
    back(bureau, payment, brought)
    assert (state(payment), sums(request.invoice)[3], state(request)) == ("failed", 0, "invoiced")
    work = bureau.finance.get("office:home").content.decode()
    assert reverse("billing_office:payment", args=[payment.pk]) in work


def test_a_bank_that_is_down_at_verify_is_asked_again(bureau, bank, clock):
    request = bureau.invoiced("written")
    payment, brought = at_the_bank(bureau, request.invoice)
    bank.lose("verify", "before")
    back(bureau, payment, brought)
    assert (state(payment), state(request)) == ("pending_verification", "invoiced")
    assert "از بانک می‌پرسیم" in bureau.client.reads("billing:payment", payment.token)
    clock.shift(3 * MINUTE)
    sweep()
    assert (state(payment), state(request), sums(request.invoice)[3]) == ("succeeded", "paid", 4_400_000)


def test_a_crash_between_the_banks_yes_and_ours_is_made_good(bureau, clock, monkeypatch):
    request = bureau.invoiced("written")
    payment, brought = at_the_bank(bureau, request.invoice)
    bureau.client.client.raise_request_exception = False

    def power_cut(*_, **__):
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(payments.taking, "take", power_cut)
        assert back(bureau, payment, brought).status_code == 500
    assert (state(payment), state(request)) == ("pending_verification", "invoiced")
    clock.shift(3 * MINUTE)
    sweep()
    assert (state(payment), state(request), sums(request.invoice)[3]) == ("succeeded", "paid", 4_400_000)
    assert sum(queries.balances().values()) == 0


def refunded(bureau):
    """A paid request whose money went back."""
    request = bureau.paid("written")
    done(bureau.client.press("desk:request_withdraw", request.pk, reason="دیگر لازم ندارم.", target="source"))
    refund = Refund.objects.get()
    done(bureau.manager.press("billing_office:refund", refund.pk, verdict="approve", reason=""))
    done(bureau.finance.press("billing_office:refund", refund.pk))
    done(bureau.finance.press("billing_office:refund", refund.pk, verdict="finish", trace="77", reason=""))
    sweep()
    return request, refund


def test_a_refund_is_not_refunded(bureau):
    request, refund = refunded(bureau)
    assert (state(request), state(refund), state(request.invoice)) == ("cancelled", "done", "credited")
    again = bureau.manager.press("billing_office:refund_new", request.invoice.pk, rials="۱٬۰۰۰", target="source", reason="دوباره")
    assert again.status_code == 409
    assert bureau.client.post("desk:request_withdraw", request.pk, reason="دوباره", target="source").status_code == 409
    assert bureau.finance.post("billing_office:refund", refund.pk, verdict="finish", trace="78").status_code != 302
    assert Refund.objects.count() == 1
    assert sum(queries.balances().values()) == 0


def test_a_receipt_is_shown_once(bureau):
    invoice = bureau.invoiced("written").invoice
    done(bureau.transfer(invoice, rials="۲٬۰۰۰٬۰۰۰"))
    again = bureau.transfer(invoice, rials="۲٬۰۰۰٬۰۰۰")
    assert again.status_code == 409
    assert Payment.objects.count() == 1


def test_an_expired_invoice_is_not_paid(bureau, clock):
    request = bureau.invoiced("written")
    look = opened(bureau.client, "billing:pay", request.invoice.token)
    clock.shift(8 * DAY)
    sweep()
    sweep()
    assert (state(request), state(request.invoice)) == ("expired", "void")
    refused = bureau.client.post("billing:pay", request.invoice.token, **look | {"way": "online-memory"})
    assert refused["Location"] == reverse("billing:invoice", args=[request.invoice.token])
    assert bureau.transfer_blindly(request.invoice)["Location"] == refused["Location"]
    assert not Payment.objects.exists()


def test_an_invoice_does_not_expire_under_a_payer_who_is_at_the_bank(bureau, clock):
    request = bureau.invoiced("written")
    clock.move_to(request.invoice.due_at, tick=False)
    clock.shift(-MINUTE)
    payment, brought = at_the_bank(bureau, request.invoice)
    clock.shift(2 * MINUTE)
    sweep()
    back(bureau, payment, brought)
    assert (state(request), sums(request.invoice)[3:]) == ("paid", (4_400_000, 0))


def test_who_is_at_the_bank_does_not_cancel_beside_it_and_his_money_counts(bureau):
    request = bureau.invoiced("written")
    payment, brought = at_the_bank(bureau, request.invoice)
    assert bureau.client.press("desk:request_cancel", request.pk, reason="دیگر لازم نیست.").status_code == 409
    back(bureau, payment, brought)
    assert (state(request), state(request.invoice), sums(request.invoice)[3]) == ("paid", "paid", 4_400_000)
    assert queries.credit_of(request.invoice.holder) == 0


def test_without_a_rate_of_the_tax_nothing_is_issued(bureau):
    request = bureau.in_review("written")
    done(bureau.price(request))
    VatRate.objects.all().delete()
    page = bureau.expert.get("desk_office:invoice", request.pk)
    assert "نرخ مالیات" in words(page)
    assert bureau.expert.post("desk_office:invoice", request.pk, **filled(page)).status_code == 409
    assert (state(request), Invoice.objects.count()) == ("in_review", 0)


def test_an_infected_file_reaches_nobody(bureau):
    typed = {"services": ["written"], "description": LONG, "files": [pdf("ویروس.pdf", PDF + EICAR), pdf("سالم.pdf")]}
    refused = bureau.client.press("desk:request_new", **typed)
    assert refused.status_code == 422
    assert "«ویروس.pdf»" in words(refused)
    assert list(Attachment.objects.values_list("file__name", flat=True)) == ["سالم.pdf"]
    assert Request.objects.get().description == LONG  # what was typed is kept


def test_five_thousand_characters_with_emoji_and_joiners_are_kept_letter_for_letter(bureau):
    request = bureau.in_review("written", text=LONG)
    assert (len(LONG), request.description) == (5_000, LONG)
    assert LONG[:200] in bureau.expert.get("desk_office:request", request.pk).content.decode()
    done(bureau.client.post("desk:request_say", request.pk, body=LONG))
    assert Message.objects.get().body == LONG
    too_long = bureau.client.press("desk:request_new", services=["written"], description=LONG + "م")
    assert too_long.status_code == 422
    assert Request.objects.filter(state="draft").count() == 0
    assert bureau.client.post("desk:request_say", request.pk, body=LONG + "م").status_code == 422


def test_code_in_words_is_shown_and_never_run(bureau):
    request = bureau.in_review("written", text=f"{CODE} و شرح خواسته من که بلندتر از سی نویسه است.")
    done(bureau.client.post("desk:request_say", request.pk, body=CODE))
    done(bureau.expert.press("desk_office:say", request.pk, body=CODE))
    done(bureau.expert.press("desk_office:note", request.pk, body=CODE))
    for window, room in ((bureau.client, "desk:request"), (bureau.expert, "desk_office:request"), (bureau.manager, "desk_office:request")):
        html = window.get(room, request.pk).content.decode()
        assert CODE not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert(" in html


@pytest.mark.parametrize("name", ["request", "request_say", "request_answer", "request_cancel", "request_withdraw", "request_attach"])
def test_the_request_of_another_is_not_there(bureau, name):
    request = bureau.paid("written")
    for stranger in (Window(factories.person(level=2)), Window(factories.person(level=1, role="employer_natural"))):
        assert stranger.get(f"desk:{name}", request.pk).status_code in (404, 405)
        assert stranger.post(f"desk:{name}", request.pk, body="سلام", reason="x", target="source").status_code in (404, 405)
        for room in ("invoice", "pay", "paper"):
            assert stranger.get(f"billing:{room}", request.invoice.token).status_code == 404
    assert (state(request), Message.objects.count(), Refund.objects.count()) == ("paid", 0, 0)


@pytest.mark.parametrize("name", ["request", "ask", "say", "note", "price", "invoice", "reject", "start", "deliver", "applicant"])
def test_an_expert_who_was_not_given_the_request_does_not_find_it(bureau, name):
    request = bureau.in_review("written", files=[pdf()])
    other = Window(factories.staff("expert", first_name="رضا"))
    assert other.get(f"desk_office:{name}", request.pk).status_code == 404
    assert other.post(f"desk_office:{name}", request.pk, body="سلام", reason="دلیل بلند").status_code in (404, 405)
    file = Attachment.objects.get()
    assert other.get("desk_office:file", request.pk, file.pk).status_code == 404
    assert (state(request), Message.objects.count()) == ("in_review", 0)
    assert fresh(request).changed_at == NOW
