"""What the copy of one's own data holds beside the account itself: roles and mandates, papers, verification, messages, ways in.

No secret is in it (code, hash, invitation, session key), nor of another more than the name that the person already reads on his pages.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from kardad.availability.models import Certificate
from kardad.core import drafts as typed
from kardad.core import outside
from kardad.core.models import Draft, StoredFile
from kardad.kit import ids
from kardad.outbox.models import Message
from kardad.people import devices, papers
from kardad.people.models import Attempt, Inquiry, Mandate, MobileChange, Paper, Person, Ticket, Undo, Visit, WorkplaceCode
from kardad.people.queries import counters, mandates, organisations
from kardad.people.queries.accounts import EVENTS_EXPORTED, moment
from kardad.work.models import WorkItem

Rows = list[dict[str, Any]]
GUARDIANS = ("guardian_card", "guardianship")  # papers that lie with a ward's attempt and are his guardian's
FACTORS: dict[str, str] = {
    Authenticator.Type.TOTP: "برنامه رمزساز",
    Authenticator.Type.WEBAUTHN: "کلید ورود",
    Authenticator.Type.RECOVERY_CODES: "کدهای بازیابی",
}


def mandates_given(person: Person) -> Rows:
    """The mandates the person gave, each with its agent's name."""
    return [_mandate(one, one.agent) for one in mandates.mandates_given(person.pk)]


def mandates_held(person: Person) -> Rows:
    """The mandates the person accepted, each with its principal's name."""
    return [_mandate(one, one.principal) for one in mandates.mandates_held(person.pk)]


def undos(person: Person) -> Rows:
    """What the person could, or can, take back of his mandates."""
    return [
        {
            "deed": row.get_deed_display(),
            "about": row.mandate.subject,
            "state": row.state,
            "made_at": moment(row.made_at),
            "due_at": moment(row.due_at),
            "ended_at": moment(row.ended_at),
        }
        for row in Undo.objects.filter(person=person).select_related("mandate").order_by("pk")
    ]


def mobile_changes(person: Person) -> Rows:
    """The numbers to which the mobile was to change; masked, for one that was stopped may be another's."""
    return [
        {
            "mobile": ids.KINDS["mobile"].mask(row.mobile),
            "state": row.state,
            "asked_at": moment(row.asked_at),
            "due_at": moment(row.due_at),
            "ended_at": moment(row.ended_at),
        }
        for row in MobileChange.objects.filter(person=person).order_by("pk")
    ]


def papers_of(person: Person) -> Rows:
    """The papers that prove something of the person; those he sent himself with the address at which he opens them."""
    his = Q(grant__person=person) | Q(mandate__agent=person) | Q(attempt__person=person) | Q(visit__ticket__attempt__person=person)
    return [_paper(row, person) for row in Paper.objects.filter(his).select_related("file").order_by("pk")]


def files(person: Person) -> Rows:
    """The files the person sent; what an officer scanned at his desk is another's and is left out."""
    scans = Paper.objects.filter(visit__isnull=False, file__isnull=False)
    return [
        {"name": row.name, "media_type": row.media_type, "size": row.size, "scan": row.scan, "stored_at": moment(row.stored_at)}
        for row in StoredFile.objects.filter(owner_id=person.pk).exclude(pk__in=scans.values("file")).order_by("pk")
    ]


def workplaces(person: Person) -> Rows:
    """The workplace codes of the person and of the organisations he owns."""
    found: list[WorkplaceCode] = list(organisations.workplaces_of(person.pk))
    return [
        {
            "code": row.code,
            "title": row.title,
            "organisation": row.organisation.name if row.organisation else "",
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        }
        for row in found
    ]


def wards(person: Person) -> Rows:
    """Those who stand under the person."""
    return [{"name": ward.name} for ward in counters.wards(person.pk)]


def wards_tickets(person: Person) -> Rows:
    """The tickets the person took for wards."""
    found: list[Attempt] = list(counters.ward_attempts(person.pk))
    return [_ticket(one.ticket) | {"tracking": one.tracking} for one in found]


def guardian(person: Person) -> Rows:
    """Under whom the person stands."""
    found = Person.objects.filter(wards=person)
    return [{"name": one.name} for one in found]


def tickets(person: Person) -> Rows:
    """The tickets to be verified in person."""
    found = Ticket.objects.filter(attempt__person=person).select_related("attempt").order_by("pk")
    return [_ticket(row) | {"tracking": row.attempt.tracking} for row in found]


def visits(person: Person) -> Rows:
    """The sittings at counters over the person's tickets, by office; the officer answers for the office and is not named."""
    return [
        {
            "office": row.office.name,
            "is_second": row.is_second,
            "state": row.state,
            "began_at": moment(row.began_at),
            "ended_at": moment(row.ended_at),
        }
        for row in Visit.objects.filter(ticket__attempt__person=person).select_related("office").order_by("pk")
    ]


def inquiries(person: Person) -> Rows:
    """Which register was asked what about the person, and the outcome."""
    his = Q(person=person) | Q(attempt__person=person)
    return [
        {
            "operation": row.operation,
            "provider": row.provider,
            "outcome": row.outcome,
            "asked_at": moment(row.asked_at),
            "answered_at": moment(row.answered_at),
        }
        for row in Inquiry.objects.filter(his).order_by("pk")
    ]


def reviews(person: Person) -> Rows:
    """What of the person lay, or lies, with staff for a decision; who decided is in the log of looks, by role."""
    his = {
        "people.person": Person.objects.filter(pk=person.pk),
        "people.rolegrant": person.grants.all(),
        "people.membership": person.memberships.all(),
        "people.attempt": person.attempts.all(),
        "people.mandate": Mandate.objects.filter(Q(principal=person) | Q(agent=person)),
        "people.ticket": Ticket.objects.filter(attempt__person=person),
    }
    about = Q()
    for kind, rows in his.items():
        about |= Q(subject_type=kind, subject_id__in=rows.values("pk"))
    return [
        {"title": row.title, "outcome": row.outcome, "opened_at": moment(row.opened_at), "closed_at": moment(row.closed_at)}
        for row in WorkItem.objects.filter(about).order_by("pk")
    ]


def drafts(person: Person) -> Rows:
    """What the person typed and has not sent."""
    return [
        {"path": row.path, "typed": typed.typed(row), "saved_at": moment(row.saved_at)}
        for row in Draft.objects.filter(person_id=person.pk).order_by("-saved_at", "pk")
    ]


def messages(person: Person) -> Rows:
    """What was sent to the person, newest first: the text's own words with its blanks, never what filled them."""
    unnamed = Q(person_id=None, subject_type="people.attempt", subject_id__in=person.attempts.values("pk"))
    words = outside.texts()
    return [
        {
            "kind": row.template,
            "text": "" if row.channel == Message.Channel.EMAIL else words.get(row.template, ""),  # an e-mail's words are its letter's
            "channel": row.channel,
            "mobile": ids.KINDS["mobile"].mask(row.mobile) if row.mobile else "",
            "email": row.email,
            "state": row.state,
            "made_at": moment(row.made_at),
            "sent_at": moment(row.sent_at),
        }
        for row in Message.objects.filter(Q(person_id=person.pk) | unnamed).order_by("-pk")[:EVENTS_EXPORTED]
    ]


def sessions(person: Person) -> Rows:
    """Where the account was opened; addresses without their last half."""
    return [
        {
            "device": devices.name(row.user_agent),
            "address": devices.masked_address(row.ip),
            "began_at": moment(row.created_at),
            "last_seen_at": moment(row.last_seen_at),
        }
        for row in UserSession.objects.filter(user=person).order_by("pk")
    ]


def factors(person: Person) -> Rows:
    """By what the person shows himself beside the password; what it holds is left out."""
    return [
        {"kind": FACTORS[row.type], "made_at": moment(row.created_at), "last_used_at": moment(row.last_used_at)}
        for row in Authenticator.objects.filter(user=person).order_by("pk")
    ]


def certificates(person: Person) -> Rows:
    """What was certified to the person of the site's availability."""
    return [
        {"token": row.token, "part": row.part, "since": moment(row.since), "until": moment(row.until), "made_at": moment(row.made_at)}
        for row in Certificate.objects.filter(person_id=person.pk).order_by("pk")
    ]


SECTIONS: dict[str, tuple[str, Callable[[Person], Rows]]] = {
    "mandates_given": ("نمایندگی‌هایی که داده‌اید", mandates_given),
    "mandates_held": ("نمایندگی‌هایی که پذیرفته‌اید", mandates_held),
    "undos": ("آنچه می‌توانستید از نمایندگی‌ها پس بگیرید", undos),
    "mobile_changes": ("تغییرهای شماره همراه", mobile_changes),
    "papers": ("مدارک", papers_of),
    "files": ("پرونده‌هایی که فرستاده‌اید", files),
    "workplaces": ("کدهای کارگاه", workplaces),
    "wards": ("افراد زیر ۱۸ سال شما", wards),
    "wards_tickets": ("نوبت‌هایی که برای آنان گرفته‌اید", wards_tickets),
    "guardian": ("ولی یا قیم شما", guardian),
    "tickets": ("نوبت‌های حضوری", tickets),
    "visits": ("مراجعه‌های حضوری", visits),
    "inquiries": ("استعلام‌ها", inquiries),
    "reviews": ("بررسی‌های کارشناسان", reviews),
    "drafts": ("پیش‌نویس‌ها", drafts),
    "messages": ("پیامک‌ها، تماس‌ها و رایانامه‌ها", messages),
    "sessions": ("نشست‌های ورود", sessions),
    "factors": ("عامل‌های ورود", factors),
    "certificates": ("گواهی‌های دسترس‌پذیری سامانه", certificates),
}


# What the apps above people add by `signals.asked_for_everything`, under the names that their receivers give.
ABOVE: dict[str, str] = {
    "sheets": "برگه‌های محاسبه",
    "payroll_lists": "لیست‌های حقوق",
    "letters": "نامه‌های کارپوشه",
    "dossiers": "پرونده‌های شما",
    "contracts": "قراردادهای کار شما",
    "signatures": "امضاهای شما زیر قراردادها، و اختیارهای امضا",
    "contract_days": "تعلیق‌هایی که ثبت کرده‌اید و پاسخ‌های شما درباره پایان مدت",
    "work_diary": "دفترچه‌های کار شما",
    "contract_batches": "پرونده‌ها و فهرست‌هایی که برای کار گروهی با قراردادها فرستاده‌اید",
    "cases": "دعواهای شما در هیئت‌ها",
    "boards": "کار شما برای هیئت‌ها",
    "dates": "روزهایی که گفته‌اید نمی‌توانید بیایید",
    "representations": "نمایندگی‌های شما در پرونده‌ها",
    "deliveries": "ابلاغ‌ها به شما",
    "looks": "نگاه‌های شما به کارپوشه",
    "preferences": "تنظیم پیامک و رایانامه",
    "proved_address": "نشانی رایانامه تأییدشده",
    "requests": "درخواست‌های خدمات",
    "clients": "موکلان شما و رضایت‌هایی که داده‌اید",
    "appointments": "نوبت‌های مشاوره",
    "withdrawals": "انصراف‌ها",
    "desk_work": "کارهای شما در میز خدمت",
    "invoices": "صورتحساب‌ها، پرداخت‌ها و استردادها",
    "credit": "اعتبار شما نزد ما",
    "questions": "پرسش‌های شما",
    "opinions_of_answers": "نظر شما درباره پاسخ‌ها",
    "comments": "دیدگاه‌های شما",
    "answers_written": "پاسخ‌هایی که نوشته‌اید",
}


def affairs(person: Person) -> dict[str, Rows]:
    """Every section of the copy by its name; each takes the same number of statements however much is kept."""
    return {name: rows(person) for name, (_, rows) in SECTIONS.items()}


def titles() -> list[str]:
    """What the sections are called, in the order of the copy."""
    return [*(title for title, _ in SECTIONS.values()), *ABOVE.values()]


def _mandate(one: Mandate, other: Person | None) -> dict[str, Any]:
    return {
        "about": one.subject,
        "basis": one.get_basis_display(),
        "other": other.name if other else "",
        "state": one.state,
        "reason": one.reason,
        "missing": [papers.title(kind) for kind in one.missing],
        "invited_at": moment(one.invited_at),
        "expires_at": moment(one.expires_at),
        "decided_at": moment(one.decided_at),
        "ended_at": moment(one.ended_at),
    }


def _paper(row: Paper, person: Person) -> dict[str, Any]:
    opens = row.file is not None and row.file.owner_id == person.pk
    return {
        "kind": papers.title(row.kind),
        "serial": "" if row.kind in GUARDIANS else row.serial,
        "state": row.file.scan if row.file else "dropped" if row.file_dropped_at else "seen",
        "address": settings.SITE_URL.rstrip("/") + reverse("people:paper", args=[row.file.token]) if row.file and opens else None,
        "added_at": moment(row.added_at),
        "file_dropped_at": moment(row.file_dropped_at),
    }


def _ticket(row: Ticket) -> dict[str, Any]:
    return {
        "state": row.state,
        "missing": [papers.title(kind) for kind in row.missing],
        "made_at": moment(row.made_at),
        "expires_at": moment(row.expires_at),
    }
