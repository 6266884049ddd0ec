"""Who may reach which money: one's own, one's organisation's with the right to requests and payments, or staff's."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from kardad.billing import queries, signals
from kardad.billing.models import Invoice, Payment
from kardad.core.actor import Actor
from kardad.people import access as people
from kardad.people import particulars
from kardad.people.models import Membership
from kardad.people.queries import roles as grants

MONEY = ("finance_officer", "manager")


def invoice(actor: Actor, token: str) -> Invoice:
    """The invoice of the actor, of an organisation in which he may ask and pay, or of a client for whom he asked; else 404."""
    mine = people.person(actor)
    found = Invoice.objects.filter(token=token).first()
    if found is None:
        raise Http404
    if found.organisation_id is not None:
        people.membership(actor, found.organisation_id, Membership.Right.REQUESTS)
    elif found.person_id != mine.pk and not _is_agent(found, mine.pk):
        raise Http404
    return found


def own_invoice(actor: Actor, token: str) -> Invoice:
    """The invoice for its buyer alone: his code stands on the paper, and his credit is his."""
    found = invoice(actor, token)
    if not is_buyer(actor, found):
        raise Http404
    return found


def is_buyer(actor: Actor, found: Invoice) -> bool:
    """Whether the actor, who reaches the invoice, is its buyer and not somebody who pays for him."""
    return found.organisation_id is not None or found.person_id == actor.person_id


def invoices(actor: Actor) -> QuerySet[Invoice]:
    """The invoices of the place in which the actor acts: an organisation's, with the right to them, or his own."""
    mine = people.person(actor)
    kind, _, pk = actor.on_behalf_of.partition(":")
    if kind == "organisation":
        return queries.invoices_of_organisation(people.membership(actor, int(pk), Membership.Right.REQUESTS).organisation_id)
    return queries.invoices_of(mine.pk)


def holder(actor: Actor) -> str:
    """Whose credit it is in the place where the actor, who reaches its invoices, acts."""
    return actor.on_behalf_of if actor.on_behalf_of.startswith("organisation:") else f"person:{actor.somebody}"


def payment(actor: Actor, token: str) -> Payment:
    """A payment of an invoice that the actor may reach."""
    people.person(actor)
    found = Payment.objects.select_related("invoice").filter(token=token).first()
    if found is None:
        raise Http404
    invoice(actor, found.invoice.token)
    return found


def own_payment(actor: Actor, token: str) -> Payment:
    """A payment for the buyer of its invoice, or for whoever made it."""
    found = payment(actor, token)
    if not is_buyer(actor, found.invoice) and found.begun_by_id != actor.person_id:
        raise Http404
    return found


def returning(token: str) -> Payment:
    """The payment whose unguessable callback address this is; the payer's session may be lost at the bank."""
    found = Payment.objects.filter(token=token, method=Payment.Method.ONLINE).first()
    if found is None:
        raise Http404
    return found


def office(actor: Actor, *roles: str) -> Actor:
    """The actor in a staff role that works with money (one of these, when they are named); 404 for everyone else."""
    return actor.acting_as(people.staff(actor, *(roles or MONEY)).role)


def letting_out(request: HttpRequest, *roles: str) -> Actor:
    """The same for a deed by which money leaves: whoever does it has shown himself anew in the last minutes."""
    by = office(request.actor, *roles)
    people.fresh(request)
    return by


def held(by: Actor) -> frozenset[str]:
    """The roles of money that this member of staff holds: which deeds his pages offer."""
    return frozenset(grant.role for grant in grants.held(by.somebody) if grant.role in MONEY)


def reads_papers(actor: Actor, found: Invoice) -> bool:
    """Whether the actor may take the official papers of the invoice: its buyer, or staff of money, whose look leaves a trace."""
    if not actor.is_person:
        return False
    try:
        return bool(own_invoice(actor, found.token))
    except Http404:
        by = office(actor)  # 404 for everyone else
    if found.organisation_id is None:
        particulars.read(found.person, by=by, what="کد روی برگه‌های صورتحساب", reason=f"برگه صورتحساب {found.number}", at=timezone.now())
    return True


def purpose(actor: Actor | None, found: Invoice) -> signals.Purpose | None:
    """What the invoice is for, as those above tell the actor, or tell of it on paper; None where nobody knows it."""
    answers: Any = signals.asked_what_for.send(sender=Invoice, invoice=found, actor=actor)
    return next((answer for _, answer in answers if answer), None)


def _is_agent(found: Invoice, person_id: int) -> bool:
    """Whether those above say that this person asked for the buyer and may see and pay for him."""
    answers = signals.asked_who_may_pay.send(sender=Invoice, invoice=found, person_id=person_id)
    return any(answer for _, answer in answers)
