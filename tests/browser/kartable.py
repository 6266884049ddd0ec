"""The letters that a visit of the kartable finds."""

from datetime import timedelta

from django.db import transaction

from kardad.core.operator import operator
from kardad.inbox import actions as inbox
from kardad.inbox import proving
from kardad.inbox.actions import dossiers, notices
from kardad.inbox.actions import elsewhere as papers
from kardad.inbox.models import Dossier, Letter, Party
from kardad.people.models import Particulars
from tests import factories

WORDS = {"rials": "۷٬۷۰۰٬۰۰۰ ریال", "number": "INV-1405-000123", "day": "سه‌شنبه ۱۰ آذر ۱۴۰۵"}


@transaction.atomic
def letters(world):
    """A member with an e-mail address was told of a question and of an invoice, whose messages have left."""
    person = world.member()
    kept = Particulars.objects.get(person=person)
    kept.email = "ali@example.ir"
    kept.save()
    proving.prove(person, key=proving.key_of(person, at=world.now), by=factories.actor(person), at=world.now)
    asked = inbox.tell(person, "qa.answered", about=person, url="/panel/", at=world.now, title="مرخصی استحقاقی چند روز است؟")
    billed = inbox.tell(person, "invoice.issued", about=person, url="/panel/", at=world.now, **WORDS)
    return [billed, asked]


@transaction.atomic
def proof(world):
    """The key of a link that proves a member's address."""
    person = world.member()
    kept = Particulars.objects.get(person=person)
    kept.email = "ali@example.ir"
    kept.save()
    return proving.key_of(person, at=world.now)


@transaction.atomic
def dossier(world):
    """A member is a side of a dossier in which one notice was served on him; of a bureau the folder is his own, and empty."""
    person = world.member()
    if not operator().is_authority:
        return Dossier.objects.create(kind="elsewhere", title="دعوای من", owner=person, opened_at=world.now)
    secretary = factories.actor(factories.staff("secretary"), "secretary")
    made = dossiers.open_dossier(title="دعوای علی کریمی", number="۱۴۰۴/۱۲", by=secretary, at=world.now)
    for side, someone in (("claimant", person), ("respondent", factories.person(first_name="سپهر", last_name="راد"))):
        dossiers.add_party(made, side=side, name=someone.name, person=someone, by=secretary, at=world.now)
    says = {"decision_number": "۱۴۰۴/۵۶", "decided_on": "2025-11-20", "total": 120_000_000}
    drafted = notices.draft(made, code="N7", title="رأی بدوی", says=says, by=secretary, at=world.now)
    notices.place(drafted, by=secretary, at=world.now)
    return made


def notice(world):
    """The letter that brought the notice; of a bureau, which serves nothing, another letter."""
    made = dossier(world)
    return Letter.objects.filter(dossier=made, delivery__isnull=False).order_by("pk").first() or letters(world)[0]


@transaction.atomic
def elsewhere(world):
    """A member entered a paper that another body served on him."""
    person = world.member()
    told = papers.Told(code="N7", number="۱۴۰۵/۱۲۳", body="اداره کار شرق تهران", day=world.now.date() - timedelta(days=3))
    made = papers.enter(person, told, by=factories.actor(person), at=world.now)
    return (Letter.objects.get(delivery=made).pk,)


def side(world):
    """The member's own side of a dossier that an office serves in; of a bureau nobody's is served, and one is written all the same."""
    made = dossier(world)
    mine = made.parties.filter(person__isnull=False).order_by("pk").first()
    return mine or _written(made)


def _written(made):
    made.kind = Dossier.Kind.OFFICE
    made.save()
    return Party.objects.create(
        dossier=made, side="claimant", person=made.owner, name=made.owner.name, added_at=made.opened_at, joined_at=made.opened_at
    )


@transaction.atomic
def represented(world):
    """The member's side has a representative."""
    mine, agent = side(world), factories.person(first_name="سمیرا", last_name="کاظمی")
    return dossiers.represent(mine, agent=agent, by=factories.actor(mine.person), at=world.now)


def _named(world):
    mine = side(world)
    return mine.dossier.token, mine.pk


NOT_PAGES = {
    "inbox:certify_service": "asks for a certificate and leads back",
    "inbox:receipt_paper": "asks for a receipt and leads back",
    "portal:manifest": "JSON for telephones",
    "portal:service_worker": "a script for browsers",
    "inbox:calendar": "a calendar for programs",
    "inbox:photo": "a download",
    "inbox:receipt": "a download",
    "inbox:paper": "a download",
    "inbox:dossier_file": "a download",
}
VISITS = {
    "inbox:inbox": lambda world: letters(world) and (),
    "inbox:letter": lambda world: (notice(world).pk,),
    "inbox:address": lambda world: (proof(world),),
    "inbox:preferences": lambda world: world.member() and (),
    "inbox:dossiers": lambda world: dossier(world) and (),
    "inbox:dossier": lambda world: (dossier(world).token,),
    "inbox:represent": _named,
    "inbox:end_representation": lambda world: (represented(world).pk,),
    "inbox:elsewhere": lambda world: world.member() and (),
    "inbox:elsewhere_correct": elsewhere,
    "inbox:elsewhere_forget": elsewhere,
    "inbox:brief": elsewhere,
    "portal:offline": lambda world: (),
    "inbox:feed": lambda world: world.member() and (),
    "inbox:join": lambda world: world.member() and (),
}
