"""The staff pages of service: a dossier in which everything waits that a secretary can do."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.test import override_settings

from kardad.availability import actions as availability
from kardad.core import incidents
from kardad.core.actor import SYSTEM
from kardad.inbox.actions import announcements, dossiers, failing, notices, watching
from kardad.inbox.models import Announcement, Deadline, Delivery, Notice, Outage, Party
from kardad.kit import calendar
from tests import factories

SAYS = {"decision_number": "۱۴۰۴/۵۶", "decided_on": "2025-11-20", "total": 120_000_000}
HEARING = {"hearing_at": "2026-12-02T10:30:00+03:30", "place": "خیابان نمونه، پلاک ۱۲"}
EARLIER = timedelta(days=18)


@transaction.atomic
def service(world):
    """A secretary is logged in; his dossier has a side with an account and one without, a notice on its way and a draft."""
    person = world.staff("secretary")
    by, at = factories.actor(person, "secretary"), world.now - EARLIER
    made = dossiers.open_dossier(title="دعوای علی کریمی", number="۱۴۰۴/۱۲", by=by, at=at)
    ali = factories.person(first_name="علی", last_name="کریمی")
    dossiers.add_party(made, side="claimant", name=ali.name, person=ali, by=by, at=at)
    dossiers.add_party(made, side="respondent", name="سپهر رحیمی", address="تهران، خیابان نمونه، پلاک ۱۲", by=by, at=at)
    with override_settings(OPERATOR="authority"):  # a bureau serves nothing; what it shows was served when the house was an authority
        drafted = notices.draft(made, code="N7", title="رأی بدوی", says=SAYS, by=by, at=at)
        for one in notices.place(drafted, by=by, at=at):
            if one.via == Delivery.Via.ACCOUNT:
                failing.fail(one, "unopened", at=world.now)
        notices.draft(made, code="N1", title="دعوتنامه", says=HEARING, by=by, at=world.now)
    return made


def risky(world):
    """An outage lay on the last day of the deadline that runs."""
    service(world)
    row = Deadline.objects.get()
    since = datetime.combine(row.safe_until, time(9), calendar.TEHRAN)
    hit = incidents.open_incident(part="site", title="قطعی سایت", text="سایت باز نمی‌شد.", by=SYSTEM, at=since)
    incidents.close_incident(hit, afterword="برق رفته بود.", by=SYSTEM, at=since + timedelta(hours=5))
    found = Outage.objects.filter(incident_id=hit.pk).first() or Outage.objects.create(incident_id=hit.pk)
    Outage.objects.filter(pk=found.pk).update(due_at=world.now)
    watching.look_at_outage(found.pk, at=world.now)
    return Deadline.objects.get(at_risk_since__isnull=False)


def asked(world):
    """Somebody typed the code of a dossier whose other side nobody named by code."""
    made = service(world)
    person = factories.person(first_name="سپهر", last_name="رحیمی")
    return dossiers.join(person, tracking_code=made.tracking_code, by=factories.actor(person), at=world.now)


def voided(world):
    """A service that was made void."""
    service(world)
    row = Delivery.objects.get(via=Delivery.Via.ACCOUNT)
    return notices.void(row, reason="دسترسی نداشت", by=factories.actor(world.staff("manager"), "manager"), at=world.now)


def announced(world):
    """Something is said to everybody."""
    by = factories.actor(world.staff("secretary"), "secretary")
    until = world.now + timedelta(days=3)
    return announcements.announce(title="تعطیلی", text="فردا بسته‌ایم.", from_at=world.now, until_at=until, by=by, at=world.now)


def _certified(world):
    world.certificate()
    made = availability.certificate("", since=world.now - timedelta(hours=1), until=world.now, person=None, by=SYSTEM, at=world.now)
    service(world)
    return (made.token,)


def _row(model, make=service, **narrowed):
    """The one row of the dossier of this sort."""

    def visit(world):
        make(world)
        return (model.objects.get(**narrowed).pk,)

    return visit


def _rooms(make):
    return lambda world: make(world) and ()


def represented(world):
    """The side with an account has a representative."""
    made = service(world)
    agent = factories.person(first_name="سمیرا", last_name="کاظمی")
    by = factories.actor(world.staff("manager"), "manager")
    return dossiers.represent(made.parties.get(side="claimant"), agent=agent, by=by, at=world.now)


def by_sana(world):
    """A notice that goes by SANA."""
    service(world)
    Delivery.objects.filter(via=Delivery.Via.ACCOUNT).update(via=Delivery.Via.SANA, rung="sent", served_on=None)
    return Delivery.objects.get(via=Delivery.Via.SANA)


NOT_PAGES = {
    "inbox_office:certify_service": "asks for a certificate and leads back",
    "inbox_office:service_certificate": "a download",
    "inbox_office:evidence_file": "a download",
    "inbox_office:paper_print": "a download",
    "inbox_office:visit_photo": "a download",
    "inbox_office:certificate_file": "a download",
    "inbox_office:notice_sheet": "a picture",
    "inbox_office:certify": "certifies and leads to the certificate",
}
BY_ACCOUNT = {"via": "account", "is_copy": False}
VISITS = {
    "inbox_office:notice_write": lambda world: (service(world).pk, "N7"),
    "inbox_office:notice": _row(Notice, state="draft"),
    "inbox_office:notice_place": _row(Notice, state="draft"),
    "inbox_office:notice_drop": _row(Notice, state="draft"),
    "inbox_office:paper": _row(Delivery, via="paper"),
    "inbox_office:delivery": _row(Delivery, **BY_ACCOUNT),
    "inbox_office:next_way": _row(Delivery, **BY_ACCOUNT),
    "inbox_office:void": _row(Delivery, **BY_ACCOUNT),
    "inbox_office:again": lambda world: (voided(world).pk,),
    "inbox_office:risk": lambda world: (risky(world).pk,),
    "inbox_office:dossiers": _rooms(service),
    "inbox_office:dossier_new": _rooms(service),
    "inbox_office:dossier": lambda world: (service(world).pk,),
    "inbox_office:side": lambda world: (service(world).pk,),
    "inbox_office:represent": _row(Party, side="claimant"),
    "inbox_office:end_representation": lambda world: (represented(world).pk,),
    "inbox_office:note_by_hand": lambda world: (by_sana(world).pk,),
    "inbox_office:evidence": lambda world: (service(world).pk,),
    "inbox_office:notice_choose": lambda world: (service(world).pk,),
    "inbox_office:papers": _rooms(service),
    "inbox_office:failures": _rooms(service),
    "inbox_office:certificate": _certified,
    "inbox_office:risks": _rooms(risky),
    "inbox_office:joinings": _rooms(asked),
    "inbox_office:joining": _row(Party, asked, asked_by__isnull=False),
    "inbox_office:announcements": _rooms(announced),
    "inbox_office:announcement_withdraw": _row(Announcement, announced),
}
