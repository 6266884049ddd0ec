"""Dossiers: sides once each, a late joiner by the code on his paper, one representative a side, and what stays when he is gone."""

from datetime import date, timedelta

import pytest

from kardad.core import limits
from kardad.inbox.actions import dossiers, notices, paper, rungs
from kardad.inbox.models import Delivery, Dossier, Party, Representation
from kardad.inbox.queries import deliveries
from kardad.inbox.queries import dossiers as reads
from kardad.kit.flow import NotAllowed
from kardad.people import particulars
from kardad.people.actions import mandates
from kardad.people.flow import show_tracking_code
from kardad.people.models import Mandate
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed
from tests.people.staff_world import company, place

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def code_of(person):
    return particulars.own(person).code


def test_one_dossier_a_subject(secretary, make):
    person = make.person()
    first, second = (dossiers.open_dossier(title="پرونده", subject=person, by=secretary, at=NOW) for _ in range(2))
    assert first.pk == second.pk
    with pytest.raises(NotAllowed):
        dossiers.open_dossier(title="پرونده", by=by(person), at=NOW)


def test_nobody_is_two_sides(case, secretary):
    with pytest.raises(dossiers.SideTaken):
        dossiers.add_party(case.dossier, side="third", name="علی کریمی", person=case.claimant, by=secretary, at=NOW)


def test_who_is_named_by_code_and_name_is_served_in_his_account(case, secretary, make):
    member = make.person(first_name="رضا", last_name="كريمي")
    party = dossiers.add_party(case.dossier, side="third", name="رضا کریمی", code=code_of(member), by=secretary, at=NOW)
    assert (party.person, party.has_account) == (member, True)


def test_a_code_with_another_name_shows_the_dossier_to_no_stranger(case, secretary, make):
    stranger = make.person(first_name="نادر", last_name="امینی")
    party = dossiers.add_party(case.dossier, side="third", name="رضا کریمی", code=code_of(stranger), by=secretary, at=NOW)
    assert (party.person, party.has_account) == (None, False)


@pytest.fixture
def late(case, secretary, make):
    """A side known by its code who had no account when he was added, and the account that he opens later."""
    code = make.national_code()
    party = dossiers.add_party(case.dossier, side="third", name="رحیمی", code=code, by=secretary, at=NOW)
    served = placed(case)["third"]
    visit = paper.hand_out(served, agent_name="کاظم", by=secretary, at=NOW)
    paper.record(visit, outcome="handed", at=NOW + DAY, receiver="رحیمی", by=secretary, now=NOW + DAY)
    return party, served, make.person(code=code, first_name="رحیم", last_name="رحیمی")


def test_a_late_joiner_sees_the_file_and_his_days_stay(case, late):
    party, served, person = late
    code = show_tracking_code(case.dossier.tracking_code).lower()
    assert not deliveries.may_see(served, person, NOW + 2 * DAY)
    joined = dossiers.join(person, tracking_code=code, by=by(person), at=NOW + 2 * DAY)
    assert (joined.pk, joined.joined_at) == (party.pk, NOW + 2 * DAY)
    assert list(reads.of_person(person.pk, at=NOW + 2 * DAY)) == [case.dossier]
    assert deliveries.may_see(Delivery.objects.get(pk=served.pk), person, NOW + 2 * DAY)
    kept = Delivery.objects.get(pk=served.pk)
    assert (kept.served_on, kept.via, kept.effect) == (date(2025, 11, 23), "paper", "actual")
    later = placed(case, "N12", at=NOW + 3 * DAY)["third"]
    assert (later.via, later.served_on) == ("account", date(2025, 11, 25))


def test_every_mismatch_is_one_answer(case, late, make, secretary):
    _, _, person = late
    right = case.dossier.tracking_code
    other = dossiers.open_dossier(title="دیگری", by=secretary, at=NOW).tracking_code
    stranger = make.person()
    texts = set()
    for who, code in ((person, right[:-1] + ("0" if right[-1] != "0" else "1")), (person, other), (person, ""), (stranger, right)):
        with pytest.raises(dossiers.CannotJoin) as refused:
            dossiers.join(who, tracking_code=code, by=by(who), at=NOW)
        texts.add((refused.value.text, str(refused.value.details), refused.value.field))
    assert len(texts) == 1
    assert not Party.objects.filter(person=stranger).exists()


def test_guessing_is_slow(late, case):
    _, _, person = late
    for _ in range(5):
        with pytest.raises(dossiers.CannotJoin):
            dossiers.join(person, tracking_code="", by=by(person), at=NOW)
    with pytest.raises(limits.TooMany):
        dossiers.join(person, tracking_code=case.dossier.tracking_code, by=by(person), at=NOW)


def test_who_is_not_verified_joins_nothing(case, make):
    guest = make.person(level=0)
    with pytest.raises(dossiers.NotVerified):
        dossiers.join(guest, tracking_code=case.dossier.tracking_code, by=by(guest), at=NOW)


def test_where_the_claimant_knew_no_code_the_secretary_looks_first(case, secretary, make):
    party = dossiers.add_party(case.dossier, side="third", name="کسی که نامش را شنیده‌ام", by=secretary, at=NOW)
    first, second = make.person(), make.person()
    asked = dossiers.join(first, tracking_code=case.dossier.tracking_code, by=by(first), at=NOW)
    assert (asked.pk, asked.has_account) == (party.pk, False)
    assert not reads.of_person(first.pk, at=NOW).exists()
    with pytest.raises(dossiers.CannotJoin):
        dossiers.join(second, tracking_code=case.dossier.tracking_code, by=by(second), at=NOW)
    assert WorkItem.objects.get(kind="party.join", closed_at=None).role == "secretary"
    with pytest.raises(NotAllowed):
        dossiers.admit(party, by=by(first), at=NOW)
    dossiers.turn_away(party, reason="کارت ملی نشان نداد", by=secretary, at=NOW)
    again = dossiers.join(second, tracking_code=case.dossier.tracking_code, by=by(second), at=NOW)
    joined = dossiers.admit(again, by=secretary, at=NOW + DAY)
    assert (joined.person, joined.has_account) == (second, True)
    assert not WorkItem.objects.filter(kind="party.join", closed_at=None).exists()
    with pytest.raises(NotAllowed):
        dossiers.admit(joined, by=secretary, at=NOW)


def test_of_several_sides_without_a_code_each_asks_for_the_one_of_his_name(case, secretary, make):
    firm, clerk, mason = company(NOW), make.person(), make.person(first_name="اکبر", last_name="معمار")
    place(firm, clerk, NOW)
    sides = [dossiers.add_party(case.dossier, side="third", name=name, by=secretary, at=NOW) for name in (firm.name, "اكبر معمار")]
    code = case.dossier.tracking_code
    with pytest.raises(dossiers.CannotJoin):
        dossiers.join(stranger := make.person(), tracking_code=code, by=by(stranger), at=NOW)
    asked = dossiers.join(clerk, tracking_code=code, organisation=firm, by=by(clerk), at=NOW)
    assert (asked.pk, asked.asked_for, asked.has_account) == (sides[0].pk, firm, False)
    assert dossiers.join(mason, tracking_code=code, by=by(mason), at=NOW).pk == sides[1].pk
    assert dossiers.admit(asked, by=secretary, at=NOW).organisation == firm


def test_a_member_joins_for_his_organisation(case, secretary, make):
    firm, clerk, stranger = company(NOW), make.person(), make.person()
    place(firm, clerk, NOW)
    dossiers.add_party(case.dossier, side="third", name="نام دیگر", code=firm.company_id, by=secretary, at=NOW)
    with pytest.raises(dossiers.CannotJoin):
        dossiers.join(stranger, tracking_code=case.dossier.tracking_code, organisation=firm, by=by(stranger), at=NOW)
    joined = dossiers.join(clerk, tracking_code=case.dossier.tracking_code, organisation=firm, by=by(clerk), at=NOW)
    assert (joined.organisation, joined.person) == (firm, None)
    assert reads.of_person(clerk.pk, at=NOW).get() == case.dossier


def test_one_representative_a_side_and_never_somebody_of_the_other(case, make):
    lawyer, other = make.person(), make.person()
    side = case.sides["respondent"]
    with pytest.raises(NotAllowed):
        dossiers.represent(side, agent=lawyer, by=by(case.claimant), at=NOW)
    with pytest.raises(dossiers.SideTaken):
        dossiers.represent(side, agent=case.claimant, by=by(case.respondent), at=NOW)
    held = dossiers.represent(side, agent=lawyer, by=by(case.respondent), at=NOW)
    with pytest.raises(dossiers.SideRepresented):
        dossiers.represent(side, agent=other, by=by(case.respondent), at=NOW)
    with pytest.raises(dossiers.SideTaken):
        dossiers.represent(case.sides["claimant"], agent=lawyer, by=by(case.claimant), at=NOW)
    dossiers.end_representation(held, by=by(case.respondent), at=NOW + DAY)
    assert dossiers.represent(side, agent=other, by=by(case.respondent), at=NOW + DAY).pk


def test_service_on_the_representative_counts_and_the_principals_copy_does_not(case, make):
    lawyer = make.person(first_name="نگار", last_name="کریمی")
    dossiers.represent(case.sides["respondent"], agent=lawyer, by=by(case.respondent), at=NOW)
    made = placed(case, at=NOW + DAY)["respondent"]
    copied = Delivery.objects.get(notice=made.notice, party=made.party, is_copy=True)
    assert (made.agent, made.served_on, copied.served_on) == (lawyer, date(2025, 11, 23), None)
    assert rungs.open_delivery(copied, by=by(case.respondent), at=NOW + 4 * DAY)
    assert not rungs.open_delivery(made, by=by(case.respondent), at=NOW + 4 * DAY)
    assert (Delivery.objects.get(pk=made.pk).effect, Delivery.objects.get(pk=copied.pk).effect) == ("legal", "")
    assert rungs.open_delivery(made, by=by(lawyer), at=NOW + 5 * DAY)
    assert Delivery.objects.get(pk=made.pk).effect == "actual"


def test_a_mandate_that_ends_between_placing_and_opening_leaves_the_service_and_turns_the_next_paper(case, make):
    lawyer = make.person()
    given = {"basis": Mandate.Basis.LAWYER, "subject": "پرونده", "state": "active", "invited_at": NOW, "expires_at": NOW + DAY}
    mandate = Mandate.objects.create(principal=case.respondent, agent=lawyer, invitation="A" * 13, **given)
    with pytest.raises(dossiers.NoMandate):
        dossiers.represent(case.sides["claimant"], agent=lawyer, mandate=mandate, by=by(case.claimant), at=NOW)
    dossiers.represent(case.sides["respondent"], agent=lawyer, mandate=mandate, by=by(case.respondent), at=NOW)
    made = placed(case, at=NOW + DAY)["respondent"]
    mandates.revoke(mandate, reason="", factor="totp", by=by(case.respondent), at=NOW + 2 * DAY)
    assert Representation.objects.get(agent=lawyer).ended_at == NOW + 2 * DAY
    assert not rungs.open_delivery(made, by=by(lawyer), at=NOW + 3 * DAY)
    assert not deliveries.may_see(made, lawyer, NOW + 3 * DAY)
    kept = Delivery.objects.get(pk=made.pk)
    assert (kept.served_on, kept.effect, kept.opened_at, kept.voided_at) == (date(2025, 11, 23), "legal", None, None)
    later = placed(case, "N12", at=NOW + 3 * DAY)["respondent"]
    assert (later.agent, {letter.person_id for letter in later.letters.all()}) == (None, {case.respondent.pk})


def test_a_dossier_from_elsewhere_is_joined_and_served_by_nobody(case, make):
    Dossier.objects.filter(pk=case.dossier.pk).update(kind="elsewhere")
    person = make.person()
    with pytest.raises(dossiers.CannotJoin):
        dossiers.join(person, tracking_code=case.dossier.tracking_code, by=by(person), at=NOW)
    case.dossier.refresh_from_db()
    with pytest.raises(notices.DossierShut):
        notices.draft(case.dossier, code="N7", title="رأی", says={}, by=case.secretary, at=NOW)
