"""Anybody does anything, two at a time, on the real database: whatever comes of it, what disputes.md 6.2 says holds."""

import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Q
from django.http import Http404

from kardad.cases.models import Case
from kardad.evidence import queries as evidence
from kardad.evidence import verifying
from kardad.evidence.models import Chain
from kardad.kit.refusal import Refusal
from tests.cases import beginnings, invariants, likely, people, random_endings, random_moves
from tests.conftest import NOW
from tests.proofs import IS_FULL, length

STEPS, AT_ONCE, RUNNING = 20_000, 2, 8
OF_A_HOUSE, LONGEST = 2_000, timedelta(days=720)  # the calendar knows the holidays of no later year
PATIENCE = {"final": 90, "settled": 24, "withdrawn": 6, "annulled": 6, "dismissed": 6, "archived": 2}  # presses in a case that is over
# What reaches the cases that are heard together too; and where those deeds stand that came before the one refused.
REACHES_A_GROUP = {"tie", "commit", "draw", "recuse", "replace", "hand_over", "set_hearing", "choose_date"}
OF_SEVERAL = {"meet", "come", "find", "vote_all", "decide", "settle", "sign_terms", "examine", "carry_out"}
pytestmark = [
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


class Two:
    """Two people at two connections, who press at the same moment."""

    def __init__(self, crowd):
        self.crowd, self.pool = crowd, ThreadPoolExecutor(AT_ONCE)
        self.gate = threading.Barrier(AT_ONCE)

    def do(self, *presses, at):
        """What came of it: the name of each deed with None, or the code of its refusal."""
        waiting = [self.pool.submit(self._press, *one, at) for one in presses]
        return [one.result() for one in waiting]

    def end(self):
        """Their connections are closed, each by its own."""
        for one in [self.pool.submit(self._leave) for _ in range(AT_ONCE)]:
            one.result()
        self.pool.shutdown()

    def _press(self, name, pk, seed, at):
        case, dice = random_moves.fresh(pk), random.Random(seed)
        self.gate.wait(30)
        try:
            random_moves.DEEDS[name](self.crowd, case, dice, at)
        except Refusal as refusal:
            return name, refusal.code
        except Http404:
            return name, "404"
        return name, None

    def _leave(self):
        self.gate.wait(30)
        connections.close_all()


class House:
    """Two offices from their first petition on; in some cases people press at random, others are still on their way there."""

    def __init__(self, crowd, clock, seed):
        self.crowd, self.clock, self.seed, self.at = crowd, clock, seed, NOW
        self.dice, self.sure, self.memory = random.Random(seed), beginnings.Sure(seed), invariants.Memory()
        self.two, self.running, self.coming = Two(crowd), [], []
        self.told, self.seen, self.patience = Counter(), Counter(), {}

    def live(self, steps):
        """So many steps, or as many as its days hold."""
        try:
            while self.told.total() < steps and self.at < NOW + LONGEST:
                self._wait()
                if self.running:
                    self._step()
            self._hold(Case.objects.exclude(dossier=None).values_list("pk", flat=True))
        finally:
            self.two.end()
        return self

    def _wait(self):
        """Some time goes by; often so much that something waited for happens, and who was on his way comes further."""
        while len(self.running) + len(self.coming) < RUNNING:
            self.coming.append(beginnings.begin(self.crowd, self.dice, self.at))
        chance = self.dice.random() if self.running else 1
        if chance < 0.8:
            self.at += timedelta(minutes=self.dice.randrange(1, 60))
        elif chance < 0.87:
            self.at += timedelta(hours=self.dice.randrange(8, 40))
        else:
            due = beginnings.due(self.running, self.at) + [one.wakes for one in self.coming]
            self.at = min([one for one in due if one > self.at], default=self.at + timedelta(days=1)) + timedelta(minutes=1)
        self.clock.move_to(self.at, tick=False)
        for one in self.coming:
            one.go_on(self.crowd, self.sure, self.at)
        self.running += [one.pk for one in self.coming if one.is_told]
        self.coming = [one for one in self.coming if not one.is_told]

    def _step(self):
        """Two press; what 6.2 says holds of every case that they touched, and in the end of every case of the house."""
        rows = {one.pk: one for one in Case.objects.filter(pk__in=self.running)}
        awake = [pk for pk in self.running if not likely.is_asleep(rows[pk], self.at)] * 4
        called = [pk for pk in self.running if likely.is_called(rows[pk], self.at)] * 30
        first, other = (self.dice.choice(self.running + awake + called) for _ in range(AT_ONCE))
        pks = (first, first if self.dice.random() < 0.6 else other)
        presses = [(likely.choose(rows[pk], self.dice, self.at), pk, self.dice.random()) for pk in pks]
        try:
            came = self.two.do(*presses, at=self.at)
            self.told.update(came)
            touched = {pk for (name, pk, _), (_, refused) in zip(presses, came, strict=True) if refused is None or name in OF_SEVERAL}
            self._hold(touched | self._tied(touched) if REACHES_A_GROUP & {name for name, _ in came} else touched)
            for case in Case.objects.filter(pk__in=self.running if {("sweep", None), ("night", None)} & {*came} else pks):
                invariants.the_way_is_one_of_the_documents(case, self.memory)
                if case.pk in pks:
                    self._leave(case)
        except Exception as error:
            error.add_note(f"after step {self.told.total()} of seed {self.seed}: {presses}")
            raise

    def _tied(self, pks):
        return set(Case.objects.filter(Q(lead__in=pks) | Q(group__in=pks), pk__in=self.running).values_list("pk", flat=True))

    def _hold(self, pks):
        for pk in pks:
            random_endings.money_adds_up(invariants.hold(pk, self.at, self.memory))

    def _leave(self, case):
        """A case that is over stays for some presses more."""
        self.seen[case.state, case.instance] += 1
        left = min(self.patience.get(case.pk, 99), PATIENCE.get(case.state, 99)) - (case.state in PATIENCE)
        self.patience[case.pk] = left
        if left <= 0:
            self.running.remove(case.pk)


def test_whatever_anybody_does_two_at_a_time_the_invariants_hold(settings, monkeypatch, clock):
    settings.OPERATOR = "authority"
    seed, told, seen, houses = os.environ.get("KARDAD_TEST_SEED", "6"), Counter(), Counter(), 0
    while told.total() < length(STEPS):
        if houses:
            call_command("flush", verbosity=0, interactive=False)
        clock.move_to(NOW, tick=False)
        house = House(people.crowd(monkeypatch, NOW), clock, f"{seed}/{houses}").live(min(OF_A_HOUSE, length(STEPS) - told.total()))
        told, seen, houses = told + house.told, seen + house.seen, houses + 1
        _every_chain_holds()
        print(report := _report(told, seen, houses), flush=True)
    done = {name for name, refused in told if refused is None}
    wanted = set(random_moves.DEEDS) if IS_FULL else {"accept", "draw", "meet", "decide", "serve"}
    assert wanted <= done, f"never done: {sorted(wanted - done)}\n{report}"
    assert {("final", "DB"), ("final", "DRB")} <= set(seen) or not IS_FULL, report
    is_done = sum(told[one] for one in told if one[1] is None)
    assert told.total() / 10 < is_done < told.total() * 2 / 3, report  # the house is lived in, and much is refused


def _report(told, seen, houses):
    """How often each deed was done and refused so far, and where the cases stood."""
    done = Counter({name: told[name, None] for name in random_moves.DEEDS})
    tried = Counter()
    for (name, _), times in told.items():
        tried[name] += times
    lines = [f"{told.total()} steps in {houses} houses: {done.total()} deeds done, {told.total() - done.total()} refused"]
    lines += [f"  {name}: {done[name]} done, {tried[name] - done[name]} refused" for name in sorted(random_moves.DEEDS)]
    stood = ", ".join(f"{state} {board} {times}" for (state, board), times in sorted(seen.items()))
    return "\n".join([*lines, f"  never done: {sorted(set(random_moves.DEEDS) - set(+done))}", f"  stood: {stood}"])


def _every_chain_holds():
    for chain in Chain.objects.filter(subject_type="inbox.dossier").order_by("pk")[:20]:
        verdict = verifying.verify(evidence.dossier(chain), keys=evidence.published_keys())
        assert verdict.is_valid, verdict.problems
