"""An expert answers with the law beside him; edits keep what was said; a wrong answer is taken back aloud."""

from datetime import timedelta

import pytest

from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.qa.actions import answers, questions, reading
from kardad.qa.actions.answers import NothingCited, NothingSaid, OwnQuestion, Said, Unsaid
from kardad.qa.models import Answer, Version
from kardad.qa.queries import figures, similar
from kardad.search import queries as search
from kardad.work import queries as work
from tests.conftest import NOW
from tests.qa.test_questions import MOBILE, begin

LATER = NOW + timedelta(hours=3)


def test_an_answer_tells_the_asker_and_ends_the_wait(desk):
    question = desk.publish(desk.ask())
    answer = desk.answer(question, at=LATER)
    question.refresh_from_db()
    assert (question.state, answer.state, answer.is_accepted) == ("answered", "published", True)
    assert Letter.objects.filter(person=desk.worker, event="qa.answered").count() == 1
    assert not work.is_open("qa_answer", question)
    assert similar("مرخصی ۲۶") == [question]


def test_an_answer_is_found_by_the_article_that_it_cites(desk):
    question = desk.answer(articles=("ll-64",)).question
    desk.answer(articles=("ll-66",))
    assert [row.key for row in search.find("قانون کار ماده 64", kinds=["question"])] == [f"qa.question:{question.pk}"]


def test_a_visitor_is_told_by_a_text_without_private_facts(desk, make, sms):
    from kardad.core.actor import VISITOR
    from kardad.people.actions import codes

    question = begin(make)
    codes.send(questions.code_for(question, session_key="s"), by=VISITOR, at=NOW)
    question = questions.prove(question, code=sms.to("09120000001")[-1].code, session_key="s", by=VISITOR, at=NOW)
    desk.answer(desk.publish(question))
    told = Message.objects.get(template="question_answered")
    assert told.mobile == MOBILE
    assert question.title not in told.parameters


def test_an_answer_cites_something_or_says_that_the_law_is_silent(desk):
    question = desk.publish()
    with pytest.raises(NothingCited):
        desk.answer(question, articles=())
    silent = desk.answer(question, articles=(), coverage="law_silent", short="قانون در این باره چیزی نگفته است.")
    assert silent.coverage == Answer.Coverage.LAW_SILENT


def test_an_answer_without_a_short_answer_is_not_published(desk):
    with pytest.raises(NothingSaid):
        desk.answer(short="")


@pytest.mark.parametrize("who", ["asker", "manager"])
def test_only_an_expert_answers(desk, who):
    question = desk.publish()
    with pytest.raises(NotAllowed):
        answers.draft(question, author=desk.person, said=Said("…"), by=getattr(desk, who), at=NOW)


def test_an_expert_does_not_answer_himself(desk):
    question = desk.publish(desk.ask(person=desk.person))
    with pytest.raises(OwnQuestion):
        desk.answer(question)


def test_an_edit_keeps_the_earlier_version_and_says_why(desk):
    answer = desk.answer(values=["leave.annual_days"])
    draft = answers.revise(answer, author=desk.person, by=desk.expert, at=LATER)
    assert draft.citations.count() == answer.citations.count() == 2
    answers.draft(answer.question, author=desk.person, said=Said("کارگر سالی ۲۶ روز کاری مرخصی دارد."), by=desk.expert, at=LATER)
    with pytest.raises(Unsaid):
        answers.publish(draft, by=desk.expert, at=LATER)
    edited = answers.publish(draft, why="کوتاه‌تر شد", by=desk.expert, at=LATER)
    assert (edited.pk, edited.version, edited.short) == (answer.pk, 2, "کارگر سالی ۲۶ روز کاری مرخصی دارد.")
    kept = Version.objects.get(answer=answer)
    assert (kept.number, kept.content["short"], kept.why) == (1, answer.short, "کوتاه‌تر شد")
    assert len(kept.content["citations"]) == 2
    assert edited.citations.count() == 2
    assert not Answer.objects.filter(state="draft").exists()


def test_a_recalled_answer_tells_the_asker_and_whom_it_was_useful_to(desk, make):
    question = desk.publish(desk.ask())
    answer = desk.answer(question)
    helped, not_helped = make.person(), make.person()
    for person, is_useful in ((helped, True), (not_helped, False)):
        reader = reading.reader(make.actor(person), session_key="", ip="")
        reading.opine(answer, is_useful=is_useful, of=reader, at=NOW)
    answers.recall(answer, reason="ماده نادرست بود.", by=desk.manager, at=LATER)
    told = set(Letter.objects.filter(event="qa.recalled").values_list("person_id", flat=True))
    question.refresh_from_db()
    assert told == {desk.worker.pk, helped.pk}
    assert (question.state, question.useful) == ("published", 0)
    assert work.is_open("qa_answer", question)
    assert figures().answered == 0


def test_a_reader_speaks_once_and_may_change_his_mind(desk, make):
    answer = desk.answer()
    reader = reading.reader(make.actor(make.person()), session_key="", ip="10.0.0.9")
    for is_useful in (True, True, False, True):
        reading.opine(answer, is_useful=is_useful, why="unclear", of=reader, at=NOW)
    answer.refresh_from_db()
    answer.question.refresh_from_db()
    assert (answer.useful, answer.not_useful, answer.question.useful) == (1, 0, 1)
    assert (figures().helped, figures().not_helped) == (1, 0)


def test_the_accepted_answer_is_one_and_chosen_by_asker_or_expert(desk, make):
    question = desk.publish(desk.ask())
    first = desk.answer(question)
    second = desk.answer(question, short="پاسخ دوم با ماده دیگر.")
    with pytest.raises(NotAllowed):
        answers.accept(second, by=make.actor(make.person()), at=NOW)
    answers.accept(second, by=desk.asker, at=NOW)
    first.refresh_from_db()
    assert not first.is_accepted


def test_public_figures_are_counted_as_things_happen(desk):
    desk.answer(desk.publish(), at=NOW + timedelta(hours=2))
    desk.answer(desk.publish(), at=NOW + timedelta(hours=5))
    desk.answer(desk.publish(), at=NOW + timedelta(hours=5, minutes=30))
    found = figures()
    assert (found.asked, found.answered, found.median_hours, found.helpful_percent) == (3, 3, 6, None)


def test_much_read_pages_are_counted_by_a_sample(desk):
    question = desk.publish()
    reading.see(question, chance=7)
    question.refresh_from_db()
    assert question.views == 1
    question.views = 600
    question.save()
    reading.see(question, chance=7)
    question.refresh_from_db()
    assert question.views == 600
    reading.see(question, chance=128)
    question.refresh_from_db()
    assert question.views == 664
