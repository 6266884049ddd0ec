"""Paper and SANA go one way too: in whatever order things happen, no rung goes down, and nothing is served by being handed over."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from kardad.core import outside
from kardad.gateways.sana.port import Outcome, State
from kardad.inbox import flow, proof
from kardad.inbox.actions import dossiers, notices, paper, rungs, sana
from kardad.inbox.models import Delivery, Visit
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, placed
from tests.proofs import length

pytestmark = [pytest.mark.proof, pytest.mark.django_db]
REFUSALS = (NotAllowed, notices.NotServed, sana.BadDays, paper.BadMoment, paper.ReceiverMissing)
LASTS = ("served_on", "handed_at", "arrived_at", "opened_at", "failed_at", "voided_at")
STEPS = 14
# What keeps a paper from arriving is no step of a ladder: it stands as high as the rung it comes from.
AS_HIGH_AS = {"paper": {"returned": "with_agent"}, "sana": {"returned": "sent"}}


def fresh(delivery):
    """The delivery as it is kept."""
    return Delivery.objects.get(pk=delivery.pk)


def height(delivery):
    """How high it stands on its own ladder."""
    return flow.HEIGHTS[delivery.via].index(AS_HIGH_AS[delivery.via].get(delivery.rung, delivery.rung))


def kept(delivery):
    """All that is kept of it, but for the time of the next sweep."""
    return {name: value for name, value in vars(delivery).items() if name not in {"_state", "due_at", "tries", "look_at"}}


def one_way(before, after, trail):
    """Nothing was lowered or told otherwise, and what is at an end stays as it is."""
    assert height(after) >= height(before), trail
    for name in LASTS:
        assert getattr(before, name) in (None, getattr(after, name)), (name, trail)
    assert after.effect == before.effect or before.effect != "actual", trail
    if before.voided_at:
        assert kept(after) == kept(before), trail
    if (before.rung == "returned" and before.via == "sana") or before.rung == "served":
        assert after.rung == before.rung, trail
    assert (after.served_on is not None) == (after.rung in {"served", "arrived", "opened"}), trail
    assert after.served_on is None or after.served_on >= calendar.tehran_day(NOW), trail


def everyone(case, made, at):
    """What any delivery may meet, though it goes by an account alone: pressed by the addressee, looked at by a sweep, made void."""
    return {
        "open": lambda: rungs.open_delivery(made, by=by(case.claimant), at=at),
        "acknowledge": lambda: rungs.acknowledge(made, by=by(case.claimant), at=at),
        "look": lambda: rungs.look(made.pk, at=at),
        "void": lambda: notices.void(made, reason="دسترسی نداشت", by=case.secretary, at=at),
    }


def walked(case, made, deeds_at, chance):
    """Things happen to the delivery in some order, under a clock that also goes back: each as (name, before, after)."""
    before, trail = fresh(made), []
    for _ in range(STEPS):
        at = NOW + timedelta(hours=chance.choice([-3, 0, 1, 2, 20, 24, 30, 60, 200]), minutes=chance.randint(0, 59))
        deeds = deeds_at(at)
        what = chance.choice([name for name in deeds for _ in range(1 if name == "void" else 3)])  # it ends the walk, so it comes seldom
        trail.append((what, at.isoformat()))
        try:
            deeds[what]()
        except REFUSALS:
            assert fresh(made).rung == before.rung, trail
            continue
        after = fresh(made)
        one_way(before, after, trail)
        yield what, before, after
        before = after


def by_agent(case, made, at):
    """What the secretary writes of a paper's way; a call is the newest one or an older one."""
    calls = list(Visit.objects.filter(delivery=made).order_by("-pk")[:2]) or [Visit(delivery=made, given_at=at)]
    found = {"receiver": "رحیمی", "relation": "برادر", "by": case.secretary, "now": at}
    deeds = {one: lambda one=one: paper.record(calls[0], outcome=one, at=at, **found) for one in Visit.Outcome.values}
    return deeds | {
        "hand_out": lambda: paper.hand_out(made, agent_name="کاظم", by=case.secretary, at=at),
        "back": lambda: paper.record(calls[0], outcome="returned", at=at, **found),
        "older": lambda: paper.record(calls[-1], outcome="handed", at=at, **found),
        "tomorrow": lambda: paper.record(calls[0], outcome="absent", at=at + timedelta(days=1), **found),
        "stranger": lambda: paper.record(calls[0], outcome="handed", at=at, **found | {"by": by(case.claimant)}),
        "himself": lambda: paper.hand_out(made, agent_name="خودم", by=by(case.claimant), at=at),
    }


def test_a_paper_is_served_by_a_call_that_was_taken_down_and_by_nothing_else(secretary):
    seen, chance, serving = Counter(), random.Random(36), set(Visit.Outcome.values) - {"returned"}
    for _ in range(length(120)):
        case = opened(secretary)
        dossiers.add_party(case.dossier, side="third", name="رحیمی", address="تهران، خیابان نمونه", by=secretary, at=NOW)
        made = placed(case)["third"]
        for what, before, after in walked(
            case, made, lambda at, case=case, made=made: everyone(case, made, at) | by_agent(case, made, at), chance
        ):
            assert what not in {"stranger", "himself", "tomorrow"}
            assert (after.rung == "with_agent") or what != "hand_out"
            if before.rung != "served" and after.rung == "served":
                assert what in serving | {"older"}
                assert after.served_on == calendar.tehran_day(Visit.objects.get(delivery=made, outcome=after_of(what)).at)
            assert after.opened_at is after.notified_at is None
            seen[after.rung] += 1
    assert set(seen) == {*flow.HEIGHTS["paper"], "returned"}


def after_of(what):
    """The outcome that a deed takes down."""
    return "handed" if what == "older" else what


def by_service(case, made, at):
    """What SANA and the secretary do; the service may take, refuse, fall silent, or speak out of turn."""
    twin, number = outside.sana(), fresh(made).outside_number

    def says(deed):
        return (lambda: deed(number, at)) if number in twin.papers else (lambda: None)

    noted = {"number": number or "۱۲۳", "arrived_on": calendar.tehran_day(at), "by": case.secretary, "at": at}
    return {
        **{f"ask{n}": lambda: sana.due(made.pk, at=at) for n in range(4)},
        "unclear": lambda: twin.fail(Outcome.UNSURE, times=1),
        "away": lambda: twin.fail(Outcome.UNAVAILABLE, times=1),
        "refused": lambda: twin.fail(Outcome.REFUSED, times=1),
        "silent": lambda: twin.be_silent(silent=at.hour % 2 == 0),
        "arrives": says(twin.arrive),
        "arrives_early": says(lambda number, at: twin.arrive(number, at - timedelta(minutes=9))),  # its clock is not ours
        "viewed": says(twin.open),
        "gone": says(lambda number, at: twin.give_up(number, state=State.NO_ACCOUNT)),
        "closed": says(lambda number, at: twin.give_up(number)),
        "noted": lambda: sana.note_by_hand(made, **noted),
        "noted_viewed": lambda: sana.note_by_hand(made, opened_on=noted["arrived_on"], **noted),
        "stranger": lambda: sana.note_by_hand(made, **noted | {"by": by(case.claimant)}),
    }


def test_a_paper_by_sana_is_served_by_its_arrival_and_never_by_being_taken(secretary, settings, monkeypatch):
    settings.GOVERNING_CHANNEL = "sana"
    monkeypatch.setattr(proof, "sealed_copy", lambda delivery: b"%PDF-1.7 sealed")
    seen, chance = Counter(), random.Random(10)
    for _ in range(length(200)):
        outside.sana().reset()
        case, said = opened(secretary), set()
        made = placed(case)["claimant"]
        for what, before, after in walked(
            case, made, lambda at, case=case, made=made: everyone(case, made, at) | by_service(case, made, at), chance
        ):
            said.add(what)
            assert what != "stranger"
            assert after.rung == before.rung or what.startswith(("ask", "noted"))
            if after.served_on:
                assert said & {"arrives", "arrives_early", "noted", "noted_viewed"}
            if after.rung == "opened":
                assert said & {"viewed", "noted_viewed"}
            assert (after.effect == "actual") == (after.rung == "opened")
            assert after.arrived_at is None or after.arrived_at >= after.placed_at
            assert after.notified_at is None
            seen[after.rung] += 1
    assert set(seen) == {*flow.HEIGHTS["sana"], "returned"}
