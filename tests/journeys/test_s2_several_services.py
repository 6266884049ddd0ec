"""Scenario A2 of the desk: several services are asked for at once and make one invoice, which no later tariff changes."""

from kardad.billing.models import Invoice
from kardad.kit import calendar
from tests.journeys.bureau import TEXT, Window, done, fresh, pdf, state, states, sums

LONG = (TEXT * 3)[:200].strip().ljust(200, "؟")


def test_two_services_make_one_invoice_that_a_new_tariff_leaves_as_it_is(bureau, make):
    request = bureau.in_review("written", "payslip", text=LONG, files=[pdf()], quantity="۲", month="۱۴۰۴/۰۸", married="single")
    assert (len(request.description), request.attachments.count(), request.state) == (200, 1, "in_review")

    led = done(bureau.price(request))
    seen = bureau.expert.open(led["Location"]).content.decode()
    assert "۷٬۷۰۰٬۰۰۰\u00a0ریال" in seen
    done(bureau.expert.press("desk_office:invoice", request.pk))
    request = fresh(request)
    assert (request.state, states(request)) == ("invoiced", ["priced", "priced"])
    invoice = request.invoice
    assert list(invoice.lines.order_by("pk").values_list("service_code", "quantity", "unit_price", "amount")) == [
        ("written", 1, 4_000_000, 4_000_000),
        ("payslip", 2, 1_500_000, 3_000_000),
    ]
    assert sums(invoice) == (7_000_000, 700_000, 7_700_000, 0, 7_700_000)
    assert invoice.vat_rate == 1000

    told = bureau.client.reads("billing:invoice", invoice.token)
    for figure in ("۷٬۰۰۰٬۰۰۰", "۷۰۰٬۰۰۰", "۷٬۷۰۰٬۰۰۰"):
        assert figure in told
    paper = bureau.client.reads("billing:paper", invoice.token)
    assert "هفت میلیون و هفتصد هزار ریال" in paper
    assert "۸ آذر ۱۴۰۴" in paper  # due in seven days
    assert calendar.slashed(calendar.tehran_day(invoice.due_at)) == "۱۴۰۴/۰۹/۰۸"

    proposed = bureau.finance.press(
        "billing_office:propose", "price", service_code="written", rials="۶٬۰۰۰٬۰۰۰", valid_from="۱۴۰۴/۰۹/۰۲", last_day=""
    )
    done(Window(make.staff("manager")).send(done(proposed)["Location"], verdict="approve", reason=""))
    assert "۷٬۷۰۰٬۰۰۰" in bureau.client.reads("billing:invoice", invoice.token)
    assert sums(invoice) == (7_000_000, 700_000, 7_700_000, 0, 7_700_000)


def test_the_next_day_a_new_request_has_the_new_price_and_the_old_invoice_the_old_one(bureau, clock):
    old = bureau.invoiced("written").invoice
    page = bureau.finance.press("billing_office:propose", "price", service_code="written", rials="۶٬۰۰۰٬۰۰۰", valid_from="۱۴۰۴/۰۹/۰۲")
    done(bureau.manager.send(done(page)["Location"], verdict="approve", reason=""))
    clock.shift(24 * 3600)
    new = bureau.invoiced("written").invoice
    assert sums(new)[:3] == (6_000_000, 600_000, 6_600_000)
    assert sums(old)[:3] == (4_000_000, 400_000, 4_400_000)


def test_a_request_without_a_service_words_or_rules_is_not_sent(bureau):
    from django.urls import reverse

    from kardad.desk.models import Request

    for typed in ({"services": [], "description": TEXT}, {"services": ["written"], "description": "کوتاه"}):
        assert bureau.client.press("desk:request_new", **typed).status_code == 422
    begun = done(bureau.client.press("desk:request_new", services=["petition"], description=TEXT))
    draft = Request.objects.get()
    assert str(draft.pk) in begun["Location"]
    assert bureau.client.post("desk:request_check", draft.pk).status_code == 422
    assert state(draft) == "draft"
    assert not Invoice.objects.exists()
    assert bureau.client.get("desk:request", draft.pk)["Location"] == reverse("desk:request_edit", args=[draft.pk])
