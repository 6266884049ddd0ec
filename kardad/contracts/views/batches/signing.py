"""A list of wordings is made ready, read, and signed with one code."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kardad.contracts import access, sweeps
from kardad.contracts.access import batches as access_own
from kardad.contracts.actions import batch_signing, signing
from kardad.contracts.forms import batches as forms
from kardad.contracts.models import Batch, BatchRow
from kardad.contracts.shown import batches as shown
from kardad.contracts.views.signing import frame
from kardad.core.pages import attempt, page, refuse
from kardad.kit.refusal import Refusal
from kardad.people import particulars, policy
from kardad.people.actions import codes


@require_POST
def prepare(request: HttpRequest, token: str) -> HttpResponse:
    """What the batch made becomes a list that is frozen for signing."""
    of = access_own.batch(request.actor, token, *batch_signing.LISTED)
    access.verified(request)
    at = timezone.now()
    try:
        made = batch_signing.begin(of, once=request.POST.get("once", "")[:32] or f"{of.token}-{at:%s}", by=request.actor, at=at)
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect(of.url)
    sweeps.go_on(made)
    return redirect("contracts:batch_sign", made.token)


def sign(request: HttpRequest, token: str) -> HttpResponse:
    """The list with what stands in it and beside it; with one code to his own SIM all of it is signed."""
    row = access_own.batch(request.actor, token, Batch.Kind.SIGNING)
    if row.state != Batch.State.READY:
        return redirect(row.url)
    access.verified(request)
    at, seen = timezone.now(), frame.seen(request)
    waits = _waits(row, seen, at)
    posted = request.POST if request.method == "POST" else None
    has_code = not frame.asks(request) if posted is not None else waits["is_sent"]
    form = forms.List(posted, digest=row.sha256, warnings=shown.warnings(row), has_code=has_code)
    if form.is_valid() and _gave(request, row, form, seen, at):
        if frame.asks(request):
            return frame.known(request, redirect(request.path))
        messages.success(request, "رمز درست بود. امضاها یکی‌یکی زیر متن‌ها می‌نشیند و نتیجه هر کدام همین‌جاست.")
        return frame.known(request, redirect(row.url))
    found = shown.rows(row, state=BatchRow.State.READY, after=request.GET.get("after", ""))
    return frame.known(
        request, page(request, "contracts/batches/sign.html", form=form, row=row, head=shown.head(row), found=found, **waits)
    )


def _gave(request: HttpRequest, row: Batch, form: forms.List, seen: signing.Seen, at: Any) -> bool:
    """Whether the code is on its way, or was right and the list is being signed."""
    if not form.is_same:
        refuse(form, signing.Stale())
        return False
    told = {"digest": row.sha256, "knows": form.answer.knows, "seen": seen, "by": request.actor, "at": at}
    if frame.asks(request):
        return attempt(form, batch_signing.ask, row, voice=request.POST.get("do") == "voice", **told)
    if not attempt(form, batch_signing.sign, row, code=form.answer.code, **told):
        return False
    sweeps.go_on(form.result)
    return True


def _waits(row: Batch, seen: signing.Seen, at: Any) -> dict[str, Any]:
    code = batch_signing.waiting(row, seen=seen)
    is_sent = bool(code and not code.consumed_at and code.expires_at > at)
    wait = max(0, int((codes.resend_at(code) - at).total_seconds())) if is_sent and code else 0
    return {"is_sent": is_sent, "wait": wait, "mobile": particulars.own(row.person).mobile, "life": policy.CODE_LIFE.seconds // 60}
