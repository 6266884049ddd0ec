"""Scenario A8 of the desk: a guest's question with its code, its privacy, its answer by the law, and what the law's change does."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from kardad.kit import calendar
from kardad.law import instruments
from kardad.qa import shown
from kardad.qa.models import Question
from tests.conftest import NOW
from tests.journeys import public
from tests.journeys.bureau import done, fresh, state, sweep, words

TITLE = "دوره آزمایشی کارگر ساده چند روز است؟"
PRIVATE = f"{public.BODY} شماره من ۰۹۱۲ ۱۲۳ ۴۵ ۶۷ است."


@pytest.fixture
def guest(sms, db, no_captcha, clock):
    """A visitor with a mobile."""
    return public.Guest(sms)


def changed_law(key, **changes):
    """The law, with what holds today for this key recorded otherwise."""
    law, today = instruments.current(), calendar.tehran_day(NOW)
    held = law.value(key, today)
    rows = [replace(row, **changes) if row.key == key and row.since == held.since else row for row in law._recorded]
    return instruments.Law(law.keys, law.instruments, rows)


def test_a_guests_question_from_its_first_word_to_its_answer(bureau, guest, sms):
    refused = guest.write(TITLE, body=PRIVATE, topic="contract")
    assert refused.status_code == 422
    told = words(refused)
    assert "شماره همراه" in told
    assert "۰۹۱۲ ۱۲۳ ۴۵ ۶۷" in told
    assert (Question.objects.count(), sms.outbox) == (0, [])

    question = guest.ask(TITLE, topic="contract")
    assert (question.state, Client().get(shown.address(question)).status_code) == ("pending", 404)

    public.publish(bureau.expert, question)
    html = public.page(question)
    assert 'content="noindex, follow"' in html
    assert public.facts(html, "QAPage") is None
    assert shown.address(question) not in Client().get(reverse("qa:sitemap_topic", args=["contract"])).content.decode()

    public.answer(bureau.expert, question, short="یک ماه برای کارگر ساده.", cites=["article:ll-11"])
    assert state(question) == "answered"
    html = public.page(question)
    assert "noindex" not in html
    assert "ماده ۱۱" in html
    main = public.facts(html, "QAPage")["mainEntity"]
    assert main["name"] == TITLE
    assert main["answerCount"] == 1
    assert main["acceptedAnswer"]["text"].startswith("یک ماه برای کارگر ساده.")
    assert shown.address(question) in Client().get(reverse("qa:sitemap_topic", args=["contract"])).content.decode()
    assert guest.mobile not in html


def test_a_wrong_code_proves_nothing(guest, sms):
    done(guest.write(TITLE, topic="contract"))
    client = guest.client
    done(client.post(reverse("qa:ask_mobile"), {"mobile": guest.mobile} | public.CAPTCHA))
    assert client.post(reverse("qa:ask_code"), {"code": "000000"}).status_code == 401
    assert Question.objects.get().state == "unproved"


def test_a_moderator_publishes_no_number_either(bureau, guest):
    question = guest.ask(TITLE, topic="contract")
    refused = bureau.expert.press("qa_office:question", question.pk, body=PRIVATE)
    assert refused.status_code in (409, 422)
    assert state(question) == "pending"


def test_a_new_wage_marks_the_answer_about_the_wage_and_no_other(bureau, guest, sms, monkeypatch):
    trial, wage = guest.ask(TITLE, topic="contract"), public.Guest(sms, "09120000002").ask("حداقل مزد روزانه کارگر چقدر است؟", topic="wage")
    for question, cites in ((trial, "article:ll-11"), (wage, "value:wage.daily_minimum")):
        public.publish(bureau.expert, question)
        public.answer(bureau.expert, question, short="طبق قانون، همین است.", cites=[cites])
    sweep()
    assert (state(trial), state(wage)) == ("answered", "answered")
    assert "شاید کهنه باشد" not in public.page(wage)

    law = changed_law("wage.daily_minimum", amount=9_999_999)
    monkeypatch.setattr(instruments, "current", lambda: law)
    sweep()
    assert (state(trial), state(wage)) == ("answered", "needs_update")
    assert "این پاسخ شاید کهنه باشد" in public.page(wage)
    assert "شاید کهنه باشد" not in public.page(trial)
    assert wage.title in words(bureau.expert.get("qa_office:queue", query="?state=needs_update"))

    answer = wage.answers.get()
    done(bureau.expert.post("qa_office:refresh", answer.pk))
    assert state(wage) == "answered"
    assert "شاید کهنه باشد" not in public.page(wage)
    assert fresh(answer).state == "published"
