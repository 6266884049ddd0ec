"""What every page of a draft shows beside its form: how far one has come, what the worker asked, where next."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kardad.contracts import flow, terms
from kardad.contracts.models import Contract, Correction, Version
from kardad.contracts.queries import checking
from kardad.contracts.shown import writing as shown
from kardad.contracts.shown.writing import Found
from kardad.contracts.terms import Terms
from kardad.kit import calendar

ANNEXES, REVIEW = "annexes", "review"
ORDER = (*terms.PARTS, ANNEXES, REVIEW)


def address(contract: Contract, step: str) -> str:
    """Where a step is."""
    if step in (ANNEXES, REVIEW):
        return reverse(f"contracts:{step}", args=[contract.token])
    return reverse("contracts:part", args=[contract.token, step])


def context(contract: Contract, step: str) -> dict[str, Any]:
    """For the template: the stepper, the way back, what the worker asked about this step."""
    place = ORDER.index(step)
    back = reverse("contracts:drafts") if not place else address(contract, ORDER[place - 1])
    asked = [one for one in corrections(contract) if step in (REVIEW, one.field.partition(".")[0])]
    return {"found": contract, "step": step, "steps": shown.STEPS, "place": place + 1, "back": back, "asked": asked}


def corrections(contract: Contract) -> list[Correction]:
    """What its worker wants changed in the words that came back."""
    if contract.state != "revision_requested":
        return []
    last = contract.versions.filter(kind=Version.Kind.CONTRACT, state="returned").order_by("-pk").first()
    return list(last.corrections.order_by("pk")) if last else []


def closed(contract: Contract) -> HttpResponse | None:
    """To the contract itself, where its words can be changed no more."""
    return None if contract.state in flow.WRITABLE else redirect("contracts:contract", contract.token)


def onward(request: HttpRequest, contract: Contract, step: str) -> HttpResponse:
    """To the next step, to the review where one came from there, or to the drafts where one stops for now."""
    if request.POST.get("then") == "later":
        return redirect("contracts:drafts")
    if request.GET.get("back") == REVIEW:
        return redirect(address(contract, REVIEW))
    return redirect(address(contract, ORDER[ORDER.index(step) + 1]))


def judged(contract: Contract, held: Terms, part: str, *, at: datetime | None = None) -> list[Found]:
    """What the law has against one part, but for what is merely still empty."""
    at = at or timezone.now()
    law = terms.for_law(held, concluded_on=calendar.tehran_day(at))
    found = (one for one in checking.findings(contract, held, at=at) if not shown.is_gap(one, law))
    return shown.found(found, part=part)
