"""Papers in versions: what is released never changes, figures need a second hand, a manager calls back."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from kardad.core.models import Event
from kardad.desk import papers, policy
from kardad.desk.actions import deliverables, ratings
from kardad.desk.models import Deliverable, Rating
from kardad.desk.queries import delivery as queries
from kardad.desk.shown import workbooks
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.law import instruments
from kardad.work.models import WorkItem
from tests import factories
from tests.conftest import NOW
from tests.desk import delivery_world as world

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 22)
WHY = "رقم مانده مرخصی در این سند درست نبود."
OPINION = {
    "facts": "سه سال کار با قرارداد یک‌ساله",
    "question": "آیا سنوات پایان هر سال پرداخت می‌شود؟",
    "articles": ["ll-24"],
    "opinion": "مزد یک ماه برای هر سال سابقه",
    "next_steps": "درخواست کتبی به کارفرما",
    "limits": "بر پایه گفته شما",
}


@pytest.fixture
def shop(db):
    """A tariff, a seller and a rate."""
    world.shop.open_shop()


def paid(code, **extra):
    held = world.item(world.request(assigned_to=world.expert()), code, **extra)
    world.pay(world.paid_invoice(held.request, code if code in world.shop.TARIFF else "written"))
    return held


def own(held):
    return world.as_expert(held.request.assigned_to)


def write(held, body=OPINION, by=None, at=NOW, **more):
    return deliverables.write(held, kind=papers.KINDS_OF[held.delivery][0], body=body, law_on=DAY, by=by or own(held), at=at, **more)


def figures(**inputs):
    told = {"month": "1404-05", "married": True, "children": 1} | inputs
    return {"sheets": [papers.sheet("payslip", told, title="فیش مرداد", law=instruments.current())]}


def signed(held):
    second = world.expert()
    row = write(held, figures())
    deliverables.ask_signature(row, of=second, by=own(held), at=NOW)
    return deliverables.sign(row, by=world.as_expert(second), at=NOW)


def test_an_opinion_is_written_released_and_read(shop):
    held = paid("written")
    row = write(held)
    assert (row.version, row.kind, row.released_at) == (1, "opinion", None)
    assert row.number.startswith("DL-1404-")
    deliverables.release(row, by=own(held), at=NOW)
    held.refresh_from_db()
    assert held.state == "delivered"
    for moment in (NOW + timedelta(hours=1), NOW + timedelta(hours=2)):
        row = deliverables.read(row, by=world.as_client(held.request), at=moment)
    assert row.read_at == NOW + timedelta(hours=1)
    assert Event.objects.filter(name="deliverable.read").count() == 1


@pytest.mark.parametrize("lacking", ["facts", "question", "opinion", "next_steps", "limits", "articles"])
def test_an_opinion_says_every_part(shop, lacking):
    with pytest.raises(deliverables.Incomplete):
        write(paid("written"), OPINION | {lacking: ""})
    assert not Deliverable.objects.exists()


def test_law_that_is_in_no_list_may_be_written_out(shop):
    assert write(paid("written"), OPINION | {"articles": [], "law": "ماده ۱۰ قانون مسئولیت مدنی"}).pk


def test_a_draft_is_written_over_and_what_was_released_never_changes(shop):
    held = paid("written")
    first = write(held)
    assert write(held, OPINION | {"opinion": "نظر دوم"}).pk == first.pk
    deliverables.release(first, by=own(held), at=NOW)
    with pytest.raises(deliverables.NotNow):
        write(held, OPINION | {"opinion": "نظر سوم"})
    for deed in (deliverables.release, deliverables.sign):
        with pytest.raises(deliverables.NotOpen):
            deed(first, by=own(held), at=NOW)
    first.refresh_from_db()
    assert first.body["opinion"] == "نظر دوم"


def test_after_a_recall_the_item_is_worked_on_again_and_the_next_version_stands_beside_the_old(shop):
    held = paid("written")
    first = deliverables.release(write(held), by=own(held), at=NOW)
    _, manager = world.manager()
    deliverables.recall(first, reason=WHY, by=manager, at=NOW)
    held.refresh_from_db()
    held.request.refresh_from_db()
    assert (held.state, held.request.state, held.request.due_at) == ("in_progress", "reopened", None)
    assert Letter.objects.filter(event="deliverable.recalled").count() == 1
    with pytest.raises(deliverables.NotOpen):
        deliverables.recall(first, reason=WHY, by=manager, at=NOW)
    second = write(held, OPINION | {"opinion": "نظر درست"})
    assert (second.version, second.number != first.number) == (2, True)
    deliverables.release(second, by=own(held), at=NOW)
    held.request.refresh_from_db()
    assert held.request.state == "delivered"
    assert [row.version for row in queries.papers_of(held, is_staff=False)] == [2, 1]


def test_the_last_paper_that_is_given_delivers_the_request_in_the_same_press(shop):
    held = paid("written")
    other = world.item(held.request, "petition")
    deliverables.release(write(held), by=own(held), at=NOW)
    held.request.refresh_from_db()
    assert (held.request.state, held.request.delivered_at) == ("in_progress", None)
    deliverables.release(write(other, {"text": "# دادخواست"}), by=own(held), at=NOW)
    held.request.refresh_from_db()
    assert (held.request.state, held.request.delivered_at) == ("delivered", NOW)
    assert held.request.due_at == NOW + policy.ACCEPT_WITHIN
    assert Letter.objects.filter(event="request.delivered").count() == 1


@pytest.mark.parametrize("code", ["phone_15", "training"])
def test_a_paid_hour_is_never_delivered_by_a_paper_without_it(shop, code):
    held = paid(code)
    with pytest.raises(deliverables.NotHeld):
        write(held, {"text": "متن " * 100})
    row = Deliverable.objects.create(
        item=held,
        version=1,
        number="DL-1",
        token="t",
        kind=papers.KINDS_OF[held.delivery][0],
        body={"text": "متن " * 100},
        made_by=held.request.assigned_to,
        made_at=NOW,
    )
    with pytest.raises(deliverables.NotHeld):
        deliverables.release(row, by=own(held), at=NOW)
    held.refresh_from_db()
    assert (held.state, held.delivered_at, row.released_at) == ("in_progress", None, None)


def test_an_expert_or_a_client_recalls_nothing(shop):
    held = paid("written")
    row = deliverables.release(write(held), by=own(held), at=NOW)
    for by in (own(held), world.as_client(held.request)):
        with pytest.raises(NotAllowed):
            deliverables.recall(row, reason=WHY, by=by, at=NOW)
    row.refresh_from_db()
    assert row.recalled_at is None


def test_only_the_expert_of_the_request_writes_and_only_what_the_service_is(shop):
    held = paid("written")
    with pytest.raises(NotAllowed):
        write(held, by=world.as_expert(world.expert()))
    with pytest.raises(deliverables.NotNow):
        deliverables.write(held, kind="calculation", body=figures(), law_on=DAY, by=own(held), at=NOW)


def test_nothing_is_written_before_the_work_began(shop):
    with pytest.raises(deliverables.NotNow):
        write(world.item(world.request(state="paid", assigned_to=world.expert()), "written", state="priced"))


def test_figures_are_not_released_before_a_second_expert_signed(shop):
    held = paid("payslip")
    row = write(held, figures())
    with pytest.raises(deliverables.NotSigned):
        deliverables.release(row, by=own(held), at=NOW)
    row = signed(held)
    assert row.signed_by_id != row.made_by_id
    deliverables.release(row, by=own(held), at=NOW)
    assert not WorkItem.objects.filter(kind="deliverable.sign", closed_at=None).exists()


def test_whoever_made_it_or_was_not_asked_does_not_sign(shop):
    held = paid("payslip")
    row = write(held, figures())
    for of in (held.request.assigned_to, held.request.applicant, factories.person()):
        with pytest.raises(deliverables.SameHand):
            deliverables.ask_signature(row, of=of, by=own(held), at=NOW)
    deliverables.ask_signature(row, of=world.expert(), by=own(held), at=NOW)
    for by in (own(held), world.as_expert(world.expert())):
        with pytest.raises(deliverables.SameHand):
            deliverables.sign(row, by=by, at=NOW)


def test_figures_that_were_changed_after_the_signature_need_another(shop):
    held = paid("payslip")
    row = signed(held)
    assert write(held, figures(children=2)).pk == row.pk
    with pytest.raises(deliverables.NotSigned):
        deliverables.release(row, by=own(held), at=NOW)


def test_figures_that_the_inputs_do_not_give_are_not_signed(shop):
    held, second = paid("payslip"), world.expert()
    body = figures()
    body["sheets"][0]["sheet"]["totals"]["net"] += 1
    row = write(held, body)
    deliverables.ask_signature(row, of=second, by=own(held), at=NOW)
    with pytest.raises(deliverables.NotReproduced):
        deliverables.sign(row, by=world.as_expert(second), at=NOW)


def test_the_second_expert_sends_back_with_a_reason(shop):
    held, second = paid("payslip"), world.expert()
    row = write(held, figures())
    deliverables.ask_signature(row, of=second, by=own(held), at=NOW)
    with pytest.raises(deliverables.Incomplete):
        deliverables.send_back(row, reason=" ", by=world.as_expert(second), at=NOW)
    row = deliverables.send_back(row, reason="فرزند دوم را حساب کنید.", by=world.as_expert(second), at=NOW)
    assert (row.signer, row.note) == (None, "فرزند دوم را حساب کنید.")


def test_inputs_that_cannot_be_read_make_no_sheet():
    with pytest.raises(BadInput):
        papers.sheet("payslip", {"month": "1404-13"}, title="x", law=instruments.current())


def test_the_workbook_holds_inputs_figures_sources_and_the_version_of_the_law(shop):
    held = paid("payslip")
    row = signed(held)
    book = openpyxl.load_workbook(io.BytesIO(workbooks.workbook(row)))
    cells = [cell for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line if cell is not None]
    sheet = row.body["sheets"][0]["sheet"]
    assert sheet["totals"]["net"] in cells
    assert {line["amount"] for line in sheet["lines"] if line["amount"]} <= set(cells)
    assert {row.number, instruments.current().version} <= set(cells)
    assert all(one.sheet_view.rightToLeft for one in book)


def test_a_document_keeps_every_version_and_shows_what_changed(shop):
    held = paid("petition")
    first = write(held, {"text": "# دادخواست\nخواهان: علی\nخواسته: سنوات"})
    second = write(held, {"text": "# دادخواست\nخواهان: علی\nخواسته: سنوات و عیدی"}, note="عیدی افزوده شد")
    assert (first.version, second.version) == (1, 2)
    marks = [(one.mark, one.line) for one in papers.changes(first.body["text"], second.body["text"])]
    assert marks == [("", "دادخواست"), ("", "خواهان: علی"), ("del", "خواسته: سنوات"), ("ins", "خواسته: سنوات و عیدی")]
    with pytest.raises(deliverables.NotOpen):
        deliverables.release(first, by=own(held), at=NOW)


def test_one_free_question_follows_an_opinion_and_not_a_second(shop):
    held = paid("written")
    row = deliverables.release(write(held), by=own(held), at=NOW)
    client = world.as_client(held.request)
    message = deliverables.follow_up(row, body="آیا این برای پاره‌وقت هم هست؟", by=client, at=NOW)
    row.refresh_from_db()
    assert row.follow_up == message
    assert message.side == "client"
    with pytest.raises(deliverables.FollowedUp):
        deliverables.follow_up(row, body="و یک پرسش دیگر هم دارم", by=client, at=NOW)


def test_a_calculation_gives_no_free_question(shop):
    held = paid("payslip")
    row = deliverables.release(signed(held), by=own(held), at=NOW)
    with pytest.raises(deliverables.FollowedUp):
        deliverables.follow_up(row, body="یک پرسش درباره این محاسبه", by=world.as_client(held.request), at=NOW)


def rated(held, **more):
    return ratings.rate(held, by=world.as_client(held.request), at=NOW, **({"score": 5} | more))


def test_an_item_is_rated_once_after_it_was_delivered():
    held = world.item(world.request(state="closed", assigned_to=world.expert()), "written", state="delivered")
    assert rated(held, score=4, tags=["clear"], comment="خوب بود").tags == ["clear"]
    with pytest.raises(ratings.Rated):
        rated(held)
    (row,) = queries.ratings_by_expert(NOW, NOW + timedelta(days=1))
    assert (row["expert"], row["average"], row["count"]) == (held.request.assigned_to_id, 4, 1)
    (row,) = queries.ratings_by_service(NOW, NOW + timedelta(days=1))
    assert (row["service"], row["average"]) == ("written", 4)


def test_what_is_not_delivered_is_not_rated():
    with pytest.raises(ratings.Rated):
        rated(world.item(world.request(assigned_to=world.expert()), "written"))


@pytest.mark.parametrize("wrong", [{"score": 0}, {"score": 6}, {"score": "5"}, {"score": True}, {"score": 5, "tags": ["چاپلوسی"]}], ids=str)
def test_a_score_that_is_none_is_refused(wrong):
    held = world.item(world.request(state="closed"), "written", state="delivered")
    with pytest.raises(ratings.BadRating):
        rated(held, **wrong)
    assert not Rating.objects.exists()
