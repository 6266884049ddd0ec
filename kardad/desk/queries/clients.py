"""Reads over the client book: whom a practitioner works for, who works for a person, and what was made by a consent."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kardad.billing import flow as money_flow
from kardad.billing.models import Invoice, Payment
from kardad.desk.models import Engagement, Request
from kardad.people.models import Person
from kardad.people.queries import mandates

SUBJECT = "desk.request"


def book(practitioner_id: int) -> QuerySet[Engagement]:
    """The clients in a practitioner's book, last invited first."""
    return Engagement.objects.filter(practitioner_id=practitioner_id).order_by("-pk")


def consenting(practitioner_id: int) -> QuerySet[Engagement]:
    """The clients for whom the practitioner may ask now."""
    return book(practitioner_id).filter(state="agreed")


def given(person_id: int) -> QuerySet[Engagement]:
    """The consents that a person gave or refused, newest first."""
    return Engagement.objects.filter(person_id=person_id).select_related("practitioner").order_by("-pk")


def invitations(person: Person) -> QuerySet[Engagement]:
    """What the person is asked to consent to and has not answered, the one that ends first on top."""
    rows = Engagement.objects.filter(expected(person), state="invited").exclude(practitioner=person)
    return rows.select_related("practitioner").order_by("expire_due_at", "pk")


def requests_by(engagement: Engagement) -> QuerySet[Request]:
    """What the practitioner made by this consent, last changed first; nothing without it."""
    rows = Request.objects.filter(engagement=engagement, applicant_id=engagement.practitioner_id, engagement__state="agreed")
    return rows.select_related("invoice").prefetch_related("items").order_by("-changed_at", "-pk")


def invoices_by(engagement: Engagement) -> QuerySet[Invoice]:
    """The invoices of what was made by this consent, newest first."""
    made = requests_by(engagement).order_by().values("pk")
    return Invoice.objects.filter(subject_type=SUBJECT, subject_id__in=made).order_by("-pk")


def may_pay(request: Request, invoice: Invoice, person_id: int) -> bool:
    """Whether somebody on the client's side of the request sees and pays its invoice: its buyer, or who asked for him and still may."""
    if invoice.organisation_id is not None or invoice.person_id == person_id:
        return True
    if request.applicant_id != person_id or request.client_id != invoice.person_id:
        return False
    if request.engagement is not None:
        return request.engagement.state == "agreed"
    return mandates.active_mandates(person_id).filter(principal_id=request.client_id or 0).exists()


def has_practitioner_paid(request: Request, invoice: Invoice) -> bool:
    """Whether the practitioner's card paid what his client bought, even if the consent has ended since."""
    if request.engagement is None or invoice.person_id == request.engagement.practitioner_id:
        return False
    payer = request.engagement.practitioner_id
    return Payment.objects.filter(invoice=invoice, state__in=money_flow.TAKEN_PAYMENTS, begun_by_id=payer).exists()


def expected(person: Person) -> Q:
    """The invitations that are meant for this person: by his code where both told one, else by the mobile that he proved."""
    by_mobile = Q(mobile_index=person.mobile_index) if person.mobile_index and person.mobile_proved_at else Q(pk=None)
    if person.sms_suspended_at:
        by_mobile = Q(pk=None)  # the SIM is another's by now
    if not person.code_index or person.level < 1:
        return by_mobile
    return Q(code_index=person.code_index) | (by_mobile & Q(code_index=""))


def due_invitations(at: datetime) -> QuerySet[Engagement]:
    """Invitations that nobody answered in time, the oldest first."""
    return Engagement.objects.filter(expire_due_at__lte=at).order_by("expire_due_at", "pk")
