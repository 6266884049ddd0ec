"""Where the stories of the demo play: who is there, what o'clock it is, and the deeds that many stories share."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.billing.actions import invoices as money
from kardad.billing.actions import payments, receipts
from kardad.billing.models import Payment
from kardad.core import files, hours
from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.desk import catalogue, papers
from kardad.desk.actions import assigning, deliverables, pricing, requests, talking, working
from kardad.desk.demo import paper
from kardad.desk.models import Deliverable, Item, Request
from kardad.gateways.payments.console import Console
from kardad.gateways.payments.twin import Button
from kardad.kit import calendar
from kardad.law import instruments
from kardad.people.actions.persons import RULES_VERSION
from kardad.people.models import Person

Story = Generator[datetime, None, None]
"""What happens to one request: it yields the moment of its next deed, and does it when that has come."""
HALVINGS = 19
PATIENCE, LATELY = timedelta(days=6), 4


@dataclass(slots=True)
class Stage:
    """The bureau of the demo at the moment `now`; `at` is the present, `words` is what everybody says."""

    at: datetime
    now: datetime
    worker: Person
    employer: Person
    practitioner: Person
    experts: tuple[Person, Person]
    manager: Actor
    finance: Actor
    words: Mapping[str, Any]
    bank: Console = field(init=False)

    def ago(self, working_hours: float) -> datetime:
        """The moment since which so many working hours have passed."""
        wanted = int(working_hours * 60)
        low, high = self.at - timedelta(days=10 + working_hours), self.at
        for _ in range(HALVINGS):
            middle = low + (high - low) / 2
            low, high = (middle, high) if hours.between(middle, self.at) >= wanted else (low, middle)
        return low.replace(second=0, microsecond=0)

    def days(self, past: float) -> datetime:
        """The working moment so many days ago, or the next one after it."""
        return hours.add(self.at - timedelta(days=past), 0)

    def soon(self, working_hours: float) -> datetime:
        """The moment so many working hours ago, but less than a week from now in the story: what waits so long ends by itself."""
        return min(self.ago(working_hours), self.now + PATIENCE)

    def lately(self, working_hours: float) -> datetime:
        """The moment so many working hours ago, but in these last days even after many holidays."""
        return max(self.ago(working_hours), self.days(LATELY))

    def after(self, minutes: int) -> datetime:
        """The moment so many working minutes from now in the story."""
        return hours.add(self.now, minutes)

    def as_client(self, request: Request) -> Actor:
        """The one who wrote."""
        return Actor(request.applicant_id, "member", "", request.applicant.level)

    def as_expert(self, request: Request) -> Actor:
        """The expert with whom the request lies."""
        return Actor(fresh(request).assigned_to_id, "expert", "", 3)

    def other(self, request: Request) -> Person:
        """The expert with whom it does not lie."""
        mine = fresh(request).assigned_to_id
        return next(one for one in self.experts if one.pk != mine)

    def as_colleague(self, request: Request) -> Actor:
        """That one, at work."""
        return Actor(self.other(request).pk, "expert", "", 3)

    def draft(self, who: Person, key: str) -> Request:
        """A draft of this person says what the words under `key` say, every question of its services answered."""
        told, by = self.words[key], Actor(who.pk, "member", "", who.level)
        request = requests.begin(who, services=told["services"], description=told["text"], by=by, at=self.now)
        return self.fill(request, key)

    def fill(self, request: Request, key: str) -> Request:
        """The draft's questions are answered, and its papers attached, as the words under `key` say."""
        told, by = self.words[key], self.as_client(request)
        for item in request.items.order_by("pk"):
            inputs = self._inputs(item.service_code, told.get("inputs", {}))
            requests.fill(item, quantity=told.get("quantity", item.quantity), inputs=inputs, by=by, at=self.now)
            for kind, name in told.get("papers", {}).items():
                requests.attach(request, files=[self.file(request.applicant_id, name)], kind=kind, item=item, by=by, at=self.now)
        return request

    def send(self, who: Person, key: str) -> Request:
        """The same request was sent, and lies with an expert who knows its services, or with the managers."""
        request = self.draft(who, key)
        return fresh(requests.submit(request, rules_version=RULES_VERSION, by=self.as_client(request), at=self.now))

    def assign(self, request: Request, expert: Person) -> None:
        """The manager gives the request to this expert."""
        assigning.assign(request, expert=expert, by=self.manager, at=self.now)

    def reply(self, request: Request, body: str, *, is_internal: bool = False) -> None:
        """The expert has read everything and says so much."""
        by = self.as_expert(request)
        talking.read(request, by=by, at=self.now)
        talking.say(request, body=body, is_internal=is_internal, by=by, at=self.now)

    def say(self, request: Request, body: str, *names: str) -> None:
        """The client has read everything and says so much, with files of these names."""
        by, stored = self.as_client(request), [self.file(request.applicant_id, name) for name in names]
        talking.read(request, by=by, at=self.now)
        talking.say(request, body=body, files=stored, by=by, at=self.now)

    def bill(self, request: Request) -> None:
        """The client has the invoice by the tariff."""
        by = self.as_expert(request)
        for item in request.items.order_by("pk"):
            pricing.price(item, quantity=item.quantity, unit_price=None, by=by, at=self.now)
        pricing.invoice(request, by=by, at=self.now)

    def pay(self, request: Request) -> None:
        """The whole invoice is paid through the demo's bank, and the desk has heard of it."""
        invoice, by = fresh(request).invoice, self.as_client(request)
        if invoice is None:
            raise LookupError("nothing was billed")
        talking.read(request, by=by, at=self.now)
        payment, _ = payments.begin(invoice, rials=invoice.balance, gateway_name=self.bank.name, by=by, at=self.now)
        back = self.bank.press(payment.authority, Button.PAY)
        payments.come_back(payment, params=dict(parse_qsl(urlsplit(back.url).query)) | dict(back.fields), at=self.now)

    def transfer(self, request: Request, rials: int, trace: str) -> Payment:
        """A transfer from card to card waits for finance, with its receipt."""
        invoice = fresh(request).invoice
        if invoice is None:
            raise LookupError("nothing was billed")
        stored = self.file(request.applicant_id, "رسید کارت به کارت.pdf")
        told = receipts.Receipt(rials=rials, trace=trace, on=calendar.tehran_day(self.now), card="4821", file=stored)
        return receipts.submit(invoice, receipt=told, by=self.as_client(request), at=self.now)

    def take(self, payment: Payment) -> None:
        """Finance has found the transfer on the account, and the desk has heard of it."""
        receipts.approve(payment, by=self.finance, at=self.now)
        money.announce_due(payment.invoice_id, at=self.now)

    def start(self, request: Request) -> Item:
        """The work has begun; its only item."""
        working.start(request, by=self.as_expert(request), at=self.now)
        return request.items.get()

    def write(self, item: Item, key: str) -> Deliverable:
        """The paper of the item says what the words under `key` say; figures are computed by the law engine."""
        told, by = self.words[key]["paper"], self.as_expert(item.request)
        law_on = calendar.tehran_day(self.now)
        if "sheets" in told:
            law = instruments.current()
            sheets = [papers.sheet(one["calculator"], one["given"], title=one["title"], law=law) for one in told["sheets"]]
            body = {"sheets": sheets, "words": told["words"]}
        else:
            body = dict(told)
        kind = papers.KINDS_OF[item.delivery][0]
        return deliverables.write(item, kind=kind, body=body, law_on=law_on, by=by, at=self.now)

    def ask_signature(self, row: Deliverable) -> None:
        """The other expert is asked to check the figures."""
        request = row.item.request
        deliverables.ask_signature(row, of=self.other(request), by=self.as_expert(request), at=self.now)

    def sign(self, row: Deliverable) -> None:
        """The other expert has checked the figures."""
        deliverables.sign(row, by=self.as_colleague(row.item.request), at=self.now)

    def deliver(self, row: Deliverable) -> None:
        """The client has the paper, and with it everything that he asked for."""
        deliverables.release(row, by=self.as_expert(row.item.request), at=self.now)

    def file(self, owner_id: int, name: str) -> StoredFile:
        """A small PDF of this person."""
        upload = SimpleUploadedFile(name, paper.pdf(int(self.now.timestamp()) // 60 % 997 + len(name)), "application/pdf")
        return files.store(upload, owner_id=owner_id, at=self.now)

    def _inputs(self, code: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The answers as the form keeps them; a day is told as days ago."""
        days = {one.name for one in catalogue.service(code).fields if one.kind == "day"}
        today = calendar.tehran_day(self.at)
        return {
            name: (today - timedelta(days=told)).isoformat() if name in days and type(told) is int else told for name, told in given.items()
        }


def fresh(request: Request) -> Request:
    """The request as it stands."""
    return Request.objects.select_related("applicant", "invoice").get(pk=request.pk)
