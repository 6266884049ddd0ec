"""A waiver is refused in every text that somebody signs beside the contract's own clauses; a worker's grievance is no waiver."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.contracts.actions import amending, drafting, waiving
from kardad.contracts.models import Annex, Ending, Version
from tests.contracts import test_ending as ends
from tests.contracts import world
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import NOW, day
from tests.samples import PDF

pytestmark = pytest.mark.django_db
TEXTS = (
    "با امضای این برگه هیچ ادعایی ندارم.",
    "کارگر حق شکا یت به ادا ره کار را ندا رد.",
    "همه حقوق و مزایا را دریافت کرده‌ام و تسویه شده است.",
)
GRIEVANCES = ("حق بیمه من پرداخت نمی‌شود و عیدی نداده‌اند.", "به شهر دیگری می‌روم.", "کارفرما مرخصی نمی‌دهد.")
COMING = {
    "term": {"starts_on": day("1404-02-01"), "ends_on": day("1404-06-31"), "trial_days": None},
    "pay": {"insured_from": day("1404-02-01")},
}


def named(side, cause, text):
    """The end of this cause is named with the text; the status of the answer."""
    answer = side.post("ending_named", {"ends_on": "۱۴۰۴/۰۲/۲۰", "detail": text}, cause)
    assert ("آن را بردارید" in answer.content.decode()) == (answer.status_code == 422), text
    return answer.status_code


def test_an_agreed_end_and_a_resignation_give_up_nothing_and_a_grievance_is_the_workers_to_tell(sms, clock):
    clock.move_to(NOW, tick=False)
    made = ends.running(sms)
    keeper, worker = Side(made, made.keeper, sms), Side(made, made.worker, sms)
    assert [named(side, "mutual", text) for text in TEXTS for side in (keeper, worker)] == [422] * 6
    assert [named(worker, "resignation", text) for text in TEXTS] == [422] * 3
    assert not Ending.objects.exists()
    assert [named(worker, "resignation", text) for text in GRIEVANCES] == [302] * 3
    assert Version.objects.filter(kind="ending", state="open").count() == 1


def test_neither_do_an_amendments_reason_an_annexs_title_or_the_words_that_make_void(sms, clock):
    clock.move_to(NOW, tick=False)
    made = world.drafted(**COMING)
    keeper = Side(made, made.keeper, sms)
    for text in TEXTS:
        upload = SimpleUploadedFile("برگه.pdf", PDF, "application/pdf")
        answer = keeper.post("annexes", {"add": "1", "title": text, "files": upload})
        assert (answer.status_code, Annex.objects.exists()) == (422, False), text
    world.signed(made, sms=sms)
    for text in TEXTS:
        answer = keeper.post("void", {"reason": text})
        assert (answer.status_code, "آن را بردارید" in answer.content.decode()) == (422, True), text
        values = {"work.place": "شیراز، کارگاه شماره ۲، خیابان لاله"}
        with pytest.raises(waiving.Waives):
            amending.propose(world.place(made, made.keeps), values, from_on=day("1404-02-10"), reason=text, by=made.keeps, at=NOW)
    assert set(Version.objects.values_list("kind", flat=True)) == {"contract"}


HIDING = {
    "employer": ("address", "position", "workshop_code", "representative"),
    "worker": ("address", "birth_place", "education", "insurance_number"),
    "work": ("job_title", "job_code", "duties", "place"),
    "hours": ("schedule",),
    "pay": ("account_holder",),
}


def test_a_waiver_in_an_address_or_any_other_field_keeps_the_contract_from_being_sent(sms, clock):
    clock.move_to(NOW, tick=False)
    made = world.drafted()
    sound, keeper = world.sound(made), Side(made, made.keeper, sms)
    for part, names in HIDING.items():
        for name in names:
            text = f"{getattr(getattr(sound, part), name)}. کارگر از حق بی مه انصراف می‌دهد."
            drafting.save_part(made.contract, part=part, told={name: text}, by=made.keeps, at=NOW)
            errors = {one.code for one, _ in keeper.get("send").context["errors"]}
            assert "C16" in errors, name
            drafting.save_part(made.contract, part=part, told={name: getattr(getattr(sound, part), name)}, by=made.keeps, at=NOW)
    assert keeper.get("send").context["errors"] == []
