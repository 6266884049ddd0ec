"""A signed contract that has not begun is made void by both its sides."""

from datetime import datetime

from django.db import transaction

from kardad.contracts import flow, policy
from kardad.contracts.actions import common, waiving, wording
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

LONGEST = 1000


class HasBegun(Refusal):
    """The first day has come: what has begun is ended and settled, not made void."""

    code = "VOIDING_BEGUN"
    status = 409
    message = "روز آغاز این قرارداد رسیده است. قراردادی که آغاز شده باطل نمی‌شود؛ پایان آن را ثبت کنید."


class Disputed(Refusal):
    """A case stands on the contract."""

    code = "VOIDING_DISPUTED"
    status = 409
    message = "پرونده‌ای بر پایه این قرارداد باز است؛ تا پایان آن، قرارداد باطل نمی‌شود."


class NoReason(BadInput):
    """Both read why."""

    code = "VOIDING_NO_REASON"
    message = "در چند کلمه بنویسید چرا قرارداد آغاز نمی‌شود."


@transaction.atomic
def propose(place: Standing, *, reason: str, by: Actor, at: datetime) -> Version:
    """The words that make the contract void lie ready for both signatures, this side's first.

    Raises NotAllowed, NotYours, HasBegun, Disputed, NoReason, OneAtATime.
    """
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if not flow.CONTRACT.allows(contract.state, "void", acts.role):
        raise NotAllowed(flow="contract", state=contract.state, move="void", role=acts.role)
    _ensure_not_begun(contract, at=at)
    if not reason.strip():
        raise NoReason(field="reason")
    waiving.ensure_none("reason", reason)
    words = {
        "by": place.side,
        "reason": reason.strip()[:LONGEST],
        "job": contract.job,
        "employer": common.employer(contract),
        "worker": contract.worker_name,
        "starts_on": contract.starts_on.isoformat() if contract.starts_on else "",
    }
    left = calendar.day_start_end(contract.starts_on)[0] - at if contract.starts_on else policy.SIGN_WITHIN
    within = min(policy.SIGN_WITHIN, left)
    return wording.freeze(contract, Version.Kind.VOIDING, words=words, at=at, within=within)


def ensure(contract: Contract, version: Version, *, at: datetime) -> None:
    """Raises NotAllowed, HasBegun, Disputed where it cannot be made void any more."""
    if not flow.CONTRACT.allows(contract.state, "void", standing.EMPLOYER):
        if contract.state in ("active", "suspended"):
            raise HasBegun
        raise NotAllowed(flow="contract", state=contract.state, move="void", role=standing.EMPLOYER)
    _ensure_not_begun(contract, at=at)


def complete(contract: Contract, version: Version, *, by: Actor, at: datetime) -> None:
    """Both have signed: the contract is void and never begins."""
    version.applied_at = at
    version.save(update_fields=["applied_at"])
    contract.due_at = None
    common.step(contract, "void", "contract.voided", by=by, at=at, words=version.sha256)
    for side in (standing.EMPLOYER, standing.WORKER):
        common.tell(contract, side, "contract.voided", at=at)


def _ensure_not_begun(contract: Contract, *, at: datetime) -> None:
    if contract.disputed_at is not None:
        raise Disputed
    if contract.starts_on is not None and contract.starts_on <= calendar.tehran_day(at):
        raise HasBegun
