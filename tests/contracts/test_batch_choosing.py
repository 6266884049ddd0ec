"""Single contracts chosen for one code, and single ones left out: the code is good for exactly what the list still holds."""

from datetime import timedelta

import pytest

from kardad.contracts.actions import activating, amending, drafting
from kardad.contracts.models import Batch, Contract, Signature, Version
from tests import factories
from tests.contracts import world
from tests.contracts.test_batch_lists import by_code, press, result
from tests.contracts.test_batches import at
from tests.contracts.world import NOW, day

pytestmark = pytest.mark.django_db
CHOOSE = "/panel/contracts/batches/choose/"


@pytest.fixture
def there(sms, clock):
    """A running contract with an amendment that nobody signed, three drafts beside it; the keeper's browser."""
    clock.move_to(NOW, tick=False)
    made = world.world()
    world.signed(made, sms=sms)
    running = made.contract
    assert activating.activate(running.pk, at=NOW + timedelta(minutes=1))
    values = {"work.place": "شیراز، کارگاه شماره ۲، خیابان لاله"}
    annex = amending.propose(world.place(made, made.keeps), values, from_on=day("1404-02-10"), by=made.keeps, at=NOW)
    drafts = []
    for place in range(3):
        hours = {"term": {"starts_on": day(f"1404-0{7 + place}-01"), "ends_on": day(f"1404-0{7 + place}-25"), "trial_days": None}}
        drafts.append(world.drafted(made, **hours).contract)
    return made, at(made.keeper), annex, drafts


def chosen(browser, *tokens, once="c" * 32):
    """The list of these."""
    answer = browser.post(CHOOSE, {"take": tokens, "once": once})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Batch.objects.get(token=answer.headers["Location"].split("/")[-3])


def leave(browser, batch, *places):
    return browser.post(f"{batch.url}leave/", {"place": places}, follow=True).content.decode()


def test_one_code_signs_the_single_ones_that_were_chosen_and_not_left_out(there, clock):
    made, browser, annex, (first, second, third) = there
    page = browser.get(CHOOSE).content.decode()
    assert all(token in page for token in (annex.token, first.token, second.token, third.token))
    batch = chosen(browser, annex.token, first.token, second.token)
    assert (batch.state, batch.made, batch.bad) == ("ready", 3, 0)
    assert chosen(browser, annex.token, first.token, second.token) == batch  # the form sent twice
    shown = browser.get(f"{batch.url}sign/").content.decode()
    assert "الحاقیه" in shown
    assert press(browser, batch, do="send", knows=batch.knows).status_code == 302
    early = by_code(made)
    place = batch.rows.get(contract=second).place
    assert "بیرون گذاشته شد" in leave(browser, batch, place)
    whole = batch.sha256
    batch.refresh_from_db()
    assert (batch.made, batch.sha256 != whole, batch.rows.count()) == (2, True, 2)
    assert press(browser, batch, code=early, words=whole).status_code == 409
    assert press(browser, batch, code=early).status_code == 401  # the code knew the longer list
    assert not Signature.objects.filter(signed_at__isnull=False, version__contract__in=[first, second, third]).exists()
    clock.move_to(NOW + timedelta(minutes=10), tick=False)
    browser.force_login(made.keeper)
    press(browser, batch, do="send")
    assert press(browser, batch, code=by_code(made)).headers["Location"] == batch.url
    assert result(batch)[0] == "done"
    assert {state for _, state in result(batch)[1]} == {"signed"}
    assert [Contract.objects.get(pk=one.pk).state for one in (first, second, third)] == ["sent", "draft", "draft"]
    assert Signature.objects.get(version=annex).side == "employer"
    assert Signature.objects.filter(signed_at__isnull=False, version__kind=Version.Kind.AMENDMENT).count() == 1
    again = browser.get(CHOOSE).content.decode()
    assert (annex.token in again, first.token in again, second.token in again) == (False, False, True)
    leave(browser, batch, 1)
    assert batch.rows.count() == 2  # what is signed is left out by nobody


def test_nothing_of_others_is_chosen_and_a_list_is_never_emptied(there, sms):
    made, browser, annex, (first, *_) = there
    rival = factories.person(level=2, role="employer")
    world.company(rival, name="رقیب", company_id="10380284790")
    for person in (rival, made.worker, factories.person(level=2)):
        theirs = at(person)
        assert first.token not in theirs.get(CHOOSE).content.decode()
        assert theirs.get(CHOOSE, {"whose": f"organisation-{made.company.pk}"}).status_code == 404
        assert theirs.post(CHOOSE, {"take": [first.token, annex.token], "once": "d" * 32}).status_code in (200, 422)
    assert browser.post(CHOOSE, {"once": "e" * 32}).status_code == 422
    assert browser.post(CHOOSE, {"take": [made.contract.token[:-1] + "x"], "once": "e" * 32}).status_code == 422
    assert not Batch.objects.exists()
    drafting.save_part(first, part="pay", told={"amount": 1}, by=made.keeps, at=NOW)
    batch = chosen(browser, first.token, annex.token)
    assert (batch.made, batch.bad) == (1, 1)  # what breaks the law is told, and not in the list
    assert "چیزی در فهرست نمی‌ماند" in leave(browser, batch, *batch.rows.values_list("place", flat=True).filter(state="ready"))
    assert "نشان کنید" in leave(browser, batch)
    assert at(rival).post(f"{batch.url}leave/", {"place": 1}).status_code == 404
    batch.refresh_from_db()
    assert (batch.state, batch.made) == ("ready", 1)
