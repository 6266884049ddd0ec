"""Who may read the papers that contracts have, how these stand today, and that they are asked for: told to the rooms below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from kardad.contracts import papers, signals
from kardad.contracts.actions import copies
from kardad.contracts.models import Contract, Diary, Version
from kardad.contracts.queries import standing as sides
from kardad.core.actor import Actor
from kardad.documents import access as documents
from kardad.documents import standing
from kardad.documents.models import Document
from kardad.documents.standing import Standing, State
from kardad.people.models import Person

VOID = "این قرارداد پیش از آغاز یا با رأی باطل شده است."
UNDONE = "امضایی که زیر این برگ بود پس گرفته شده است."
AMENDED = "این قرارداد با الحاقیه تغییر کرده است. آنچه امروز برقرار است، با الحاقیه‌ها خوانده می‌شود."


@receiver(signals.signed)
def print_paper(sender: object, version: Version, at: datetime, **_: Any) -> None:
    """What both sides signed has its paper in the queue and its copies named, or it is not signed."""
    copies.made(version, at=at)
    papers.ask(version, at=at)


@documents.register(Version._meta.label_lower)
def may_read_version(actor: Actor, document: Document) -> bool:
    """The paper of a wording is for the sides of its contract."""
    found = Version.objects.select_related("contract").filter(pk=document.subject_id).first()
    return found is not None and _is_side(actor, found.contract)


@documents.register(Contract._meta.label_lower)
def may_read_contract(actor: Actor, document: Document) -> bool:
    """The record of a contract is for its sides."""
    found = Contract.objects.filter(pk=document.subject_id).first()
    return found is not None and _is_side(actor, found)


@documents.register(Diary._meta.label_lower)
def may_read_diary(actor: Actor, document: Document) -> bool:
    """The paper of a work diary is its owner's."""
    return Diary.objects.filter(pk=document.subject_id, person_id=actor.person_id or 0).exists()


@standing.register(Version._meta.label_lower, page="contracts:check")
def stands(document: Document) -> Standing | None:
    """A paper of a contract that was made void counts no more; one that was amended counts with its amendments."""
    version = Version.objects.select_related("contract").filter(pk=document.subject_id).first()
    if version is None:
        return None
    contract = version.contract
    if version.state != "signed":
        return Standing(State.VOID, version.closed_at, UNDONE)
    if contract.state == "void" and version.kind != Version.Kind.VOIDING:
        return Standing(State.VOID, contract.changed_at, VOID)
    later = contract.versions.filter(kind=Version.Kind.AMENDMENT, state="signed", applied_at__isnull=False).order_by("-pk").first()
    if later is not None and version.kind == Version.Kind.CONTRACT:
        return Standing(State.VALID, later.applied_at, AMENDED)
    return Standing(State.VALID)


def _is_side(actor: Actor, contract: Contract) -> bool:
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    return person is not None and sides.of(contract, person) is not None
