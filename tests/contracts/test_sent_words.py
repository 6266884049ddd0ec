"""What the employer writes after he took his words back, or before the next ones are sent, reaches the worker by no way."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kardad.contracts.actions import activating, drafting, ending, resigning, sending, writing
from kardad.contracts.causes import Evidence
from kardad.contracts.models import Annex, Contract
from kardad.core.models import StoredFile
from kardad.inbox.models import Letter
from kardad.outbox.models import Message
from tests.contracts import test_ending as ends
from tests.contracts import world
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import NOW, day
from tests.people.staff_world import stored

pytestmark = pytest.mark.django_db

NEW = ("انباردار", "زهرایی", "۱۴۰۵")
"""A job, a name and a year that were never sent."""
OLD = ("جوشکار", "رضایی")
PAGES = ("contract", "read", "compare", "reject", "correct", "sign", "assist", "life", "renewal", "papers", "ending")


@pytest.fixture
def sides(sms, clock):
    """A contract that lies with its worker, with a paper beside it; its two sides at their browsers."""
    clock.move_to(NOW, tick=False)
    made = world.drafted()
    drafting.annex(made.contract, [_paper(made)], title="آیین‌نامه", by=made.keeps, at=NOW)
    world.sent(made, sms=sms)
    return made, Side(made, made.keeper, sms), Side(made, made.worker, sms, ip="10.0.0.2")


def _paper(made):
    return StoredFile.objects.get(pk=stored(made.keeper, NOW))


def _rewritten(made, at):
    """Its employer writes another job, name and end, takes the paper away and lays another one down."""
    for part, told in {
        "work": {"job_title": NEW[0]},
        "worker": {"name": f"علی {NEW[1]}"},
        "term": {"starts_on": day("1405-01-01"), "ends_on": day("1405-06-31"), "trial_days": None},
    }.items():
        drafting.save_part(made.contract, part=part, told=told, by=made.keeps, at=at)
    drafting.take_annex_away(made.contract.annexes.get(removed_at=None), by=made.keeps, at=at)
    return drafting.annex(made.contract, [_paper(made)], title=NEW[0], by=made.keeps, at=at)[0]


def _told(side):
    """All that this side reads of the contract, by where he reads it."""
    found = {name: side.get(name, *((2,) if name == "compare" else ())).content.decode() for name in PAGES}
    for name in ("contracts:index", "contracts:ends", "portal:panel", "inbox:inbox"):
        answer = side.client.get(reverse(name))
        assert answer.status_code == 200, name
        found[name] = answer.content.decode()
    drawn = side.get("paper_unsigned", "contract", 1)
    assert drawn.status_code == 200
    found["pdf"] = "".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn.content)).pages)
    for letter in Letter.objects.filter(person=side.person):
        found[f"letter {letter.event}"] = f"{letter.title} {letter.text}"
    return found


def _leaks(side):
    return [(where, word) for where, said in _told(side).items() for word in NEW if word in said]


def test_after_a_recall_the_worker_reads_the_words_that_were_sent_and_no_others(sides, clock):
    made, keeper, worker = sides
    sending.recall(world.place(made, made.keeps), by=made.keeps, at=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    clock.move_to(later, tick=False)
    written = _rewritten(made, later)
    assert _leaks(worker) == []
    shown = _told(worker)
    assert all(word in shown[where] for where in ("contract", "contracts:index") for word in OLD[:1])
    kept = Annex.objects.get(removed_at__isnull=False)
    assert reverse("contracts:annex", args=[made.contract.token, kept.pk]) in shown["read"]
    assert (worker.get("annex", kept.pk).status_code, worker.get("annex", written.pk).status_code) == (200, 404)
    assert keeper.get("annex", written.pk).status_code == 200
    assert NEW[0] in keeper.get("contract").content.decode()
    listed = keeper.client.get(reverse("contracts:index"), {"whose": f"organisation-{made.company.pk}"})
    assert NEW[0] in listed.content.decode()


def test_what_is_written_anew_before_the_days_are_over_is_not_in_the_letter_that_says_so(sides, clock, sms):
    made, _, worker = sides
    worker.post("read")
    fields = {path.name: row.path for _, _, rows in worker.get("correct").context["form"].shown for row, path in rows}
    wish = next(name for name, path in fields.items() if path == "work.place")
    assert worker.post("correct", {wish: "شیراز، کارگاه دیگر"}).status_code == 302
    later = NOW + timedelta(minutes=2)
    _rewritten(made, later)
    assert _leaks(worker) == []
    due = Contract.objects.get(pk=made.contract.pk).due_at
    clock.move_to(due + timedelta(minutes=1), tick=False)
    assert sending.lapse(made.contract.pk, at=due + timedelta(minutes=1))
    assert Letter.objects.filter(person=made.worker, event="contract.expired").count() == 1
    worker.client.force_login(made.worker)
    assert _leaks(worker) == []
    assert not any(word in row.parameters for row in Message.objects.all() for word in NEW[:2])


def test_that_a_next_contract_is_being_written_is_its_employers_to_know(sides, clock, sms):
    made, keeper, worker = sides
    world.signed(made, sms=sms, at=NOW + timedelta(minutes=1))
    assert activating.activate(made.contract.pk, at=NOW + timedelta(minutes=2))
    near = made.contract.ends_on - timedelta(days=20) - day("1404-01-05")
    clock.move_to(NOW + near, tick=False)
    for side in (keeper, worker):
        side.client.force_login(side.person)
    begun = writing.begin_again(made.keeper, made.contract, way="renew", by=made.keeps, at=NOW + near)
    for name in ("life", "renewal"):
        pages = {side.person.pk: side.get(name) for side in (keeper, worker)}
        assert {answer.status_code for answer in pages.values()} == {200}, name
        assert begun.token in pages[made.keeper.pk].content.decode(), name
        assert begun.token not in pages[made.worker.pk].content.decode(), name


@pytest.mark.parametrize(
    ("write", "cause", "side"), [("write", "resignation", "worker"), ("propose", "mutual", "worker"), ("propose", "mutual", "employer")]
)
def test_an_end_that_its_writer_has_not_signed_is_his_alone(sms, clock, write, cause, side):
    clock.move_to(NOW, tick=False)
    made = ends.running(sms)
    both = {"employer": Side(made, made.keeper, sms), "worker": Side(made, made.worker, sms)}
    writer, other = both.pop(side), both.popitem()[1]
    place, by = ends.side_of(made, side)
    named = ending.Named(cause=cause, ends_on=day("1404-02-20"), shown=Evidence(detail="رازسربسته"), file=_paper(made))
    version = getattr(resigning if write == "write" else ending, write)(place, named, by=by, at=NOW)
    assert "۲۰ اردیبهشت" in writer.get("ending").content.decode()
    for name in PAGES:
        said = other.get(name, *((2,) if name == "compare" else ())).content.decode()
        assert ("رازسربسته" in said, "۲۰ اردیبهشت" in said) == (False, False), name
    assert [one.get("ending_paper").status_code for one in (writer, other)] == [200, 404]
    ends.gave(made, side, version, sms, at=NOW)
    for one in (writer, other):
        one.client.force_login(one.person)
    assert "۲۰ اردیبهشت" in other.get("ending").content.decode()
    assert other.get("ending_paper").status_code == 200
