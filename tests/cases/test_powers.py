"""What a representative may do: a letter written by one of the two, in force with the other's yes, ended by an amended one."""

import pytest

from kardad.cases.actions import empowering
from kardad.cases.models import Capability, Filing
from kardad.cases.queries import standing
from kardad.evidence.models import Entry
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Letter
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.people.models import Person
from tests import factories
from tests.cases import world
from tests.cases.test_pages_decisions import entered, press, read
from tests.cases.test_petition_filing import mandate
from tests.conftest import NOW
from tests.desk import world as desk
from tests.people.staff_world import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)
    made = world.filed(state="accepted")
    made.lawyer = factories.person(first_name="نگار", last_name="کریمی")
    made.held = dossiers.represent(made.sides["respondent"], agent=made.lawyer, by=factories.actor(made.employer), at=NOW)
    return made


def place(made, who):
    return standing.of(made.case, who, at=NOW)


def written(made, who, *can, files=None):
    said = {"can": can, "deed": "ordinary", "deed_number": "", "deed_on": NOW.date()}
    files = [desk.stored(who)] if files is None else files
    return empowering.empower(place(made, who), **said, files=files, by=factories.actor(who), at=NOW)


def accept(made, who):
    return empowering.accept_powers(place(made, who), by=factories.actor(who), at=NOW)


def test_a_letter_counts_once_both_have_taken_it_upon_them_and_an_amended_one_ends_it(made):
    mine = place(made, made.lawyer)
    assert not any(mine.may(one) for one in empowering.POWERS)
    written(made, made.employer, "settle")
    assert not mine.may("settle")
    with pytest.raises(NotAllowed):
        accept(made, made.employer)  # his own yes is there already
    accept(made, made.lawyer)
    assert (mine.may("settle"), mine.may("object"), mine.may("withdraw")) == (True, False, False)
    written(made, made.lawyer, "object", "settle")
    written(made, made.lawyer, "object")  # what he wrote before waits no more
    assert mine.may("settle")
    assert not mine.may("object")
    accept(made, made.employer)
    assert (mine.may("settle"), mine.may("object")) == (False, True)
    assert Capability.objects.filter(recorded_at__isnull=False, ended_at=None).count() == 1
    entries = Entry.objects.filter(kind="powers.recorded").order_by("seq")
    assert [one.fact["data"]["can"] for one in entries] == [["settle"], ["object"]]
    assert Letter.objects.filter(person=made.lawyer, event="powers.written").count() == 1
    dossiers.end_representation(made.held, by=factories.actor(made.employer), at=NOW)
    assert place(made, made.lawyer) is None


def test_a_letter_that_is_sent_twice_lies_there_once_and_another_one_takes_its_place(made):
    letter = [desk.stored(made.employer)]
    one, two = (written(made, made.employer, "settle", files=letter) for _ in range(2))
    assert one.pk == two.pk
    assert Filing.objects.filter(case=made.case, paper="mandate").count() == 1
    assert Letter.objects.filter(event="powers.written", person=made.lawyer).count() == 1
    assert written(made, made.employer, "object", files=letter).pk != one.pk


def test_what_was_declined_or_has_no_letter_gives_nothing(made):
    with pytest.raises(empowering.NoLetter):
        written(made, made.employer, "object", files=[])
    written(made, made.employer, "object")
    empowering.decline_powers(place(made, made.lawyer), by=factories.actor(made.lawyer), at=NOW)
    with pytest.raises(NotAllowed):
        accept(made, made.lawyer)
    assert not place(made, made.lawyer).may("object")
    with pytest.raises(empowering.NobodyStands):
        written(made, made.worker, "object")


def test_a_guardian_settles_by_what_the_secretary_saw_and_never_by_his_wards_word(made):
    ward, guardian = made.employer, made.lawyer
    held = mandate(ward, guardian, "guardian")
    type(made.held).objects.filter(pk=made.held.pk).update(mandate=held)
    for who in (ward, guardian):
        with pytest.raises(empowering.ByLaw):
            written(made, who, "settle")
    page = read(entered(guardian), "cases:powers", made.case.token).text
    assert "اجازه‌نامه را به دبیرخانه" in page
    assert "نوشتن نامه" not in page
    desk_of = entered(Person.objects.get(pk=made.secretary.person_id), "totp")
    given = {"can": ["settle"], "deed": "official", "deed_number": "۱۲", "deed_on": calendar.slashed(NOW.date()), "files": picture()}
    assert "دادستان" in read(desk_of, "cases_office:record_powers", made.case.pk, made.held.pk).text
    press(desk_of, "cases_office:record_powers", made.case.pk, made.held.pk, **given)
    assert [place(made, guardian).may(one) for one in empowering.POWERS] == [True, True, True]  # what is his by law stays his


def test_the_pages_belong_to_the_side_and_its_representative(made):
    token = made.case.token
    written(made, made.lawyer, "settle")
    employer, worker, stranger = entered(made.employer), entered(made.worker), entered(factories.person())
    assert "منتظر پذیرش شماست" in read(employer, "cases:powers", token).text
    assert "نماینده‌ای ندارد" in read(worker, "cases:powers", token).text
    for name in ("cases:empower", "cases:accept_powers", "cases:decline_powers"):
        read(worker, name, token, status=404)
        read(stranger, name, token, status=404)
    read(stranger, "cases:powers", token, status=404)
    assert "سازش" in read(employer, "cases:accept_powers", token).text
    press(employer, "cases:accept_powers", token)
    assert place(made, made.lawyer).may("settle")
    assert "نامه برقرار" in read(entered(made.lawyer), "cases:powers", token).text


def test_the_secretary_enters_the_letter_of_who_stands_for_a_side_without_an_account(made):
    desk_of = entered(Person.objects.get(pk=made.secretary.person_id), "totp")
    given = {"can": ["object"], "deed": "official", "deed_number": "۴۵", "deed_on": calendar.slashed(NOW.date()), "files": picture()}
    read(desk_of, "cases_office:record_powers", made.case.pk, made.held.pk, status=404)  # the side itself can say yes
    type(made.held.party).objects.filter(pk=made.held.party_id).update(person=None, joined_at=None)
    assert "ثبت اختیارهای نگار کریمی" in read(desk_of, "cases_office:case", made.case.pk).text
    press(desk_of, "cases_office:record_powers", made.case.pk, made.held.pk, **given)
    assert place(made, made.lawyer).may("object")
    assert not place(made, made.lawyer).may("settle")
    other = entered(factories.staff("secretary", at_office=world.office()), "totp")
    read(other, "cases_office:record_powers", made.case.pk, made.held.pk, status=404)
