"""The whole contract before it is sent: as the form has it, what the law says of it, what the worker gets a month."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access, flow, terms
from kardad.contracts.models import Contract
from kardad.contracts.queries import checking
from kardad.contracts.shown import worth
from kardad.contracts.shown import writing as shown
from kardad.contracts.views.writing import frame
from kardad.core.pages import page
from kardad.kit import calendar


@require_safe
def review(request: HttpRequest, token: str) -> HttpResponse:
    """All of it on one page, each part with the way to change it; from here it goes to be signed."""
    contract = access.employing(request.actor, token).contract
    if answer := frame.closed(contract):
        return answer
    held, at = terms.read(contract.terms), timezone.now()
    law = terms.for_law(held, concluded_on=calendar.tehran_day(at))
    found = checking.findings(contract, held, at=at)
    gaps = shown.found(one for one in found if shown.is_gap(one, law))
    judged = shown.found(one for one in found if not shown.is_gap(one, law))
    facts = shown.facts(held)
    told: dict[str, Any] = {
        "held": held,
        "parts": [(name, title, frame.address(contract, name), facts.get(name)) for name, title in shown.TITLES.items()],
        "gaps": _by_part(contract, gaps),
        "law": judged,
        "annexes": contract.annexes.filter(removed_at=None).select_related("file").order_by("pk"),
        "is_ready": not any(one.finding.severity == "error" for one in (*gaps, *judged)) and bool(contract.worker_index),
        "length": shown.length(held),
        "is_back": contract.state == "revision_requested",
        "may_drop": flow.CONTRACT.allows(contract.state, "drop", "employer"),
        "send": reverse("contracts:send", args=[contract.token]),
    }
    return page(request, "contracts/writing/review.html", **told, **worth.of(contract, held), **frame.context(contract, frame.REVIEW))


def _by_part(contract: Contract, gaps: list[shown.Found]) -> list[tuple[str, str, list[shown.Found]]]:
    """What is still empty, part by part, with the part's page."""
    parts = dict.fromkeys(one.part for one in sorted(gaps, key=lambda one: frame.ORDER.index(one.part)))
    return [(shown.TITLES[name], frame.address(contract, name), [one for one in gaps if one.part == name]) for name in parts]
