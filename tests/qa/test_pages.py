"""The pages of questions: who sees what, what machines are told, how a visitor asks, and that lists stay cheap."""

import json
import re

import pytest
from django.urls import reverse

from kardad.qa import policy, shown
from kardad.qa.actions import answers, living, questions
from kardad.qa.models import Answer, Opinion, Question
from kardad.qa.queries import similar
from tests.conftest import NOW
from tests.qa.conftest import asked

pytestmark = pytest.mark.usefixtures("clock")


def html(client, where):
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def facts(page):
    """The JSON-LD of a page."""
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])["@graph"]


def test_a_page_of_question_and_answer_is_told_to_machines_only_when_answered(client, desk):
    question = desk.publish()
    page = html(client, shown.address(question))
    assert '<meta name="robots" content="noindex, follow">' in page
    assert "QAPage" not in page
    desk.answer(question)
    page = html(client, shown.address(question))
    assert "noindex" not in page
    main = next(one for one in facts(page) if one["@type"] == "QAPage")["mainEntity"]
    assert main["acceptedAnswer"]["text"].startswith("کارگر در سال")
    assert main["author"]["name"] == "یک کارگر"
    trail = next(one for one in facts(page) if one["@type"] == "BreadcrumbList")
    assert [one["name"] for one in trail["itemListElement"]][1:3] == ["پرسش و پاسخ", "مرخصی"]


def test_nobody_learns_who_asked(client, desk):
    desk.worker.first_name, desk.worker.last_name = "نام‌یکتا", "فامیل‌یکتا"
    desk.worker.save()
    question = desk.publish(desk.ask())
    desk.answer(question)
    for where in (shown.address(question), reverse("qa:questions"), reverse("qa:feed")):
        page = html(client, where)
        assert "یکتا" not in page
        assert "مینا" not in page


@pytest.mark.parametrize("state", ["pending", "unproved", "rejected", "converted"])
def test_what_is_not_public_is_not_there(client, desk, state):
    question = desk.ask()
    Question.objects.filter(pk=question.pk).update(state=state)
    assert client.get(shown.address(question)).status_code == 404
    assert client.get(reverse("qa:old", args=[question.pk])).status_code == 404


def test_every_other_address_leads_to_the_one_with_301(client, desk):
    question = desk.answer().question
    for where in (f"/pors/p{question.pk}", f"/questions/p{question.pk}/", f"/questions/p{question.pk}/old-title/"):
        answer = client.get(where)
        assert (answer.status_code, answer["Location"]) == (301, shown.address(question))


def test_a_merged_question_leads_to_the_other(client, desk):
    first, second = desk.publish(), desk.publish()
    where = shown.address(first)
    questions.merge(first, into=second, by=desk.expert, at=NOW)
    answer = client.get(where)
    assert (answer.status_code, answer["Location"]) == (301, shown.address(second))


def test_a_stale_answer_says_so_above_itself(client, desk):
    answer = desk.answer(values=["wage.daily_minimum"])
    assert "شاید کهنه باشد" not in html(client, shown.address(answer.question))
    living.outdate(answer, reason="مزد سال تازه آمد.", by=desk.expert, at=NOW)
    page = html(client, shown.address(answer.question))
    assert "این پاسخ شاید کهنه باشد" in page
    assert "مزد سال تازه آمد." in page


def test_silence_of_the_law_and_what_is_not_ours_are_told_apart(client, desk):
    silent = desk.answer(coverage="law_silent", articles=(), short="در قانون چیزی نیامده است.")
    foreign = desk.answer(coverage="not_covered", articles=(), short="این را از ثبت احوال بپرسید.")
    first, second = html(client, shown.address(silent.question)), html(client, shown.address(foreign.question))
    assert "قانون در این باره ساکت است" in first
    assert "بیرون از کار ماست" not in first
    assert "بیرون از کار ماست" in second
    assert "قانون در این باره ساکت است" not in second


def test_terms_are_explained_in_place_once_and_citations_lead_to_the_law(client, desk):
    answer = desk.answer(values=["allowance.housing"], explanation="عیدی جداست. حق سنوات در پایان کار است؛ حق سنوات را بخواهید.")
    page = html(client, shown.address(answer.question))
    assert page.count("<dfn>حق سنوات</dfn>") == 1
    assert reverse("calc:value", args=["allowance.housing"]) in page


def test_what_was_typed_is_shown_as_words_and_never_as_code(client, desk):
    question = desk.publish(title="<b>مرخصی</b> چند روز است آقای کارفرما؟")
    page = html(client, shown.address(question))
    assert "<b>مرخصی</b>" not in page
    assert "&lt;b&gt;" in page


def test_a_reader_says_it_helped_once_a_browser(client, desk):
    answer = desk.answer()
    where = reverse("qa:opinion", args=[answer.question_id, answer.pk])
    for _ in range(3):
        assert client.post(where, {"is_useful": "1"}).status_code == 302
    answer.refresh_from_db()
    assert answer.useful == 1
    assert "به کارتان آمد" in html(client, shown.address(answer.question))


def test_a_reader_who_was_not_helped_says_why(client, desk):
    answer = desk.answer()
    where = reverse("qa:opinion", args=[answer.question_id, answer.pk])
    assert client.post(where, {"said": "…"}).status_code == 422
    assert client.post(where, {"why": "unclear", "said": "با ۰۹۱۲۰۰۰۰۰۰۱ تماس بگیرید"}).status_code == 422
    assert client.post(where, {"why": "unclear", "said": "حالت روزمزد نیامده است."}).status_code == 302
    assert Opinion.objects.get().why == "unclear"


def test_only_the_asker_or_staff_accepts(client, desk, make):
    question = desk.publish(desk.ask())
    desk.answer(question)
    second = desk.answer(question, short="پاسخ دوم.")
    where = reverse("qa:accept", args=[question.pk, second.pk])
    client.force_login(make.person())
    assert client.post(where).status_code == 404
    client.force_login(desk.worker)
    assert client.post(where).status_code == 302
    second.refresh_from_db()
    assert second.is_accepted


def test_a_member_asks_and_is_led_to_the_number(client, desk):
    client.force_login(desk.worker)
    typed = asked() | {"once": "a" * 32}
    answer = client.post(reverse("qa:ask"), typed)
    assert answer["Location"] == reverse("qa:asked")
    client.post(reverse("qa:ask"), typed)
    assert Question.objects.count() == 1
    assert "شماره پرسش" in html(client, reverse("qa:asked"))
    assert "مرخصی سالانه" in html(client, reverse("qa:mine"))


def test_what_is_private_stops_the_form_and_keeps_what_was_typed(client, desk):
    client.force_login(desk.worker)
    body = "کارفرمای من با شماره ۰۹۱۲ ۰۰۰ ۰۰۰۱ پاسخ نمی‌دهد و مزدم مانده است."
    answer = client.post(reverse("qa:ask"), asked(body=body))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "«۰۹۱۲ ۰۰۰ ۰۰۰۱»" in page
    assert "مزدم مانده است" in page
    assert not Question.objects.exists()


@pytest.mark.parametrize(("field", "typed"), [("title", "کوتاه"), ("body", "کوتاه است"), ("topic", "football"), ("asker_role", "")])
def test_a_form_that_is_not_whole_is_refused(client, desk, field, typed):
    client.force_login(desk.worker)
    answer = client.post(reverse("qa:ask"), asked(**{field: typed}))
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_what_was_asked_before_is_offered_before_sending(client, desk, make):
    known = desk.answer().question
    client.force_login(make.person())
    answer = client.post(reverse("qa:ask"), asked(title="چند روز مرخصی سالانه دارم؟"))
    assert answer["Location"] == reverse("qa:ask_similar")
    assert shown.address(known) in html(client, reverse("qa:ask_similar"))
    assert client.post(reverse("qa:ask_similar"), {"send": "1"})["Location"] == reverse("qa:asked")
    assert Question.objects.count() == 2


def test_a_visitor_asks_with_a_code(client, desk, sms, no_captcha):
    assert client.post(reverse("qa:ask"), asked())["Location"] == reverse("qa:ask_mobile")
    captcha = {"captcha_token": "t", "captcha_answer": "1", "captcha_proof": ""}
    answer = client.post(reverse("qa:ask_mobile"), {"mobile": "09120000001"} | captcha)
    assert answer["Location"] == reverse("qa:ask_code")
    assert Question.objects.get().state == "unproved"
    assert client.post(reverse("qa:ask_code"), {"code": "000000"}).status_code == 401
    answer = client.post(reverse("qa:ask_code"), {"code": sms.to("09120000001")[-1].code})
    assert answer["Location"] == reverse("qa:asked")
    assert Question.objects.get().state == "pending"
    assert "پیامک می‌گیرید" in html(client, reverse("qa:asked"))


def test_a_visitor_without_captcha_gets_no_code(client, desk, sms):
    client.post(reverse("qa:ask"), asked())
    answer = client.post(reverse("qa:ask_mobile"), {"mobile": "09120000001", "captcha_answer": "3", "captcha_token": "x"})
    assert answer.status_code == 422
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_steps_of_another_session_are_not_there(client):
    for name in ("ask_similar", "ask_mobile", "ask_code", "asked"):
        assert client.get(reverse(f"qa:{name}")).status_code == 404


def test_similar_questions_are_told_to_the_page(client, desk):
    question = desk.answer().question
    told = client.get(reverse("qa:similar"), {"text": "مرخصي سالانه چند روز"}).json()
    assert told == {"questions": [{"title": question.title, "url": shown.address(question), "is_answered": True}]}
    assert client.get(reverse("qa:similar")).json() == {"questions": []}


def test_an_address_that_looks_for_similar_questions_without_end_waits_and_its_page_works_on(client, desk, make, monkeypatch):
    known = desk.answer().question
    monkeypatch.setattr(policy, "SIMILAR_FROM_AN_IP", 2)
    where, said = reverse("qa:similar"), {"text": "مرخصی سالانه چند روز"}
    codes = [client.get(where, said).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    told = client.get(where, said).json()["error"]
    assert (told["code"], told["message"]) == ("TOO_MANY", "در این مدت بیش از اندازه تلاش شده است. کمی بعد دوباره بیایید.")
    assert client.get(where, said, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get(where).json() == {"questions": []}
    client.force_login(make.person())
    assert client.post(reverse("qa:ask"), asked())["Location"] == reverse("qa:ask_similar")
    assert shown.address(known) in html(client, reverse("qa:ask_similar"))


def test_maps_and_feed_hold_answered_questions_alone(client, desk):
    open_one, answered = desk.publish(title="پرسش بی‌پاسخ درباره مرخصی ساعتی کارگر؟"), desk.answer().question
    assert reverse("qa:sitemap_topic", args=["leave"]) in html(client, reverse("qa:sitemap"))
    for where in (reverse("qa:sitemap_topic", args=["leave"]), reverse("qa:feed")):
        page = html(client, where)
        assert shown.address(answered) in page
        assert shown.address(open_one) not in page
    assert client.get(reverse("qa:sitemap_topic", args=["football"])).status_code == 404
    assert reverse("qa:sitemap") in html(client, "/robots.txt")


@pytest.mark.parametrize("order", ["new", "useful", "waiting"])
def test_a_list_goes_on_after_the_last_row_and_shows_each_once(client, desk, order):
    for place in range(28):
        question = desk.publish(title=f"پرسش شماره {place} درباره مرخصی کارگر؟")
        if order != "waiting":
            desk.answer(question)
    page, seen = html(client, f"{reverse('qa:questions')}?order={order}"), []
    seen += re.findall(r'class="ask-title" href="/questions/p(\d+)/', page)
    more = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    page = html(client, reverse("qa:questions") + more)
    assert "noindex" in page
    seen += re.findall(r'class="ask-title" href="/questions/p(\d+)/', page)
    assert len(seen) == len(set(seen)) == 28


@pytest.mark.parametrize("query", ["", "?order=useful", "?order=waiting", "?q=مرخصی سالانه", "?after=broken~x", "?order=useful&after=9~zz"])
def test_lists_of_questions_take_a_few_statements_however_long(client, desk, settings, query, django_assert_max_num_queries):
    for _ in range(6):
        desk.answer()
        desk.publish()
    settings.SEARCH_FRESH = 60  # the index has just heard of everything
    assert similar("مرخصی")
    for where in (reverse("qa:questions"), reverse("qa:topic", args=["leave"])):
        with django_assert_max_num_queries(4):
            assert client.get(where + query).status_code == 200


def test_a_question_page_takes_a_few_statements(client, desk, settings, django_assert_max_num_queries):
    answer = desk.answer(values=["leave.annual_days", "leave.carry_over_days"])
    for _ in range(5):
        desk.answer()
    settings.SEARCH_FRESH = 60
    assert similar("مرخصی")
    with django_assert_max_num_queries(10):
        assert client.get(shown.address(answer.question)).status_code == 200


def test_staff_lists_and_the_members_own_take_ten_statements_at_most(client, desk, django_assert_max_num_queries):
    for _ in range(3):
        desk.ask()
    client.force_login(desk.worker)
    with django_assert_max_num_queries(10):
        client.get(reverse("qa:mine"))
    client.force_login(desk.person)
    with django_assert_max_num_queries(10):
        assert client.get(reverse("qa_office:queue")).status_code == 200


def test_an_expert_moderates_and_answers_on_pages(client, desk):
    question = desk.ask()
    client.force_login(desk.person)
    where = reverse("qa_office:question", args=[question.pk])
    words = {"title": question.title, "body": question.body, "topic": "leave"}
    assert client.post(where, words).status_code == 302
    begun = client.post(reverse("qa_office:begin", args=[question.pk]))
    write = begun["Location"]
    said = {"coverage": "answered", "short": "سالی ۲۶ روز کاری.", "explanation": "با درود.", "when_0": "موقت", "then_0": "همان"}
    assert client.post(write, said | {"do": "publish"}).status_code == 422
    assert "leave.annual_days" in html(client, f"{write}?search=مرخصی")
    client.post(write, said | {"do": "cite:value:leave.annual_days"})
    client.post(write, said | {"do": "cite:article:ll-64"})
    assert client.post(write, said | {"do": "cite:article:ll-9999"}).status_code == 422
    assert client.post(write, said | {"do": "preview"})["Location"].endswith("/preview/")
    assert client.post(write, said | {"do": "publish"})["Location"] == where
    answer = Answer.objects.get(state="published")
    assert (answer.cases, answer.citations.count()) == ([{"when": "موقت", "then": "همان"}], 2)
    assert client.get(write).status_code == 404


def test_a_second_expert_writes_an_answer_beside_the_first(client, desk, make):
    first = desk.answer()
    other = make.staff("expert")
    client.force_login(other)
    where = reverse("qa_office:question", args=[first.question_id])
    assert "نوشتن پاسخی دیگر" in html(client, where)
    write = client.post(reverse("qa_office:begin", args=[first.question_id]))["Location"]
    assert "ادامه پیش‌نویس پاسخ" in html(client, where)
    said = {"coverage": "law_silent", "short": "برای کار سخت و زیان‌آور ۵ هفته است.", "explanation": ""}
    assert client.post(write, said | {"do": "publish"})["Location"] == where
    page = html(client, shown.address(first.question))
    assert "۲۶ روز کاری" in page
    assert "۵ هفته" in page
    assert list(Answer.objects.filter(state="published").values_list("author_id", "is_accepted").order_by("pk")) == [
        (desk.person.pk, True),
        (other.pk, False),
    ]


def test_who_asked_is_not_offered_to_answer_and_neither_is_a_manager(client, desk, make):
    question = desk.publish(desk.ask(person=desk.person))
    where = reverse("qa_office:question", args=[question.pk])
    for person in (desk.person, make.staff("manager")):
        client.force_login(person)
        page = html(client, where)
        assert "نوشتن پاسخ" not in page
        assert "ادامه پیش‌نویس" not in page


def test_what_happened_to_answers_stands_in_the_questions_history(client, desk):
    answer, other = desk.answer(), desk.answer(short="پاسخ پرسش دیگری که اینجا نیست.")
    living.outdate(answer, reason="مزد سال تازه آمد.", by=desk.expert, at=NOW)
    living.outdate(other, reason="دلیل پرسش دیگر", by=desk.expert, at=NOW)
    answers.recall(answer, reason="محاسبه نادرست بود.", by=desk.expert, at=NOW)
    client.force_login(desk.person)
    page = html(client, reverse("qa_office:question", args=[answer.question_id]))
    told = [page.index(words) for words in ("پس گرفته شد: محاسبه", "نشان شد: مزد سال تازه", "به پرسش «", "منتشر شد.")]
    assert told == sorted(told)
    assert "دلیل پرسش دیگر" not in page


def test_a_manager_moderates_but_does_not_answer(client, desk, make):
    question = desk.publish()
    client.force_login(make.staff("manager"))
    assert client.get(reverse("qa_office:question", args=[question.pk])).status_code == 200
    assert client.post(reverse("qa_office:begin", args=[question.pk])).status_code == 404


def test_an_experts_draft_is_read_by_him_alone(client, desk, make):
    draft = answers.draft(desk.publish(), author=desk.person, said=answers.Said("پیش‌نویس"), by=desk.expert, at=NOW)
    client.force_login(make.staff("expert"))
    for name in ("write", "preview", "circular"):
        assert client.get(reverse(f"qa_office:{name}", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("role", ["reviewer", "finance_officer"])
def test_other_staff_have_no_room_here(client, make, role):
    client.force_login(make.staff(role))
    assert client.get(reverse("qa_office:queue")).status_code == 404


def test_the_public_figures_are_on_their_page(client, desk):
    desk.answer()
    page = html(client, reverse("qa:statistics"))
    assert "هنوز نمی‌دانیم" in page
    assert "۱ پرسش رسیده است" in page
