"""The pages of hours, calls and papers through HTTP: what they do, and that nobody else reaches them."""

import pytest
from django.urls import reverse

from kardad.desk import answers, catalogue
from kardad.desk.actions import deliverables, slots
from kardad.desk.models import Appointment, Deliverable, Rating, Shift
from kardad.work.models import WorkItem
from tests import factories
from tests.conftest import NOW
from tests.desk import delivery_world as world
from tests.desk import test_delivery_papers as writing
from tests.desk.delivery_world import NINE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "shop")]


@pytest.fixture
def shop(db):
    """A tariff, a seller and a rate."""
    world.shop.open_shop()


@pytest.fixture
def call():
    """A phone item that is paid for, of which an hour may be taken."""
    held = world.phone(quantity=2)
    world.pay(world.paid_invoice(held.request, quantity=2))
    return held


@pytest.fixture
def opinion():
    """A written opinion that was released."""
    held = writing.paid("written")
    return deliverables.release(writing.write(held), by=writing.own(held), at=NOW)


@pytest.fixture
def figures():
    """A calculation that waits for its second expert: the paper and him."""
    held, second = writing.paid("payslip"), world.expert()
    row = writing.write(held, writing.figures())
    return deliverables.ask_signature(row, of=second, by=writing.own(held), at=NOW), second


def as_(client, person):
    client.force_login(person)
    return client


def slots_url(held):
    return reverse("desk:slots", args=[held.request_id, held.pk])


def key(held, starts_at=NINE):
    return f"{held.request.assigned_to_id}~{starts_at:%Y%m%dT%H%M%z}"


def test_a_client_takes_an_hour_moves_it_and_gives_it_back(client, call):
    as_(client, call.request.applicant)
    shown = client.get(slots_url(call)).content.decode()
    assert "با ضبط گفت‌وگو موافقم" in shown
    assert client.post(slots_url(call), {"hour": key(call), "may_record": "on"}).status_code == 302
    row = Appointment.objects.get()
    assert (row.state, row.may_record, row.starts_at) == ("booked", True, NINE)
    later = NINE.replace(hour=6, minute=30)
    client.post(slots_url(call), {"hour": key(call, later)})
    row = Appointment.objects.get(state="booked")
    assert (row.starts_at, row.may_record) == (later, True)
    assert "بیش از ۲۴ ساعت" in client.get(reverse("desk:slot_cancel", args=[row.pk])).content.decode()
    client.post(reverse("desk:slot_cancel", args=[row.pk]), {"reason": ""})
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_an_hour_that_is_not_offered_is_refused_on_the_page(client, call):
    as_(client, call.request.applicant)
    for hour in ("", "x", key(call, NINE.replace(minute=10))):
        assert client.post(slots_url(call), {"hour": hour}).status_code == 422
    assert not Appointment.objects.exists()


def test_the_button_for_an_absent_expert_comes_after_ten_minutes(client, call, clock):
    row = world.hold(call)
    as_(client, call.request.applicant)
    clock.move_to(NINE.replace(minute=39), tick=False)
    assert reverse("desk:slot_report", args=[row.pk]) not in client.get(slots_url(call)).content.decode()
    clock.move_to(NINE.replace(minute=40), tick=False)
    assert reverse("desk:slot_report", args=[row.pk]) in client.get(slots_url(call)).content.decode()
    client.post(reverse("desk:slot_report", args=[row.pk]))
    shown = client.get(slots_url(call)).content.decode()
    assert "ببخشید؛ کارشناس تماس نگرفت" in shown
    back = reverse("desk:request_withdraw", args=[call.request_id])
    assert back in shown
    client.post(back, {"reason": "کارشناس نبود.", "target": "source"})
    assert back not in client.get(slots_url(call)).content.decode()


def test_an_expert_calls_sees_no_number_and_hands_over_the_summary(client, call, clock):
    row = world.hold(call)
    mobile = call.request.applicant.particulars.mobile.removeprefix("+98")
    as_(client, row.expert)
    page = reverse("desk_office:call", args=[row.pk])
    clock.move_to(NINE, tick=False)
    client.post(reverse("desk_office:call_dial", args=[row.pk]))
    client.post(reverse("desk_office:call_note", args=[row.pk]), {"answered": "yes"})
    shown = client.get(page).content.decode()
    assert mobile not in shown
    assert "پاسخ داد" in shown
    assert client.post(page, {"summary": "کوتاه"}).status_code == 422
    assert client.post(page, {"summary": "موضوع مزد و مرخصی بررسی شد. " * 12}).status_code == 302
    row.refresh_from_db()
    assert row.state == "done"


def test_a_manager_sees_the_call_and_does_not_make_it(client, call):
    row = world.hold(call)
    as_(client, world.manager()[0])
    assert client.get(reverse("desk_office:call", args=[row.pk])).status_code == 200
    client.post(reverse("desk_office:call_dial", args=[row.pk]))
    assert not row.calls.exists()


def test_an_expert_lays_his_hours_and_a_manager_everybodys(client):
    expert, other = world.expert(), world.expert()
    told = {"day": "۱۴۰۴/۰۹/۰۴", "starts": "۹", "ends": "۱۱"}
    as_(client, expert)
    calendar = reverse("desk_office:calendar")
    assert client.post(calendar, told | {"expert": expert.pk}).status_code == 302
    assert client.post(calendar, told | {"expert": other.pk}).status_code == 422
    as_(client, world.manager()[0])
    assert client.post(calendar, told | {"expert": other.pk}).status_code == 302
    assert "نیک‌زاد" in client.get(f"{calendar}?week=1404-09-01").content.decode()
    assert Shift.objects.count() == 2
    client.force_login(expert)
    theirs = Shift.objects.get(expert=other)
    assert client.post(reverse("desk_office:shift_lift", args=[theirs.pk])).status_code == 404
    client.post(reverse("desk_office:shift_lift", args=[Shift.objects.get(expert=expert).pk]))
    assert list(Shift.objects.all()) == [theirs]


def test_a_client_reads_his_opinion_and_the_hour_is_kept(client, opinion):
    page = reverse("desk:deliverable", args=[opinion.token])
    shown = as_(client, opinion.item.request.applicant).get(page).content.decode()
    assert "تعهد ما کوشش کارشناسانه است" in shown
    assert "ماده ۲۴ قانون کار" in shown
    opinion.refresh_from_db()
    assert opinion.read_at == NOW


def test_a_draft_is_not_there_for_the_client_and_a_recalled_paper_tells_why(client, opinion):
    held = writing.paid("written")
    draft = writing.write(held)
    assert as_(client, held.request.applicant).get(reverse("desk:deliverable", args=[draft.token])).status_code == 404
    deliverables.recall(opinion, reason=writing.WHY, by=world.manager()[1], at=NOW)
    shown = as_(client, opinion.item.request.applicant).get(reverse("desk:deliverable", args=[opinion.token])).content.decode()
    assert writing.WHY in shown
    assert opinion.body["opinion"] not in shown


def test_an_expert_writes_asks_for_the_signature_and_releases(client):
    held, second = writing.paid("payslip"), world.expert()
    as_(client, held.request.assigned_to)
    page = reverse("desk_office:paper_write", args=[held.pk])
    assert client.post(page, {"words": "x"}).status_code == 422
    kept = keep_sheet(held.request.assigned_to)
    assert client.post(page, {"sheets": [kept.pk], "words": "شرح"}).status_code == 302
    row = Deliverable.objects.get()
    assert row.body["sheets"][0]["inputs"] == kept.inputs
    assert client.post(reverse("desk_office:paper_release", args=[row.pk])).status_code == 409
    assert client.post(reverse("desk_office:paper_signer", args=[row.pk]), {"signer": second.pk}).status_code == 302
    as_(client, second)
    assert client.post(reverse("desk_office:paper_sign", args=[row.pk]), {"verdict": "back", "reason": ""}).status_code == 422
    assert client.post(reverse("desk_office:paper_sign", args=[row.pk]), {"verdict": "sign"}).status_code == 302
    as_(client, held.request.assigned_to)
    assert client.post(reverse("desk_office:paper_release", args=[row.pk])).status_code == 302
    book = as_(client, held.request.applicant).get(reverse("desk:deliverable_workbook", args=[row.token]))
    assert book.content[:2] == b"PK"
    assert book["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("code", "label"), [("phone_15", "پیوست خلاصه"), ("training", "جزوه")])
def test_the_paper_of_an_hour_has_no_page_before_the_hour_was_held(client, code, label):
    held = writing.paid(code, inputs={"side": "worker"})
    as_(client, held.request.assigned_to)
    page = reverse("desk_office:paper_write", args=[held.pk])
    answer = client.get(page)
    assert answer["Location"] == reverse("desk_office:request", args=[held.request_id])
    assert "هنوز نوبتی برگزار نشده است" in client.get(answer["Location"]).content.decode()
    assert client.post(page, {"text": "متن " * 100}).status_code == 409
    assert not Deliverable.objects.exists()
    held.appointments.create(expert=held.request.assigned_to, starts_at=NOW, minutes=15, state="done", made_at=NOW)
    shown = client.get(page).content.decode()
    assert label in shown
    assert "متن جزوه" not in shown


def test_what_the_client_told_is_read_in_his_words_beside_the_paper(client):
    held = writing.paid("petition", inputs={"side": "worker", "claims": ["wage"]})
    told = answers.told(catalogue.service("petition"), held.inputs)
    shown = as_(client, held.request.assigned_to).get(reverse("desk_office:paper_write", args=[held.pk])).content.decode()
    assert told
    assert all(one.label in shown and one.value in shown for one in told)
    assert "<dt>side</dt>" not in shown
    assert "<dd>worker</dd>" not in shown


def test_the_page_of_a_paper_tells_the_next_step_and_the_last_press_delivers_all(client):
    held = writing.paid("written")
    other = world.item(held.request, "petition", title="دادخواست من")
    first = writing.write(held)
    as_(client, held.request.assigned_to)
    page = reverse("desk_office:paper_release", args=[first.pk])
    assert "دادن این سند به متقاضی" in client.get(page).content.decode()
    shown = client.post(page, follow=True).content.decode()
    assert "مانده است: «دادخواست من»" in shown
    assert reverse("desk_office:paper_write", args=[other.pk]) in shown
    last = writing.write(other, {"text": "# دادخواست"})
    page = reverse("desk_office:paper_release", args=[last.pk])
    assert "دادن سند و تحویل درخواست" in client.get(page).content.decode()
    assert "درخواست تحویل شد؛ متقاضی تا" in client.post(page, follow=True).content.decode()
    held.request.refresh_from_db()
    assert held.request.state == "delivered"


def test_a_manager_ends_the_service_of_a_used_hour_from_its_page(client, call):
    for _ in range(2):
        row = call.appointments.create(
            expert=call.request.assigned_to, starts_at=NOW, minutes=15, state="missed", cause="goodwill", made_at=NOW, ended_at=NOW
        )
    page = reverse("desk_office:call", args=[row.pk])
    as_(client, call.request.assigned_to)
    assert "پایان دادن به این خدمت" not in client.get(page).content.decode()
    as_(client, world.manager()[0])
    assert "پایان دادن به این خدمت" in client.get(page).content.decode()
    client.get(reverse("desk_office:call_end", args=[row.pk]))
    call.refresh_from_db()
    assert call.state == "in_progress"
    shown = client.post(reverse("desk_office:call_end", args=[row.pk]), follow=True).content.decode()
    call.refresh_from_db()
    assert call.state == "cancelled", shown


def test_an_uploaded_list_says_that_persons_and_not_the_engine_checked_its_figures(client):
    said, checked = "موتور محاسبه فایل پیوست را دوباره حساب نکرده است", "رقم‌های فایل پیوست را دو کارشناس سنجیده‌اند"
    held, second = writing.paid("payslip"), world.expert()
    row = writing.write(held, {"sheets": [], "words": "لیست مرداد", "attached": True})
    deliverables.ask_signature(row, of=second, by=writing.own(held), at=NOW)
    as_(client, second)
    assert "فایل پیوست دوباره حساب نمی‌شود" in client.get(reverse("desk_office:paper_sign", args=[row.pk])).content.decode()
    drawn = client.get(reverse("desk_office:deliverable", args=[row.pk])).content.decode()
    assert (said in drawn, checked in drawn) == (True, False)
    deliverables.sign(row, by=world.as_expert(second), at=NOW)
    deliverables.release(row, by=writing.own(held), at=NOW)
    shown = as_(client, held.request.applicant).get(reverse("desk:deliverable", args=[row.token])).content.decode()
    assert (said in shown, checked in shown) == (True, True)


def test_figures_of_the_engine_say_nothing_of_a_file(client, figures):
    row, second = figures
    assert "فایل پیوست" not in as_(client, second).get(reverse("desk_office:deliverable", args=[row.pk])).content.decode()


def keep_sheet(person):
    from kardad.calc import actions
    from kardad.law import instruments

    told = {"month": "1404-05", "married": True}
    return actions.keep(
        person, calculator="payslip", given=told, title="فیش", law=instruments.current(), by=factories.actor(person), at=NOW
    )


@pytest.mark.parametrize("code", ["written", "petition"])
def test_an_expert_writes_an_opinion_or_a_document(client, code):
    held = writing.paid(code)
    told = writing.OPINION | {"law_on": "۱۴۰۴/۰۹/۰۱", "text": "# عنوان\nمتن سند"}
    page = reverse("desk_office:paper_write", args=[held.pk])
    as_(client, held.request.assigned_to)
    assert client.get(page).status_code == 200
    assert client.post(page, told).status_code == 302
    assert client.get(reverse("desk_office:deliverable", args=[Deliverable.objects.get().pk])).status_code == 200


def test_a_document_comes_with_its_file_and_the_file_is_the_clients_alone(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests import samples

    held = writing.paid("petition")
    as_(client, held.request.assigned_to)
    told = {"text": "متن", "law_on": "۱۴۰۴/۰۹/۰۱", "file": SimpleUploadedFile("x.pdf", samples.PDF)}
    assert client.post(reverse("desk_office:paper_write", args=[held.pk]), told).status_code == 302
    row = Deliverable.objects.get()
    deliverables.release(row, by=writing.own(held), at=NOW)
    page = reverse("desk:deliverable_file", args=[row.token, row.files.get().pk])
    assert as_(client, held.request.applicant).get(page).status_code == 200
    assert as_(client, factories.person()).get(page).status_code == 404


def test_a_client_asks_one_question_and_rates_once(client, opinion):
    as_(client, opinion.item.request.applicant)
    asking = reverse("desk:follow_up", args=[opinion.token])
    assert client.post(asking, {"body": "آیا برای پاره‌وقت هم هست؟"}).status_code == 302
    assert client.post(asking, {"body": "آیا برای ساعتی هم هست؟"}).status_code == 409
    held = opinion.item
    held.refresh_from_db()
    held.request.state = "closed"
    held.request.save()
    page = reverse("desk:rate", args=[held.request_id, held.pk])
    assert client.post(page, {"score": "9"}).status_code == 422
    assert client.post(page, {"score": "4", "tags": ["clear"], "comment": ""}).status_code == 302
    assert client.post(page, {"score": "5"}).status_code == 409
    assert Rating.objects.get().score == 4


def theirs(call, opinion, row):
    """Every address of a client's hours and papers."""
    return [
        slots_url(call),
        reverse("desk:slot_cancel", args=[row.pk]),
        reverse("desk:slot_report", args=[row.pk]),
        reverse("desk:rate", args=[call.request_id, call.pk]),
        reverse("desk:deliverable", args=[opinion.token]),
        reverse("desk:deliverable_workbook", args=[opinion.token]),
        reverse("desk:follow_up", args=[opinion.token]),
    ]


def test_nobody_else_reaches_a_clients_hours_and_papers(client, call, opinion):
    row = world.hold(call)
    others = [factories.person(), world.expert(), world.manager()[0], factories.staff("finance_officer"), call.request.assigned_to]
    for person in others:
        as_(client, person)
        assert {client.get(url).status_code for url in theirs(call, opinion, row)} == {404}
        assert {client.post(url).status_code for url in theirs(call, opinion, row)} == {404, 405}  # what is only read takes no post
    row.refresh_from_db()
    assert row.state == "booked"


def office(call, row, held):
    """Every address of staff over these."""
    return [
        reverse("desk_office:call", args=[call.pk]),
        reverse("desk_office:paper_write", args=[held.pk]),
        reverse("desk_office:deliverable", args=[row.pk]),
        reverse("desk_office:paper_sign", args=[row.pk]),
        reverse("desk_office:paper_signer", args=[row.pk]),
        reverse("desk_office:paper_release", args=[row.pk]),
        reverse("desk_office:paper_workbook", args=[row.pk]),
    ]


def test_neither_clients_nor_finance_nor_other_experts_reach_the_pages_of_staff(client, call, figures):
    row, _ = figures
    made = world.hold(call)
    for person in (row.item.request.applicant, factories.person(), factories.staff("finance_officer"), world.expert()):
        as_(client, person)
        assert {client.get(url).status_code for url in office(made, row, row.item)} == {404}
    for name in ("call_dial", "call_note", "call_miss", "call_more"):
        assert client.post(reverse(f"desk_office:{name}", args=[made.pk]), {"answered": "yes", "units": 1}).status_code == 404


def test_the_second_expert_sees_the_paper_and_its_inputs_and_nothing_else(client, figures):
    row, second = figures
    as_(client, second)
    shown = client.get(reverse("desk_office:deliverable", args=[row.pk]))
    assert shown.status_code == 200
    assert row.item.request.description not in shown.content.decode()
    for url in (
        reverse("desk_office:paper_write", args=[row.item_id]),
        reverse("desk_office:paper_signer", args=[row.pk]),
        reverse("desk_office:paper_release", args=[row.pk]),
        reverse("desk_office:request", args=[row.item.request_id]),
    ):
        assert client.get(url).status_code == 404
    assert WorkItem.objects.get(kind="deliverable.sign").assigned_to_id == second.pk


def test_an_expert_who_asked_for_himself_is_a_client_and_nothing_else(client):
    asker = world.expert()
    held = world.item(world.request(applicant=asker, assigned_to=world.expert()), "written")
    assert as_(client, asker).get(reverse("desk_office:paper_write", args=[held.pk])).status_code == 404


def test_the_list_of_hours_costs_the_same_however_many_there_are(client, call, django_assert_max_num_queries):
    as_(client, call.request.applicant)
    client.get(slots_url(call))
    for place in range(3):
        world.shift(world.expert(), NINE.replace(hour=7 + place))
    with django_assert_max_num_queries(22):
        client.get(slots_url(call))


def test_a_visitor_is_led_to_log_in(client, call):
    assert client.get(slots_url(call)).status_code == 302
    assert slots.is_ready(call) is False
