"""What the lists show: requests, invoices and public questions in whatever number, made inside a Django of ours before the load."""

import json
from datetime import datetime, timedelta
from typing import Any

TERMS = "مرخصی سالانه کارگر موقت"
SHORT = "کارگر در سال ۲۶ روز کاری مرخصی با مزد دارد و آن را با کارفرما هماهنگ می‌کند."
ANSWERS, CITED = 3, 2
STATES = ("in_review", "info_requested", "submitted", "info_requested")


def manager(*, pk: int) -> None:
    """The person is a manager with a second factor."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.utils import timezone

    from kardad.people.models import Person, RoleGrant

    person = Person.objects.get(pk=pk)
    Person.objects.filter(pk=pk).update(level=3, level_at=timezone.now())
    RoleGrant.objects.create(person=person, role="manager", state="active", asked_at=timezone.now())
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")


def requests(*, pk: int, count: int) -> None:
    """The person has sent so many requests with two services and an unread message each; every second one waits for him."""
    from django.utils import timezone

    from kardad.desk.models import Item, Message, Request

    at = timezone.now()
    made = Request.objects.bulk_create(_request(pk, number, at) for number in range(count))
    Item.objects.bulk_create(
        Item(request=one, service_code=f"service-{place}", title=f"خدمت نمونه {place}", delivery="written_consultation")
        for one in made
        for place in (1, 2)
    )
    Message.objects.bulk_create(Message(request=one, side="staff", body="پیام", at=at) for one in made)


def _request(pk: int, number: int, at: datetime) -> Any:
    from kardad.desk.models import Request

    moment = at - timedelta(minutes=5 * number)
    return Request(
        number=f"SR-1400-{pk:06d}-{number:06d}",
        applicant_id=pk,
        state=STATES[number % len(STATES)],
        made_at=moment,
        changed_at=moment,
        submitted_at=moment,
        clock="first_response",
        clock_due_at=moment + timedelta(days=3),
        due_at=moment + timedelta(days=7),
    )


def invoices(*, pk: int, count: int) -> None:
    """The person was sent so many invoices of two lines."""
    from django.utils import timezone

    from kardad.billing.models import Invoice, Line, Seller

    at = timezone.now()
    seller = Seller.objects.order_by("pk").first() or Seller.objects.create(
        name="کارداد", valid_from=at.date(), proposed_by_id=pk, proposed_at=at
    )
    sums = {"subtotal": 2_000_000, "discount": 0, "taxable": 2_000_000, "vat_rate": 1_000, "vat": 200_000, "total": 2_200_000}
    made = Invoice.objects.bulk_create(
        Invoice(
            number=f"INV-1400-{pk:06d}-{number:06d}",
            person_id=pk,
            buyer_name="مریم احمدی",
            seller=seller,
            issued_at=at - timedelta(hours=number),
            due_at=at + timedelta(days=3),
            **sums,
        )
        for number in range(count)
    )
    Line.objects.bulk_create(
        Line(
            invoice=one,
            service_code=f"service-{place}",
            title=f"خدمت نمونه {place}",
            quantity=1,
            unit_price=10**6,
            amount=10**6,
            reason="نمونه",
        )
        for one in made
        for place in (1, 2)
    )


def letters(*, pk: int, count: int) -> None:
    """The person has so many letters, twenty to a dossier; every third is unread, every tenth asks something of him."""
    from django.utils import timezone

    from kardad.core import bulk
    from kardad.inbox.models import Dossier, Letter

    at, groups = timezone.now(), ("notices", "requests", "money", "account")
    folders = Dossier.objects.bulk_create(
        Dossier(title=f"پرونده {place}", number=f"۱۴۰۴/{place}", opened_at=at) for place in range(1 + count // 20)
    )
    words = json.dumps({"title": "درخواست شما ثبت شد", "text": "شماره درخواست را نگه دارید."}, ensure_ascii=False)
    bulk.insert(
        Letter(
            person_id=pk,
            event="request.submitted",
            group=groups[place % len(groups)],
            subject_type="desk.request",
            subject_id=place,
            words=words,
            url="/panel/requests/",
            at=at - timedelta(minutes=count - place),
            read_at=at if place % 3 else None,
            dossier=folders[place // 20],
            asked="سندهای خود را بفرستید" if place % 10 == 0 else "",
            until=at.date() + timedelta(days=9) if place % 10 == 0 else None,
        )
        for place in range(count)
    )


def questions(*, count: int, answers: int = ANSWERS) -> list[str]:
    """So many more public questions are answered and can be found; the addresses of theirs are told."""
    from django.utils import timezone

    from kardad.qa.models import Question
    from kardad.search import actions as search

    at, before = timezone.now(), Question.objects.count()
    made = Question.objects.bulk_create(
        Question(
            title=f"{TERMS} چند روز است؟ {number}",
            slug=f"leave-{number}",
            body=f"در کارگاه کوچکی کار می‌کنم. {TERMS} چه اندازه است؟",
            topic="leave",
            asker_role="worker",
            state="answered",
            asked_at=at,
            published_at=at,
            answered_at=at - timedelta(minutes=number),
        )
        for number in range(before, before + count)
    )
    for one in made[:10]:
        search.put("question", one, title=one.title, text=one.body, url=f"/questions/p{one.pk}/{one.slug}/", at=at)
    _answers(made[0], answers, at)
    return [f"/questions/p{one.pk}/{one.slug}/" for one in made]


def _answers(question: Any, count: int, at: datetime) -> None:
    from kardad.qa.models import Answer, Citation

    made = Answer.objects.bulk_create(
        Answer(
            question=question,
            state="published",
            short=SHORT,
            explanation=f"{SHORT} آنچه می‌ماند در پایان کار پرداخت می‌شود.",
            valid_as_of=at.date(),
            made_at=at,
            published_at=at,
            changed_at=at,
        )
        for _ in range(count)
    )
    Citation.objects.bulk_create(
        Citation(
            answer=one,
            kind="article",
            ref="ll-64",
            on=at.date(),
            fingerprint="0",
            title="ماده ۶۴ قانون کار",
            told=SHORT,
            url="/law/",
            place=place,
        )
        for one in made
        for place in range(CITED)
    )


def near(*, pk: int) -> list[int]:
    """The entries that the question's page finds near to it."""
    from kardad.qa.models import Question
    from kardad.search import queries as search

    found = Question.objects.get(pk=pk)
    return [entry.pk for entry in search.alike(f"{found.title} {found.body}", kinds=("question",), limit=13)]


def scans(*, path: str, session: str, least: int) -> list[str]:
    """The tables of so many rows that a statement of the page would read from end to end, by PostgreSQL's own plan."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    asked: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 – Django's
        asked.append((sql, params))
        return execute(sql, params, many, context)

    client = Client(HTTP_HOST="127.0.0.1")
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with connection.execute_wrapper(keep):
        answer = client.get(path)
    if answer.status_code != 200:
        raise LookupError(f"{path} answered {answer.status_code}")
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [least])
        large = {name for (name,) in cursor.fetchall()}
        for sql, params in asked:
            if sql.startswith("SELECT"):
                cursor.execute(f"EXPLAIN {sql}", params)
                found += [line for (line,) in cursor.fetchall() if any(f"Seq Scan on {name}" in line for name in large)]
    return found


def disputes(*, worker: int, secretary: int, count: int) -> dict[str, Any]:
    """The one has so many cases, the other is secretary of an office with a second factor; a case that each of them reads."""
    from django.utils import timezone

    from kardad.cases import seeding
    from kardad.cases.models import Case
    from kardad.people.models import Person, RoleGrant

    manager(pk=secretary)
    office, at = seeding.offices()[0], timezone.now()
    RoleGrant.objects.filter(person_id=secretary, role="manager").update(role="secretary", office=office)
    me = Person.objects.get(pk=worker)
    others = list(Person.objects.filter(login_key__startswith="seed-").order_by("pk")[:count])
    seeding.add(2 * count, people=[one for other in others for one in (me, other)], at=at)
    mine = Case.objects.filter(claimant=me).first()
    theirs = Case.objects.filter(office=office, state="accepted").exclude(dossier__parties__person=secretary).first()
    return {"token": mine.token, "pk": theirs.pk, "number": theirs.number}


def contracts(*, pk: int) -> dict[str, Any]:
    """The person owns the made-up employer of all contracts; the number of one that runs."""
    from django.utils import timezone

    from kardad.contracts import seeding
    from kardad.contracts.models import Contract
    from kardad.people.models import Membership

    at = timezone.now()
    firm = seeding.company(at=at)
    told = {"is_owner": True, "state": "active", "asked_at": at, "decided_at": at, "checked_at": at}
    Membership.objects.get_or_create(organisation=firm, person_id=pk, defaults=told)
    return {"organisation": firm.pk, "number": Contract.objects.filter(organisation=firm, state="active").first().number}


DEEDS = {
    "contracts": contracts,
    "disputes": disputes,
    "near": near,
    "scans": scans,
    "manager": manager,
    "requests": requests,
    "invoices": invoices,
    "letters": letters,
    "questions": questions,
}
