"""The list of requests and the page of a question as a plain Django application would do them: reads beside the view, one template each."""

import json
import secrets
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from benchmarks.bare.desk import Answer, Asked, Citation, Entry, Opinion, Payment, Price, Question, Said
from benchmarks.bare.models import Mandate, Person, RoleGrant

WAITS = ("draft", "info_requested", "invoiced", "partially_paid", "delivered")
UNPAID = ("invoiced", "partially_paid")
FIRST, SIZE = 10, 25
STEPS = ((32, 1), (512, 8), (2**62, 64))


@cache
def near() -> list[int]:
    """The entries that the search of ours finds for the question: searching is measured elsewhere."""
    return json.loads((settings.FLAT / "near.json").read_text(encoding="utf-8"))


@login_required
def requests(request: HttpRequest) -> HttpResponse:
    """My requests: what waits for me, then the others."""
    role = request.session.get("acting", "").partition("|")[0]
    RoleGrant.objects.filter(person_id=request.user.pk, state="active", role=role).exists()
    me = Person.objects.get(pk=request.user.pk, state="active")
    turn, unpaid = Q(state__in=WAITS), Q(state__in=UNPAID, engagement__isnull=False, invoice__isnull=False)
    anothers = unpaid & Q(invoice__person_id=F("engagement__practitioner")) & ~Q(engagement__practitioner=me.pk)
    waiting = list(_requests(me).filter(turn & ~anothers)[: FIRST + 1])[:FIRST]
    rest = list(_requests(me).filter(~turn | anothers)[: SIZE + 1])[:SIZE]
    return render(request, "requests.html", {"waiting": waiting, "rows": rest})


def _requests(me: Person) -> QuerySet[Asked]:
    unread = Said.objects.filter(request=OuterRef("pk"), side="staff", is_internal=False, read_at=None)
    holds = Mandate.objects.filter(agent_id=OuterRef("applicant_id"), principal_id=OuterRef("client_id"), state="active")
    reached = Q(client_id=None) | Q(engagement__isnull=False) | Exists(holds)
    wrote, given = Asked.objects.filter(reached, applicant=me, organisation_id=None), Asked.objects.filter(client_id=me.pk)
    receipts = Payment.objects.filter(invoice=OuterRef("invoice"), state="pending_verification", method="card")
    rows = Asked.objects.filter(pk__in=wrote.values("pk").union(given.values("pk"))).order_by("-changed_at", "-pk")
    rows = rows.select_related("invoice", "engagement__practitioner").prefetch_related("items")
    return rows.annotate(has_unread=Exists(unread), receipt_waits=Exists(receipts))


def question(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One question with its answers and those near to it."""
    rows = Question.objects.select_related("merged_into")
    found = get_object_or_404(rows, pk=pk, state__in=["published", "answered", "needs_update", "archived", "merged"])
    step = next(step for most, step in STEPS if found.views < most)
    if secrets.randbelow(2**20) % step == 0:
        Question.objects.filter(pk=pk).update(views=F("views") + step)
    answers = list(
        Answer.objects.filter(question=found, state__in=["published", "stale"])
        .prefetch_related(Prefetch("citations", Citation.objects.order_by("place", "pk")))
        .order_by("-is_accepted", "-useful", "pk")
    )
    told = {"question": found, "answers": answers, "opinions": _opinions(answers), "alike": _alike(pk), "prices": _prices()}
    return render(request, "question.html", told)


def _opinions(answers: list[Answer]) -> dict[int, Opinion]:
    return {one.answer_id: one for one in Opinion.objects.filter(answer__in=[answer.pk for answer in answers], mark="")}


def _alike(pk: int) -> list[Question]:
    keys = [int(one.key.rpartition(":")[2]) for one in Entry.objects.in_bulk(near()).values()]
    rows = Question.objects.filter(state__in=["published", "answered", "needs_update"]).in_bulk([key for key in keys if key != pk])
    return list(rows.values())[:4]


def _prices() -> list[Any]:
    on = timezone.localdate()
    rows = Price.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), state="approved", valid_from__lte=on)
    return sorted(rows.filter(service_code__in=["leave"]).values_list("unit_price", flat=True))
