"""Public questions through their pages: a guest asks with a code, an expert publishes and answers, citing the law."""

import json
import re

from django.test import Client
from django.urls import reverse

from kardad.qa import shown
from kardad.qa.models import Question
from tests.journeys.bureau import done, words
from tests.journeys.walker import CAPTCHA

BODY = "در یک کارگاه کوچک کار می‌کنم و می‌خواهم بدانم قانون در این باره چه می‌گوید."


class Guest:
    """Somebody without an account."""

    def __init__(self, sms, mobile="09120000001"):
        self.client, self.sms, self.mobile = Client(), sms, mobile

    def write(self, title, *, body=BODY, topic="leave"):
        """What he writes is sent."""
        return self.client.post(reverse("qa:ask"), {"title": title, "body": body, "topic": topic, "asker_role": "worker"})

    def prove(self):
        """His mobile, and the code that came to it."""
        if self.client.get(reverse("qa:ask_similar")).status_code == 200:
            self.client.post(reverse("qa:ask_similar"), {"send": "1"})
        done(self.client.post(reverse("qa:ask_mobile"), {"mobile": self.mobile} | CAPTCHA))
        return self.client.post(reverse("qa:ask_code"), {"code": self.sms.to(self.mobile)[-1].code})

    def ask(self, title, **more):
        """The question waits for a look."""
        done(self.write(title, **more))
        assert done(self.prove())["Location"] == reverse("qa:asked")
        return Question.objects.latest("pk")


def publish(expert, question):
    """The question is there for everybody, as it was worded."""
    return done(expert.press("qa_office:question", question.pk))


def answer(expert, question, *, short, cites):
    """An answer that cites these places of the law."""
    begun = done(expert.post("qa_office:begin", question.pk))["Location"]
    pk = int(re.search(r"/answers/(\d+)/", begun)[1])
    said = {"coverage": "answered", "short": short, "explanation": "با درود. قاعده همین است."}
    for place in cites:
        done(expert.press("qa_office:write", pk, **said, do=f"cite:{place}"))
    done(expert.press("qa_office:write", pk, **said, do="publish"))
    return question.answers.get(pk=pk)


def page(question, client=None):
    """What anybody reads at the question's address."""
    found = (client or Client()).get(shown.address(Question.objects.get(pk=question.pk)))
    assert found.status_code == 200, words(found)
    return found.content.decode()


def facts(html, kind):
    """What the page tells machines of this kind; None where it does not."""
    graphs = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return next((one for graph in graphs for one in json.loads(graph).get("@graph", []) if one["@type"] == kind), None)
