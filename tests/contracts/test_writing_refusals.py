"""What an employer's pages refuse – strangers, what is no number, what is another's or sent already –, and that nothing typed is lost."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kardad.contracts import terms
from kardad.contracts.actions import drafting
from kardad.contracts.models import Contract
from kardad.core.models import Draft
from tests import factories
from tests.contracts import world
from tests.contracts.pages import held_of, part_address, send, typed
from tests.contracts.world import NOW
from tests.samples import PDF

pytestmark = pytest.mark.django_db
PAGES = ("again", "annexes", "review", "drop")


@pytest.fixture
def made(client, clock):
    """A draft, and its company's keeper at his browser."""
    clock.move_to(NOW, tick=False)
    made = world.drafted()
    client.force_login(made.keeper)
    return made


def addresses(contract):
    """Every page of a draft."""
    return [reverse(f"contracts:{one}", args=[contract.token]) for one in PAGES] + [part_address(contract, "pay")]


def test_nobody_but_who_keeps_the_employers_contracts_reaches_a_draft(client, made):
    clerk = factories.person(level=2, role="employer")
    world.seat(made.company, clerk, rights=["cases"])
    for one in (made.worker, factories.person(level=2), clerk):
        client.force_login(one)
        assert {client.get(at).status_code for at in addresses(made.contract)} == {404}
        assert client.post(reverse("contracts:part_findings", args=[made.contract.token, "pay"])).status_code == 404
        assert client.post(reverse("contracts:new"), {"whom": f"organisation-{made.company.pk}"}).status_code == 422
        assert made.contract.token not in client.get(reverse("contracts:drafts")).content.decode()
    assert {client.post(at, {"then": "later"}).status_code for at in addresses(made.contract)} <= {404, 405}
    client.logout()
    assert all(client.get(at).status_code == 302 for at in addresses(made.contract))
    assert Contract.objects.count() == 1


def test_numbers_are_read_as_people_type_them_and_what_cannot_be_read_waits_as_it_was_typed(client, made):
    good = typed(world.sound(made), "pay")
    send(client, made.contract, "pay", good | {"amount": "۳۴۶ هزار و ۳۶۶ تومان"}, then="next")
    for written, rials in {
        "۳ ۴۶۳ ۶۵۶": 3_463_656,
        "3۴٦3۶۵6 ریال": 3_463_656,
        "۴۰۰ هزار تومان": 4_000_000,
    }.items():
        assert send(client, made.contract, "pay", good | {"amount": written}).status_code == 302, written
        assert held_of(made.contract).pay.amount == rials
    hours = typed(world.sound(made), "hours") | {"weekly_minutes": "۴۲\u200f:\u200c3۰"}
    assert send(client, made.contract, "hours", hours).status_code == 302
    assert held_of(made.contract).hours.weekly_minutes == 42 * 60 + 30
    for bad in ("-3463656", "3٬463۶۵۶ ریال", "۳\u200c۴۶۳\u200c۶۵۶", "9" * 30):
        answer = send(client, made.contract, "pay", good | {"amount": bad, "period": "weekly"}, then="later")
        assert answer.status_code == 302, bad
        kept = held_of(made.contract).pay
        assert (kept.amount, kept.period) == (4_000_000, "weekly"), bad
        form = client.get(part_address(made.contract, "pay")).context["form"]
        assert form["amount"].value() == bad
    answer = client.post(part_address(made.contract, "pay"), {"seen": form["seen"].value()} | good)
    assert answer.status_code == 302
    assert not Draft.objects.exists()


def test_no_day_of_trial_is_no_trial(client, made):
    for written, days in (("۳۰", 30), ("۰", None)):
        assert send(client, made.contract, "term", typed(world.sound(made), "term") | {"trial_days": written}).status_code == 302
        assert held_of(made.contract).term.trial_days == days


def test_rows_are_kept_without_script_and_a_half_row_is_told_beside_it(client, made):
    good = typed(world.sound(made), "pay")
    rows = {
        "steps_0_since": "۱۴۰۴/۰۴/۰۱",
        "steps_0_amount": "۴٬۰۰۰٬۰۰۰",
        "allowances_7_title": "ایاب و ذهاب",
        "allowances_7_monthly": "۲ میلیون تومان",
    }
    answer = send(client, made.contract, "pay", good | rows, then="more")
    assert answer.status_code == 302
    kept = held_of(made.contract).pay
    assert [(one.since, one.amount) for one in kept.steps] == [(world.day("1404-04-01"), 4_000_000)]
    assert [(one.title, one.monthly, one.is_wage) for one in kept.allowances] == [("ایاب و ذهاب", 20_000_000, False)]
    half = rows | {"steps_1_amount": "۵٬۰۰۰٬۰۰۰", "allowances_7_title": "", "steps_99_since": "۱۴۰۴/۰۵/۰۱", "steps_x_since": "۱"}
    answer = send(client, made.contract, "pay", good | half)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"steps_1_since", "allowances_7_title"}
    assert held_of(made.contract).pay == kept
    same_day = rows | {"steps_1_since": "1404/4/1", "steps_1_amount": "۵٬۰۰۰٬۰۰۰"}
    assert send(client, made.contract, "pay", good | same_day).status_code == 422
    assert held_of(made.contract).pay == kept


def test_steps_over_nowruz_are_computed_and_written_by_a_button(client, made):
    send(client, made.contract, "term", typed(world.sound(made), "term") | {"ends_on": "۱۴۰۵/۰۳/۳۱"})
    page = client.get(part_address(made.contract, "pay"))
    assert [(one.since, one.amount) for one in page.context["offered"]] == [(world.day("1405-01-01"), 5_541_850)]
    assert [one.title for one in page.context["months"]] == ["فروردین ۱۴۰۴", "فروردین ۱۴۰۵"]
    good = typed(world.sound(made), "pay")
    assert send(client, made.contract, "pay", good).status_code == 422  # C05: under the minimum of 1405
    assert send(client, made.contract, "pay", good, then="steps").status_code == 302
    assert [one.amount for one in held_of(made.contract).pay.steps] == [5_541_850]
    page = client.get(part_address(made.contract, "pay"))
    assert not page.context["offered"]
    send(client, made.contract, "term", typed(world.sound(made), "term") | {"ends_on": "۱۴۱۰/۰۳/۳۱"}, then="next")
    page = client.get(part_address(made.contract, "pay"))
    assert page.context["silent"]
    assert send(client, made.contract, "pay", good, then="steps").status_code == 302  # nothing is guessed
    assert [one.amount for one in held_of(made.contract).pay.steps] == []


def test_a_post_cannot_say_what_the_page_does_not_ask(client, made):
    held = held_of(made.contract)
    evil = {"kind": "natural", "name": "شرکت دیگری", "company_id": "14003578900", "born_on": "۱۳۵۰/۰۱/۰۱", "state": "signed", "worker": "1"}
    send(client, made.contract, "employer", typed(held, "employer") | evil, then="next")
    assert held_of(made.contract).employer == held.employer
    send(client, made.contract, "work", typed(held, "work") | {"form": "oral", "type": "eternal", "duties": "ک" * 9_000}, then="next")
    assert held_of(made.contract).work == held.work
    send(client, made.contract, "term", typed(held, "term") | {"is_trial_paid": "false", "starts_on": "۱۴۰۴/۱۳/۴۵"}, then="next")
    assert held_of(made.contract).term == held.term
    send(client, made.contract, "others", {"terms": "بند\x00 نخست\u202e\n" + "بند\n" * 60, "waived": "insurance"}, then="next")
    assert held_of(made.contract).others == held.others
    assert client.get(part_address(made.contract, "series")).status_code == 404
    assert made.contract.state == "draft"


def test_what_was_sent_is_not_written_any_more_and_goes_to_no_other_worker(client, made, sms):
    at, good = part_address(made.contract, "work"), typed(world.sound(made), "work")
    seen = client.get(at).context["form"]["seen"].value()
    world.sent(made, sms=sms)
    assert client.get(at)["Location"] == made.contract.url
    answer = client.post(at, {"seen": seen} | good | {"place": "جای دیگری در همین شهر"})
    assert answer.status_code == 409
    assert answer.context["form"]["place"].value() == "جای دیگری در همین شهر"
    assert held_of(made.contract).work.place == world.sound(made).work.place
    from kardad.contracts.actions import answering

    version = world.open_version(made)
    answering.ask_correction(
        world.place(made, made.works), version, wanted={"work.place": "کارگاه شماره ۲ را بنویسید"}, by=made.works, at=NOW
    )
    assert "کارگاه شماره ۲ را بنویسید" in client.get(at).content.decode()
    assert "کارگاه شماره ۲ را بنویسید" not in client.get(part_address(made.contract, "pay")).content.decode()
    worker = typed(world.sound(made), "worker") | {"national_code": factories.national_code()}
    assert send(client, made.contract, "worker", worker).status_code == 422
    assert held_of(made.contract).worker.national_code == world.code_of(made.worker)
    assert client.get(reverse("contracts:drop", args=[made.contract.token])).status_code == 404


def test_papers_are_annexed_whole_or_not_at_all_and_taken_away(client, made):
    at = reverse("contracts:annexes", args=[made.contract.token])
    bad = {"add": "1", "title": "آیین‌نامه", "files": [SimpleUploadedFile("خوب.pdf", PDF), SimpleUploadedFile("بد.pdf", b"MZ nothing")]}
    assert client.post(at, bad).status_code == 422
    assert not made.contract.annexes.exists()
    assert client.post(at, {"add": "1", "title": "آیین‌نامه", "files": SimpleUploadedFile("خوب.pdf", PDF)}).status_code == 302
    row = made.contract.annexes.get()
    assert "آیین‌نامه" in client.get(reverse("contracts:review", args=[made.contract.token])).content.decode()
    file_at = reverse("contracts:annex", args=[made.contract.token, row.pk])
    assert client.get(file_at).getvalue() == PDF if client.get(file_at).streaming else client.get(file_at).content == PDF
    other = drafting.begin(made.keeper, drafting.For(organisation=made.company), by=made.keeps, at=NOW)
    assert client.post(reverse("contracts:annex_drop", args=[other.token, row.pk])).status_code == 404
    client.force_login(made.worker)
    assert client.get(file_at).status_code == 404
    client.force_login(made.keeper)
    client.post(reverse("contracts:annex_drop", args=[made.contract.token, row.pk]))
    assert not made.contract.annexes.filter(removed_at=None).exists()
    assert client.get(file_at).status_code == 404


def test_a_new_contract_begins_from_an_earlier_one_and_a_draft_is_put_away(client, made, sms, django_assert_max_num_queries):
    at = reverse("contracts:again", args=[made.contract.token])
    assert client.post(at, {"way": "renew"}).status_code == 422  # a draft is not renewed
    client.post(at, {"way": "other"})
    other = Contract.objects.latest("pk")
    held = held_of(other)
    assert (held.worker.name, held.pay.iban, other.worker, held.work.job_title) == ("", "", None, "جوشکار")
    world.signed(made, sms=sms)
    assert at in client.get(made.contract.url).content.decode()
    client.post(at, {"way": "renew"})
    renewing = Contract.objects.latest("pk")
    held = held_of(renewing)
    assert (renewing.predecessor, renewing.worker) == (made.contract, made.worker)
    assert (held.term.starts_on, held.term.ends_on, held.term.trial_days) == (world.day("1404-07-01"), None, None)
    typed_last_time = world.sound(made).employer
    assert held.employer == replace(typed_last_time, company_id=made.company.company_id)
    Contract.objects.filter(pk=made.contract.pk).update(terms=made.contract.terms.replace(made.keeper.name, "کس دیگر"))
    client.post(at, {"way": "same"})
    held = held_of(Contract.objects.latest("pk"))
    assert (held.employer.representative, held.employer.position) == (made.keeper.name, "")  # another one signs now
    client.post(reverse("contracts:drop", args=[other.token]))
    other.refresh_from_db()
    assert other.state == "dropped"
    for _ in range(3):
        drafting.begin(made.keeper, drafting.For(), by=made.keeps, at=NOW)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("contracts:drafts"))
    assert len(page.context["rows"]) == 5


def test_every_part_is_reachable_for_a_person_who_employs_and_for_a_foreign_worker(client, made):
    contract = drafting.begin(made.keeper, drafting.For(), by=made.keeps, at=NOW)
    mine = held_of(contract).employer.phone
    assert (len(mine), mine[:2]) == (11, "09")  # as people write it
    told = {"phone": "07132345678", "address": "شیراز، خیابان زند"}
    drafting.save_part(contract, part="employer", told=told, by=made.keeps, at=NOW)
    after = held_of(drafting.begin_from(made.keeper, Contract.objects.get(pk=contract.pk), renews=False, by=made.keeps, at=NOW))
    assert (after.employer.phone, after.employer.address) == ("07132345678", "شیراز، خیابان زند")
    for part in terms.PARTS:
        assert client.get(part_address(contract, part)).status_code == 200
    worker = typed(world.sound(made), "worker") | {"is_foreign": "yes", "foreigner_code": "", "work_permit_until": "۱۴۰۴/۱۲/۲۹"}
    worker |= {"study": "برق صنعتی", "military": "معاف"}
    answer = send(client, contract, "worker", worker, then="next")
    kept = held_of(contract).worker
    assert (kept.is_foreign, kept.national_code, kept.work_permit_until) == (True, "", world.day("1404-12-29"))
    assert (kept.education, kept.military) == ("دیپلم، رشته برق صنعتی", "معاف")
    assert contract.worker is None
    assert answer.status_code == 302
    page = client.get(reverse("contracts:review", args=[contract.token]))
    assert not page.context["is_ready"]
    assert any("کد فراگیر" in one.finding.message for _, _, rows in page.context["gaps"] for one in rows)
