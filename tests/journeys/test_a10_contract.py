"""A10: a bad contract is not sent; corrected, signed, ended with its term, it is settled to the rial, with a claim kept back, and paid."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from kardad.contracts import proof, sweeps
from kardad.contracts.models import Contract, Settlement, Version
from tests.contracts import world
from tests.contracts.pages import send, typed
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db
ENDED = datetime(2025, 9, 22, 13, 0, tzinfo=UTC)  # 1404-06-31 in the afternoon in Tehran


def at_browsers(made, sms, *, at):
    """Both at their browsers, their SIMs proved lately."""
    for one in (made.keeper, made.worker):
        one.refresh_from_db()
        one.mobile_proved_at = at
        one.save()
    return Side(made, made.keeper, sms), Side(made, made.worker, sms, ip="10.0.0.2")


def written(keeper, made, **typed_in):
    """The parts are typed and kept, whatever the law says of them."""
    sound = world.sound(made)
    for part, values in typed_in.items():
        send(keeper.client, made.contract, part, typed(sound, part) | values)


def codes(page):
    return {one.finding.code for one in page.context["law"] if one.finding.severity == "error"}


def test_a10_a_bad_contract_is_corrected_and_its_end_is_settled_to_the_rial(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    made = world.drafted(work={"job_title": ""})
    keeper, worker = at_browsers(made, sms, at=NOW)
    bad = {
        "pay": {"amount": "۳٬۴۰۰٬۰۰۰"},
        "hours": {"weekly_minutes": "۴۸"},
        "term": {"trial_days": "۹۰"},
        "others": {"terms": "کارگر از بیمه صرف‌نظر می‌کند و بیمه نمی‌خواهد."},
    }
    written(keeper, made, **bad)
    review = keeper.get("review")
    assert codes(review) == {"C05", "C07", "C08", "C16"}
    gaps = {row.finding.code for _, _, rows in review.context["gaps"] for row in rows}
    assert gaps == {"C01"}
    refused = keeper.get("send").content.decode()
    assert 'name="words"' not in refused

    written(keeper, made, pay={"amount": "۶٬۰۰۰٬۰۰۰"}, hours={}, term={}, others={}, work={})
    assert keeper.get("review").context["is_ready"]
    assert keeper.signs("send").status_code == 302
    assert worker.post("read", {"do": "read"}).status_code == 302
    assert worker.signs("sign").status_code == 302
    assert sweeps.activate(NOW) == 1
    assert [side.get("settlement").status_code for side in (keeper, worker)] == [404, 404]
    assert keeper.post("settlement_prepare").status_code == 404

    time_machine.move_to(ENDED, tick=False)
    keeper, worker = at_browsers(made, sms, at=ENDED)
    assert worker.get("ending_named", "dismissal").status_code == 404
    assert keeper.at("ending") in keeper.get("contract").content.decode()
    assert keeper.post("ending_named", {}, "term_ended").headers["Location"] == keeper.at("ending")
    assert Contract.objects.get().state == "in_settlement"
    assert all(side.at("settlement") in side.get("contract").content.decode() for side in (keeper, worker))
    assert keeper.post("settlement_prepare").status_code == 422
    told = {"unpaid_from": "۱۴۰۴/۰۶/۰۱", "overtime_hours": "۱۲٫۵", "used_leave": "۳", "advances": "۵۰۰٬۰۰۰ تومان", "method": "bank"}
    assert keeper.post("settlement_facts", told).status_code == 302
    shown = keeper.get("settlement").content.decode()
    assert "۹۱٬۷۲۶٬۰۲۷" in shown
    assert "۱۵۸٬۸۵۳٬۷۰۳" in shown
    assert "۹۱٬۷۲۶٬۰۲۷" not in worker.get("settlement").content.decode()
    assert keeper.post("settlement_prepare").headers["Location"] == keeper.at("sign_version", "settlement", 1)
    assert worker.get("sign_version", "settlement", 1).status_code == 404
    assert keeper.signs("sign_version", "settlement", 1).status_code == 302
    assert worker.post("sign_version", {"do": "read"}, "settlement", 1).status_code == 302
    assert "اضافه‌کاری" in worker.get("sign_version", "settlement", 1).content.decode()
    assert worker.signs("sign_version", "settlement", 1, reserves=["overtime"]).status_code == 302

    version = Version.objects.get(kind="settlement")
    amounts = {one["code"]: one["amount"] for one in proof.read(version.words)["items"]}
    assert (amounts["severance"], amounts["bonus"]) == (91_726_027, 158_853_703)
    assert (version.state, version.signatures.get(side="worker").reserves) == ("signed", ["overtime"])
    assert Contract.objects.get().state == "in_settlement"
    paid = {"amount": str(proof.read(version.words)["net"]), "paid_on": "۱۴۰۴/۰۶/۳۱", "method": "bank", "trace": ""}
    assert keeper.post("settlement_pay", paid).status_code == 422
    assert worker.get("settlement_pay").status_code == 404
    assert keeper.post("settlement_pay", paid | {"trace": "۹۱۲۳۴۵"}).status_code == 302
    assert (Contract.objects.get().state, Settlement.objects.get().trace) == ("settled", "۹۱۲۳۴۵")
    assert "اضافه‌کاری" in worker.get("settlement").content.decode()
    assert worker.client.get(reverse("contracts:settlement_undo", args=[made.contract.token])).status_code == 404
