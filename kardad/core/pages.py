"""What every view says: show a page, try an action and put its refusal beside the field."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kardad.core import drafts
from kardad.core.actor import VISITOR
from kardad.kit.refusal import Refusal


def page(request: HttpRequest, template: str, *, status: Any = None, **context: Any) -> HttpResponse:
    """The rendered template; a form with errors answers 422, or with the status of the refusal that it met.

    An unbound form begins with what its person typed here before and did not send (`core.drafts`).
    """
    form = context.get("form")
    if isinstance(form, Form) and not form.is_bound:
        offer_draft(request, form)
    if status is None and isinstance(form, Form) and form.is_bound and form.errors:
        status = getattr(form, "refused_status", 422)
    return render(request, template, context, status=status or 200)


def offer_draft(request: HttpRequest, form: Form) -> None:
    """The form begins with the person's draft of this page, if there is one; `form.has_draft` tells the template."""
    actor = getattr(request, "actor", VISITOR)
    draft = drafts.find(request.path, person_id=actor.somebody) if actor.is_person else None
    if draft is None:
        return
    names = {form.add_prefix(name): name for name in form.fields}
    found = {names[key]: value for key, value in drafts.typed(draft).items() if key in names}
    form.initial = {**form.initial, **found}
    form.has_draft = bool(found)


def attempt(form: Form, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Run the action; a Refusal becomes the form's error and False. What the action returned is `form.result`."""
    try:
        form.result = action(*args, **kwargs)
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def refuse(form: Form, refusal: Refusal) -> None:
    """Show a refusal as the form's own error, keeping everything that was typed."""
    field = refusal.field if refusal.field in form.fields else NON_FIELD_ERRORS
    form.add_error(field, refusal.text)
    form.refused_status = refusal.status
    form.refusal = refusal


def refused(kind: type[Form], refusal: Refusal) -> Form:
    """A form that shows nothing but a refusal, for a deed that was asked for by a button beside it."""
    form = kind({})
    form.errors.clear()
    refuse(form, refusal)
    return form
