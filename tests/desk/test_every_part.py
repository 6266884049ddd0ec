"""Who has a part in what: every state and deed of a client's consent by everybody, and requests by those who have none in them."""

from contextlib import nullcontext
from itertools import product

import pytest
from django.http import Http404

from kardad.core.actor import VISITOR
from kardad.desk.access import requests as access
from kardad.desk.actions import clients
from kardad.desk.models import Engagement
from kardad.kit.flow import NotAllowed
from kardad.people.access import LogInFirst, SecondFactorFirst
from tests import factories
from tests.conftest import NOW
from tests.desk import clients as book
from tests.desk import rules_of_moves as rules
from tests.desk import world
from tests.desk.judging import everything, expected, outcome
from tests.rulebook import names_of, states_of

LATER = NOW + world.MINUTE
ANSWERED = ("agreed", "withdrawn", "dropped", "refused")


def test_every_deed_of_everybody_on_a_clients_consent(db):
    keeper, someone, stranger = book.practitioner(), factories.person(), factories.person()
    row, wrong = book.invited(keeper, someone), []
    parts = {"practitioner": keeper, "client": someone, "stranger": stranger, "other practitioner": book.practitioner()}
    deeds = {
        "agree": lambda one, person: clients.agree(one, person=person, by=factories.actor(person), at=LATER),
        "refuse": lambda one, person: clients.refuse(one, person=person, by=factories.actor(person), at=LATER),
        "withdraw": lambda one, person: clients.withdraw(one, by=factories.actor(person), at=LATER),
        "drop": lambda one, person: clients.drop(one, by=factories.actor(person), at=LATER),
    }
    for state in states_of(rules.ENGAGEMENT):
        Engagement.objects.filter(pk=row.pk).update(state=state, person=someone if state in ANSWERED else None)
        before = list(Engagement.objects.values())
        for (name, deed), (part, person) in product(deeds.items(), parts.items()):
            target = expected(rules.ENGAGEMENT, state, (name,), part)
            found = outcome(lambda one, deed=deed, person=person: deed(one, person), everything(), world.fresh(row))
            if (found["state"], "refused" in found) != (target or state, target is None):
                wrong.append((state, name, part, "should be", target or "refused", found))
        assert before == list(Engagement.objects.values())
    assert wrong == []
    assert {*deeds, "expire"} == names_of(rules.ENGAGEMENT)  # silence: test_clients


@pytest.mark.parametrize("state", states_of(rules.ENGAGEMENT))
def test_silence_ends_an_invitation_and_nothing_else(db, state):
    someone, is_right = factories.person(), (state, "expire", "system") in rules.ENGAGEMENT
    row = book.invited(book.practitioner(), someone)
    Engagement.objects.filter(pk=row.pk).update(state=state, person=someone if state in ANSWERED else None, expire_due_at=NOW)
    with nullcontext() if is_right else pytest.raises(NotAllowed):
        assert clients.expire_due(row.pk, at=NOW)
    assert world.fresh(row).state == rules.ENGAGEMENT.get((state, "expire", "system"), state)


@pytest.mark.parametrize("state", [state for state in states_of(rules.REQUEST) if state != "draft"])
def test_nobody_who_has_no_part_in_a_request_reaches_it(bureau, strangers, state):
    request, wrong = world.request_in(state, bureau), []
    for (who, actor), reach in product(strangers.items(), (access.request, access.sent, access.staffs_request)):
        try:
            reach(actor, request.pk)
        except (Http404, LogInFirst, SecondFactorFirst):
            continue
        wrong.append((who, reach.__name__))
    assert wrong == []
    assert access.request(factories.actor(bureau.client), request.pk) == request


@pytest.fixture
def strangers(bureau):
    """Everybody of the house and outside it who has no part in a request that is given to the first expert."""
    staff = {
        role: factories.actor(factories.staff(role), role) for role in ("reviewer", "officer", "secretary", "finance_officer", "expert")
    }
    members = {"foreign client": factories.person(), "practitioner": book.practitioner(), "lawyer": factories.person(role="lawyer")}
    known = {name: factories.actor(person) for name, person in members.items()}
    return {"visitor": VISITOR, **staff, **known}
