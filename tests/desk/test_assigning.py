"""Who works on a request: the skilled, the least laden, never its client, nobody away, nobody who serves the other side."""

import pytest

from kardad.core import crypto
from kardad.desk import policy, sweeps
from kardad.desk.actions import assigning, requests, talking
from kardad.desk.models import Assignment, OwnSide, Request
from kardad.people.models import RoleGrant, WorkplaceCode
from kardad.work.models import WorkItem
from tests import factories
from tests.conftest import NOW
from tests.desk import world
from tests.desk.test_submitting import company


def candidate(request, expert, at=NOW):
    return next(one for one in assigning.candidates(request, at=at) if one.expert == expert)


def work(kind):
    return list(WorkItem.objects.filter(kind=kind, closed_at=None).values_list("role", "assigned_to_id"))


def suing(bureau, code, *, client=None):
    """A sent request against the person or workplace of this code."""
    someone = client or factories.person()
    draft = requests.begin(someone, services=["settlement_calc"], description=world.TEXT, by=factories.actor(someone), at=NOW)
    requests.describe(draft, description=world.TEXT, opponent=code, by=factories.actor(someone), at=NOW)
    for item in draft.items.all():
        inputs = world.answers_to(world_service(item))
        requests.fill(item, quantity=1, inputs=inputs, by=factories.actor(someone), at=NOW)
    return requests.submit(draft, rules_version=world.RULES, by=factories.actor(someone), at=NOW)


def world_service(item):
    from kardad.desk import catalogue

    return catalogue.service(item.service_code)


def test_a_sent_request_goes_to_the_least_laden_of_the_skilled(bureau):
    world.skilled(bureau.expert, "computing")
    world.skilled(bureau.other_expert)
    world.in_review(bureau)
    request = world.submitted(bureau)
    assert (request.state, request.assigned_to) == ("in_review", bureau.other_expert)
    assert ("expert", bureau.other_expert.pk) in work("request.assigned")


def test_where_nobody_is_skilled_or_free_a_manager_gives_it_out(bureau, monkeypatch):
    world.skilled(bureau.expert, "advice")
    assert world.submitted(bureau).state == "submitted"
    assert work("request.assign") == [("manager", None)]
    world.skilled(bureau.expert, "computing")
    monkeypatch.setattr(policy, "FREE_UNDER", 0)
    assert world.submitted(bureau).state == "submitted"


def test_a_request_that_waits_is_given_out_when_somebody_is_free(bureau):
    request = world.submitted(bureau)
    assert sweeps.assign(NOW) == 0
    world.skilled(bureau.expert)
    assert sweeps.assign(NOW) == 1
    assert (world.fresh(request).assigned_to, work("request.assign")) == (bureau.expert, [])


def test_who_is_away_gets_nothing(bureau):
    world.skilled(bureau.expert, is_away=True)
    request = world.submitted(bureau)
    assert candidate(request, bureau.expert).is_away
    with pytest.raises(assigning.NoExpert):
        assigning.assign(request, expert=bureau.expert, by=bureau.by("manager"), at=NOW)


def test_the_client_and_his_colleagues_are_no_candidates(bureau):
    firm = company(bureau.client)
    RoleGrant.objects.create(person=bureau.client, role="expert", state="active", asked_at=NOW)
    type(bureau.client).objects.filter(pk=bureau.client.pk).update(level=3)
    request = world.submitted(bureau, organisation=firm)
    assert bureau.client not in [one.expert for one in assigning.candidates(request, at=NOW)]
    with pytest.raises(assigning.OwnRequest):
        assigning.assign(request, expert=bureau.client, by=bureau.by("manager"), at=NOW)


def test_who_is_no_expert_any_more_gets_nothing(bureau):
    RoleGrant.objects.filter(person=bureau.expert).update(state="ended")
    with pytest.raises(assigning.NoExpert):
        assigning.assign(world.submitted(bureau), expert=bureau.expert, by=bureau.by("manager"), at=NOW)


def test_an_expert_of_one_side_is_walled_from_the_other(bureau):
    mine = world.in_review(bureau)  # the expert serves this client
    code = mine.applicant.particulars.code
    theirs = suing(bureau, code)
    assert candidate(theirs, bureau.expert).conflict
    assert not candidate(theirs, bureau.other_expert).conflict
    with pytest.raises(assigning.Conflict) as refused:
        assigning.assign(theirs, expert=bureau.expert, by=bureau.by("manager"), at=NOW)
    assert mine.number not in refused.value.text
    assert code not in refused.value.text


def test_the_wall_stands_whichever_side_came_first(bureau):
    theirs = suing(bureau, bureau.client.particulars.code)
    assigning.assign(theirs, expert=bureau.expert, by=bureau.by("manager"), at=NOW)
    assert candidate(world.submitted(bureau), bureau.expert).conflict


def test_a_workplace_is_a_side_too(bureau):
    WorkplaceCode.objects.create(person=bureau.client, code="1234567890", valid_from=NOW.date())
    world.in_review(bureau)
    assert candidate(suing(bureau, "1234567890"), bureau.expert).conflict


def test_who_handed_a_request_on_is_walled_for_two_years(bureau):
    mine = world.in_review(bureau)
    assigning.reassign(mine, expert=bureau.other_expert, reason="مرخصی", by=bureau.by("manager"), at=NOW)
    theirs = suing(bureau, bureau.client.particulars.code)
    assert candidate(theirs, bureau.expert).conflict
    assert not candidate(theirs, bureau.expert, NOW + policy.CONFLICT_LASTS + world.DAY).conflict
    assert candidate(theirs, bureau.other_expert, NOW + policy.CONFLICT_LASTS + world.DAY).conflict  # he holds it still


def test_a_request_is_moved_to_another_for_a_reason_and_keeps_its_clock(bureau):
    request = world.in_review(bureau)
    due_at = request.clock_due_at
    with pytest.raises(assigning.WhyMoved):
        assigning.reassign(request, expert=bureau.other_expert, reason="", by=bureau.by("manager"), at=NOW)
    with pytest.raises(assigning.SameExpert):
        assigning.reassign(request, expert=bureau.expert, reason="بار کار", by=bureau.by("manager"), at=NOW)
    moved = assigning.reassign(request, expert=bureau.other_expert, reason="بار کار", by=bureau.by("manager"), at=NOW)
    assert (moved.assigned_to, moved.clock_due_at) == (bureau.other_expert, due_at)
    assert list(Assignment.objects.order_by("pk").values_list("expert", "ended_at")) == [
        (bureau.expert.pk, NOW),
        (bureau.other_expert.pk, None),
    ]
    assert work("request.assigned") == [("expert", bureau.other_expert.pk)]


def test_a_restored_request_of_an_expert_who_left_is_a_managers_work(bureau):
    request = world.expired(bureau)
    RoleGrant.objects.filter(person=bureau.expert).update(state="ended")
    requests.restore(request, by=bureau.by("client"), at=NOW + 8 * world.DAY)
    assert work("request.assign") == [("manager", None)]


def test_an_opinion_is_asked_of_a_colleague_outside_the_wall_and_stays_inside_the_house(bureau):
    request = world.in_review(bureau)
    question = talking.ask_opinion(request, of=bureau.other_expert, question="نظر شما؟", is_shared=False, by=bureau.by("expert"), at=NOW)
    assert work("request.opinion") == [("expert", bureau.other_expert.pk)]
    with pytest.raises(talking.WrongColleague):
        talking.ask_opinion(request, of=bureau.client, question="?", is_shared=False, by=bureau.by("expert"), at=NOW)
    with pytest.raises(Exception, match="NOT_ALLOWED"):
        talking.give_opinion(question, body="من", by=bureau.by("expert"), at=NOW)
    colleague = factories.actor(bureau.other_expert, "expert")
    given = talking.give_opinion(question, body="ماده ۲۷ را ببینید.", by=colleague, at=NOW)
    assert (given.is_internal, given.reply_to, work("request.opinion")) == (True, question, [])
    with pytest.raises(talking.AnsweredBefore):
        talking.give_opinion(question, body="باز هم", by=colleague, at=NOW)


def test_candidates_take_the_same_number_of_statements_for_many(bureau, django_assert_max_num_queries):
    request = world.submitted(bureau)
    for _ in range(6):
        world.skilled(factories.staff("expert", factor=False))
    with django_assert_max_num_queries(10):
        assert len(assigning.candidates(request, at=NOW)) == 8


def test_the_index_of_a_side_tells_nothing(bureau):
    world.submitted(bureau)
    assert OwnSide.objects.filter(index=crypto.blind_index("code-iran", bureau.client.particulars.code)).exists()
    assert not Request.objects.filter(description__contains=bureau.client.particulars.code).exists()
