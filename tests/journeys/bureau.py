"""A bureau and its clients, each at a browser of his own: they log in as people do, and all they do goes through pages."""

import re
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kardad.billing.models import Invoice, Payment
from kardad.core import outside, sweeps
from kardad.desk.actions.reviewing import CHECKS
from kardad.desk.models import Request
from kardad.gateways.payments.twin import Button
from tests import factories
from tests.billing import world as shop
from tests.people import accounts
from tests.people.staff_world import picture
from tests.samples import PDF

TEXT = "سلام. مزد مهر و آبان من پرداخت نشده است و می‌خواهم بدانم برای گرفتن آن چه باید بکنم. "
OUR_CARD = "6037990000000006|کارداد|بانک ملی ایران"
ONLINE = "online-memory"
STEP_UP, APP_CHANGES_AFTER = "/panel/account/step-up/", 30
TRANSFER = {"rials": "۳٬۰۰۰٬۰۰۰", "on": "۱۴۰۴/۰۹/۰۱", "hour": "۹:۱۵", "card": "۱۲۳۴", "trace": "۵۵۸۲۱۳"}


class Window:
    """Somebody at a browser; whom the passing time logged out logs in again, and who is asked for his factor shows it."""

    clock = None  # the test's clock: a code of an app is taken once, so who is asked again waits for the next one

    def __init__(self, person):
        self.person, self.client = person, Client()
        accounts.enter(self.client, person)

    def get(self, name, *args, query=""):
        """The page of this name."""
        return self.open(reverse(name, args=args) + query)

    def open(self, address):
        """The page at this address."""
        return self._sent(lambda: self.client.get(address))

    def post(self, name, *args, **typed):
        """A form, sent without a look at its page."""
        return self.send(reverse(name, args=args), **typed)

    def press(self, name, *args, query="", **typed):
        """The page is opened, its form filled in with what was typed, and sent as a browser sends it."""
        page = self.get(name, *args, query=query)
        assert page.status_code == 200, (name, page.status_code, page.headers.get("Location"))
        return self.send(reverse(name, args=args) + query, **filled(page) | typed)

    def reads(self, name, *args, query=""):
        """The words of a page that opens."""
        answer = self.get(name, *args, query=query)
        assert answer.status_code == 200, (name, answer.status_code)
        return words(answer)

    def send(self, address, **typed):
        """A form, sent to an address."""

        def send():
            for one in typed.values():
                for file in one if isinstance(one, list) else [one]:
                    if hasattr(file, "seek"):
                        file.seek(0)  # sent once more after a log-in
            return self.client.post(address, {"csrfmiddlewaretoken": "as a browser sends it"} | typed)

        return self._sent(send)

    def _sent(self, send):
        answer = send()
        if answer.status_code == 302 and answer["Location"].startswith("/login/"):
            accounts.enter(self.client, self.person)
            answer = send()
        if answer.status_code == 302 and answer["Location"].startswith(STEP_UP):
            self._step_up(answer["Location"])
            answer = send()
        return answer

    def _step_up(self, address):
        self.clock.shift(APP_CHANGES_AFTER)
        done(self.client.post(address, {"code": factories.totp_code()}))


class Bureau:
    """Who is there, with a tariff, a rate and a registered seller."""

    def __init__(self):
        shop.open_shop()
        self.client = Window(factories.person(level=2))
        self.expert = Window(factories.staff("expert", first_name="مریم"))
        self.manager = Window(factories.staff("manager", first_name="زهرا"))
        self.finance = Window(factories.staff("finance_officer", first_name="امید"))

    def ask(self, *services, text=TEXT, files=(), by=None, **told):
        """A request is sent through all its pages; `told` answers typed questions by their names."""
        by = by or self.client
        begun = by.press("desk:request_new", services=list(services), description=text, files=list(files))
        assert begun.status_code == 302, words(begun)
        pk = int(re.search(r"/requests/(\d+)/", begun["Location"])[1])
        if begun["Location"].endswith("/fields/"):
            filled_in = by.press("desk:request_fields", pk, **_named(by.get("desk:request_fields", pk), told))
            assert filled_in.status_code == 302, words(filled_in)
        sent = by.press("desk:request_check", pk, rules="on")
        assert sent["Location"] == reverse("desk:request_done", args=[pk]), words(sent)
        return Request.objects.get(pk=pk)

    def in_review(self, *services, **more):
        """The same, given to the expert by the manager."""
        request = self.ask(*services, **more)
        if request.assigned_to_id is None:
            done(self.manager.press("desk_office:assign", request.pk, expert=self.expert.person.pk))
        return fresh(request)

    def price(self, request, **changes):
        """The expert keeps the prices that the tariff proposes."""
        return self.expert.press("desk_office:price", request.pk, **changes)

    def invoiced(self, *services, **more):
        """A request whose invoice lies with the client."""
        request = self.in_review(*services, **more)
        done(self.price(request))
        done(self.expert.press("desk_office:invoice", request.pk))
        return fresh(request)

    def redirect(self, request, item):
        """The expert answers every question of the test with yes."""
        return self.expert.press("desk_office:redirect", request.pk, item.pk, **dict.fromkeys(CHECKS, "on"))

    def pay(self, invoice, *, by=None, button=Button.PAY, **typed):
        """The client goes to the bank and comes back; what he brings is given back too."""
        by = by or self.client
        away = by.press("billing:pay", invoice.token, way=ONLINE, **({"much": "whole"} | typed))
        assert away.status_code == 302, words(away)
        payment = Payment.objects.latest("pk")
        brought = self.at_bank(payment, button)
        return by.client.get(reverse("billing:back", args=[payment.token]), brought), payment, brought

    def at_bank(self, payment, button=Button.PAY):
        """What the bank gives the browser to bring back."""
        way = outside.payment_gateways()[0].press(payment.authority, button)
        return dict(parse_qsl(urlsplit(way.url).query))

    def paid(self, *services, **more):
        """A request that the client paid online."""
        request = self.invoiced(*services, **more)
        self.pay(request.invoice)
        return fresh(request)

    def transfer(self, invoice, **changed):
        """The client tells of a transfer from his card."""
        return self.client.press("billing:receipt", invoice.token, receipt=picture("رسید.png"), **TRANSFER | changed)

    def transfer_blindly(self, invoice):
        """The same from a page that was opened long ago."""
        return self.client.post("billing:receipt", invoice.token, receipt=picture("رسید.png"), **TRANSFER)


def words(answer):
    """What a page says, without mark-up."""
    return re.sub(r"\s+", " ", BeautifulSoup(answer.content, "html.parser").get_text(" "))


def done(answer):
    """The deed was done: the browser is led on."""
    assert answer.status_code == 302, words(answer)
    assert not answer["Location"].startswith(("/login/", STEP_UP)), answer["Location"]
    return answer


def fresh(row):
    """The row as it stands."""
    return type(row).objects.get(pk=row.pk)


def state(row):
    """Its state as it stands."""
    return fresh(row).state


def states(request):
    """The states of the request's services, in their order."""
    return list(request.items.order_by("pk").values_list("state", flat=True))


def sums(invoice):
    """Net, tax, total, paid and owed."""
    now = Invoice.objects.get(pk=invoice.pk)
    return now.subtotal, now.vat, now.total, now.paid, now.balance


def pdf(name="سند.pdf", content=PDF):
    """A paper as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def sweep():
    """Every piece of later work that is due by now is done, and none of it fails."""
    outcome = sweeps.run_all(timezone.now())
    assert -1 not in outcome.values(), outcome
    return outcome


def filled(page):
    """What a browser would send if the form of the page were sent as it stands."""
    soup = BeautifulSoup(page.content, "html.parser")
    here = page.wsgi_request.path
    own = [one for one in soup.select("main form[method=post]") if urlsplit(one.get("action", "")).path in ("", here)]
    form = max(own, key=lambda one: len(one.select("[name]")))
    sent = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind, name = field.get("type", ""), field["name"]
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if kind in ("file", "submit") or field.has_attr("disabled"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[name] = chosen["value"] if chosen else ""
        elif kind == "checkbox":
            sent.setdefault(name, []).append(field.get("value", "on"))
        else:
            sent[name] = field.get("value", "") if field.name == "input" else field.get_text().removeprefix("\n")
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def _named(page, told):
    """Answers by the names of the page's inputs: `quantity` goes to every `<item>-quantity`."""
    names = {one["name"] for one in BeautifulSoup(page.content, "html.parser").select("main form [name]")}
    return {name: told[name.partition("-")[2]] for name in names if name.partition("-")[2] in told}
