"""A contract goes to its worker: its words are frozen, its employer signs them, and from then on nobody changes them."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from kardad.contracts import flow, policy, proof, terms
from kardad.contracts.actions import common, papering, signing
from kardad.contracts.models import Contract, Signature, Version
from kardad.contracts.queries import checking, standing
from kardad.contracts.queries.standing import Standing
from kardad.core import outside
from kardad.core.actor import SYSTEM, Actor
from kardad.kit import calendar, ids, records
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.law.contract_rules import Finding
from kardad.outbox import actions as outbox

SCHEMA: Final = "kardad.contract/1"
OPEN: Final = ("open", "returned")


class HasErrors(Refusal):
    """What the law forbids is not sent."""

    code = "CONTRACT_ERRORS"
    message = "این قرارداد هنوز با قانون سازگار نیست. موردهای قرمز را درست کنید."

    def __init__(self, found: Iterable[Finding], **details: Any) -> None:
        super().__init__(**details)
        self.found = tuple(found)


class NoWorker(Refusal):
    """Nobody can sign whose code and mobile are not there."""

    code = "CONTRACT_NO_WORKER"
    message = "کد ملی و شماره همراه کارگر را بنویسید تا قرارداد به دست او برسد."


@transaction.atomic
def freeze(place: Standing, *, by: Actor, at: datetime) -> Version:
    """The words as they are now are a version that its employer may sign; the same words are the same version.

    Raises NotAllowed, NotYours, NoWorker, HasErrors, PaperOld.
    """
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if not flow.CONTRACT.allows(contract.state, "send", acts.role):
        raise NotAllowed(flow="contract", state=contract.state, move="send", role=acts.role)
    held, today = terms.read(contract.terms), calendar.tehran_day(at)
    found = checking.findings(contract, held, at=at, concluded_on=today)
    if any(one.severity == "error" for one in found):
        raise HasErrors(found)
    if not contract.worker_index or not held.worker.mobile:
        raise NoWorker
    papering.ensure_current(contract)
    number = contract.version + 1
    words, digest = proof.words(said(contract, number=number, concluded_on=today))
    rows = contract.versions.filter(kind=Version.Kind.CONTRACT)
    same = rows.filter(number=number, sha256=digest, state="open", until__gt=at).first()
    if same is not None:
        return same
    never_signed = rows.filter(state="open", number=number)
    Signature.objects.filter(version__in=never_signed, signed_at=None).delete()
    never_signed.delete()
    knows = sorted({one.code for one in found if one.severity == "warning"})
    values = {"words": words, "sha256": digest, "knows": knows, "made_at": at, "until": at + policy.SIGN_WITHIN}
    return Version.objects.create(contract=contract, kind=Version.Kind.CONTRACT, number=number, **values)


def send(place: Standing, version: Version, *, code: str, knows: Iterable[str], seen: signing.Seen, by: Actor, at: datetime) -> Contract:
    """The employer has signed the version and it lies with the worker. Raises Stale for other words, and what `signing.sign` raises."""
    answer = signing.Answer(code, frozenset(knows))
    return signing.sign(place, version, answer, seen=seen, then=partial(_sent, at=at), by=by, at=at)


def send_listed(place: Standing, version: Version, given: signing.Given, *, mobile_index: str, by: Actor, at: datetime) -> Contract:
    """As `send`, by a code that was accepted for a list; raises what `signing.sign_listed` does, Stale for other words."""
    return signing.sign_listed(place, version, given, mobile_index=mobile_index, then=partial(_sent, at=at), by=by, at=at)


def _sent(contract: Contract, version: Version, by: Actor, *, at: datetime) -> None:
    """A version that its employer has signed is in front of the worker until its days are over."""
    _ensure_same(contract, version)
    contract.version, contract.sent_at, contract.due_at = version.number, at, version.until
    common.step(contract, "send", "contract.sent", by=by, at=at, words=version.sha256)
    until = calendar.long(calendar.tehran_day(version.until))
    common.tell(contract, standing.WORKER, "contract.sent", at=at, until=until)
    if contract.worker is None:
        _invite(contract, at=at, until=until)


@transaction.atomic
def recall(place: Standing, *, by: Actor, at: datetime) -> Contract:
    """The employer has taken the words back before the worker signed: his own signature below them counts no more. Raises NotAllowed."""
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    for version in contract.versions.select_for_update().filter(kind=Version.Kind.CONTRACT, state__in=OPEN):
        close(version, "recall", role=acts.role, at=at)
    contract.due_at = None
    common.step(contract, "recall", "contract.recalled", by=acts, at=at)
    common.tell(contract, standing.WORKER, "contract.recalled", at=at)
    return contract


@transaction.atomic
def reopen(place: Standing, *, by: Actor, at: datetime) -> Contract:
    """What expired is a draft again. Raises NotAllowed."""
    contract = common.locked(place.contract)
    return common.step(contract, "reopen", "contract.reopened", by=common.acting(place, by), at=at)


@transaction.atomic
def lapse(pk: int, *, at: datetime) -> bool:
    """The contract that nobody signed in its days has expired; safe against a second sweep."""
    rows = Contract.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, state__in=("sent", "revision_requested"))
    contract = rows.select_related("organisation", "employer", "worker").filter(due_at__lte=at).first()
    if contract is None:
        return False
    for version in contract.versions.select_for_update().filter(kind=Version.Kind.CONTRACT, state__in=OPEN):
        close(version, "lapse", role=SYSTEM.role, at=at)
    contract.due_at = None
    common.step(contract, "lapse", "contract.expired", by=SYSTEM, at=at)
    common.tell(contract, standing.EMPLOYER, "contract.expired", at=at)
    common.tell(contract, standing.WORKER, "contract.expired", at=at)
    return True


def close(version: Version, name: str, *, role: str, at: datetime) -> None:
    """A version that is held is signed by nobody any more. Raises NotAllowed."""
    version.state, version.closed_at = flow.VERSION.after(version.state, name, role), at
    version.save(update_fields=["state", "closed_at"])


def said(contract: Contract, *, number: int, concluded_on: date) -> dict[str, Any]:
    """All that is signed: the terms, the day, and the digests of what is annexed."""
    annexes = contract.annexes.filter(removed_at=None).select_related("file").order_by("pk")
    return {
        "schema": SCHEMA,
        "contract": contract.token,
        "version": number,
        "origin": contract.origin,
        "concluded_on": concluded_on.isoformat(),
        "follows": contract.predecessor.number if contract.predecessor else "",
        "terms": records.plain(terms.read(contract.terms)),
        "annexes": [{"title": one.title, "sha256": one.file.sha256} for one in annexes],
    }


def _invite(contract: Contract, *, at: datetime, until: str) -> None:
    """A worker who is not known here yet is told by SMS how to come to the contract that waits for his code."""
    mobile = ids.mobile.require(terms.read(contract.terms).worker.mobile)
    said = {"employer": common.employer(contract), "until": until, "url": outside.site_address(reverse("people:join"))}
    outbox.queue_text("contract_waits", mobile, at=at, subject=("contracts.contract", contract.pk), parameters=said)


def _ensure_same(contract: Contract, version: Version) -> None:
    """Raises Stale where the draft says something else by now than its version does."""
    words = proof.read(version.words)
    told = said(contract, number=version.number, concluded_on=date.fromisoformat(words["concluded_on"]))
    if proof.words(told)[1] != version.sha256:
        raise signing.Stale
