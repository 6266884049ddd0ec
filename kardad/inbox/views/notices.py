"""The letter of a notice: what counts is said at once, the paper itself opens by a press of the person, and every step has its proof."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import files
from kardad.core.pages import page
from kardad.documents import papers
from kardad.documents import queries as documents
from kardad.inbox import access, actions, auditing, flow
from kardad.inbox.actions import rungs
from kardad.inbox.models import Deadline, Delivery, Letter
from kardad.inbox.queries import deliveries
from kardad.inbox.shown import notices as shown
from kardad.kit.refusal import Refusal
from kardad.law import notices as kinds
from kardad.people.models import Person

Via = Delivery.Via


def show(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The notice of a letter that `access.letter` has given; nothing of it is opened by looking."""
    delivery, at = letter.delivery, timezone.now()
    if delivery is None:
        raise Http404
    may_see = deliveries.may_see(delivery, letter.person, at)
    if may_see and request.method == "POST":
        return _act(request, letter, delivery)
    gate = shown.gate(letter, may_see=may_see, is_fresh=access.is_fresh(request))
    if not gate and letter.read_at is None:
        actions.read(letter, by=request.actor, at=at)  # a paper that went another way: reading it here is no service
    return page(request, "inbox/notice.html", letter=letter, gate=gate, **_facts(letter, delivery, gate))


def _act(request: HttpRequest, letter: Letter, delivery: Delivery) -> HttpResponse:
    """The person opens the notice, or says that he has it."""
    at, wanted = timezone.now(), request.POST.get("do")
    try:
        if wanted == "open":
            is_confirmed = request.POST.get("wants") == "on" and (not delivery.notice.is_confidential or access.is_fresh(request))
            rungs.open_delivery(delivery, by=request.actor, at=at, is_confirmed=is_confirmed)
        elif wanted == "acknowledge" and rungs.acknowledge(delivery, by=request.actor, at=at):
            messages.success(request, "دریافت این برگه را اعلام کردید؛ زمان آن ثبت شد.")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect("inbox:letter", letter.pk)


def _facts(letter: Letter, delivery: Delivery, gate: str) -> dict[str, object]:
    notice = delivery.notice
    told = {
        "delivery": delivery,
        "notice": notice,
        "kind": kinds.notice(notice.code),
        "sender": shown.sender(delivery),
        "is_secret": notice.is_confidential and bool(gate),
    }
    if gate == "ended":
        return told
    if delivery.via != Via.ELSEWHERE and auditing.differs(notice.dossier):
        return told | {"differs": True, "papers": [] if gate else list(documents.of(delivery))}
    counted = deliveries.of_record(notice, delivery.party) if delivery.is_copy else delivery
    rows = Deadline.objects.filter(delivery=counted).order_by("-pk") if counted and not delivery.voided_at else []
    opener = Person.objects.filter(pk=delivery.opened_by_id or 0).first()
    told |= {
        "service": counted,
        "means": shown.MEANS.get(counted.effect, "") if counted else "",
        "rule": shown.rule(counted) if counted else None,
        "counts": shown.counts(rows, at=timezone.now()),
        "way": shown.way(delivery, delivery.visits.order_by("pk"), opener=opener.name if opener else ""),
        "has_proof": deliveries.entries(delivery).exists(),
    }
    return told if gate else told | _content(letter, delivery)


def _content(letter: Letter, delivery: Delivery) -> dict[str, object]:
    """What only who has opened it sees."""
    is_his = deliveries.entitled(delivery, letter.person, timezone.now())
    return {
        "twin": shown.twin(delivery),
        "text": json.loads(delivery.notice.says).get("text", ""),
        "grounds": papers.paper(delivery.notice.code).grounds,
        "is_own": delivery.via == Via.ELSEWHERE and delivery.voided_at is None,
        "may_certify": deliveries.stands(delivery),
        "photos": delivery.attachments.order_by("pk"),
        "papers": list(documents.of(delivery)),
        "may_acknowledge": is_his and delivery.via == Via.ACCOUNT and flow.ACCOUNT.allows(delivery.rung, "acknowledge", rungs.ADDRESSEE),
    }


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof of the last step of a notice's way, as a file that anybody can check without us."""
    delivery = access.notice(request.actor, pk, at=timezone.now()).delivery
    found = deliveries.receipt(delivery) if delivery else None
    if delivery is None or found is None:
        raise Http404
    body = json.dumps(found, ensure_ascii=False, indent=1)
    name = f"receipt-{delivery.notice.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/json", headers=headers)


@require_safe
def paper(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The addressee's own copy with its seal, once he has opened the notice."""
    stored = access.paper(request, pk, token, at=timezone.now()).file
    if stored is None:
        raise Http404
    return files.answer(stored)
