"""A worker who does not read has the words read to him, and somebody of his choice bears witness by a code of his own (signing rule 6)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kardad.contracts.actions import common, signing
from kardad.contracts.models import Signature, Version
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import particulars
from kardad.people.actions import codes, sims
from kardad.people.models import Code, Person
from kardad.people.refusals import CodeExpired

WITNESS = Signature.Side.WITNESS


class NoWitness(BadInput):
    """Nobody with these particulars can bear witness here; which of the reasons it is, is told to nobody."""

    code = "CONTRACT_NO_WITNESS"
    message = "با این کد ملی و همراه گواهی ثبت نمی‌شود. گواه باید اینجا حساب تأییدشده با همراه خودش داشته باشد و از سوی کارفرما نباشد."


class HasWitness(Refusal):
    """A witness stands below these words."""

    code = "CONTRACT_HAS_WITNESS"
    status = 409
    message = "برای این نسخه گواه ثبت شده است. اکنون خودتان امضا کنید."


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the worker names: the code and the mobile that he was told, canonical."""

    kind: str
    code: str = field(repr=False)
    mobile: str = field(repr=False)


def ask(place: Standing, version: Version, *, witness: Named, seen: signing.Seen, by: Actor, at: datetime) -> Code:
    """A code is on its way to the witness's own SIM, good for this version and this session.

    Raises NoWitness, HasWitness and what `signing.ask` raises.
    """
    found = _found(place, witness)
    try:
        mobile = sims.require(found, by=by, at=at)
    except Refusal as refusal:
        raise NoWitness(field="code") from refusal
    asked = _asked(place, version, found, by=by, at=at)
    return codes.send(signing.code_for(asked, mobile, seen), by=by, at=at)


def attest(place: Standing, version: Version, *, code: str, seen: signing.Seen, by: Actor, at: datetime) -> Signature:
    """The witness has borne out by his code that the words were read to the worker. Raises HasWitness and what `signing.sign` raises."""
    asked = waiting(version)
    if asked is None:
        raise CodeExpired(field="code")
    accepted = codes.accept(signing.code_for(asked, particulars.reachable(asked.person), seen), code, by=by, at=at)
    return _attested(place, version, asked, str(accepted.pk), by=by, at=at)


def waiting(version: Version) -> Signature | None:
    """The witness who was asked last and has not answered."""
    return Signature.objects.filter(version=version, side=WITNESS, signed_at=None).select_related("person").order_by("-asked_at").first()


def of(version: Version) -> Signature | None:
    """The witness below the version."""
    return version.signatures.filter(side=WITNESS, signed_at__isnull=False).select_related("person").first()


def _found(place: Standing, named: Named) -> Person:
    """The person named, if he may bear witness here: a verified one, on neither side, with a mobile of his own."""
    index = particulars.code_index(named.kind, named.code)
    found = Person.objects.filter(code_index=index, mobile_index=particulars.mobile_index(named.mobile), level__gte=1).first()
    if found is None or not found.is_active or place.side != standing.WORKER or standing.of(place.contract, found) is not None:
        raise NoWitness(field="code")
    return found


@transaction.atomic
def _asked(place: Standing, version: Version, witness: Person, *, by: Actor, at: datetime) -> Signature:
    held, _ = signing.signable(place, version, by=by, at=at)
    if of(held) is not None:
        raise HasWitness
    if held.signatures.filter(signed_at__isnull=False, mobile_index=witness.mobile_index).exists():
        raise signing.OneSim
    told = {"sha256": held.sha256, "asked_at": at, "mobile_index": witness.mobile_index}
    row, _ = Signature.objects.get_or_create(version=held, side=WITNESS, person=witness, signed_at=None, defaults=told)
    Signature.objects.filter(pk=row.pk).update(asked_at=at)
    return row


@transaction.atomic
def _attested(place: Standing, version: Version, asked: Signature, proof: str, *, by: Actor, at: datetime) -> Signature:
    held, contract = signing.signable(place, version, by=by, at=at)
    if of(held) is not None:
        raise HasWitness
    row = Signature.objects.select_for_update().get(pk=asked.pk)
    row.signed_at, row.proof, row.is_own_sim = at, proof, True
    row.save(update_fields=["signed_at", "proof", "is_own_sim"])
    acts = common.acting(place, by)
    common.noted(contract, "contract.witnessed", by=acts, at=at, words=held.sha256, what=held.kind, position=held.number)
    return row
