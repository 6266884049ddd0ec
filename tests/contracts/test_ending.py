"""How a contract ends: each cause with its evidence and without, resignations, agreements, days that come, who may."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kardad.contracts import causes, flow, signals, sweeps
from kardad.contracts.actions import answering, ending, resigning, settling, signing, wording
from kardad.contracts.causes import Evidence
from kardad.contracts.models import Contract, Ending, Settlement, Version
from kardad.contracts.queries import settling as queries
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from tests.contracts import world
from tests.contracts.test_settlement_sums import held
from tests.contracts.world import NOW, day

ENDED = datetime(2025, 9, 27, 6, 0, tzinfo=UTC)  # 1404-07-05
LAST = day("1404-06-31")
PAPER = "a" * 64
DISMISSED = Evidence(
    detail="سه بار بی‌خبر نیامد", warnings=(day("1404-04-01"),), council="council", council_on=day("1404-06-20"), file=PAPER
)
ORDER = Evidence(detail="کارگاه برای همیشه بسته شد", number="۱۲۳", dated_on=day("1404-06-20"), file=PAPER)
TERM = {"term": {"starts_on": day("1404-01-01"), "ends_on": LAST, "trial_days": 30}}
CLAUSED = {"ending": {"terms": ("هر طرف با یک ماه پیش‌آگهی می‌تواند فسخ کند.",), "notice_days": 30}}


@pytest.mark.parametrize(
    ("cause", "side", "ends_on", "shown", "lacking", "why"),
    [
        ("term_ended", "employer", LAST, Evidence(), {"ends_on": day("1404-06-01")}, causes.BadDay),
        ("work_done", "employer", LAST, Evidence(detail="ساختمان تحویل شد"), {"shown": Evidence()}, causes.NoEvidence),
        ("resignation", "worker", day("1404-08-05"), Evidence(), {"side": "employer"}, causes.NotThisSide),
        ("mutual", "employer", day("1404-07-05"), Evidence(), {"ends_on": LAST}, causes.BadDay),
        (
            "clause",
            "worker",
            LAST,
            Evidence(clause=1, notice_on=day("1404-05-01")),
            {"shown": Evidence(clause=1, notice_on=day("1404-06-20"))},
            causes.BadDay,
        ),
        ("dismissal", "employer", LAST, DISMISSED, {"shown": replace(DISMISSED, warnings=())}, causes.NoEvidence),
        ("trial", "employer", day("1404-01-30"), Evidence(), {"ends_on": day("1404-01-31")}, causes.BadDay),
        ("retirement", "employer", LAST, ORDER, {"shown": replace(ORDER, number="")}, causes.NoEvidence),
        ("disability", "worker", LAST, ORDER, {"shown": replace(ORDER, file="")}, causes.NoEvidence),
        ("death", "employer", LAST, ORDER, {"shown": replace(ORDER, dated_on=day("1404-12-01"))}, causes.BadEvidence),
        ("closure", "employer", LAST, ORDER, {"shown": replace(ORDER, detail="")}, causes.NoEvidence),
        ("ruling", "worker", LAST, ORDER, {"shown": replace(ORDER, file="")}, causes.NoEvidence),
    ],
)
def test_each_cause_ends_a_contract_with_what_shows_it_and_not_without(cause, side, ends_on, shown, lacking, why):
    terms_ = held(**TERM, **CLAUSED)
    if cause == "work_done":
        terms_ = held(work={"type": "specified_work"})
    given = {"side": side, "ends_on": ends_on, "shown": shown, "today": day("1404-07-05")}
    causes.ensure(causes.every()[cause], terms_, **given)
    with pytest.raises(why):
        causes.ensure(causes.every()[cause], terms_, **{**given, **lacking})


def test_every_cause_is_tried_above():
    tried = {row[0] for mark in test_each_cause_ends_a_contract_with_what_shows_it_and_not_without.pytestmark for row in mark.args[1]}
    assert tried == set(causes.every())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"council": "against"}, "council"),
        ({"council_on": None}, "council_on"),
        ({"warnings": (LAST,)}, "warnings"),
        ({"warnings": (day("1403-12-01"),)}, "warnings"),
        ({"council_on": day("1404-07-01")}, "council_on"),
        ({"file": ""}, "file"),
    ],
)
def test_article_27_wants_a_warning_first_and_then_the_councils_yes(change, field):
    shown = replace(DISMISSED, **change)
    with pytest.raises((causes.NoEvidence, causes.BadEvidence)) as refused:
        causes.ensure(causes.every()["dismissal"], held(), side="employer", ends_on=LAST, shown=shown, today=day("1404-07-05"))
    assert refused.value.field == field


# ── Deeds ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def made(db, sms):
    return running(sms)


def running(sms, **changed):
    """A contract of half a year that runs, on the day after it should have ended."""
    found = world.signed(sms=sms, **changed)
    Contract.objects.filter(pk=found.contract.pk).update(state="active")
    found.contract.refresh_from_db()
    return found


def side_of(made, side):
    actor = made.keeps if side == "employer" else made.works
    return world.place(made, actor), actor


def declared(made, cause="term_ended", side="employer", *, ends_on=LAST, at=ENDED, **shown):
    place, actor = side_of(made, side)
    return ending.declare(place, ending.Named(cause=cause, ends_on=ends_on, shown=Evidence(**shown)), by=actor, at=at)


def gave(made, side, version, sms, *, at, reserves=()):
    """The side reads and signs the version with a code to its own SIM."""
    place, actor = side_of(made, side)
    person = made.keeper if side == "employer" else made.worker
    for one in (made.keeper, made.worker):
        one.refresh_from_db()
        one.mobile_proved_at = at
        one.save()
    place, actor = side_of(made, side)
    if side == "worker":
        version = answering.read(place, version, by=actor, at=at)
    seen = signing.Seen(session_key=side)
    signing.ask(place, version, seen=seen, by=actor, at=at)
    answer = signing.Answer(world.by_code(sms, person), frozenset(version.knows), frozenset(reserves))
    return wording.sign(place, version, answer, seen=seen, by=actor, at=at)


def test_a_contract_whose_term_is_over_ends_and_is_being_settled_at_once(made):
    heard = []
    signals.ended.connect(lambda **told: heard.append(told["contract"].pk), weak=False, dispatch_uid="test")
    found = declared(made)
    signals.ended.disconnect(dispatch_uid="test")
    made.contract.refresh_from_db()
    row = Settlement.objects.get()
    assert (found.state, made.contract.state, made.contract.end_cause, made.contract.ended_on) == (
        "done",
        "in_settlement",
        "term_ended",
        LAST,
    )
    assert (row.due_on, heard) == (LAST + timedelta(days=15), [made.contract.pk])
    assert Letter.objects.filter(event="contract.ended").count() == 2
    with pytest.raises(NotAllowed):
        declared(made)
    assert sweeps.late_settlements(row.alert_at - timedelta(seconds=1)) == 0
    assert [sweeps.late_settlements(row.alert_at), sweeps.late_settlements(row.alert_at)] == [1, 0]
    assert Letter.objects.filter(event="contract.settlement_late").count() == 2


def test_a_notice_that_was_given_ends_the_contract_when_its_day_is_over(db, sms):
    made = running(sms, **CLAUSED)
    at = NOW + timedelta(days=20)
    found = declared(made, "clause", "worker", ends_on=day("1404-02-25"), at=at, clause=1, notice_on=day("1404-01-24"))
    assert (found.state, Contract.objects.get().state) == ("given", "active")
    assert Letter.objects.get(event="contract.ending_named").person == made.keeper
    with pytest.raises(ending.AlreadyEnding):
        declared(made, at=ENDED)
    assert [sweeps.end(found.due_at - timedelta(seconds=1)), sweeps.end(found.due_at), sweeps.end(found.due_at)] == [0, 1, 0]
    assert Contract.objects.get().state == "in_settlement"


def test_both_sign_that_it_ends_and_who_does_not_want_to_refuses(made, sms):
    place, actor = side_of(made, "worker")
    named = ending.Named(cause="mutual", ends_on=day("1404-07-05"))
    version = ending.propose(place, named, by=actor, at=ENDED)
    gave(made, "worker", version, sms, at=ENDED)
    assert Contract.objects.get().state == "active"
    wording.refuse(*((side_of(made, "employer")[0], version)), reason="هنوز نه", by=made.keeps, at=ENDED)
    assert (Ending.objects.get().state, queries.ending(made.contract)) == ("withdrawn", None)
    version = ending.propose(place, replace(named, ends_on=day("1404-07-06")), by=actor, at=ENDED)
    gave(made, "worker", version, sms, at=ENDED + timedelta(hours=1))
    gave(made, "employer", version, sms, at=ENDED + timedelta(hours=1))
    found = queries.ending(made.contract)
    assert (found.state, Contract.objects.get().state) == ("given", "active")
    assert sweeps.end(found.due_at) == 1
    assert Contract.objects.get().end_cause == "mutual"


def test_a_resignation_is_the_workers_own_and_with_a_term_the_employer_says_yes(made, sms):
    place, actor = side_of(made, "worker")
    named = ending.Named(cause="resignation", ends_on=day("1404-07-05"))
    with pytest.raises(causes.NotThisSide):
        resigning.write(side_of(made, "employer")[0], named, by=made.keeps, at=ENDED)
    version = resigning.write(place, named, by=actor, at=ENDED)
    with pytest.raises(Refusal):
        gave(made, "employer", version, sms, at=ENDED)
    gave(made, "worker", version, sms, at=ENDED)
    assert (queries.ending(made.contract).state, Contract.objects.get().state) == ("offered", "active")
    with pytest.raises(NotAllowed):
        resigning.accept(place, by=actor, at=ENDED)
    resigning.accept(side_of(made, "employer")[0], by=made.keeps, at=ENDED)
    assert Contract.objects.get().state == "in_settlement"
    until = queries.taken_back_until(queries.ending(made.contract))
    assert until == ENDED + timedelta(days=15)
    with pytest.raises(NotAllowed):
        resigning.take_back(side_of(made, "employer")[0], by=made.keeps, at=ENDED)
    with pytest.raises(resigning.TooLateToTakeBack):
        resigning.take_back(place, by=actor, at=until)
    resigning.take_back(place, by=actor, at=until - timedelta(seconds=1))
    contract = Contract.objects.get()
    assert (contract.state, contract.ended_on, contract.end_cause, queries.ending(contract)) == ("active", None, "", None)
    assert Settlement.objects.get().alert_at is None
    declared(made)
    assert Contract.objects.get().state == "in_settlement"


def test_what_nobody_signed_gives_way_to_another_end(made):
    place, actor = side_of(made, "employer")
    ending.propose(place, ending.Named(cause="mutual", ends_on=day("1404-07-05")), by=actor, at=ENDED)
    declared(made)
    assert [row.cause for row in Ending.objects.all()] == ["term_ended"]


STATES = sorted(flow.CONTRACT.states)


@pytest.mark.parametrize("side", ["employer", "worker"])
def test_a_contract_ends_from_the_states_of_the_table_alone(made, side):
    for state in STATES:
        Contract.objects.filter(pk=made.contract.pk).update(state=state, sent_at=NOW)
        allowed = flow.CONTRACT.allows(state, "end", side)
        if allowed:
            continue
        with pytest.raises(NotAllowed):
            declared(made, side=side)
        place, actor = side_of(made, side)
        with pytest.raises(NotAllowed):
            ending.propose(place, ending.Named(cause="mutual", ends_on=day("1404-07-05")), by=actor, at=ENDED)
    assert not Ending.objects.exists()
    assert {state for state in STATES if flow.CONTRACT.allows(state, "end", side)} == {"active", "suspended"}
    assert not Version.objects.exclude(kind="contract").exists()


@pytest.mark.parametrize("side", ["employer", "worker"])
def test_what_follows_a_resignation_or_a_signature_is_refused_where_there_is_none(made, side):
    for state in STATES:
        Contract.objects.filter(pk=made.contract.pk).update(state=state, sent_at=NOW)
        place, actor = side_of(made, side)
        with pytest.raises(NotAllowed if side == "worker" else resigning.NoResignation):
            resigning.accept(place, by=actor, at=ENDED)
        with pytest.raises(NotAllowed if side == "employer" else resigning.NoResignation):
            resigning.take_back(place, by=actor, at=ENDED)
        with pytest.raises(NotAllowed):
            settling.undo(place, by=actor, at=ENDED)
