"""Every state, deed and role of questions, answers, guides and comments: what no table allows is refused and changes nothing.

What is right stands in rules_of_moves.py, written by hand from the documents.
"""

from itertools import product

import pytest
from django.db import transaction

from kardad.inbox.models import Letter
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.qa.actions import answers, guides, living, questions
from kardad.qa.models import Answer, Comment, Guide, Question
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.qa import rules_of_moves as rules
from tests.qa.conftest import BODY, TITLE
from tests.rulebook import names_of, states_of

ROLES = ("asker", "expert", "manager", "system")
WHY = "با این دلیل."
READ_BY_ALL = ("published", "answered", "needs_update")


class Back(Exception):
    """Whatever was done is undone."""


def actor(desk, role):
    """Whoever acts in this role."""
    from kardad.core.actor import SYSTEM

    return SYSTEM if role == "system" else getattr(desk, role)


def everything():
    """All that a deed could change, but the history."""
    kinds = (Question, Answer, Guide, Comment, WorkItem, Letter)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


def outcome(deed, row, by):
    """The state afterwards, whether it was refused and whether anything changed; then all is undone."""
    before, found = everything(), {"refused": False}
    try:
        with transaction.atomic():
            try:
                found["refused"] = deed(type(row).objects.get(pk=row.pk), by) is False
            except NotAllowed:
                found["refused"] = True
            found |= {"state": type(row).objects.get(pk=row.pk).state, "changed": before != everything()}
            raise Back
    except Back:
        return found


def wrongs(told, row, deeds, desk, **beside):
    """Where the deeds do something else than the rules say, over every state and role."""
    wrong = []
    for state, (name, deed), role in product(states_of(told), deeds.items(), ROLES):
        type(row).objects.filter(pk=row.pk).update(state=state, **beside)
        found = outcome(deed, row, actor(desk, role))
        target = told.get((state, name, role))
        right = {"refused": target is None, "state": target or state, "changed": target is not None}
        if found != right:
            wrong.append((state, name, role, "should be", right, found))
    return wrong


def test_every_deed_on_a_question(desk, make):
    row, target = desk.ask(), desk.publish(title="مرخصی ساعتی چگونه حساب می‌شود؟")
    deeds = {
        "publish": lambda one, by: questions.publish(one, title=TITLE, body=BODY, topic="leave", by=by, at=NOW),
        "reject": lambda one, by: questions.reject(one, reason=WHY, by=by, at=NOW),
        "convert": lambda one, by: questions.convert(one, reason=WHY, by=by, at=NOW),
        "merge": lambda one, by: questions.merge(one, into=target, by=by, at=NOW),
        "archive": lambda one, by: questions.archive(one, reason=WHY, by=by, at=NOW),
    }
    assert wrongs(rules.QUESTION, row, deeds, desk, answered_at=NOW, merged_into=target) == []
    # A code proves a visitor's question (test_questions); the others follow from what is done with its answers.
    of_answers = names_of(rules.ANSWER) - {"publish"} | {"answer"}
    assert {*deeds, "prove", *of_answers} == names_of(rules.QUESTION)


def test_every_deed_on_a_published_answer(desk):
    row = desk.answer()
    deeds = {
        "outdate": lambda one, by: living.outdate(one, reason=WHY, by=by, at=NOW),
        "refresh": lambda one, by: living.refresh(one, by=by, at=NOW),
        "recall": lambda one, by: answers.recall(one, reason=WHY, by=by, at=NOW),
    }
    assert wrongs(rules.ANSWER, row, deeds, desk) == []
    assert {*deeds, "publish"} == names_of(rules.ANSWER)


@pytest.mark.parametrize("state", states_of(rules.QUESTION))
def test_an_answer_is_written_by_experts_alone_and_under_a_question_that_can_be_read(desk, state):
    question = desk.publish()
    said = answers.Said(short="کارگر در سال ۲۶ روز کاری مرخصی با مزد دارد.", coverage="law_silent")
    draft = answers.draft(question, author=desk.person, said=said, by=desk.expert, at=NOW)
    into = desk.publish(title="مرخصی ساعتی چگونه حساب می‌شود؟")
    Question.objects.filter(pk=question.pk).update(state=state, answered_at=NOW, merged_into=into)
    for role in ROLES:
        found = outcome(
            lambda one, by: answers.draft(one, author=desk.person, said=said, by=by, at=NOW), stands(question), actor(desk, role)
        )
        assert found["refused"] is not (role == "expert" and state in READ_BY_ALL), (role, "draft")
        found = outcome(lambda one, by: answers.publish(one, by=by, at=NOW), draft, actor(desk, role))
        assert (found["state"] == "published", found["refused"]) == (
            (True, False) if role == "expert" and state in READ_BY_ALL else (False, True)
        ), (role, "publish")


def stands(row):
    """The row as it stands."""
    return type(row).objects.get(pk=row.pk)


def test_every_deed_on_a_guide(desk):
    given = {"slug": "unpaid", "title": "مزد", "lead": "گام به گام.", "topic": "wage", "reviewed_on": calendar.tehran_day(NOW)}
    row = guides.write(None, given=given | {"body": "بنویسید."}, author=desk.person, by=desk.expert, at=NOW)
    deeds = {
        "publish": lambda one, by: guides.publish(one, by=by, at=NOW),
        "withdraw": lambda one, by: guides.withdraw(one, by=by, at=NOW),
    }
    assert wrongs(rules.GUIDE, row, deeds, desk) == []
    comment = guides.comment(row, author=desk.worker, body="به کارم آمد.", by=desk.asker, at=NOW)
    judged = {
        "publish": lambda one, by: guides.judge_comment(one, is_good=True, by=by, at=NOW),
        "reject": lambda one, by: guides.judge_comment(one, is_good=False, reason=WHY, by=by, at=NOW),
    }
    assert wrongs(rules.COMMENT, comment, judged, desk) == []
    for told, done in ((rules.GUIDE, deeds), (rules.COMMENT, judged)):
        assert set(done) == names_of(told)
