"""Desks, tickets and people before them, for the tests of counters."""

import json
from datetime import timedelta

from django.urls import reverse

from kardad.core.actor import Actor
from kardad.people import particulars
from kardad.people.actions import attempts, attesting, visits
from kardad.people.models import Attempt
from kardad.people.queries import counters

KARIMI = {"code": "9990001235", "mobile": "+989120000001", "birth": "1991-09-22", "first_name": "علی", "last_name": "کریمی"}
AHMADI = {"code": "9990001243", "mobile": "+989350000002", "birth": "1986-04-04", "first_name": "مریم", "last_name": "احمدی"}
HOSSEINI = {"code": "0090007778", "birth": "1989-05-24", "first_name": "زهرا", "last_name": "حسینی"}
DECEASED = {"code": "9987654320", "mobile": "+989120000005", "birth": "1951-07-28", "first_name": "اکبر", "last_name": "نیک‌پور"}
PASSWORD = "سه-واژه-بی‌ربط-۷"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def officer(make, office=None, **extra):
    """An officer with a second factor in an office of his own."""
    return make.staff("officer", at_office=office or make.office(), **extra)


def actor(person):
    """The officer as actions see him."""
    return Actor(person.pk, "officer", level=3)


def office_of(person):
    """Where the officer sits."""
    return person.grants.get(role="officer").office


def ticket(typed, *, at, role="worker", kind="iran", person=None, sampled=False):
    """A ticket of someone who began the way by himself; outside the ten percent unless wished."""
    while True:
        attempt = Attempt(
            method="in_person",
            role=role,
            kind=kind,
            person=person,
            typed=json.dumps(typed, ensure_ascii=False),
            code_index=particulars.code_index(kind, typed["code"]),
            mobile_index=particulars.mobile_index(typed["mobile"]) if typed.get("mobile") else "",
            mobile_tail=typed.get("mobile", "")[-4:],
            began_at=at,
            expires_at=at + timedelta(minutes=30),
        )
        if counters.is_sampled(attempt) == sampled:
            break
    attempt.save()
    return attempts.go_in_person(attempt, by=Actor(person.pk if person else None, "applicant"), at=at).ticket


def url(name, found=None, *args):
    """The address of a counter's page, of the ticket if one is named."""
    return reverse(f"people:{name}", args=[found.attempt.tracking, *args] if found else args)


def words(answer):
    """What a page says."""
    return answer.content.decode()


def begin(found, by, *, at, **extra):
    """The officer sits over the ticket."""
    return visits.begin(found, office=office_of(by), by=actor(by), at=at, **extra)


def see_all(visit, by, *, at, no_sim=""):
    """Every paper that must be shown was seen."""
    seen = {kind.key: f"ش-{place}۵۰" for place, kind in enumerate(counters.expected_papers(visit.ticket.attempt), 1)}
    return visits.save(visit, seen=seen, no_sim=no_sim, by=actor(by), at=at)


def shown(typed, **extra):
    """What the originals say when they are the ticket's own."""
    from datetime import date

    return attesting.Shown(code=typed["code"], birth=date.fromisoformat(typed["birth"]), **extra)


def ready(found, by, typed, *, at, no_sim="", password=PASSWORD, **extra):
    """A visit in which nothing is left but the verdict."""
    visit = see_all(begin(found, by, at=at), by, at=at, no_sim=no_sim)
    visit = attesting.ask(visit, shown(typed, **extra), by=actor(by), at=at)
    if counters.needs_password(visit.ticket.attempt):
        visit = attesting.set_password(visit, password=password, code="", by=actor(by), at=at)
    return visit


def attested(found, by, typed, *, at, **extra):
    """The officer vouched."""
    return attesting.finish(ready(found, by, typed, at=at, **extra), by=actor(by), at=at)


def agree(found, by, at):
    """The second officer agrees."""
    return attesting.second(found, missing=[], reason="", office=office_of(by), by=actor(by), at=at)


def events(name):
    """The events of this name, oldest first."""
    from kardad.core.models import Event

    return list(Event.objects.filter(name=name).order_by("pk"))
