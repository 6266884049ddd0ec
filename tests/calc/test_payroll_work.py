"""The work of a payroll list: done once, whoever does it, however often it is begun or killed."""

import threading
from datetime import time, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from kardad.calc import sweeps
from kardad.calc.models import PayrollList, PayrollPart
from kardad.calc.payroll import actions, computing, queries
from kardad.calc.roster import books
from kardad.core import files, history
from kardad.core.actor import VISITOR, Actor
from kardad.core.models import Event, StoredFile
from kardad.gateways.scanner.port import Infected
from kardad.law import calculators, instruments
from kardad.law.kinds import Month
from tests.calc.rosters import ALI, HEAD, SARA, many, xlsx
from tests.conftest import NOW

MORDAD = Month(1404, 5)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(*rows, person=None, once="a" * 32, at=NOW, raw=None, **extra):
    book = books.opened("roster.xlsx", raw or xlsx(HEAD, *rows))
    sent = actions.Sent(once=once, file_name="roster.xlsx", month=extra.pop("month", MORDAD), readings=extra.pop("readings", {}), **extra)
    by = Actor(person.pk, "worker") if person else VISITOR
    return actions.begin(book, sent=sent, person=person, law=instruments.current(), by=by, at=at)


def finish(row, at=NOW):
    assert actions.work(row.pk, clock=lambda: at)
    row.refresh_from_db()
    return row


def kept(row):
    return list(queries.all_rows(row))


def test_every_row_is_the_payslip_of_its_facts():
    row = finish(send(ALI, SARA))
    assert row.state == "done"
    ali = calculators.named("payslip").sheet(
        {
            "month": "1404-05",
            "days": 30,
            "married": True,
            "children": 2,
            "overtime_hours": 10,
            "deductions": [{"title": "قسط وام", "amount": 3_000_000}],
        },
        instruments.current(),
    )
    assert dict(computing.pairs(kept(row)[0])) == ali.totals
    sheet = queries.payslip(row, kept(row)[0], instruments.current())
    assert sheet.totals == ali.totals


def test_control_totals_are_the_sums_of_the_rows():
    row = finish(send(*many(30, wrong=(3, 7)), rounding=1_000))
    control = computing.control(row.control)
    good = [one for one in kept(row) if not computing.is_bad(one)]
    assert (control.count, control.bad, row.done) == (28, 2, 30)
    assert control.days == sum(one["days"] for one in good) == 28 * 30
    for place, code in enumerate(computing.CODES):
        assert control.sum_of(code) == sum(one["totals"][place] for one in good)
    nets = [one["totals"][computing.CODES.index("net")] for one in good]
    assert control.paid == sum(computing.rounded(net, 1_000) for net in nets)
    assert control.employer == control.sum_of("insurance_employer") + control.sum_of("insurance_unemployment")


@pytest.mark.parametrize(
    ("net", "unit", "paid"), [(1_499, 1_000, 1_000), (1_500, 1_000, 2_000), (-1_500, 1_000, -2_000), (7, 0, 7), (None, 10, None)]
)
def test_net_is_rounded_to_the_nearest_unit(net, unit, paid):
    assert computing.rounded(net, unit) == paid


def test_where_the_law_is_silent_no_sum_is_given():
    row = finish(send(["علی", None, 30, 9_000_000, "خیر", None, None, None], month=Month(1401, 5)))
    control = computing.control(row.control)
    assert control.sum_of("tax") is None
    assert control.sum_of("net") is None
    assert control.paid is None
    assert control.unknown["tax"] == 1
    assert control.sum_of("gross") > 0


def test_readings_that_were_chosen_are_used():
    default, chosen = finish(send(ALI)), finish(send(ALI, once="b" * 32, readings={"hour_divisor": "22/3"}))
    assert computing.control(default.control).sum_of("overtime") != computing.control(chosen.control).sum_of("overtime")


@pytest.mark.parametrize("hours", ["10:30", "10:20", "۷٫۵", time(7, 30), 7.25])
def test_hours_are_kept_so_that_the_payslip_comes_out_again(hours):
    row = finish(send(["علی", None, 30, 4_000_001, "بله", 2, hours, 5]))
    (one,) = kept(row)
    assert queries.payslip(row, one, instruments.current()).totals == dict(computing.pairs(one))


def test_a_wage_of_a_month_in_the_column_of_days_is_warned_of():
    row = finish(send(["علی", None, 30, 200_000_000, "خیر", None, None, None]))
    assert row.control["warned"][computing.UNLIKELY] == 1


def test_a_list_of_errors_alone_is_done_and_says_so():
    row = finish(send(*many(3, wrong=(0, 1, 2))))
    assert (row.state, row.control["bad"], row.control["count"]) == ("done", 3, 0)
    assert [place for place, _ in queries.bad_rows(row)] == [0, 1, 2]


def test_names_and_codes_are_nowhere_in_the_clear(make):
    row = finish(send(ALI, person=make.person(), title="کارگاه نمونه"))
    part = PayrollPart.objects.get(list=row)
    assert "علی" not in part.sealed
    assert "0001234560" not in part.sealed
    assert "0001234560" not in str(row.__dict__)
    assert "علی" not in "".join(history.sentence(event) for event in history.of(row))
    with default_storage.open(files.path_of(row.workbook)) as stored:
        assert not stored.read().startswith(b"PK")
    assert files.read(row.workbook).startswith(b"PK")


def test_the_roster_is_not_kept_once_the_list_is_done():
    row = send(ALI)
    stored = row.roster
    assert files.read(stored).startswith(b"PK")
    row = finish(row)
    assert row.roster is None
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert not default_storage.exists(files.path_of(stored))


def test_a_form_that_is_sent_twice_makes_one_list(make):
    person = make.person()
    first, second = send(ALI, person=person), send(ALI, person=person)
    assert first.pk == second.pk
    assert PayrollList.objects.count() == 1
    assert Event.objects.filter(name="payroll_list.begun").count() == 1
    finish(first)
    assert not actions.work(first.pk, clock=lambda: NOW)
    assert send(ALI, person=person).state == "done"


def test_somebody_elses_form_is_refused(make):
    send(ALI, person=make.person())
    with pytest.raises(actions.UsedForm):
        send(ALI, person=make.person())
    with pytest.raises(actions.UsedForm):
        send(ALI)


def test_a_visitor_sends_no_more_than_is_computed_at_once(make):
    with pytest.raises(actions.LogInForMore) as refused:
        send(*many(201))
    assert "۲۰۰" in refused.value.text
    assert PayrollList.objects.count() == StoredFile.objects.count() == 0
    assert actions.is_at_once(send(*many(200)))
    assert not actions.is_at_once(send(*many(201), person=make.person(), once="b" * 32))


def test_a_roster_without_people_is_refused():
    with pytest.raises(books.EmptyRoster):
        send()


def test_an_infected_roster_is_not_kept(monkeypatch):
    from kardad.core import outside

    monkeypatch.setattr(outside.scanner(), "scan", lambda raw: Infected("test"))
    with pytest.raises(files.InfectedFile):
        send(ALI)
    assert PayrollList.objects.count() == StoredFile.objects.count() == 0


class Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_worker_killed_halfway_leaves_one_list(monkeypatch, make, after):
    monkeypatch.setattr(queries, "PART", 10)
    row = send(*many(35), person=make.person())
    keep, calls = actions._keep, []

    def dying(*args, **kwargs):
        if len(calls) == after:
            raise Killed
        calls.append(1)
        keep(*args, **kwargs)

    monkeypatch.setattr(actions, "_keep", dying)
    with pytest.raises(Killed):
        actions.work(row.pk, clock=lambda: NOW)
    monkeypatch.setattr(actions, "_keep", keep)
    row.refresh_from_db()
    assert row.done == after * 10
    assert not actions.work(row.pk, clock=lambda: NOW), "nobody takes it while the lease runs"
    row = finish(row, NOW + actions.LEASE)
    assert (row.state, row.done, row.control["count"]) == ("done", 35, 35)
    assert [part.number for part in row.parts.order_by("number")] == [0, 1, 2, 3]
    assert [one["n"] for one in kept(row)] == list(range(2, 37))


def test_a_worker_killed_while_writing_writes_again(monkeypatch, make):
    row = send(ALI, person=make.person())
    monkeypatch.setattr(actions.writing, "workbook", lambda row: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        actions.work(row.pk, clock=lambda: NOW)
    monkeypatch.undo()
    row.refresh_from_db()
    assert row.state == "writing"
    assert finish(row, NOW + actions.LEASE).state == "done"
    assert row.control["count"] == 1


def test_a_worker_that_was_overtaken_keeps_nothing(monkeypatch, make):
    monkeypatch.setattr(queries, "PART", 10)
    row = send(*many(25), person=make.person())
    keep = actions._keep

    def slow(mine, *args, **kwargs):
        monkeypatch.setattr(actions, "_keep", keep)
        assert actions.work(row.pk, clock=lambda: NOW + actions.LEASE)
        keep(mine, *args, **kwargs)

    monkeypatch.setattr(actions, "_keep", slow)
    assert actions.work(row.pk, clock=lambda: NOW)
    row.refresh_from_db()
    assert (row.state, row.done, row.control["count"]) == ("done", 25, 25)
    assert row.parts.count() == 3
    assert Event.objects.filter(name="payroll_list.finished").count() == 1


def test_a_long_list_goes_on_turn_after_turn(monkeypatch, make):
    monkeypatch.setattr(queries, "PART", 10)
    row = send(*many(35), person=make.person())
    moments = iter(NOW + place * actions.TURN for place in range(1000))
    turns = 0
    while row.state != "done":
        moment = next(moments)
        assert actions.work(row.pk, clock=lambda: next(moments))
        turns += 1
        row.refresh_from_db()
        assert row.state == "done" or row.due_at >= moment
        assert turns < 20
    assert turns > 3
    assert (row.done, row.expected, row.control["count"]) == (35, 35, 35)


def test_a_duplicate_is_found_across_turns(monkeypatch, make):
    monkeypatch.setattr(queries, "PART", 1)
    moments = iter(NOW + place * actions.TURN for place in range(1000))
    row = send(ALI, SARA, ALI, person=make.person())
    while row.state != "done":
        actions.work(row.pk, clock=lambda: next(moments))
        row.refresh_from_db()
    assert [computing.is_bad(one) for one in kept(row)] == [False, False, True]


def test_a_list_that_never_ends_is_given_up(monkeypatch, make):
    row = send(ALI, person=make.person())
    monkeypatch.setattr(actions, "_compute", lambda *_: (_ for _ in ()).throw(Killed))
    for place in range(actions.MOST_TRIES):
        with pytest.raises(Killed):
            actions.work(row.pk, clock=lambda place=place: NOW + place * actions.LEASE)
    assert actions.work(row.pk, clock=lambda: NOW + actions.MOST_TRIES * actions.LEASE)
    row.refresh_from_db()
    assert (row.state, row.due_at, row.roster) == ("failed", None, None)
    assert row.failure == actions.GaveUp.message


def test_the_sweep_computes_what_is_due_and_forgets_what_is_over(make):
    row = send(ALI, person=make.person())
    assert sweeps.compute_payroll_lists(NOW) == 1
    row.refresh_from_db()
    assert row.state == "done"
    assert sweeps.compute_payroll_lists(NOW) == 0
    assert sweeps.expire_payroll_lists(NOW + actions.KEPT - timedelta(seconds=1)) == 0
    assert sweeps.expire_payroll_lists(NOW + actions.KEPT) == 1
    assert PayrollList.objects.count() == PayrollPart.objects.count() == StoredFile.objects.count() == 0
    assert sweeps.expire_payroll_lists(NOW + actions.KEPT) == 0
    assert next(event.name for event in history.of_person(row.person_id)) == "payroll_list.expired"


def test_a_visitors_list_is_gone_after_a_day():
    row = finish(send(ALI))
    assert row.expires_at == NOW + timedelta(days=1)
    assert sweeps.expire_payroll_lists(NOW + timedelta(days=1)) == 1
    assert Event.objects.get(name="payroll_list.expired").person_id is None


def test_a_list_deleted_while_it_is_computed_stays_deleted(monkeypatch, make):
    person = make.person()
    row = send(ALI, person=person)
    keep = actions._keep

    def deleting(*args, **kwargs):
        actions.forget(row, by=Actor(person.pk, "worker"), at=NOW)
        keep(*args, **kwargs)

    monkeypatch.setattr(actions, "_keep", deleting)
    assert actions.work(row.pk, clock=lambda: NOW)
    assert PayrollList.objects.count() == PayrollPart.objects.count() == StoredFile.objects.count() == 0


def test_a_file_that_breaks_while_it_is_read_fails_with_words(monkeypatch, make):
    row = send(*many(201), person=make.person())
    monkeypatch.setattr(books.Book, "rows", lambda self: (_ for _ in ()).throw(books.NoRoster))
    assert actions.work(row.pk, clock=lambda: NOW)
    row.refresh_from_db()
    assert (row.state, row.failure) == ("failed", books.NoRoster.message)
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_the_work_once(make_committed, monkeypatch):
    monkeypatch.setattr(queries, "PART", 10)
    row = send(*many(45), person=make_committed.person())
    together, done = threading.Barrier(2), []

    def worker():
        together.wait()
        done.append(actions.work(row.pk, clock=lambda: NOW))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    assert sorted(done) == [False, True]
    assert (row.state, row.done, row.control["count"], row.parts.count()) == ("done", 45, 45, 5)
    assert Event.objects.filter(name="payroll_list.finished").count() == 1
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_list(make_committed):
    person = make_committed.person()
    together, made = threading.Barrier(2), []

    def press():
        together.wait()
        made.append(send(ALI, person=person).pk)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0] == made[1]
    assert PayrollList.objects.count() == StoredFile.objects.count() == 1
