"""An amendment: fields of the contract that say something else from a day on, checked by the law, signed by both, applied on that day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kardad.contracts import amendments, flow, policy, proof, reading, terms
from kardad.contracts.actions import common, sending, signing, waiving, wording
from kardad.contracts.models import Amendment, Contract, Version
from kardad.contracts.queries import checking, life, standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.terms import Terms
from kardad.core.actor import SYSTEM, Actor
from kardad.kit import calendar, records, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.law import instruments
from kardad.law.contract_rules import Finding

LONGEST = 1000


class NothingChanges(BadInput):
    """Every field says what it says already."""

    code = "AMENDMENT_NOTHING"
    message = "هیچ بخشی عوض نشده است. آنچه را باید عوض شود بنویسید."


class NotAmended(BadInput):
    """Another contract is needed for that."""

    code = "AMENDMENT_NOT_THIS"
    message = "این بخش با الحاقیه عوض نمی‌شود."


class BadDay(BadInput):
    """It cannot count from that day, or to that day."""

    code = "AMENDMENT_DAY"


class BreaksLaw(sending.HasErrors):
    """What the law forbids is not agreed on either."""

    code = "AMENDMENT_ERRORS"
    status = 422
    message = "قرارداد با این تغییر با قانون سازگار نیست. موردهای قرمز را درست کنید."


@transaction.atomic
def propose(place: Standing, wanted: Mapping[str, Any], *, from_on: date, reason: str = "", by: Actor, at: datetime) -> Version:
    """The amendment lies ready for its employer's signature, and then the worker's; `wanted` is `amendments.Values`.

    Raises NotAllowed, NotYours, NothingChanges, NotAmended, BadDay, BreaksLaw, OneAtATime.
    """
    contract = common.locked(place.contract)
    ensure_amendable(contract, common.acting(place, by).role, today=calendar.tehran_day(at))
    if set(wanted) - set(amendments.FIELDS):
        raise NotAmended
    held = life.terms_on(contract, from_on)
    values = amendments.changed(held, wanted, from_on)
    if not values:
        raise NothingChanges
    ensure_days(contract, held, values, from_on, today=calendar.tehran_day(at))
    waiving.ensure_none("reason", reason)
    then = amendments.after(held, values, from_on)
    warned = check(contract, held, then, at=at)
    words = said(held, then, values, from_on) | {"reason": reason.strip()[:LONGEST]}
    end = calendar.day_start_end(from_on)[1] - at
    within = policy.SIGN_WITHIN if amendments.only_raises(held, values, from_on) else min(policy.SIGN_WITHIN, end)
    knows = sorted({one.code for one in warned})
    return wording.freeze(contract, Version.Kind.AMENDMENT, words=words, knows=knows, at=at, within=within)


@transaction.atomic
def propose_yearly(place: Standing, *, year: int, by: Actor, at: datetime) -> Version:
    """As `propose`, the wage that the decree of a Jalali year asks for from its first day. Raises also Silent, NotDue."""
    first = calendar.from_jalali(year, 1, 1)
    step = amendments.yearly(life.terms_on(common.locked(place.contract), first), year, instruments.current())
    reason = text.to_persian_digits(f"افزایش مزد سال {year} بر پایه مصوبه شورای عالی کار")
    return propose(place, {amendments.WAGE: step.amount}, from_on=first, reason=reason, by=by, at=at)


def said(held: Terms, then: Terms, values: Mapping[str, Any], from_on: date) -> dict[str, Any]:
    """What is signed: each field that changes as people read it and as it is applied, with the terms that follow."""
    was, becomes = {"terms": records.plain(held)}, {"terms": records.plain(then)}
    rows = [
        {"path": one.path, "part": one.part, "label": one.label, "old": one.old, "new": one.new, "mask": one.mask}
        for one in reading.changes(was, becomes)
    ]
    before = amendments.wage_on(held, from_on)
    lowers = amendments.WAGE in values and before is not None and values[amendments.WAGE] < before
    told = {path: amendments.value(held, path, from_on) for path in values}
    return {"from_on": from_on.isoformat(), "changes": rows, "values": dict(values), "was": told, "lowers": lowers, **becomes}


def check(contract: Contract, held: Terms, then: Terms, *, at: datetime) -> list[Finding]:
    """The warnings that come with the change; what was so before is not held against it. Raises BreaksLaw."""
    day = life.concluded_on(contract)
    before = {_told(one) for one in checking.findings(contract, held, at=at, concluded_on=day)}
    found = [one for one in checking.findings(contract, then, at=at, concluded_on=day) if _told(one) not in before]
    if any(one.severity == "error" for one in found):
        raise BreaksLaw(found)
    return [one for one in found if one.severity == "warning"]


def ensure_amendable(contract: Contract, role: str, *, today: date) -> None:
    """Raises NotAllowed unless this side may write an amendment of the contract now, BadDay where its term is over."""
    if role != standing.EMPLOYER or contract.state not in flow.RUNNING:
        raise NotAllowed(flow="contract", state=contract.state, move="amend", role=role)
    if contract.ends_on is not None and contract.ends_on < today:
        raise BadDay("مدت این قرارداد گذشته است؛ برای ادامه کار قرارداد تازه بنویسید.", field="from_on")


def ensure_days(contract: Contract, held: Terms, values: Mapping[str, Any], from_on: date, *, today: date) -> None:
    """Raises BadDay for a day outside the contract, a change of what is past, a term that would become shorter."""
    start, end = held.term.starts_on, held.term.ends_on
    if (start and from_on < start) or (end and from_on > end):
        raise BadDay("الحاقیه از روزی در مدت قرارداد آغاز می‌شود.", field="from_on")
    if from_on < today and not amendments.only_raises(held, values, from_on):
        raise BadDay("از روزهای گذشته تنها مزد بالا می‌رود؛ تغییرهای دیگر از امروز به بعد است.", field="from_on")
    if amendments.LAST_DAY in values:
        last = values[amendments.LAST_DAY]
        if held.work.type == "permanent" or end is None or not last or date.fromisoformat(last) <= end:
            raise BadDay("مدت قرارداد با الحاقیه تنها درازتر می‌شود؛ برای پایان زودتر، «پایان با توافق» را بنویسید.", field="ends_on")


def ensure(contract: Contract, version: Version, *, at: datetime) -> None:
    """Raises NotAllowed where the contract runs no more, Stale where a field says something else by now."""
    words = proof.read(version.words)
    if contract.state not in flow.RUNNING:
        raise NotAllowed(flow="contract", state=contract.state, move="amend", role=standing.EMPLOYER)
    from_on = date.fromisoformat(words["from_on"])
    held = life.terms_on(contract, from_on)
    if any(amendments.value(held, path, from_on) != told for path, told in words["was"].items()):
        raise signing.Stale


def complete(contract: Contract, version: Version, *, by: Actor, at: datetime) -> None:
    """Both have signed: it counts from its day on, at once where that day has come."""
    from_on = date.fromisoformat(proof.read(version.words)["from_on"])
    due = calendar.day_start_end(from_on)[0]
    made = Amendment.objects.create(contract=contract, version=version, from_on=from_on, due_at=due, made_at=at)
    told = {"position": version.number, "from_on": from_on.isoformat(), "words": version.sha256}
    common.noted(contract, "contract.amendment_signed", by=by, at=at, **told)
    for side in (standing.EMPLOYER, standing.WORKER):
        common.tell(contract, side, "contract.amendment_signed", at=at, day=calendar.long(from_on))
    if due <= at:
        _apply(contract, made, at=at)


@transaction.atomic
def come(pk: int, *, at: datetime) -> bool:
    """The day of an amendment has come, and the terms say so; safe against a second sweep."""
    found = Amendment.objects.filter(pk=pk).select_related("contract").first()
    if found is None:
        return False
    contract = common.locked(found.contract)
    row = Amendment.objects.select_for_update(of=("self",)).select_related("version").filter(pk=pk, due_at__lte=at).first()
    if row is None:
        return False
    if contract.state not in flow.RUNNING:  # it ended before that day
        row.due_at = None
        row.save(update_fields=["due_at"])
        return False
    _apply(contract, row, at=at)
    return True


def _apply(contract: Contract, row: Amendment, *, at: datetime) -> None:
    """The terms of the contract, held, say what was signed; the words that were signed stay."""
    values = proof.read(row.version.words)["values"]
    common.put(contract, amendments.after(terms.read(contract.terms), values, row.from_on), at=at)
    contract.save()
    row.due_at, row.applied_at = None, at
    row.save(update_fields=["due_at", "applied_at"])
    row.version.applied_at = at
    row.version.save(update_fields=["applied_at"])
    common.noted(contract, "contract.amended", by=SYSTEM, at=at, position=row.version.number, from_on=row.from_on.isoformat())


def _told(one: Finding) -> tuple[str, str, str, str]:
    return one.code, one.field, one.message, one.clause
