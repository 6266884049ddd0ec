"""Verification: method, role, details, code, profile, done – and the state in between."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import files, outside
from kardad.core.pages import attempt as try_to
from kardad.core.pages import page
from kardad.core.requests import caller_ip
from kardad.kit.refusal import Refusal
from kardad.people import access as shared
from kardad.people import doors, flow, methods, papers, particulars, refusals, roles
from kardad.people.access import verification as access
from kardad.people.actions import attempts, persons, tickets
from kardad.people.forms import verification as forms
from kardad.people.models import Attempt, Person
from kardad.people.queries import verification as queries
from kardad.people.views import codes, entering

STEPS = ["روش", "نقش", "مشخصات", "کد تأیید", "فرم کاربری"]


def verify(request: HttpRequest) -> HttpResponse:
    """Start: what is needed, why, what is kept; choose one of the methods."""
    access.public(request)
    if request.GET.get("next"):  # a room that asked for a higher level; it is offered again at the end
        request.session["wanted"] = doors.back_to(request)
    at = timezone.now()
    held = request.user.level if request.user.is_authenticated else 0
    higher = [row for row in methods.all_methods() if held and row.level > held and not methods.closed_because(row, at=at)]
    form = forms.Start(request.POST or None, at=at, initial={"method": higher[0].key if higher else "otp_l1"})
    if form.is_valid():
        request.session["method"] = form.cleaned_data["method"]
        return redirect("people:verify_role")
    context = {"steps": STEPS, "papers": papers.table(), "held": forms.LEVELS[held] if held else "", "higher": higher}
    return page(request, "people/verify.html", form=form, **context)


def verify_role(request: HttpRequest) -> HttpResponse:
    """In which role; the attempt begins."""
    access.public(request)
    method = methods.find(request.session.get("method", ""))
    if method is None:
        return redirect("people:verify")
    offered = tuple(key for key in roles.VERIFYING if not method.roles or key in method.roles)
    form = forms.Role(request.POST or None, offered=offered, initial={"role": _first_role(request)})
    if form.is_valid() and try_to(form, _begin, request, method.key, form.cleaned_data["role"]):
        return redirect("people:verify_window" if method.key == "national_window" else "people:verify_details")
    return page(request, "people/verify_role.html", form=form, method=method, steps=STEPS)


def _begin(request: HttpRequest, method: str, role: str) -> Attempt:
    begun = attempts.begin(
        depth="verify",
        method=method,
        role=role,
        by=request.actor,
        at=timezone.now(),
        session_key=entering.session_key(request),
        ip=caller_ip(request),
    )
    access.hold(request, begun)
    return begun


def _first_role(request: HttpRequest) -> str | None:
    joined = request.session.get("join_role")
    if request.user.is_authenticated:
        joined = queries.first_role(request.user.pk)
    return roles.NARROWER.get(joined or "", (joined,))[0]


def verify_details(request: HttpRequest) -> HttpResponse:
    """The person's identifiers; the registers are asked, and a code leaves only if all agree."""
    attempt = access.attempt(request)
    if attempt.state not in ("draft", "rejected", "locked"):
        return redirect("people:verify_checks")
    known = particulars.own(request.user) if request.user.is_authenticated else None
    form_class = forms.details_form(attempt, needs_name=outside.registry().needs_name)
    form = form_class(request.POST or None, attempt=attempt, known=known, initial=_typed_before(request, attempt))
    if form.is_valid() and try_to(form, _describe, request, attempt, form.typed()):
        return redirect("people:verify_ticket" if form.result.state == "in_person" else "people:verify_code")
    refusal = getattr(form, "refusal", None)
    if isinstance(refusal, refusals.ProviderDown | refusals.OutOfHours | refusals.UnderReview):
        return redirect("people:verify_checks")
    if refusal:
        form.reopen(refusal.code)
    return page(
        request,
        "people/verify_details.html",
        form=form,
        attempt=attempt,
        role=roles.ROLES[attempt.role],
        steps=STEPS,
        known=known,
        **_steps(form),
    )


def _typed_before(request: HttpRequest, attempt: Attempt) -> dict[str, Any]:
    if access.is_followed(request, attempt):
        return {}
    typed = particulars.typed(attempt)
    if typed.get("birth"):
        typed["birth"] = datetime.fromisoformat(typed["birth"]).date()
    return typed


def _describe(request: HttpRequest, attempt: Attempt, typed: dict) -> Attempt:
    at, by = timezone.now(), request.actor
    if attempt.state != "draft":  # a second try is an attempt of its own; the first stays on record
        attempt = _begin(request, attempt.method, attempt.role)
    attempt = attempts.describe(attempt, typed=typed, by=by, at=at)
    if attempt.method == "in_person":
        return attempts.go_in_person(attempt, by=by, at=at)
    return attempts.check(attempt, by=by, at=at)


def _steps(form) -> dict[str, Any]:
    refusal = getattr(form, "refusal", None)
    steps: tuple[str, ...] = getattr(refusal, "steps", ())
    if "mobile" not in form.fields:  # the account's own: another is put in its place there, not here
        steps = tuple("change_mobile" if step == "own_sim" else step for step in steps)
    return {"refusal": refusal, "next_steps": steps}


def verify_checks(request: HttpRequest) -> HttpResponse:
    """The state of the attempt in words, with the deeds that are open now."""
    attempt = access.attempt(request)
    form = forms.Letter(request.POST or None, request.FILES or None)
    if request.method == "POST":
        return _deed(request, attempt, form)
    if attempt.state == "code_sent":
        return redirect("people:verify_code")
    if attempt.state == "draft":
        return redirect("people:verify_details")
    return page(
        request, "people/verify_checks.html", form=forms.Letter(), attempt=attempt, refusal=_refusal_of(request, attempt), **_view(attempt)
    )


def _deed(request: HttpRequest, attempt: Attempt, form: forms.Letter) -> HttpResponse:
    at, by, do = timezone.now(), request.actor, request.POST.get("do")
    if do == "letter":
        if form.is_valid() and try_to(form, _appeal, request, attempt, form):
            return redirect("people:verify_checks")
        return page(
            request, "people/verify_checks.html", form=form, attempt=attempt, refusal=_refusal_of(request, attempt), **_view(attempt)
        )
    try:
        if do == "in_person":
            attempts.go_in_person(attempt, by=by, at=at)
            return redirect("people:verify_ticket")
        if do == "send_code":
            attempts.send_code(attempt, by=by, at=at)
            return redirect("people:verify_code")
        if do == "cancel":
            attempts.cancel(attempt, by=by, at=at)
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect("people:verify_checks")


def _appeal(request: HttpRequest, attempt: Attempt, form: forms.Letter) -> Attempt:
    at = timezone.now()
    attempts.require_appealable(attempt)  # before the upload is kept: nobody stores files here without a reason
    stored = files.store(form.cleaned_data["letter"], owner_id=attempt.person_id, at=at)
    return attempts.appeal(attempt, file_id=stored.pk, by=request.actor, at=at)


CATALOGUE = {
    one.code: one
    for one in vars(refusals).values()
    if isinstance(one, type) and issubclass(one, refusals.IdentityRefusal) and one is not refusals.IdentityRefusal
}


def _refusal_of(request: HttpRequest, attempt: Attempt) -> type[refusals.IdentityRefusal] | None:
    known = CATALOGUE.get(attempt.error)
    return None if known and known.counts and access.is_followed(request, attempt) else known


def _view(attempt: Attempt) -> dict[str, Any]:
    return {
        "may_go_in_person": flow.ATTEMPT.allows(attempt.state, "go_in_person", "applicant"),
        "may_cancel": flow.ATTEMPT.allows(attempt.state, "cancel", "applicant"),
        "is_texted": attempt.state == "in_person" and bool(tickets.mobile_of(attempt)),
        "may_appeal": attempt.state == "rejected" and attempt.error == refusals.NotCompanyMember.code,
        "steps": STEPS,
        "ticket": getattr(attempt, "ticket", None) if attempt.state == "in_person" else None,
        "missing": papers.titles(attempt.ticket.missing) if attempt.state == "in_person" and hasattr(attempt, "ticket") else [],
    }


def verify_code(request: HttpRequest) -> HttpResponse:
    """The code; the person is verified."""
    attempt = access.attempt(request)
    if attempt.state == "verified":
        return redirect("people:verify_done")
    if attempt.state not in ("code_sent",):
        return redirect("people:verify_checks")
    if request.method == "POST" and request.POST.get("do") in codes.DEEDS:
        return codes.resend(request, attempt, "people:verify_code")
    form = forms.Code(request.POST or None)
    if form.is_valid() and try_to(form, attempts.answer, attempt, code=form.cleaned_data["code"], by=request.actor, at=timezone.now()):
        return _after_code(request, form.result)
    if isinstance(getattr(form, "refusal", None), refusals.Duplicate):
        return entering.to_login(request, form.refusal)
    return page(request, "people/verify_code.html", form=form, attempt=attempt, steps=STEPS, **codes.state(attempt, timezone.now()))


def _after_code(request: HttpRequest, person: Person) -> HttpResponse:
    if person.has_usable_password():
        return entering.enter(request, person, to="people:verify_done", said="هویت شما تأیید شد.")
    request.session["verified_person"] = person.pk
    return redirect("people:verify_profile")


def verify_profile(request: HttpRequest) -> HttpResponse:
    """The user form; the account has its password and the person is in."""
    person = access.verified_person(request)
    has_password, kept = person.has_usable_password(), particulars.own(person)
    if has_password and not request.user.is_authenticated:
        return redirect("people:login")
    is_employer = queries.holds(person.pk, "employer_natural")
    form = forms.Profile(request.POST or None, has_password=has_password, is_employer=is_employer, initial=_written(kept))
    iban = form.profile().get("iban", "") if form.is_valid() else ""
    if iban and iban != kept.iban and try_to(form, persons.require_iban, person, iban) and has_password:
        shared.fresh(request)  # money goes to the new account: an open session is not enough
    if form.is_valid() and try_to(form, _complete, request, person, form):
        request.session.pop("verified_person", None)
        if has_password:  # he came back to it from his account
            messages.success(request, "فرم کاربری شما ذخیره شد.")
            return redirect("people:account")
        return entering.enter(request, form.result, to="people:verify_done", said="حساب شما آماده است.")
    return page(
        request,
        "people/verify_profile.html",
        form=form,
        is_later=has_password,
        person=person,
        particulars=kept,
        steps=STEPS,
        birth=persons.birth_of(person),
        next_steps=getattr(getattr(form, "refusal", None), "steps", ()),
    )


def _written(kept: particulars.Particulars) -> dict[str, str]:
    # The account for money is never shown whole: left empty, it stays as it is.
    return {key: getattr(kept, key) for key in forms.REWRITTEN}


def _complete(request: HttpRequest, person: Person, form: forms.Profile) -> Person:
    by = request.actor if request.actor.is_person else persons.as_actor(person)
    return persons.complete(
        person,
        password=form.cleaned_data.get("password", ""),
        profile=form.profile(),
        workplace_code=form.cleaned_data.get("workplace_code", ""),
        by=by,
        at=timezone.now(),
    )


def verify_done(request: HttpRequest) -> HttpResponse:
    """It is done: the tracking code to keep, and what comes next."""
    attempt = access.attempt(request)
    if attempt.state != "verified":
        return redirect("people:verify_checks")
    person = attempt.person if request.user.is_authenticated and attempt.person_id == request.user.pk else None
    if person is None:
        return redirect("people:login")
    return page(
        request,
        "people/verify_done.html",
        attempt=attempt,
        person=person,
        role=roles.ROLES[attempt.role],
        level=forms.LEVELS[person.level],
        wanted=request.session.get("wanted"),
    )


def verify_ticket(request: HttpRequest) -> HttpResponse:
    """The ticket for a counter, to print or to keep on the phone."""
    attempt = access.attempt(request)
    if attempt.state != "in_person":
        return redirect("people:verify_checks")
    return page(
        request,
        "people/verify_ticket.html",
        attempt=attempt,
        ticket=attempt.ticket,
        is_texted=bool(tickets.mobile_of(attempt)),
        role=roles.ROLES[attempt.role],
        papers=papers.of_role(attempt.role, "in_person"),
        offices=queries.open_offices(),
        address=outside.site_address(f"/counter/{attempt.tracking}/"),
    )
