"""Reviewers, managers, papers and people in front of them, for the tests of roles, mandates, companies and staff."""

import io
import secrets

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from kardad.core import crypto, files
from kardad.core.actor import SYSTEM, Actor
from kardad.core.models import Event
from kardad.people.models import Membership, Organisation
from kardad.work import actions as work


def by(person, role="member", *, on_behalf_of=""):
    """The person as actions see him in this role."""
    return Actor(person.pk, role, on_behalf_of, person.level)


def actor_of(role, people):
    """The actor who plays a role of a flow: the system, or the person named for the role."""
    if role == "system":
        return SYSTEM
    return by(people[role], role if role in ("reviewer", "manager") else "member")


def picture(name="card.png", colour=None):
    """A small real picture, as a browser would send it; each its own, unless a colour is named."""
    raw = io.BytesIO()
    Image.new("RGB", (8, 8), colour or tuple(secrets.token_bytes(3))).save(raw, "PNG")
    return SimpleUploadedFile(name, raw.getvalue(), content_type="image/png")


def before(kind, subject, now):
    """The subject, with an open work item of this kind: it lies with the reviewers."""
    work.open_item(kind, subject, title="بررسی", role="reviewer", at=now)
    return subject


def stored(person, now, colour=None):
    """The id of a file that the person uploaded."""
    return files.store(picture(colour=colour), owner_id=person.pk, at=now).pk


def log_in(client, person, *, acting=""):
    """The client's session is the person's."""
    client.force_login(person)
    if acting:
        session = client.session
        session["acting"] = acting
        session.save()
    return client


def events(name):
    """The events of this name, oldest first."""
    return list(Event.objects.filter(name=name).order_by("pk"))


def questions(client, address):
    """How many statements the second opening of a page asks the database."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def company(now, name="شرکت نمونه", company_id="99900012303"):
    return Organisation.objects.create(
        company_index=crypto.blind_index("company", company_id),
        company_id=company_id,
        registration_number="12345",
        name=name,
        checked_at=now,
        joined_at=now,
    )


def place(organisation, person, now, **extra):
    values = {"state": "active", "rights": ["cases"], "asked_at": now, "checked_at": now} | extra
    return Membership.objects.create(organisation=organisation, person=person, **values)
