"""A case that its board has put before an expert: the expert, the order, the fee paid, the opinion."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.billing import sweeps as billing
from kardad.billing.actions import receipts
from kardad.billing.actions.receipts import Receipt
from kardad.cases.actions import declining, experts, opinions
from kardad.cases.models import Filing, FilingFile, Referral
from kardad.core import files
from kardad.inbox.models import Party
from kardad.people.models import RoleGrant
from tests import factories
from tests.billing import world as money
from tests.cases import boards
from tests.conftest import NOW

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
LATER = timedelta(hours=1)


def expert(**extra):
    """A person with the licence of an official expert."""
    made = factories.person(role="official_expert", first_name="پیمان", last_name="دانا", **extra)
    RoleGrant.objects.filter(person=made).update(state="active", field="حسابداری", licence_number="۱۲۳۴")
    return made


def heard(*, at=NOW, **extra):
    """A case that its first board has heard, its expert, and its chair as actions see him."""
    money.seller(is_vat_registered=False)
    made = boards.heard(at=at - LATER, **extra)
    made.expert = expert()
    made.chair = boards.member(made.seats[0])
    return made


def referred(made=None, *, at=NOW, **order):
    """The board referred it: at its own motion, unless a side is said to have asked for it."""
    made = made or heard(at=at)
    told = {"expert": made.expert, "question": "کارکرد واقعی کارگر چند ساعت بود؟", "fee": 20_000_000, "days": 10} | order
    made.referral = Referral.objects.get(pk=experts.refer(made.case, experts.Order(**told), by=made.chair, at=at).pk)
    made.case.refresh_from_db()
    return made


def paid(made=None, *, at=NOW, **order):
    """The fee was paid by whoever bears it."""
    made = made or referred(at=at, **order)
    payer = factories.actor(made.worker)
    told = Receipt(rials=made.referral.fee, trace="558213", on=money.TODAY, card="1234")
    row = receipts.submit(made.referral.invoice, receipt=told, by=payer, at=at)
    receipts.approve(row, by=money.FINANCE, at=at)
    billing.announce(at)
    made.referral = Referral.objects.get(pk=made.referral.pk)
    return made


def opined(made=None, *, at=NOW, words="میانگین هفته‌ای ۵۲ ساعت بود."):
    """The expert gave his opinion."""
    made = made or paid(at=at)
    opinions.opine(made.referral, words=words, files=[], by=factories.actor(made.expert, "official_expert"), at=at)
    made.referral = Referral.objects.get(pk=made.referral.pk)
    made.case.refresh_from_db()
    return made


def declined(*, at=NOW):
    """The expert does not take the question on; another one could."""
    made = paid(at=at)
    expert()
    declining.decline(made.referral, reason="این کار در رشته من نیست.", by=factories.actor(made.expert, "official_expert"), at=at)
    return made


def owing(made=None, *, at=NOW, **order):
    """The fee is asked of a claimant without an account."""
    made = made or heard(at=at)
    Party.objects.filter(pk=made.sides["claimant"].pk).update(person=None, joined_at=None)
    made.sides["claimant"].refresh_from_db()
    return referred(made, at=at, **order)


def at_bank(made=None, *, at=NOW, receipt="فیش ۱۲۳"):
    """He paid it at a bank, and the desk saw his receipt."""
    made = made or owing(at=at)
    experts.note_fee(made.case, receipt=receipt, by=made.secretary, at=at)
    made.referral = Referral.objects.get(pk=made.referral.pk)
    return made


def unspent(made=None, *, at=NOW):
    """As `at_bank`; the expert declined, and the board goes on without one."""
    made = at_bank(owing(made, at=at), at=at)
    declining.decline(made.referral, reason="این کار در رشته من نیست.", by=factories.actor(made.expert, "official_expert"), at=at)
    opinions.go_on(made.case, why="کارشناس دیگری نیست", by=made.chair, at=at)
    made.referral = Referral.objects.get(pk=made.referral.pk)
    made.case.refresh_from_db()
    return made


def evidence(made, name="کارکرد.pdf", *, at=NOW):
    """A file that the claimant put into the case."""
    upload = SimpleUploadedFile(name, PDF, content_type="application/pdf")
    kept = files.store(upload, owner_id=made.worker.pk, at=at)
    filing = Filing.objects.create(
        case=made.case, party=made.sides["claimant"], by_id=made.worker.pk, kind="evidence", title="کارکرد", filed_at=at, shown_at=at
    )
    return FilingFile.objects.create(case=made.case, filing=filing, file=kept, added_at=at)
