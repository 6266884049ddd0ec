"""Those who ask, answer and moderate, and questions on their way."""

import secrets

import pytest

from tests.conftest import NOW

TITLE = "مرخصی سالانه کارگر چند روز است؟"
BODY = "در یک کارگاه کوچک کار می‌کنم و می‌خواهم بدانم سالی چند روز مرخصی با مزد دارم."


def asked(**changes):
    """What the form of a question gives."""
    return {"title": TITLE, "body": BODY, "topic": "leave", "asker_role": "worker"} | changes


class Desk:
    """The room of questions with one asker, one expert and one manager."""

    def __init__(self, make):
        self.make = make
        self.worker = make.person(level=1)
        self.asker = make.actor(self.worker, "member")
        self.person = make.staff("expert", first_name="مینا")
        self.expert = make.actor(self.person, "expert")
        self.manager = make.actor(make.staff("manager"), "manager")

    def ask(self, *, at=NOW, person=None, **changes):
        """A question that waits for a look."""
        from kardad.qa.actions import questions

        person = person or self.worker
        return questions.ask(person, asked=asked(**changes), once=secrets.token_hex(8), by=self.make.actor(person, "member"), at=at)

    def publish(self, question=None, *, at=NOW, **changes):
        """A question that everybody reads."""
        from kardad.qa.actions import questions

        question = question or self.ask(at=at, person=self.make.person(), **changes)
        return questions.publish(question, title=question.title, body=question.body, topic=question.topic, by=self.expert, at=at)

    def answer(self, question=None, *, values=(), articles=("ll-64",), short="کارگر در سال ۲۶ روز کاری مرخصی با مزد دارد.", at=NOW, **said):
        """A published answer that cites these figures and articles."""
        from kardad.kit import calendar
        from kardad.law import instruments
        from kardad.qa import citing
        from kardad.qa.actions import answers

        question, day = question or self.publish(at=at), calendar.tehran_day(at)
        draft = answers.draft(question, author=self.person, said=answers.Said(short=short, **said), by=self.expert, at=at)
        law = instruments.current()
        for cited in [*(citing.value(law, key, day) for key in values), *(citing.article(ref) for ref in articles)]:
            answers.cite(draft, cited, on=day, by=self.expert, at=at)
        return answers.publish(draft, by=self.expert, at=at)


@pytest.fixture
def desk(make):
    """The room of questions."""
    return Desk(make)
