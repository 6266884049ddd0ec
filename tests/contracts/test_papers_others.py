"""The papers of what is signed beside a contract – settlement, resignation, agreed end –, and of a text that waits for its signature."""

import pytest
from django.urls import reverse

from kardad.contracts import amendments, auditing, papers, readers
from kardad.contracts import sweeps as contract_sweeps
from kardad.contracts.actions import ending, resigning
from kardad.contracts.causes import Evidence
from kardad.core import files
from kardad.documents import shapes, standing, sweeps
from kardad.documents.models import Document
from kardad.kit import calendar, money
from tests.contracts import test_ending as ends
from tests.contracts import test_life_amending as life
from tests.contracts import test_settlement as settlements
from tests.contracts import test_signing_helped as helped
from tests.contracts import world
from tests.contracts.test_papers import own_folder  # noqa: F401 – a fixture
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import NOW, day
from tests.documents.test_rendering import bare, text_of

pytestmark = pytest.mark.django_db
made = settlements.made  # a contract that has ended


def printed(version, *, at):
    """What the sealed paper of a version says."""
    sweeps.render(at)
    sweeps.sign(at)
    return bare(text_of(files.read(papers.of(version).file)))


def test_a_settlement_is_printed_item_by_item_with_its_arithmetic_and_what_is_kept_back(made, sms):
    version = settlements.signed(made, sms, reserves=("overtime", "rest"))
    text = printed(version, at=settlements.AT)
    words = papers.proof.read(version.words)
    for one in words["items"]:
        assert bare(one["title"]) in text
        assert money.figures(one["amount"]) in text
    for said in (
        "برگه تسویه قرارداد کار",
        money.in_words(words["net"]),
        "واریز به حساب بانکی کارگر",
        "هر طلب دیگری که در این برگه نیامده است",
    ):
        assert bare(said) in text, said
    hows = [shapes.code(row["how"]) for one in words["items"] for row in one["rows"] if row["how"] and "(" not in row["how"]]
    assert len(hows) > 2
    assert [one for one in hows if bare(one) not in text] == []


def test_a_resignation_bears_the_workers_signature_alone(sms):
    found = ends.running(sms)
    place, actor = ends.side_of(found, "worker")
    named = ending.Named(cause="resignation", ends_on=day("1404-02-10"), shown=Evidence(detail="به شهر دیگری می‌روم."))
    version = resigning.write(place, named, by=actor, at=NOW)
    ends.gave(found, "worker", version, sms, at=NOW)
    text = printed(version, at=NOW)
    for said in ("کارگر استعفا داده", "چهارشنبه ۱۰ اردیبهشت ۱۴۰۴", "به شهر دیگری می‌روم.", "خود کارگر"):
        assert bare(said) in text, said
    assert bare("صاحب امضای شرکت") not in text


def test_a_text_that_waits_for_its_signature_is_taken_home_without_a_seal(sms, client, clock):
    clock.move_to(NOW, tick=False)
    drafted = world.drafted()
    world.sending.freeze(world.place(drafted, drafted.keeps), by=drafted.keeps, at=NOW)
    where = reverse("contracts:paper_unsigned", args=[drafted.contract.token, "contract", 1])
    for person, status in ((drafted.worker, 404), (world.factories.person(level=2), 404), (drafted.keeper, 200)):
        client.force_login(person)
        assert client.get(where).status_code == status
    world.sent(drafted, sms=sms)
    client.force_login(drafted.worker)
    took = client.get(where)
    text = bare(text_of(took.content))
    for said in ("قرارداد کار (امضا نشده)", papers.UNSIGNED, "جوشکاری قطعات فلزی در کارگاه", "صاحب امضای شرکت"):
        assert bare(said) in text, said
    assert (b"/ByteRange" in took.content, Document.objects.count()) == (False, 0)


def test_an_amendment_is_printed_field_by_field_and_the_contracts_paper_says_that_there_is_one(sms):
    found = ends.running(sms)
    version = life.proposed(found, life.PLACE | {amendments.WAGE: 4_500_000}, reason="جابه‌جایی کارگاه")
    life.both(found, version, sms)
    text = printed(version, at=life.AT)
    for said in ("الحاقیه قرارداد کار", "۴٬۵۰۰٬۰۰۰ ریال", life.PLACE["work.place"], "جابه‌جایی کارگاه", calendar.long(life.DAY)):
        assert bare(said) in text, said
    first = papers.of(found.contract.versions.get(kind="contract"))
    assert contract_sweeps.amend(calendar.day_start_end(life.DAY)[0]) == 1
    told = standing.of(first)
    assert (told.state, told.words) == ("valid", readers.AMENDED)
    assert list(auditing.differences()) == []


def test_a_witness_stands_on_the_paper_and_in_what_is_compared(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    sent = world.sent(sms=sms)
    worker, friend = Side(sent, sent.worker, sms), world.factories.person(level=2, first_name="نادر", last_name="امینی")
    worker.post("read")
    friend.mobile_proved_at = NOW
    friend.save()
    worker.post("assist", helped.named(friend))
    worker.post("assist", {"code": world.by_code(sms, friend)})
    assert worker.signs("sign").status_code == 302
    version = sent.contract.versions.get(state="signed")
    text = printed(version, at=NOW)
    assert bare("نادر امینی") in text
    assert bare("گواه امضا") in text
    assert list(auditing.differences()) == []
    version.signatures.filter(side="witness").delete()
    assert [one.row for one in auditing.differences()] == [f"contracts_signature {version.pk} گواه"]
