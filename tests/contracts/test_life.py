"""A contract between its signature and its end: its first day, the ministry's number, void before it began, suspended, near its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kardad.contracts import flow, pauses, sweeps, terms
from kardad.contracts.actions import registering, renewing, suspending, voiding, wording
from kardad.contracts.actions.suspending import Suspension
from kardad.contracts.models import Contract, Ending, EndNotice, Pause, Wish
from kardad.contracts.queries import life, settling
from kardad.core.models import StoredFile
from kardad.evidence.models import Entry
from kardad.inbox.models import Letter
from kardad.kit.calendar import day_start_end
from kardad.kit.flow import NotAllowed
from tests.contracts import test_ending as ends
from tests.contracts import world
from tests.contracts.world import NOW, day
from tests.people.staff_world import stored

pytestmark = pytest.mark.django_db
BEGINS = day("1404-02-01")
LATER = {"term": {"starts_on": BEGINS, "ends_on": day("1404-06-31"), "trial_days": None}, "pay": {"insured_from": BEGINS}}
FIRST = day_start_end(BEGINS)[0]
LAST = ends.LAST


@pytest.fixture
def before(sms):
    """Signed by both; its first day is weeks away."""
    return world.signed(sms=sms, **LATER)


@pytest.fixture
def made(sms):
    return ends.running(sms)


def now(made):
    made.contract.refresh_from_db()
    return made.contract


def put(made, **values):
    Contract.objects.filter(pk=made.contract.pk).update(**values)
    return now(made)


def acts(made, side):
    """The side's place, and the actor by its word."""
    place, actor = ends.side_of(made, side)
    return place, {"by": actor}


def paper(made):
    return StoredFile.objects.get(pk=stored(made.keeper, NOW))


# ── The first day, the ministry's number, void before it ───────────────────────────────────────────────────────────────


def test_a_signed_contract_is_under_way_with_its_first_day_and_not_a_second_sooner(before):
    assert sweeps.activate(FIRST - timedelta(seconds=1)) == 0
    assert [sweeps.activate(FIRST), sweeps.activate(FIRST)] == [1, 0]
    assert (now(before).state, before.contract.due_at) == ("active", None)
    assert Entry.objects.filter(kind="contract.activated").count() == 1


def test_the_ministrys_number_is_written_once_and_mended(before):
    place, by = acts(before, "employer")
    for wrong in ("", "۱۲", "<b>12345</b>", "1" * 41):
        with pytest.raises(registering.NotANumber):
            registering.register(place, number=wrong, **by, at=NOW)
    assert registering.register(place, number="۱۴۰۴/۱۲۳۴۵", **by, at=NOW).state == "registered"
    registering.register(place, number="1404/12345", **by, at=NOW)
    assert Letter.objects.filter(event="contract.registered").count() == 1
    assert sweeps.activate(FIRST) == 1
    registering.register(place, number="1404/54321", **by, at=FIRST)
    assert (now(before).state, before.contract.ministry_number) == ("active", "1404/54321")
    assert "1404/54321" not in str(list(Entry.objects.values_list("body", flat=True)))


def test_both_sign_that_a_contract_does_not_begin(before, sms):
    place, by = acts(before, "worker")
    with pytest.raises(voiding.NoReason):
        voiding.propose(place, reason=" ", **by, at=NOW)
    version = voiding.propose(place, reason="کار دیگری یافته‌ام", **by, at=NOW)
    ends.gave(before, "worker", version, sms, at=NOW)
    assert now(before).state == "signed"
    put(before, disputed_at=NOW)
    version.contract = before.contract
    with pytest.raises(voiding.Disputed):
        wording.ensure(version, at=NOW)
    put(before, disputed_at=None)
    version.refresh_from_db()
    version.contract = before.contract
    ends.gave(before, "employer", version, sms, at=NOW + timedelta(hours=1))
    assert (now(before).state, before.contract.due_at) == ("void", None)
    assert sweeps.activate(FIRST) == 0
    assert Letter.objects.filter(event="contract.voided").count() == 2


def test_what_has_begun_is_not_made_void_though_one_has_signed(before, sms):
    place, by = acts(before, "employer")
    version = voiding.propose(place, reason="کارگاه جابه‌جا می‌شود", **by, at=FIRST - timedelta(hours=2))
    assert version.until == FIRST
    with pytest.raises(voiding.HasBegun):
        voiding.propose(place, reason="کارگاه جابه‌جا می‌شود", **by, at=FIRST)
    sweeps.activate(FIRST)
    version.contract = now(before)
    with pytest.raises(voiding.HasBegun):
        wording.ensure(version, at=FIRST)


# ── Suspended ───────────────────────────────────────────────────────────────────────────────────────────────────────────

AT = NOW + timedelta(days=30)  # 1404-02-04
CALLED = Suspension(cause="military", starts_on=day("1404-02-01"), expected_on=day("1405-11-01"))


def test_a_worker_goes_to_his_service_and_comes_back(made):
    place, by = acts(made, "worker")
    row = suspending.suspend(place, CALLED, **by, at=AT)
    assert (now(made).state, life.open_pause(made.contract)) == ("suspended", row)
    assert Letter.objects.get(event="contract.suspended").person == made.keeper
    place, by = acts(made, "employer")
    for wrong in (CALLED.starts_on, day("1404-04-01")):
        with pytest.raises(suspending.BadDay):
            suspending.resume(place, back_on=wrong, **by, at=AT + timedelta(days=10))
    suspending.resume(place, back_on=day("1404-02-10"), **by, at=AT + timedelta(days=10))
    row.refresh_from_db()
    assert (now(made).state, row.ended_on, life.open_pause(made.contract)) == ("active", day("1404-02-09"), None)
    with pytest.raises(suspending.BadDay):
        suspending.suspend(place, replace(CALLED, starts_on=day("1404-02-09")), **by, at=AT + timedelta(days=10))
    assert suspending.suspend(place, replace(CALLED, starts_on=day("1404-02-10")), **by, at=AT + timedelta(days=10))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cause": "holiday"}, "cause"),
        ({"starts_on": day("1403-12-29")}, "starts_on"),
        ({"starts_on": day("1404-02-05")}, "starts_on"),
        ({"expected_on": day("1404-01-31")}, "expected_on"),
        ({"cause": "detention", "note": "زندان"}, "note"),
        ({"cause": "disaster", "note": "سیل کارگاه را گرفت"}, "file"),
        ({"cause": "leave"}, "file"),
    ],
)
def test_a_suspension_has_its_cause_its_days_and_what_shows_it(made, change, field):
    place, by = acts(made, "employer")
    with pytest.raises((suspending.NoSuchCause, suspending.BadDay, suspending.NotShown)) as refused:
        suspending.suspend(place, replace(CALLED, **change), **by, at=AT)
    assert refused.value.field == field
    assert now(made).state == "active"
    assert not Pause.objects.exists()


def test_leave_has_its_longest_days_and_the_end_of_a_contract_ends_its_suspension(made):
    place, by = acts(made, "employer")
    first = day("1404-02-01")
    leave = Suspension(cause="leave", starts_on=first, expected_on=first + timedelta(days=731), file=paper(made))
    with pytest.raises(suspending.BadDay):
        suspending.suspend(place, leave, **by, at=AT)
    row = suspending.suspend(place, replace(leave, expected_on=first + timedelta(days=730)), **by, at=AT)
    ends.declared(made)
    row.refresh_from_db()
    assert (now(made).state, row.ended_on) == ("in_settlement", LAST)
    assert {cause.most for cause in pauses.every().values()} == {None, 731}


# ── Near its end ────────────────────────────────────────────────────────────────────────────────────────────────────────


def at_noon(of):
    return day_start_end(of)[0] + timedelta(hours=12)


def test_both_are_told_45_30_and_7_days_before_and_once_when_it_is_past(made):
    assert sweeps.remind_of_ends(at_noon(LAST - timedelta(days=46))) == 0
    for days in (45, 30, 7):
        at = at_noon(LAST - timedelta(days=days))
        assert [sweeps.remind_of_ends(at), sweeps.remind_of_ends(at + timedelta(hours=1))] == [1, 0]
    assert sweeps.remind_of_ends(at_noon(LAST)) == 0
    assert not life.is_past(made.contract, LAST)
    past = at_noon(LAST + timedelta(days=1))
    assert [sweeps.remind_of_ends(past), sweeps.remind_of_ends(past + timedelta(days=9))] == [1, 0]
    assert list(EndNotice.objects.order_by("pk").values_list("days", flat=True)) == [45, 30, 7, 0]
    assert life.is_past(made.contract, LAST + timedelta(days=1))
    assert Letter.objects.filter(event="contract.ending_soon").count() == 6
    assert {row.person for row in Letter.objects.filter(event="contract.past_end")} == {made.keeper, made.worker}


def test_a_late_start_is_told_once_and_a_named_end_or_a_successor_silences(made):
    at = at_noon(LAST - timedelta(days=20))
    assert [sweeps.remind_of_ends(at), sweeps.remind_of_ends(at)] == [1, 0]
    assert EndNotice.objects.get().days == 30
    named = {"cause": "ruling", "side": "worker", "state": Ending.State.GIVEN, "ends_on": LAST, "evidence": "{}"}
    Ending.objects.create(contract=made.contract, by=made.worker, made_at=at, **named)
    assert sweeps.remind_of_ends(at_noon(LAST - timedelta(days=7))) == 0
    assert sweeps.remind_of_ends(at_noon(LAST + timedelta(days=1))) == 0


def test_each_side_says_what_it_wants_and_the_other_hears_it_once(made):
    place, by = acts(made, "worker")
    with pytest.raises(NotAllowed):
        renewing.choose(place, wants="renew", **by, at=at_noon(LAST - timedelta(days=46)))
    at = at_noon(LAST - timedelta(days=40))
    with pytest.raises(renewing.NoSuchWish):
        renewing.choose(place, wants="forever", **by, at=at)
    for _ in range(2):
        renewing.choose(place, wants="renew", **by, at=at)
    assert Letter.objects.get(event="contract.wished").person == made.keeper
    renewing.choose(place, wants="end", **by, at=at)
    place, by = acts(made, "employer")
    renewing.choose(place, wants="renew", **by, at=at)
    assert {side: wish.wants for side, wish in life.wishes(made.contract).items()} == {"worker": "end", "employer": "renew"}
    assert Wish.objects.count() == 2


def test_a_contract_is_renewed_on_the_first_day_of_its_successor_unless_its_end_was_named(made, sms):
    at = NOW + timedelta(days=1)
    first = LAST + timedelta(days=1)
    term = {"starts_on": first, "ends_on": day("1404-12-29"), "trial_days": None}
    second = world.drafted(replace(made, contract=None), at=NOW, term=term, pay={"insured_from": first})
    Contract.objects.filter(pk=second.contract.pk).update(predecessor=made.contract)
    second.contract.refresh_from_db()
    world.signed(world.sent(second, sms=sms, at=at), sms=sms, at=at)
    assert sweeps.remind_of_ends(at_noon(LAST - timedelta(days=7))) == 0
    assert not renewing.may_choose(made.contract, at=at_noon(LAST))
    assert sweeps.activate(day_start_end(first)[0]) == 1
    assert (now(made).state, now(second).state) == ("renewed", "active")
    assert Letter.objects.filter(event="contract.renewed").count() == 2
    beside = life.beside(second.contract, for_worker=False)
    assert (beside.same_employer, beside.days, beside.overlapping) == (1, 186, 0)


def test_who_is_in_the_service_when_his_term_is_renewed_loses_no_year_of_it(made, sms):
    """LL 14: a suspension leaves the contract in force; what both signed for the time after its term goes on from it."""
    place, by = acts(made, "worker")
    suspending.suspend(place, replace(CALLED, starts_on=day("1404-02-01")), **by, at=AT)
    at, first = AT + timedelta(days=1), LAST + timedelta(days=1)
    term = {"starts_on": first, "ends_on": day("1404-12-29"), "trial_days": None}
    second = world.drafted(replace(made, contract=None), at=NOW, term=term, pay={"insured_from": first})
    Contract.objects.filter(pk=second.contract.pk).update(predecessor=made.contract)
    second.contract.refresh_from_db()
    world.signed(world.sent(second, sms=sms, at=at), sms=sms, at=at)
    assert sweeps.activate(day_start_end(first)[0]) == 1
    assert (now(made).state, now(second).state) == ("renewed", "active")
    row = life.pauses(made.contract).get()
    assert (row.ended_on, life.open_pause(made.contract)) == (LAST, None)
    assert settling.before(now(second)) == ((made.contract.starts_on, terms.read(made.contract.terms)),)


# ── Who may from where ──────────────────────────────────────────────────────────────────────────────────────────────────

STATES = sorted(flow.CONTRACT.states)
DEEDS = {
    "register": lambda place, by: registering.register(place, number="12345", **by, at=NOW),
    "void": lambda place, by: voiding.propose(place, reason="نمی‌شود", **by, at=NOW),
    "suspend": lambda place, by: suspending.suspend(place, replace(CALLED, starts_on=day("1404-02-01")), **by, at=AT),
    "resume": lambda place, by: suspending.resume(place, back_on=day("1404-02-03"), **by, at=AT),
    "choose": lambda place, by: renewing.choose(place, wants="end", **by, at=at_noon(LAST)),
}
FROM = {  # deed: the sides and the states of the table from which it is done
    "register": ({"employer"}, flow.RUNNING),
    "void": ({"employer", "worker"}, {"signed", "registered"}),
    "suspend": ({"employer", "worker"}, {"active"}),
    "resume": ({"employer", "worker"}, {"suspended"}),
    "choose": ({"employer", "worker"}, flow.RUNNING),
}


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_each_deed_is_done_by_its_sides_from_its_states_alone(sms, deed):
    made = world.signed(sms=sms, **(LATER if deed == "void" else {}))
    sides, states = FROM[deed]
    for side in ("employer", "worker"):
        for state in STATES:
            put(made, state=state, sent_at=NOW, ministry_number="")
            Pause.objects.all().delete()
            Wish.objects.all().delete()
            place, by = acts(made, side)
            if side in sides and state in states:
                DEEDS[deed](place, by)
                continue
            with pytest.raises(NotAllowed):
                DEEDS[deed](place, by)
