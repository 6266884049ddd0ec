"""Who confirms a settlement reads what both have signed, and confirms it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.cases import shown_settlements as shown
from kardad.cases.access import settling as access
from kardad.cases.actions import confirming
from kardad.cases.forms import settling as forms
from kardad.core.pages import attempt, page
from kardad.people import access as people


def confirm_settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm it, having just shown oneself: the case ends with it."""
    now = timezone.now()
    table, by = access.confirming(request.actor, pk, now=now)
    people.fresh(request)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, confirming.confirm_settlement, table.case, by=by, at=now):
        messages.success(request, "سازش تأیید شد، پرونده بسته شد و گزارش آن به هر دو طرف ابلاغ شد.")
        return redirect("office:home")
    return page(request, "cases/settling/confirm.html", form=form, **shown.signed(table))
