"""A petition of heirs: shares from the certificate, the widow and the ward for whom she stands, and what is refused of it."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from kardad.cases import petition, shares
from kardad.cases.actions import drafting, empowering, filing, heirs, intake, settling
from kardad.cases.models import Capability, Case, Signature
from kardad.cases.queries import settlements, sittings, standing
from kardad.inbox.actions.dossiers import SideTaken
from kardad.inbox.models import Letter, Party, Representation
from kardad.kit.flow import NotAllowed
from kardad.people.models import Mandate
from tests import factories
from tests.cases import board_room, petitions, world
from tests.cases.test_petition_filing import mandate
from tests.cases.test_settlement import terms
from tests.conftest import NOW
from tests.desk import world as desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("1/8", Fraction(1, 8)),
        ("۱ از ۸", Fraction(1, 8)),
        ("یک هشتم", Fraction(1, 8)),
        ("یک‌هشتم", Fraction(1, 8)),
        ("دو‌سوم", Fraction(2, 3)),
        ("نصف", Fraction(1, 2)),
        ("۲۵٪", Fraction(1, 4)),
        ("همه", Fraction(1)),
    ],
)
def test_a_share_is_read_as_people_write_it_and_kept_one_way(typed, share):
    assert shares.read(typed) == share
    assert shares.of(shares.kept(share)) == share


@pytest.mark.parametrize("typed", ["", "۱ از ۰", "۰ از ۴", "۹ از ۸", "۲۰۰٪", "خیلی", "1/8/2"])
def test_what_is_no_part_of_a_whole_is_refused(typed):
    with pytest.raises(shares.BadShare):
        shares.read(typed)
    assert shares.of(typed) is None


def widow_and_ward():
    """A widow who is guardian of her daughter, and her draft with both shares, its papers beside it."""
    widow = factories.person(level=2, first_name="زهرا", last_name="مرادی")
    daughter = factories.person(first_name="سارا", last_name="مرادی")
    held = mandate(daughter, widow, "guardian")
    case = petitions.whole(widow, whom=drafting.For("worker", capacity="heir"))
    by = factories.actor(widow)
    drafting.save_step(case, step="claimant", told={"deceased": "علی مرادی", "share": "1/8"}, by=by, at=NOW)
    for _ in range(2):  # pressed twice
        heirs.add_heir(case, told={"name": daughter.name, "code": "", "share": "1/2", "mandate": held.pk}, by=by, at=NOW)
    return widow, daughter, held, case


def test_a_widow_claims_for_herself_and_her_ward_and_the_ward_is_a_side(client, clock, no_captcha):
    world.office()
    widow, daughter, held, case = widow_and_ward()
    by = factories.actor(widow)
    client.force_login(widow)
    factories.show(client, widow)
    at = petitions.address(case, "petition_heirs")
    assert "سهم ۱ از ۲" in client.get(at).content.decode()
    answer = client.post(at, {"add": "1", "name": "محمد مرادی", "share": "سه هشتم"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert client.post(at, {"add": "1", "name": "محمد مرادی", "share": "خیلی"}).status_code == 422
    with pytest.raises(filing.Incomplete) as refused:
        filing.submit(case, by=by, at=NOW)
    assert refused.value.details["gaps"] == ["evidence.heirs", "evidence.heirs"]  # said is not shown
    for paper in ("death", "inheritance"):
        drafting.attach(case, files=[desk.stored(widow)], paper=paper, by=by, at=NOW)
    case.refresh_from_db()
    assert petition.read(case.petition).claimed == Fraction(5, 8)
    look = client.get(petitions.address(case, "petition_check"))
    assert not look.context["gaps"]
    assert "۵ از ۸" in look.content.decode()
    assert client.post(petitions.address(case, "petition_sign"), {"true": "on"}).status_code == 302
    case.refresh_from_db()
    sides = list(Party.objects.filter(dossier=case.dossier, side="claimant").order_by("pk"))
    assert [one.person for one in sides] == [widow, daughter]  # not the heir who is only named
    stands = Representation.objects.get(party__dossier=case.dossier)
    assert (stands.party, stands.agent, stands.mandate) == (sides[1], widow, held)
    power = Capability.objects.get(representation=stands)
    assert (power.can_object, power.can_withdraw, power.can_settle) == (True, True, False)
    place = standing.of(case, widow, at=NOW)
    assert place.party == sides[0]
    assert Letter.objects.filter(event="petition.filed", person=widow).count() == 1


def test_both_are_invited_and_served_by_the_one_who_stands_for_both():
    office = world.office()
    widow, daughter, _, case = widow_and_ward()
    by = factories.actor(widow)
    for paper in ("death", "inheritance"):
        drafting.attach(case, files=[desk.stored(widow)], paper=paper, by=by, at=NOW)
    case = filing.submit(case, by=by, at=NOW)
    case = intake.accept(case, by=world.secretary(office), at=NOW)
    room = world.pool(office)
    board_room.drawn(case)
    made = SimpleNamespace(case=case, room=room, secretary=world.secretary(office))
    hearing = board_room.listed(made)
    sent = {one.party.person_id: one.agent_id for one in hearing.notice.deliveries.filter(is_copy=False, party__side="claimant")}
    assert sent == {widow.pk: None, daughter.pk: widow.pk}
    assert all(one.is_in_time for one in sittings.invited(hearing) if one.party.side == "claimant")
    assert Letter.objects.filter(person=widow, delivery__notice=hearing.notice).count() == 2  # each is a service of its own


def test_shares_beyond_the_whole_a_mandate_that_ended_and_a_heir_of_nobody_are_refused():
    world.office()
    widow, _, held, case = widow_and_ward()
    by = factories.actor(widow)
    for paper in ("death", "inheritance"):
        drafting.attach(case, files=[desk.stored(widow)], paper=paper, by=by, at=NOW)
    heirs.add_heir(case, told={"name": "محمد مرادی", "share": "1/2"}, by=by, at=NOW)
    with pytest.raises(filing.Incomplete) as refused:
        filing.submit(case, by=by, at=NOW)
    assert refused.value.details["gaps"] == ["claimant.share"]
    heirs.drop_heir(case, place=2, by=by, at=NOW)
    Mandate.objects.filter(pk=held.pk).update(state="revoked")
    with pytest.raises(drafting.NotTheirs):
        filing.submit(case, by=by, at=NOW)
    with pytest.raises(drafting.NotTheirs):
        heirs.add_heir(case, told={"name": "دیگری", "share": "1/8", "mandate": 10**9}, by=by, at=NOW)
    plain = petitions.whole(widow)
    with pytest.raises(NotAllowed):
        heirs.add_heir(plain, told={"name": "دیگری", "share": "1/8"}, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        heirs.add_heir(case, told={"name": "دیگری", "share": "1/8"}, by=factories.actor(factories.person()), at=NOW)


def test_nobody_claims_for_an_heir_against_himself():
    world.office()
    widow, daughter, held, case = widow_and_ward()
    by = factories.actor(widow)
    Mandate.objects.filter(pk=held.pk).update(state="active")
    for paper in ("death", "inheritance"):
        drafting.attach(case, files=[desk.stored(widow)], paper=paper, by=by, at=NOW)
    known = {"kind": "natural", "first_name": "سارا", "last_name": "مرادی", "code": daughter.particulars.code, "address": "تهران"}
    drafting.put_respondent(case, place=1, told=known, by=by, at=NOW)
    with pytest.raises(SideTaken):
        filing.submit(case, by=by, at=NOW)


def test_a_guardian_files_for_his_ward_and_may_object_for_him():
    world.office()
    father, child = factories.person(level=2), factories.person(first_name="امیر")
    held = mandate(child, father, "guardian")
    case = filing.submit(petitions.whole(father, whom=drafting.For("worker", mandate=held)), by=factories.actor(father), at=NOW)
    assert (case.capacity, case.claimant) == ("guardian", child)
    place = standing.of(case, father, at=NOW)
    assert place.representation
    assert [place.may(power) for power in ("object", "withdraw", "settle")] == [True, True, False]


def test_who_settles_for_herself_and_her_ward_signs_for_both():
    office = world.office()
    secretary = world.secretary(office)
    widow, _, _, case = widow_and_ward()
    for paper in ("death", "inheritance"):
        drafting.attach(case, files=[desk.stored(widow)], paper=paper, by=factories.actor(widow), at=NOW)
    case = filing.submit(Case.objects.get(pk=case.pk), by=factories.actor(widow), at=NOW)
    sides = list(Party.objects.filter(dossier=case.dossier, side="claimant").order_by("pk"))
    place = standing.of(case, widow, at=NOW)
    assert standing.spoken_for(place, "settle", at=NOW) == sides[:1]  # her ward's money is no guardian's to give away alone
    held = Representation.objects.get(party=sides[1])
    letter = {"deed": "official", "deed_number": "۱۲", "deed_on": NOW.date(), "files": [desk.stored(widow)]}
    empowering.record_powers(case, held, by=secretary, at=NOW, can=["settle"], **letter)
    assert standing.spoken_for(place, "settle", at=NOW) == sides
    intake.accept(case, by=secretary, at=NOW)
    employer = factories.person(level=2)
    Party.objects.filter(dossier=case.dossier, side="respondent").update(person=employer, joined_at=NOW)

    def act(who, deed, **more):
        return deed(standing.of(Case.objects.get(pk=case.pk), who, at=NOW), by=factories.actor(who), at=NOW, **more)

    act(widow, settling.open_table)
    act(widow, settling.propose, terms=terms())
    table = act(employer, settling.agree, version=1)
    act(widow, settling.sign, hash=table.hash)
    assert {one.party for one in Signature.objects.filter(by_id=widow.pk)} == set(sides)
    with pytest.raises(settling.SignedAlready):
        act(widow, settling.sign, hash=table.hash)
    act(employer, settling.sign, hash=table.hash)
    assert settlements.is_signed(table)
