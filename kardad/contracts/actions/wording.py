"""A wording beside the contract (amendment, ending, voiding, settlement): frozen, signed by its sides, refused, recalled, expired."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from kardad.contracts import policy, proof, signals, signing_kinds
from kardad.contracts.actions import common, sending, signing
from kardad.contracts.models import Contract, Signature, Version
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

OTHER = {standing.EMPLOYER: standing.WORKER, standing.WORKER: standing.EMPLOYER}


class OneAtATime(Refusal):
    """Another wording of this kind lies before the sides."""

    code = "CONTRACT_ONE_AT_A_TIME"
    status = 409
    message = "متن دیگری از همین نوع، امضای یک طرف را دارد. نخست آن را به پایان برسانید یا پس بگیرید."


class NoReason(BadInput):
    """Who refuses says why."""

    code = "CONTRACT_NO_REASON_GIVEN"
    message = "در چند کلمه بنویسید چرا نمی‌پذیرید."


class NotReservable(BadInput):
    """What is kept back is an item of this very wording, and the worker's to keep."""

    code = "CONTRACT_NOT_RESERVABLE"
    message = "تنها ردیف‌های همین برگه را می‌توان جدا نگه داشت."


def freeze(
    contract: Contract,
    kind: str,
    *,
    words: Mapping[str, Any],
    knows: Iterable[str] = (),
    at: datetime,
    within: timedelta = policy.SIGN_WITHIN,
) -> Version:
    """The words are a version that its sides may sign; the same words are the same version, and what nobody signed yet gives way.

    `words` are JSON without fractions; called with the contract held, inside the caller's transaction. Raises OneAtATime.
    """
    rows = contract.versions.select_for_update().filter(kind=kind)
    there = rows.filter(state="open").first()
    last = rows.order_by("-number").first()
    number = there.number if there else last.number + 1 if last else 1
    told = {"schema": f"kardad.{kind}/1", "contract": contract.token, "of": contract.number or "", "position": number}
    raw, digest = proof.words({**words, **told})
    if there is not None:
        if there.sha256 == digest and there.until > at:
            return there
        if signing_kinds.signed(there):
            raise OneAtATime
        Signature.objects.filter(version=there).delete()
        there.delete()
    values = {"words": raw, "sha256": digest, "knows": sorted(knows), "made_at": at, "until": at + within}
    return Version.objects.create(contract=contract, kind=kind, number=number, **values)


def sign(place: Standing, version: Version, answer: signing.Answer, *, seen: signing.Seen, by: Actor, at: datetime) -> Contract:
    """This side has signed; with the last signature what the wording says is so.

    Raises NotAllowed, NotReservable and what `signing.sign` raises.
    """
    known = signing_kinds.of(version)
    if place.side not in known.sides(version):
        raise NotAllowed(flow="version", state=version.state, move="sign", role=place.side)
    open_to = {code for code, _ in known.reservable(version)} if place.side == standing.WORKER else set()
    if set(answer.reserves) - open_to:
        raise NotReservable(field="reserves")
    return signing.sign(place, version, answer, seen=seen, then=partial(_signed, at=at), by=by, at=at)


def sign_listed(place: Standing, version: Version, given: signing.Given, *, mobile_index: str, by: Actor, at: datetime) -> Contract:
    """As `sign`, by a code that was accepted for a list; raises what `signing.sign_listed` does."""
    return signing.sign_listed(place, version, given, mobile_index=mobile_index, then=partial(_signed, at=at), by=by, at=at)


def ensure(version: Version, *, at: datetime) -> None:
    """Raises what the version's room raises where it may not be signed now."""
    known = signing_kinds.of(version)
    if known.ensure is not None:
        known.ensure(version.contract, version, at=at)


@transaction.atomic
def refuse(place: Standing, version: Version, *, reason: str, by: Actor, at: datetime) -> Contract:
    """The wording is not wanted, and its writer is told why. Raises NotAllowed, NoReason."""
    if not reason.strip():
        raise NoReason(field="reason")
    contract, held, acts = _held(place, version, by)
    held.reason = reason.strip()
    held.save(update_fields=["reason"])
    sending.close(held, "refuse", role=acts.role, at=at)
    _note(contract, held, "contract.wording_refused", by=acts, at=at)
    known = signing_kinds.of(held)
    if known.refused is not None:
        known.refused(contract, held, by=acts, at=at)
    common.tell(contract, OTHER[place.side], "contract.wording_refused", at=at, what=known.title)
    return contract


@transaction.atomic
def recall(place: Standing, version: Version, *, by: Actor, at: datetime) -> Contract:
    """The employer has taken the wording back before it was whole. Raises NotAllowed."""
    contract, held, acts = _held(place, version, by)
    was_seen = bool(signing_kinds.signed(held))
    sending.close(held, "recall", role=acts.role, at=at)
    _note(contract, held, "contract.wording_recalled", by=acts, at=at)
    if was_seen:
        common.tell(contract, OTHER[place.side], "contract.wording_recalled", at=at, what=signing_kinds.of(held).title)
    return contract


@transaction.atomic
def lapse(pk: int, *, at: datetime) -> bool:
    """A wording that was not whole in its days has expired; safe against a second sweep."""
    found = Version.objects.filter(pk=pk).exclude(kind=Version.Kind.CONTRACT).select_related("contract").first()
    if found is None:
        return False
    contract = common.locked(found.contract)
    held = Version.objects.select_for_update().filter(pk=pk, state__in=sending.OPEN, until__lte=at).first()
    if held is None:
        return False
    sending.close(held, "lapse", role=SYSTEM.role, at=at)
    _note(contract, held, "contract.wording_expired", by=SYSTEM, at=at)
    known = signing_kinds.find(held.kind)
    if signing_kinds.signed(held) and known:
        for side in OTHER:
            common.tell(contract, side, "contract.wording_expired", at=at, what=known.title)
    return True


def _signed(contract: Contract, version: Version, by: Actor, *, at: datetime) -> None:
    """With the last signature the wording is done; with an earlier one the other side is told that it waits for him."""
    known = signing_kinds.of(version)
    if known.ensure is not None:
        known.ensure(contract, version, at=at)
    missing = known.sides(version) - signing_kinds.signed(version)
    if not missing:
        sending.close(version, "complete", role=by.role, at=at)
        known.complete(contract, version, by=by, at=at)
        signals.signed.send(Version, version=version, at=at)
        return
    until = calendar.long(calendar.tehran_day(version.until))
    for side in sorted(missing):
        common.tell(contract, side, "contract.wording_waits", at=at, what=known.title, until=until)


def _held(place: Standing, version: Version, by: Actor) -> tuple[Contract, Version, Actor]:
    contract = common.locked(version.contract)
    held = Version.objects.select_for_update().get(pk=version.pk)
    held.contract = contract
    return contract, held, common.acting(place, by)


def _note(contract: Contract, version: Version, event: str, *, by: Actor, at: datetime) -> None:
    common.noted(contract, event, by=by, at=at, what=version.get_kind_display(), position=version.number, words=version.sha256)
