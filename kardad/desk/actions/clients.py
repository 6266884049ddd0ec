"""The client book: a client is invited, consents or not, and takes it back; requests are made for him in between."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from kardad.billing.actions import invoices
from kardad.core import limits, outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.desk import flow, policy
from kardad.desk.actions import common, drafting
from kardad.desk.models import Engagement, Request
from kardad.desk.queries import clients as queries
from kardad.inbox import actions as inbox
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits
from kardad.outbox import actions as outbox
from kardad.people import particulars
from kardad.people.models import Person

LIVE = ("invited", "agreed")
NOT_SEEN = "رضایت موکل پایان یافت."


class OwnClient(BadInput):
    """Nobody is his own client."""

    code = "CLIENT_SELF"
    message = "این مشخصات خود شماست. برای خودتان بی‌نیاز از این کار درخواست ثبت کنید."


class AlreadyClient(Refusal):
    """The client is in the book."""

    code = "CLIENT_TWICE"
    message = "این موکل را پیش‌تر افزوده‌اید؛ او را در فهرست «موکلان من» پیدا می‌کنید."


class RefusedLately(Refusal):
    """Whoever refused is left in peace for a while."""

    code = "CLIENT_REFUSED_LATELY"
    message = "این شخص به‌تازگی دعوت شما را نپذیرفته است. تا {days} روز پس از پاسخ او دوباره دعوتش نمی‌کنیم."


class TooManyClients(limits.TooMany):
    """The day's invitations are spent."""

    code = "CLIENT_INVITATIONS"
    message = "امروز به اندازه کافی موکل افزوده‌اید. فردا ادامه دهید."


class InvitationLate(Refusal):
    """The days in which it could be answered are over."""

    code = "CLIENT_LATE"
    status = 410
    message = "مهلت این دعوت گذشته است. اگر می‌خواهید برای شما درخواست ثبت شود، از دعوت‌کننده بخواهید دوباره دعوت کند."


class NoConsent(Refusal):
    """The client does not consent, or not any more."""

    code = "CLIENT_NO_CONSENT"
    status = 403
    message = "این موکل اکنون رضایت نداده است؛ برای او نمی‌توانید درخواست ثبت کنید."


@transaction.atomic
def invite(practitioner: Person, *, name: str, mobile: str, code: str = "", by: Actor, at: datetime) -> Engagement:
    """The client stands in the book and has been asked for his consent; `mobile` and `code` are canonical."""
    Person.objects.select_for_update().get(pk=practitioner.pk)
    mobile_index, code_index = particulars.mobile_index(mobile), particulars.code_index("iran", code) if code else ""
    _ensure_new(practitioner, mobile_index, code_index, at=at)
    if limits.hit_today("client-invite", str(practitioner.pk), at=at) > policy.CLIENTS_A_DAY:
        raise TooManyClients
    row = Engagement.objects.create(
        practitioner=practitioner,
        name=name,
        mobile=mobile,
        mobile_index=mobile_index,
        code=code,
        code_index=code_index,
        invited_at=at,
        expire_due_at=at + policy.CONSENT_LASTS,
    )
    record("client.invited", row, by=by, at=at, person_id=practitioner.pk)
    url = outside.site_address(address(row))
    outbox.queue_text("client_invited", mobile, at=at, subject=(row._meta.label_lower, row.pk), parameters={"url": url})
    if person := _meant(row):
        inbox.tell(person, "client.invited", about=row, url=address(row), at=at, who=practitioner.name)
    return row


@transaction.atomic
def agree(engagement: Engagement, *, person: Person, by: Actor, at: datetime) -> Engagement:
    """The practitioner may ask for this person from now on, under the words of the day."""
    row = _moved(engagement, "agree", _part(engagement, person), by=by)
    if row.invited_at + policy.CONSENT_LASTS <= at:
        raise InvitationLate
    row.person, row.terms, row.decided_at, row.expire_due_at = person, policy.CONSENT_TERMS, at, None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # he is the same practitioner's client by another number
        raise AlreadyClient from error
    _told_both(row, "client.agreed", by=by, at=at)
    inbox.tell(row.practitioner, "client.agreed", about=row, url=_page(row), at=at, who=row.name)
    return row


@transaction.atomic
def refuse(engagement: Engagement, *, person: Person, by: Actor, at: datetime) -> Engagement:
    """Nothing is asked for this person, and how he is reached is forgotten."""
    row = _moved(engagement, "refuse", _part(engagement, person), by=by)
    row.person, row.decided_at = person, at
    _forgotten(row, at=at)
    _told_both(row, "client.refused", by=by, at=at)
    inbox.tell(row.practitioner, "client.refused", about=row, url=_page(row), at=at, who=row.name)
    return row


@transaction.atomic
def withdraw(engagement: Engagement, *, by: Actor, at: datetime) -> Engagement:
    """The client took it back: what was made for him is his alone, and an unpaid invoice of the practitioner's asks for nothing."""
    part = "client" if by.person_id is not None and by.person_id == engagement.person_id else "stranger"
    row = _moved(engagement, "withdraw", part, by=by)
    _forgotten(row, at=at)
    _hand_over(row, at=at)
    _told_both(row, "client.withdrawn", by=by, at=at)
    inbox.tell(row.practitioner, "client.withdrawn", about=row, url=_page(row), at=at, who=row.name)
    return row


@transaction.atomic
def drop(engagement: Engagement, *, by: Actor, at: datetime) -> Engagement:
    """The practitioner works for this client no more; what was made for him is the client's alone."""
    part = "practitioner" if by.person_id == engagement.practitioner_id else "stranger"
    row = _moved(engagement, "drop", part, by=by)
    _forgotten(row, at=at)
    _hand_over(row, at=at)
    _told_both(row, "client.dropped", by=by, at=at)
    if row.person is not None:
        inbox.tell(row.person, "client.dropped", about=row, url=address(row), at=at, who=row.practitioner.name)
    return row


@transaction.atomic
def expire_due(pk: int, *, at: datetime) -> bool:
    """An invitation that nobody answered has ended, and how its client is reached is forgotten."""
    row = Engagement.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, expire_due_at__lte=at).first()
    if row is None:
        return False
    row.state = flow.ENGAGEMENT.after(row.state, "expire", "system")
    _forgotten(row, at=at)
    record("client.expired", row, by=SYSTEM, at=at, person_id=row.practitioner_id)
    return True


@transaction.atomic
def begin(
    engagement: Engagement, *, is_client_buyer: bool, services: Sequence[str] = (), question_id: int | None = None, by: Actor, at: datetime
) -> Request:
    """A draft for the client stands, by his consent of this moment; in whose name its invoice will be is settled."""
    row = _locked(engagement)
    if row.state != "agreed" or row.practitioner_id != by.person_id:
        raise NoConsent(field="client")
    request = drafting.begin(row.practitioner, client=row.person, services=services, question_id=question_id, by=by, at=at)
    request.engagement, request.is_client_buyer = row, is_client_buyer
    request.save(update_fields=["engagement", "is_client_buyer"])
    return request


def address(row: Engagement) -> str:
    """Where the client reads, answers and takes back."""
    return reverse("desk:consent", args=[row.token])


def _page(row: Engagement) -> str:
    return reverse("desk:client", args=[row.pk])


def _ensure_new(practitioner: Person, mobile_index: str, code_index: str, *, at: datetime) -> None:
    own = practitioner.mobile_index == mobile_index or (code_index and practitioner.code_index == code_index)
    if own:
        raise OwnClient(field="mobile")
    same = Q(mobile_index=mobile_index) | (Q(code_index=code_index) if code_index else Q(pk=None))
    rows = queries.book(practitioner.pk).filter(same)
    if rows.filter(state__in=LIVE).exists():
        raise AlreadyClient(field="mobile")
    if rows.filter(state="refused", decided_at__gt=at - policy.CONSENT_LASTS).exists():
        raise RefusedLately(field="mobile", days=to_persian_digits(policy.CONSENT_LASTS.days))


def _meant(row: Engagement) -> Person | None:
    """Who has an account here and is certainly the one who is invited."""
    wanted = Q(code_index=row.code_index, level__gte=1) if row.code_index else Q(mobile_index=row.mobile_index)
    found = Person.objects.filter(wanted, state=Person.State.ACTIVE).first()
    return found if found and Engagement.objects.filter(queries.expected(found), pk=row.pk).exists() else None


def _part(engagement: Engagement, person: Person) -> str:
    is_meant = Engagement.objects.filter(queries.expected(person), pk=engagement.pk).exists()
    return "client" if is_meant and person.pk != engagement.practitioner_id else "stranger"


def _locked(engagement: Engagement) -> Engagement:
    return Engagement.objects.select_for_update(of=("self",)).select_related("practitioner", "person").get(pk=engagement.pk)


def _moved(engagement: Engagement, name: str, part: str, *, by: Actor) -> Engagement:
    row = _locked(engagement)
    if part == "stranger":
        raise NotAllowed(flow="engagement", state=row.state, move=name, role=by.role)
    row.state = flow.ENGAGEMENT.after(row.state, name, part)
    return row


def _forgotten(row: Engagement, *, at: datetime) -> None:
    row.mobile, row.code, row.ended_at, row.expire_due_at = "", "", at, None
    row.save()


def _hand_over(row: Engagement, *, at: datetime) -> None:
    """What was made for the client is his as if he had written it; whose it was is still told by the engagement."""
    if row.person is None:
        return
    unpaid = Request.objects.filter(engagement=row, state="invoiced", invoice__person_id=row.practitioner_id)
    for pk in unpaid.values_list("pk", flat=True):
        _, invoice = common.held(pk)
        if invoice is not None and invoice.state == "issued":
            _void(invoice, at=at)
    Request.objects.filter(engagement=row, client=row.person).update(applicant=row.person, client=None)


def _void(invoice: invoices.Invoice, *, at: datetime) -> None:
    try:
        invoices.void(invoice, reason=NOT_SEEN, by=SYSTEM, at=at)
    except invoices.PaymentOpen:  # money is on its way: the practitioner's invoice stays, and what he pays is for the client
        return


def _told_both(row: Engagement, event: str, *, by: Actor, at: datetime) -> None:
    for person_id in (row.practitioner_id, row.person_id):
        if person_id is not None:
            record(event, row, by=by, at=at, person_id=person_id)
