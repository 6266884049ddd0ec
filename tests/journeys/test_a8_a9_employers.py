"""Scenarios A8 and A9: a natural employer by Sheba, a legal employer by company."""

import pytest

from kardad.people.models import Membership, Organisation, RoleGrant
from tests.journeys.walker import text_of

SHEBA = "IR810100000000000001000003"
COMPANY = {"company_id": "99900012303", "registration_number": "12345", "position": "مدیرعامل"}


def test_a_natural_employer_is_proved_by_his_own_account(walker, registry, sms):
    from kardad.gateways.registry.port import Operation

    walker.choose(role="employer_natural")
    assert walker.describe("karimi", proof="iban", iban=SHEBA).status_code == 302
    assert registry.asked(Operation.MOBILE_OWNER) == []
    walker.answer()
    walker.profile()
    assert RoleGrant.objects.get().role == "employer_natural"


def test_a_sheba_is_never_an_extra_requirement(walker, registry):
    from kardad.gateways.registry.port import Operation

    walker.choose(role="employer_natural")
    assert walker.describe("karimi", proof="mobile").status_code == 302
    assert registry.asked(Operation.IBAN_OWNER) == []


def test_somebody_elses_account_is_refused(walker, sms):
    walker.choose(role="employer_natural")
    response = walker.describe("irancell", proof="iban", iban=SHEBA)
    assert response.status_code == 409
    assert "این شبا به نام شما نیست" in text_of(response)
    assert sms.outbox == []


def test_an_account_that_is_most_possibly_his_goes_to_a_person(walker, sms):
    walker.choose(role="employer_natural")
    walker.describe("zeros", proof="iban", iban=SHEBA)
    assert walker.attempt.state == "manual_review"
    assert sms.outbox == []


def test_a_wrong_sheba_is_refused_before_any_provider(walker, registry):
    walker.choose(role="employer_natural")
    response = walker.describe("karimi", proof="iban", iban="IR810100000000000001000004")
    assert response.status_code == 422
    assert registry.calls == []


def test_a_chief_executive_owns_the_account_of_the_company(walker):
    walker.verify("karimi", role="employer_legal", **COMPANY)
    membership = Membership.objects.get()
    assert (membership.is_owner, membership.state, membership.is_signatory) == (True, "active", True)
    assert membership.organisation.company_id == "99900012303"


def test_an_unknown_company_and_a_wrong_registration_number_read_the_same(walker):
    walker.choose(role="employer_legal")
    wrong = walker.describe("karimi", **COMPANY | {"registration_number": "99999"})
    unknown = walker.describe("karimi", **COMPANY | {"company_id": "90012345671"})
    assert wrong.status_code == unknown.status_code == 409
    said = "شرکتی با این دو پیدا نشد"
    assert said in text_of(wrong)
    assert said in text_of(unknown)
    assert not Organisation.objects.exists()


def test_a_dissolved_company_is_refused(walker, sms):
    walker.choose(role="employer_legal")
    response = walker.describe("karimi", **COMPANY | {"company_id": "99900012318", "registration_number": "54321"})
    assert response.status_code == 409
    assert "وضعیت ثبتی شرکت فعال نیست" in text_of(response)
    assert sms.outbox == []


@pytest.mark.parametrize("company_id", ["999000123031", "33333333333"])
def test_a_malformed_company_id_is_refused_before_any_provider(walker, registry, company_id):
    walker.choose(role="employer_legal")
    assert walker.describe("karimi", **COMPANY | {"company_id": company_id}).status_code == 422
    assert registry.calls == []


def test_someone_the_register_does_not_name_sends_a_letter_and_waits_for_the_owner(walker, another, make, sms):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from kardad.people.actions import attempts
    from tests.samples import PDF

    walker.verify("karimi", role="employer_legal", **COMPANY)
    another.choose(role="employer_legal")
    response = another.describe("irancell", **COMPANY)
    assert response.status_code == 409
    assert "سمت شما در شرکت تأیید نشد" in text_of(response)
    another.post("people:verify_checks", {"do": "letter", "letter": SimpleUploadedFile("letter.pdf", PDF, "application/pdf")})
    attempt = another.attempt
    assert attempt.state == "manual_review"
    reviewer = make.actor(make.staff("reviewer"), "reviewer")
    attempts.decide(attempt, approve=True, reason="معرفی‌نامه درست است", by=reviewer, at=timezone.now())
    another.post("people:verify_checks", {"do": "send_code"})
    another.answer(another.code(mobile="09350000002"))
    another.profile()
    assert list(Membership.objects.order_by("id").values_list("is_owner", "state")) == [(True, "active"), (False, "awaiting")]


def test_a_sheba_does_not_take_a_code_from_who_joined_with_it_unseen(walker, make, sms):
    member = make.person(level=0, code="9990001235", phone="+989121234567")
    walker.choose(role="employer_natural")
    walker.describe("karimi", proof="iban", iban=SHEBA)
    assert walker.attempt.state == "manual_review"
    assert sms.outbox == []
    member.refresh_from_db()
    assert member.state == "active"
