"""Wage annexes of a year for all, and many wordings signed with one code: the code is good for exactly the list that was read."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from kardad.contracts import amendments, batches, proof, terms
from kardad.contracts.actions import drafting
from kardad.contracts.models import Batch, BatchRow, Contract, Signature, Version
from kardad.core import outside
from kardad.evidence import queries as evidence
from kardad.people.models import Code
from tests import factories
from tests.contracts import world
from tests.contracts.rosters import row, xlsx
from tests.contracts.test_batches import at, sent
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db
YEARLY = "/panel/contracts/batches/yearly/"


@pytest.fixture
def made(sms, clock):
    clock.move_to(NOW, tick=False)
    there = world.world()
    there.company.company_id = "10380284790"
    there.company.save()
    return there


def ready(browser, batch, once=""):
    """The list of what the batch made, frozen."""
    answer = browser.post(f"{batch.url}prepare/", {"once": once})
    return Batch.objects.get(token=answer.headers["Location"].split("/")[-3])


def press(browser, batch, **values):
    """The page of the list is sent; its words and warnings as they stand there unless given."""
    return browser.post(f"{batch.url}sign/", {"words": batch.sha256, "knows": batch.knows, **values})


def by_code(made):
    return world.by_code(outside.messengers()[0], made.keeper)


def result(batch):
    batch.refresh_from_db()
    return batch.state, sorted(batch.rows.values_list("place", "state"))


@pytest.fixture
def three(made, sms):
    """Three drafts of a file, ready to be signed; the keeper's browser."""
    browser = at(made.keeper)
    batch = sent(made, xlsx(row(0), row(1), row(2, amount="4000000")))
    return browser, ready(browser, batch)


def test_one_code_signs_exactly_the_list_that_was_read(made, three):
    browser, batch = three
    assert (batch.state, batch.made, batch.bad) == ("ready", 3, 0)
    words = browser.get(f"{batch.url}sign/").content.decode()
    assert batch.sha256 in words
    assert "۴٬۰۰۰٬۰۰۰ ریال" in words
    assert not Signature.objects.exists()
    assert press(browser, batch, do="send").status_code == 302
    assert "رمزی ۶ رقمی" in browser.get(f"{batch.url}sign/").content.decode()
    code = by_code(made)
    assert press(browser, batch, code="000000" if code != "000000" else "111111").status_code == 401
    assert not Signature.objects.filter(signed_at__isnull=False).exists()
    assert press(browser, batch, code=code).headers["Location"] == batch.url
    assert result(batch) == ("done", [(1, "signed"), (2, "signed"), (3, "signed")])
    assert batch.given == ""
    accepted = Code.objects.get(consumed_at__isnull=False)
    for one in batch.rows.select_related("contract", "version"):
        signature = Signature.objects.get(version=one.version)
        assert (one.contract.state, one.version.sha256, signature.side, signature.person) == ("sent", one.words, "employer", made.keeper)
        assert json.loads(signature.proof) == {"code": accepted.pk, "list": batch.sha256}
        entry = evidence.chain_of(one.contract).entries.filter(kind="contract.signature").get()
        assert entry.fact["data"]["list"] == batch.sha256
    assert "امضا شد" in browser.get(batch.url).content.decode()
    assert press(browser, batch, code=code).headers["Location"] == batch.url
    assert Signature.objects.count() == 3


def test_what_was_changed_meanwhile_is_not_signed_and_the_others_are(made, three):
    browser, batch = three
    press(browser, batch, do="send")
    first, second, third = (one.contract for one in batch.rows.order_by("place"))
    drafting.save_part(first, part="pay", told={"amount": 3_500_000}, by=made.keeps, at=NOW)
    Contract.objects.filter(pk=second.pk).update(state="dropped")
    press(browser, batch, code=by_code(made))
    assert result(batch) == ("done", [(1, "wrong"), (2, "wrong"), (3, "signed")])
    assert [Contract.objects.get(pk=one.pk).state for one in (first, second, third)] == ["draft", "dropped", "sent"]
    assert "تغییر کرده" in batches.told(batch.rows.get(place=1).told).said
    assert Signature.objects.filter(signed_at__isnull=False).count() == 1


def test_a_list_that_was_tampered_with_is_signed_by_no_code(made, three):
    browser, batch = three
    press(browser, batch, do="send")
    code = by_code(made)
    other = Version.objects.get(pk=batch.rows.get(place=1).version_id)
    kept = batch.rows.get(place=2)
    BatchRow.objects.filter(pk=kept.pk).update(words=other.sha256)
    answer = press(browser, batch, code=code)
    assert answer.status_code == 409
    assert "دست خورده" in answer.content.decode()
    # He who can write the table writes the list's digest as well: the code knows the digest it was asked for.
    from kardad.contracts.actions import batch_signing

    Batch.objects.filter(pk=batch.pk).update(sha256=batch_signing.digest_of(batch))
    batch.refresh_from_db()
    assert press(browser, batch, code=code).status_code == 401
    assert not Signature.objects.filter(signed_at__isnull=False).exists()


def test_a_code_of_another_list_session_day_or_page_signs_nothing(made, three, clock):
    browser, batch = three
    press(browser, batch, do="send")
    code = by_code(made)
    assert press(browser, batch, code=code, words="0" * 64).status_code == 409
    assert press(at(made.keeper), batch, code=code).status_code == 401
    assert at(factories.person(level=2)).get(f"{batch.url}sign/").status_code == 404
    assert at(made.worker).post(f"{batch.url}sign/", {"code": code}).status_code == 404
    again = ready(browser, batch.of, once="2" * 32)
    assert (again.state, again == batch) == ("ready", False)
    assert press(browser, again, code=code).status_code in (401, 410)
    clock.move_to(NOW + timedelta(days=1), tick=False)
    press_late = press(browser, batch, do="send")
    assert press_late.status_code == 409
    assert "برای امضای امروز نیست" in press_late.content.decode()
    assert not Signature.objects.filter(signed_at__isnull=False).exists()


def test_a_draft_that_breaks_the_law_is_not_in_the_list_and_warnings_must_be_known(made, sms):
    browser = at(made.keeper)
    held = sent(made, xlsx(row(0, amount="1000"), row(1, mobile=None), row(2, account_holder="رضا احمدی")))
    batch = ready(browser, held)
    assert result(batch)[1][:2] == [(1, "wrong"), (2, "wrong")]
    assert batches.told(batch.rows.get(place=1).told).found
    assert (batch.state, batch.knows) == ("ready", ["C20"])
    assert press(browser, batch, do="send", knows=[]).status_code == 422
    assert press(browser, batch, do="send").status_code == 302
    assert browser.post(f"{batch.url}prepare/").status_code == 404
    assert browser.get(f"{batch.url}errors.xlsx").status_code == 404


def lasting(made, sms):
    """Three contracts that run from the year before, as they were taken in; the last pays more than is asked."""
    rows = [row(one, type="دائم", ends_on=None, starts_on="1403/07/01", amount=amount) for one, amount in ((0, "2388728"), (1, "4000000"))]
    rows.append(row(2, type="دائم", ends_on=None, starts_on="1403/07/01", amount="2388728", step_since="1404/01/01", step_amount="3463656"))
    return sent(made, xlsx(*rows), kind="taking_in")


def test_the_wage_annexes_of_a_year_are_seen_made_for_all_and_signed_with_one_code(made, sms):
    lasting(made, sms)
    browser, whom = at(made.keeper), f"organisation-{made.company.pk}"
    words = browser.get(YEARLY, {"whom": whom, "year": "1404"}).content.decode()
    assert "۳٬۴۶۳٬۶۵۶" in words
    assert "۵٬۵۹۰٬۵۳۵" in words  # 4,000,000 × 1.32 + 310,535
    assert not Version.objects.exists()
    none = browser.get(YEARLY, {"whom": whom, "year": "1405"})
    assert ("مصوبه مزد سال ۱۴۰۵ هنوز" in none.content.decode()) == (none.context["found"] is None)
    answer = browser.post(f"{YEARLY}?whom={whom}&year=1404", {"whom": whom, "once": "e" * 32})
    batch = Batch.objects.get(token=answer.headers["Location"].split("/")[-2])
    assert (batch.kind, batch.year, batch.done, batch.made, batch.bad) == ("annexes", 1404, 3, 2, 0)
    assert result(batch)[1] == [(1, "made"), (2, "made"), (3, "there")]
    values = [proof.read(one.words)["values"] for one in Version.objects.order_by("contract_id")]
    assert values == [{amendments.WAGE: 3_463_656}, {amendments.WAGE: 5_590_535}]
    assert "۲٬۳۸۸٬۷۲۸ به ۳٬۴۶۳٬۶۵۶" in browser.get(batch.url).content.decode()
    assert browser.post(f"{YEARLY}?whom={whom}&year=1404", {"whom": whom, "once": "e" * 32}).headers["Location"] == batch.url
    listed = ready(browser, batch)
    assert listed.state == "ready"
    press(browser, listed, do="send")
    press(browser, listed, code=by_code(made))
    assert result(listed) == ("done", [(1, "signed"), (2, "signed")])
    assert set(Version.objects.values_list("state", flat=True)) == {"open"}  # the workers have not signed
    assert ready(browser, batch, once="3" * 32).state == "done"  # nothing is left to be signed


def test_without_the_wage_of_the_year_nothing_is_guessed_and_another_gives_no_annexes(made, sms, monkeypatch):
    from kardad.contracts.actions import batch_annexes

    lasting(made, sms)
    browser, whom = at(made.keeper), f"organisation-{made.company.pk}"
    with pytest.raises(batch_annexes.NoWage, match="ANNEX_NO_WAGE"):
        batch_annexes.ensure_wage(1450)

    def silent(year):
        raise batch_annexes.NoWage(year=year)

    monkeypatch.setattr(batch_annexes, "ensure_wage", silent)
    for answer in (browser.get(YEARLY, {"whom": whom}), browser.post(f"{YEARLY}?whom={whom}", {"whom": whom, "once": "f" * 32})):
        assert answer.status_code == 422
        assert "هنوز در داده‌های قانون نیست" in answer.content.decode()
    monkeypatch.undo()
    stranger = at(factories.person(level=2, role="employer"))
    assert stranger.post(YEARLY, {"whom": whom, "once": "9" * 32}).status_code == 422
    assert stranger.post(YEARLY, {"whom": "self", "once": "8" * 32}).status_code == 409
    assert not Batch.objects.filter(kind="annexes").exists()


def test_an_annex_that_breaks_the_law_is_told_beside_its_contract(made, sms):
    batch = lasting(made, sms)
    held = batch.rows.get(place=2).contract
    said = terms.read(held.terms)
    Contract.objects.filter(pk=held.pk).update(terms=terms.as_json(replace(said, pay=replace(said.pay, amount=None))))
    whom = f"organisation-{made.company.pk}"
    answer = at(made.keeper).post(f"{YEARLY}?whom={whom}&year=1404", {"whom": whom, "once": "e" * 32})
    annexes = Batch.objects.get(token=answer.headers["Location"].split("/")[-2])
    assert annexes.made == 1
    assert annexes.rows.get(place=1).state in ("there", "wrong")
