"""What somebody tries who wants a contract signed that is not his to sign, or says what nobody agreed on."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from kardad.cases import petition
from kardad.cases.models import Case
from kardad.contracts import flow, papers
from kardad.contracts.actions import drafting, sending
from kardad.contracts.forms.writing.paying import ALLOWANCES, STEPS
from kardad.contracts.models import Contract, Version
from kardad.core import files
from kardad.documents import certificates
from tests import factories
from tests.cases import petitions
from tests.cases.test_access_matrix import asked
from tests.contracts import rules_of_moves, world
from tests.contracts.pages import held_of, part_address, typed
from tests.contracts.scenes import copy
from tests.contracts.test_papers import sealed
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import NOW, day
from tests.documents.test_sealing import judged

# Address → the move that it makes, with what is typed there.
DEEDS = {
    "send": ("send", {"do": "send"}),
    "recall": ("recall", {}),
    "correct": ("ask_revision", {"field": "work.place", "work.place": "جای دیگر"}),
    "reject": ("reject", {"reason": "نمی‌خواهم"}),
    "reopen": ("reopen", {}),
    "drop": ("drop", {}),
    "sign": ("sign", {"do": "send"}),
    "ministry": ("register", {"number": "1404/12345"}),
    "void": ("void", {"reason": "کار دیگری یافتم"}),
    "suspend": ("suspend", {"cause": "military", "starts_on": "۱۴۰۴/۰۱/۰۳"}),
    "resume": ("resume", {"back_on": "۱۴۰۴/۰۱/۰۵"}),
    "ending_named": ("end", {"ends_on": "۱۴۰۴/۰۱/۰۵"}),
    "ending_take_back": ("take_back", {}),
    "settlement_prepare": ("open_settlement", {}),
    "settlement_pay": ("settle", {"amount": "1", "paid_on": "۱۴۰۴/۰۱/۰۵", "method": "bank", "trace": "۹۱۲۳۴۵"}),
}
# The ministry's number is also written beside a contract that runs: that is no move.
NO_MOVE = {(state, "register", "employer") for state in ("registered", "active", "suspended")}


@pytest.fixture
def made(sms, clock):
    clock.move_to(NOW, tick=False)
    return world.drafted()


@pytest.mark.django_db
def test_what_the_table_does_not_allow_is_done_at_no_address(made, sms):
    """State × role × deed: a page that is not there or a refusal, and the contract stands where it stood."""
    world.sent(made, sms=sms)
    browsers = {"employer": Client(), "worker": Client()}
    browsers["employer"].force_login(made.keeper)
    browsers["worker"].force_login(made.worker)
    wrong, tried = [], 0
    for state in sorted(flow.CONTRACT.states):
        twin = copy(made.contract, state=state, number=None if state in flow.WRITABLE else f"X-{state}")
        for name, (move, told) in DEEDS.items():
            address = reverse(f"contracts:{name}", args=[twin.token, *(["mutual"] if name == "ending_named" else [])])
            for role, browser in browsers.items():
                if (state, move, role) in rules_of_moves.CONTRACT or (state, move, role) in NO_MOVE:
                    continue
                tried += 1
                answer = asked(_pressed, browser, address, told, twin)
                if answer.status_code not in (403, 404, 409, 422):
                    wrong.append((state, name, role, answer.status_code))
    assert wrong == []
    assert tried > 250


def _pressed(browser, address, told, twin):
    """What is answered, and that the contract did not move: asked before what was done is undone."""
    answer = browser.post(address, told)
    assert Contract.objects.values_list("state", flat=True).get(pk=twin.pk) == twin.state, address
    return answer


@pytest.mark.django_db
def test_money_is_never_less_than_nothing_and_no_field_is_smuggled_in(made, sms):
    keeper = Side(made, made.keeper, sms)
    whole = typed(world.sound(made), "pay")
    seen = keeper.client.get(part_address(made.contract, "pay")).context["form"]["seen"].value()
    rows = {STEPS.at(0, "since"): "۱۴۰۴/۰۳/۰۱", ALLOWANCES.at(0, "title"): "کمک"}
    for field in ("amount", STEPS.at(0, "amount"), ALLOWANCES.at(0, "monthly")):
        for amount in ("-3463656", "−۳٬۴۶۳٬۶۵۶", "۳۴۶۳۶۵۶-", "1e9", "0x10", "NaN", "9" * 40):
            forged = whole | rows | {"seen": seen, field: amount}
            answer = keeper.client.post(part_address(made.contract, "pay"), forged)
            assert answer.status_code in (422, 409), (field, amount)
            pay = held_of(made.contract).pay
            assert min([pay.amount or 0, *(one.amount for one in pay.steps), *(one.monthly for one in pay.allowances)]) >= 0
    other = factories.person(level=2, role="employer")
    firm = world.company(other, name="رقیب", company_id="10380284790")
    row = {"state": "signed", "worker": other.pk, "organisation": firm.pk, "employer": other.pk, "number": "EC-1", "version": 7}
    fresh = keeper.client.get(part_address(made.contract, "pay")).context["form"]["seen"].value()
    keeper.client.post(part_address(made.contract, "pay"), whole | row | {"seen": fresh})
    now = Contract.objects.get(pk=made.contract.pk)
    assert (now.state, now.worker, now.organisation, now.employer, now.number, now.version) == (
        "draft",
        made.worker,
        made.company,
        None,
        None,
        0,
    )
    for whom in (f"organisation-{firm.pk}", f"mandate-{other.pk}", "organisation-999999", f"person-{other.pk}", "organisation-0 OR 1=1"):
        assert keeper.client.post(reverse("contracts:new"), {"whom": whom}).status_code == 422
    assert Contract.objects.count() == 1


@pytest.mark.django_db
def test_a_year_without_figures_is_not_sent_by_any_post(made, sms):
    drafting.save_part(made.contract, part="term", told={"ends_on": day("1406-01-01")}, by=made.keeps, at=NOW)
    drafting.save_part(made.contract, part="pay", told={"amount": 900_000_000}, by=made.keeps, at=NOW)
    keeper = Side(made, made.keeper, sms)
    page = keeper.get("send")
    assert "۱۴۰۶" in keeper.get("review").content.decode()
    for told in ({"do": "send"}, {"code": "123456"}, {"do": "send", "knows": ["C06"]}):
        assert keeper.post("send", {"words": page.context["form"].digest} | told).status_code >= 400
    with pytest.raises(sending.HasErrors) as refused:
        sending.freeze(world.place(made, made.keeps), by=made.keeps, at=NOW)
    assert "C06" in {one.code for one in refused.value.found}
    assert not Version.objects.exists()


@pytest.mark.django_db
def test_the_signed_paper_is_whole_to_the_validator_of_pyhanko_and_one_byte_breaks_it(made, sms, settings, tmp_path):
    settings.VAR = tmp_path
    settings.PAPER_SEAL = settings.PAPER_SEAL_PASSWORD = ""
    world.signed(made, sms=sms)
    raw = files.read(sealed(made).file)
    identity = certificates.identity(at=NOW)
    found = judged(raw, identity)
    assert (found.intact, found.valid, found.trusted, found.coverage.name) == (True, True, True, "ENTIRE_FILE")
    place = len(raw) // 4
    broken = judged(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :], identity)
    assert not broken.intact
    assert papers.of(made.contract.versions.get(state="signed")).is_sealed


@pytest.mark.django_db
def test_three_clicks_lead_from_the_contract_to_a_petition_with_its_claims(made, sms, clock):
    """Only what a page offers is followed; every request that the worker makes is counted."""
    world.signed(made, sms=sms)
    clock.move_to(NOW.replace(month=10), tick=False)
    Contract.objects.update(state="ended", ended_on=day("1404-06-31"), end_cause="term_ended", due_at=None)
    browser, clicks = Client(), 0
    browser.force_login(made.worker)
    begins = browser.get(made.contract.url).content.decode()
    address = re.search(r'href="([^"]+)"[^>]*>\s*دادخواست بر پایه این قرارداد', begins)[1].replace("&amp;", "&")
    page, clicks = browser.get(address), clicks + 1
    form = page.context["form"]
    filled = {one.html_name: one.value() for one in form if one.value() is not None}  # the form as it lies there, nothing typed
    answer, clicks = browser.post(address, filled, follow=True), clicks + 1
    shown, case = answer.content.decode(), Case.objects.get()
    assert answer.redirect_chain[-1][0] == petitions.address(case, "petition_check")
    for said in ("۱۰۵٬۹۰۲٬۴۶۸", "۵۲٬۹۵۱٬۲۳۴", made.company.name, "جوشکار"):
        assert said in shown, said
    claims = petitions.address(case, "petition_claims")
    assert f'href="{claims}"' in shown
    last, clicks = browser.get(claims), clicks + 1
    assert (clicks, last.status_code) == (3, 200)
    held = petition.read(case.petition)
    amounts = {one.code: one.amount for one in held.items}
    assert (amounts["W03"], amounts["W04"]) == (105_902_468, 52_951_234)
    assert all(one.way == "computed" for one in held.items)
    for said in ("۱۰۵٬۹۰۲٬۴۶۸", "۵۲٬۹۵۱٬۲۳۴"):
        assert said in last.content.decode()
    assert (held.claimant.code, held.respondents[0].company_id) == (world.code_of(made.worker), "10380284790")
