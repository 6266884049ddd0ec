"""Days without work: what a suspension takes from the settlement, which stops of the workplace the cap on temporary work leaves out."""

from datetime import datetime, timedelta

import pytest

from kardad.contracts.actions import suspending
from kardad.contracts.actions.suspending import Suspension
from kardad.contracts.models import Contract, Pause
from kardad.contracts.queries import checking
from kardad.contracts.queries import settling as queries
from kardad.contracts.statement import Facts
from kardad.contracts.terms import as_json, read, told
from kardad.kit.calendar import day_start_end
from tests.contracts import scenes, world
from tests.contracts import test_ending as ends
from tests.contracts.world import NOW, day

pytestmark = pytest.mark.django_db
AT = datetime.combine(day("1404-07-05"), NOW.timetz())


def morning(jalali):
    return day_start_end(day(jalali))[0] + timedelta(hours=8)


def stopped(made, cause, **values):
    """A suspension of the whole of Khordad, as its side recorded it."""
    place, by = ends.side_of(made, "worker")
    told_ = Suspension(cause=cause, starts_on=day("1404-03-01"), **values)
    suspending.suspend(place, told_, by=by, at=morning("1404-03-01"))
    suspending.resume(ends.side_of(made, "worker")[0], back_on=day("1404-04-01"), by=by, at=morning("1404-04-01"))


@pytest.mark.parametrize(("cause", "severance"), [("detention", 50_958_904), ("military", 61_150_685)])
def test_a_recorded_suspension_takes_its_days_from_the_settlement(sms, cause, severance):
    made = ends.running(sms, pay={"amount": 4_000_000})
    stopped(made, cause, note="به حکم دادسرا بازداشت شد.")
    ends.declared(made, at=AT)
    found = queries.reckoned(Contract.objects.get(), Facts())
    assert [found.amount(one) for one in ("severance", "bonus", "leave")] == [severance, 101_917_808, 44_164_384]
    assert "تعلیق" in found.warnings[-1]


def test_a_suspension_of_the_contract_that_was_renewed_is_left_out_too_and_one_that_went_on_to_the_end(sms):
    made = ends.running(sms)
    after = scenes.copy(made.contract, predecessor=made.contract, number="EC-1404-900009", ended_on=day("1405-01-31"))
    Contract.objects.filter(pk=made.contract.pk).update(state="renewed")
    after.predecessor.refresh_from_db()
    rows = {"side": "worker", "by": made.worker, "made_at": AT, "closed_at": AT}
    Pause.objects.create(contract=made.contract, cause="leave", starts_on=day("1404-03-01"), ended_on=day("1404-03-10"), **rows)
    Pause.objects.create(contract=after, cause="military", starts_on=day("1405-01-20"), **rows | {"closed_at": None})
    off = queries.off(after, after.ended_on)
    assert [(one.first, one.last, one.is_service) for one in off] == [
        (day("1404-03-01"), day("1404-03-10"), False),
        (day("1405-01-20"), day("1405-01-31"), True),
    ]


def project(contract, starts_on, ends_on, **changes):
    """The same worker's contract on a project, of these days."""
    held = told(read(contract.terms), "term", {"starts_on": starts_on, "ends_on": ends_on, "trial_days": None, **changes})
    return as_json(told(held, "work", {"nature": "non_continuous"}))


def test_the_cap_leaves_out_every_stop_of_the_workplace_that_is_told_or_recorded_and_no_other_suspension(settings):
    made = world.drafted()
    contract, begun = made.contract, day("1400-05-01")
    terms = project(contract, begun, day("1403-12-29"))
    days = {"starts_on": begun, "ends_on": day("1403-12-29")}
    earlier = scenes.copy(contract, state="settled", number="EC-1400-900001", terms=terms, **days)
    now = read(project(contract, day("1404-01-01"), day("1404-06-31")))

    def told_of_the_cap():
        found = checking.findings(contract, now, at=NOW)
        return next((one.message for one in found if one.code == "C12"), "")

    settings.CONTRACT_CAP_BINDS = True
    assert next(one.severity for one in checking.findings(contract, now, at=NOW) if one.code == "C12") == "error"
    settings.CONTRACT_CAP_BINDS, settings.CONTRACT_CAP_FROM = False, day("1402-01-01")
    assert told_of_the_cap() == ""  # thirty months since that day
    settings.CONTRACT_CAP_FROM = None
    over = told_of_the_cap()
    assert "۵۰" in over  # forty-four months before, six now
    rows = {"side": "employer", "by": made.keeper, "made_at": NOW, "closed_at": NOW}
    year = {"starts_on": day("1401-01-01"), "ended_on": day("1401-12-29")}
    row = Pause.objects.create(contract=earlier, cause="leave", **year, **rows)
    assert told_of_the_cap() == over
    Pause.objects.filter(pk=row.pk).update(cause="disaster")
    assert "۳۸" in told_of_the_cap()
    stood = (checking.Stop(day("1402-01-01"), day("1402-03-31")),)
    Contract.objects.filter(pk=earlier.pk).update(terms=project(contract, begun, day("1403-12-29"), stops=stood))
    assert told_of_the_cap() == ""
    Contract.objects.filter(pk=earlier.pk).update(organisation=world.company(made.keeper, name="دیگر", company_id="10380284790"))
    assert told_of_the_cap() == ""
