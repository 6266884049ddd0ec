"""The public questions under attack: what tells who somebody is, texts at a stranger's cost, votes, words that are no words."""

import secrets
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from kardad.core.actor import VISITOR
from kardad.core.limits import TooMany
from kardad.people.policy import SENDS_A_MOBILE
from kardad.qa import pii, policy
from kardad.qa.actions import answers, questions, reading
from kardad.qa.models import Question
from kardad.search.models import Entry
from tests.conftest import NOW
from tests.qa.conftest import asked, desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
CARD = "6037991199500590"


@pytest.mark.parametrize(
    "typed",
    [
        "۰۹۱۲/۰۰۰/۰۰۰۱",
        "0912,000,0001",
        "۰۹۱۲،۰۰۰،۰۰۰۱",
        "۰۹۱۲ـ۰۰۰ـ۰۰۰۱",
        "0912*000*0001",
        "0912:000:0001",
        "0912|000|0001",
        "０９１２０００００００１"[:11],
        "०९१२०००००००१"[:11],
        "0\ufe0f\u20e39\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e3",
        "0912 - - - 000 - - - 0001",
        "𝟎𝟗𝟏𝟐𝟎𝟎𝟎𝟎𝟎𝟎𝟏",
    ],
)
def test_a_mobile_is_seen_in_whatever_digits_and_with_whatever_between(typed):
    assert [one.kind for one in pii.found(f"زنگ بزنید {typed} ممنون")] == ["mobile"]


@pytest.mark.parametrize(
    "typed",
    [
        "6037/9911/9950/0590",
        "6037*9911*9950*0590",
        "６０３７９９１１９９５００５９０",
        "IR06 2960 0000 0010 0324 2000 01",
        "IR06/2960/0000/0010/0324/2000/01",
    ],
)
def test_a_card_and_an_account_are_seen_as_well(typed):
    assert [one.kind for one in pii.found(f"به {typed} واریز شود")] in (["card"], ["iban"])


@pytest.mark.parametrize(
    "typed",
    [
        "از 1402/09/12 تا 1403/01/02",
        "1402/09/12 1403/01/02 1403/05/06",
        "۹٬۱۲۳٬۴۵۶٬۷۸۹ ریال",
        "9,123,456,789",
        "ساعت 09:12:30 تا 10:20:30",
        "ماده‌های ۷/۹/۱۲/۲۷",
    ],
)
def test_dates_money_and_hours_are_left_alone(typed):
    assert pii.found(typed) == []


def test_the_work_of_judging_figures_grows_with_their_number_alone(monkeypatch):
    judged = []

    def watch(name):
        judge = getattr(pii, name)
        monkeypatch.setattr(pii, name, lambda written, run: judged.append(run) or judge(written, run))

    watch("_kind")
    watch("_loose_kind")

    def work(many):
        judged.clear()
        assert pii.found("1 " * many + "1/" * many) == []
        return len(judged)

    assert 0 < work(750) <= 2.1 * work(375)


def begun(mobile="+989120000001", *, ip="203.0.113.9"):
    once = secrets.token_hex(16)
    return questions.begin(asked=asked(), mobile=mobile, once=once, ip=ip, by=VISITOR, at=NOW)


def test_a_strangers_mobile_gets_few_codes_and_keeps_some_for_its_own_log_in(sms, desk):
    for place in range(policy.CODES_A_MOBILE):
        questions.send_code(begun(), session_key=f"s{place}", ip=f"203.0.113.{place}", by=VISITOR, at=NOW)
    with pytest.raises(TooMany):
        questions.send_code(begun(), session_key="x", ip="203.0.113.77", by=VISITOR, at=NOW)
    assert len(sms.to("09120000001")) == policy.CODES_A_MOBILE < SENDS_A_MOBILE
    questions.send_code(begun("+989120000002"), session_key="y", ip="203.0.113.78", by=VISITOR, at=NOW)


def test_one_address_makes_no_answer_useful_by_throwing_its_cookies_away(desk, make):
    answer = desk.answer()
    for place in range(policy.OPINIONS_ON_ONE):
        reading.opine(answer, is_useful=True, of=reading.reader(VISITOR, session_key=f"s{place}", ip="203.0.113.9"), at=NOW)
    with pytest.raises(TooMany):
        reading.opine(answer, is_useful=True, of=reading.reader(VISITOR, session_key="one more", ip="203.0.113.9"), at=NOW)
    member = reading.reader(make.actor(make.person()), session_key="", ip="203.0.113.9")
    reading.opine(answer, is_useful=True, of=member, at=NOW)
    answer.refresh_from_db()
    assert answer.useful == policy.OPINIONS_ON_ONE + 1


def closed(desk, deed):
    """An answer whose question is no longer in the lists."""
    answer = desk.answer()
    if deed == "archive":
        questions.archive(answer.question, reason="کهنه است", by=desk.manager, at=NOW)
    else:
        questions.merge(answer.question, into=desk.publish(title="پرسشی دیگر درباره مرخصی"), by=desk.manager, at=NOW)
    return answer


@pytest.mark.parametrize("deed", ["archive", "merge"])
def test_an_answer_mended_later_brings_no_closed_question_back_into_search(desk, deed):
    answer = closed(desk, deed)
    draft = answers.revise(answer, author=desk.person, by=desk.expert, at=NOW)
    answers.publish(draft, why="غلط نوشتاری", by=desk.expert, at=NOW)
    key = f"qa.question:{answer.question_id}"
    assert not Entry.objects.filter(kind="question", key=key).exists()


@pytest.mark.parametrize("name", ["pending", "rejected", "converted", "unproved"])
def test_what_is_not_public_is_nowhere_to_be_read(desk, client, name):
    words = {"title": "پرسشی که هیچ‌کس نباید بخواندش", "body": "شرحی محرمانه که باید پنهان بماند و در هیچ فهرستی دیده نشود."}
    question = begun() if name == "unproved" else desk.ask(**words)
    Question.objects.filter(pk=question.pk).update(**words)
    if name == "rejected":
        questions.reject(question, reason="کلی نیست", by=desk.expert, at=NOW)
    if name == "converted":
        questions.convert(question, reason="مدرک می‌خواهد", by=desk.expert, at=NOW)
    addresses = [
        reverse("qa:questions"),
        reverse("qa:feed"),
        reverse("qa:sitemap_topic", args=["leave"]),
        reverse("qa:topic", args=["leave"]),
    ]
    addresses += [reverse("qa:questions") + "?q=محرمانه+پنهان"]
    addresses += [reverse("qa:similar") + "?text=" + words["title"], "/search/?q=محرمانه"]
    addresses += [reverse("qa:questions") + "?order=waiting", reverse("desk:services") + f"?question={question.pk}"]
    for address in addresses:
        assert "محرمانه که باید" not in client.get(address).content.decode(), address
        assert words["title"] not in client.get(address).content.decode(), address
    for address in (reverse("qa:short", args=[question.pk]), reverse("qa:question", args=[question.pk, "x"]), f"/pors/p{question.pk}"):
        assert client.get(address).status_code == 404


def test_nobody_begins_a_request_with_anothers_unpublished_question(desk, client, make):
    secret = desk.ask(body="شرحی محرمانه که باید پنهان بماند و تنها پرسنده آن را بخواند.")
    other = make.person(level=1)
    client.force_login(other)
    answer = client.get(reverse("desk:request_new") + f"?question={secret.pk}")
    assert "محرمانه" not in answer.content.decode()


def test_a_page_does_not_tell_who_asked_or_wrote(desk, client, make):
    asker = make.person(level=1, first_name="ژوبین", last_name="نام‌ناشناس")
    answer = desk.answer(desk.publish(desk.ask(person=asker)))
    shown = client.get(reverse("qa:question", args=[answer.question_id, answer.question.slug])).content.decode()
    for told in ("ژوبین", "نام‌ناشناس", desk.person.last_name, f'"person:{asker.pk}"'):
        assert told not in shown


EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7|add:7 }} javascript:alert(1)"


def test_words_that_are_mark_up_stay_words(desk, client):
    question = desk.publish(title=("پرسش " + EVIL)[:120], body=f"شرح این پرسش: {EVIL} ]]> &amp; <!--")
    answer = desk.answer(question, short=f"پاسخ {EVIL}", explanation=f"## {EVIL}\n- {EVIL}\n{EVIL}")
    pages = [reverse("qa:question", args=[question.pk, answer.question.slug]), reverse("qa:questions"), reverse("qa:topic", args=["leave"])]
    for address in [*pages, "/search/?q=" + quote(EVIL[:100]), reverse("qa:ask") + "?title=" + quote(EVIL)]:
        shown = client.get(address, follow=True).content.decode()
        assert "<script>alert" not in shown, address
        assert "<img src=x" not in shown, address
        assert 'href="javascript:' not in shown, address
    for address in (reverse("qa:feed"), reverse("qa:sitemap_topic", args=["leave"])):
        parsed = ElementTree.fromstring(client.get(address).content)
        assert len(parsed) > 0
    assert EVIL in "".join(ElementTree.fromstring(client.get(reverse("qa:feed")).content).itertext())


@pytest.mark.parametrize("path", ["/\x00", "/a\x00b/", "/questions/p1/\x00/", "/questions/p99999999999999999999999999/", "/pors/p9\x00"])
def test_an_address_that_cannot_be_is_only_not_found(client, path):
    assert client.get(quote(path)).status_code == 404


@pytest.mark.parametrize(
    "value", ["\x00", "9" * 40, "-1", "a~b", "0001-01-01T00:00:00~1", "2026-01-01T00:00:00~" + "9" * 30, "٣", "\ufffe", "'\">"]
)
def test_a_list_takes_whatever_it_is_asked_with(client, desk, value):
    desk.answer()
    for address in ("/questions/", "/questions/?order=useful", "/questions/?order=waiting", "/search/", "/questions/similar.json"):
        asked_with = {"after": value, "q": value, "text": value, "kind": value, "order": "useful" if "useful" in address else value}
        assert client.get(address, asked_with).status_code == 200
