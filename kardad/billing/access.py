"""Who may reach which money: one's own, one's organisation's with the right to requests and payments, or staff's."""

from django.http import Http404

from kardad.billing.models import Invoice, Payment
from kardad.core.actor import Actor
from kardad.people import access as people
from kardad.people.models import Membership


def invoice(actor: Actor, token: str) -> Invoice:
    """The invoice of the actor himself, or of an organisation in which he may ask and pay; 404 for everyone else's."""
    mine = people.person(actor)
    found = Invoice.objects.filter(token=token).first()
    if found is None:
        raise Http404
    if found.organisation_id is not None:
        people.membership(actor, found.organisation_id, Membership.Right.REQUESTS)
    elif found.person_id != mine.pk:
        raise Http404
    return found


def payment(actor: Actor, token: str) -> Payment:
    """A payment of an invoice that the actor may reach."""
    people.person(actor)
    found = Payment.objects.select_related("invoice").filter(token=token).first()
    if found is None:
        raise Http404
    invoice(actor, found.invoice.token)
    return found


def returning(token: str) -> Payment:
    """The payment whose unguessable callback address this is; the payer's session may be lost at the bank."""
    found = Payment.objects.filter(token=token, method=Payment.Method.ONLINE).first()
    if found is None:
        raise Http404
    return found
