"""The deeds of staff through their pages: each on what was seen, each refusal beside what was typed, nothing of a note to the client."""

import pytest

from kardad.billing.models import Invoice, Seller, VatRate
from kardad.core.models import Draft
from kardad.desk.actions import assigning, meanwhile, requests, reviewing, talking, working
from kardad.desk.models import Approval, Attachment, Deliverable, Message
from kardad.people.models import AccessRead
from tests.conftest import NOW
from tests.desk import world
from tests.desk.office_world import address, browser, hidden, opened, press, words
from tests.people.staff_world import picture

pytestmark = pytest.mark.django_db
CHECKED = dict.fromkeys(reviewing.CHECKS, "on")


@pytest.fixture
def expert(bureau, clock):
    """The expert's browser."""
    return browser(bureau.expert)


@pytest.fixture
def manager(bureau, clock):
    """The manager's browser."""
    return browser(bureau.manager)


def priced(found, client, **change):
    """The prices of the request, as its page proposes them."""
    item = found.items.get()
    typed = {f"quantity-{item.pk}": item.quantity, f"unit_price-{item.pk}": "", f"reason-{item.pk}": ""}
    return press(client, "price", found.pk, **(typed | {f"{key}-{item.pk}": value for key, value in change.items()}))


def test_a_manager_gives_a_request_to_an_expert_and_sees_who_carries_what(bureau, manager):
    world.in_review(bureau)
    world.skilled(bureau.other_expert, is_away=True)
    found = world.submitted(bureau)
    shown = words(opened(manager, "assign", found.pk))
    assert "۱ درخواست باز" in shown
    assert "در مرخصی است" in shown
    assert press(manager, "assign", found.pk, expert=bureau.expert.pk).status_code == 302
    assert world.fresh(found).assigned_to == bureau.expert


def test_a_conflict_is_told_without_its_name(bureau, manager, monkeypatch):
    found = world.submitted(bureau)
    monkeypatch.setattr(assigning, "conflicting", lambda request, at: {bureau.expert.pk})
    html = opened(manager, "assign", found.pk)
    assert "تعارض منافع دارد" in html
    answer = press(manager, "assign", found.pk, expert=bureau.expert.pk)
    assert answer.status_code == 422
    assert world.fresh(found).assigned_to is None


def test_another_expert_takes_over_for_a_reason(bureau, manager):
    found = world.in_review(bureau)
    assert press(manager, "assign", found.pk, expert=bureau.other_expert.pk).status_code == 422
    assert press(manager, "assign", found.pk, expert=bureau.other_expert.pk, reason="کارشناس پیشین در مرخصی است.").status_code == 302
    assert world.fresh(found).assigned_to == bureau.other_expert
    assert browser(bureau.expert).get(address("request", found.pk)).status_code == 404


def test_what_is_missing_is_named_by_ticks_and_in_words(bureau, expert):
    found = world.in_review(bureau, "written")
    assert "سند مربوط به پرسش" in opened(expert, "ask", found.pk)
    assert press(expert, "ask", found.pk, body="بفرستید.").status_code == 422
    answer = press(expert, "ask", found.pk, body="لطفاً بفرستید.", other="نامه قطع همکاری")
    assert answer.status_code == 302
    assert world.fresh(found).state == "info_requested"
    assert Message.objects.get(kind="question").missing == ["نامه قطع همکاری"]


def test_a_saved_reply_joins_what_was_typed_and_nothing_is_sent(bureau, expert):
    found = world.in_review(bureau)
    answer = press(expert, "ask", found.pk, body="سلام", other="فیش", reply="last_payslip", do="insert")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "سلام\n\nبرای محاسبه، تصویر خوانای آخرین فیش" in html
    assert 'value="فیش"' in html
    assert world.fresh(found).state == "in_review"
    press(expert, "ask", found.pk, body="سلام", other="فیش")
    assert not Draft.objects.exists()


def test_a_message_reaches_the_client_with_its_file(bureau, expert, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = world.in_review(bureau)
    seen = hidden(opened(expert, "say", found.pk), "seen")
    sent = expert.post(address("say", found.pk), {"seen": seen, "body": "خط یک\nخط دو", "files": [picture("سند.png")]})
    assert sent.status_code == 302
    said = Message.objects.get(body="خط یک\nخط دو")
    assert (said.is_internal, said.side, said.attachments.count()) == (False, "staff", 1)


def test_a_note_is_kept_from_the_client_and_looks_like_nothing_else(bureau, expert):
    found = world.in_review(bureau)
    talking.say(found, body="کی پاسخ می‌دهید؟", by=bureau.by("client"), at=NOW)
    assert press(expert, "note", found.pk, body="به نظرم دنباله‌دار است.").status_code == 302
    html = opened(expert, "request", found.pk)
    assert html.count("said-note") == 1
    assert html.count("said-client") == 1
    assert "متقاضی نمی‌بیند" in html
    client = browser(bureau.client)
    client.logout()
    client.force_login(bureau.client)
    assert "به نظرم دنباله‌دار است" not in client.get(f"/panel/requests/{found.pk}/").content.decode()


def test_words_of_the_client_are_escaped_and_their_lines_kept(bureau, expert):
    found = world.in_review(bureau)
    type(found).objects.filter(pk=found.pk).update(description="<script>alert(1)</script>\nخط دوم")
    html = opened(expert, "request", found.pk)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>خط دوم" in html


def test_an_opinion_is_asked_given_and_seen_by_staff_alone(bureau, expert):
    found = world.in_review(bureau)
    asked = {"of": bureau.other_expert.pk, "question": "ماده ۲۷ شامل این می‌شود؟", "is_shared": "no"}
    assert press(expert, "ask_opinion", found.pk, **asked).status_code == 302
    message = Message.objects.get(kind="opinion")
    colleague = browser(bureau.other_expert)
    html = opened(colleague, "opinion", message.pk)
    assert "ماده ۲۷ شامل این می‌شود؟" in html
    assert bureau.client.name not in html
    assert colleague.post(address("opinion", message.pk), {"verdict": "بله"}).status_code == 422
    assert colleague.post(address("opinion", message.pk), {"verdict": "بله", "body": "بخش دوم آن همین را می‌گوید."}).status_code == 302
    assert "ثبت شده است" in opened(colleague, "opinion", message.pk)
    assert "بخش دوم آن همین را می‌گوید" in opened(expert, "request", found.pk)


@pytest.mark.parametrize("left_out", list(reviewing.CHECKS))
def test_a_redirect_needs_all_five(bureau, expert, left_out):
    found = world.in_review(bureau, "written")
    ticked = {key: value for key, value in CHECKED.items() if key != left_out}
    assert press(expert, "redirect", found.pk, found.items.get().pk, **ticked).status_code == 422
    assert world.fresh(found).state == "in_review"


def test_a_redirect_with_all_five_ends_at_the_public_questions(bureau, expert):
    found = world.in_review(bureau, "written")
    assert press(expert, "redirect", found.pk, found.items.get().pk, **CHECKED).status_code == 302
    assert world.fresh(found).state == "redirected_to_qa"


def test_a_rejection_is_proposed_and_decided_by_a_manager(bureau, expert, manager):
    found = world.in_review(bureau)
    assert press(expert, "reject", found.pk, code="out_of_scope", reason="کوتاه").status_code == 422
    assert press(expert, "reject", found.pk, code="out_of_scope", reason="این کار مربوط به مالیات است.").status_code == 302
    approval = Approval.objects.get()
    assert "منتظر تصمیم مدیر" in opened(expert, "request", found.pk)
    assert address("approval", approval.pk) in opened(manager, "approvals")
    assert "منتظر مدیر" in opened(manager, "queue")
    assert address("price", found.pk) not in opened(manager, "queue", query=f"?open={found.pk}")
    assert press(manager, "approval", approval.pk, verdict="decline").status_code == 422
    assert press(manager, "approval", approval.pk, verdict="approve").status_code == 302
    assert world.fresh(found).state == "rejected"
    decided = opened(manager, "approval", approval.pk)
    assert "موافقت شد" in decided
    assert "موافق هستید؟" not in decided


def test_what_was_asked_of_a_manager_is_taken_back(bureau, expert):
    found = world.in_review(bureau)
    approval = reviewing.propose_rejection(found, code="out_of_scope", reason="مالیات است.", by=bureau.by("expert"), at=NOW)
    assert address("drop_approval", approval.pk) in opened(expert, "request", found.pk)
    assert press(expert, "drop_approval", approval.pk).status_code == 302
    assert world.fresh(approval).state == "dropped"


def test_nobody_decides_what_he_asked_for(bureau, manager):
    found = world.in_review(bureau)
    approval = reviewing.propose_rejection(found, code="out_of_scope", reason="مالیات است.", by=bureau.by("manager"), at=NOW)
    html = opened(manager, "approval", approval.pk)
    assert "همکار دیگری باید تصمیم بگیرد" in html
    press(manager, "approval", approval.pk, verdict="approve")
    assert world.fresh(approval).state == "asked"
    press(browser(bureau.other_manager), "approval", approval.pk, verdict="approve")
    assert world.fresh(found).state == "rejected"


def test_the_price_is_the_tariffs_and_the_invoice_is_what_was_seen(bureau, expert):
    found = world.in_review(bureau, "written")
    assert "۴٬۰۰۰٬۰۰۰ ریال" in words(opened(expert, "price", found.pk))
    assert priced(found, expert)["Location"] == address("invoice", found.pk)
    html = opened(expert, "invoice", found.pk)
    assert "۴٬۴۰۰٬۰۰۰\u00a0ریال" in html
    assert press(expert, "invoice", found.pk, total=hidden(html, "total")).status_code == 302
    invoice = world.fresh(found).invoice
    assert (invoice.subtotal, invoice.vat, invoice.total) == (4_000_000, 400_000, 4_400_000)


def test_the_sums_are_shown_before_anything_is_kept(bureau, expert):
    found = world.in_review(bureau, "written")
    item = found.items.get()
    answer = press(expert, "price", found.pk, **{f"quantity-{item.pk}": "۲", "do": "count"})
    assert "۸٬۸۰۰٬۰۰۰ ریال" in words(answer)
    item.refresh_from_db()
    assert (item.quantity, item.state) == (1, "pending")


def test_a_price_by_hand_has_its_reason_and_a_far_one_a_manager(bureau, expert, manager):
    found = world.in_review(bureau, "written")
    answer = priced(found, expert, unit_price="۶٬۰۰۰٬۰۰۰")
    assert answer.status_code == 422
    assert "دلیل" in words(answer)
    assert "۶٬۰۰۰٬۰۰۰" in answer.content.decode()
    assert priced(found, expert, unit_price="6000000", reason="سه قرارداد دارد").status_code == 302
    html = opened(expert, "invoice", found.pk)
    assert "موافقت مدیر لازم است" in html
    assert press(expert, "invoice", found.pk, total=hidden(html, "total")).status_code == 302
    assert not Invoice.objects.exists()
    approval = Approval.objects.get()
    assert "سه قرارداد دارد" in opened(manager, "approval", approval.pk)
    assert press(manager, "approval", approval.pk, verdict="approve").status_code == 302
    assert world.fresh(found).invoice.total == 6_600_000


@pytest.mark.parametrize(("gone", "said"), [(VatRate, "نرخ مالیات"), (Seller, "مشخصات فروشنده")])
def test_an_invoice_without_a_rate_or_a_seller_is_refused_clearly(bureau, expert, gone, said):
    found = world.priced(bureau, "written")
    gone.objects.all().delete()
    html = opened(expert, "invoice", found.pk)
    assert said in words(html)
    assert "صدور صورتحساب</button>" not in html
    assert press(expert, "invoice", found.pk).status_code == 409
    assert not Invoice.objects.exists()


def test_a_service_without_a_tariff_says_so(bureau, expert):
    found = world.in_review(bureau, "contract_review")
    assert "نرخی ندارد" in opened(expert, "price", found.pk)
    answer = priced(found, expert)
    assert answer.status_code == 409
    assert "نرخی تصویب نشده است" in words(answer)


def test_an_unknown_discount_is_said_beside_its_field(bureau, expert):
    found = world.priced(bureau, "written")
    answer = press(expert, "invoice", found.pk, discount_code="NOTHING", do="count")
    assert answer.status_code == 422
    assert "این کد تخفیف شناخته نشد" in words(answer)
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (world.partially_paid, "تا صورتحساب کامل پرداخت نشود"),
        (lambda bureau: world.paid(bureau, "phone_15"), "متقاضی برای «مشاوره تلفنی» هنوز نوبت نگرفته است"),
    ],
)
def test_work_that_may_not_begin_yet_has_no_page_but_a_reason(bureau, expert, made, why):
    found = made(bureau)
    answer = expert.get(address("start", found.pk))
    assert answer["Location"] == address("request", found.pk)
    assert why in words(expert.get(answer["Location"]))
    pressed = expert.post(address("start", found.pk), {"seen": meanwhile.stamp(found)})
    assert pressed.status_code == 409
    assert why in words(pressed)
    assert world.fresh(found).state == found.state


def test_work_begins_and_is_handed_over(bureau, expert):
    found = world.paid(bureau)
    assert press(expert, "start", found.pk).status_code == 302
    assert world.fresh(found).state == "in_progress"
    answer = press(expert, "deliver", found.pk)
    assert answer.status_code == 409
    assert "هنوز برای این خدمت‌ها چیزی تحویل نشده است" in words(answer)


def test_the_request_is_offered_to_be_handed_over_only_when_every_service_is_given(bureau, expert):
    found = world.in_progress(bureau, "written")
    item = found.items.get()
    html = opened(expert, "request", found.pk)
    assert address("deliver", found.pk) not in html
    assert f"نوشتن «{item.title}»" in html
    working.item_delivered(item, by=bureau.by("expert"), at=NOW)
    html = opened(expert, "request", found.pk)
    assert address("deliver", found.pk) in html
    assert "تحویل به متقاضی" not in html
    assert "تحویل درخواست" in html


def test_a_file_is_hidden_with_its_reason(bureau, expert):
    found = world.in_review(bureau)
    row = requests.attach(found, files=[world.stored(bureau.expert)], by=bureau.by("expert"), at=NOW)[0]
    assert press(expert, "hide", found.pk, row.pk, reason="").status_code == 422
    assert press(expert, "hide", found.pk, row.pk, reason="کارت ملی شخص دیگری است.").status_code == 302
    assert Attachment.objects.get().hidden_at == NOW
    assert "پنهان از متقاضی" in opened(expert, "request", found.pk)


def test_a_file_of_the_client_is_his_to_hide(bureau, expert):
    found = world.in_review(bureau)
    row = requests.attach(found, files=[world.stored(bureau.client)], by=bureau.by("client"), at=NOW)[0]
    assert address("hide", found.pk, row.pk) not in opened(expert, "request", found.pk)
    assert expert.get(address("hide", found.pk, row.pk)).status_code == 404


def test_a_look_at_particulars_has_a_reason_and_leaves_a_trace(bureau, expert):
    found = world.in_review(bureau)
    code = bureau.client.particulars.code
    assert code not in opened(expert, "request", found.pk)
    assert code not in opened(expert, "applicant", found.pk)
    assert not AccessRead.objects.exists()
    answer = expert.post(address("applicant", found.pk), {"reason": "identity"})
    assert code in answer.content.decode().translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")).replace(" ", "")
    assert answer["Cache-Control"] == "no-store"
    row = AccessRead.objects.get()
    assert (row.person, row.reader_id, row.reader_role) == (bureau.client, bureau.expert.pk, "expert")


def test_a_wrong_answer_is_called_back_by_a_manager_and_its_client_is_told(bureau, manager, expert):
    found = world.delivered(bureau, "written")
    paper = Deliverable.objects.create(
        item=found.items.get(), version=1, number="DL-7", token="t7", kind="opinion", made_by=bureau.expert, made_at=NOW, released_at=NOW
    )
    assert address("recall", found.pk, paper.pk) in opened(manager, "request", found.pk)
    assert address("recall", found.pk, paper.pk) not in opened(expert, "request", found.pk)
    assert press(manager, "recall", found.pk, paper.pk, reason="نادرست").status_code == 422
    assert press(manager, "recall", found.pk, paper.pk, reason="ماده ۲۴ به جای ماده ۲۷ آمده بود.").status_code == 302
    assert world.fresh(paper).recalled_at == NOW
    assert "پس گرفته شد" in opened(manager, "request", found.pk)


def test_the_second_press_learns_what_happened_and_loses_no_word(bureau, expert):
    found = world.in_review(bureau, "written")
    seen = hidden(opened(expert, "ask", found.pk), "seen")
    talking.say(found, body="فیش را پیدا کردم.", by=bureau.by("client"), at=NOW)
    answer = expert.post(address("ask", found.pk), {"seen": seen, "body": "فیش آخر را بفرستید.", "other": "فیش"})
    assert answer.status_code == 409
    assert "تغییر کرد" in words(answer)
    assert "پیامی فرستاده شد" in words(answer)
    assert "فیش آخر را بفرستید." in answer.content.decode()
    assert world.fresh(found).state == "in_review"
    again = expert.post(
        address("ask", found.pk), {"seen": hidden(answer.content.decode(), "seen"), "body": "باز هم بفرستید.", "other": "فیش"}
    )
    assert again.status_code == 302


def test_two_managers_give_one_request_once(bureau, manager):
    found = world.submitted(bureau)
    other = browser(bureau.other_manager)
    seen = hidden(opened(other, "assign", found.pk), "seen")
    press(manager, "assign", found.pk, expert=bureau.expert.pk)
    answer = other.post(address("assign", found.pk), {"seen": seen, "expert": bureau.other_expert.pk, "reason": "من دیرتر دیدم."})
    assert answer.status_code == 409
    assert "به کارشناس سپرده شد" in words(answer)
    assert world.fresh(found).assigned_to == bureau.expert


def test_a_deed_whose_time_is_over_leads_back_and_says_so(bureau, expert):
    found = world.invoiced(bureau)
    for name in ("ask", "price", "invoice", "start", "deliver", "reject"):
        answer = expert.get(address(name, found.pk), follow=True)
        assert answer.redirect_chain[-1][0] == address("request", found.pk)
        assert "در وضعیت کنونی درخواست ممکن نیست" in words(answer)


@pytest.mark.parametrize("state", [state for state in world.MAKERS if state != "draft"])
def test_the_request_opens_in_every_state_and_every_button_leads_to_a_page(bureau, expert, manager, state):
    found = world.request_in(state, bureau)
    for client in (expert, manager):
        answer = client.get(address("request", found.pk))
        if answer.status_code == 404 and client is expert and world.fresh(found).assigned_to_id is None:
            continue
        assert answer.status_code == 200
        for deed in answer.context["deeds"]:
            assert client.get(deed.href).status_code == 200, deed.href


def test_a_look_reads_the_clients_messages_for_his_expert_alone(bureau, expert, manager):
    found = world.in_review(bureau)
    said = talking.say(found, body="سلام", by=bureau.by("client"), at=NOW)
    opened(manager, "request", found.pk)
    assert world.fresh(said).read_at is None
    opened(expert, "request", found.pk)
    assert world.fresh(said).read_at == NOW
