"""Signing: a wording that nobody can change any more, a code to the signer's own SIM that is good for these words alone, a signature."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from kardad.contracts import flow
from kardad.contracts.actions import common, providers
from kardad.contracts.models import Authority, Contract, Signature, Version
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core import crypto
from kardad.core.actor import Actor
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import particulars
from kardad.people.actions import codes, sims
from kardad.people.models import Code
from kardad.people.refusals import CodeExpired


class Stale(Refusal):
    """The words have changed, or another version is in front of the sides now."""

    code = "CONTRACT_STALE"
    status = 409
    message = "این نسخه دیگر برای امضا نیست؛ متن تغییر کرده است. نسخه تازه را بخوانید."


class TooLate(Refusal):
    """The days for signing are over."""

    code = "CONTRACT_TOO_LATE"
    status = 409
    message = "مهلت امضای این نسخه گذشته است. از طرف دیگر بخواهید آن را دوباره بفرستد."


class NotRead(Refusal):
    """Nobody signs what he has not read to its end."""

    code = "CONTRACT_NOT_READ"
    message = "پیش از امضا، همه متن را تا پایان بخوانید."


class NotKnown(BadInput):
    """A warning stands beside these words, and the signer has not said that he knows."""

    code = "CONTRACT_WARNINGS"
    message = "کنار هر هشدار بنویسید که از آن خبر دارید."


class OneSim(Refusal):
    """One mobile never signs for both sides (signing rule 3)."""

    code = "CONTRACT_ONE_SIM"
    message = "طرف دیگر با همین شماره همراه امضا کرده است. هر طرف باید با سیم‌کارت خودش امضا کند."


class NoAuthority(Refusal):
    """Who signs for another needs a paper that says so, valid on this day (signing rule 5)."""

    code = "CONTRACT_NO_AUTHORITY"
    status = 403
    message = "برای امضا از سوی کارفرما، معرفی‌نامه‌ای لازم است که امروز معتبر باشد. صاحب امضا آن را در بخش «اختیار امضا» ثبت کند."


class SignedAlready(Refusal):
    """This side has signed these words."""

    code = "CONTRACT_SIGNED"
    status = 409
    message = "این نسخه را از سوی این طرف امضا کرده‌اند."


@dataclass(frozen=True, slots=True)
class Seen:
    """From where somebody signs: what the browser and the network show, and the session; kept only as keyed digests."""

    device: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    session_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a signer gives: his code, the warnings that he knows, of a settlement the items that he keeps his claim to."""

    code: str = field(repr=False)
    knows: frozenset[str] = frozenset()
    reserves: frozenset[str] = frozenset()
    provider: str = "code"  # of providers.KINDS; it counts when the code is asked for


@dataclass(frozen=True, slots=True)
class Given:
    """What came with a signature: the provider's proof, what its signer said, from where."""

    proof: str
    answer: Answer
    seen: Seen
    listed: str = ""  # SHA-256 of the list of wordings that the same code signed


Then = Callable[[Contract, Version, Actor], None]
"""What follows from a signature; the contract and the version are held, the actor is in his part."""


def ask(place: Standing, version: Version, *, seen: Seen, by: Actor, at: datetime, voice: bool = False, said: Answer | None = None) -> None:
    """The signer is asked for what proves his signature – a code to his own SIM –, for this version, side and session alone.

    What he `said` waits with it. Raises Stale, TooLate, SignedAlready, OneSim, SmsUnusable and what its provider raises.
    """
    mobile = sims.require(place.person, by=by, at=at)
    asked = _asked(place, version, particulars.mobile_index(mobile), said or Answer(""), by=by, at=at)
    providers.of(asked).ask(asked, code_for(asked, mobile, seen), by=by, at=at, voice=voice)


def sign(place: Standing, version: Version, answer: Answer, *, seen: Seen, then: Then, by: Actor, at: datetime) -> Contract:
    """The version bears this side's signature, and `then` was done in the same transaction: both stand, or neither.

    Raises what `ask` raises, NotKnown, NotRead, and what a wrong code raises.
    """
    _ensure_open(version, place, at=at)
    ensure_known(version, answer.knows)
    asked = Signature.objects.filter(version=version, side=place.side, person=place.person, signed_at=None).first()
    if asked is None:
        raise CodeExpired(field="code")
    mobile = particulars.reachable(place.person)
    proof = providers.of(asked).prove(asked, code_for(asked, mobile, seen), answer.code, by=by, at=at)
    given = Given(proof, answer, seen)
    return _made(place, version, asked, given, then, by=by, at=at)


@transaction.atomic
def sign_listed(place: Standing, version: Version, given: Given, *, mobile_index: str, then: Then, by: Actor, at: datetime) -> Contract:
    """As `sign`, where the code was accepted for a list that names these very words; raises what `sign` does."""
    ensure_known(version, given.answer.knows)
    asked = _asked(place, version, mobile_index, given.answer, by=by, at=at)
    return _made(place, version, asked, given, then, by=by, at=at)


def waiting(place: Standing, version: Version, *, seen: Seen) -> tuple[Signature | None, Code | None]:
    """The signature that this person began below the version, and the code that this session waits for."""
    asked = Signature.objects.filter(version=version, side=place.side, person=place.person, signed_at=None).first()
    if asked is None:
        return None, None
    code = codes.current(code_for(asked, particulars.own(place.person).mobile, seen))
    return asked, code if code and code.session_key == seen.session_key else None


def authority(place: Standing, *, at: datetime) -> Authority | None:
    """The paper by which he signs for an employer; None where he is the employer, an owner or a signatory himself. Raises NoAuthority."""
    contract, seat = place.contract, place.membership
    if place.side != standing.EMPLOYER or contract.employer_id == place.person.pk or (seat and (seat.is_owner or seat.is_signatory)):
        return None
    today = calendar.tehran_day(at)
    rows = Authority.objects.filter(organisation=contract.organisation, employer=contract.employer, person=place.person, ended_at=None)
    found = rows.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today).order_by("-pk").first()
    if found is None:
        raise NoAuthority
    return found


def ensure_known(version: Version, knows: Iterable[str]) -> None:
    """Raises NotKnown unless the signer has said of every warning that he knows it."""
    if set(version.knows) - set(knows):
        raise NotKnown(field="knows")


@transaction.atomic
def _asked(place: Standing, version: Version, mobile_index: str, said: Answer, *, by: Actor, at: datetime) -> Signature:
    held, _ = signable(place, version, by=by, at=at)
    others = held.signatures.filter(signed_at__isnull=False)
    if others.filter(mobile_index=mobile_index).exclude(side=place.side).exists():
        raise OneSim
    right = {"authority": authority(place, at=at), "membership": place.membership, "mandate": place.mandate}
    row, _ = Signature.objects.get_or_create(
        version=held,
        side=place.side,
        person=place.person,
        signed_at=None,
        defaults={"sha256": held.sha256, "asked_at": at, **right},
    )
    row.mobile_index, row.asked_at = mobile_index, at
    row.knows, row.reserves = sorted(said.knows), sorted(said.reserves)
    row.provider, row.proof = said.provider if said.provider in providers.KINDS else "code", ""
    row.save(update_fields=["mobile_index", "asked_at", "knows", "reserves", "provider", "proof"])
    return row


@transaction.atomic
def _made(place: Standing, version: Version, asked: Signature, given: Given, then: Then, *, by: Actor, at: datetime) -> Contract:
    held, contract = signable(place, version, by=by, at=at)
    row = Signature.objects.select_for_update().filter(pk=asked.pk).first()
    if row is None:
        raise Stale
    row.authority = authority(place, at=at)
    if not constant_time_compare(row.sha256, held.sha256):
        raise Stale
    if held.signatures.filter(signed_at__isnull=False, mobile_index=row.mobile_index).exclude(side=place.side).exists():
        raise OneSim
    row.device, row.address = _mark("device", given.seen.device), _mark("address", given.seen.address)
    row.alarms = _alarms(held, row)
    row.signed_at, row.proof, row.is_own_sim = at, given.proof, True
    row.knows, row.reserves = sorted(given.answer.knows), sorted(given.answer.reserves)
    row.save()
    held.state = flow.VERSION.after(held.state, "sign", place.side)
    acts = common.acting(place, by)
    told = {
        "side": row.get_side_display(),
        "words": held.sha256,
        "what": held.kind,
        "position": held.number,
        "provider": row.provider,
        "alarms": row.alarms,
    } | ({"list": given.listed} if given.listed else {})
    common.noted(contract, "contract.signature", by=acts, at=at, **told)
    then(contract, held, acts)
    return contract


def signable(place: Standing, version: Version, *, by: Actor, at: datetime) -> tuple[Version, Contract]:
    """The version and its contract, held, while this side may sign it now."""
    contract = common.locked(version.contract)
    held = Version.objects.select_for_update().filter(pk=version.pk).first()
    if held is None:
        raise Stale
    held.contract = contract
    common.acting(place, by)
    _ensure_open(held, place, at=at)
    return held, contract


def _ensure_open(version: Version, place: Standing, *, at: datetime) -> None:
    if version.until <= at:
        raise TooLate
    if not flow.VERSION.allows(version.state, "sign", place.side):
        raise Stale
    if version.signatures.filter(side=place.side, signed_at__isnull=False).exists():
        raise SignedAlready
    if place.side == standing.WORKER:
        if version.contract.state in flow.WRITABLE and version.kind == Version.Kind.CONTRACT:
            raise NotAllowed(flow="contract", state=version.contract.state, move="sign", role=place.side)
        if version.read_at is None:
            raise NotRead


def _alarms(version: Version, row: Signature) -> list[str]:
    """What is odd about this signature beside the others: the same browser or the same network."""
    others = version.signatures.filter(signed_at__isnull=False).exclude(side=row.side)
    found = []
    if row.device and others.filter(device=row.device).exists():
        found.append("same_device")
    if row.address and others.filter(address=row.address).exists():
        found.append("same_address")
    return found


def code_for(asked: Signature, mobile: str, seen: Seen) -> codes.For:
    """What a code for this signature is bound to: the signature, the SIM, the session."""
    return codes.For(providers.PURPOSE, asked, mobile, session_key=seen.session_key, ip=seen.address)


def _mark(kind: str, value: str) -> str:
    return crypto.blind_index(f"contracts.{kind}", value) if value else ""
