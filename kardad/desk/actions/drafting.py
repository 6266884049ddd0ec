"""A request before it is sent: begun, described, its services chosen and filled in, dropped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kardad.core import crypto
from kardad.core.actor import Actor
from kardad.desk import catalogue, policy
from kardad.desk.actions import common
from kardad.desk.actions.common import deed
from kardad.desk.models import Item, Opponent, Reminder, Request
from kardad.desk.queries import clients as queries
from kardad.kit import ids
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits
from kardad.people import particulars
from kardad.people.models import Membership, Organisation, Person
from kardad.people.queries import mandates, organisations

FILLABLE = ("draft", "info_requested")


class NotTheirs(Refusal):
    """Nobody asks for an organisation in which he has no right to, or for a person who did not consent."""

    code = "REQUEST_NO_CONSENT"
    status = 403
    message = "برای ثبت درخواست از طرف دیگری، نمایندگی یا دسترسی فعال لازم است. نخست آن را در بخش نمایندگی‌ها یا سازمان‌ها درست کنید."


class TooLong(BadInput):
    """The text is longer than a request takes."""

    code = "REQUEST_TOO_LONG"
    message = "شرح درخواست بیش از {most} نویسه است. آن را کوتاه کنید یا بخشی را پیوست کنید."


class BadOpponent(BadInput):
    """What was typed is neither a national code nor the identifier of a company or a workplace."""

    code = "REQUEST_OPPONENT"
    message = "این شماره کد ملی، شناسه ملی شرکت یا کد کارگاه نیست. شماره طرف مقابل را دوباره بنویسید."


class QuantityWrong(BadInput):
    """The service is not given in this number."""

    code = "REQUEST_QUANTITY"
    message = "تعداد «{title}» از {least} تا {most} است."


@deed
def begin(
    person: Person,
    *,
    organisation: Organisation | None = None,
    client: Person | None = None,
    services: Sequence[str] = (),
    question_id: int | None = None,
    description: str = "",
    by: Actor,
    at: datetime,
) -> Request:
    """A draft of the person stands, for himself, for his organisation or for a client who consented; perhaps out of a public question."""
    ensure_consent(person, organisation, client)
    request = Request.objects.create(
        applicant=person,
        organisation=organisation,
        client=client,
        description=_plain(description),
        question_id=question_id,
        made_at=at,
        changed_at=at,
    )
    Reminder.objects.create(request=request, event="draft.reminder", due_at=at + policy.DRAFT_REMINDER)
    _keep_items(request, services)
    common.note("request.begun", request, by=by, at=at)
    return request


@deed
def choose(request: Request, *, services: Sequence[str], by: Actor, at: datetime) -> Request:
    """The draft asks for exactly these services; what was filled in of those that stay is kept."""
    request = _draft(request, "choose", by=by)
    _keep_items(request, services)
    return _touched(request, at=at)


@deed
def describe(request: Request, *, description: str, opponent: str = "", by: Actor, at: datetime) -> Request:
    """The draft says this, letter for letter; an opponent's identifier is kept as blind index alone, and stays when none is given."""
    request = _draft(request, "describe", by=by)
    request.description = _plain(description)
    if opponent.strip():
        indexes = opponent_indexes(opponent)
        request.opponents.all().delete()
        Opponent.objects.bulk_create([Opponent(request=request, index=index) for index in indexes])
    return _touched(request, at=at)


@deed
def fill(item: Item, *, quantity: int, inputs: dict[str, Any], by: Actor, at: datetime) -> Item:
    """The service is asked for in this number and with these answers; only before sending, or when the expert asked for more."""
    request, item = common.locked_item(item)
    if request.state not in FILLABLE or common.is_staff(by):
        raise common.forbid(request, "fill", by=by)
    service = catalogue.service(item.service_code)
    if not service.least <= quantity <= service.most:
        least, most = to_persian_digits(service.least), to_persian_digits(service.most)
        raise QuantityWrong(field="quantity", title=item.title, least=least, most=most)
    known = {field.name for field in service.fields}
    item.quantity, item.inputs = quantity, {name: value for name, value in inputs.items() if name in known}
    item.save(update_fields=["quantity", "inputs"])
    _touched(request, at=at)
    return item


@deed
def drop(request: Request, *, by: Actor, at: datetime) -> None:
    """The draft is gone; its files go with the next tidying."""
    request = _draft(request, "drop", by=by)
    common.note("request.dropped", request, by=by, at=at)
    request.delete()


def ensure_consent(person: Person, organisation: Organisation | None, client: Person | None) -> None:
    """Whoever asks for another may do so now. Raises NotTheirs."""
    if organisation is not None:
        places = organisations.acting_memberships(person.pk).filter(organisation=organisation)
        if not any(Membership.Right.REQUESTS in place.rights for place in places):
            raise NotTheirs
    if client is None or mandates.active_mandates(person.pk).filter(principal=client).exists():
        return
    if not queries.consenting(person.pk).filter(person=client).exists():
        raise NotTheirs


def opponent_indexes(typed: str) -> list[str]:
    """The blind indexes of everything that this identifier may be. Raises BadOpponent."""
    found = []
    if ids.national_code(typed).valid:
        found.append(particulars.code_index("iran", ids.national_code.require(typed)))
    if ids.foreigner_code(typed).valid:
        found.append(particulars.code_index("foreign", ids.foreigner_code.require(typed)))
    if ids.company_id(typed).valid:
        found.append(crypto.blind_index("company", ids.company_id.require(typed)))
    if ids.workshop_code(typed).valid:
        found.append(crypto.blind_index("workplace", ids.workshop_code.require(typed)))
    if not found:
        raise BadOpponent(field="opponent")
    return found


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n")
    if len(text) > policy.LONGEST_TEXT:
        raise TooLong(field="description", most=to_persian_digits(policy.LONGEST_TEXT))
    return text


def _draft(request: Request, name: str, *, by: Actor) -> Request:
    request = common.locked(request.pk)
    if request.state != "draft" or common.is_staff(by):
        raise common.forbid(request, name, by=by)
    return request


def _touched(request: Request, *, at: datetime) -> Request:
    Reminder.objects.filter(request=request, event="draft.reminder", done_at=None).update(due_at=at + policy.DRAFT_REMINDER)
    return common.keep(request, at=at)


def _keep_items(request: Request, services: Sequence[str]) -> None:
    chosen = {code: catalogue.service(code) for code in services}
    if any(not service.is_offered for service in chosen.values()):
        raise catalogue.NoSuchService(field="services")
    request.items.exclude(service_code__in=chosen).delete()
    have = set(request.items.values_list("service_code", flat=True))
    Item.objects.bulk_create(
        Item(
            request=request,
            service_code=code,
            title=service.title,
            revision=service.revision,
            quantity=service.least,
            delivery=service.delivery,
        )
        for code, service in chosen.items()
        if code not in have
    )
