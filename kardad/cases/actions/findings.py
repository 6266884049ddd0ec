"""What a board finds on each claim item; what nobody objected to stands as the first board found it (LP 110)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack

from django.db import transaction

from kardad.cases import flow
from kardad.cases.actions import deciding
from kardad.cases.models import ClaimItem, Decision, Finding
from kardad.cases.queries import decisions as queries
from kardad.core.actor import Actor
from kardad.kit import money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.law import articles, claims

Outcome = Finding.Outcome
# What each body may find; what stands for want of an objection nobody writes.
OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    flow.FIRST: (Outcome.ALLOWED, Outcome.PARTLY, Outcome.REJECTED, Outcome.OUTSIDE),
    flow.APPEAL: (Outcome.UPHELD, Outcome.REVERSED, Outcome.OUTSIDE),
}
KEPT: Final = (Outcome.UPHELD, Outcome.STANDS)  # what the first board awarded is awarded
SCOPE: Final = "lp-110"


class BadOutcome(BadInput):
    """This body finds nothing of the kind."""

    code = "FINDING_OUTCOME"
    message = "این نتیجه برای این خواسته در این هیئت ممکن نیست."


class OutsideObjection(BadInput):
    """Nobody objected to this item; the appeal board touches it only for an evident breach of a mandatory rule (LP 110)."""

    code = "FINDING_OUTSIDE_OBJECTION"
    message = (
        "به این خواسته اعتراضی نشده است. هیئت تنها وقتی در آن دست می‌برد که رأی آشکارا با قاعده آمره مخالف باشد (ماده ۱۱۰ آیین دادرسی کار)."
    )


class AwardMissing(BadInput):
    """What is allowed is a sum or a deed."""

    code = "FINDING_AWARD"
    message = "بنویسید چه مبلغی یا چه کاری حکم شده است."


class AboveClaim(BadInput):
    """A board that awards more than was asked says so; a figure too many is told before it is voted on."""

    code = "FINDING_ABOVE_CLAIM"
    message = "این مبلغ از آنچه خواسته شده است ({asked}) بیشتر است. رقم را درست کنید، یا علامت بزنید که از آن خبر دارید."


class AwardUnused(BadInput):
    """What is rejected awards nothing."""

    code = "FINDING_REJECTED_AWARD"
    message = "برای خواسته‌ای که رد می‌شود یا بیرون از صلاحیت است، مبلغ یا کار ننویسید."


class AwardKept(BadInput):
    """What is upheld is upheld as the first board awarded it; who would award otherwise reverses."""

    code = "FINDING_KEPT_AWARD"
    message = "با تأیید، همان حکم رأی نخست ({first}) می‌ماند. مبلغ یا کار دیگری ننویسید؛ اگر حکم دیگری می‌دهید «نقض شد» را انتخاب کنید."


class NoReasons(BadInput):
    """Every finding says why (LP 101)."""

    code = "FINDING_REASONS"
    message = "دلیل این نتیجه را بنویسید."


class NoBasis(BadInput):
    """Every finding says on which law it rests (LP 101)."""

    code = "FINDING_BASIS"
    message = "مستند قانونی را انتخاب کنید."


class Found(TypedDict, total=False):
    """What is found on an item: `outcome`, a sum or a deed, why, on which articles; `is_breach` as LP 110 has it.

    `is_above` says that the board knows that it awards more than was asked.
    """

    outcome: str
    amount: int | None
    order: str
    reasons: str
    articles: list[str]
    sheet: Mapping[str, Any]
    is_breach: bool
    is_above: bool


@transaction.atomic
def find(decision: Decision, item: ClaimItem, *, by: Actor, at: datetime, **found: Unpack[Found]) -> Finding:
    """The draft says this of the item, in place of what it said before; raises the refusals above and HeldByOther."""
    case, held = deciding.held(decision, "write", by=by, at=at)
    if item.case_id != case.pk or held.kind not in queries.WEIGHED:
        raise NotAllowed(flow="decision", state="draft", move="find", role=by.role)
    said = _judged(held, item, found)
    return Finding.objects.update_or_create(decision=held, item=item, defaults=said)[0]


def carry(decision: Decision) -> None:
    """Items that the objection leaves alone have the first board's finding; of a correction, every item what was found before."""
    if decision.corrects is not None:
        _copy(queries.as_corrected(decision.corrects), decision)
        return
    if decision.instance != flow.APPEAL:
        return
    first, objected = queries.first_findings(decision.case), queries.objected(decision.case)
    for item_id, one in first.items():
        kept = Finding.objects.filter(decision=decision, item=item_id).first()
        if item_id in objected:
            if kept is not None and kept.outcome == Outcome.STANDS:
                kept.delete()
        elif kept is None or SCOPE not in kept.articles:
            said = _kept(one) | {"outcome": Outcome.STANDS, "reasons": ""}
            Finding.objects.update_or_create(decision=decision, item_id=item_id, defaults=said)


def _copy(source: Decision, target: Decision) -> None:
    for one in queries.findings(source):
        said = _kept(one) | {"outcome": one.outcome, "reasons": one.reasons}
        Finding.objects.create(decision=target, item_id=one.item_id, **said)


def _kept(one: Finding) -> dict[str, Any]:
    return {"amount": one.amount, "order": one.order, "articles": one.articles, "sheet": one.sheet}


def outcomes(decision: Decision, item: ClaimItem) -> tuple[str, ...]:
    """What may be found on the item; a correction changes no outcome (LP 102)."""
    if decision.corrects is None:
        return OUTCOMES[decision.instance]
    return tuple(Finding.objects.filter(decision=queries.as_corrected(decision.corrects), item=item).values_list("outcome", flat=True))


def _judged(decision: Decision, item: ClaimItem, found: Found) -> dict[str, Any]:
    """What is kept of a finding, once it is one that this body may make."""
    claim, outcome = claims.claim(item.code), found.get("outcome", "")
    if outcome not in outcomes(decision, item):
        raise BadOutcome(field="outcome")
    reasons, cited = found.get("reasons", "").strip(), list(dict.fromkeys(found.get("articles") or claim.articles))
    if not reasons:
        raise NoReasons(field="reasons")
    if (not cited and claim.articles) or not all(one in articles.every() for one in cited):
        raise NoBasis(field="articles")
    if decision.instance == flow.APPEAL and decision.corrects is None and item.pk not in queries.objected(decision.case):
        if not found.get("is_breach"):
            raise OutsideObjection(field="is_breach")
        cited = list(dict.fromkeys([*cited, SCOPE]))
    said = {"outcome": outcome, "reasons": reasons, "articles": cited, "sheet": dict(found.get("sheet") or {})}
    return said | _award(decision, item, claim, found)


def _award(decision: Decision, item: ClaimItem, claim: claims.Claim, found: Found) -> dict[str, Any]:
    outcome, amount, order = found.get("outcome"), found.get("amount"), found.get("order", "").strip()
    if outcome in KEPT and decision.corrects is None:
        return _of_first(decision, item, amount, order)
    if outcome in (Outcome.REJECTED, Outcome.OUTSIDE):
        if amount or order:
            raise AwardUnused(field="amount" if amount else "order")
        return {"amount": None, "order": "", "sheet": {}}
    if amount is not None and (amount <= 0 or not claim.has_amount):
        raise AwardMissing(field="amount")
    if amount is not None and item.amount is not None and amount > item.amount and not found.get("is_above"):
        raise AboveClaim(field="amount", asked=money.grouped(item.amount))
    if outcome in queries.AWARDS:
        if claim.kind == "money" and amount is None:
            raise AwardMissing(field="amount")
        if amount is None and not order:
            raise AwardMissing(field="order")
    return {"amount": amount, "order": order}


def _of_first(decision: Decision, item: ClaimItem, amount: int | None, order: str) -> dict[str, Any]:
    """What the first board awarded, where nothing else is said beside it; raises AwardKept."""
    first = queries.first_findings(decision.case).get(item.pk)
    if first is None:
        raise BadOutcome(field="outcome")
    if amount not in (None, first.amount) or order not in ("", first.order):
        said = "، ".join(filter(None, (money.grouped(first.amount) if first.amount else "", first.order)))
        raise AwardKept(field="amount" if amount not in (None, first.amount) else "order", first=said or "بی مبلغ و بی کار")
    return {"amount": first.amount, "order": first.order, "sheet": first.sheet}
