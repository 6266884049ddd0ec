"""The pages of a contract that runs: what each side sees and does, what a form refuses and keeps, who meets 404."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kardad.contracts import sweeps, terms
from kardad.contracts.models import Contract, Pause, Version, Wish
from kardad.kit.calendar import day_start_end
from tests import factories
from tests.contracts import test_ending as ends
from tests.contracts import world
from tests.contracts.test_life import LATER, paper
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import NOW, day
from tests.journeys.test_a10_contract import at_browsers

pytestmark = pytest.mark.django_db
AT = NOW + timedelta(days=30)  # 1404-02-04
PAGES = ("life", "amend", "yearly_annex", "suspend", "resume", "void", "ministry", "renewal")
PLACE = "شیراز، کارگاه شماره ۲، خیابان لاله"


@pytest.fixture
def made(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    made = ends.running(sms)
    time_machine.move_to(AT, tick=False)
    return made


def now(made):
    made.contract.refresh_from_db()
    return made.contract


def typed(side, **changed):
    """What the page of an amendment holds when it is opened, with these fields changed."""
    form = side.get("amend").context["form"]
    found = {name: form[name].field.prepare_value(form[name].value()) for name in form.fields}
    return {name: "" if value in (None, False) else value for name, value in found.items()} | changed


def test_an_employer_amends_by_pages_and_both_sign(made, sms, time_machine):
    keeper, worker = at_browsers(made, sms, at=AT)
    same = keeper.post("amend", typed(keeper))
    assert (same.status_code, Version.objects.filter(kind="amendment").count()) == (422, 0)
    wrong = keeper.post("amend", typed(keeper, pay__amount="۱٬۰۰۰٬۰۰۰", work__place=PLACE))
    assert wrong.status_code == 422
    assert "حداقل" in wrong.content.decode()
    assert PLACE in wrong.content.decode()
    told = typed(keeper, work__place=PLACE, from_on="۱۴۰۴/۰۲/۱۰", allowances_0_title="ایاب و ذهاب", allowances_0_monthly="۹٬۰۰۰٬۰۰۰")
    done = keeper.post("amend", told)
    assert done.headers["Location"] == keeper.at("sign_version", "amendment", 1)
    assert worker.get("sign_version", "amendment", 1).status_code == 404
    assert keeper.signs("sign_version", "amendment", 1).status_code == 302
    assert PLACE in worker.get("sign_version", "amendment", 1).content.decode()
    assert worker.post("sign_version", {"do": "read"}, "amendment", 1).status_code == 302
    assert worker.signs("sign_version", "amendment", 1).status_code == 302
    assert "تا روز آن" in worker.get("life").content.decode()
    assert sweeps.amend(day_start_end(day("1404-02-10"))[0]) == 1
    held = terms.read(now(made).terms)
    assert (held.work.place, [one.monthly for one in held.pay.allowances]) == (PLACE, [9_000_000])
    assert "برقرار" in keeper.get("life").content.decode()


def test_a_page_that_was_opened_before_another_change_writes_nothing_over_it(made, sms):
    keeper, _ = at_browsers(made, sms, at=AT)
    told = typed(keeper, hours__schedule="شنبه تا چهارشنبه، ۸ تا ۱۶:۴۸")
    held = terms.read(made.contract.terms)
    other = terms.as_json(replace(held, work=replace(held.work, place=PLACE)))
    Contract.objects.filter(pk=made.contract.pk).update(terms=other)
    refused = keeper.post("amend", told)
    assert refused.status_code == 409
    assert "چهارشنبه" in refused.content.decode()
    assert not Version.objects.filter(kind="amendment").exists()


def test_the_annex_of_a_new_year_is_one_press_away(made, sms):
    keeper, worker = at_browsers(made, sms, at=AT)
    assert keeper.get("yearly_annex").status_code == 404
    held = terms.read(made.contract.terms)
    since = day("1403-07-01")
    old = replace(held, term=replace(held.term, starts_on=since), pay=replace(held.pay, amount=2_388_728))
    Contract.objects.filter(pk=made.contract.pk).update(terms=terms.as_json(old), starts_on=since)
    assert "۳٬۴۶۳٬۶۵۶" in keeper.get("yearly_annex").content.decode()
    assert worker.get("yearly_annex").status_code == 404
    assert keeper.post("yearly_annex").headers["Location"] == keeper.at("sign_version", "amendment", 1)
    assert "شورای عالی کار" in keeper.get("sign_version", "amendment", 1).content.decode()


def test_a_suspension_is_recorded_by_one_side_and_seen_by_the_other(made, sms):
    keeper, worker = at_browsers(made, sms, at=AT)
    told = {"cause": "detention", "starts_on": "۱۴۰۴/۰۲/۰۱", "expected_on": "", "note": "کوتاه"}
    refused = worker.post("suspend", told)
    assert (refused.status_code, "کوتاه" in refused.content.decode()) == (422, True)
    assert worker.post("suspend", told | {"note": "از دوم ماه بازداشتم و هنوز رأیی نیست."}).status_code == 302
    assert "هنوز رأیی نیست" in keeper.get("life").content.decode()
    assert (keeper.get("suspend").status_code, keeper.get("pause_paper", Pause.objects.get().pk).status_code) == (404, 404)
    Pause.objects.update(file=paper(made))
    assert worker.get("pause_paper", Pause.objects.get().pk).status_code == 200
    assert keeper.post("resume", {"back_on": "۱۴۰۴/۰۱/۳۰"}).status_code == 422
    assert keeper.post("resume", {"back_on": "۱۴۰۴/۰۲/۰۳"}).status_code == 302
    assert now(made).state == "active"


def test_before_it_begins_it_is_made_void_by_both_and_its_ministry_number_is_written(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    made = world.signed(sms=sms, **LATER)
    keeper, worker = at_browsers(made, sms, at=NOW)
    assert keeper.post("ministry", {"number": "خراب"}).status_code == 422
    assert keeper.post("ministry", {"number": "۱۴۰۴-۱۲۳۴۵"}).status_code == 302
    assert "۱۴۰۴-۱۲۳۴۵" in worker.get("life").content.decode()
    assert worker.get("ministry").status_code == 404
    assert worker.post("void", {"reason": ""}).status_code == 422
    done = worker.post("void", {"reason": "کار دیگری یافته‌ام."})
    assert done.headers["Location"] == worker.at("sign_version", "voiding", 1)
    assert worker.post("sign_version", {"do": "read"}, "voiding", 1).status_code == 302
    assert worker.signs("sign_version", "voiding", 1).status_code == 302
    assert keeper.signs("sign_version", "voiding", 1).status_code == 302
    assert now(made).state == "void"
    assert keeper.get("void").status_code == 404


def test_near_its_end_each_side_answers_and_past_it_both_are_warned(made, sms, time_machine):
    keeper, worker = at_browsers(made, sms, at=AT)
    assert keeper.get("renewal").status_code == 404
    time_machine.move_to(ends.ENDED - timedelta(days=30), tick=False)
    keeper, worker = at_browsers(made, sms, at=ends.ENDED - timedelta(days=30))
    assert worker.post("renewal", {"wants": ""}).status_code == 422
    assert worker.post("renewal", {"wants": "renew"}).headers["Location"] == worker.at("renewal")
    assert "تمدید می‌خواهد" in keeper.get("renewal").content.decode()
    assert keeper.post("renewal", {"wants": "renew"}).headers["Location"] == keeper.at("again")
    assert Wish.objects.count() == 2
    time_machine.move_to(ends.ENDED, tick=False)
    keeper, worker = at_browsers(made, sms, at=ends.ENDED)
    for side in (keeper, worker):
        assert "مدت این قرارداد گذشته است" in side.get("life").content.decode()
    assert keeper.get("amend").status_code == 404


def test_strangers_and_visitors_meet_no_page_of_the_room(made, sms):
    Contract.objects.filter(pk=made.contract.pk).update(ends_on=day("1404-02-20"))
    other = Side(made, factories.person(level=2, role="employer"), sms)
    worker = at_browsers(made, sms, at=AT)[1]
    for name in PAGES:
        assert other.get(name).status_code == 404, name
        assert Client().get(reverse(f"contracts:{name}", args=[made.contract.token])).status_code == 302, name
    for name in ("amend", "yearly_annex", "ministry", "void", "resume"):
        assert worker.get(name).status_code == 404, name
    Contract.objects.filter(pk=made.contract.pk).update(state="draft", signed_at=None, number=None)
    keeper = at_browsers(made, sms, at=AT)[0]
    for name in PAGES:
        assert keeper.get(name).status_code == 404, name
