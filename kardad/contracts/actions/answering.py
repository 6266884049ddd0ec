"""What the worker does with a contract that was sent to him: opens it, reads it to its end, asks for a correction, rejects, signs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from kardad.contracts import signals
from kardad.contracts.actions import common, numbering, sending, signing
from kardad.contracts.models import Contract, Correction, Delivery, Version
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.kit import calendar
from kardad.kit.refusal import BadInput

MOST_FIELDS = 30


class NothingAsked(BadInput):
    """Who asks for a correction says which field, and what should stand there."""

    code = "CONTRACT_NOTHING_ASKED"
    message = "دست‌کم یک بخش را نشان کنید و بنویسید چه باید باشد."


class NoReason(BadInput):
    """Who rejects says why, so that the other side knows."""

    code = "CONTRACT_NO_REASON"
    message = "در چند کلمه بنویسید چرا نمی‌پذیرید."


@transaction.atomic
def opened(place: Standing, version: Version, *, by: Actor, at: datetime) -> Version:
    """It is on record that the worker saw the version, once."""
    return _seen(place, version, "opened_at", ("contract.opened", "contract.wording_opened"), by=by, at=at)


@transaction.atomic
def read(place: Standing, version: Version, *, by: Actor, at: datetime) -> Version:
    """It is on record that the worker came to the end of the version, once: now he may sign."""
    return _seen(place, version, "read_at", ("contract.read", "contract.wording_read"), by=by, at=at)


@transaction.atomic
def ask_correction(place: Standing, version: Version, *, wanted: Mapping[str, str], by: Actor, at: datetime) -> Contract:
    """The version is back with its employer, each field that is wanted otherwise marked; its signatures count no more.

    Raises NotAllowed, NothingAsked.
    """
    asked = {path[:80]: words.strip() for path, words in wanted.items() if words.strip()}
    if not asked or len(asked) > MOST_FIELDS:
        raise NothingAsked(field="fields")
    contract, held, acts = _held(place, version, by)
    sending.close(held, "ask_revision", role=acts.role, at=at)
    rows = [Correction(version=held, field=path, words=words, by=place.person, at=at) for path, words in sorted(asked.items())]
    Correction.objects.bulk_create(rows)
    common.step(contract, "ask_revision", "contract.revision_asked", by=acts, at=at, fields=sorted(asked))
    common.tell(contract, standing.EMPLOYER, "contract.revision_asked", at=at)
    return contract


@transaction.atomic
def reject(place: Standing, version: Version, *, reason: str, by: Actor, at: datetime) -> Contract:
    """The worker does not want the contract, and it is over. Raises NotAllowed, NoReason."""
    if not reason.strip():
        raise NoReason(field="reason")
    contract, held, acts = _held(place, version, by)
    held.reason = reason.strip()
    held.save(update_fields=["reason"])
    sending.close(held, "refuse", role=acts.role, at=at)
    contract.due_at = None
    common.step(contract, "reject", "contract.rejected", by=acts, at=at)
    common.tell(contract, standing.EMPLOYER, "contract.rejected", at=at)
    return contract


def sign(place: Standing, version: Version, *, code: str, knows: Iterable[str], seen: signing.Seen, by: Actor, at: datetime) -> Contract:
    """Both have signed: the contract has its number, and its copies go to whom the law names. Raises what `signing.sign` raises."""
    answer = signing.Answer(code, frozenset(knows))
    return signing.sign(place, version, answer, seen=seen, then=partial(complete, at=at), by=by, at=at)


def complete(contract: Contract, version: Version, by: Actor, *, at: datetime) -> None:
    """A version that is held and below which both signatures stand is the contract (LL 10: four copies)."""
    version.applied_at = at
    version.save(update_fields=["applied_at"])
    sending.close(version, "complete", role=by.role, at=at)
    contract.number, contract.signed_at = contract.number or numbering.next_number(at), at
    contract.due_at = calendar.day_start_end(contract.starts_on)[0] if contract.starts_on else None
    common.step(contract, "sign", "contract.signed", by=by, at=at, words=version.sha256)
    Delivery.objects.bulk_create([Delivery(version=version, whom=whom, way="panel", made_at=at) for whom in Delivery.Whom.values])
    for side in (standing.EMPLOYER, standing.WORKER):
        common.tell(contract, side, "contract.signed", at=at)
    signals.signed.send(Version, version=version, at=at)


def _seen(place: Standing, version: Version, field: str, events: tuple[str, str], *, by: Actor, at: datetime) -> Version:
    contract, held, acts = _held(place, version, by)
    if place.side == standing.WORKER and getattr(held, field) is None and held.state == "open":
        setattr(held, field, at)
        held.save(update_fields=[field])
        event = events[held.kind != Version.Kind.CONTRACT]
        common.noted(contract, event, by=acts, at=at, words=held.sha256, what=held.get_kind_display(), position=held.number)
    return held


def _held(place: Standing, version: Version, by: Actor) -> tuple[Contract, Version, Actor]:
    contract = common.locked(version.contract)
    held = Version.objects.select_for_update().get(pk=version.pk)
    held.contract = contract
    return contract, held, common.acting(place, by)
