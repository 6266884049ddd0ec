"""Stories of the demo that wait for somebody: a client, an expert, a manager, the clock; and the sweeps that run meanwhile."""

from kardad.billing import sweeps as money
from kardad.desk import maintenance, sweeps
from kardad.desk.actions import pricing, reviewing, talking
from kardad.desk.demo.ended import YES
from kardad.desk.demo.stage import Stage, Story, fresh
from kardad.outbox import sweeps as outbox

FIRST, STEP = 216, 6  # working hours ago; hours between two rounds of the sweeps
ROUND = (
    sweeps.end,
    sweeps.alarm,
    sweeps.remind,
    money.expire_invoices,
    money.remind,
    money.announce,
    maintenance.remind_of_hours,
    outbox.send,
    outbox.ask,
)


def due_work(stage: Stage) -> Story:
    """What the sweeps of a running site would have done by then."""
    for passed in range(FIRST, -1, -STEP):
        yield stage.ago(passed) if passed else stage.at
        for done in ROUND:
            done(stage.now)
    sweeps.usual_times(stage.at)
    while outbox.send(stage.at):
        continue


def drafts(stage: Stage) -> Story:
    """Two drafts that their clients come back to."""
    yield stage.ago(12)
    stage.draft(stage.employer, "employers_draft")
    yield stage.ago(5)
    stage.draft(stage.worker, "draft")


def submitted(stage: Stage) -> Story:
    """A request of a group that no expert takes by himself: the manager gives it to one."""
    yield stage.ago(1)
    stage.send(stage.employer, "submitted")


def fresh_one(stage: Stage) -> Story:
    """A request that came a moment ago; the first answer is promised."""
    yield stage.ago(1.5)
    stage.send(stage.employer, "fresh")


def conversation(stage: Stage) -> Story:
    """A request under review: files, a talk, a note between staff, another expert's opinion."""
    told = stage.words["conversation"]
    yield stage.ago(26)
    request = stage.send(stage.worker, "conversation")
    yield stage.ago(23)
    stage.reply(request, told["first"])
    yield stage.ago(21)
    stage.say(request, told["second"], "برگه ابلاغ رأی.pdf", "فیش حقوق شهریور.pdf")
    yield stage.ago(17)
    stage.reply(request, told["third"])
    stage.reply(request, told["note"], is_internal=True)
    by = stage.as_expert(request)
    asked = talking.ask_opinion(request, of=stage.other(request), question=told["question"], is_shared=False, by=by, at=stage.now)
    yield stage.ago(11)
    colleague = stage.as_colleague(request)
    talking.give_opinion(asked, body=told["opinion"], by=colleague, at=stage.now)
    yield stage.ago(2.5)
    stage.say(request, told["last"])


def info(stage: Stage) -> Story:
    """The expert waits for papers."""
    told = stage.words["info"]
    yield stage.ago(20)
    request = stage.send(stage.worker, "info")
    yield stage.lately(15)
    talking.ask(request, body=told["ask"], missing=told["missing"], by=stage.as_expert(request), at=stage.now)


def invoiced(stage: Stage) -> Story:
    """An invoice that is due in a day or two."""
    yield stage.days(6.5)
    request = stage.send(stage.worker, "invoiced")
    yield stage.after(90)
    stage.reply(request, stage.words["invoiced"]["reply"])
    yield stage.after(60)
    stage.bill(request)


def price(stage: Stage) -> Story:
    """A price that differs from the tariff so much that a manager is asked."""
    told = stage.words["price"]
    yield stage.ago(13)
    request = stage.send(stage.employer, "price")
    yield stage.ago(12)
    stage.assign(request, stage.experts[0])
    yield stage.ago(7)
    stage.reply(request, told["reply"])
    yield stage.ago(4)
    by = stage.as_expert(request)
    for item in request.items.all():
        pricing.price(item, quantity=item.quantity, unit_price=told["rials"], reason=told["reason"], by=by, at=stage.now)
    pricing.invoice(request, by=by, at=stage.now)


def objection(stage: Stage) -> Story:
    """A client who does not want his question in public; a manager decides."""
    yield stage.ago(21)
    request = stage.send(stage.worker, "objection")
    yield stage.ago(18)
    reviewing.redirect(request.items.get(), checks=YES, by=stage.as_expert(request), at=stage.now)
    yield stage.ago(3)
    reason = stage.words["objection"]["reason"]
    reviewing.object_to_redirect(fresh(request), reason=reason, by=stage.as_client(request), at=stage.now)


def late(stage: Stage) -> Story:
    """A first answer that is late; the manager sees it."""
    yield stage.ago(15)
    request = stage.send(stage.employer, "late")
    yield stage.ago(14.5)
    stage.assign(request, stage.experts[1])


STORIES = (due_work, drafts, submitted, fresh_one, conversation, info, invoiced, price, objection, late)
