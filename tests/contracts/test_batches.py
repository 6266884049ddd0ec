"""Many contracts at once from a file: each row a draft or what is wrong in which cell, made once however often it is sent."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from kardad.contracts import batches, policy, sweeps, terms
from kardad.contracts.actions import batch_work, batching
from kardad.contracts.models import Batch, BatchRow, Contract
from kardad.core.models import StoredFile
from kardad.inbox.models import Letter
from tests import factories
from tests.calc import rosters as sheets
from tests.contracts import rosters, world
from tests.contracts.rosters import HEAD, row, xlsx
from tests.contracts.world import NOW, day

pytestmark = pytest.mark.django_db
BEGIN = "/panel/contracts/batches/new/"
INDEX = "/panel/contracts/batches/"


@pytest.fixture
def made(sms, clock):
    clock.move_to(NOW, tick=False)
    there = world.world()
    there.company.company_id = "10380284790"
    there.company.save()
    return there


def at(person):
    browser = Client()
    browser.force_login(person)
    return browser


def send(browser, made, raw, *, kind="drafts", once="a" * 32, name="workers.xlsx", whom=None):
    values = {"kind": kind, "whom": whom or f"organisation-{made.company.pk}", "once": once}
    return browser.post(BEGIN, values | {"file": SimpleUploadedFile(name, raw)})


def sent(made, raw, **more):
    """The batch that a file made, done."""
    answer = send(at(made.keeper), made, raw, **more)
    assert answer.status_code == 302, answer.context["form"].errors
    return Batch.objects.get(token=answer.headers["Location"].split("/")[-2])


def wrong(batch, place=2):
    """The columns that are wrong in a row of the file, with what is said of each."""
    return {column: message for column, message, _ in batches.told(batch.rows.get(place=place).told).wrong}


def test_a_file_of_workers_becomes_drafts_that_the_law_has_nothing_against(made):
    worker = factories.person(level=2, code=rosters.national_code(1))
    browser = at(made.keeper)
    batch = sent(
        made, xlsx(row(0), row(1, name="زهرا نوری"), row(2, ends_on="1404/12/29", starts_on=datetime.combine(date(2025, 3, 21), time())))
    )
    assert (batch.state, batch.done, batch.made, batch.bad, batch.file) == ("done", 3, 3, 0, None)
    assert not StoredFile.objects.exists()
    first, second, third = (one.contract for one in batch.rows.order_by("place"))
    held = terms.read(first.terms)
    assert (held.worker.name, held.worker.is_married, held.worker.education, held.work.type) == ("علی کریمی", True, "دیپلم", "fixed_term")
    assert (held.term.starts_on, held.term.ends_on, held.hours.weekly_minutes) == (day("1404-01-01"), day("1404-06-31"), 2640)
    assert (held.pay.amount, held.pay.account_holder, held.pay.insured_from) == (3_463_656, "علی کریمی", day("1404-01-01"))
    assert held.ending.terms == ("با پایان مدت، قرارداد پایان می‌یابد.",)
    assert (held.employer.name, held.employer.workshop_code) == (made.company.name, "1234567890")
    assert (first.state, first.organisation, first.maker, first.job, first.origin) == ("draft", made.company, made.keeper, "جوشکار", "here")
    assert (first.worker, second.worker) == (None, worker)
    assert third.starts_on == day("1404-01-01")
    errors = [one for one in batch.rows.all() if any(severity == "error" for severity, _ in batches.told(one.told).found)]
    assert errors == []
    words = browser.get(batch.url).content.decode()
    assert "زهرا نوری" in words
    assert f"/panel/contracts/{first.token}/review/" in words
    assert batch.url in browser.get(INDEX).content.decode()
    assert at(factories.person(level=2)).get(batch.url).status_code == 404
    assert at(made.worker).get(batch.url).status_code == 404
    made.company.memberships.update(state="ended")
    assert browser.get(batch.url).status_code == 404


BAD = {
    "code": ("0001234561", "رقم"),
    "name": ("علی ۱۲۳", "نام"),
    "born_on": ("1370/13/40", ""),
    "is_married": ("شاید", "«بله» یا «خیر»"),
    "children": ("-2", ""),
    "mobile": ("0912", ""),
    "postal_code": ("123", ""),
    "type": ("همیشگی", "مدت موقت"),
    "nature": ("گاهی", "مستمر"),
    "skill": ("استاد", "ماهر"),
    "level": ("پنجم", "دیپلم"),
    "starts_on": ("1404/02/32", ""),
    "weekly_minutes": ("200", "۱۶۸"),
    "shift": ("هروقت", "روزکار"),
    "basis": ("سالانه", "روزانه"),
    "amount": ("-5", ""),
    "iban": ("IR820540102680020817909003", ""),
    "period": ("سالی یک بار", "ماهی یک بار"),
    "trial_days": ("صد", ""),
    "job_code": ("الف", ""),
    "workshop_code": ("12", ""),
    "is_hazardous": ("کمی", "«بله» یا «خیر»"),
    "notice_days": ("900", ""),
    "step_amount": ("4000000", "با هم"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_cell_that_cannot_be_read_is_told_with_its_column_and_how_to_mend_it(name):
    from kardad.contracts.forms import rosters as forms

    typed, says = BAD[name]
    (found,) = forms.reader(day("1404-01-05"))("w.xlsx", xlsx(row(0, **{name: typed})), "drafts")
    column = HEAD[rosters.NAMES[name]] if name != "step_amount" else "مزد تازه از روز"
    assert [one[0] for one in found.wrong] == [column], found.wrong
    assert says in found.wrong[0][1]
    assert len(found.wrong[0][1]) > 10
    assert found.typed[rosters.NAMES[name]] == typed


def test_cells_that_are_no_values_and_cells_that_are_kept_otherwise_than_typed(made):
    from kardad.contracts.forms import rosters as forms

    read = forms.reader(day("1404-01-05"))
    strange = row(
        0, name="=A1", amount=True, born_on=datetime.combine(date(1991, 5, 6), time()), weekly_minutes=42.5, children=None, code=None
    )
    (found,) = read("w.xlsx", xlsx(strange), "drafts")
    assert {column for column, _, _ in found.wrong} == {"نام و نام خانوادگی", "مزد", "کد ملی"}
    plain = row(0, code=int(rosters.national_code(0)), mobile=9990000000, born_on=date(1991, 5, 6), weekly_minutes=42.5, starts_on=14040101)
    (found,) = read("w.xlsx", xlsx(plain), "drafts")
    assert found.wrong == ()
    assert found.values["worker"]["national_code"] == rosters.national_code(0)
    assert found.values["worker"]["mobile"] == "+989990000000"
    assert (found.values["worker"]["born_on"], found.values["hours"]["weekly_minutes"]) == (date(1991, 5, 6), 2550)
    assert found.values["term"]["starts_on"] == day("1404-01-01")
    foreign = row(0, code="100000000000", work_permit_number="۱۲", work_permit_until="1404/12/29")
    (found,) = read("w.xlsx", xlsx(foreign), "drafts")
    assert [column for column, _, _ in found.wrong] in ([], ["کد ملی"])
    merged = xlsx(row(0), row(1), merged=("B2:B3",))
    assert [bool(one.wrong) for one in read("w.xlsx", merged, "drafts")] == [True, True]


def test_wrong_rows_lose_nothing_and_the_mended_file_makes_only_what_is_missing(made):
    browser = at(made.keeper)
    batch = sent(made, xlsx(row(0), row(1, amount="سه میلیون"), row(2), row(2), row(3, starts_on=None), row(4, ends_on="1403/01/01")))
    assert (batch.done, batch.made, batch.bad) == (6, 2, 4)
    assert list(wrong(batch, 3)) == ["مزد"]
    assert "ردیف ۴" in wrong(batch, 5)["کد ملی"]
    assert "خالی" in wrong(batch, 6)["نخستین روز کار"]
    assert list(wrong(batch, 7)) == ["آخرین روز کار"]
    words = browser.get(batch.url, {"state": "wrong"}).content.decode()
    assert "سه میلیون" in words
    assert "ردیف ۲،" not in words
    book = load_workbook(BytesIO(browser.get(f"{batch.url}errors.xlsx").content))
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(lines[0][: len(HEAD)]) == HEAD
    assert len(lines) == 5
    place = HEAD.index("مزد")
    assert lines[1][place] == "سه میلیون"
    mended = [list(line[: len(HEAD)]) for line in lines[1:]]
    mended[0][place] = "۳٬۴۶۳٬۶۵۶"
    again = sent(made, xlsx(row(0), *mended[:1], row(2)), once="b" * 32)
    assert (again.made, again.bad) == (1, 0)
    assert sorted(again.rows.values_list("place", "state")) == [(2, "there"), (3, "made"), (4, "there")]
    assert again.rows.get(place=2).contract_id == batch.rows.get(place=2).contract_id
    assert Contract.objects.count() == 3
    same = send(browser, made, xlsx(row(7)), once="b" * 32)
    assert (same.headers["Location"], Contract.objects.count()) == (again.url, 3)
    Contract.objects.filter(batch_rows__batch=again, batch_rows__place=3).update(state="dropped")
    third = sent(made, xlsx(row(1)), once="c" * 32)
    assert (third.made, Contract.objects.count()) == (1, 4)


def test_what_the_law_says_of_a_draft_stands_beside_its_row(made):
    batch = sent(made, xlsx(row(0, amount="1000000"), row(1, other_terms="کارگر حق شکایت ندارد"), row(2, duties=None, mobile=None)))
    assert batch.made == 3
    said = {one.place: batches.told(one.told).found for one in batch.rows.all()}
    assert all(any(severity == "error" for severity, _ in found) for found in said.values())
    words = at(made.keeper).get(batch.url).content.decode()
    assert "باید درست شود" in words


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (b"%PDF-1.7 nothing", "a.xlsx", "ROSTER_KIND"),
        (b"\xd0\xcf\x11\xe0old", "a.xls", "ROSTER_OLD_BOOK"),
        (b"PK\x03\x04broken", "a.xlsx", "ROSTER_UNREADABLE"),
        (sheets.xlsx(["الف", "ب"], [1, 2]), "a.xlsx", "ROSTER_NO_HEADINGS"),
        (sheets.xlsx(["نام و نام خانوادگی", "شغل"], ["علی", "جوشکار"]), "a.xlsx", "ROSTER_MISSING_COLUMN"),
        (sheets.xlsx(["نام و نام خانوادگی", "کد ملی", "نام", "نخستین روز کار"], ["علی", "", "", ""]), "a.xlsx", "ROSTER_COLUMN_TWICE"),
        (xlsx(), "a.xlsx", "ROSTER_EMPTY"),
    ],
)
def test_a_file_that_is_no_roster_makes_nothing_and_says_why(made, raw, name, code):
    answer = send(at(made.keeper), made, raw, name=name)
    assert answer.status_code in (409, 413, 422)
    form = answer.context["form"]
    codes = {one.code for one in form.errors.as_data().get("file", ())} | {getattr(getattr(form, "refusal", None), "code", "")}
    assert code in codes
    assert not Batch.objects.exists()


def test_a_csv_is_read_as_well_and_too_many_rows_are_refused(made, monkeypatch):
    raw = sheets.csv(HEAD, row(0, schedule="شنبه تا پنجشنبه"), row(1, schedule="شنبه تا چهارشنبه"), delimiter=";").rstrip() + b"\r\n"
    monkeypatch.setattr(policy, "MOST_ROWS", 2)
    assert sent(made, raw, name="w.csv").made == 2
    monkeypatch.setattr(policy, "MOST_ROWS", 1)
    answer = send(at(made.keeper), made, raw, name="w.csv", once="d" * 32)
    assert answer.status_code == 413
    assert "۱ ردیف" in answer.content.decode()
    for path in ("template.xlsx", "template.csv"):
        assert at(made.keeper).get(f"{INDEX}{path}").status_code == 200
    empty = at(made.keeper).get(f"{INDEX}template.xlsx").content
    assert [one.value for one in load_workbook(BytesIO(empty)).worksheets[0][1]] == HEAD


def test_a_long_file_goes_on_in_turns_after_a_worker_died_and_shows_how_far_it_is(made, monkeypatch, clock):
    monkeypatch.setattr(policy, "AT_ONCE", 0)
    monkeypatch.setattr("kardad.contracts.actions.batch_rosters.PART", 2)
    called = []
    monkeypatch.setattr(sweeps, "call_workers", lambda: called.append(1))
    batch = sent(made, xlsx(*(row(number) for number in range(5))))
    assert (batch.state, batch.done, len(called)) == ("waiting", 0, 1)
    browser = at(made.keeper)
    assert "در صف" in browser.get(batch.url).content.decode()
    monkeypatch.setattr(batching, "TURN", timedelta(0))
    assert sweeps.work_batches(NOW) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.done, Contract.objects.count()) == ("working", 2, 2)
    assert "۲ از ۵" in browser.get(batch.url).content.decode()
    assert batching.claimed(batch.pk, at=NOW + timedelta(minutes=1)) is not None  # and this worker died
    assert sweeps.work_batches(NOW + timedelta(minutes=2)) == 0
    monkeypatch.setattr(batching, "TURN", timedelta(minutes=1))
    assert sweeps.work_batches(NOW + timedelta(minutes=9)) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.made, Contract.objects.count()) == ("done", 5, 5, 5)
    assert sweeps.work_batches(NOW + timedelta(hours=1)) == 0


def test_who_acts_for_the_employer_no_more_makes_nothing_and_old_rows_are_forgotten(made, monkeypatch):
    monkeypatch.setattr(policy, "AT_ONCE", 0)
    monkeypatch.setattr(sweeps, "call_workers", lambda: None)
    batch = sent(made, xlsx(row(0)))
    made.company.memberships.update(state="ended")
    assert sweeps.work_batches(NOW) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.failure, batch.file, Contract.objects.count()) == (
        "failed",
        "دسترسی شما به قراردادهای این کارفرما برقرار نیست.",
        None,
        0,
    )
    late = NOW + policy.LISTS_KEPT
    assert [sweeps.forget_batches(one) for one in (late - timedelta(hours=1), late, late)] == [0, 1, 0]
    assert not Batch.objects.exists()
    other = factories.person(level=2, role="employer")
    assert send(at(other), made, xlsx(row(0))).status_code == 422
    assert send(at(factories.person(level=0)), made, xlsx(row(0))).status_code == 302
    assert not Batch.objects.exists()


# ── Contracts that run already ──────────────────────────────────────────────────────────────────────────────────────────


def test_running_contracts_are_taken_in_as_signed_elsewhere_and_never_shown_as_signed_here(made, sms):
    worker = factories.person(level=2, code=rosters.national_code(1))
    rows = [
        row(0),
        row(1, starts_on="1403/07/01", amount="2388728"),
        row(2, starts_on="1404/02/01"),
        row(3, starts_on="1402/01/01", ends_on="1403/12/29"),
    ]
    rows += [row(4, type="دائم", ends_on=None, starts_on="1400/01/01"), row(5, ends_on=None), row(6, basis=None)]
    batch = sent(made, xlsx(*rows), kind="taking_in")
    assert (batch.made, batch.bad) == (3, 4)
    assert [list(wrong(batch, place)) for place in (4, 5, 7, 8)] == [["نخستین روز کار"], ["آخرین روز کار"], ["آخرین روز کار"], ["پایه مزد"]]
    taken = batch.rows.get(place=3).contract
    assert (taken.state, taken.origin, taken.signed_at, taken.worker) == ("active", "imported", None, worker)
    assert taken.number.startswith("EC-1404-")
    assert not taken.versions.exists()
    letter = Letter.objects.get(event="contract.taken_in")
    assert letter.person == worker
    for browser, whose in ((at(made.keeper), f"organisation-{made.company.pk}"), (at(worker), "mine")):
        words = browser.get(taken.url).content.decode()
        assert "اینجا امضا نشده" in words
        assert browser.get(f"{taken.url}papers/").status_code == 200
        assert "اینجا امضا نشده" in browser.get("/panel/contracts/", {"number": taken.number, "whose": whose}).content.decode()
    assert at(made.worker).get(taken.url).status_code == 404
    again = sent(made, xlsx(*rows), kind="taking_in", once="b" * 32)
    assert (again.made, again.bad) == (0, 4)
    assert batch_work.due(NOW).count() == 0
    assert BatchRow.objects.filter(batch=again, state="there").count() == 3
