"""A question is asked, looked at, and published, refused, merged or led on; each by whom it may be."""

from datetime import timedelta

import pytest

from kardad.core.limits import TooMany
from kardad.kit.flow import NotAllowed
from kardad.people.refusals import CodeWrong
from kardad.qa import flow
from kardad.qa.actions import questions
from kardad.qa.actions.questions import PrivateFacts, SameQuestion, TooManyQuestions
from kardad.qa.models import Question
from kardad.qa.queries import similar
from kardad.work import queries as work
from tests.conftest import NOW
from tests.qa.conftest import asked

MOBILE = "+989120000001"


def begin(make, *, once="a" * 16, ip="10.0.0.1", **changes):
    from kardad.core.actor import VISITOR

    return questions.begin(asked=asked(**changes), mobile=MOBILE, once=once, ip=ip, by=VISITOR, at=NOW)


def test_a_members_question_waits_for_a_look_and_is_nobodys_to_read(desk):
    question = desk.ask()
    assert question.state == "pending"
    assert work.is_open("qa_review", question)
    assert similar(question.title) == []


@pytest.mark.parametrize("field", ["title", "body"])
def test_what_tells_who_one_is_blocks_sending_at_its_field(desk, field):
    with pytest.raises(PrivateFacts) as refused:
        desk.ask(**{field: "به این شماره زنگ بزنید لطفا: ۰۹۱۲ ۰۰۰ ۰۰۰۱ متشکرم"})
    assert refused.value.field == field
    assert not Question.objects.exists()


def test_what_tells_who_one_is_blocks_publishing_too(desk):
    question = desk.ask()
    with pytest.raises(PrivateFacts):
        questions.publish(question, title=question.title, body=question.body + " ۰۹۱۲۰۰۰۰۰۰۱", topic="leave", by=desk.expert, at=NOW)
    question.refresh_from_db()
    assert question.state == "pending"


def test_three_a_day_and_no_more(desk):
    for _ in range(3):
        desk.ask()
    with pytest.raises(TooManyQuestions):
        desk.ask()
    assert desk.ask(at=NOW + timedelta(days=1)).state == "pending"


def test_a_form_sent_twice_asks_once(desk):
    first = questions.ask(desk.worker, asked=asked(), once="x" * 16, by=desk.asker, at=NOW)
    assert questions.ask(desk.worker, asked=asked(), once="x" * 16, by=desk.asker, at=NOW) == first
    assert Question.objects.count() == 1


def test_a_visitor_asks_with_a_code_to_his_mobile(make, sms, desk):
    from kardad.core.actor import VISITOR
    from kardad.people.actions import codes

    question = begin(make)
    assert question.state == "unproved"
    assert not work.is_open("qa_review", question)
    codes.send(questions.code_for(question, session_key="s"), by=VISITOR, at=NOW)
    code = sms.to("09120000001")[-1].code
    with pytest.raises(CodeWrong):
        questions.prove(question, code=str((int(code) + 1) % 1_000_000).zfill(6), session_key="s", by=VISITOR, at=NOW)
    proved = questions.prove(question, code=code, session_key="s", by=VISITOR, at=NOW)
    assert proved.state == "pending"
    assert work.is_open("qa_review", proved)


def test_a_visitors_mobile_lies_sealed(make):
    from django.db import connection

    question = begin(make)
    with connection.cursor() as cursor:
        cursor.execute("SELECT guest_mobile, guest_index FROM qa_question WHERE id = %s", [question.pk])
        assert not any("912" in str(value)[:6] or "989120000001" in str(value) for value in cursor.fetchone())


def test_a_question_that_nobody_proved_is_gone_after_a_day(make):
    question = begin(make)
    assert questions.forget_unproved(NOW + timedelta(hours=23)) == 0
    assert questions.forget_unproved(NOW + timedelta(hours=25)) >= 1
    assert not Question.objects.filter(pk=question.pk).exists()


def test_one_address_begins_only_so_many(make):
    for place in range(20):
        begin(make, once=f"once{place:012}")
    with pytest.raises(TooMany):
        begin(make, once="z" * 16)


def test_a_published_question_is_found_by_its_words_and_waits_for_an_answer(desk):
    question = desk.publish()
    assert similar("چند روز مرخصی سالانه دارم") == [question]
    assert work.is_open("qa_answer", question)
    assert not work.is_open("qa_review", question)
    assert question.due_at > NOW


def test_the_moderators_wording_is_what_is_published(desk):
    question = desk.ask()
    shown = questions.publish(question, title="مرخصی سالانه چند روز است؟", body=question.body, topic="hours", by=desk.manager, at=NOW)
    assert (shown.title, shown.topic, shown.slug) == ("مرخصی سالانه چند روز است؟", "hours", "مرخصی-سالانه-چند-روز-است")


def test_a_refused_question_is_told_why_and_stays_unread(desk):
    from kardad.inbox.models import Letter

    question = questions.reject(desk.ask(), reason="نام شرکت در پرسش بود.", by=desk.expert, at=NOW)
    assert question.state == "rejected"
    assert Letter.objects.filter(person=desk.worker, event="qa.rejected").count() == 1
    assert not work.is_open("qa_review", question)


def test_a_question_that_needs_papers_leads_to_a_request(desk):
    from kardad.inbox.models import Letter

    question = questions.convert(desk.ask(), reason="فیش حقوق لازم است.", by=desk.expert, at=NOW)
    assert question.state == "converted"
    assert Letter.objects.get(person=desk.worker, event="qa.converted").url == "/panel/questions/"


def test_merged_questions_lead_to_the_last_one(desk):
    first, second, third = desk.publish(), desk.publish(), desk.publish()
    questions.merge(first, into=second, by=desk.expert, at=NOW)
    questions.merge(second, into=third, by=desk.expert, at=NOW)
    first.refresh_from_db()
    assert first.merged_into_id == third.pk
    assert similar(third.title, limit=9) == [third]


def test_a_question_is_not_merged_with_itself_or_with_what_is_not_open(desk):
    question, waiting = desk.publish(), desk.ask()
    for target in (question, waiting):
        with pytest.raises(SameQuestion):
            questions.merge(question, into=target, by=desk.expert, at=NOW)


@pytest.mark.parametrize("deed", ["reject", "convert"])
def test_an_asker_moderates_nothing(desk, deed):
    with pytest.raises(NotAllowed):
        getattr(questions, deed)(desk.ask(), reason="…", by=desk.asker, at=NOW)


def test_only_a_manager_archives(desk):
    question = desk.publish()
    with pytest.raises(NotAllowed):
        questions.archive(question, reason="کهنه", by=desk.expert, at=NOW)
    assert questions.archive(question, reason="کهنه", by=desk.manager, at=NOW).state == "archived"


def test_every_state_has_a_word_and_a_tone():
    assert flow.QUESTION.states == set(flow.STATES) == set(flow.TONES)


def test_similar_questions_are_answered_ones_first_and_never_unrelated(desk):
    open_one = desk.publish(title="مرخصی استعلاجی چند روز است؟", body="می‌خواهم بدانم مرخصی استعلاجی من چند روز در سال حساب می‌شود.")
    answered = desk.answer(
        desk.publish(title="مرخصی استعلاجی تا چند روز؟", body="مرخصی استعلاجی در سال تا چند روز پذیرفته می‌شود؟")
    ).question
    desk.publish(title="عیدی نگهبان چگونه حساب می‌شود؟", body="نگهبان شیفتی هستم و عیدی امسال را هنوز نگرفته‌ام.", topic="bonus")
    assert similar("مرخصي استعلاجی") == [answered, open_one]
    assert similar("بازنشستگی پیش از موعد") == []
    assert similar("") == []
