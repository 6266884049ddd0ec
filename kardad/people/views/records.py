"""Pages of what is on record: my history, who looked at my data, a copy of all of it – and drafts of what I type."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kardad.core import drafts, history, paging
from kardad.core.pages import page
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.people import access, roles
from kardad.people.actions import accounts
from kardad.people.queries import accounts as queries
from kardad.people.queries import copies


def own_history(request: HttpRequest) -> HttpResponse:
    """What happened in my account, in sentences."""
    person = access.person(request.actor)
    found = paging.newest(history.of_person(person.pk), after=request.GET.get("after", ""))
    events = [
        {"text": history.sentence(event), "at": event.at, "by": "" if event.actor_id == person.pk else roles.title(event.role)}
        for event in found.rows
    ]
    return page(request, "people/history.html", events=events, next_url=found.next_url)


def access_log(request: HttpRequest) -> HttpResponse:
    """Who looked at my data, in which role, why and when."""
    person = access.person(request.actor)
    found = paging.newest(queries.reads_of(person), after=request.GET.get("after", ""))
    reads = [
        {
            "at": row.at,
            "what": row.what,
            "reason": row.reason,
            # Staff answer for the office and are named by their role; anyone else is a person who acts for someone.
            "who": roles.title(row.reader_role) if row.reader_role in roles.STAFF or row.reader is None else row.reader.name,
            "role": roles.title(row.reader_role),
        }
        for row in found.rows
    ]
    return page(request, "people/access_log.html", reads=reads, next_url=found.next_url)


def export(request: HttpRequest) -> HttpResponse:
    """A copy of everything held about me, after I have shown myself again."""
    person = access.person(request.actor)
    if request.method != "POST":
        return page(request, "people/export.html", titles=copies.titles())
    access.fresh(request)
    now = timezone.now()
    body = json.dumps(accounts.copy(person, by=request.actor, at=now), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    name = calendar.jalali(calendar.tehran_day(now))
    response["Content-Disposition"] = f'attachment; filename="kardad-{name}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """What is typed in a form of mine is kept while I type; nothing is shown."""
    if not request.actor.is_person:
        return HttpResponse(status=401)
    path = request.POST.get("path", "")
    if not path.startswith("/") or path.startswith("//") or not path.isprintable():
        return HttpResponse(status=422)
    typed = {key: values if len(values) > 1 else values[0] for key, values in request.POST.lists()}
    try:
        drafts.keep(path, typed, person_id=request.actor.person_id, at=timezone.now())
    except Refusal as refusal:
        return HttpResponse(status=refusal.status)
    return HttpResponse(status=204)
