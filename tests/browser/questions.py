"""How the pages of questions are reached: somebody asked, somebody answered, somebody reads."""

import secrets

from kardad.kit import calendar
from kardad.law import instruments
from kardad.qa import citing
from kardad.qa.actions import answers, guides, questions
from tests import factories

ASKED = {
    "title": "مرخصی سالانه کارگر چند روز است؟",
    "body": "در یک کارگاه کوچک کار می‌کنم و می‌خواهم بدانم سالی چند روز مرخصی با مزد دارم.",
    "topic": "leave",
    "asker_role": "worker",
}
GUIDE = {"slug": "unpaid-wage", "title": "مزد من پرداخت نشده است", "lead": "از یادآوری تا دادخواست، گام به گام.", "topic": "wage"}
LINK = {"group": "systems", "title": "سامانه جامع روابط کار", "url": "https://example.ir/", "text": "ثبت دادخواست", "place": 1}


def waiting(world, person=None):
    """A question that nobody has looked at."""
    person = person or factories.person()
    by = factories.actor(person)
    return questions.ask(person, asked=ASKED, once=secrets.token_hex(16), by=by, at=world.now)


def published(world, person=None):
    """A question that everybody reads."""
    found, by = waiting(world, person), factories.actor(factories.staff("manager"), "manager")
    words = {"title": found.title, "body": found.body, "topic": found.topic}
    return questions.publish(found, **words, by=by, at=world.now)


def draft(world, expert, question=None):
    """An expert's draft with two citations."""
    question, by, day = question or published(world), factories.actor(expert, "expert"), calendar.tehran_day(world.now)
    said = answers.Said(
        "کارگر سالی ۲۶ روز کاری مرخصی استحقاقی با مزد دارد.",
        "با درود.\nکارگاه باید این مرخصی را بدهد.\n- جمعه‌ها جدا حساب می‌شود.",
        cases=[{"when": "کمتر از یک سال کار کرده‌اید", "then": "به نسبت ماه‌های کار."}],
    )
    made = answers.draft(question, author=expert, said=said, by=by, at=world.now)
    law = instruments.current()
    for cited in (citing.value(law, "leave.annual_days", day), citing.article("ll-64")):
        answers.cite(made, cited, on=day, by=by, at=world.now)
    return made


def answered(world, person=None, expert=None):
    """A published answer."""
    expert = expert or factories.staff("expert")
    made = draft(world, expert, published(world, person))
    return answers.publish(made, by=factories.actor(expert, "expert"), at=world.now)


def guide(world):
    """A guide with a comment that is shown and one that waits."""
    expert, member = factories.staff("expert"), factories.person()
    by, day = factories.actor(expert, "expert"), calendar.tehran_day(world.now)
    given = GUIDE | {"body": "## نخست\nبه کارفرما بنویسید.\n- با تاریخ\n- با مبلغ", "reviewed_on": day}
    made = guides.publish(guides.write(None, given=given, author=expert, by=by, at=world.now), by=by, at=world.now)
    for body in ("بسیار به کارم آمد.", "درباره کارگر روزمزد هم بنویسید."):
        comment = guides.comment(made, author=member, body=body, by=factories.actor(member), at=world.now)
        if body.endswith("آمد."):
            guides.judge_comment(comment, is_good=True, by=by, at=world.now)
    return made


def link(world):
    """A row of the official addresses."""
    by = factories.actor(factories.staff("expert"), "expert")
    return guides.keep_link(None, given=LINK | {"checked_on": calendar.tehran_day(world.now)}, by=by, at=world.now)


def _named(question):
    return question.pk, question.slug


def _with(world, **kept):
    session = world.client.session
    session.update(kept)
    session.save()
    world.client.cookies["sessionid"] = session.session_key


def _written(world):
    published(world)
    world.member()
    _with(world, question_written=ASKED | {"once": secrets.token_hex(16)})
    return ()


def _mobile(world):
    _with(world, question_written=ASKED | {"once": secrets.token_hex(16)})
    return ()


def _code(world):
    from kardad.core.actor import VISITOR

    once = secrets.token_hex(16)
    begun = questions.begin(asked=ASKED, mobile="+989120000001", once=once, ip="", by=VISITOR, at=world.now)
    _with(world, question=begun.pk)
    return ()


def _asked(world):
    member = world.member()
    _with(world, question_asked=waiting(world, member).pk)
    return ()


def _as_expert(make):
    """The expert is logged in, and what is made is the argument."""

    def visit(world):
        expert = world.staff("expert")
        return (make(world, expert).pk,)

    return visit


def _as_manager(make):
    """A manager is logged in."""

    def visit(world):
        found = make(world)
        world.staff("manager")
        return (found.pk,)

    return visit


def _opinion(world):
    found = answered(world)
    return found.question_id, found.pk


def _comment(world):
    return guide(world).comments.get(state="pending")


VISITS = {
    "qa:questions": lambda world: answered(world) and (),
    "qa:topic": lambda world: answered(world) and ("leave",),
    "qa:question": lambda world: _named(answered(world).question),
    "qa:statistics": lambda world: answered(world) and (),
    "qa:opinion": _opinion,
    "qa:ask": lambda world: (),
    "qa:ask_similar": _written,
    "qa:ask_mobile": _mobile,
    "qa:ask_code": _code,
    "qa:asked": _asked,
    "qa:mine": lambda world: answered(world, world.member()) and (),
    "qa:guides": lambda world: guide(world) and (),
    "qa:guide": lambda world: (guide(world).slug,),
    "qa:comments": lambda world: (guide(world).slug,),
    "qa:links": lambda world: link(world) and (),
    "qa_office:queue": lambda world: waiting(world) and world.staff("expert") and (),
    "qa_office:question": _as_manager(waiting),
    "qa_office:reject": _as_manager(waiting),
    "qa_office:convert": _as_manager(waiting),
    "qa_office:merge": _as_manager(waiting),
    "qa_office:archive": _as_manager(published),
    "qa_office:write": _as_expert(draft),
    "qa_office:preview": _as_expert(draft),
    "qa_office:circular": _as_expert(draft),
    "qa_office:outdate": _as_manager(answered),
    "qa_office:recall": _as_manager(answered),
    "qa_office:versions": _as_manager(answered),
    "qa_office:guides": lambda world: guide(world) and world.staff("expert") and (),
    "qa_office:guide_new": lambda world: world.staff("expert") and (),
    "qa_office:guide": _as_manager(guide),
    "qa_office:comments": lambda world: guide(world) and world.staff("expert") and (),
    "qa_office:comment": _as_manager(_comment),
    "qa_office:links": lambda world: link(world) and world.staff("expert") and (),
    "qa_office:link": _as_manager(link),
}
NOT_PAGES = {
    "qa:similar": "JSON for the page's script",
    "qa:feed": "Atom for readers of feeds",
    "qa:sitemap": "XML for search engines",
    "qa:sitemap_topic": "XML for search engines",
    "qa:short": "leads to the question's page",
    "qa:old": "leads to the question's page",
    "qa:accept": "chooses an answer and leads back",
    "qa_office:begin": "opens a draft and leads to it",
    "qa_office:revise": "opens a draft and leads to it",
    "qa_office:refresh": "marks an answer fresh and leads back",
}
