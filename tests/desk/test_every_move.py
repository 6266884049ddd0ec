"""Every state, deed and role of a request, its items and its approvals: what no rule allows is refused and changes nothing.

What is right stands in rules_of_moves.py, written by hand from the documents; hours are test_every_hour's, consents test_every_part's.
"""

from itertools import product

import pytest

from kardad.billing.models import Invoice
from kardad.desk import flow
from kardad.desk.actions import (
    assigning,
    common,
    deliverables,
    endings,
    paying,
    pricing,
    requests,
    reviewing,
    talking,
    timing,
    working,
)
from kardad.desk.models import Approval, Deliverable, Item
from kardad.kit.flow import NotAllowed
from tests import factories
from tests.conftest import NOW
from tests.desk import rules_of_moves as rules
from tests.desk import world
from tests.desk.judging import ROLES, everything, expected, outcome
from tests.rulebook import names_of, states_of

LATER = NOW + world.MINUTE
OLD = NOW + 8 * world.DAY


def approval(request, kind, bureau, state="asked", **data):
    """Something of this kind waits for a manager."""
    by = bureau.client if kind == "objection" else bureau.expert
    return Approval.objects.create(request=request, kind=kind, data=data, reason="دلیل", asked_by=by, asked_at=NOW, state=state)


def approve(kind, **data):
    """A deed that a manager does by agreeing."""

    def deed(request, bureau, by):
        request.approvals.filter(state="asked").delete()
        reviewing.approve(approval(request, kind, bureau, **data), by=by, at=LATER)

    return deed


def invoice_is(state, *, has_lapsed=False):
    """A deed of money: the invoice came to this state and billing tells so."""

    def deed(request, bureau, by):
        invoice = request.invoice or Invoice(subject_type="desk.request")
        invoice.state, invoice.subject_id, invoice.reason, invoice.has_lapsed = state, request.pk, "آزمون", has_lapsed
        paying.follow(invoice, at=LATER)

    return deed


def submit(request, bureau, by):
    requests.submit(request, rules_version=world.RULES, by=by, at=LATER)


def assign(request, bureau, by):
    assigning.assign(request, expert=bureau.expert, by=by, at=LATER)


def ask(request, bureau, by):
    talking.ask(request, body="فیش آخر؟", missing=["فیش"], by=by, at=LATER)


def answer(request, bureau, by):
    talking.answer(request, body="پیوست شد.", by=by, at=LATER)


def redirect(request, bureau, by):
    reviewing.redirect(request.items.get(), checks=world.YES, by=by, at=LATER)


def invoice(request, bureau, by):
    pricing.invoice(request, by=by, at=LATER)


def start(request, bureau, by):
    working.start(request, by=by, at=LATER)


def deliver(request, bureau, by):
    working.deliver(request, by=by, at=LATER)


def accept(request, bureau, by):
    requests.accept(request, by=by, at=LATER)


def reopen(request, bureau, by):
    requests.reopen(request, reason=world.WHY, by=by, at=LATER)


def run_out(request, bureau, by):
    timing.end_due(request.pk, at=OLD)


def recall(request, bureau, by):
    papers = {"number": "D-1", "token": "t", "kind": "opinion", "made_by": bureau.expert, "made_at": NOW, "released_at": NOW}
    deliverable = Deliverable.objects.create(item=request.items.get(), version=1, **papers)
    deliverables.recall(deliverable, reason="نرخ این سال در محاسبه نادرست بود.", by=by, at=LATER)


def restore(request, bureau, by):
    requests.restore(request, by=by, at=OLD)


def cancel(request, bureau, by):
    requests.cancel(request, by=by, at=LATER)


# Each deed with the moves of the table that it makes, in the order in which it chooses; some are done by nobody but the house itself.
DEEDS = {
    submit: ("submit",),
    assign: ("assign",),
    ask: ("ask",),
    answer: ("answer",),
    redirect: ("redirect",),
    approve("objection"): ("take_back",),
    approve("reject", code="out_of_scope"): ("reject",),
    invoice: ("invoice",),
    invoice_is("void"): ("void",),
    invoice_is("partially_paid"): ("pay_part",),
    invoice_is("paid"): ("pay_all",),
    start: ("start",),
    deliver: ("deliver", "redeliver"),
    accept: ("accept",),
    reopen: ("reopen",),
    run_out: ("expire", "accept"),
    recall: ("recall",),
    restore: ("restore",),
    cancel: ("cancel",),
    invoice_is("credited"): ("withdraw",),
}
BY_THE_HOUSE = ("void", "pay_part", "pay_all", "expire", "withdraw")  # these deeds take no actor at all: only the system makes them


def ready(state, bureau):
    """A request in this state for which every deed that may follow has what it needs."""
    request = world.priced(bureau) if state == "in_review" else world.request_in(state, bureau)
    request.items.filter(state="in_progress").update(state="delivered" if state in ("in_progress", "reopened") else "in_progress")
    return request


def by_hand(name):
    """The move of a deed that the house does by itself, asked for by somebody."""

    def deed(request, bureau, by):
        held = common.locked(request.pk)
        common.move(held, name, by=by)
        common.keep(held, at=LATER)

    return deed


@pytest.mark.parametrize("state", states_of(rules.REQUEST))
def test_every_deed_of_every_role_on_a_request(bureau, state, monkeypatch):
    deposit_is_enough(monkeypatch)
    request, wrong = ready(state, bureau), []
    before = everything()
    for (deed, moves), role in product(DEEDS.items(), ROLES):
        is_the_houses = moves[0] in BY_THE_HOUSE and role != "system"
        doing = invoice_is("void", has_lapsed=True) if (moves[0], state) == ("expire", "invoiced") else deed
        names, doing = (moves[:1], by_hand(moves[0])) if is_the_houses else (moves, doing)
        target = expected(rules.REQUEST, state, names, role)
        found = outcome(doing, before, world.fresh(request), bureau, bureau.by(role))
        if deed is recall and role == "manager" and state in ("in_progress", "reopened"):
            # A part is called back while the rest is being made: the request stays where it is.
            if "refused" in found or found["state"] != state or not found["changed"]:
                wrong.append((names, role, "should call a part back", found))
            continue
        if target is not None and (found.get("refused") or found["state"] != target):
            wrong.append((names, role, "should lead to", target, found))
        made = deed is recall or names[0] in ("take_back", "reject")  # the row that the deed is about is made by the test
        if target is None and (found["state"] != state or (found["changed"] and not made)):
            wrong.append((names, role, "should change nothing", found))
        is_asked = names[0] not in BY_THE_HOUSE or is_the_houses
        if target is None and is_asked and not found.get("refused"):
            wrong.append((names, role, "should be refused", found))
        if target is None and is_asked and not (is_the_houses or deed is recall or found["kept"]):
            wrong.append((names, role, "should be kept", found))
    assert wrong == []


def deposit_is_enough(monkeypatch):
    """Every service may be begun after a first part."""
    from dataclasses import replace

    from kardad.desk import catalogue

    service = catalogue.service
    monkeypatch.setattr(catalogue, "service", lambda code: replace(service(code), deposit_ok=True))


def test_the_deeds_make_every_move_of_the_table():
    assert {name for names in DEEDS.values() for name in names} == names_of(rules.REQUEST) == {move.name for move in flow.REQUEST.moves}


# Items: the state of the request in which the deed on an item is done, and the deed.
def price(item, bureau, by):
    pricing.price(item, quantity=1, unit_price=None, by=by, at=LATER)


def redirect_item(item, bureau, by):
    reviewing.redirect(item, checks=world.YES, by=by, at=LATER)


def release(item, bureau, by):
    working.item_delivered(item, by=by, at=LATER)


def on_request(deed):
    """A deed on the whole request, seen by its item."""
    return lambda item, bureau, by: deed(world.fresh(item.request), bureau, by)


def give_up(request, bureau, by):
    paying.give_up(common.locked(request.pk), reason="آزمون", at=LATER)


# By name: the state of the request, the deed, and the moves in the order in which it chooses; the second table is the house's own doing.
ITEM_DEEDS = {
    "price": ("in_review", price, ("price",)),
    "redirect": ("in_review", redirect_item, ("redirect",)),
    "reject": ("in_review", on_request(approve("reject", code="out_of_scope")), ("reject",)),
    "take_back": ("redirected_to_qa", on_request(approve("objection")), ("take_back",)),
    "start": ("paid", on_request(start), ("start",)),
    "deliver": ("in_progress", release, ("deliver",)),
    "reopen": ("delivered", on_request(reopen), ("reopen",)),
    "recall": ("delivered", on_request(recall), ("recall",)),
    "cancel": ("invoiced", on_request(cancel), ("cancel",)),
}
OF_THE_HOUSE = {
    "unprice": ("invoiced", on_request(invoice_is("void")), ("unprice",)),
    "refund": ("paid", on_request(invoice_is("credited")), ("refund", "cancel")),
    "cancel": ("paid", on_request(give_up), ("cancel",)),
}


def wrongs_of_item(bureau, at_state, deed, names, roles):
    """Where the deed does something else than the rules say, over every state of the item."""
    item, wrong = world.request_in(at_state, bureau).items.get(), []
    for state in states_of(rules.ITEM):
        Item.objects.filter(pk=item.pk).update(state=state)
        before = everything()
        for role in roles:
            target = expected(rules.ITEM, state, names, role)
            found = outcome(deed, before, world.fresh(item), bureau, bureau.by(role))
            if found["state"] != (target or state):
                wrong.append((state, role, "should be", target or state, found))
            if target is not None and found.get("refused"):
                wrong.append((state, role, "should not be refused", found))
    return wrong


@pytest.mark.parametrize("name", ITEM_DEEDS)
def test_every_deed_of_every_role_on_an_item(bureau, name):
    asked_by = [role for role in ROLES if (name, role) != ("cancel", "system")]
    assert wrongs_of_item(bureau, *ITEM_DEEDS[name], asked_by) == []


@pytest.mark.parametrize("name", OF_THE_HOUSE)
def test_what_the_house_does_to_an_item_by_itself_and_nobody_else_may(bureau, name):
    assert wrongs_of_item(bureau, *OF_THE_HOUSE[name], ["system"]) == []
    for state, role in product(states_of(rules.ITEM), ROLES):
        if (state, name, role) not in rules.ITEM:
            with pytest.raises(NotAllowed):
                flow.ITEM.after(state, name, role)


def test_the_deeds_make_every_move_of_an_item():
    assert {*ITEM_DEEDS, *OF_THE_HOUSE} == names_of(rules.ITEM)


@pytest.mark.parametrize("role", ROLES)
def test_every_deed_of_every_role_on_an_approval(bureau, role):
    kind = "objection" if role == "client" else "reject"
    request = world.redirected(bureau) if role == "client" else world.in_review(bureau)
    row, wrong = approval(request, kind, bureau, code="out_of_scope"), []
    deeds = {
        "approve": reviewing.approve,
        "decline": reviewing.decline,
        "drop": endings.drop_approval if role == "system" else reviewing.drop,
    }
    for state, (name, deed) in product(states_of(rules.APPROVAL), deeds.items()):
        Approval.objects.filter(pk=row.pk).update(state=state)
        more = {} if name == "drop" else {"note": "با این دلیل."}
        target = expected(rules.APPROVAL, state, (name,), role)
        found = outcome(lambda one, deed=deed, more=more: deed(one, by=bureau.by(role), at=LATER, **more), everything(), world.fresh(row))
        if (found["state"], found["changed"], found.get("is_no_move", False)) != (target or state, target is not None, target is None):
            wrong.append((state, name, "should be", target or "refused", found))
    assert wrong == []


def test_an_expert_moves_only_what_lies_with_him(bureau):
    request = ready("in_review", bureau)
    other = factories.actor(bureau.other_expert, "expert")
    for deed in (ask, redirect, invoice):
        assert outcome(deed, everything(), request, bureau, other) == {
            "refused": "REQUEST_NOT_YOURS",
            "is_no_move": True,
            "state": "in_review",
            "changed": False,
            "kept": True,
        }


def test_nobody_of_the_house_works_on_his_own_request(bureau):
    request = world.submitted(bureau)
    mine = factories.actor(bureau.client, "manager")
    assert outcome(assign, everything(), request, bureau, mine)["refused"] == "REQUEST_NOT_YOURS"
