"""Stories of the demo that are over: closed with a score, cancelled, given back, rejected, expired, led to the public questions."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from kardad.billing.actions import refunds
from kardad.core.actor import Actor
from kardad.desk import policy
from kardad.desk.actions import calls, deliverables, ratings, requests, reviewing, slots, talking, withdrawing
from kardad.desk.demo.stage import Stage, Story, fresh
from kardad.desk.models import Appointment, Item, Request

YES = dict.fromkeys(reviewing.CHECKS, True)
# Who asked, which words, how many working hours ago, the score and its tags.
CLOSED = (
    ("worker", "settlement", 204, 5, ("clear", "useful")),
    ("employer", "review", 186, 4, ("polite",)),
    ("employer", "payslips", 160, 5, ("on_time", "clear")),
    ("worker", "jobless", 136, 5, ("useful",)),
    ("employer", "debt", 112, 3, ("late",)),
)


def closed(who: str, key: str, begun: float, score: int, tags: Sequence[str]) -> Callable[[Stage], Story]:
    """A request that went the whole way in some working days, and what its client thought of it."""

    def story(stage: Stage) -> Story:
        yield stage.ago(begun)
        request = stage.send(getattr(stage, who), key)
        yield stage.ago(begun - 3)
        stage.reply(request, stage.words[key]["reply"])
        yield stage.ago(begun - 4)
        stage.bill(request)
        yield stage.soon(begun - 9)
        stage.pay(request)
        yield stage.ago(begun - 10)
        item = stage.start(request)
        yield stage.ago(begun - 20)
        row = stage.write(item, key)
        if row.kind == row.Kind.CALCULATION:
            stage.ask_signature(row)
            yield stage.ago(begun - 22)
            stage.sign(row)
        yield stage.ago(begun - 23)
        stage.deliver(row)
        yield stage.soon(begun - 27)
        deliverables.read(row, by=stage.as_client(request), at=stage.now)
        _accept(stage, item, score, tags, stage.words[key]["comment"])

    return story


def called(stage: Stage) -> Story:
    """A call at an hour that the client took: three of them joined by the bridge, its summary kept, a score."""
    yield stage.ago(126)
    request = stage.send(stage.worker, "call")
    expert = fresh(request).assigned_to
    if expert is None:
        raise LookupError("nobody takes calls")
    yield stage.ago(125)
    hour = _quarter(stage.ago(100))
    slots.lay(expert, starts_at=hour, ends_at=hour + timedelta(hours=1), by=stage.as_expert(request), at=stage.now)
    stage.bill(request)
    yield stage.soon(122)
    by, item = stage.as_client(request), request.items.get()
    taken = slots.hold(item, expert=expert, starts_at=hour, may_record=False, by=by, at=stage.now)
    stage.pay(request)
    yield stage.ago(120)
    stage.start(request)
    yield hour
    call = calls.dial(taken, by=stage.as_expert(request), at=stage.now)
    yield hour + timedelta(minutes=1)
    calls.note(call, is_answered=True, by=stage.as_expert(request), at=stage.now)
    yield hour + timedelta(minutes=16)
    _summed_up(stage, taken, request)
    yield stage.soon(90)
    _accept(stage, item, 5, ("clear", "polite"), stage.words["call"]["comment"])


def refunded(stage: Stage) -> Story:
    """A client who paid changed his mind in time: everything went back, and a credit note says so."""
    yield stage.ago(118)
    request = stage.send(stage.employer, "refund")
    yield stage.ago(116)
    stage.bill(request)
    yield stage.soon(110)
    stage.pay(request)
    yield stage.ago(106)
    reason = stage.words["refund"]["reason"]
    refund = withdrawing.withdraw(request, reason=reason, by=stage.as_client(request), at=stage.now)
    yield stage.ago(101)
    refunds.approve(refund, by=stage.manager, at=stage.now)
    yield stage.ago(98)
    refunds.send(refund, by=stage.finance, at=stage.now)
    yield stage.ago(92)
    refunds.finish(refund, trace="140508114477", by=stage.finance, at=stage.now)


def rejected(stage: Stage) -> Story:
    """What the bureau does not do: the expert proposed it, a manager agreed."""
    yield stage.ago(96)
    request = stage.send(stage.worker, "reject")
    yield stage.ago(92)
    told = stage.words["reject"]
    asked = reviewing.propose_rejection(request, code="out_of_scope", reason=told["reason"], by=stage.as_expert(request), at=stage.now)
    yield stage.ago(89)
    reviewing.approve(asked, by=stage.manager, at=stage.now)


def expired(stage: Stage) -> Story:
    """The papers that the expert asked for never came; the sweep ended it after a week and two reminders."""
    yield stage.days(16)
    request = stage.send(stage.employer, "expire")
    yield stage.after(180)
    told = stage.words["expire"]
    talking.ask(request, body=told["ask"], missing=told["missing"], by=stage.as_expert(request), at=stage.now)


def cancelled(stage: Stage) -> Story:
    """The client settled it himself before anything was billed."""
    yield stage.ago(84)
    request = stage.send(stage.worker, "cancel")
    yield stage.ago(80)
    requests.cancel(request, reason=stage.words["cancel"]["reason"], by=stage.as_client(request), at=stage.now)


def redirected(stage: Stage) -> Story:
    """A short and general question is answered in public, for nothing."""
    yield stage.ago(70)
    request = stage.send(stage.worker, "redirect")
    yield stage.ago(66)
    reviewing.redirect(request.items.get(), checks=YES, by=stage.as_expert(request), at=stage.now)


def _summed_up(stage: Stage, taken: Appointment, request: Request) -> None:
    calls.finish(taken, summary=stage.words["call"]["summary"], by=stage.as_expert(request), at=stage.now)


def _accept(stage: Stage, item: Item, score: int, tags: Sequence[str], comment: str) -> None:
    by: Actor = stage.as_client(item.request)
    talking.read(item.request, by=by, at=stage.now)
    requests.accept(item.request, by=by, at=stage.now)
    ratings.rate(item, score=score, tags=tags, comment=comment, by=by, at=stage.now)


def _quarter(moment: datetime) -> datetime:
    """The next moment at which an hour may begin."""
    rest = moment.minute % policy.SLOT_MINUTES
    return moment + timedelta(minutes=policy.SLOT_MINUTES - rest if rest else 0)


STORIES = (*(closed(*row) for row in CLOSED), called, refunded, rejected, expired, cancelled, redirected)
