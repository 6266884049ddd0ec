"""Amendments: fields that change from a day on, checked by the law, signed by both, applied on the day; the wage of a new year."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kardad.contracts import amendments, flow, proof, sweeps, terms
from kardad.contracts.actions import amending, signing, wording
from kardad.contracts.models import Amendment, Contract, Version
from kardad.contracts.queries import life
from kardad.contracts.terms import Allowance
from kardad.inbox.models import Letter
from kardad.kit.calendar import day_start_end
from kardad.kit.flow import NotAllowed
from kardad.law import instruments
from kardad.law.contract_rules import WageStep
from kardad.law.instruments import Silent
from tests.contracts import test_ending as ends
from tests.contracts import world
from tests.contracts.test_settlement_sums import held
from tests.contracts.world import NOW, day

AT = NOW + timedelta(days=30)  # 1404-02-04
DAY = day("1404-02-10")
PLACE = {"work.place": "شیراز، کارگاه شماره ۲، خیابان لاله"}


@pytest.fixture
def made(db, sms):
    return ends.running(sms)


def now(made):
    made.contract.refresh_from_db()
    return made.contract


def said(made):
    return terms.read(now(made).terms)


def proposed(made, wanted, *, from_on=DAY, at=AT, side="employer", **more):
    place, actor = ends.side_of(made, side)
    return amending.propose(place, wanted, from_on=from_on, by=actor, at=at, **more)


def both(made, version, sms, *, at=AT):
    ends.gave(made, "employer", version, sms, at=at)
    version.refresh_from_db()
    version.contract = now(made)
    ends.gave(made, "worker", version, sms, at=at)


# ── The terms, pure ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wage_is_one_more_step_and_every_other_field_says_the_new():
    first = held(pay={"amount": 4_000_000})
    start = first.term.starts_on
    later = start + timedelta(days=60)
    then = amendments.after(first, {amendments.WAGE: 5_000_000, **PLACE}, later)
    assert (then.pay.amount, then.pay.steps, then.work.place) == (4_000_000, (WageStep(later, 5_000_000),), PLACE["work.place"])
    assert amendments.wage_on(then, later - timedelta(days=1)) == 4_000_000
    assert amendments.after(first, {amendments.WAGE: 5_000_000}, start).pay.amount == 5_000_000
    again = amendments.after(then, {amendments.WAGE: 6_000_000}, start + timedelta(days=30))
    assert again.pay.steps == (WageStep(start + timedelta(days=30), 6_000_000),)
    assert amendments.changed(first, {amendments.WAGE: 4_000_000, "work.place": first.work.place}, later) == {}
    more = amendments.after(first, {"pay.allowances": [{"title": "ایاب و ذهاب", "monthly": 9_000_000, "is_wage": False}]}, later)
    assert more.pay.allowances == (Allowance(title="ایاب و ذهاب", monthly=9_000_000),)
    assert replace(more, pay=replace(more.pay, allowances=())) == first


def test_the_wage_of_a_new_year_is_what_the_decree_asks_for_in_the_contracts_own_basis():
    law = instruments.current()
    year = {"term": {"starts_on": day("1403-07-01"), "ends_on": day("1404-06-31"), "trial_days": None}}
    first = day("1404-01-01")
    least = held(**year, pay={"amount": 2_388_728})
    assert amendments.yearly(least, 1404, law) == WageStep(first, 3_463_656)
    more = held(**year, pay={"amount": 4_000_000})
    assert amendments.yearly(more, 1404, law) == WageStep(first, 4_000_000 * 132 // 100 + 310_535)
    raised = amendments.after(least, {amendments.WAGE: 3_463_656}, first)
    lasting = replace(least, term=replace(least.term, ends_on=None))
    assert amendments.yearly(lasting, 1404, law) == WageStep(first, 3_463_656)
    for one, of in ((raised, 1404), (least, 1403), (least, 1405)):
        with pytest.raises(amendments.NotDue):
            amendments.yearly(one, of, law)
    with pytest.raises(Silent):
        amendments.yearly(replace(lasting, term=replace(lasting.term, starts_on=day("1403-01-01"))), 1450, law)


# ── Deeds ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_amendment_that_both_signed_counts_from_its_day_and_the_words_of_the_contract_stay(made, sms):
    signed = made.contract.versions.get(kind="contract").words
    version = proposed(made, PLACE | {amendments.WAGE: 4_500_000}, reason="جابه‌جایی کارگاه")
    told = proof.read(version.words)
    assert [(row["label"], row["old"] != row["new"]) for row in told["changes"]] == [
        ("محل کار", True),
        (told["changes"][1]["label"], True),
    ]
    both(made, version, sms)
    assert Letter.objects.filter(event="contract.amendment_signed").count() == 2
    assert (said(made).work.place == PLACE["work.place"], life.is_amended(made.contract)) == (False, False)
    assert life.terms_on(made.contract, DAY).work.place == PLACE["work.place"]
    due = day_start_end(DAY)[0]
    assert [sweeps.amend(due - timedelta(seconds=1)), sweeps.amend(due), sweeps.amend(due)] == [0, 1, 0]
    assert (said(made).work.place, said(made).pay.steps) == (PLACE["work.place"], (WageStep(DAY, 4_500_000),))
    assert made.contract.versions.get(kind="contract").words == signed
    version.refresh_from_db()
    assert (version.state, version.applied_at, life.is_amended(made.contract)) == ("signed", due, True)


def test_a_rise_counts_from_a_day_that_is_past_and_at_once_and_nothing_else_does(made, sms):
    for wanted in (PLACE, {amendments.WAGE: 3_463_655}, PLACE | {amendments.WAGE: 5_000_000}):
        with pytest.raises((amending.BadDay, amending.BreaksLaw)):
            proposed(made, wanted, from_on=day("1404-01-15"))
    version = proposed(made, {amendments.WAGE: 5_000_000}, from_on=day("1404-01-15"))
    both(made, version, sms)
    assert amendments.wage_on(said(made), day("1404-01-15")) == 5_000_000
    assert Amendment.objects.get().due_at is None
    assert sweeps.amend(AT) == 0


def test_what_the_law_forbids_or_an_amendment_is_not_for_is_not_written(made):
    with pytest.raises(amending.BreaksLaw) as refused:
        proposed(made, {amendments.WAGE: 3_000_000, "hours.weekly_minutes": 48 * 60})
    assert {one.code for one in refused.value.found if one.severity == "error"} == {"C05", "C07"}
    with pytest.raises(amending.BreaksLaw) as refused:
        proposed(made, {"others.terms": ["کارگر حق شکایت ندارد."]})
    assert "C16" in {one.code for one in refused.value.found}
    with pytest.raises(amending.NothingChanges):
        proposed(made, {amendments.WAGE: 3_463_656})
    for path in ("worker.name", "term.starts_on", "work.type", "__class__"):
        with pytest.raises(amending.NotAmended):
            proposed(made, {path: "x"})
    for wrong in ({"from_on": day("1404-07-01")}, {"from_on": day("1403-12-29")}):
        with pytest.raises(amending.BadDay):
            proposed(made, PLACE, **wrong)
    for last in ("2025-08-01", "", None):
        with pytest.raises(amending.BadDay):
            proposed(made, {amendments.LAST_DAY: last})
    with pytest.raises(amending.BadDay):
        proposed(made, PLACE, from_on=ends.LAST, at=ends.ENDED)
    assert not Version.objects.filter(kind="amendment").exists()


def test_a_warning_is_known_before_it_is_signed_and_a_lower_wage_is_said(made, sms):
    Contract.objects.filter(pk=made.contract.pk).update(terms=terms.as_json(amendments.after(said(made), {"pay.amount": 9_000_000}, DAY)))
    now(made)
    version = proposed(made, {amendments.WAGE: 4_000_000, "others.terms": ["کارگر هر کاری که کارفرما بگوید انجام می‌دهد."]})
    assert version.knows == ["C17"]
    assert proof.read(version.words)["lowers"] is True
    with pytest.raises(signing.NotKnown):
        signing.ensure_known(version, ())


def test_another_change_meanwhile_makes_the_words_stale_and_the_day_of_signing_ends(made, sms):
    version = proposed(made, PLACE)
    assert version.until == min(AT + timedelta(days=10), day_start_end(DAY)[1])
    other = amendments.after(said(made), {"work.place": "تهران، خیابان آزادی، پلاک ۱"}, DAY)
    Contract.objects.filter(pk=made.contract.pk).update(terms=terms.as_json(other))
    version.contract = now(made)
    with pytest.raises(signing.Stale):
        wording.ensure(version, at=AT)


def test_an_amendment_of_a_contract_that_ended_before_its_day_comes_to_nothing(made, sms):
    both(made, proposed(made, PLACE), sms)
    Contract.objects.filter(pk=made.contract.pk).update(state="in_settlement")
    assert sweeps.amend(day_start_end(DAY)[0]) == 0
    assert (Amendment.objects.get().due_at, Amendment.objects.get().applied_at) == (None, None)
    assert said(made).work.place != PLACE["work.place"]


def test_a_longer_term_moves_the_end_and_both_are_told_of_it_anew(made, sms):
    both(made, proposed(made, {amendments.LAST_DAY: day("1404-09-30").isoformat()}, from_on=DAY), sms)
    assert sweeps.amend(day_start_end(DAY)[0]) == 1
    assert now(made).ends_on == day("1404-09-30")


def test_the_annex_of_a_year_is_written_for_one_contract_and_only_where_it_is_due(sms, db):
    term = {"starts_on": day("1403-07-01"), "ends_on": day("1404-06-31"), "trial_days": None}
    made = world.drafted(term=term)
    step = terms.as_json(replace(world.sound(made, term=term), pay=replace(world.sound(made).pay, amount=2_388_728)))
    values = {"terms": step, "state": "active", "number": "EC-1403-000001", "signed_at": NOW, "sent_at": NOW}
    Contract.objects.filter(pk=made.contract.pk).update(**values, origin="imported", starts_on=day("1403-07-01"))
    now(made)
    place, actor = ends.side_of(made, "employer")
    version = amending.propose_yearly(place, year=1404, by=actor, at=NOW)
    told = proof.read(version.words)
    assert (told["from_on"], told["values"]) == ("2025-03-21", {"pay.amount": 3_463_656})
    both(made, version, sms, at=NOW)
    assert said(made).pay.steps == (WageStep(day("1404-01-01"), 3_463_656),)
    with pytest.raises(amendments.NotDue):
        amending.propose_yearly(place, year=1404, by=actor, at=NOW)


@pytest.mark.parametrize("side", ["employer", "worker"])
def test_an_employer_amends_while_the_contract_runs_and_nobody_else_does(made, side):
    for state in sorted(flow.CONTRACT.states):
        Contract.objects.filter(pk=made.contract.pk).update(state=state, sent_at=NOW)
        now(made)
        if side == "employer" and state in flow.RUNNING:
            assert proposed(made, PLACE, side=side).state == "open"
            continue
        with pytest.raises(NotAllowed):
            proposed(made, PLACE, side=side)
